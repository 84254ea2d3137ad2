// Package mask replaces what must not be stored in a text, such as card numbers, by the
// rules of the configuration. It sees through disguises: what rules look at is a plain
// view of the text, see [Ranges]. The agents' client has the same rules and code, and
// testdata/cases.json is what both have to agree on.
package mask

import (
	"regexp"
	"strings"
)

// Direction is who writes a text.
type Direction string

// The directions. Out is everything that agents write, notes included.
const (
	In   Direction = "in"
	Out  Direction = "out"
	Both Direction = "both"
)

// Replacement is what stands for what is masked, where a rule has no other. It is in no
// language, because customers and agents read it.
const Replacement = "••••"

// Rule is one kind of thing to mask. It has a pattern, or is built in.
type Rule struct {
	// Name is what agents are told that was masked; the built-in one's when left out.
	Name string `json:"name,omitempty"`
	// BuiltIn is one of [BuiltIns].
	BuiltIn string `json:"built_in,omitempty"`
	// Pattern is a regular expression in the syntax of RE2, of which only what browsers
	// understand in the same way is allowed.
	Pattern string `json:"pattern,omitempty"`
	// IgnoreCase is whether the pattern's letters are of either case.
	IgnoreCase bool `json:"ignore_case,omitempty"`
	// Check is luhn or mod97: what the pattern matches counts only if its check digits
	// are right.
	Check string `json:"check,omitempty"`
	// Direction is in, out or both; both when left out.
	Direction Direction `json:"direction,omitempty"`
	// Replacement is written instead; "••••" when left out.
	Replacement string `json:"replacement,omitempty"`
	// Masks and Keeps are examples: something in each of Masks has to be masked by this
	// rule, and nothing in Keeps.
	Masks []string `json:"masks,omitempty"`
	Keeps []string `json:"keeps,omitempty"`
}

// Default are the rules where the configuration says nothing.
func Default() []Rule { return []Rule{{BuiltIn: Card}} }

// FillIn returns the rule with the defaults of what was left out.
func (r Rule) FillIn() Rule {
	if r.Name == "" {
		r.Name = r.BuiltIn
	}
	if r.Direction == "" {
		r.Direction = Both
	}
	if r.Replacement == "" {
		r.Replacement = Replacement
	}
	return r
}

// applies reports whether the rule is for texts of a direction.
func (r Rule) applies(d Direction) bool { return r.Direction == Both || r.Direction == d }

// compiled is a rule that is ready to be used.
type compiled struct {
	Rule

	pattern *regexp.Regexp
	number  number
}

// Set is rules in their order. It is safe for concurrent use, and nil masks nothing.
type Set struct {
	rules []compiled
	table []Range
}

// passes is how often rules are applied to a text until nothing changes any more: what
// a rule leaves may be something for another one. Built-in rules need two passes.
const passes = 4

// Text returns a text with everything replaced that a rule of the direction finds, and
// the names of these rules. Doing it again changes nothing, the result is valid UTF-8
// and at most [MaxGrowth] times as long, and it takes time in proportion to the length.
func (s *Set) Text(d Direction, text string) (masked string, by []string) {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if s == nil || text == "" {
		return text, nil
	}
	masked = text
	v := s.view(text)
	for range passes {
		before := masked
		for _, r := range s.rules {
			if !r.applies(d) {
				continue
			}
			after := r.mask(v, masked)
			if after == masked {
				continue
			}
			v = s.view(after)
			by = Join(by, []string{r.Name})
			if masked = after; len(masked) > MaxGrowth*len(text) {
				return r.Replacement, by
			}
		}
		if masked == before {
			return masked, by
		}
	}
	// Some pattern feeds on what it leaves. It is not known what else it would find.
	return s.rules[len(s.rules)-1].Replacement, by
}

// mask applies one rule once.
func (r compiled) mask(v view, text string) string {
	var spans []span
	if r.pattern != nil {
		spans = r.matches(v.text)
	} else {
		spans = r.number.find(v.text)
	}
	if len(spans) == 0 {
		return text
	}
	var b strings.Builder
	done := 0
	for _, found := range spans {
		start, end := v.original(found)
		b.WriteString(text[done:start])
		b.WriteString(r.Replacement)
		done = end
	}
	b.WriteString(text[done:])
	return b.String()
}

// span is a part of a text, in bytes.
type span struct{ start, end int }

// matches finds what the pattern matches and the check accepts.
func (r compiled) matches(text string) []span {
	var spans []span
	for _, m := range r.pattern.FindAllStringIndex(text, -1) {
		if m[0] < m[1] && passesCheck(r.Check, compact(text[m[0]:m[1]])) {
			spans = append(spans, span{m[0], m[1]})
		}
	}
	return spans
}

// compact is the digits and letters of a text, in upper case.
func compact(text string) string {
	var b strings.Builder
	for i := range len(text) {
		if c := upper(text[i]); isDigit(c) || isLetter(c) {
			b.WriteByte(c)
		}
	}
	return b.String()
}
