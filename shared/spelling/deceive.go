package spelling

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// HasHidden reports whether a name has something in it that nobody sees and that is no
// part of how it is written: control characters, line breaks, characters without ink or
// width, and those that turn the direction of what follows. Two names could look the
// same with them, or with spaces at an end or two together. A joiner is right between two letters or symbols, as in Persian, in the
// languages of India and in emoji, but not within one of a script that does not join.
func HasHidden(name string) bool {
	if name != strings.Join(strings.Fields(name), " ") {
		return true
	}
	letters := []rune(name)
	for i, r := range letters {
		switch {
		case unicode.IsControl(r), hidden(r), unicode.In(r, unicode.Zl, unicode.Zp, unicode.Co):
			return true
		case unicode.Is(unicode.Variation_Selector, r) && (i == 0 || !unicode.In(letters[i-1], unicode.So, unicode.Sk, unicode.Han)):
			return true
		case strings.ContainsRune(joiners, r) && (i == 0 || i == len(letters)-1 || !joins(letters[i-1])):
			return true
		}
	}
	return false
}

// Disguised returns the first word of a name with a character that is drawn like another
// one, as full-width letters and those of mathematics are, or with more marks on a letter
// than anybody writes; it is empty if there is none.
func Disguised(name string) string {
	for word := range strings.SplitSeq(name, " ") {
		plain := norm.NFC.String(word)
		if norm.NFKC.String(word) != plain || hasManyMarks(plain) {
			return word
		}
	}
	return ""
}

// hasManyMarks reports whether more than two marks stand on one letter, after those that
// are part of it.
func hasManyMarks(word string) bool {
	const most = 2
	marks := 0
	for _, r := range word {
		if marks++; !unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Variation_Selector, r) {
			marks = 0
		}
		if marks > most {
			return true
		}
	}
	return false
}

// joins reports whether a joiner may follow a character.
func joins(r rune) bool {
	return unicode.In(r,
		unicode.Arabic, unicode.Syriac, unicode.Mongolian, unicode.Nko, unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi,
		unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala,
		unicode.So, unicode.Sk, unicode.Mn)
}

// Mixed returns the first word of a name whose letters are of scripts that nobody writes
// together, such as a Cyrillic a in a Latin word, or empty. Such a word can look like
// another one. Words of different scripts stand beside each other in many names.
func Mixed(name string) string {
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return !unicode.In(r, unicode.L, unicode.M) && !isJoiner(r) }) {
		if !writtenTogether(scriptsOf(word)) {
			return word
		}
	}
	return ""
}

func isJoiner(r rune) bool { return strings.ContainsRune(joiners, r) }

// scriptsOf are the scripts of a word's letters. What is common to several has none.
func scriptsOf(word string) map[string]bool {
	found := map[string]bool{}
	for _, r := range word {
		if unicode.In(r, unicode.Common, unicode.Inherited) {
			continue
		}
		for name, table := range unicode.Scripts {
			if unicode.Is(table, r) {
				found[name] = true
				break // a character is of one script
			}
		}
	}
	return found
}

// writtenTogether reports whether scripts are used in one word: one alone or, as Unicode's
// Technical Standard 39 has it for its level "highly restrictive", those of Japanese,
// Chinese and Korean with Latin.
func writtenTogether(scripts map[string]bool) bool {
	if len(scripts) <= 1 {
		return true
	}
	for _, together := range [][]string{
		{"Latin", "Han", "Hiragana", "Katakana"}, {"Latin", "Han", "Bopomofo"}, {"Latin", "Han", "Hangul"},
	} {
		n := 0
		for _, script := range together {
			if scripts[script] {
				n++
			}
		}
		if n == len(scripts) {
			return true
		}
	}
	return false
}
