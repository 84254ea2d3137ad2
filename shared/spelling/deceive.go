package spelling

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// HasHidden reports whether a name has something in it that nobody sees and that is no
// part of how it is written: control characters, line breaks, characters without ink or
// width or without a meaning, and those that turn the direction of what follows. Two names
// could look the same with them, or with spaces at an end or two together. A joiner is right
// between two letters or symbols, as in Persian, in the languages of India and in emoji, but
// not within one of a script that does not join.
func HasHidden(name string) bool {
	letters := []rune(name)
	for i, r := range letters {
		before, after := ' ', ' '
		if i > 0 {
			before = base(letters[:i])
		}
		if i < len(letters)-1 {
			after = letters[i+1]
		}
		switch {
		case unicode.IsControl(r), hidden(r) && (r != vowelSeparator || !unicode.Is(unicode.Mongolian, before)),
			!unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Zs, unicode.Cf):
			return true
		case unicode.Is(unicode.Zs, r) && (i == 0 || unicode.Is(unicode.Zs, after)):
			return true
		case unicode.Is(unicode.Variation_Selector, r) && !varies(before, after):
			return true
		case strings.ContainsRune(joiners, r) && (!joins(before) || after == ' ' && !isVirama(letters[i-1])):
			return true
		}
	}
	return false
}

// vowelSeparator is part of how Mongolian is written.
const vowelSeparator = '\u180e'

// base is the last character that is no mark, which is what marks stand on.
func base(letters []rune) rune {
	for i := len(letters) - 1; i >= 0; i-- {
		if !unicode.Is(unicode.M, letters[i]) {
			return letters[i]
		}
	}
	return ' '
}

// joins reports whether a joiner may follow a character and its marks.
func joins(r rune) bool {
	return unicode.In(r,
		unicode.Arabic, unicode.Syriac, unicode.Mongolian, unicode.Nko, unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi,
		unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala,
		unicode.So, unicode.Sk)
}

// isVirama reports whether a mark takes the vowel off a letter. A joiner after it shows
// how the letter ends a word.
func isVirama(r rune) bool {
	return strings.ContainsRune("\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca", r)
}

// varies reports whether a selector of another form may follow a character: a symbol, a
// character of Chinese or Mongolian, or a digit that becomes a key.
func varies(before, after rune) bool {
	const keycap = '\u20e3'
	return unicode.In(before, unicode.So, unicode.Sk, unicode.Sm, unicode.Han, unicode.Mongolian) ||
		unicode.Is(unicode.Po, before) && before > unicode.MaxASCII || after == keycap
}

// drawnAlike are characters that are letters or digits in another dress: of mathematics,
// full-width, small capitals, in circles and squares.
//
//nolint:gochecknoglobals,mnd // a table
var drawnAlike = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x1d00, 0x1d2b, 1},
		{0x2102, 0x2115, 1},
		{0x2119, 0x211d, 1},
		{0x2124, 0x2134, 1},
		{0x213c, 0x2149, 1},
		{0x2460, 0x24ff, 1},
		{0xff10, 0xff19, 1},
		{0xff21, 0xff3a, 1},
		{0xff41, 0xff5a, 1},
	},
	R32: []unicode.Range32{{0x1d400, 0x1d7ff, 1}, {0x1f130, 0x1f149, 1}, {0x1f150, 0x1f169, 1}, {0x1f170, 0x1f189, 1}},
}

// Disguised returns the first word of a name with a letter that is drawn like another one,
// or with more marks on a letter than anybody writes; it is empty if there is none.
func Disguised(name string) string {
	for word := range strings.FieldsSeq(name) {
		if strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(drawnAlike, r) }) || hasManyMarks(norm.NFC.String(word)) {
			return word
		}
	}
	return ""
}

// hasManyMarks reports whether a word begins with a mark, or has more of them on a letter
// than its script: two in ours, beside those that are part of it, and five in others.
func hasManyMarks(word string) bool {
	const ours, others = 2, 5
	marks, most := 0, 0
	for _, r := range word {
		if !unicode.Is(unicode.M, r) || unicode.Is(unicode.Variation_Selector, r) {
			marks, most = 0, others
			if unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Common) {
				most = ours
			}
			continue
		}
		if marks++; marks > most {
			return true
		}
	}
	return false
}

// Mixed returns the first word of a name whose letters are of scripts that nobody writes
// together, such as a Cyrillic a in a Latin word, or empty. Such a word can look like
// another one. Words of different scripts stand beside each other in many names.
func Mixed(name string) string {
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return !unicode.In(r, unicode.L, unicode.M, unicode.N) && !isJoiner(r) }) {
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
