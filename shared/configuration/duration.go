package configuration

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// Duration is a time span, written as "90s", "2m", "1h30m" or "7d".
type Duration time.Duration

const day = 24 * time.Hour

// ParseDuration reads a time span; a day has 24 hours.
func ParseDuration(text string) (Duration, error) {
	var days time.Duration
	if number, rest, ok := strings.Cut(text, "d"); ok {
		n, err := strconv.ParseUint(number, 10, 16)
		if err != nil {
			return 0, errDuration
		}
		days, text = time.Duration(n)*day, rest
		if text == "" {
			return Duration(days), nil
		}
	}
	rest, err := time.ParseDuration(text)
	if err != nil || strings.ContainsAny(text, "+-") || days+rest < days {
		return 0, errDuration
	}
	return Duration(days + rest), nil
}

var errDuration = errors.New(`it is no time span, such as "90s", "2m", "1h30m" or "7d"`)

// UnmarshalText reads a time span.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := ParseDuration(string(text))
	*d = parsed
	return err
}

func (d Duration) String() string {
	text := ""
	if days := time.Duration(d) / day; days > 0 {
		text = strconv.Itoa(int(days)) + "d"
	}
	rest := (time.Duration(d) % day).String()
	if rest == "0s" && text != "" {
		return text
	}
	if short, ok := strings.CutSuffix(rest, "m0s"); ok {
		rest = short + "m"
	}
	if short, ok := strings.CutSuffix(rest, "h0m"); ok {
		rest = short + "h"
	}
	return text + rest
}

// MarshalText writes it as an admin would.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }
