// Package condition compiles the conditions of routing rules, evaluates them and
// says what made them true or false. A condition is an expression in CEL
// (https://cel.dev) of the type bool over variables that are declared up front.
//
// A condition is evaluated as a whole. For explanations, and for what can be told
// without running it, it is also split at its &&, || and ! into its comparisons.
package condition

import (
	"fmt"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/cost"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// Kind is the type of a variable.
type Kind int

// The kinds of variables, with the Go types of their values.
const (
	String  Kind = iota // string
	Int                 // int64
	Bool                // bool
	Time                // time.Time
	Strings             // map[string]string; a missing key has ""
	Ints                // map[string]int64; a missing key has 0
	List                // []string
)

// Variable is a variable of conditions. Its name may contain dots.
type Variable struct {
	Name string
	Kind Kind
	// Length bounds strings, in characters, and maps and lists, in entries; anything longer
	// is cut. It also bounds the cost of a condition.
	Length int
}

// valueLength bounds the keys and the strings in a map or a list, in characters.
const valueLength = 256

// maxCost bounds a condition, in CEL's unit: about one comparison of two numbers,
// or of ten characters. 50,000 units take less than a millisecond.
const maxCost = 50_000

// Language is the variables, and the comparisons compiled so far. Compile first,
// then evaluate: only evaluation is safe for concurrent use.
type Language struct {
	env       *cel.Env
	variables []Variable
	zeros     []ref.Val      // of the variables
	slots     map[string]int // of the variables
	atoms     []*atom
	byText    map[string]int // of an atom
}

// New returns the language over some variables.
func New(variables ...Variable) (*Language, error) {
	l := &Language{variables: variables, slots: map[string]int{}, byText: map[string]int{}}
	options := []cel.EnvOption{
		cel.ClearMacros(), cel.Macros(append(wallClock(),
			// Not has(): every variable and every key has a value.
			cel.AllMacro, cel.ExistsMacro, cel.ExistsOneMacro, cel.MapMacro, cel.FilterMacro)...),
		cel.EnableMacroCallTracking(),
	}
	for i, v := range variables {
		l.slots[v.Name] = i
		l.zeros = append(l.zeros, valueOf(zeroOf(v.Kind), v.Length))
		options = append(options, cel.Variable(v.Name, celType(v.Kind)))
	}
	var err error
	if l.env, err = cel.NewEnv(options...); err != nil {
		return nil, fmt.Errorf("conditions: %w", err)
	}
	return l, nil
}

func celType(k Kind) *cel.Type {
	switch k {
	case Int:
		return cel.IntType
	case Bool:
		return cel.BoolType
	case Time:
		return cel.TimestampType
	case Strings:
		return cel.MapType(cel.StringType, cel.StringType)
	case Ints:
		return cel.MapType(cel.StringType, cel.IntType)
	case List:
		return cel.ListType(cel.StringType)
	default:
		return cel.StringType
	}
}

// slotOf returns a variable's position.
func (l *Language) slotOf(name string) (slot int, ok bool) {
	slot, ok = l.slots[name]
	return slot, ok
}

func zeroOf(k Kind) any {
	return [...]any{
		String: "", Int: int64(0), Bool: false, Time: time.Time{},
		Strings: map[string]string{}, Ints: map[string]int64{},
		List: []string{},
	}[k]
}

// wallClock makes now.getHours() and the like use the time zone of the variables
// now.hour and the like; CEL itself would use UTC.
func wallClock() []cel.Macro {
	var macros []cel.Macro
	for function, field := range map[string]string{
		"getHours": "hour", "getMinutes": "minute", "getDayOfWeek": "dayOfWeek",
		"getDate": "day", "getMonth": "monthFromZero", "getFullYear": "year",
		"getDayOfMonth": "dayFromZero", "getDayOfYear": "dayOfYearFromZero",
	} {
		macros = append(macros, cel.ReceiverMacro(function, 0, onNow(field)))
	}
	return macros
}

// sizes tells CEL how long the variables can get.
type sizes struct{ l *Language }

func (s sizes) EstimateSize(element cost.AstNode) *cost.SizeEstimate {
	path := element.Path()
	if len(path) == 0 {
		return nil
	}
	i, ok := s.l.slotOf(path[0])
	switch {
	case !ok:
		return nil
	case len(path) > 1 || element.Type().Kind() == types.StringKind && s.l.variables[i].Kind >= Strings:
		return &cost.SizeEstimate{Max: valueLength}
	}
	return &cost.SizeEstimate{Max: uint64(max(1, s.l.variables[i].Length))}
}

func (sizes) EstimateCallCost(_, _ string, _ *cost.AstNode, _ []cost.AstNode) *cost.CallEstimate {
	return nil
}
