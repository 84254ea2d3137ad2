// Package words makes the words of texts by which sessions are found: the same for
// letters that people take for the same. The client does it in the same way, see
// searchwords.ts; one table of cases is run by both.
package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	// MaxLength is how many characters of a word count.
	MaxLength = 24
	// ShortestKey is how many characters of a word's beginning it is found by at least.
	ShortestKey = 3
	// LongestKey is how many at most. A longer beginning is compared by whoever searches, in
	// what is found.
	LongestKey = 6
	// MostKeys is how many keys a word has at most.
	MostKeys = LongestKey - ShortestKey + 1
	// shortest is how many characters a word has at least, where words have spaces between
	// them.
	shortest = 2
)

// alike are letters that have no accent to take off, and how they are written without
// them.
//
//nolint:gochecknoglobals // a table
var alike = strings.NewReplacer(
	"ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ð", "d", "þ", "th", "ł", "l", "ı", "i", "ς", "σ",
)

// Fold makes letters the same that people take for the same: it takes off accents, marks
// of vowels that a script can do without, and capitals.
func Fold(text string) string {
	if isASCII(text) { // as nearly every message is, in some languages
		return strings.ToLower(text)
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(text) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return alike.Replace(norm.NFKC.String(b.String()))
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Of are the words of a text, folded, each once, in their order. Of a script without
// spaces between words it is each two characters that stand together.
func Of(text string) []string {
	l := list{seen: map[string]bool{}}
	for _, r := range Fold(text) {
		switch {
		case isDense(r):
			l.endWord()
			l.run = append(l.run, r)
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r):
			l.endRun()
			l.word = append(l.word, r)
		default:
			l.endWord()
			l.endRun()
		}
	}
	l.endWord()
	l.endRun()
	return l.words
}

// list collects words: word and run are what is being read, and one of them is empty.
type list struct {
	words     []string
	seen      map[string]bool
	word, run []rune
}

func (l *list) add(word []rune) {
	if w := string(word); !l.seen[w] {
		l.seen[w] = true
		l.words = append(l.words, w)
	}
}

func (l *list) endWord() {
	if len(l.word) >= shortest {
		l.add(l.word[:min(len(l.word), MaxLength)])
	}
	l.word = l.word[:0]
}

func (l *list) endRun() {
	if len(l.run) == 1 {
		l.add(l.run)
	}
	for i := range len(l.run) - 1 {
		l.add(l.run[i : i+2])
	}
	l.run = l.run[:0]
}

// isDense reports whether a character is of a script that is written without spaces.
func isDense(r rune) bool {
	const first = 'ก' // of Thai; the others come later
	return r >= first && (r == 'ー' || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar))
}

// Keys are what a word is found by: its beginnings, or all of it where it is short.
func Keys(word string) []string {
	runes := []rune(word)
	if len(runes) <= ShortestKey {
		return []string{word}
	}
	var keys []string
	for n := ShortestKey; n <= min(len(runes), LongestKey); n++ {
		keys = append(keys, string(runes[:n]))
	}
	return keys
}

// Ending is the key of a phone number, by the last two digits that are shown of it: as
// many as everybody sees who sees the conversation. It is empty where none are.
func Ending(number string) string {
	var digits []rune
	for _, r := range number {
		if unicode.IsDigit(r) {
			digits = append(digits, r)
		} else if !unicode.IsSpace(r) {
			digits = nil
		}
	}
	if len(digits) < shownDigits {
		return ""
	}
	return "#" + string(digits[len(digits)-shownDigits:])
}

const shownDigits = 2
