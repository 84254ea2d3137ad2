package condition

import (
	"fmt"
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
	natives  []any
	known    []truth
	errs     map[int]error
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
	r := &Run{
		language: l, values: make([]ref.Val, len(l.variables)), natives: make([]any, len(l.variables)),
		known: make([]truth, len(l.atoms)),
	}
	zero := []any{String: "", Int: int64(0), Bool: false, Time: time.Time{}, Strings: map[string]string{}, Ints: map[string]int64{}}
	for i, v := range l.variables {
		r.set(i, zero[v.Kind])
	}
	return r
}

// Close gives back what the run used; it must not be used any more.
func (r *Run) Close() {
	if r.frame != nil {
		r.frame.Close()
	}
}

// Set gives a variable its value, in the type of its [Kind].
func (r *Run) Set(name string, value any) {
	slot, ok := r.language.slot[name]
	if !ok {
		return
	}
	r.set(slot, value)
	for _, i := range r.language.uses[slot] {
		r.known[i] = unknown
	}
}

func (r *Run) set(slot int, value any) {
	v := r.language.variables[slot]
	switch given := value.(type) {
	case string:
		value = cut(given, v.Length)
		r.values[slot] = types.String(cut(given, v.Length))
	case int64:
		r.values[slot] = types.Int(given)
	case bool:
		r.values[slot] = types.Bool(given)
	case time.Time:
		r.values[slot] = types.Timestamp{Time: given}
	case map[string]string:
		r.values[slot] = defaulted{types.NewStringStringMap(types.DefaultTypeAdapter, given), types.String("")}
	case map[string]int64:
		r.values[slot] = defaulted{types.NewDynamicMap(types.DefaultTypeAdapter, given), types.Int(0)}
	}
	r.natives[slot] = value
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
	slot, ok := r.language.slot[name]
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
	switch r.eval(&c.root) {
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
	}
	if r.known[n.atom] == unknown {
		r.known[n.atom] = r.compute(n.atom)
	}
	return r.known[n.atom]
}

// chain looks for the value that decides.
func (r *Run) chain(kids []node, decides, otherwise truth) truth {
	result := otherwise
	for i := range kids {
		switch r.eval(&kids[i]) {
		case decides:
			return decides
		case failed:
			result = failed
		}
	}
	return result
}

func (r *Run) compute(i int) truth {
	if r.frame == nil {
		frame, err := interpreter.NewExecutionFrame(r)
		if err != nil {
			return r.fail(i, err)
		}
		r.frame = frame
	}
	a := r.language.atoms[i]
	value, _, err := a.program.Eval(r.frame)
	switch {
	case err != nil:
		return r.fail(i, fmt.Errorf("%s: %w", a.text, err))
	case value == types.True:
		return yes
	case value == types.False:
		return no
	}
	return r.fail(i, errNotBool)
}

func (r *Run) fail(i int, err error) truth {
	if r.errs == nil {
		r.errs = map[int]error{}
	}
	r.errs[i] = err
	return failed
}

// failure is the error of the first comparison that failed.
func (r *Run) failure(n *node) error {
	if n.op == isAtom {
		if r.known[n.atom] == failed {
			return r.errs[n.atom]
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
