package store

import (
	"reflect"
	"slices"
	"strings"

	"cloud.google.com/go/firestore"
)

// fields returns the fields of a struct as the library would write them: by their
// tags, "-" left out. An embedded struct is flattened, and one with a tag is a group
// whose fields are named one by one, "session.owner": other fields of a group stay.
func fields(v any) []firestore.Update { return fieldsBelow("", v) }

func fieldsBelow(group string, v any) []firestore.Update {
	value := reflect.Indirect(reflect.ValueOf(v))
	var updates []firestore.Update
	for field, value := range value.Fields() {
		name, options, _ := strings.Cut(field.Tag.Get("firestore"), ",")
		if field.Anonymous {
			below := group
			if name != "" {
				below += name + "."
			}
			updates = append(updates, fieldsBelow(below, value.Interface())...)
			continue
		}
		switch has := strings.Split(options, ","); {
		case name == "-":
		case slices.Contains(has, "serverTimestamp") && value.IsZero():
			updates = append(updates, firestore.Update{Path: group + name, Value: firestore.ServerTimestamp})
		case slices.Contains(has, "omitempty") && value.IsZero():
			updates = append(updates, firestore.Update{Path: group + name, Value: firestore.Delete})
		default:
			updates = append(updates, firestore.Update{Path: group + name, Value: value.Interface()})
		}
	}
	return updates
}
