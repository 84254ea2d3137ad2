package store_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/mask"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

const cardNumber = "4111 1111 1111 1111"

// masking is a configuration that is in force.
type masking struct{ config *configuration.Config }

func (m masking) Current(context.Context) (*configuration.Config, error) { return m.config, nil }

func masks(t *testing.T) masking {
	t.Helper()
	config, err := front()
	if err != nil {
		t.Fatal(err)
	}
	return masking{config}
}

// holds fails the test if any of some documents holds the number.
func (w world) holds(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		doc, err := w.doc(name).Get(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(doc.Data())
		if err != nil || strings.Contains(string(text), cardNumber) {
			t.Errorf("%s holds the number: %s, %v", name, text, err)
		}
	}
}

// TestAReplyIsMaskedBeforeItIsSent, in the write that every reply takes, and its document
// stays for receipts.
func TestAReplyIsMaskedBeforeItIsSent(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	w.write(t, "r1", "Your card "+cardNumber)
	w.counter.Take()
	o := w.Outbox(id, "event-1")
	o.Configuration = masks(t)
	r := claim(t, o, noon, "r1")
	if r.Text != "Your card "+mask.Replacement {
		t.Errorf("%q would be sent", r.Text)
	}
	w.holds(t, "/replies/r1")
	if err := o.Record(t.Context(), r, heard(channel.Sent, nil), noon); err != nil {
		t.Fatal(err)
	}
	claimFails(t, o, noon, store.ErrNothingToSend)
	w.costs(t, "a masked reply", 5, 4) // one read is this test's
	w.holds(t, "", "/replies/r1", "/messages/r1")
	if err := w.Receipt(t.Context(), id, "r1", heard(channel.Read, nil), noon); err != nil || w.status(t, "r1") != channel.Read {
		t.Errorf("a receipt: %v, status %s", err, w.status(t, "r1"))
	}
	m := get[conversation.Message](t, w.doc("/messages/r1"))
	if diff := cmp.Diff([]string{mask.Card}, m.Masked); diff != "" {
		t.Errorf("the message's mark (-want +got):\n%s", diff)
	}
}

// TestANoteIsMaskedAndSoIsItsOrder, and so is what is refused or withdrawn.
func TestANoteIsMaskedAndSoIsItsOrder(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	w.act(t, "pick", conversation.Pick, "jo")
	w.write(t, "r1", "Your card "+cardNumber)
	for name, a := range map[string]conversation.Action{
		"n1":      {Kind: conversation.WriteNote, Text: "He says " + cardNumber},
		"refused": {Kind: conversation.Transfer, Queue: cardNumber, Text: cardNumber},
		"discard": {Kind: conversation.Discard, Of: "r1"},
	} {
		a.Author, a.Status = conversation.Author{Email: "jo", Name: "JO"}, conversation.ActionPending
		if _, err := w.doc("/actions/"+name).Create(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		w.carry(t, name)
	}
	w.holds(t, "", "/actions/n1", "/messages/note-n1", "/actions/refused", "/replies/r1", "/messages/r1")
	for _, name := range []string{"/messages/note-n1", "/messages/r1"} {
		if m := get[conversation.Message](t, w.doc(name)); !cmp.Equal(m.Masked, []string{mask.Card}) {
			t.Errorf("%s is %+v", name, m)
		}
	}
	if a := get[conversation.Action](t, w.doc("/actions/n1")); a.Status != conversation.ActionDone || a.Text != "He says "+mask.Replacement {
		t.Errorf("the order is %+v", a)
	}
}
