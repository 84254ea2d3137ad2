package condition

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

// Run evaluates conditions over one set of values. It is for one goroutine.
type Run struct {
	language *Language
	values   []ref.Val
}

type truth uint8

const (
	unknown truth = iota
	yes
	no
	failed
)

// Run returns a run in which every variable has its zero value.
func (l *Language) Run() *Run { return &Run{language: l, values: slices.Clone(l.zeros)} }

// Set gives a variable its value, in the type of its [Kind].
func (r *Run) Set(name string, value any) {
	slot, ok := r.language.slotOf(name)
	if !ok {
		return
	}
	r.values[slot] = valueOf(value, r.language.variables[slot].Length)
}

// valueOf converts a value for CEL.
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
	if list, ok := value.([]string); ok {
		return types.NewStringList(types.DefaultTypeAdapter, list[:min(len(list), length)])
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

// few keeps the first entries of a map, in key order.
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

// ResolveName returns a variable's value to CEL.
func (r *Run) ResolveName(name string) (any, bool) {
	slot, ok := r.language.slotOf(name)
	if !ok {
		return nil, false
	}
	return r.values[slot], true
}

// Parent returns nil: there is no parent.
func (*Run) Parent() cel.Activation { return nil }

// Eval evaluates a condition. As everywhere in CEL, && is false when one side is
// false, and || is true when one side is true, even if the other side fails.
func (r *Run) Eval(c *Condition) (bool, error) {
	result, err := r.run(c.program)
	if err != nil {
		return false, fmt.Errorf("%s: %w", c.text, err)
	}
	return result == yes, nil
}

// run runs a program of CEL.
func (r *Run) run(p cel.Program) (truth, error) {
	value, _, err := p.Eval(r)
	switch {
	case err != nil:
		return failed, err //nolint:wrapcheck // the caller adds the place
	case value == types.True:
		return yes, nil
	case value == types.False:
		return no, nil
	}
	return failed, errNotBool
}

// errNotBool cannot happen: types were checked.
var errNotBool = errors.New("a comparison is neither true nor false")
