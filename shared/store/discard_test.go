package store_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// discard has Jo discard a reply.
func (w world) discard(t *testing.T, name, reply string) conversation.Action {
	t.Helper()
	w.put(t, "conversations/"+string(id)+"/actions/"+name, conversation.Action{
		Kind: conversation.Discard, Of: reply, Author: conversation.Author{Email: "jo", Name: "Jo"}, Status: conversation.ActionPending,
	})
	return w.carry(t, name)
}

func TestADiscardedReplyIsNotSentAndTheNextOneIs(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	w.act(t, "a0", conversation.Pick, "jo")
	w.write(t, "r1", "one")
	w.write(t, "r2", "two")
	drain := w.Outbox(id, "event-1")
	for { // what greets the customer goes first
		r, _, err := drain.Claim(t.Context(), noon, noon.Add(20*time.Second))
		if err != nil {
			t.Fatal(err)
		}
		if r.ID == "r1" {
			if err := drain.Postpone(t.Context(), r, conversation.Delay{Until: noon.Add(time.Hour), Holder: "event-1"}); err != nil {
				t.Fatal(err)
			}
			break
		}
		if err := drain.Record(t.Context(), r, heard(channel.Sent, nil), noon); err != nil {
			t.Fatal(err)
		}
	}
	if a := w.discard(t, "a1", "r1"); a.Status != conversation.ActionDone {
		t.Fatalf("the action is %s for %v", a.Status, a.Reason)
	}
	r := get[conversation.Reply](t, w.doc("/replies/r1"))
	m := get[conversation.Message](t, w.doc("/messages/r1"))
	for _, got := range []conversation.Reply{r, {Status: m.Status, Reason: m.Reason}} {
		if got.Status != channel.Failed || got.Reason == nil || got.Reason.Code != conversation.WasDiscarded {
			t.Errorf("it is %s for %v", got.Status, got.Reason)
		}
	}
	if status := w.status(t, "nudge-a1"); status != channel.Sent {
		t.Errorf("what wakes the drain is %s, want sent", status)
	}
	claim(t, drain, noon, "r2")
	for name, want := range map[string]string{"r1": "action.replyEnded", "r2": "action.replySending", "r9": "action.noReply", "": "action.noReply", "a/b": "action.noReply"} {
		if a := w.discard(t, fmt.Sprintf("a%d", time.Now().UnixNano()), name); a.Reason == nil || string(a.Reason.Code) != want {
			t.Errorf("discarding %q: %s for %v, want %s", name, a.Status, a.Reason, want)
		}
	}
}

// TestOneOfDrainAndAgentComesFirst, whenever they meet.
func TestOneOfDrainAndAgentComesFirst(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	w.act(t, "a0", conversation.Pick, "jo")
	drain := w.Outbox(id, "event")
	for {
		r, _, err := drain.Claim(t.Context(), noon, noon.Add(20*time.Second))
		if errors.Is(err, store.ErrNothingToSend) {
			break
		}
		if err == nil {
			err = drain.Record(t.Context(), r, heard(channel.Sent, nil), noon)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	won := map[bool]int{}
	for i := range 20 {
		name := fmt.Sprintf("r%d", i)
		w.write(t, name, "hello")
		var claimed bool
		var group sync.WaitGroup
		group.Go(func() {
			r, _, err := w.Outbox(id, "event-"+name).Claim(t.Context(), noon, noon.Add(20*time.Second))
			claimed = err == nil && r.ID == name
			if claimed {
				err = w.Outbox(id, "event-"+name).Record(t.Context(), r, heard(channel.Sent, nil), noon)
			}
			if err != nil && !errors.Is(err, store.ErrNothingToSend) {
				t.Error(err)
			}
		})
		a := w.discard(t, "d"+name, name)
		group.Wait()
		discarded := a.Status == conversation.ActionDone
		want := channel.Sent
		if discarded {
			want = channel.Failed
		}
		if status := w.status(t, name); claimed == discarded || status != want {
			t.Errorf("%s: claimed %v, discarded %v, and it is %s", name, claimed, discarded, status)
		}
		won[claimed]++
	}
	t.Logf("the drain came first %d times, the agent %d", won[true], won[false])
}
