package store

import (
	"errors"
	"reflect"
	"strings"
)

// errMisspelled says that a field's name is spelled with other letters.
var errMisspelled = errors.New("a field's name is spelled with other letters")

// misspells reports whether a document has a field, at any depth, whose name differs
// from one of v's only by upper and lower case. The library takes it for that one,
// whereas the rules, which compare exactly, have not checked it.
func misspells(doc map[string]any, v any) bool { return misspelled(doc, reflect.TypeOf(v)) }

func misspelled(value any, t reflect.Type) bool {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch value := value.(type) {
	case []any:
		if t.Kind() == reflect.Slice {
			for _, one := range value {
				if misspelled(one, t.Elem()) {
					return true
				}
			}
		}
	case map[string]any:
		if t.Kind() == reflect.Struct {
			return hasMisspelled(value, fieldTypes(t))
		}
	}
	return false
}

func hasMisspelled(doc map[string]any, types map[string]reflect.Type) bool {
	for name, value := range doc {
		if t, known := types[name]; known {
			if misspelled(value, t) {
				return true
			}
			continue
		}
		for known := range types {
			if strings.EqualFold(name, known) {
				return true
			}
		}
	}
	return false
}

// fieldTypes are the types of a struct's fields by their names in the database.
func fieldTypes(t reflect.Type) map[string]reflect.Type {
	types := map[string]reflect.Type{}
	for field := range t.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("firestore"), ",")
		switch {
		case field.Anonymous && name == "":
			for name, t := range fieldTypes(field.Type) {
				types[name] = t
			}
		case name != "-" && name != "":
			types[name] = field.Type
		}
	}
	return types
}
