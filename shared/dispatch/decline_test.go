package dispatch_test

import (
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// declines is an agent who declines the session on offer; nobody looks for the next one.
func (w *world) declines(c conversation.Conversation) conversation.Conversation {
	w.t.Helper()
	after, err := w.store.Update(w.t.Context(), c.ID, func(c conversation.Conversation) (conversation.Change, error) {
		return c.CarryOut(conversation.Action{Kind: conversation.Decline, Author: conversation.Author{Email: c.Owner}},
			conversation.ActionInput{Config: w.config, Now: w.now(), By: conversation.Person{
				Agent: agent.Agent{Email: c.Owner, Role: agent.Plain},
			}})
	})
	w.must(err)
	return after
}

// fires lets the newest timer of a cause fire at its time.
func (w *world) fires(c conversation.Conversation, cause string) {
	w.t.Helper()
	looks, ok := w.timer(cause)
	if !ok {
		w.t.Fatalf("there is no timer %q", cause)
	}
	w.pass(looks.At.Sub(w.now()) + time.Millisecond)
	after, err := w.store.Update(w.t.Context(), c.ID, func(c conversation.Conversation) (conversation.Change, error) {
		return c.Expire(conversation.Deadline{Cause: looks.Cause, Number: looks.Number, At: looks.At}, agent.Agent{}, w.config, w.now())
	})
	w.must(err)
	w.must(w.Dispatch(w.t.Context(), after))
}

func TestTheOnlyAgentWhoDeclinedIsAskedAgainAfterThePause(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.hire(agentCalled("ana"))
	c := w.comes("k", session{})
	w.has(c, conversation.Offered, "ana@x")
	w.must(w.Dispatch(t.Context(), w.declines(c)))
	w.has(c, conversation.Open, "")
	w.must(w.findWork("ana@x"))
	w.has(c, conversation.Open, "") // not at once
	w.bill.Take()
	w.fires(c, conversation.MatchesAgain)
	w.spent("a pause that is over", 1+6, 3+4)
	w.has(c, conversation.Offered, "ana@x")
}

// TestWhoHadNoRoomWhenThePauseEndedFindsTheSession in the other direction.
func TestWhoHadNoRoomWhenThePauseEndedFindsTheSession(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.hire(agentCalled("ana"))
	c := w.comes("k", session{})
	w.must(w.Dispatch(t.Context(), w.declines(c)))
	w.hire(agentCalled("ana", room(0)))
	w.fires(c, conversation.MatchesAgain)
	w.has(c, conversation.Open, "")
	w.hire(agentCalled("ana"))
	w.must(w.findWork("ana@x"))
	w.has(c, conversation.Offered, "ana@x")
}

// TestWhoDeclinedComesAfterEverybodyElse, also after those of the next pages.
func TestWhoDeclinedComesAfterEverybodyElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.hire(agentCalled("ana"))
	c := w.comes("k", session{})
	c = w.declines(c)
	w.hire(agentCalled("ana", assigned(time.Hour)))
	w.pass(3 * time.Minute) // ana may be asked again
	for _, name := range []string{"bo", "cy", "di", "eve"} {
		w.hire(agentCalled(name, assigned(time.Minute)))
	}
	for _, want := range []string{"bo@x", "cy@x", "di@x", "eve@x", "ana@x"} {
		w.must(w.Dispatch(t.Context(), c))
		w.has(c, conversation.Offered, want)
		c = w.declines(c)
	}
}
