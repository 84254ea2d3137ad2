package condition

import (
	"slices"

	"cel.dev/cel-go/common/types/ref"
)

// maxCubes bounds the number of alternatives into which a condition is expanded.
// Nothing is said about a condition that has more.
const maxCubes = 64

// literal is a comparison that must be true, or false.
type literal struct {
	atom int
	want truth
}

// cube is a set of comparisons that must all have the wanted results; a condition
// is true when one of its cubes is.
type cube []literal

// Always reports whether a condition is certainly true, whatever the values are.
func (l *Language) Always(c *Condition) bool {
	cubes, ok := l.cubes(&c.root, yes)
	return ok && slices.ContainsFunc(cubes, func(q cube) bool { return len(q) == 0 })
}

// Never reports whether a condition is certainly false, whatever the values are.
func (l *Language) Never(c *Condition) bool {
	cubes, ok := l.cubes(&c.root, yes)
	return ok && len(cubes) == 0
}

// Implies reports whether later is true only if one of the earlier ones is, and
// which of them are needed to prove it. If it cannot prove that, it returns
// false.
func (l *Language) Implies(later *Condition, earlier []*Condition) (by []int, ok bool) {
	mine, ok := l.cubes(&later.root, yes)
	if !ok || len(mine) == 0 {
		return nil, false
	}
	for _, q := range mine {
		found := slices.IndexFunc(earlier, func(e *Condition) bool {
			theirs, ok := l.cubes(&e.root, yes)
			return ok && slices.ContainsFunc(theirs, func(p cube) bool { return l.within(q, p) })
		})
		if found < 0 {
			return nil, false
		}
		by = append(by, found)
	}
	slices.Sort(by)
	return slices.Compact(by), true
}

// within reports whether everything that p requires holds whenever q is true.
func (l *Language) within(q, p cube) bool {
	return !slices.ContainsFunc(p, func(want literal) bool {
		return !slices.ContainsFunc(q, func(have literal) bool { return l.settles(have, want) == yes })
	})
}

// settles says what follows for one literal if another one is true: yes, no, or
// unknown.
func (l *Language) settles(have, want literal) truth {
	if have.atom == want.atom {
		if have.want == want.want {
			return yes
		}
		return no
	}
	known := l.atoms[have.atom]
	if known.only < 0 || have.want != yes {
		return l.excluded(have, want)
	}
	other := l.atoms[want.atom]
	if len(other.slots) != 1 || other.slots[0] != known.only {
		return unknown
	}
	all := unknown
	for _, value := range known.values { // the result for each possible value
		result := no
		if l.with(known.only, value, want.atom) == want.want {
			result = yes
		}
		if all != unknown && all != result {
			return unknown
		}
		all = result
	}
	return all
}

// excluded: a variable that has none of some values is none of fewer of them.
func (l *Language) excluded(have, want literal) truth {
	a, b := l.atoms[have.atom], l.atoms[want.atom]
	if have.want != no || a.only < 0 || a.only != b.only {
		return unknown
	}
	if slices.ContainsFunc(b.values, func(v ref.Val) bool { return !slices.Contains(a.values, v) }) {
		return unknown
	}
	if want.want == no {
		return yes
	}
	return no
}

// with is a comparison's result for a value of its variable.
func (l *Language) with(slot int, value ref.Val, atom int) truth {
	r := l.Run()
	r.values[slot] = value
	result, _ := r.run(l.atoms[atom].program)
	return result
}

// cubes expands a condition, leaving out contradictions.
func (l *Language) cubes(n *node, want truth) ([]cube, bool) {
	switch n.op {
	case isNot:
		return l.cubes(&n.kids[0], yes+no-want)
	case isAtom:
		return l.single(literal{n.atom, want}), true
	default:
		if n.op == isOr == (want == yes) {
			return l.either(n.kids, want)
		}
		return l.both(n.kids, want)
	}
}

// single is one comparison; one that asks for nothing is settled.
func (l *Language) single(want literal) []cube {
	if len(l.atoms[want.atom].slots) > 0 {
		return []cube{{want}}
	}
	if result, _ := l.Run().run(l.atoms[want.atom].program); result == want.want {
		return []cube{{}}
	}
	return nil
}

func (l *Language) either(kids []node, want truth) ([]cube, bool) {
	var all []cube
	for i := range kids {
		more, ok := l.cubes(&kids[i], want)
		if !ok || len(all)+len(more) > maxCubes {
			return nil, false
		}
		all = append(all, more...)
	}
	return all, true
}

func (l *Language) both(kids []node, want truth) ([]cube, bool) {
	all := []cube{{}}
	for i := range kids {
		more, ok := l.cubes(&kids[i], want)
		if !ok || len(all)*len(more) > maxCubes {
			return nil, false
		}
		var product []cube
		for _, a := range all {
			for _, b := range more {
				if joined := append(slices.Clone(a), b...); !l.contradicts(joined) {
					product = append(product, joined)
				}
			}
		}
		all = product
	}
	return all, true
}

func (l *Language) contradicts(q cube) bool {
	for i, a := range q {
		for _, b := range q[i+1:] {
			if l.settles(a, b) == no || l.settles(b, a) == no {
				return true
			}
		}
	}
	return false
}
