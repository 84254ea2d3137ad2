package timer_test

import (
	"net/http"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/functions/timer"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// removed is a world in which an account was removed that has sessions in all states.
func removed() *world {
	w := newWorld()
	w.removed = []string{"gone"}
	for id, state := range map[conversation.ID]conversation.State{
		"c1": conversation.Open, "c2": conversation.Active, "c3": conversation.Parked, "c4": conversation.Closed,
	} {
		w.has(id, state, func(c *conversation.Conversation) { c.Account = "gone" })
	}
	w.has("c5", conversation.Parked, func(c *conversation.Conversation) { c.Account, c.ParkedAt = "acme", w.now })
	return w
}

// TestSessionsOfARemovedAccountEnd: by the next round and by every sweep, and nobody
// else's.
func TestSessionsOfARemovedAccountEnd(t *testing.T) {
	t.Parallel()
	for _, path := range []string{timer.WaitingPath, timer.SweepPath} {
		w := removed()
		if got := w.call(http.MethodPost, path, nil); got.Code != http.StatusOK {
			t.Errorf("%s answered %d: %s", path, got.Code, &w.log)
		}
		for id, c := range w.conversations {
			want := conversation.Closed
			if id == "c5" {
				want = conversation.Parked
			}
			if c.State != want || id != "c4" && id != "c5" && c.ClosedBy != conversation.AccountRemoved {
				t.Errorf("%s: %s is %s by %q, want %s", path, id, c.State, c.ClosedBy, want)
			}
		}
		if used := w.people[jo].Used; used != 0 {
			t.Errorf("%s: the agent still has %d", path, used)
		}
	}
}

// TestARunThatFailsIsContinued: the next round does the rest.
func TestARunThatFailsIsContinued(t *testing.T) {
	t.Parallel()
	w := removed()
	w.fails["open of gone"] = errAborted
	if got := w.call(http.MethodPost, timer.WaitingPath, nil); got.Code != http.StatusInternalServerError {
		t.Errorf("answered %d", got.Code)
	}
	delete(w.fails, "open of gone")
	if got := w.call(http.MethodPost, timer.WaitingPath, nil); got.Code != http.StatusOK {
		t.Errorf("answered %d", got.Code)
	}
	if c := w.conversations["c1"]; c.State != conversation.Closed {
		t.Errorf("c1 is %s", c.State)
	}
}
