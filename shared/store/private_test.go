package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// TestAPersonalKeyIsKeptApart counts what that costs: a write when the customer first
// writes, and a read for each run that sends.
func TestAPersonalKeyIsKeptApart(t *testing.T) {
	t.Parallel()
	w := open(t)
	in := said(1)
	in.Peer.Key, in.Peer.Personal = "+33612345612", true
	id := keyring.IDs().Of(in.Peer)
	w.mustReceive(t, in)
	w.costs(t, "a new session of a new customer", 2, 5)
	next := said(2)
	next.Peer = in.Peer
	w.mustReceive(t, next)
	w.costs(t, "a further message", 0, 2)

	doc := w.db.Doc("conversations/" + string(id))
	c := get[conversation.Conversation](t, doc)
	if c.Key != "" || c.Shown != "+33 6 •• •• •• 12" {
		t.Errorf("the conversation has the key %q and shows %q", c.Key, c.Shown)
	}
	want := conversation.Private{Key: "+33612345612", Written: "+33 6 12 34 56 12"}
	if diff := cmp.Diff(want, get[conversation.Private](t, doc.Collection("private").Doc("peer"))); diff != "" {
		t.Errorf("private (-want +got):\n%s", diff)
	}

	for _, reply := range []string{"r1", "r2"} {
		_, err := doc.Collection("replies").Doc(reply).Create(t.Context(), conversation.Reply{
			Outbound: channel.Outbound{Text: "hello"}, Author: conversation.Author{Email: "jo@example.com", Name: "Jo"},
			Status: channel.Pending, CreatedAt: noon,
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	w.counter.Take()
	o := w.Outbox(id, "event-1")
	for _, cost := range []int{4, 3} {
		r, c, err := o.Claim(t.Context(), noon, noon)
		if err != nil || c.Key != in.Peer.Key {
			t.Fatalf("claimed for %q, %v", c.Key, err)
		}
		if err := o.Record(t.Context(), r, heard(channel.Sent, nil), noon); err != nil {
			t.Fatal(err)
		}
		w.costs(t, "a reply", cost, 4)
	}
	claimFails(t, o, noon, store.ErrNothingToSend)
	w.costs(t, "to find no more", 1, 0)
}
