package locale

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/go-playground/locales"
)

// fallback writes the times of a language that is not among [formats]: with words, so
// that no day is taken for a month.
const fallback = "en"

// Moment is an instant as people who read a language write it, in the instant's zone:
// the time if it is less than a day away, else the day too.
func Moment(at, now time.Time, tag string) string {
	all := formats()
	f := all[Nearest(slices.Collect(maps.Keys(all)), tag, fallback)]()
	clock := f.FmtTimeShort(at)
	if at.Sub(now) < 24*time.Hour {
		return clock
	}
	return dayOf(f, at) + comma(tag) + clock
}

// dayOf is a day with its weekday. The data of a few languages have a pattern in
// place of the weekday; they go without it.
func dayOf(f locales.Translator, at time.Time) string {
	if full := f.FmtDateFull(at); !strings.Contains(full, "ccc") {
		return full
	}
	return f.FmtDateLong(at)
}

// comma is what stands between a day and a time.
func comma(tag string) string {
	switch t, _ := parse(tag); placeOf(t).script {
	case "Jpan", "Hans", "Hant", "Kore":
		return " "
	case "Arab":
		return "، "
	}
	return ", "
}

// Zone is the name of an instant's zone that people of every language can read: its
// distance from UTC, such as UTC+5:30.
func Zone(at time.Time) string {
	hours, minutes, _ := strings.Cut(at.Format("-07:00"), ":")
	if hours == "+00" && minutes == "00" {
		return "UTC"
	}
	hours = hours[:1] + strings.TrimPrefix(hours[1:], "0")
	if minutes == "00" {
		return "UTC" + hours
	}
	return "UTC" + hours + ":" + minutes
}
