package store

import (
	"reflect"
	"slices"
	"strings"

	"cloud.google.com/go/firestore"
)

// fields returns the fields of a struct as the library would write them: by their
// tags, embedded structs flattened, "-" left out.
func fields(v any) []firestore.Update {
	value := reflect.Indirect(reflect.ValueOf(v))
	var updates []firestore.Update
	for field, value := range value.Fields() {
		if field.Anonymous {
			updates = append(updates, fields(value.Interface())...)
			continue
		}
		name, options, _ := strings.Cut(field.Tag.Get("firestore"), ",")
		switch has := strings.Split(options, ","); {
		case name == "-":
		case slices.Contains(has, "serverTimestamp") && value.IsZero():
			updates = append(updates, firestore.Update{Path: name, Value: firestore.ServerTimestamp})
		case slices.Contains(has, "omitempty") && value.IsZero():
			updates = append(updates, firestore.Update{Path: name, Value: firestore.Delete})
		default:
			updates = append(updates, firestore.Update{Path: name, Value: value.Interface()})
		}
	}
	return updates
}
