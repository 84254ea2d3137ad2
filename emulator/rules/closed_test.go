package rules_test

import (
	"fmt"
	"testing"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// own is a session that its workstream keeps to those who worked on it: Ana and Lou, in
// Ana's and Ben's queue.
const own = "closedSessions/2_own_1"

// keptApart is a world with that session beside the one that Gus had, which Ana's and
// Ben's queue may find.
func keptApart(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.put(t, own, conversation.ClosedSession{
		Conversation: "own", Session: 1, Queue: "sales", Agents: map[string]bool{ana.email: true, lou.email: true}, Keys: []string{"ref"},
	})
	return w
}

// TestWhoGetsASessionThatIsOver: supervisors, who worked on it and, if the history of the
// workstream is not each session's own, who serves the queue.
func TestWhoGetsASessionThatIsOver(t *testing.T) {
	t.Parallel()
	w := keptApart(t)
	for path, may := range map[string][]person{
		"closedSessions/1_closed_1": {sue, ada, gus, ana, ben},
		own:                         {sue, ada, ana, lou},
	} {
		for _, p := range people {
			t.Run(path+" by "+p.who, func(t *testing.T) {
				t.Parallel()
				_, err := w.Doc(path).Get(p.in(t.Context()))
				judge(t, err, among(p, may))
			})
		}
	}
}

// TestWhatIsSearched is every query of the client's search: each with a word, an agent and
// a time, or without.
func TestWhatIsSearched(t *testing.T) {
	t.Parallel()
	w := keptApart(t)
	all := w.Collection("closedSessions").OrderBy(firestore.DocumentID, firestore.Asc)
	with := func(q firestore.Query) []firestore.Query {
		word := q.Where("keys", "array-contains", "ref")
		agent := word.WherePath(firestore.FieldPath{"agents", "y@x.example"}, "==", true)
		return []firestore.Query{q.Limit(20), word.Limit(20), agent.Limit(20), agent.StartAt("1").EndAt("3").Limit(20)}
	}
	for _, p := range people[1:] { // whoever is not signed in has no address to ask for
		mine := all.WherePath(firestore.FieldPath{"agents", p.email}, "==", true)
		sales := all.Where("forQueue", "==", true).Where("queue", "in", []string{"sales"})
		for i, q := range map[string]struct {
			of  firestore.Query
			may []person
		}{
			"everything":                {all, leads},
			"what one worked on":        {mine, workers},
			"of the queue":              {sales, and(leads, ana, ben)},
			"of the queue, kept or not": {all.Where("queue", "==", "sales"), leads},
			"what queues may find":      {all.Where("forQueue", "==", true), leads},
			"of several queues":         {all.Where("forQueue", "==", true).Where("queue", "in", []string{"sales", "support"}), leads},
			"what a colleague did":      {all.WherePath(firestore.FieldPath{"agents", "x@x.example"}, "==", true), leads},
		} {
			for n, q2 := range with(q.of) {
				t.Run(fmt.Sprintf("%s (%d) by %s", i, n, p.who), func(t *testing.T) {
					t.Parallel()
					_, err := q2.Documents(p.in(t.Context())).GetAll()
					judge(t, err, among(p, q.may))
				})
			}
		}
	}
	_, err := all.WherePath(firestore.FieldPath{"agents", ana.email}, "==", true).Documents(ana.in(t.Context())).GetAll()
	judge(t, err, false) // without a limit
}

// among is whether a person is one of several.
func among(p person, all []person) bool {
	for _, q := range all {
		if q.token == p.token {
			return true
		}
	}
	return false
}
