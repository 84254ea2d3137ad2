package channel

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Split cuts a text into pieces of at most most UTF-16 code units each, at the
// most sensible place that a piece's second half has: between paragraphs, else
// lines, sentences, words, else characters. Only white space at the cuts is lost.
func Split(text string, most int) []string {
	var pieces []string
	for text = strings.TrimSpace(strings.ToValidUTF8(text, "\uFFFD")); Length(text) > most; {
		cut := place(text, fits(text, most))
		pieces = append(pieces, strings.TrimRightFunc(text[:cut], unicode.IsSpace))
		text = strings.TrimLeftFunc(text[cut:], unicode.IsSpace)
	}
	if text != "" || len(pieces) == 0 {
		pieces = append(pieces, text)
	}
	return pieces
}

// fits returns how many bytes of the text fit into most code units, without
// cutting a character or what combines with it.
func fits(text string, most int) int {
	units, end := 0, 0
	for i, r := range text {
		if units += utf16.RuneLen(r); units > most {
			break
		}
		end = i + utf8.RuneLen(r)
	}
	return wholeEnd(text, end)
}

// wholeEnd moves a cut before the character that it would take something away from.
// It stays where it is if that is far: nothing that anybody writes combines so much.
func wholeEnd(text string, end int) int {
	for whole := end; whole > end/2; {
		next, _ := utf8.DecodeRuneInString(text[whole:])
		last, size := utf8.DecodeLastRuneInString(text[:whole])
		if !joins(next) && last != zeroWidthJoiner {
			return whole
		}
		whole -= size
	}
	return end
}

const zeroWidthJoiner = '\u200d'

// joins reports whether a character changes the one before it: an accent, a
// variation, a skin tone.
func joins(r rune) bool {
	return r == zeroWidthJoiner || unicode.Is(unicode.M, r) || 0x1F3FB <= r && r <= 0x1F3FF
}

// place is the best cut in the second half of the first end bytes of the text.
func place(text string, end int) int {
	half := text[end/2 : end]
	for _, separators := range [][]string{{"\n\n"}, {"\n"}, {". ", "! ", "? ", "。", "！", "？"}, {" ", "\t"}} {
		best := -1
		for _, separator := range separators {
			if i := strings.LastIndex(half, separator); i >= 0 {
				best = max(best, end/2+i+len(separator))
			}
		}
		if best > 0 {
			return best
		}
	}
	return end
}
