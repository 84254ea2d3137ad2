package businessmessages

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

// parser takes rich text apart: **bold**, *italic*, [label](https://url), and a backslash before a character that
// should stand for itself. What is opened must be closed, in order, inside one paragraph, with no space inside the
// markers. Google refuses broken text and shows none of it literally; how it treats the rest of Markdown is not
// documented, so the rest is text.
type parser struct {
	rest  string
	prev  rune
	open  []string // markers, innermost last
	text  strings.Builder
	spans []phone.Span
}

func parseRichText(s string) ([]phone.Span, error) {
	p := &parser{rest: s, prev: ' '}
	for p.rest != "" {
		if err := p.step(); err != nil {
			return nil, err
		}
	}
	if len(p.open) > 0 {
		return nil, fmt.Errorf("%s is not closed", p.open[0])
	}
	p.flush()
	return p.spans, nil
}

func (p *parser) step() error {
	switch {
	case len(p.rest) > 1 && p.rest[0] == '\\' && strings.ContainsRune(`\*[]()_`, rune(p.rest[1])):
		p.literal(p.rest[1:2])
		p.rest = p.rest[2:]
	case p.rest[0] == '*':
		return p.star()
	case p.rest[0] == '[':
		return p.link()
	case len(p.open) > 0 && strings.HasPrefix(strings.ReplaceAll(p.rest, "\r", ""), "\n\n"):
		return fmt.Errorf("%s is not closed in its paragraph", p.open[0])
	default:
		_, n := utf8.DecodeRuneInString(p.rest)
		p.literal(p.rest[:n])
		p.rest = p.rest[n:]
	}
	return nil
}

func (p *parser) literal(s string) {
	p.text.WriteString(s)
	p.prev, _ = utf8.DecodeLastRuneInString(s)
}

// star opens or closes bold or italic. Three closing stars close italic first when that was opened last.
func (p *parser) star() error {
	marker := "*"
	run := len(p.rest) - len(strings.TrimLeft(p.rest, "*"))
	if run >= 2 && (p.innermost() != "*" || run == 2) {
		marker = "**"
	}
	p.rest = p.rest[len(marker):]
	if p.innermost() == marker {
		return p.closeMarker(marker)
	}
	for _, m := range p.open {
		if m == marker {
			return errors.New("** and * overlap")
		}
	}
	next, _ := utf8.DecodeRuneInString(p.rest)
	if p.rest == "" || unicode.IsSpace(next) {
		return fmt.Errorf("%s is followed by a space or by nothing", marker)
	}
	p.flush()
	p.open = append(p.open, marker)
	p.prev = '*'
	return nil
}

func (p *parser) closeMarker(marker string) error {
	if unicode.IsSpace(p.prev) || p.text.Len() == 0 && p.prev == '*' {
		return fmt.Errorf("%s is closed after a space or around nothing", marker)
	}
	p.flush()
	p.open = p.open[:len(p.open)-1]
	p.prev = '.'
	return nil
}

func (p *parser) innermost() string {
	if len(p.open) == 0 {
		return ""
	}
	return p.open[len(p.open)-1]
}

// link reads [label](url); the label is text without markers.
func (p *parser) link() error {
	label, rest, ok := cutUnescaped(p.rest[1:], ']')
	if !ok || label == "" || strings.ContainsAny(label, "\n") || !strings.HasPrefix(rest, "(") {
		return errors.New("[ begins no link")
	}
	target, rest, ok := cutUnescaped(rest[1:], ')')
	u, err := url.Parse(target)
	if !ok || err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || strings.ContainsAny(target, " \n") {
		return errors.New("link without an http or https URL")
	}
	p.flush()
	p.rest, p.prev = rest, ')'
	p.spans = append(p.spans, p.styled(phone.Span{Text: label, Href: u.String()}))
	return nil
}

// cutUnescaped cuts s at the first end that no backslash precedes, and takes the backslashes out of what is before it.
func cutUnescaped(s string, end byte) (before, after string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
		case s[i] == end:
			return b.String(), s[i+1:], true
		default:
			b.WriteByte(s[i])
		}
	}
	return "", "", false
}

func (p *parser) flush() {
	if p.text.Len() > 0 {
		p.spans = append(p.spans, p.styled(phone.Span{Text: p.text.String()}))
		p.text.Reset()
	}
}

func (p *parser) styled(s phone.Span) phone.Span {
	for _, m := range p.open {
		s.Bold = s.Bold || m == "**"
		s.Italic = s.Italic || m == "*"
	}
	return s
}
