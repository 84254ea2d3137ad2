package hours

import (
	"fmt"
	"strings"
	"time"
)

func parse(text string) (span, error) {
	if text == "24h" {
		return span{0, day}, nil
	}
	sp, ok := between(text)
	switch {
	case !ok:
		return span{}, fmt.Errorf(`%q is not a span%s: write times from 00:00 to 24:00 as "09:00-12:30", `+
			`a night as "18:00-02:00" and the whole day as "24h"`, text, didYouMean(tidy(text)))
	case sp.from == day:
		return span{}, fmt.Errorf(`%q begins at 24:00, which only ends a span: write 00:00 on the next day`, text)
	case sp.from == sp.until:
		return span{}, fmt.Errorf(`%q ends when it begins: write "24h" for the whole day`, text)
	case sp.until < sp.from:
		sp.until += day
	}
	return sp, nil
}

// between reads the two times of a span, whatever their order.
func between(text string) (sp span, ok bool) {
	from, until, _ := strings.Cut(text, "-")
	sp.from, ok = clock(from)
	if ok {
		sp.until, ok = clock(until)
	}
	return sp, ok
}

// clock reads a time of day. [time.Parse] would accept 9:00 and reject 24:00.
func clock(text string) (seconds int64, ok bool) {
	if text == "24:00" {
		return day, true
	}
	t, err := time.Parse("15:04", text)
	if err != nil || t.Format("15:04") != text {
		return 0, false
	}
	return int64(t.Hour()*hour + t.Minute()*minute), true
}

// tidy guesses the span that was meant. It returns "" without a good guess.
func tidy(text string) string {
	text = strings.NewReplacer(" ", "", "–", "-", "—", "-", ".", ":", "H", "h").Replace(text)
	if text == "24h" {
		return text
	}
	from, until, _ := strings.Cut(text, "-")
	text = pad(from) + "-" + pad(until)
	if sp, ok := between(text); !ok || sp.from == day || sp.from == sp.until {
		return ""
	}
	return text
}

// pad completes an hour: 9:00 and 9 become 09:00.
func pad(clock string) string {
	hours, minutes, ok := strings.Cut(clock, ":")
	if !ok {
		minutes = "00"
	}
	if len(hours) == 1 {
		hours = "0" + hours
	}
	return hours + ":" + minutes
}

// anyDate reads a date in other common formats, except those where some countries
// write the month first and others the day.
func anyDate(text string) string {
	for _, layout := range []string{"2006-1-2", "2006/1/2", "2006.1.2", "20060102", "2.1.2006"} {
		if date, err := time.Parse(layout, text); err == nil {
			return date.Format(time.DateOnly)
		}
	}
	return ""
}
