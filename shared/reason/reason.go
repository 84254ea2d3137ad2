// Package reason holds why something is as it is: why an action was refused, a
// reply failed, a session went to a queue. A reason is stored as a code and its
// arguments. It is turned into a sentence where it is shown, in the reader's
// language and time zone; the sentences are in emulator/texts, a file for each
// language.
//
// The codes of a package are constants, and its function Codes defines each once.
package reason

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Code names a reason: an area and a word, "action.noRoom".
type Code string

// Args are the arguments of a reason by name.
type Args map[string]any

// Reason is a code and its arguments. [New] makes it, so that it is the same when it
// comes back from the database.
type Reason struct {
	// Code names what the reason is; there is a text for it in each language.
	Code Code `firestore:"code" json:"code"`
	// Args are the values that the text names.
	Args Args `firestore:"args,omitempty" json:"args,omitempty"`
}

// New returns a reason. Arguments are texts, whole numbers, times, durations,
// reasons and lists of reasons. A time becomes text as RFC 3339 has it, a
// duration a number of seconds.
func New(code Code, args Args) *Reason {
	r := &Reason{Code: code}
	if len(args) > 0 {
		r.Args = make(Args, len(args))
	}
	for name, value := range args {
		r.Args[name] = plain(value)
	}
	return r
}

// plain converts a value to what the database would return.
func plain(value any) any {
	switch v := value.(type) {
	case time.Duration:
		return int64(v / time.Second)
	case time.Time:
		return v.UTC().Format(time.RFC3339)
	case *Reason:
		return v.plain()
	case Reason:
		return v.plain()
	case map[string]any: // a reason that is plain already
		return v
	}
	switch v := reflect.ValueOf(value); v.Kind() {
	case reflect.String:
		return v.String()
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return v.Int()
	case reflect.Slice:
		all := make([]any, v.Len())
		for i := range all {
			all[i] = plain(v.Index(i).Interface())
		}
		return all
	default:
		return fmt.Sprint(value)
	}
}

func (r Reason) plain() map[string]any {
	m := map[string]any{"code": string(r.Code)}
	if len(r.Args) > 0 {
		m["args"] = map[string]any(r.Args)
	}
	return m
}

// Nested returns the reason in an argument, if it holds one.
func Nested(value any) (Reason, bool) {
	m, _ := value.(map[string]any)
	code, ok := m["code"].(string)
	args, _ := m["args"].(map[string]any)
	return Reason{Code: Code(code), Args: args}, ok
}

// String is the code with the arguments in the order of their names, for logs, errors
// and tests: action.noRoom agent=Jo capacity=6 cost=2 used=5. Of nil it is nothing.
func (r *Reason) String() string {
	if r == nil {
		return ""
	}
	parts := []string{string(r.Code)}
	for _, name := range slices.Sorted(maps.Keys(r.Args)) {
		parts = append(parts, name+"="+show(r.Args[name]))
	}
	return strings.Join(parts, " ")
}

func show(value any) string {
	switch v := value.(type) {
	case string:
		if v == "" || strings.ContainsAny(v, " \"=()[]\n") {
			return strconv.Quote(v)
		}
		return v
	case []any:
		parts := make([]string, len(v))
		for i := range v {
			parts[i] = show(v[i])
		}
		return "[" + strings.Join(parts, " ") + "]"
	}
	if nested, ok := Nested(value); ok {
		return "(" + nested.String() + ")"
	}
	return fmt.Sprint(value)
}

// Size is about how many bytes the reason takes in a document.
func (r Reason) Size() int {
	text, _ := json.Marshal(r)
	return len(text)
}

// UnmarshalJSON keeps numbers whole, as the database does.
func (a *Args) UnmarshalJSON(text []byte) error {
	var args map[string]any
	if err := json.Unmarshal(text, &args); err != nil {
		return fmt.Errorf("arguments: %w", err)
	}
	*a, _ = whole(args).(map[string]any)
	return nil
}

func whole(value any) any {
	switch v := value.(type) {
	case float64:
		return int64(v)
	case map[string]any:
		for name := range v {
			v[name] = whole(v[name])
		}
	case []any:
		for i := range v {
			v[i] = whole(v[i])
		}
	}
	return value
}
