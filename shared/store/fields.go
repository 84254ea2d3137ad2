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

// changed returns the fields of after that differ from those of before, a value of the same
// type; all of them if none does.
func changed(before, after any) []firestore.Update {
	all := fields(after)
	if before == nil {
		return all
	}
	was := fields(before) // the same fields in the same order
	differ := make([]firestore.Update, 0, len(all))
	for i, u := range all {
		if u.Value == firestore.ServerTimestamp || !reflect.DeepEqual(u.Value, was[i].Value) {
			differ = append(differ, u)
		}
	}
	if len(differ) == 0 {
		return all
	}
	return differ
}

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
