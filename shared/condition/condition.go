package condition

import (
	"fmt"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/parser"
)

// Condition is a compiled condition.
type Condition struct {
	text string
	// program is the whole condition; root is the condition split up, for
	// explanations and for what can be told without running it.
	program cel.Program
	root    node
}

// String is the condition as it was written.
func (c *Condition) String() string { return c.text }

// node is a condition that was split up.
type node struct {
	op   op
	atom int    // for isAtom
	kids []node // for the others
}

type op int

const (
	isAtom op = iota
	isAnd
	isOr
	isNot
)

// atom is a comparison: what is left when a condition is split up.
type atom struct {
	text    string
	program cel.Program
	slots   []int // of the variables that it uses
	// only and values: it is true exactly when the variable of that slot has one of
	// these values; only is -1 where that cannot be told.
	only   int
	values []ref.Val
}

// Compile compiles a condition. The error says in one line what is wrong and
// where.
func (l *Language) Compile(text string) (*Condition, error) {
	parsed, issues := l.env.Parse(text)
	if issues.Err() != nil {
		return nil, l.problem(issues)
	}
	checked, issues := l.env.Check(parsed)
	if issues.Err() != nil {
		return nil, l.problem(issues)
	}
	if checked.OutputType() != cel.BoolType {
		return nil, fmt.Errorf("it is of type %s, a condition is true or false", checked.OutputType())
	}
	estimate, err := l.env.EstimateCost(checked, sizes{l})
	if err != nil {
		return nil, fmt.Errorf("its cost cannot be told: %w", err)
	}
	if estimate.Max > maxCost {
		return nil, fmt.Errorf("it may cost %d units of CEL, %d are allowed: make it simpler", estimate.Max, maxCost)
	}
	root, err := l.take(checked.NativeRep(), checked.NativeRep().Expr())
	if err != nil {
		return nil, err
	}
	program, err := l.env.PlanProgram(checked.NativeRep(), cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		return nil, fmt.Errorf("compile: %w", err)
	}
	return &Condition{text: text, program: program, root: root}, nil
}

// take splits up a condition.
func (l *Language) take(whole *ast.AST, e ast.Expr) (node, error) {
	ops := map[string]op{operators.LogicalAnd: isAnd, operators.LogicalOr: isOr, operators.LogicalNot: isNot}
	if e.Kind() != ast.CallKind {
		return l.intern(whole, e)
	}
	op, ok := ops[e.AsCall().FunctionName()]
	if !ok {
		return l.intern(whole, e)
	}
	n := node{op: op}
	for _, arg := range e.AsCall().Args() {
		kid, err := l.take(whole, arg)
		if err != nil {
			return node{}, err
		}
		if kid.op == op && op != isNot {
			n.kids = append(n.kids, kid.kids...) // a && b && c is one list
			continue
		}
		n.kids = append(n.kids, kid)
	}
	return n, nil
}

// intern compiles a comparison, unless another condition already has it.
func (l *Language) intern(whole *ast.AST, e ast.Expr) (node, error) {
	text, err := parser.Unparse(e, whole.SourceInfo())
	if err != nil {
		return node{}, fmt.Errorf("compile: %w", err)
	}
	if i, ok := l.byText[text]; ok {
		return node{atom: i}, nil
	}
	program, err := l.env.PlanProgram(
		ast.NewCheckedAST(ast.NewAST(e, whole.SourceInfo()), whole.TypeMap(), whole.ReferenceMap()),
		cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		return node{}, fmt.Errorf("%s: %w", text, err)
	}
	i := len(l.atoms)
	a := &atom{text: text, program: program, slots: l.slotsOf(whole, e)}
	a.only, a.values = l.equality(e)
	l.atoms, l.byText[text] = append(l.atoms, a), i
	return node{atom: i}, nil
}

// slotsOf returns the variables that an expression uses.
func (l *Language) slotsOf(whole *ast.AST, e ast.Expr) []int {
	var slots []int
	seen := map[int]bool{}
	ast.PreOrderVisit(e, ast.NewExprVisitor(func(e ast.Expr) {
		ref, ok := whole.ReferenceMap()[e.ID()]
		if !ok {
			return
		}
		if slot, ok := l.slotOf(ref.Name); ok && !seen[slot] {
			slots, seen[slot] = append(slots, slot), true
		}
	}))
	return slots
}

// equality recognises x == "a", x in ["a", "b"] and a variable that is a bool.
func (l *Language) equality(e ast.Expr) (slot int, values []ref.Val) {
	if slot, ok := l.variable(e); ok && l.variables[slot].Kind == Bool {
		return slot, []ref.Val{types.True}
	}
	if e.Kind() != ast.CallKind || len(e.AsCall().Args()) != 2 { //nolint:mnd // both sides
		return -1, nil
	}
	left, right := e.AsCall().Args()[0], e.AsCall().Args()[1]
	if left.Kind() == ast.LiteralKind {
		left, right = right, left
	}
	slot, ok := l.variable(left)
	if !ok {
		return -1, nil
	}
	switch f := e.AsCall().FunctionName(); {
	case f == operators.Equals && right.Kind() == ast.LiteralKind:
		return slot, []ref.Val{right.AsLiteral()}
	case f == operators.In && right.Kind() == ast.ListKind:
		for _, item := range right.AsList().Elements() {
			if item.Kind() != ast.LiteralKind {
				return -1, nil
			}
			values = append(values, item.AsLiteral())
		}
		return slot, values
	}
	return -1, nil
}

func (l *Language) variable(e ast.Expr) (slot int, ok bool) {
	if e.Kind() != ast.IdentKind {
		return 0, false
	}
	return l.slotOf(e.AsIdent())
}
