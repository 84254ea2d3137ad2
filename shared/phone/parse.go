package phone

import (
	"errors"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// MaxTyped is the longest text that is read as a phone number, in bytes. E.164 has 15
// digits; people put blanks and punctuation between them.
const MaxTyped = 40

// ErrNotANumber says that a text is no phone number. It does not repeat the text.
var ErrNotANumber = errors.New("this is not a phone number")

// Parse reads a phone number as somebody types it and returns it in the form of E.164,
// "+33639980012". A number without a country's code is one of the given country, a code
// of ISO 3166-1 such as FR; without a country, it is none.
//
// It goes by the lengths of numbers, and not by the ranges that are in use: those
// change more often than this program is built, and the provider knows anyway whether
// there is such a number.
func Parse(typed, country string) (string, error) {
	if len(typed) > MaxTyped || strings.ContainsFunc(typed, isLetter) {
		return "", ErrNotANumber
	}
	number, err := phonenumbers.Parse(strings.TrimSpace(typed), country)
	if err != nil || number.GetExtension() != "" || !phonenumbers.IsPossibleNumber(number) {
		return "", ErrNotANumber
	}
	return phonenumbers.Format(number, phonenumbers.E164), nil
}

// isLetter tells a number that is spelled as a word, or has an extension: nobody can be
// written to by either.
func isLetter(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r == '#' || r == ';'
}

// IsCountry reports whether a code names a country that has phone numbers.
func IsCountry(code string) bool { return phonenumbers.GetSupportedRegions()[code] }
