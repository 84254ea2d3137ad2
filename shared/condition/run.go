package condition

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
	"cel.dev/cel-go/interpreter"
)

// Run evaluates conditions over one set of values. It remembers what it found
// and is for one goroutine.
type Run struct {
	language *Language
	values   []ref.Val
	known    []truth
	errs     map[int]error
	shown    []string // the values as explanations quote them
	frame    *interpreter.ExecutionFrame
}

type truth uint8

const (
	unknown truth = iota
	yes
	no
	failed
)

// Run returns a run in which every variable has its zero value.
func (l *Language) Run() *Run {
	return &Run{language: l, values: slices.Clone(l.zeros), known: make([]truth, len(l.atoms))}
}

// Close gives back what the run used; it must not be used any more.
func (r *Run) Close() {
	if r.frame != nil {
		r.frame.Close()
	}
}

// Set gives a variable its value, in the type of its [Kind].
func (r *Run) Set(name string, value any) {
	slot, ok := r.language.slotOf(name)
	if !ok {
		return
	}
	r.values[slot] = valueOf(value, r.language.variables[slot].Length)
	if r.shown != nil {
		r.shown[slot] = ""
	}
	for _, i := range r.language.uses[slot] {
		r.known[i] = unknown
	}
}

// valueOf is a value in CEL's terms.
func valueOf(value any, length int) ref.Val {
	switch given := value.(type) {
	case int64:
		return types.Int(given)
	case bool:
		return types.Bool(given)
	case time.Time:
		return types.Timestamp{Time: given}
	case map[string]string:
		return defaulted{types.NewStringStringMap(types.DefaultTypeAdapter, few(given, length)), types.String("")}
	case map[string]int64:
		return defaulted{types.NewDynamicMap(types.DefaultTypeAdapter, few(given, length)), types.Int(0)}
	}
	text, _ := value.(string)
	return types.String(cut(text, length))
}

// cut keeps the first characters of a text.
func cut(text string, length int) string {
	if len(text) <= length {
		return text
	}
	count := 0
	for i := range text {
		if count == length {
			return text[:i]
		}
		count++
	}
	return text
}

// few keeps the first entries of a map, in the order of their keys.
func few[V any](m map[string]V, length int) map[string]V {
	if len(m) <= length {
		return m
	}
	kept := make(map[string]V, length)
	for _, key := range slices.Sorted(maps.Keys(m))[:length] {
		kept[key] = m[key]
	}
	return kept
}

// defaulted is a map in which every key has a value.
type defaulted struct {
	traits.Mapper
	zero ref.Val
}

// Find returns a key's value or the zero.
func (m defaulted) Find(key ref.Val) (ref.Val, bool) {
	if value, ok := m.Mapper.Find(key); ok {
		return value, true
	}
	return m.zero, true
}

// Get returns a key's value or the zero.
func (m defaulted) Get(key ref.Val) ref.Val {
	value, _ := m.Find(key)
	return value
}

// ResolveName gives CEL a variable's value.
func (r *Run) ResolveName(name string) (any, bool) {
	slot, ok := r.language.slotOf(name)
	if !ok {
		return nil, false
	}
	return r.values[slot], true
}

// Parent is what CEL asks for; there is none.
func (*Run) Parent() cel.Activation { return nil }

// Eval evaluates a condition. && is false when one side is, || true when one
// side is, even if the other side fails; as everywhere in CEL.
func (r *Run) Eval(c *Condition) (bool, error) {
	result := unknown
	if c.alone {
		result, _ = r.run(c.whole)
	}
	if result != yes && result != no { // what failed is looked for in its comparisons
		result = r.eval(&c.root)
	}
	switch result {
	case yes:
		return true, nil
	case no:
		return false, nil
	default:
		return false, r.failure(&c.root)
	}
}

func (r *Run) eval(n *node) truth {
	switch n.op {
	case isAnd:
		return r.chain(n.kids, no, yes)
	case isOr:
		return r.chain(n.kids, yes, no)
	case isNot:
		return [...]truth{yes: no, no: yes, failed: failed}[r.eval(&n.kids[0])]
	default:
		if r.known[n.atom] == unknown {
			r.known[n.atom] = r.compute(n.atom)
		}
		return r.known[n.atom]
	}
}

// chain looks for the value that decides.
func (r *Run) chain(kids []node, decides, otherwise truth) truth {
	result := otherwise
	for i := range kids {
		found := r.eval(&kids[i])
		if found == decides {
			return decides
		}
		if found == failed {
			result = failed
		}
	}
	return result
}

func (r *Run) compute(i int) truth {
	result, err := r.run(r.language.atoms[i].program)
	if err != nil {
		if r.errs == nil {
			r.errs = map[int]error{}
		}
		r.errs[i] = err
	}
	return result
}

// run runs a program of CEL.
func (r *Run) run(p cel.Program) (truth, error) {
	if r.frame == nil {
		frame, err := interpreter.NewExecutionFrame(r)
		if err != nil {
			return failed, fmt.Errorf("prepare: %w", err)
		}
		r.frame = frame
	}
	value, _, err := p.Eval(r.frame)
	switch {
	case err != nil:
		return failed, err //nolint:wrapcheck // the caller says where
	case value == types.True:
		return yes, nil
	case value == types.False:
		return no, nil
	}
	return failed, errNotBool
}

// failure is the error of the first comparison that failed.
func (r *Run) failure(n *node) error {
	if n.op == isAtom {
		if r.known[n.atom] == failed {
			return fmt.Errorf("%s: %w", r.language.atoms[n.atom].text, r.errs[n.atom])
		}
		return nil
	}
	for i := range n.kids {
		if err := r.failure(&n.kids[i]); err != nil {
			return err
		}
	}
	return nil
}
