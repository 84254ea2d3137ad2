package e2e

import (
	"net/http"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/google/businessmessages"
)

// TestAMessageThatWaitsCanBeDiscarded by the keyboard; what stands behind it goes.
func TestAMessageThatWaitsCanBeDiscarded(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "hats")
	page := o.sits(o.hires("Ana"), "/", wide)
	dana := o.customer("Dana")
	page.begins(dana, "Do you have it in green?")
	down := google.Fault{
		Method: businessmessages.MessagesCreate, Conversation: dana.phone.Conversation(), Status: http.StatusServiceUnavailable,
		Times: 2, // the third attempt comes after a quarter of a minute
	}
	o.Google.Inject(down)
	page.replies(dana, "No, only in blue.")
	page.message("No, only in blue.").reads("The channel has not accepted it yet; it will be sent again.")
	page.replies(dana, "Yes, in all sizes.")
	page.message("Yes, in all sizes.").reads("It will be sent in its turn.")
	page.tabsTo("button", "Discard without sending: No, only in blue.")
	page.types("\r")
	page.message("No, only in blue.").reads("Ana discarded it before it was sent.")
	page.in("log", "").reads("The message was discarded.")
	page.status("No, only in blue.", "Not sent")
	dana.gets("Yes, in all sizes.")
	page.status("Yes, in all sizes.", "Delivered")
	for _, e := range dana.phone.Messages() {
		if e.Text == "No, only in blue." {
			t.Error("the customer got the discarded message")
		}
	}
}
