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
	var parts []string
	seen := map[int]bool{}
	for _, i := range r.because(&c.root) {
		if !seen[i] {
			seen[i] = true
			parts = append(parts, r.say(i))
		}
	}
	return strings.Join(parts, "; ")
}

// because are the comparisons that decided.
func (r *Run) because(n *node) []int {
	result := r.eval(n)
	switch n.op {
	case isAtom:
		return []int{n.atom}
	case isNot:
		return r.because(&n.kids[0])
	}
	var all []int
	deciding := n.op == isAnd && result == no || n.op == isOr && result == yes
	for i := range n.kids {
		kid := &n.kids[i]
		switch {
		case !deciding || result == failed && r.eval(kid) == failed:
			all = append(all, r.because(kid)...)
		case deciding && r.eval(kid) == result:
			return r.because(kid)
		}
	}
	return all
}

func (r *Run) say(i int) string {
	a := r.language.atoms[i]
	r.eval(&node{atom: i})
	is := [...]string{yes: "is true", no: "is false", failed: "fails"}[r.known[i]]
	var with []string
	for _, slot := range a.slots {
		v := r.language.variables[slot]
		if v.Kind != Bool || a.text != v.Name { // "customer.returning is true" says it all
			with = append(with, v.Name+" "+show(r.natives[slot]))
		}
	}
	if len(with) == 0 {
		return a.text + " " + is
	}
	return fmt.Sprintf("%s %s (%s)", a.text, is, strings.Join(with, ", "))
}

// shownLength bounds what an explanation quotes of a value, in characters: it is
// a reason, not a copy of the conversation.
const shownLength = 60

func show(value any) string {
	switch v := value.(type) {
	case string:
		if short := cut(v, shownLength); short != v {
			return strconv.Quote(short + "…")
		}
		return strconv.Quote(v)
	case time.Time:
		return v.Format(time.RFC3339)
	case map[string]string:
		return list(v, show)
	case map[string]int64:
		return list(v, show)
	}
	return fmt.Sprint(value)
}

func list[V any](m map[string]V, show func(any) string) string {
	var parts []string
	for _, key := range slices.Sorted(maps.Keys(m)) {
		parts = append(parts, key+" "+show(m[key]))
	}
	return "{" + strings.Join(parts, ", ") + "}"
}
