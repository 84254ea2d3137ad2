package condition

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Comparison is a part of a condition that cannot be taken apart further, and what
// came of it.
type Comparison struct {
	// Text is as the admin wrote it, shortened.
	Text   string
	Result Result
	// Values are those of its variables, shortened: locale "de-DE", priority 3.
	Values string
	// Err is CEL's own message for one that failed.
	Err string
}

// Result is what came of a comparison.
type Result int

// The results.
const (
	True Result = iota
	False
	Failed
)

// Explain returns the comparisons that made a condition true or false, with the
// values that they had. It evaluates each once, so it costs about as much as the
// condition.
func (r *Run) Explain(c *Condition) []Comparison {
	e := explanation{run: r, found: map[int]truth{}, errs: map[int]error{}}
	var all []Comparison
	for _, atom := range e.because(&c.root, nil) {
		all = append(all, e.comparison(atom))
	}
	return all
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

func (e *explanation) comparison(i int) Comparison {
	a := e.run.language.atoms[i]
	c := Comparison{
		Text:   short(a.text, shownText),
		Result: [...]Result{yes: True, no: False, failed: Failed}[e.found[i]],
	}
	var values []string
	for _, slot := range a.slots {
		v := e.run.language.variables[slot]
		if v.Kind == Bool && a.text == v.Name {
			continue // that "customer.returning" is true says it all
		}
		values = append(values, v.Name+" "+show(e.run.values[slot].Value()))
	}
	c.Values = strings.Join(values, ", ")
	if err := e.errs[i]; err != nil {
		c.Err = short(err.Error(), shownText)
	}
	return c
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
	case []string:
		return "[" + short(strings.Join(v, ", "), shownText) + "]"
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
