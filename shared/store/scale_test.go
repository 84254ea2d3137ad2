package store_test

import (
	"testing"

	"github.com/frontdesk-gcp/frontdesk/emulator/scale"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// TestASimulatedDayCountsWhatIsWritten holds the count of a simulated day, which has no
// database, to what each change really writes.
func TestASimulatedDayCountsWhatIsWritten(t *testing.T) {
	t.Parallel()
	w := open(t)
	known := map[string]bool{}
	changes := 0
	_, err := scale.Play(scale.Size{Conversations: 4, Agents: 2, Queues: 1, Capacity: 2, Turns: 2, Seed: 1}, scale.Watch{
		Changed: func(id conversation.ID, ch conversation.Change, writes int64) {
			for _, l := range ch.Loads {
				if !known[l.Agent] {
					known[l.Agent] = true
					if _, err := w.db.Doc("agents/"+l.Agent).Set(t.Context(), agent.Agent{Email: l.Agent}); err != nil {
						t.Error(err)
					}
				}
			}
			w.counter.Take()
			if _, err := w.Update(t.Context(), id, func(conversation.Conversation) (conversation.Change, error) { return ch, nil }); err != nil {
				t.Errorf("%s: %v", ch.Conversation.State, err)
			}
			changes++
			if _, got := w.counter.Take(); int64(got) != writes {
				t.Errorf("a change to %s wrote %d documents and counts as %d", ch.Conversation.State, got, writes)
			}
		},
	})
	if err != nil || changes < 4*6 {
		t.Errorf("%d changes, %v", changes, err)
	}
}
