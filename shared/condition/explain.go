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
// and with what values: locale.startsWith("fr") is false (locale "de-DE"). It
// evaluates each comparison once, so it costs about as much as the condition.
func (r *Run) Explain(c *Condition) string {
	e := explanation{run: r, found: map[int]truth{}, errs: map[int]error{}}
	var text strings.Builder
	for i, atom := range e.because(&c.root, nil) {
		if i > 0 {
			text.WriteString("; ")
		}
		e.say(&text, atom)
	}
	return text.String()
}

// explanation holds the results of a condition's comparisons.
type explanation struct {
	run   *Run
	found map[int]truth
	errs  map[int]error
}

// because adds the decisive comparisons to a list, each once.
func (e *explanation) because(n *node, to []int) []int {
	result := e.eval(n)
	if n.op == isAtom {
		if slices.Contains(to, n.atom) {
			return to
		}
		return append(to, n.atom)
	}
	deciding := n.op == isAnd && result == no || n.op == isOr && result == yes
	for i := range n.kids {
		switch kid := &n.kids[i]; {
		case deciding && e.eval(kid) == result:
			return e.because(kid, to)
		case !deciding && (result != failed || e.eval(kid) == failed):
			to = e.because(kid, to)
		}
	}
	return to
}

func (e *explanation) eval(n *node) truth {
	switch n.op {
	case isAnd:
		return e.chain(n.kids, no, yes)
	case isOr:
		return e.chain(n.kids, yes, no)
	case isNot:
		return [...]truth{yes: no, no: yes, failed: failed}[e.eval(&n.kids[0])]
	default:
		if e.found[n.atom] == unknown {
			e.found[n.atom], e.errs[n.atom] = e.run.run(e.run.language.atoms[n.atom].program)
		}
		return e.found[n.atom]
	}
}

// chain looks for the decisive value.
func (e *explanation) chain(kids []node, decides, otherwise truth) truth {
	result := otherwise
	for i := range kids {
		found := e.eval(&kids[i])
		if found == decides {
			return decides
		}
		if found == failed {
			result = failed
		}
	}
	return result
}

func (e *explanation) say(text *strings.Builder, i int) {
	a := e.run.language.atoms[i]
	text.WriteString(short(a.text, shownText))
	text.WriteString([...]string{yes: " is true", no: " is false", failed: " fails"}[e.found[i]])
	before := " ("
	for _, slot := range a.slots {
		v := e.run.language.variables[slot]
		if v.Kind == Bool && a.text == v.Name {
			continue // "customer.returning is true" says it all
		}
		text.WriteString(before + v.Name + " " + show(e.run.values[slot].Value()))
		before = ", "
	}
	if before == ", " {
		text.WriteString(")")
	}
	if err := e.errs[i]; err != nil {
		text.WriteString(", " + short(err.Error(), shownText))
	}
}

// Bounds of an explanation, in characters: it is a reason, not a copy of the
// conversation or of the rules.
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
