package mask

import (
	"unicode"
	"unicode/utf8"
)

// number is a built-in kind: a number in groups, which anything but letters may separate.
type number struct {
	// letters is whether it has letters, too.
	letters bool
	// least and most are its length without what separates the groups.
	least, most int
	// groups are their lengths, or nil for any.
	groups []int
	valid  func(compact string) bool
}

// maxGap is how many characters may stand between two groups, of which maxMarks may be
// others than spaces and line breaks. It is fewer than a [Replacement] has: what is masked
// already separates.
const (
	maxGap   = 8
	maxMarks = 3
)

// group is digits, or digits and letters, that nothing separates; linked says that only
// separators stand between it and the group before it.
type group struct {
	span

	linked, plus bool
}

// find finds the numbers of a text that are valid, from the left, the longest first. A
// number begins and ends where a group does: what stands within longer digits is part of
// something else.
func (n number) find(text string) []span {
	groups := n.split(text)
	var found []span
	for i := 0; i < len(groups); i++ {
		if last := n.longest(text, groups[i:]); last >= 0 {
			found = append(found, span{groups[i].start, groups[i+last].end})
			i += last
		}
	}
	return found
}

// longest is the last of the groups that make a valid number with the first, or -1.
func (n number) longest(text string, groups []group) int {
	var buffer [64]byte
	word, last := buffer[:0], -1
	for i, g := range groups {
		if i > 0 && !g.linked || len(word)+g.end-g.start > n.most || n.groups != nil && !n.fits(i, g) {
			break
		}
		for _, c := range []byte(text[g.start:g.end]) {
			word = append(word, upper(c))
		}
		if len(word) < n.least || n.groups != nil && i+1 < len(n.groups) || groups[0].plus && len(word) <= maxPhone {
			continue
		}
		if n.valid(string(word)) {
			last = i
		}
	}
	return last
}

// maxPhone is how many digits a phone number has at most behind its plus.
const maxPhone = 15

func (n number) fits(i int, g group) bool { return i < len(n.groups) && g.end-g.start == n.groups[i] }

// split finds the groups of a text.
func (n number) split(text string) []group {
	var groups []group
	gap, marks, linked := 0, 0, false
	for i, c := range text {
		switch {
		case c < utf8.RuneSelf && n.has(text[i]):
			if last := len(groups) - 1; last >= 0 && groups[last].end == i {
				groups[last].end++
				continue
			}
			g := group{span: span{i, i + 1}, linked: linked && gap <= maxGap && marks <= maxMarks}
			g.plus = i > 0 && text[i-1] == '+'
			groups = append(groups, g)
			gap, marks, linked = 0, 0, true
		case !isSeparator(c), c == '+' && gap > 0: // in front of a phone number
			linked = false
		default:
			if gap++; c != ' ' && c != '\n' {
				marks++
			}
		}
	}
	return groups
}

func (n number) has(c byte) bool { return isDigit(c) || n.letters && isLetter(upper(c)) }

// isSeparator reports whether a character can stand between two groups: whatever is no part
// of a word or number. It is by Unicode's classes, and so newer characters may separate for
// a browser and not yet here, or the other way round.
func isSeparator(c rune) bool { return !unicode.In(c, unicode.L, unicode.M, unicode.N) }

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'A' <= c && c <= 'Z' }

func upper(c byte) byte {
	if 'a' <= c && c <= 'z' {
		return c - 'a' + 'A'
	}
	return c
}
