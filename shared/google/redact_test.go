package google_test

import (
	"errors"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/google"
)

// TestANumberIsFoundHoweverItIsGrouped in what Google says of a refusal.
func TestANumberIsFoundHoweverItIsGrouped(t *testing.T) {
	t.Parallel()
	const number = "+33639980012"
	for said, want := range map[string]string{
		"+33639980012 is off":          "… is off",
		"33639980012 is off":           "… is off",
		"no +33 6 39 98 00 12":         "no …",
		"no +33.6.39.98.00.12":         "no …",
		"no (33) 6-39-98-00-12 here":   "no (… here",
		"no +33 (0)6 39\u00a098 00 12": "no …",
		"no +33\u20116 39980012":       "no …",
		"no +33 6 39 98 00 13":         "no +33 6 39 98 00 13",
		"400 of 639":                   "400 of 639",
	} {
		err := google.Redact(&google.APIError{Message: said}, number)
		if got, _ := errors.AsType[*google.APIError](err); got.Message != want {
			t.Errorf("%q became %q, want %q", said, got.Message, want)
		}
	}
	err := google.Redact(&google.APIError{Message: "quota 42 of 4 2"}, "42", "")
	if got, _ := errors.AsType[*google.APIError](err); got.Message != "quota … of 4 2" {
		t.Errorf("a short secret: %q", got.Message)
	}
}
