// Package phone writes phone numbers for people: whole, or masked for those who must
// not know them.
package phone

import (
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// mask stands for a digit that is not shown.
const mask = '•'

const (
	// shownAtStart and shownAtEnd are how many digits behind the country's code a masked
	// number shows: enough to recognise a number that one has.
	shownAtStart = 1
	shownAtEnd   = 2
	// leastHidden is how many digits a masked number hides at least, however short it is:
	// there are few enough numbers of a country to try four more.
	leastHidden = 4
)

// Grouped writes a number of the form of E.164 the way its country does, for example
// "+33 6 12 34 56 12". Anything else stays as it is.
func Grouped(number string) string {
	grouped, _, ok := parse(number)
	if !ok {
		return number
	}
	return grouped
}

// Masked writes a number so that it can be recognised but not called, for example
// "+33 6 •• •• •• 12". Of anything that is not a number of the form of E.164 it shows
// nothing.
func Masked(number string) string {
	grouped, code, ok := parse(number)
	if !ok {
		return strings.Repeat(string(mask), leastHidden)
	}
	digits := 0
	for _, r := range grouped {
		if isDigit(r) {
			digits++
		}
	}
	first, last := code+shownAtStart, digits-shownAtEnd
	if last-first < leastHidden {
		last = digits
	}
	if last-first < leastHidden {
		first = code
	}
	at := 0
	return strings.Map(func(r rune) rune {
		if !isDigit(r) {
			return r
		}
		at++
		if at > first && at <= last {
			return mask
		}
		return r
	}, grouped)
}

// parse reads a number. code is how many digits the country's code has.
func parse(number string) (grouped string, code int, ok bool) {
	n, err := phonenumbers.Parse(number, "")
	if err != nil || !strings.HasPrefix(number, "+") || strings.IndexFunc(number[1:], func(r rune) bool { return !isDigit(r) }) >= 0 {
		return "", 0, false
	}
	for left := n.GetCountryCode(); left > 0; left /= 10 {
		code++
	}
	return phonenumbers.Format(n, phonenumbers.INTERNATIONAL), code, true
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }
