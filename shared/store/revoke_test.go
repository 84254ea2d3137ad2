package store_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// revoking is a world in which Jo has the session, on a channel that takes messages back,
// and nothing waits to be sent.
func revoking(t *testing.T) world {
	t.Helper()
	w := open(t)
	w.mustReceive(t, said(1))
	w.act(t, "a0", conversation.Pick, "jo")
	w.drains(t)
	can := []firestore.Update{{Path: "outbox.signals", Value: []channel.Kind{channel.Revoke}}}
	if _, err := w.doc("").Update(t.Context(), can); err != nil {
		t.Fatal(err)
	}
	return w
}

// drains sends all that waits.
func (w world) drains(t *testing.T) {
	t.Helper()
	o := w.Outbox(id, "event")
	for {
		r, _, err := o.Claim(t.Context(), noon, noon.Add(20*time.Second))
		if err != nil {
			return
		}
		if err := o.Record(t.Context(), r, heard(channel.Sent, nil), noon); err != nil {
			t.Fatal(err)
		}
	}
}

// revoke has Jo take a message back.
func (w world) revoke(t *testing.T, name, reply string) conversation.Action {
	t.Helper()
	w.put(t, "conversations/"+string(id)+"/actions/"+name, conversation.Action{
		Kind: conversation.Revoke, Of: reply, Author: conversation.Author{Email: "jo", Name: "Jo"}, Status: conversation.ActionPending,
	})
	return w.carry(t, name)
}

func TestTakingAMessageBackIsAskedForOnce(t *testing.T) {
	t.Parallel()
	w := revoking(t)
	w.write(t, "r1", "one")
	w.drains(t)
	w.counter.Take()
	if a := w.revoke(t, "a1", "r1"); a.Status != conversation.ActionDone {
		t.Fatalf("the action is %s for %v", a.Status, a.Reason)
	}
	w.costs(t, "the action, written and read by its author", 6, 5)
	if r := get[conversation.Reply](t, w.doc("/replies/revoke-a1")); r.Kind != channel.Revoke || r.Of != "r1" || r.Status != channel.Pending {
		t.Errorf("the signal is %+v", r)
	}
	w.carry(t, "a1") // it is delivered twice
	if a := w.revoke(t, "a2", "r1"); a.Reason == nil || a.Reason.Code != conversation.ReplyIsBeingRevoked {
		t.Errorf("the second action is %s for %v", a.Status, a.Reason)
	}
	signal := conversation.Reply{Attempts: 1}
	w.counter.Take()
	for _, writes := range []int{2, 0} {
		if err := w.Receipt(t.Context(), id, "r1", signal.RevocationReport(heard(channel.Sent, nil)), noon); err != nil {
			t.Fatal(err)
		}
		w.costs(t, "what came of it", 2, writes)
	}
	if m := get[conversation.Message](t, w.doc("/messages/r1")); m.Status != channel.Revoked {
		t.Errorf("the history says %s", m.Status)
	}
	if a := w.revoke(t, "a3", "r1"); a.Reason == nil || a.Reason.Code != conversation.ReplyIsOver {
		t.Errorf("the third action is %s for %v", a.Status, a.Reason)
	}
}

// TestWhatCouldNotBeTakenBackCanBeTriedAgain: the channel was down, say.
func TestWhatCouldNotBeTakenBackCanBeTriedAgain(t *testing.T) {
	t.Parallel()
	w := revoking(t)
	w.write(t, "r1", "one")
	w.drains(t)
	w.revoke(t, "a1", "r1")
	given := conversation.Reply{Attempts: 9}.RevocationReport(heard(channel.Failed, reason.New("reply.neverTaken", nil)))
	if err := w.Receipt(t.Context(), id, "r1", given, noon); err != nil {
		t.Fatal(err)
	}
	if m := get[conversation.Message](t, w.doc("/messages/r1")); m.Status != channel.Sent || m.Reason == nil || m.Reason.Code != conversation.MaybeRevoked {
		t.Errorf("the history says %s for %v", m.Status, m.Reason)
	}
	if a := w.revoke(t, "a2", "r1"); a.Status != conversation.ActionDone {
		t.Errorf("the second action is %s for %v", a.Status, a.Reason)
	}
}

// TestAMessageThatMayArriveSaysSoUntilItDoes, once.
func TestAMessageThatMayArriveSaysSoUntilItDoes(t *testing.T) {
	t.Parallel()
	w := revoking(t)
	w.write(t, "r1", "one")
	o := w.Outbox(id, "event")
	r := claim(t, o, noon, "r1")
	may := heard(channel.Sent, reason.New(channel.MayArrive, nil))
	for range 2 { // before the sending is recorded, and again
		if err := w.Receipt(t.Context(), id, "r1", may, noon); err != nil {
			t.Fatal(err)
		}
	}
	if err := o.Record(t.Context(), r, heard(channel.Sent, nil), noon); err != nil {
		t.Fatal(err)
	}
	if m := get[conversation.Message](t, w.doc("/messages/r1")); m.Status != channel.Sent || m.Reason == nil || m.Reason.Code != channel.MayArrive {
		t.Errorf("the history says %s for %v", m.Status, m.Reason)
	}
	w.counter.Take()
	if err := w.Receipt(t.Context(), id, "r1", may, noon); err != nil {
		t.Fatal(err)
	}
	w.costs(t, "a repetition", 2, 0)
	if err := w.Receipt(t.Context(), id, "r1", heard(channel.Delivered, nil), noon); err != nil {
		t.Fatal(err)
	}
	if m := get[conversation.Message](t, w.doc("/messages/r1")); m.Status != channel.Delivered || m.Reason != nil {
		t.Errorf("the history says %s for %v", m.Status, m.Reason)
	}
}

// TestAReceiptAndAnAgentWhoTakesBackMeet: one comes first, and the message is delivered.
func TestAReceiptAndAnAgentWhoTakesBackMeet(t *testing.T) {
	t.Parallel()
	w := revoking(t)
	for i := range 10 {
		name := fmt.Sprintf("r%d", i)
		w.write(t, name, "hello")
		w.drains(t)
		var group sync.WaitGroup
		group.Go(func() {
			if err := w.Receipt(t.Context(), id, name, heard(channel.Delivered, nil), noon); err != nil {
				t.Error(err)
			}
		})
		a := w.revoke(t, "b"+name, name)
		group.Wait()
		asked := a.Status == conversation.ActionDone
		if !asked && a.Reason.Code != conversation.ReplyIsDelivered {
			t.Errorf("%s: refused for %v", name, a.Reason)
		}
		if r := get[conversation.Reply](t, w.doc("/replies/"+name)); r.Status != channel.Delivered || r.Revoking != asked {
			t.Errorf("%s is %s, being taken back %v, asked for %v", name, r.Status, r.Revoking, asked)
		}
		if asked {
			told := conversation.Reply{Attempts: 1}.RevocationReport(heard(channel.Failed, reason.New(channel.TooLateToRevoke, nil)))
			if err := w.Receipt(t.Context(), id, name, told, noon); err != nil {
				t.Fatal(err)
			}
			if r := get[conversation.Reply](t, w.doc("/replies/"+name)); r.Status != channel.Delivered || r.Revoking || r.Reason != nil {
				t.Errorf("%s is %s for %v, being taken back %v", name, r.Status, r.Reason, r.Revoking)
			}
			w.drains(t)
		}
	}
}

// TestConsentReachesARunThatIsSending before the next message, whatever it has just sent.
func TestConsentReachesARunThatIsSending(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		kind   channel.Kind
		before bool
	}{
		"while it sends a message": {channel.Text, true},
		"while it sends a signal":  {channel.Typing, true},
		"between two messages":     {channel.Text, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := revoking(t)
			w.put(t, "conversations/"+string(id)+"/replies/r1", conversation.Reply{
				Outbound: channel.Outbound{Kind: tt.kind, Text: "one"}, Author: conversation.Author{Email: "jo"},
				Status: channel.Pending, CreatedAt: noon,
			})
			w.write(t, "r2", "two")
			o := w.Outbox(id, "event")
			r := claim(t, o, noon, "r1")
			in := said(2)
			in.Kind, in.Text = channel.Consent, ""
			if tt.before {
				w.mustReceive(t, in)
			}
			if err := o.Record(t.Context(), r, heard(channel.Sent, nil), noon); err != nil {
				t.Fatal(err)
			}
			if !tt.before {
				w.mustReceive(t, in)
			}
			r, c, err := o.Claim(t.Context(), noon, noon.Add(20*time.Second))
			if err != nil || r.ID == "r1" || !c.Unsubscribed { // the next is r2 or the acknowledgement, by the two clocks
				t.Errorf("claimed %s of a customer who unsubscribed: %v, error %v", r.ID, c.Unsubscribed, err)
			}
		})
	}
}

func TestTheAcknowledgementIsWrittenOnce(t *testing.T) {
	t.Parallel()
	w := revoking(t)
	before := len(w.names(t, "conversations/"+string(id)+"/replies"))
	in := said(2)
	in.Kind, in.Text = channel.Consent, "STOP"
	w.counter.Take()
	w.mustReceive(t, in)
	w.costs(t, "unsubscribing from an active session", 1, 4)
	if err := w.receive(t, in); err == nil {
		t.Error("a repetition counts")
	}
	beside := said(3)
	beside.Kind, beside.Text = channel.Consent, ""
	w.mustReceive(t, beside)
	if after := len(w.names(t, "conversations/"+string(id)+"/replies")); after != before+1 {
		t.Errorf("%d replies more, want the acknowledgement", after-before)
	}
}
