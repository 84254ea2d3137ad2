package e2e

import (
	"testing"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/shared/rcs"
)

// TestOneAgentServesCustomersOfBothChannelsInOneList: the lists, the head and the history
// say which channel a customer writes through, on screens of every size.
func TestOneAgentServesCustomersOfBothChannelsInOneList(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "kites")
	kim := o.hires("Kim")
	seat := o.sits(kim, "/", wide)
	dana, other := o.customerOn(businessmessages.Name), o.customerOn(rcs.Name)
	seat.begins(dana, "Do you have it in blue?")
	other.writes("And in red?")
	seat.accepts(other)
	seat.replies(other, "In red, too.")
	other.gets("In red, too.")
	for _, channel := range []string{"Channel: Business Messages", "Channel: RCS for Business"} {
		seat.lists().in("link", "/"+channel+"/").reads(channel)
	}
	seat.history().reads("Channel: RCS for Business")
	seat.opensFromList(dana)
	seat.replies(dana, "In blue, too.")
	dana.gets("In blue, too.")
	seat.history().reads("Channel: Business Messages")
	for _, width := range []int64{390, 768, 1440} {
		for _, view := range []browser.View{{Width: width, Height: 900}, dark(french(browser.View{Width: width, Height: 900}))} {
			seat.must(seat.SetView(view))
			seat.await(`[...document.querySelectorAll('.thread-head .channel bdi')].every((n) => n.scrollWidth <= n.clientWidth)`)
			seat.await(`document.documentElement.scrollWidth <= innerWidth`)
		}
	}
}
