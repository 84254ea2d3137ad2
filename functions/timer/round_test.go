package timer_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/functions/timer"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

// round makes Cloud Scheduler's call and checks the answer.
func (w *world) round(t *testing.T, status int) {
	t.Helper()
	if got := w.call(http.MethodPost, timer.WaitingPath, nil); got.Code != status {
		t.Errorf("answered %d, want %d\n%s", got.Code, status, &w.log)
	}
}

// left is a session that was left to a round at noon.
func left(c *conversation.Conversation) { c.FollowAt = noon }

func TestARoundDoesWhatHadToFollow(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.has("c1", conversation.Open, left)
	w.has("c2", conversation.Open, nil)
	w.has("c3", conversation.Open, func(c *conversation.Conversation) { c.FollowAt = noon.Add(time.Second) })
	w.round(t, http.StatusOK)
	w.did(t, "after c1 open")
	if got := w.conversations["c1"].FollowAt; !got.IsZero() {
		t.Errorf("and is looked at again at %v", got)
	}
	w.round(t, http.StatusOK)
	w.did(t)
}

// TestARoundEndsAnOfferWhoseTimerWasNeverSet, which nobody else would.
func TestARoundEndsAnOfferWhoseTimerWasNeverSet(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.has("c1", conversation.Offered, func(c *conversation.Conversation) {
		c.Offers, c.OfferedUntil, c.FollowAt = 1, noon, noon
	})
	w.round(t, http.StatusOK)
	if c := w.conversations["c1"]; c.State != conversation.Open || !c.FollowAt.IsZero() {
		t.Errorf("the session is %s, looked at again at %v", c.State, c.FollowAt)
	}
}

// TestWhatFailsInARoundIsLeftToTheNextOne, and comes after the others then, so that
// those that fail for good do not starve the others.
func TestWhatFailsInARoundIsLeftToTheNextOne(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.has("c1", conversation.Open, left)
	w.has("c2", conversation.Open, left)
	w.fails["after c1 open"] = errors.New("no index")
	w.round(t, http.StatusInternalServerError)
	w.did(t, "after c1 open", "follow c1 at 12:00:00", "after c2 open")
}

func TestWhatIsRefusedForGoodEndsNoRound(t *testing.T) {
	t.Parallel()
	w := newWorld()
	for _, id := range []conversation.ID{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"} {
		w.has(id, conversation.Open, left)
		w.fails["after "+string(id)+" open"] = fault.New(fault.Invalid, "too large")
	}
	w.has("z", conversation.Open, left)
	w.round(t, http.StatusInternalServerError)
	if got := w.steps[len(w.steps)-1]; got != "after z open" {
		t.Errorf("the last one looked at: %s", got)
	}
}

// asks is an action of Jo's that has no outcome since so long.
func (w *world) asks(name string, kind conversation.ActionKind, ago time.Duration) {
	if w.actions == nil {
		w.actions = map[string]conversation.Action{}
	}
	w.actions[name] = conversation.Action{
		ID: name, Kind: kind, Author: conversation.Author{Email: jo}, Text: "remember", Status: conversation.ActionPending,
		CreatedAt: w.now.Add(-ago),
	}
}

func TestAStuckActionIsCarriedOutOrRefused(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.has("c1", conversation.Open, nil)
	w.asks("c1/a", conversation.Pick, time.Minute)                  // may still be under way
	w.asks("c1/b", conversation.Pick, time.Minute+time.Millisecond) // its event was lost
	w.round(t, http.StatusOK)
	w.did(t, "c1/b done ", "after c1 active")

	w = newWorld()
	w.has("c1", conversation.Open, nil)
	w.asks("c1/a", conversation.Pick, 5*time.Minute+time.Second)
	w.asks("c1/b", conversation.WriteNote, 24*time.Hour) // is not lost, however late
	w.round(t, http.StatusOK)
	w.did(t, "c1/a refused action.tooLate within=300", "c1/b done ", "after c1 open")
	w.logged(t, "ERROR sweep: an action was stuck", "ERROR sweep: an action was stuck")
}

func TestAStuckStartIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.starts = map[string]time.Time{
		"a": w.now.Add(-conversation.MaxStartWait - time.Minute), // may still be refused by its own run
		"b": w.now.Add(-conversation.MaxStartWait - time.Minute - time.Millisecond),
	}
	w.round(t, http.StatusOK)
	w.did(t, "start b refused start.tooLate")
	w.logged(t, "ERROR sweep: a start was stuck")
}

// TestAStuckChangeOfTheRosterIsWoken, however late it is: it may end an access.
func TestAStuckChangeOfTheRosterIsWoken(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.changes = map[string]time.Time{
		"a": w.now.Add(-time.Minute), // may still be on its way
		"b": w.now.Add(-time.Minute - time.Millisecond),
		"c": {}, // Terraform has no clock
	}
	w.round(t, http.StatusOK)
	w.did(t, "change b woken", "change c woken")
	w.logged(t, "WARNING a change of the roster was stuck", "WARNING a change of the roster was stuck")
}

func TestAStuckRequestAboutACustomerIsWoken(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.requests = map[string]time.Time{
		"a": w.now.Add(-15 * time.Minute), // a run may be at work
		"b": w.now.Add(-15*time.Minute - time.Millisecond),
		// has rows to wait for, and is no reason to worry
		"planned": w.now.Add(-15*time.Minute - time.Millisecond),
	}
	w.round(t, http.StatusOK)
	w.did(t, "request b woken", "request planned woken")
	w.logged(t, "WARNING a request about a customer's data was stuck")
}
