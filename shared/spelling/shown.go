package spelling

import (
	"regexp"
	"strings"
	"unicode"
)

// ShownForm is the format of names that people see: one line, with something to see.
const ShownForm = `[^\p{Cc}]*[\p{L}\p{N}\p{P}\p{S}][^\p{Cc}]*`

var shownForm = regexp.MustCompile("^" + ShownForm + "$")

// IsShown reports whether a name can be seen.
func IsShown(name string) bool { return shownForm.MatchString(name) && Shown(name) != "" }

// Shown returns a name as it is shown: on one line, without what nobody sees, and
// empty if nothing else is in it.
func Shown(name string) string {
	var b strings.Builder
	for _, r := range name {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r), unicode.In(r, unicode.Z):
			b.WriteByte(' ')
		case !hidden(r):
			b.WriteRune(r)
		}
	}
	shown := strings.Trim(strings.Join(strings.Fields(b.String()), " "), " "+joiners)
	if !strings.ContainsFunc(shown, visible) {
		return ""
	}
	return shown
}

// joiners change how their neighbours are drawn: Persian names and emoji need them,
// between letters.
const joiners = "\u200c\u200d"

// hidden reports whether a character is not drawn, or changes the direction of what
// follows the name.
func hidden(r rune) bool {
	return unicode.Is(unicode.Cf, r) && !strings.ContainsRune(joiners, r) || blank(r)
}

// blank reports whether a character is a letter or a symbol by its class and has no
// ink: fillers of Hangul, Braille without a dot, and what joins letters invisibly.
func blank(r rune) bool {
	return strings.ContainsRune("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\U0001d159", r)
}

func visible(r rune) bool {
	return unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S) && !blank(r)
}
