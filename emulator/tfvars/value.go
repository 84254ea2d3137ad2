package tfvars

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/json"
)

// value is a value of the file: an object, a list, or a scalar, which may be null.
type value struct {
	// line is that of the value's name or, in a list, of the item; 0 for the file itself.
	line   int
	fields map[string]*value
	items  []*value
	plain  cty.Value
}

func (v *value) isObject() bool { return v.fields != nil }

func (v *value) isList() bool { return v.items != nil }

func (v *value) isNull() bool { return !v.isObject() && !v.isList() && v.plain.IsNull() }

// at returns the entry or the item that one step of a path leads to.
func (v *value) at(key string) (*value, bool) {
	if i, err := strconv.Atoi(key); err == nil && v.isList() {
		if i < 0 || i >= len(v.items) {
			return nil, false
		}
		return v.items[i], true
	}
	if name, err := strconv.Unquote(key); err == nil {
		key = name
	}
	next, ok := v.fields[key]
	return next, ok
}

// render renders the named variables as Terraform's jsonencode does.
func (v *value) render(names []string) []byte {
	all := map[string]cty.Value{}
	for name, variable := range v.fields {
		if !slices.Contains(names, name) || variable.isNull() {
			continue
		}
		if name == "accounts" {
			variable = variable.routed()
		}
		all[name] = variable.encoded()
	}
	object := cty.ObjectVal(all)
	text, err := json.Marshal(object, object.Type())
	if err != nil {
		panic(fmt.Sprintf("tfvars: a value that is no JSON: %v", err)) // unreachable: infinity, the only one, is refused when it is read
	}
	return text
}

// routed returns the accounts without the fields that only their deployment uses.
func (v *value) routed() *value {
	accounts := &value{line: v.line, fields: map[string]*value{}}
	for name, account := range v.fields {
		if account.isObject() {
			fields := map[string]*value{}
			for key, field := range account.fields {
				if !slices.Contains(deployed(), key) {
					fields[key] = field
				}
			}
			account = &value{line: account.line, fields: fields}
		}
		accounts.fields[name] = account
	}
	return accounts
}

// encoded returns the value without its nulls.
func (v *value) encoded() cty.Value {
	switch {
	case v.isObject():
		fields := map[string]cty.Value{}
		for key, field := range v.fields {
			if !field.isNull() {
				fields[key] = field.encoded()
			}
		}
		return cty.ObjectVal(fields)
	case v.isList():
		items := make([]cty.Value, len(v.items))
		for i, item := range v.items {
			items[i] = item.encoded()
		}
		return cty.TupleVal(items)
	}
	return v.plain
}
