package reason

import (
	"fmt"
	"time"
)

// Kind is what an argument is, and so how it is shown.
type Kind string

// The kinds of arguments.
const (
	// Text is shown as it is: names, values, what somebody wrote.
	Text Kind = "text"
	// Number is a whole number, and may decide between singular and plural.
	Number Kind = "number"
	// Bytes, Duration and Time are in bytes, in seconds and as RFC 3339 has it.
	Bytes    Kind = "bytes"
	Duration Kind = "duration"
	Time     Kind = "time"
	// One is a reason within the reason, Many are several.
	One  Kind = "reason"
	Many Kind = "reasons"
)

// Params are the arguments that reasons of a code have, by name.
type Params map[string]Kind

// Definitions are codes, and the arguments that reasons of each have.
type Definitions map[Code]Params

// Check reports what is wrong with a reason: a code that is not defined, or arguments
// that are missing, too many or of another kind. It is for tests.
func (all Definitions) Check(r Reason) error {
	params, ok := all[r.Code]
	if !ok {
		return fmt.Errorf("%q is not defined", r.Code)
	}
	for name := range r.Args {
		if _, ok := params[name]; !ok {
			return fmt.Errorf("%s has no argument %q", r.Code, name)
		}
	}
	for name, kind := range params {
		if err := kind.check(r.Args[name], all); err != nil {
			return fmt.Errorf("%s, %s: %w", r.Code, name, err)
		}
	}
	return nil
}

func (k Kind) check(value any, all Definitions) error {
	ok := false
	switch k {
	case Text:
		_, ok = value.(string)
	case Number, Bytes, Duration:
		_, ok = value.(int64)
	case Time:
		text, _ := value.(string)
		_, err := time.Parse(time.RFC3339, text)
		ok = err == nil
	case One:
		if nested, is := Nested(value); is {
			return all.Check(nested)
		}
	case Many:
		var many []any
		many, ok = value.([]any)
		for _, one := range many {
			if err := One.check(one, all); err != nil {
				return err
			}
		}
	}
	if !ok {
		return fmt.Errorf("%v is not a %s", value, k)
	}
	return nil
}
