package configuration

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// object is a JSON object with its keys in their order.
type object struct {
	keys   []string
	fields map[string]any
}

// maxDepth is how deep JSON may be nested: more than a configuration ever is.
const maxDepth = 32

// parse reads JSON into objects, lists, texts, numbers and bools. Unlike
// encoding/json it notices duplicate keys.
func (p *problems) parse(text []byte) (any, bool) {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	value, err := p.value(dec, "", 0)
	if err == nil {
		if _, after := dec.Token(); errors.Is(after, io.EOF) {
			return value, true
		}
		err = errors.New("something follows its end")
	}
	// Go 1.27 says the last of these in words only.
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || err.Error() == "unexpected end of JSON input" {
		err = errors.New("it ends too early")
	}
	p.add("", "it is not JSON: at byte %d: %v", dec.InputOffset(), err)
	return nil, false
}

func (p *problems) value(dec *json.Decoder, path string, depth int) (any, error) {
	if depth > maxDepth {
		return nil, errors.New("it is nested too deep")
	}
	token, err := dec.Token()
	if err != nil {
		return nil, err //nolint:wrapcheck // the caller says where
	}
	switch token {
	case json.Delim('{'):
		return p.object(dec, path, depth)
	case json.Delim('['):
		list := []any{}
		for dec.More() {
			item, err := p.value(dec, At(path, len(list)), depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, item)
		}
		_, err := dec.Token()
		return list, err //nolint:wrapcheck // the caller says where
	}
	return token, nil
}

func (p *problems) object(dec *json.Decoder, path string, depth int) (any, error) {
	o := object{fields: map[string]any{}}
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return nil, err //nolint:wrapcheck // the caller says where
		}
		key, _ := token.(string)
		if _, twice := o.fields[key]; twice {
			p.add(Under(path, key), "it is there twice")
		} else {
			o.keys = append(o.keys, key)
		}
		if o.fields[key], err = p.value(dec, Under(path, key), depth+1); err != nil {
			return nil, err
		}
	}
	_, err := dec.Token()
	return o, err //nolint:wrapcheck // the caller says where
}

// fill stores a value in a Go variable and reports what does not fit. Null leaves
// the variable unchanged.
func (p *problems) fill(path string, from any, to reflect.Value) {
	if from == nil {
		return
	}
	if to.Kind() == reflect.Pointer {
		to.Set(reflect.New(to.Type().Elem()))
		to = to.Elem()
	}
	if u, ok := to.Addr().Interface().(encoding.TextUnmarshaler); ok {
		p.fillText(path, from, u)
		return
	}
	switch to.Kind() {
	case reflect.Struct:
		p.fillStruct(path, from, to)
	case reflect.Map:
		p.fillMap(path, from, to)
	case reflect.Slice:
		p.fillList(path, from, to)
	default:
		p.fillPlain(path, from, to)
	}
}

func (p *problems) fillText(path string, from any, to encoding.TextUnmarshaler) {
	text, ok := from.(string)
	if !ok {
		p.misfit(path, `it is %s, and must be text such as "2m" or "7d"`, kindOf(from))
		return
	}
	if err := to.UnmarshalText([]byte(text)); err != nil {
		p.misfit(path, "%q: %v", text, err)
	}
}

func (p *problems) fillStruct(path string, from any, to reflect.Value) {
	o, ok := from.(object)
	if !ok {
		p.misfit(path, "it is %s, and must be an object", kindOf(from))
		return
	}
	fields := fieldsOf(to.Type())
	names := make([]string, 0, len(fields))
	for _, f := range fields {
		names = append(names, f.name)
	}
	for _, key := range o.keys {
		i := slices.Index(names, key)
		if i < 0 {
			p.add(Under(path, key), "there is no such field%s", orAll(key, names))
			continue
		}
		p.fill(Under(path, key), o.fields[key], to.FieldByIndex(fields[i].index))
	}
}

func (p *problems) fillMap(path string, from any, to reflect.Value) {
	o, ok := from.(object)
	if !ok {
		p.misfit(path, "it is %s, and must be an object", kindOf(from))
		return
	}
	to.Set(reflect.MakeMap(to.Type()))
	for _, key := range o.keys {
		item := reflect.New(to.Type().Elem()).Elem()
		p.fill(Under(path, key), o.fields[key], item)
		to.SetMapIndex(reflect.ValueOf(key), item)
	}
}

func (p *problems) fillList(path string, from any, to reflect.Value) {
	list, ok := from.([]any)
	if !ok {
		example := ""
		if text, ok := from.(string); ok {
			example = fmt.Sprintf(", such as [%q]", text)
		}
		p.misfit(path, "it is %s, and must be a list%s", kindOf(from), example)
		return
	}
	to.Set(reflect.MakeSlice(to.Type(), len(list), len(list)))
	for i, item := range list {
		p.fill(At(path, i), item, to.Index(i))
	}
}

func (p *problems) fillPlain(path string, from any, to reflect.Value) {
	switch value := from.(type) {
	case string:
		if to.Kind() == reflect.String {
			to.SetString(value)
			return
		}
	case bool:
		if to.Kind() == reflect.Bool {
			to.SetBool(value)
			return
		}
	case json.Number:
		if to.Kind() == reflect.Int64 {
			p.fillNumber(path, value, to)
			return
		}
	}
	want := map[reflect.Kind]string{reflect.String: "text", reflect.Bool: "true or false", reflect.Int64: "a whole number"}
	p.misfit(path, "it is %s, and must be %s", kindOf(from), want[to.Kind()])
}

func (p *problems) fillNumber(path string, value json.Number, to reflect.Value) {
	n, err := value.Float64() // 1e2 and 100.0 are whole too; Terraform knows no integers
	if err != nil || n != math.Trunc(n) || math.Abs(n) > 1e15 {
		p.misfit(path, "%s is no whole number", value)
		return
	}
	to.SetInt(int64(n))
}

func kindOf(value any) string {
	switch v := value.(type) {
	case string:
		return "the text " + strconv.Quote(v)
	case bool:
		return strconv.FormatBool(v)
	case json.Number:
		return "the number " + v.String()
	case []any:
		return "a list"
	}
	return "an object"
}

type field struct {
	name  string
	index []int
}

// fieldsOf returns the fields of a struct by their JSON names, including those of
// embedded structs.
func fieldsOf(t reflect.Type) []field {
	var all []field
	for _, f := range reflect.VisibleFields(t) {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" && name != "-" {
			all = append(all, field{name, f.Index})
		}
	}
	return all
}
