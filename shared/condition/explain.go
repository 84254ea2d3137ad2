package condition

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Explain says, in one line, which comparisons made a condition true or false,
// and with what values: locale.startsWith("fr") is false (locale "de-DE").
func (r *Run) Explain(c *Condition) string {
	var text strings.Builder
	for i, atom := range r.because(&c.root, nil) {
		if i > 0 {
			text.WriteString("; ")
		}
		r.say(&text, atom)
	}
	return text.String()
}

// because adds the comparisons that decided to some, each once.
func (r *Run) because(n *node, to []int) []int {
	result := r.eval(n)
	if n.op == isAtom {
		if slices.Contains(to, n.atom) {
			return to
		}
		return append(to, n.atom)
	}
	deciding := n.op == isAnd && result == no || n.op == isOr && result == yes
	for i := range n.kids {
		switch kid := &n.kids[i]; {
		case deciding && r.eval(kid) == result:
			return r.because(kid, to)
		case !deciding && (result != failed || r.eval(kid) == failed):
			to = r.because(kid, to)
		}
	}
	return to
}

func (r *Run) say(text *strings.Builder, i int) {
	a := r.language.atoms[i]
	text.WriteString(short(a.text, shownText))
	text.WriteString([...]string{yes: " is true", no: " is false", failed: " fails"}[r.eval(&node{atom: i})])
	before := " ("
	for _, slot := range a.slots {
		v := r.language.variables[slot]
		if v.Kind == Bool && a.text == v.Name {
			continue // "customer.returning is true" says it all
		}
		text.WriteString(before + v.Name + " " + r.show(slot))
		before = ", "
	}
	if before == ", " {
		text.WriteString(")")
	}
	if r.known[i] == failed {
		text.WriteString(", " + short(r.errs[i].Error(), shownText))
	}
}

// show is a variable's value, as far as it fits into an explanation.
func (r *Run) show(slot int) string {
	if r.shown == nil {
		r.shown = make([]string, len(r.values))
	}
	if r.shown[slot] == "" {
		r.shown[slot] = show(r.values[slot].Value())
	}
	return r.shown[slot]
}

// What an explanation quotes is bounded, in characters: it is a reason, and no copy
// of the conversation or of the rules.
const (
	shownValue = 60
	shownText  = 200 // comparisons, maps and failures
)

func short(text string, length int) string {
	if begin := cut(text, length); begin != text {
		return begin + "…"
	}
	return text
}

func show(value any) string {
	switch v := value.(type) {
	case string:
		return strconv.Quote(short(v, shownValue))
	case time.Time:
		return v.Format(time.RFC3339)
	case map[string]string:
		return list(v)
	case map[string]int64:
		return list(v)
	}
	return fmt.Sprint(value)
}

func list[V any](m map[string]V) string {
	var parts []string
	for _, key := range slices.Sorted(maps.Keys(m)) {
		parts = append(parts, key+" "+show(m[key]))
	}
	return "{" + short(strings.Join(parts, ", "), shownText) + "}"
}
