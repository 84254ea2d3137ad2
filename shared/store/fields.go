package store

import (
	"reflect"
	"slices"
	"strings"
	"sync"

	"cloud.google.com/go/firestore"
)

// fields returns the fields of a struct as the library would write them: by their
// tags, "-" left out. An embedded struct is flattened, and one with a tag is a group
// whose fields are named one by one, "session.owner": other fields of a group stay.
func fields(v any) []firestore.Update {
	value := reflect.Indirect(reflect.ValueOf(v))
	all := fieldsOf(value.Type())
	updates := make([]firestore.Update, len(all))
	for i, f := range all {
		updates[i] = f.update(value.FieldByIndex(f.index))
	}
	return updates
}

// changed returns the fields of after that differ from those of before, a value of the same
// type; all of them if none does.
func changed(before, after any) []firestore.Update {
	if before == nil {
		return fields(after)
	}
	was, is := reflect.Indirect(reflect.ValueOf(before)), reflect.Indirect(reflect.ValueOf(after))
	var differ []firestore.Update
	for _, f := range fieldsOf(is.Type()) {
		value := is.FieldByIndex(f.index)
		stamped := f.zero == firestore.ServerTimestamp && value.IsZero() // anew each time
		if stamped || !f.same(value, was.FieldByIndex(f.index)) {
			differ = append(differ, f.update(value))
		}
	}
	if len(differ) == 0 {
		return fields(after)
	}
	return differ
}

// same compares what the field of two structs holds. Most that cannot be compared were not
// touched, and are the same list or map.
func (f field) same(a, b reflect.Value) bool {
	if f.plain {
		return a.Equal(b)
	}
	switch a.Kind() {
	case reflect.Slice, reflect.Map:
		if a.Len() == b.Len() && (a.Len() == 0 || a.UnsafePointer() == b.UnsafePointer()) {
			return true
		}
		return reflect.DeepEqual(a.Interface(), b.Interface())
	default:
	}
	if a.Comparable() {
		return a.Equal(b)
	}
	return reflect.DeepEqual(a.Interface(), b.Interface())
}

// field is a field of a struct, or of one within.
type field struct {
	index []int
	path  string
	// zero is what is written where the field is empty, unless that is nil.
	zero any
	// plain is whether any two of its values can be compared, so that none has to be looked at first.
	plain bool
}

// isPlain reports whether all values of a type can be compared: of those that hold anything it
// depends on what they hold.
func isPlain(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Struct:
		for f := range t.Fields() {
			if !isPlain(f.Type) {
				return false
			}
		}
		return true
	case reflect.Array:
		return isPlain(t.Elem())
	case reflect.Interface:
		return false
	default:
		return t.Comparable()
	}
}

func (f field) update(value reflect.Value) firestore.Update {
	if f.zero != nil && isEmpty(value) {
		return firestore.Update{Path: f.path, Value: f.zero}
	}
	return firestore.Update{Path: f.path, Value: value.Interface()}
}

// isEmpty is whether the library leaves a field out that may be.
func isEmpty(value reflect.Value) bool {
	switch value.Kind() {
	case reflect.Map, reflect.Slice:
		return value.Len() == 0
	default:
		return value.IsZero()
	}
}

// written are the fields of the types that were written. Their tags are read once.
var written sync.Map //nolint:gochecknoglobals // a cache of what never changes

func fieldsOf(t reflect.Type) []field {
	if found, ok := written.Load(t); ok {
		return found.([]field) //nolint:forcetypeassert // nothing else is put there
	}
	all := fieldsBelow("", nil, t)
	written.Store(t, all)
	return all
}

func fieldsBelow(group string, index []int, t reflect.Type) []field {
	var all []field
	for f := range t.Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("firestore"), ",")
		at := slices.Concat(index, f.Index)
		if f.Anonymous {
			below := group
			if name != "" {
				below += name + "."
			}
			all = append(all, fieldsBelow(below, at, f.Type)...)
			continue
		}
		if name == "-" {
			continue
		}
		var zero any
		switch has := strings.Split(options, ","); {
		case slices.Contains(has, "serverTimestamp"):
			zero = firestore.ServerTimestamp
		case slices.Contains(has, "omitempty"), slices.Contains(has, "omitzero"):
			zero = firestore.Delete
		}
		all = append(all, field{index: at, path: group + name, zero: zero, plain: isPlain(f.Type)})
	}
	return all
}
