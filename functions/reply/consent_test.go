package reply_test

import (
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// TestWhatWaitsWhenTheCustomerUnsubscribesIsRefused, and the acknowledgement goes.
func TestWhatWaitsWhenTheCustomerUnsubscribesIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.write(t, channel.Outbound{ID: "r1", Text: "hello"})
	w.write(t, channel.Outbound{ID: "r2", Kind: channel.Typing, On: true})
	w.write(t, channel.Outbound{ID: "consent-1", Text: "Bye", Purpose: channel.Acknowledgement})
	w.set(t, "", conversation.Conversation{
		Customer: conversation.Customer{Peer: channel.Peer{Channel: channels.Default, Account: "acme", Key: "k"}, Unsubscribed: true},
		Session:  conversation.Session{State: conversation.Active, Number: 1}, Thread: conversation.Thread{LastHeardAt: w.now},
	})
	for range 2 {
		if err := w.wake(t, "consent-1"); err != nil {
			t.Fatal(err)
		}
	}
	if got := w.provider.got; len(got) != 1 || got[0].ID != "consent-1" || got[0].Purpose != channel.Acknowledgement {
		t.Errorf("sent %+v, want the acknowledgement, once", got)
	}
	if r := w.reply(t, "r1"); r.Status != channel.Failed || r.Reason == nil || r.Reason.Code != conversation.HasUnsubscribed {
		t.Errorf("what waited is %s for %v", r.Status, r.Reason)
	}
}
