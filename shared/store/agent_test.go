package store_test

import (
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// roster writes an agent who is there, and what follows from it.
func (w world) roster(t *testing.T, a agent.Agent) {
	t.Helper()
	if _, err := w.db.Doc("agents/"+a.Email).Set(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	if _, err := w.db.Doc("leases/"+a.Email).Set(t.Context(), agent.Lease{Until: noon.Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.Derive(t.Context(), a.Email, noon, working(t, "available", "busy")); err != nil {
		t.Fatal(err)
	}
}

func worker(email string, used, capacity int64, assigned time.Duration) agent.Agent {
	return agent.Agent{
		Email: email, Role: agent.Plain, Queues: []string{"front"}, Skills: map[string]int64{"french": 2}, Presence: agent.Available,
		Used: used, Capacity: capacity, LastAssignedAt: noon.Add(assigned), LastReleasedAt: noon.Add(-assigned),
	}
}

func emails(agents []agent.Agent) []string {
	var all []string
	for _, a := range agents {
		all = append(all, a.Email)
	}
	return all
}

func TestCandidatesComeInTheOrderOfTheMethodAndHaveRoom(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.roster(t, worker("a@x", 0, 3, 3*time.Minute))
	w.roster(t, worker("b@x", 1, 3, 1*time.Minute))
	w.roster(t, worker("c@x", 3, 3, 0)) // full
	w.roster(t, worker("d@x", 1, 5, 2*time.Minute))
	away := worker("e@x", 0, 3, 0)
	away.Presence = agent.Away
	w.roster(t, away)
	for order, want := range map[store.Order][]string{
		store.ByLastAssigned: {"b@x", "d@x", "a@x"},
		store.ByLastReleased: {"a@x", "d@x", "b@x"},
		store.ByFree:         {"d@x", "a@x", "b@x"},
	} {
		w.counter.Take()
		first, err := w.Candidates(t.Context(), agent.Candidates("front", map[string]int64{"french": 1}), 1, order, nil, 2)
		if err != nil {
			t.Fatal(order, err)
		}
		rest, err := w.Candidates(t.Context(), agent.Candidates("front", map[string]int64{"french": 1}), 1, order, &first[1], 2)
		if err != nil {
			t.Fatal(order, err)
		}
		if diff := cmp.Diff(want, append(emails(first), emails(rest)...)); diff != "" {
			t.Errorf("by %s (-want +got):\n%s", order, diff)
		}
		w.costs(t, "two looks", 3, 0)
	}
	free, err := w.Candidates(t.Context(), []string{"front|"}, 0, store.ByLastAssigned, nil, 10)
	if err != nil || len(free) != 4 {
		t.Errorf("%v (%v) can have what costs nothing, want the full one too", emails(free), err)
	}
}

func TestItemsComeByRankFromEveryLane(t *testing.T) {
	t.Parallel()
	w := open(t)
	for _, item := range []conversation.Item{
		{Conversation: "c1", Queue: "front", Lanes: []string{"front", "front|"}, Cost: 1, Rank: noon.Add(3 * time.Minute)},
		{Conversation: "c2", Queue: "back", Lanes: []string{"back|"}, Cost: 2, Rank: noon.Add(1 * time.Minute)},
		{Conversation: "c3", Queue: "front", Lanes: []string{"front|german:1"}, Cost: 1, Rank: noon},
		{Conversation: "c4", Queue: "front", Lanes: []string{"front", "front|"}, Cost: 9, Rank: noon},
		{Conversation: "c5", Queue: "front", Lanes: []string{"front", "front|"}, Cost: 1, Rank: noon.Add(2 * time.Minute)},
		{Conversation: "c6", Queue: "front", Lanes: nil, Cost: 1, Rank: noon},
	} {
		if _, err := w.db.Doc("queues/"+item.Queue+"/items/"+string(item.Conversation)).Set(t.Context(), item); err != nil {
			t.Fatal(err)
		}
	}
	lanes := []string{"front|", "back|"}
	for i := range 40 { // more than Firestore compares with at once
		lanes = append(lanes, "front|skill:"+string(rune('a'+i)))
	}
	w.counter.Take()
	first, err := w.Items(t.Context(), lanes, 3, nil, 2)
	if err != nil {
		t.Fatal(err)
	}
	w.costs(t, "a look", 3, 0)
	rest, err := w.Items(t.Context(), lanes, 3, &first[1], 2)
	if err != nil {
		t.Fatal(err)
	}
	var got []conversation.ID
	for _, item := range append(first, rest...) {
		got = append(got, item.Conversation)
	}
	if diff := cmp.Diff([]conversation.ID{"c2", "c5", "c1"}, got); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
}

// TestNothingIsGivenOnWhatAnAgentWasBefore: the agent's document changes between
// the read and the commit, so the decision is made again.
func TestNothingIsGivenOnWhatAnAgentWasBefore(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	w.roster(t, worker("a@x", 0, 1, 0))
	var seen []int64
	_, err := w.UpdateWith(t.Context(), id, func(conversation.Conversation) []string { return []string{"a@x"} },
		func(c conversation.Conversation, people store.People) (conversation.Change, error) {
			seen = append(seen, people["a@x"].Used)
			if len(seen) == 1 { // another session comes first
				if _, err := w.db.Doc("agents/a@x").Update(t.Context(), []firestore.Update{{Path: "used", Value: 1}}); err != nil {
					return conversation.Change{}, err
				}
			}
			return conversation.Change{Conversation: c, Loads: []conversation.Load{{Agent: "a@x", Cost: 1}}}, nil
		})
	if diff := cmp.Diff([]int64{0, 1}, seen); diff != "" || err != nil {
		t.Errorf("%v, seen (-want +got):\n%s", err, diff)
	}
	if a := get[agent.Agent](t, w.db.Doc("agents/a@x")); a.Used != 2 {
		t.Errorf("used = %d, want each added once", a.Used)
	}
}

func TestAnAgentWhoseNameIsNoDocumentsIsNobody(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	_, err := w.doc("/actions/a1").Create(t.Context(), conversation.Action{
		Kind: conversation.Pick, Author: conversation.Author{Email: "jo/x"}, Agent: "/", Status: conversation.ActionPending,
	})
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = w.Act(t.Context(), id, "a1", nil, noon,
		func(c conversation.Conversation, a conversation.Action, people store.People) (conversation.Change, error) {
			return c.CarryOut(a, conversation.ActionInput{By: people[a.Author.Email], To: people[a.Agent], Now: noon})
		})
	if a := get[conversation.Action](t, w.doc("/actions/a1")); err != nil || a.Status != conversation.ActionRefused {
		t.Errorf("%v, action %+v, want it refused", err, a)
	}
}

// TestWhoLosesTheRoleIsFoundNoMore, whatever presence and lease say.
func TestWhoLosesTheRoleIsFoundNoMore(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.roster(t, worker("a@x", 1, 3, 0))
	for name, role := range map[string]any{"no more": firestore.Delete, "emptied": ""} {
		w.roster(t, worker("a@x", 1, 3, 0))
		if _, err := w.db.Doc("agents/a@x").Update(t.Context(), []firestore.Update{{Path: "role", Value: role}}); err != nil {
			t.Fatal(err)
		}
		for _, want := range []bool{true, false} { // its own write wakes the function again
			if _, wrote, err := w.Derive(t.Context(), "a@x", noon, working(t, "available")); wrote != want || err != nil {
				t.Errorf("%s: Derive = %v, %v, want %v", name, wrote, err, want)
			}
		}
		found, err := w.Candidates(t.Context(), []string{"front|"}, 1, store.ByFree, nil, 5)
		if a := get[agent.Agent](t, w.db.Doc("agents/a@x")); len(found) > 0 || err != nil || a.Used != 1 || a.Capacity != 3 {
			t.Errorf("%s: found %v, %v; the entry is %+v", name, found, err, a)
		}
	}
}

// TestWhoIsOffTheRosterLeavesNoGhost: what the agent held comes back to nobody, and
// nobody who is there waits for it.
func TestWhoIsOffTheRosterLeavesNoGhost(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	w.roster(t, worker("jo", 0, 3, 0))
	w.act(t, "a1", conversation.Pick, "jo")
	w.act(t, "a2", conversation.End, "jo")
	if got := get[agent.Agent](t, w.db.Doc("agents/jo")).Used; got != 1 {
		t.Fatalf("jo has used %d, want the session's 1", got)
	}
	if _, err := w.db.Doc("agents/jo").Delete(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.counter.Take()
	w.mustReceive(t, said(2)) // which closes what jo wraps up, and opens the next session
	// Twice the conversation, and who is not there; conversation, message, item, two
	// events, the session, the figures.
	w.costs(t, "a close", 3, 8)
	if c := get[conversation.Conversation](t, w.doc("")); c.Session.Number != 2 || c.State != conversation.Open {
		t.Errorf("session %d is %s", c.Session.Number, c.State)
	}
	if all := w.names(t, "agents"); len(all) != 0 {
		t.Errorf("the roster has %v", all)
	}
}
