package rcs_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/rcs"
)

// TestANumberThatNobodyCanAnswerIsRefused, so that what it sent is buried with a reason.
func TestANumberThatNobodyCanAnswerIsRefused(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]error{
		"+33639980012": nil, "33639980012": nil, "+0639980012": rcs.ErrNoNumber, "0639980012": rcs.ErrNoNumber,
		"+33 6 39 98 00 12": rcs.ErrNoNumber, "tel:+33639980012": rcs.ErrNoNumber, "+": rcs.ErrNoNumber,
		"+3363998001234567": rcs.ErrNoNumber, "dana": rcs.ErrNoNumber, "": rcs.ErrNoCustomer,
	} {
		body := `{"senderPhoneNumber":"` + number + `","messageId":"m","agentId":"a","text":"Hello"}`
		_, err := (&rcs.Adapter{}).Decode(channel.Delivery{Body: []byte(body)})
		if !errors.Is(err, want) || err != nil && strings.Contains(err.Error(), "3998") {
			t.Errorf("%q: %v, want %v", number, err, want)
		}
	}
}

// TestAPlaceThatIsNowhereIsKeptAsItCame instead of being shown on a map.
func TestAPlaceThatIsNowhereIsKeptAsItCame(t *testing.T) {
	t.Parallel()
	for place, want := range map[string]channel.Kind{
		`{"latitude":48.85,"longitude":2.35}`: channel.Location, `{"latitude":-90,"longitude":180}`: channel.Location,
		`{"latitude":91,"longitude":2}`: channel.Other, `{"latitude":1,"longitude":-180.1}`: channel.Other,
		`{"latitude":1e999,"longitude":1}`: channel.Other, `{"latitude":"NaN","longitude":1}`: channel.Other,
	} {
		body := `{"senderPhoneNumber":"+33639980012","messageId":"m","agentId":"a","location":` + place + `}`
		all, err := (&rcs.Adapter{}).Decode(channel.Delivery{Body: []byte(body)})
		if err != nil || len(all) != 1 {
			t.Fatalf("%s: %v", place, err)
		}
		if in := all[0]; in.Kind != want || (in.Place == nil) != (want == channel.Other) || want == channel.Other && string(in.Raw) != body {
			t.Errorf("%s is %s at %v, kept as %q", place, in.Kind, in.Place, in.Raw)
		}
	}
}
