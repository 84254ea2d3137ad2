package mask

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"unicode"
	"unicode/utf8"
)

// Range is characters that rules see as others: the character c of the range as
// As + (c-From) modulo Of or, where As is 0, not at all.
type Range struct{ From, To, As, Of rune }

// Ranges are all characters that rules see as others, in order: digits of any script and
// form as 0 to 9, full-width letters as plain ones, spaces and line breaks, hyphens,
// dots and slashes of any kind as one kind, and what nobody sees, or what only decorates
// the character before it, not at all. The client has the same table.
func Ranges() []Range {
	all := slices.Concat(digits(), unseen(), separators(), []Range{
		{0xFF01, 0xFF5E, '!', 94}, // full-width ASCII
		{0x017F, 0x017F, 's', 1},  // both are letters that ignoring case confuses with plain ones
		{0x212A, 0x212A, 'K', 1},
	})
	slices.SortFunc(all, func(a, b Range) int { return cmp.Compare(a.From, b.From) })
	return all
}

// digits are those that count, and those that decorate a list or a power.
func digits() []Range {
	all := []Range{
		{0x00B2, 0x00B3, '2', 2},
		{0x00B9, 0x00B9, '1', 1},
		{0x2070, 0x2070, '0', 1},
		{0x2074, 0x2079, '4', 6},
		{0x2080, 0x2089, '0', 10},
		{0x2460, 0x2468, '1', 9},
		{0x2474, 0x247C, '1', 9},
		{0x2488, 0x2490, '1', 9},
		{0x24EA, 0x24EA, '0', 1},
		{0x24F5, 0x24FD, '1', 9},
		{0x24FF, 0x24FF, '0', 1},
		{0x2776, 0x277E, '1', 9},
		{0x2780, 0x2788, '1', 9},
		{0x278A, 0x2792, '1', 9},
		{0x1F101, 0x1F10A, '0', 10},
	}
	for _, t := range unicode.Nd.R16 {
		if t.Lo != '0' && t.Lo != 0xFF10 {
			all = append(all, Range{rune(t.Lo), rune(t.Hi), '0', 10})
		}
	}
	for _, t := range unicode.Nd.R32 {
		all = append(all, Range{rune(t.Lo), rune(t.Hi), '0', 10}) //nolint:gosec // a code point
	}
	return all
}

// unseen are format characters, fillers, variation selectors, and marks that strike
// through, underline or frame a character.
func unseen() []Range {
	all := []Range{
		{0x0300, 0x036F, 0, 1},
		{0x115F, 0x1160, 0, 1},
		{0x17B4, 0x17B5, 0, 1},
		{0x180B, 0x180D, 0, 1},
		{0x180F, 0x180F, 0, 1},
		{0x20D0, 0x20F0, 0, 1},
		{0x3164, 0x3164, 0, 1},
		{0xFE00, 0xFE0F, 0, 1},
		{0xFFA0, 0xFFA0, 0, 1},
		{0xE0100, 0xE01EF, 0, 1},
	}
	for _, t := range unicode.Cf.R16 {
		for c := rune(t.Lo); c <= rune(t.Hi); c += rune(t.Stride) {
			all = append(all, Range{c, c, 0, 1})
		}
	}
	for _, t := range unicode.Cf.R32 {
		for c := t.Lo; c <= t.Hi; c += t.Stride {
			all = append(all, Range{rune(c), rune(c), 0, 1}) //nolint:gosec // a code point
		}
	}
	return merged(all)
}

func separators() []Range {
	var all []Range
	for as, list := range map[rune][]rune{
		' ':  {'\t', '\v', '\f', 0x00A0, 0x1680, 0x202F, 0x205F, 0x2800, 0x3000},
		'\n': {'\r', 0x0085, 0x2028, 0x2029},
		'-':  {0x02D7, 0x058A, 0x05BE, 0x2043, 0x2212, 0x2500, 0x2796, 0x301C, 0x3030, 0xFE58, 0xFE63, 0x10EAD},
		'.':  {0x00B7, 0x0387, 0x06D4, 0x2024, 0x2027, 0x2219, 0x22C5, 0x3002, 0x30FB, 0xFE52, 0xFF61, 0xFF65},
		'/':  {0x2044, 0x2215, 0x29F8},
		',':  {0x060C, 0x066B, 0x066C, 0x3001, 0xFE50, 0xFF64},
	} {
		for _, c := range list {
			all = append(all, Range{c, c, as, 1})
		}
	}
	all = append(all, Range{0x2000, 0x200A, ' ', 1}, Range{0x2010, 0x2015, '-', 1})
	return all
}

// merged joins ranges of unseen characters that follow each other.
func merged(all []Range) []Range {
	slices.SortFunc(all, func(a, b Range) int { return cmp.Compare(a.From, b.From) })
	var joined []Range
	for _, r := range all {
		if last := len(joined) - 1; last >= 0 && joined[last].To+1 >= r.From {
			joined[last].To = max(joined[last].To, r.To)
			continue
		}
		joined = append(joined, r)
	}
	return joined
}

// seen is what rules see a character as, or 0.
func seen(table []Range, c rune) rune {
	i, _ := slices.BinarySearchFunc(table, c, func(r Range, c rune) int { return cmp.Compare(r.To, c) })
	if i == len(table) || c < table[i].From {
		return c
	}
	if r := table[i]; r.As != 0 {
		return r.As + (c-r.From)%r.Of
	}
	return 0
}

// view is a text as rules see it.
type view struct {
	text string
	// from and to are where in the text each byte of the view begins and ends; nil where
	// both are the same.
	from, to []int
}

func (s *Set) view(text string) view {
	if isPlain(text) {
		return view{text: text}
	}
	b := make([]byte, 0, len(text))
	v := view{from: make([]int, 0, len(text)), to: make([]int, 0, len(text))}
	for i := 0; i < len(text); {
		c, width := next(text[i:])
		if c = seen(s.table, c); c != 0 {
			b = utf8.AppendRune(b, c)
		}
		for len(v.from) < len(b) {
			v.from, v.to = append(v.from, i), append(v.to, i+width)
		}
		i += width
	}
	v.text = string(b)
	return v
}

// escaped is how addresses, pages and payloads write characters.
var escaped = regexp.MustCompile(`^(?i:%([0-7][0-9a-f])|&#x([0-9a-f]{1,5});|\\u([0-9a-f]{4})|&#([0-9]{1,6});|&nbsp;)`)

// next is the first character of a text, and how many bytes it takes: several that mean one
// are it.
func next(text string) (c rune, width int) {
	if text[0] != '%' && text[0] != '&' && text[0] != '\\' {
		return utf8.DecodeRuneInString(text)
	}
	found := escaped.FindStringSubmatch(text)
	if found == nil {
		return rune(text[0]), 1
	}
	code, err := strconv.ParseInt(found[1]+found[2]+found[3], 16, 32)
	if found[4] != "" {
		code, err = strconv.ParseInt(found[4], 10, 32)
	}
	if err != nil {
		code = ' ' // the one that has a name
	}
	return rune(code), len(found[0])
}

// isPlain reports whether rules see a text as it is.
func isPlain(text string) bool {
	for i := range len(text) {
		switch c := text[i]; {
		case c >= utf8.RuneSelf, c == '\r', c == '\t', c == '\v', c == '\f', c == '%', c == '&', c == '\\':
			return false
		}
	}
	return true
}

// original is the part of the text that a part of its view comes from.
func (v view) original(s span) (start, end int) {
	if v.from == nil {
		return s.start, s.end
	}
	return v.from[s.start], v.to[s.end-1]
}
