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

const typePrefix = "type.googleapis.com/google.communications.businessmessages.v1."

// enum is a string of which Google's parser knows every value.
type enum interface{ values() []string }

// decode reads a request's body as strictly as Google's parser does: every name must be known, in the spelling of the
// documents, and every value must have its type. root is the name of the body's field in the request message.
func decode(body []byte, root string, to any) error {
	var v any
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	if err := dec.Decode(&v); err != nil {
		return invalid("", "Invalid JSON payload received. %v", err)
	}
	if dec.More() || !utf8.Valid(body) {
		return invalid("", "Invalid JSON payload received. Parsing terminated before end of input.")
	}
	if vs := checkShape(v, reflect.TypeOf(to).Elem(), root); len(vs) > 0 {
		return invalidAll(vs)
	}
	if err := json.Unmarshal(body, to); err != nil {
		return invalid("", "Invalid JSON payload received. %v", err)
	}
	return nil
}

// checkShape compares a JSON value with the type it is for and gives everything that is wrong.
func checkShape(v any, t reflect.Type, path string) []violation {
	if v == nil {
		return nil // null is the same as absent
	}
	switch t.Kind() {
	case reflect.Pointer:
		return checkShape(v, t.Elem(), path)
	case reflect.Struct:
		return checkObject(v, t, path)
	case reflect.Slice:
		return checkArray(v, t, path)
	case reflect.Bool:
		return checkBool(v, t, path)
	default:
		return checkString(v, t, path)
	}
}

func checkObject(v any, t reflect.Type, path string) []violation {
	object, ok := v.(map[string]any)
	if !ok {
		return wrongValue(v, path, typePrefix+t.Name())
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
		vs = append(vs, checkShape(object[name], ft, path+"."+snake(name))...)
	}
	return vs
}

func checkArray(v any, t reflect.Type, path string) []violation {
	array, ok := v.([]any)
	if !ok {
		return wrongValue(v, path, "repeated "+t.Elem().Name())
	}
	var vs []violation
	for i, item := range array {
		at := fmt.Sprintf("%s[%d]", path, i)
		if item == nil {
			vs = append(vs, wrongValue(item, at, typePrefix+t.Elem().Name())...)
		}
		vs = append(vs, checkShape(item, t.Elem(), at)...)
	}
	return vs
}

func checkBool(v any, t reflect.Type, path string) []violation {
	if _, ok := v.(bool); ok {
		return nil
	}
	if t == reflect.TypeFor[LooseBool]() && (v == "true" || v == "false") {
		return nil
	}
	return wrongValue(v, path, "TYPE_BOOL")
}

func checkString(v any, t reflect.Type, path string) []violation {
	s, ok := v.(string)
	e, isEnum := reflect.Zero(t).Interface().(enum)
	switch {
	case isEnum && (!ok || !slices.Contains(e.values(), s)):
		return wrongValue(v, path, typePrefix+t.Name())
	case !ok:
		return wrongValue(v, path, "TYPE_STRING")
	}
	return nil
}

func wrongValue(v any, path, want string) []violation {
	got, _ := json.Marshal(v) // came out of JSON
	return []violation{{path, fmt.Sprintf("Invalid value at '%s' (%s), %.200s", path, want, got)}}
}

// fields gives the JSON names of a struct and the types of their values.
func fields(t reflect.Type) map[string]reflect.Type {
	m := map[string]reflect.Type{}
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		m[name] = f.Type
	}
	return m
}

// snake gives the name that Google's errors use for a field.
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
