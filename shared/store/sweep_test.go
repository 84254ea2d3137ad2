package store_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

func (w world) put(t *testing.T, path string, v any) {
	t.Helper()
	if _, err := w.db.Doc(path).Set(t.Context(), v); err != nil {
		t.Fatal(err)
	}
}

func TestOverdueFindsTheEarliestDeadlineFirst(t *testing.T) {
	t.Parallel()
	w := open(t)
	for name, due := range map[string]time.Time{
		"c1": noon.Add(-time.Minute), "c2": noon.Add(-time.Hour), "c3": noon, "c4": {},
	} {
		w.put(t, "conversations/"+name, conversation.Conversation{Session: conversation.Session{DueAt: due}})
	}
	var found []conversation.ID
	collect := func(c conversation.Conversation) error {
		found = append(found, c.ID)
		return nil
	}
	w.counter.Take()
	if err := w.Overdue(t.Context(), noon, collect); err != nil {
		t.Fatal(err)
	}
	w.costs(t, "two that are overdue", 2, 0)
	if diff := cmp.Diff([]conversation.ID{"c2", "c1"}, found); diff != "" {
		t.Errorf("overdue (-want +got):\n%s", diff)
	}
	stop := errors.New("stop")
	if err := w.Overdue(t.Context(), noon, func(conversation.Conversation) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("Overdue = %v, want what f returned", err)
	}
}

func TestStuckRepliesAreThoseThatWereToBeSentLongAgo(t *testing.T) {
	t.Parallel()
	w := open(t)
	for path, r := range map[string]conversation.Reply{
		"c1/replies/r1": {Status: channel.Pending, CreatedAt: noon.Add(-time.Minute)},
		"c1/replies/r2": {Status: channel.Sent, CreatedAt: noon.Add(-time.Minute)},
		"c2/replies/r3": {Status: channel.Sending, CreatedAt: noon.Add(-time.Hour)},
		"c2/replies/r4": {Status: channel.Pending, CreatedAt: noon},
	} {
		w.put(t, "conversations/"+path, r)
	}
	var found []string
	err := w.StuckReplies(t.Context(), noon, func(id conversation.ID, reply string) error {
		found = append(found, string(id)+"/"+reply)
		return nil
	})
	if diff := cmp.Diff([]string{"c2/r3", "c1/r1"}, found); diff != "" || err != nil {
		t.Errorf("%v, stuck (-want +got):\n%s", err, diff)
	}
}

// TestNudgesDoNotAccumulate, nor wait in the outbox that they are to empty.
func TestNudgesDoNotAccumulate(t *testing.T) {
	t.Parallel()
	w := open(t)
	var created []time.Time
	for hour := range 72 {
		if err := w.Nudge(t.Context(), "c1", noon.Add(time.Duration(hour)*time.Hour)); err != nil {
			t.Fatal(err)
		}
		doc, err := w.db.Doc("conversations/c1/replies/nudge-sweep").Get(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		created = append(created, doc.CreateTime)
	}
	if got := slices.Compact(slices.Clone(created)); len(got) != 72 {
		t.Errorf("%d were created, which is what wakes the function, want 72", len(got))
	}
	names := w.names(t, "conversations/c1/replies")
	if len(names) != 1 {
		t.Fatalf("replies %v, want one", names)
	}
	r := get[conversation.Reply](t, w.db.Doc("conversations/c1/replies/"+names[0]))
	r.ID = names[0]
	if r.Kind != channel.Typing || r.On || r.Status != channel.Sent || !r.ExpireAt.Equal(noon.Add(95*time.Hour)) {
		t.Errorf("the nudge is %+v", r)
	}
	err := w.StuckReplies(t.Context(), noon.Add(100*time.Hour), func(_ conversation.ID, reply string) error {
		t.Errorf("the sweep finds %s", reply)
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if mended, err := w.Mend(t.Context(), "c1", names[0]); mended || err != nil {
		t.Errorf("the nudge was mended: %v, %v", mended, err)
	}
}

func TestRecountMendsWhatAnAgentHasUsed(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.put(t, "agents/ana@x", agent.Agent{Role: agent.Plain, Capacity: 5, Used: 7, Free: -2})
	w.put(t, "conversations/c1", conversation.Conversation{Session: conversation.Session{State: conversation.Active, Owner: "ana@x", Cost: 2}})
	w.put(t, "conversations/c2", conversation.Conversation{Session: conversation.Session{State: conversation.WrapUp, Owner: "ana@x", Cost: 1}})
	w.put(t, "conversations/c3", conversation.Conversation{Session: conversation.Session{State: conversation.Active, Owner: "bo@x", Cost: 9}})
	for i, want := range []int64{4, 0} {
		w.counter.Take()
		off, err := w.Recount(t.Context(), "ana@x")
		if off != want || err != nil {
			t.Errorf("Recount = %d, %v, want %d", off, err, want)
		}
		w.costs(t, "a recount", 3, 1-i)
	}
	if a := get[agent.Agent](t, w.db.Doc("agents/ana@x")); a.Used != 3 || a.Free != 2 {
		t.Errorf("ana has used %d, %d free, want 3 and 2", a.Used, a.Free)
	}
	if _, err := w.Recount(t.Context(), "nobody@x"); err == nil {
		t.Error("there is nobody to recount, and no error")
	}
}

func TestAgentsAreTheRoster(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.put(t, "agents/ana@x", agent.Agent{Role: agent.Plain})
	w.put(t, "agents/sup@x", agent.Agent{Role: agent.Supervisor})
	w.put(t, "agents/adm@x", agent.Agent{Role: agent.Admin})
	w.put(t, "agents/sus@x", agent.Agent{Role: agent.None})
	w.put(t, "agents/gone@x", map[string]any{"used": 1})
	var found []string
	err := w.Agents(t.Context(), func(email string) error {
		found = append(found, email)
		return nil
	})
	slices.Sort(found)
	if diff := cmp.Diff([]string{"adm@x", "ana@x", "sup@x", "sus@x"}, found); diff != "" || err != nil {
		t.Errorf("%v, agents (-want +got):\n%s", err, diff)
	}
}

func TestHeldAreTheConversationsThatAnAgentHas(t *testing.T) {
	t.Parallel()
	w := open(t)
	for i := range 5 {
		w.put(t, fmt.Sprintf("conversations/c%d", i), conversation.Conversation{Session: conversation.Session{Owner: "ana@x"}})
	}
	w.put(t, "conversations/d", conversation.Conversation{Session: conversation.Session{Owner: "bo@x"}})
	w.counter.Take()
	held, err := w.Held(t.Context(), "ana@x", 3)
	if err != nil || len(held) != 3 || held[0].ID == "" {
		t.Errorf("Held = %v, %v, want three with their ids", held, err)
	}
	w.costs(t, "three of five", 3, 0)
	if held, err := w.Held(t.Context(), "cy@x", 3); err != nil || len(held) > 0 {
		t.Errorf("Held = %v, %v, want none", held, err)
	}
}

func TestVisitedAreTheConversationsThatAnAgentIsAGuestOf(t *testing.T) {
	t.Parallel()
	w := open(t)
	const guest = "ana.o'neil+1@x"
	for i := range 5 {
		guests := map[string]string{guest: "Ana", "bo@x": "Bo"}
		w.put(t, fmt.Sprintf("conversations/c%d", i), conversation.Conversation{Session: conversation.Session{Guests: guests}})
	}
	w.put(t, "conversations/d", conversation.Conversation{Session: conversation.Session{Guests: map[string]string{"bo@x": "Bo"}}})
	w.put(t, "conversations/e", conversation.Conversation{Session: conversation.Session{Owner: guest}})
	w.counter.Take()
	visited, err := w.Visited(t.Context(), guest, 3)
	if err != nil || len(visited) != 3 || visited[0].Guests[guest] != "Ana" {
		t.Errorf("Visited = %v, %v, want three", visited, err)
	}
	w.costs(t, "three of five", 3, 0)
	if visited, err := w.Visited(t.Context(), "cy@x", 3); err != nil || len(visited) > 0 {
		t.Errorf("Visited = %v, %v, want none", visited, err)
	}
}

func TestWhatIsNotThereIsNobodyAndNothing(t *testing.T) {
	t.Parallel()
	w := open(t)
	if p, err := w.Person(t.Context(), "ana@x"); err != nil || p.OnRoster() || p.Present(noon) || p.Email != "ana@x" {
		t.Errorf("Person = %+v, %v", p, err)
	}
	if c, err := w.Conversation(t.Context(), "c1"); err != nil || c.ID != "" {
		t.Errorf("Conversation = %+v, %v", c, err)
	}
	if err := w.Explain(t.Context(), conversation.Conversation{ID: "c1", Session: conversation.Session{Queue: "front"}}, []reason.Reason{{Code: "x"}}); err != nil {
		t.Errorf("Explain = %v, want nothing to explain", err)
	}
	if err := w.Bookmark(t.Context(), "ana@x", agent.Bookmark{}); err != nil {
		t.Errorf("Bookmark = %v, want nothing to do", err)
	}
	for _, path := range []string{"agents/ana@x", "queues/front/items/c1"} {
		if doc, err := w.db.Doc(path).Get(t.Context()); doc.Exists() {
			t.Errorf("%s was made: %v", path, err)
		}
	}
	if _, wrote, err := w.Derive(t.Context(), "ana@x", noon, working(t, "available")); wrote || err != nil {
		t.Errorf("Derive = %v, %v, want nothing written about nobody", wrote, err)
	}
}

func TestDeriveWritesWhereSomethingFollows(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.put(t, "agents/ana@x", map[string]any{
		"role": "agent", "queues": []string{"front"}, "capacity": 3, "presence": "available",
	})
	w.put(t, "leases/ana@x", agent.Lease{Until: noon.Add(time.Minute)})
	w.counter.Take()
	for i, want := range []bool{true, false} {
		p, wrote, err := w.Derive(t.Context(), "ana@x", noon, working(t, "available"))
		if err != nil || wrote != want || p.Free != 3 || !slices.Equal(p.Lanes, []string{"@ana@x", "front|"}) {
			t.Errorf("Derive = %+v, %v, %v, want it written: %v", p, wrote, err, want)
		}
		w.costs(t, "to derive", 2, 1-i)
	}
	// What is ordered by has to be there, or no query finds the agent.
	found, err := w.Candidates(t.Context(), []string{"front|"}, 1, "lastReleasedAt", nil, 5)
	if err != nil || len(found) != 1 {
		t.Errorf("Candidates = %v, %v, want ana", found, err)
	}
	if _, wrote, err := w.Derive(t.Context(), "ana@x", noon.Add(time.Minute), working(t, "available")); !wrote || err != nil {
		t.Errorf("Derive = %v, %v, want the lanes taken away from who is gone", wrote, err)
	}
}

func TestWhatWaitsByAnotherConfigurationIsFoundInAllQueues(t *testing.T) {
	t.Parallel()
	w := open(t)
	for path, version := range map[string]string{
		"queues/front/items/c1": "v1", "queues/front/items/c2": "v2", "queues/back/items/c3": "v0", "queues/back/items/c4": "v2",
	} {
		w.put(t, path, conversation.Item{ConfigVersion: version})
	}
	for version, want := range map[string][]conversation.ID{"v2": {"c1", "c3"}, "v3": {"c1", "c2", "c3", "c4"}} {
		w.counter.Take()
		var got []conversation.ID
		err := w.Outdated(t.Context(), version, func(id conversation.ID) error {
			got = append(got, id)
			return nil
		})
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%v, other than %s (-want +got):\n%s", err, version, diff)
		}
		w.costs(t, "to look for them", len(want), 0)
	}
}

func TestExplainSaysWhyAndBookmarkSaysWhere(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	w.counter.Take()
	if err := w.Explain(t.Context(), conversation.Conversation{ID: id, Session: conversation.Session{Queue: "front"}}, []reason.Reason{{Code: "nobody"}}); err != nil {
		t.Fatal(err)
	}
	w.costs(t, "an explanation", 0, 1)
	if item := get[conversation.Item](t, w.db.Doc("queues/front/items/"+string(id))); len(item.Why) != 1 || item.Why[0].Code != "nobody" {
		t.Errorf("why = %v", item.Why)
	}
	w.roster(t, worker("a@x", 0, 3, 0))
	w.counter.Take()
	want := agent.Bookmark{Rank: noon, Conversation: "c1", State: "s"}
	if err := w.Store.Bookmark(t.Context(), "a@x", want); err != nil {
		t.Fatal(err)
	}
	w.costs(t, "a bookmark", 0, 1)
	if p, err := w.Person(t.Context(), "a@x"); err != nil || p.Bookmark != want || p.Capacity != 3 {
		t.Errorf("Person = %+v, %v", p, err)
	}
}

// TestAnAgentInTheWrongShapeHidesNobody: supervisors write the roster, agents their
// presence and lease.
func TestAnAgentInTheWrongShapeHidesNobody(t *testing.T) {
	t.Parallel()
	w := open(t)
	for i, email := range []string{"a@x", "b@x", "c@x"} {
		w.roster(t, worker(email, 0, 3, time.Duration(i)*time.Minute))
	}
	broken := []firestore.Update{{Path: "capacity", Value: "three"}}
	if _, err := w.db.Doc("agents/b@x").Update(t.Context(), broken); err != nil {
		t.Fatal(err)
	}
	w.put(t, "leases/c@x", map[string]any{"until": "tomorrow"})
	var found []string
	var last *agent.Agent
	for range 3 {
		page, err := w.Candidates(t.Context(), []string{"front|"}, 1, "lastAssignedAt", last, 1)
		if err != nil || len(page) != 1 {
			t.Fatalf("Candidates = %v, %v, want the next one", page, err)
		}
		found, last = append(found, page[0].Email), &page[0]
		if page[0].OnRoster() != (page[0].Email != "b@x") {
			t.Errorf("%s is known: %v", page[0].Email, page[0].OnRoster())
		}
	}
	if diff := cmp.Diff([]string{"a@x", "b@x", "c@x"}, found); diff != "" {
		t.Errorf("candidates (-want +got):\n%s", diff)
	}
	if p, err := w.Person(t.Context(), "c@x"); err != nil || p.Present(noon) || !p.OnRoster() {
		t.Errorf("Person = %+v, %v, want who is not there", p, err)
	}
}

func TestTiesInRoomGoToWhoWasGivenWorkTheLongestAgo(t *testing.T) {
	t.Parallel()
	w := open(t)
	for i, email := range []string{"a@x", "b@x", "c@x", "d@x"} {
		w.roster(t, worker(email, 0, 3, -time.Duration(i)*time.Minute))
	}
	got, err := w.Candidates(t.Context(), []string{"front|"}, 1, "free", nil, 2)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"d@x", "c@x"}, emails(got)); diff != "" {
		t.Errorf("candidates (-want +got):\n%s", diff)
	}
	rest, err := w.Candidates(t.Context(), []string{"front|"}, 1, "free", &got[1], 9)
	if diff := cmp.Diff([]string{"b@x", "a@x"}, emails(rest)); diff != "" || err != nil {
		t.Errorf("%v, the rest (-want +got):\n%s", err, diff)
	}
}
