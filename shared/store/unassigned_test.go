package store_test

import (
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// TestWaitsTellsWhoHasNoAgentYet: open ones and offered ones, of one queue.
func TestWaitsTellsWhoHasNoAgentYet(t *testing.T) {
	t.Parallel()
	w := open(t)
	for name, c := range map[string]conversation.Conversation{
		"c1": {Session: conversation.Session{Queue: "front", State: conversation.Open, WaitingSince: noon.Add(-time.Minute)}},
		"c2": {Session: conversation.Session{Queue: "front", State: conversation.Offered, WaitingSince: noon.Add(-3 * time.Minute)}},
		"c3": {Session: conversation.Session{Queue: "front", State: conversation.Active, WaitingSince: noon.Add(-time.Hour)}},
		"c4": {Session: conversation.Session{Queue: "front", State: conversation.Parked, WaitingSince: noon.Add(-time.Hour)}},
		"c5": {Session: conversation.Session{Queue: "front", State: conversation.Closed, WaitingSince: noon.Add(-time.Hour)}},
		"c6": {Session: conversation.Session{Queue: "back", State: conversation.Open, WaitingSince: noon.Add(-time.Hour)}},
	} {
		w.put(t, "conversations/"+name, c)
	}
	for queue, want := range map[string]struct {
		sessions int64
		since    time.Time
	}{
		"front": {2, noon.Add(-3 * time.Minute)}, "back": {1, noon.Add(-time.Hour)}, "quiet": {},
	} {
		w.counter.Take()
		sessions, since, err := w.Unassigned(t.Context(), queue)
		if sessions != want.sessions || !since.Equal(want.since) || err != nil {
			t.Errorf("%s: %d wait since %v, %v, want %d since %v", queue, sessions, since, err, want.sessions, want.since)
		}
		w.costs(t, "a look at "+queue, 1, 0) // the count is billed besides
	}
}

// TestWaitsCountsThoseBehindTheFirst without reading them.
func TestWaitsCountsThoseBehindTheFirst(t *testing.T) {
	t.Parallel()
	w := open(t)
	const many = 40
	batch := w.db.BulkWriter(t.Context())
	for range many {
		if _, err := batch.Create(w.db.Collection("conversations").NewDoc(), conversation.Conversation{
			Session: conversation.Session{Queue: "front", State: conversation.Open, WaitingSince: noon},
		}); err != nil {
			t.Fatal(err)
		}
	}
	batch.End()
	w.counter.Take()
	if sessions, _, err := w.Unassigned(t.Context(), "front"); sessions != many || err != nil {
		t.Errorf("%d wait, %v, want %d", sessions, err, many)
	}
	w.costs(t, "a look at a long queue", 1, 0)
}
