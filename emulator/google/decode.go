package google

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Enum is a string of which Google's parser knows every value.
type Enum interface{ Values() []string }

// LooseBool is a boolean that may also come as the string "true" or "false", as some of Google's samples send it.
type LooseBool bool

// UnmarshalJSON reads a boolean with or without quotes.
func (b *LooseBool) UnmarshalJSON(raw []byte) error {
	if err := json.Unmarshal(bytes.Trim(raw, `"`), (*bool)(b)); err != nil {
		return fmt.Errorf("boolean: %w", err)
	}
	return nil
}

// Decode reads the body as strictly as Google's parser does: every name must be known, in the spelling of the documents,
// and every value must have its type. root is the name of the body's field in the request message.
func (c *Call) Decode(root string, to any) error { return c.DecodePart(c.Body, root, to) }

// DecodePart is Decode for JSON that is only a part of the body.
func (c *Call) DecodePart(body []byte, root string, to any) error {
	var v any
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	if err := dec.Decode(&v); err != nil {
		return Invalid("", "Invalid JSON payload received. %v", err)
	}
	if dec.More() || !utf8.Valid(body) {
		return Invalid("", "Invalid JSON payload received. Parsing terminated before end of input.")
	}
	s := shape{"type.googleapis.com/" + c.types + "."}
	if vs := s.check(v, reflect.TypeOf(to).Elem(), root); len(vs) > 0 {
		return invalidAll(vs)
	}
	if err := json.Unmarshal(body, to); err != nil {
		return Invalid("", "Invalid JSON payload received. %v", err)
	}
	return nil
}

// shape compares JSON values with the types they are for.
type shape struct{ prefix string } // of the types' names

// check returns everything that is wrong with a value.
func (s shape) check(v any, t reflect.Type, path string) []violation {
	if v == nil {
		return nil // null is the same as absent
	}
	switch t.Kind() {
	case reflect.Pointer:
		return s.check(v, t.Elem(), path)
	case reflect.Struct:
		return s.checkObject(v, t, path)
	case reflect.Slice:
		return s.checkArray(v, t, path)
	case reflect.Bool:
		return s.checkBool(v, t, path)
	case reflect.Float64:
		if _, ok := v.(json.Number); !ok {
			return wrongValue(v, path, "TYPE_DOUBLE")
		}
		return nil
	default:
		return s.checkString(v, t, path)
	}
}

// name is the name of a type as Google writes it: like the stand-in's own, with a capital letter.
func (s shape) name(t reflect.Type) string {
	return s.prefix + strings.ToUpper(t.Name()[:1]) + t.Name()[1:]
}

func (s shape) checkObject(v any, t reflect.Type, path string) []violation {
	object, ok := v.(map[string]any)
	if !ok {
		return wrongValue(v, path, s.name(t))
	}
	known := fields(t)
	names := make([]string, 0, len(object))
	for name := range object {
		names = append(names, name)
	}
	slices.Sort(names)
	var vs []violation
	for _, name := range names {
		ft, ok := known[name]
		if !ok {
			vs = append(vs, violation{path, fmt.Sprintf(
				"Invalid JSON payload received. Unknown name %q at '%s': Cannot find field.", name, path)})
			continue
		}
		vs = append(vs, s.check(object[name], ft, path+"."+snake(name))...)
	}
	return vs
}

func (s shape) checkArray(v any, t reflect.Type, path string) []violation {
	array, ok := v.([]any)
	if !ok {
		return wrongValue(v, path, "repeated "+t.Elem().Name())
	}
	var vs []violation
	for i, item := range array {
		at := fmt.Sprintf("%s[%d]", path, i)
		if item == nil {
			vs = append(vs, wrongValue(item, at, s.name(t.Elem()))...)
		}
		vs = append(vs, s.check(item, t.Elem(), at)...)
	}
	return vs
}

func (s shape) checkBool(v any, t reflect.Type, path string) []violation {
	if _, ok := v.(bool); ok {
		return nil
	}
	if t == reflect.TypeFor[LooseBool]() && (v == "true" || v == "false") {
		return nil
	}
	return wrongValue(v, path, "TYPE_BOOL")
}

func (s shape) checkString(v any, t reflect.Type, path string) []violation {
	text, ok := v.(string)
	e, isEnum := reflect.Zero(t).Interface().(Enum)
	switch {
	case isEnum && (!ok || !slices.Contains(e.Values(), text)):
		return wrongValue(v, path, s.name(t))
	case !ok:
		return wrongValue(v, path, "TYPE_STRING")
	}
	return nil
}

func wrongValue(v any, path, want string) []violation {
	got, _ := json.Marshal(v) // came out of JSON
	return []violation{{path, fmt.Sprintf("Invalid value at '%s' (%s), %.200s", path, want, got)}}
}

// fields returns the JSON names of a struct and the types of their values.
func fields(t reflect.Type) map[string]reflect.Type {
	m := map[string]reflect.Type{}
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		m[name] = f.Type
	}
	return m
}

// snake returns the name that Google's errors use for a field.
func snake(name string) string {
	var b strings.Builder
	for _, r := range name {
		if unicode.IsUpper(r) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
