package tfvars

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/json"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/spelling"
)

// reader reads one file and collects what is wrong with it.
type reader struct {
	name     string
	text     []byte
	problems []problem
}

type problem struct {
	at   hcl.Pos
	text string
}

func (r *reader) add(at hcl.Range, format string, args ...any) {
	r.problems = append(r.problems, problem{at.Start, fmt.Sprintf(format, args...)})
}

// diagnostics adds the parser's errors.
func (r *reader) diagnostics(all hcl.Diagnostics) {
	for _, d := range all {
		at := hcl.Range{Start: hcl.InitialPos}
		if d.Subject != nil {
			at = *d.Subject
		}
		r.add(at, "%s: %s", d.Summary, d.Detail)
	}
}

func (r *reader) err() error {
	slices.SortStableFunc(r.problems, func(a, b problem) int {
		return cmp.Or(a.at.Line-b.at.Line, a.at.Column-b.at.Column)
	})
	var all []error
	for _, p := range r.problems {
		all = append(all, fmt.Errorf("%s:%d:%d: %s", r.name, p.at.Line, p.at.Column, p.text))
	}
	return errors.Join(all...)
}

// file reads the whole file. If it cannot be parsed, nothing else is checked.
func (r *reader) file() *value {
	root := &value{fields: map[string]*value{}}
	parsed, wrong := r.parse()
	if r.diagnostics(wrong); wrong.HasErrors() {
		return root
	}
	if native, ok := parsed.Body.(*hclsyntax.Body); ok {
		for _, block := range native.Blocks {
			r.add(block.TypeRange, "%s is written as a block, write %s = { … }", block.Type, block.Type)
		}
		native.Blocks = nil
	}
	attributes, wrong := parsed.Body.JustAttributes()
	r.diagnostics(wrong)
	known := slices.Concat(routing(), checked(), others())
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		a := attributes[name]
		if !slices.Contains(known, name) {
			r.add(a.NameRange, "there is no variable %q%s", name, spelling.Meant(name, known))
		}
		root.fields[name] = r.value(name, a.NameRange, a.Expr)
	}
	return root
}

func (r *reader) parse() (*hcl.File, hcl.Diagnostics) {
	if strings.HasSuffix(r.name, ".json") {
		return json.Parse(r.text, r.name)
	}
	return hclsyntax.ParseConfig(r.text, r.name, hcl.InitialPos)
}

// value reads the value at a path of the file.
func (r *reader) value(path string, at hcl.Range, e hcl.Expression) *value {
	v := &value{line: at.Start.Line, plain: cty.NullVal(cty.DynamicPseudoType)}
	if pairs, no := hcl.ExprMap(e); !no.HasErrors() {
		v.fields = r.object(path, pairs)
		return v
	}
	if list, no := hcl.ExprList(e); !no.HasErrors() {
		v.items = r.list(path, list)
		return v
	}
	plain, wrong := e.Value(nil)
	switch {
	case wrong.HasErrors():
		r.noValue(path, e, wrong)
	case !plain.IsNull() && !plain.Type().IsPrimitiveType():
		r.add(e.Range(), "%s: a list or an object has to be written out here, item by item", path)
	case isHuge(plain):
		r.add(e.Range(), "%s: the number is too large", path)
	default:
		v.plain = plain
	}
	return v
}

// isHuge says whether a number is infinite or has too many digits to write.
func isHuge(v cty.Value) bool {
	if v.IsNull() || v.Type() != cty.Number {
		return false
	}
	n := v.AsBigFloat()
	return n.IsInf() || n.MantExp(nil) > maxBits
}

// maxBits is the size of the largest number, above every allowed value.
const maxBits = 1024

func (r *reader) object(path string, pairs []hcl.KeyValuePair) map[string]*value {
	fields := map[string]*value{}
	for _, pair := range pairs {
		name, ok := r.key(path, pair.Key)
		if !ok {
			continue
		}
		here := configuration.Under(path, name)
		if first, twice := fields[name]; twice {
			r.add(pair.Key.Range(), "%s is there twice, the first time on line %d", here, first.line)
			continue
		}
		fields[name] = r.value(here, pair.Key.Range(), pair.Value)
	}
	return fields
}

func (r *reader) key(path string, e hcl.Expression) (string, bool) {
	key, wrong := e.Value(nil)
	if dotted(e) {
		written := e.Range().SliceBytes(r.text)
		r.add(e.Range(), "%s: the name %s is not in quotes: write %q", path, written, written)
		return "", false
	}
	if wrong.HasErrors() {
		r.noValue(path, e, wrong)
		return "", false
	}
	name, err := convert.Convert(key, cty.String)
	if err != nil || name.IsNull() {
		r.add(e.Range(), "%s: a name has to be written out here", path)
		return "", false
	}
	return name.AsString(), true
}

// dotted says whether a name is written with dots and without quotes.
func dotted(e hcl.Expression) bool {
	key, ok := e.(*hclsyntax.ObjectConsKeyExpr)
	if !ok || key.ForceNonLiteral {
		return false
	}
	_, ok = key.Wrapped.(*hclsyntax.ScopeTraversalExpr)
	return ok && hcl.ExprAsKeyword(key.Wrapped) == ""
}

func (r *reader) list(path string, list []hcl.Expression) []*value {
	items := make([]*value, 0, len(list))
	for i, e := range list {
		before := len(r.problems)
		v := r.value(configuration.At(path, i), e.Range(), e)
		if v.isNull() && len(r.problems) == before {
			r.add(e.Range(), "%s is null, leave it out", configuration.At(path, i))
		}
		items = append(items, v)
	}
	return items
}

// noValue reports that something other than a value is in a value's place.
func (r *reader) noValue(path string, e hcl.Expression, wrong hcl.Diagnostics) {
	const only = "a .tfvars file has values only"
	written := string(e.Range().SliceBytes(r.text))
	switch used := e.Variables(); {
	case hcl.ExprAsKeyword(e) != "":
		r.add(e.Range(), "%s: %s is not in quotes: write %q", path, written, written)
	case len(used) > 0:
		r.add(used[0].SourceRange(), "%s: %s is a reference, and %s: write out what it stands for",
			path, used[0].SourceRange().SliceBytes(r.text), only)
	default:
		if call := firstCall(e); call != nil {
			r.add(call.Range(), "%s: %s(…) calls a function, and %s: write out what it gives", path, call.Name, only)
			return
		}
		r.diagnostics(wrong)
	}
}

// firstCall is the first call of a function in an expression, or nil.
func firstCall(e hcl.Expression) *hclsyntax.FunctionCallExpr {
	node, ok := e.(hclsyntax.Node)
	if !ok {
		return nil
	}
	var first *hclsyntax.FunctionCallExpr
	_ = hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
		if call, ok := n.(*hclsyntax.FunctionCallExpr); ok && first == nil {
			first = call
		}
		return nil
	})
	return first
}
