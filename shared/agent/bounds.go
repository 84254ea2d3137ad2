package agent

import (
	"regexp"
	"strings"
)

// Bounds of a roster entry. The client and the rules get these numbers from here,
// see emulator/vocabulary.
const (
	// MaxAddress is the longest e-mail address, in characters.
	MaxAddress = 254
	// AddressForm is what an address looks like. It has only characters that look like
	// themselves: others' alphabets have letters that look like Latin ones. It is a
	// document's name, so it has no slash, a field's name within backticks, so it has none
	// of those, and a part of URLs, so it has no per cent sign, which some decode twice.
	// The apostrophe is written by its number, because the rules quote the form with it.
	AddressForm = `[A-Za-z0-9.!#$&\x27*+=?^_{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*`
	// MaxName is the longest display name, in bytes.
	MaxName = 200
	// MaxQueues, MaxSkills and MaxLanguages are how many an agent may have of each.
	MaxQueues    = 50
	MaxSkills    = 50
	MaxLanguages = 20
	// MaxWords is how long the queues, the skills or the languages of an agent may be
	// together, in characters, with a comma between two.
	MaxWords = 2000
	// MaxLevel is the highest level of a skill; the lowest is 1.
	MaxLevel = 10
	// MaxCapacity is an agent's largest capacity, in units.
	MaxCapacity = 1000
)

var addressForm = regexp.MustCompile("^" + AddressForm + "$")

// IsAddress reports whether a text can be an agent's address: it is in lower case, as the
// roster has it.
func IsAddress(email string) bool {
	return len(email) <= MaxAddress && addressForm.MatchString(email) && email == strings.ToLower(email)
}
