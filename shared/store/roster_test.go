package store_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/mask"
	"github.com/frontdesk-gcp/frontdesk/shared/roster"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// TestWhatAChangeOfTheRosterCosts: [docs/costs.md] has the sum.
func TestWhatAChangeOfTheRosterCosts(t *testing.T) {
	t.Parallel()
	w := open(t)
	rules, err := mask.New(mask.Default())
	if err != nil {
		t.Fatal(err)
	}
	const ada, bob, ben = "ada@acme.example", "bob@acme.example", "ben@acme.example"
	w.put(t, "agents/"+ada, agent.Agent{Role: agent.Admin})
	w.put(t, "agents/"+bob, agent.Agent{Role: agent.Admin})
	w.put(t, "agents/"+ben, agent.Agent{Role: agent.Plain, Lanes: []string{"front|"}})
	ask := func(id string, kind roster.Kind, of string, first bool) {
		w.put(t, "rosterChanges/"+id, roster.Change{
			Kind: kind, Agent: of, Why: "x", Author: conversation.Author{Email: ada}, Status: conversation.ActionPending, First: first,
			Entry: map[bool]*roster.Entry{true: {DisplayName: "Eve", Role: agent.Plain}}[kind == roster.Add],
		})
	}
	carryOut := func(id string) roster.Change {
		t.Helper()
		c, _, err := w.ChangeRoster(t.Context(), id, rules, noon, func(c roster.Change, in roster.Input) (roster.Change, error) {
			c.Before, c.After = roster.EntryOf(in.Of), nil
			if c.Kind == roster.Suspend {
				c.After = &roster.Entry{Role: agent.None}
			}
			if c.Kind == roster.Add {
				c.After = c.Entry
			}
			return c, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	ask("c1", roster.Suspend, ben, false)
	w.counter.Take()
	carryOut("c1")
	w.costs(t, "to suspend an agent", 4, 3)
	if c := carryOut("c1"); !c.Ended() {
		t.Errorf("the change is %+v", c)
	}
	w.costs(t, "to find it done", 1, 0)
	ask("c2", roster.Suspend, bob, false)
	w.counter.Take()
	carryOut("c2")
	w.costs(t, "to suspend an admin", 6, 3)
	ask("c3", roster.Remove, ben, false)
	w.counter.Take()
	carryOut("c3")
	w.costs(t, "to remove an agent", 4, 7)
	ask("c4", roster.Add, "eve@acme.example", true)
	w.counter.Take()
	carryOut("c4")
	w.costs(t, "to add somebody of the first roster", 5, 3)
	ask("c5", roster.Remove, "no/address", false)
	w.counter.Take()
	carryOut("c5")
	w.costs(t, "to refuse a change", 1, 1)
}

func TestStuckChangesOfTheRosterAreFoundAndWoken(t *testing.T) {
	t.Parallel()
	w := open(t)
	at := func(status conversation.ActionStatus, when time.Time) map[string]any {
		return map[string]any{"status": status, "createdAt": when}
	}
	w.put(t, "rosterChanges/old", at(conversation.ActionPending, noon.Add(-2*time.Minute)))
	w.put(t, "rosterChanges/new", at(conversation.ActionPending, noon))
	w.put(t, "rosterChanges/done", at(conversation.ActionDone, noon.Add(-time.Hour)))
	w.put(t, "rosterChanges/seed-1", map[string]any{"status": "pending", "kind": "seed"})
	var found []string
	w.counter.Take()
	err := w.StuckRosterChanges(t.Context(), noon.Add(-time.Minute), func(id string) error {
		found = append(found, id)
		return nil
	})
	slices.Sort(found)
	if diff := cmp.Diff([]string{"old", "seed-1"}, found); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	w.costs(t, "to look for stuck changes", 3, 0)
	if err := w.WakeRoster(t.Context(), "old", noon); err != nil {
		t.Fatal(err)
	}
	if c, err := w.RosterChange(t.Context(), "old"); err != nil || !c.TriedAt.Equal(noon) || c.Status != conversation.ActionPending {
		t.Errorf("the change is %+v, %v", c, err)
	}
	if err := w.WakeRoster(t.Context(), "gone", noon); err != nil {
		t.Errorf("a change that is gone: %v", err)
	}
	if _, err := w.RosterChange(t.Context(), "gone"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a change that is gone: %v", err)
	}
}

func TestAChangeIsAskedForOnce(t *testing.T) {
	t.Parallel()
	w := open(t)
	for _, why := range []string{"first", "second"} {
		if err := w.AskRoster(t.Context(), roster.Change{ID: "c1", Why: why, Status: conversation.ActionPending}); err != nil {
			t.Fatal(err)
		}
	}
	if c, err := w.RosterChange(t.Context(), "c1"); err != nil || c.Why != "first" {
		t.Errorf("the change is %+v, %v", c, err)
	}
}
