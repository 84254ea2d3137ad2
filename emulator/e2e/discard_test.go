package e2e

import (
	"math"
	"net/http"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
)

// TestAMessageThatWaitsCanBeDiscarded by the keyboard; what stands behind it goes.
func TestAMessageThatWaitsCanBeDiscarded(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "gloves")
	page := o.sits(o.hires("Ana"), "/", wide)
	for _, dana := range o.customersOfAll() {
		page.discards(dana)
	}
}

// discards discards the first of two messages to a customer, which the channel does not take.
func (s *seat) discards(dana *client) {
	s.Helper()
	s.begins(dana, "Do you have it in green?")
	dana.on.Google.Inject(google.Fault{
		Method: dana.on.MessagesCreate, Conversation: dana.key, Status: http.StatusServiceUnavailable,
		Times: math.MaxInt, // however long the agent takes
	})
	s.replies(dana, "No, only in blue.")
	s.message("No, only in blue.").reads("The channel has not accepted it yet; it will be sent again.")
	s.replies(dana, "Yes, in all sizes.")
	s.message("Yes, in all sizes.").reads("It will be sent in its turn.")
	s.tabsTo("button", "Discard without sending: No, only in blue.")
	s.types("\r")
	s.message("No, only in blue.").reads("Ana discarded it before it was sent.")
	s.in("log", "").reads("The message was discarded.")
	s.status("No, only in blue.", "Not sent")
	dana.on.Google.Mend(dana.key)
	dana.gets("Yes, in all sizes.")
	s.status("Yes, in all sizes.", "Delivered")
	for _, e := range dana.phone.Messages() {
		if e.Text == "No, only in blue." {
			s.Error("the customer got the discarded message")
		}
	}
}
