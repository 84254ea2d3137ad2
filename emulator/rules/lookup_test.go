package rules_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/terraform"
)

// lookup is a call in the rules that looks a document up.
type lookup struct {
	call string
	// met is whether the document was not there when the call was come to.
	met bool
}

// lookups counts the calls in the rules that look documents up, since the rules
// were loaded. The emulator, which reports them, evaluates what it can, gets the
// documents of all the calls that it met, and evaluates again.
func (w *world) lookups(t *testing.T) map[lookup]int {
	t.Helper()
	type node struct {
		SourcePosition struct{ CurrentOffset, EndOffset int }
		Values         []struct {
			Value map[string]json.RawMessage
			Count int
		}
		Children []node
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet,
		"http://"+host+"/emulator/v1/projects/"+w.project+":ruleCoverage", nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	var coverage struct{ Report []node }
	if err := json.NewDecoder(res.Body).Decode(&coverage); err != nil {
		t.Fatal(err)
	}
	runes := []rune(terraform.Rules())
	counts := map[lookup]int{}
	var visit func(node)
	visit = func(n node) {
		from, to := n.SourcePosition.CurrentOffset, min(n.SourcePosition.EndOffset+1, len(runes))
		call := string(runes[from:max(from, to)])
		if reads := strings.HasPrefix(call, "get(/") || strings.HasPrefix(call, "exists(/"); reads && !strings.HasSuffix(call, ").data") {
			for _, v := range n.Values {
				if len(v.Value) > 0 { // else it was not come to
					_, met := v.Value["undefined"]
					counts[lookup{call, met}] += v.Count
				}
			}
		}
		for _, child := range n.Children {
			visit(child)
		}
	}
	for _, n := range coverage.Report {
		visit(n)
	}
	return counts
}

// TestWhatIsLookedUp counts the documents that are read, and billed, to decide. It
// also counts the calls: they are answered from what was read before, but were they
// not, there would still be fewer than the ten that Firestore allows.
func TestWhatIsLookedUp(t *testing.T) { //nolint:paralleltest // counts
	w := newWorld(t)
	list := func(q firestore.Query) func(person) error {
		return func(p person) error {
			_, err := q.Documents(p.in(t.Context())).GetAll()
			return err
		}
	}
	get := func(path string) func(person) error {
		return func(p person) error {
			_, err := w.Doc(path).Get(p.in(t.Context()))
			return err
		}
	}
	run := func(a attempt) func(person) error { return func(person) error { return a.run(t, w) } }
	come := doc{"presence": "available", "presenceAt": firestore.ServerTimestamp, "awayBy": nil}
	typing := replies(ana, active).with(doc{"kind": "typing", "on": true}).without("text").at(active + "/replies/t")
	const allowed = 10
	for _, c := range []struct {
		name string
		who  person
		do   func(person) error
		want int
	}{
		{"an agent reads an own conversation", ana, get(active), 1},
		{"an agent reads one to pick", ben, get(open), 1},
		{"a supervisor reads a conversation", sue, get(active), 1},
		{"an agent lists the own conversations", ana, list(conversationsOf(w).Where("session.owner", "==", ana.email)), 1},
		{
			"an agent lists the open ones of a queue", ben,
			list(conversationsOf(w).Where("session.queue", "==", "sales").Where("session.state", "==", "open")), 1,
		},
		{"a supervisor lists all conversations", sue, list(conversationsOf(w)), 1},
		{"an agent lists messages", ana, list(w.Collection(active+"/messages").Where("session", "==", 1).Limit(9)), 2},
		{"the guest lists events", gus, list(w.Collection(active+"/events").Where("session", "==", 1).Limit(9)), 2},
		{"an agent of the queue lists messages", ben, list(w.Collection(open+"/messages").Where("session", "==", 1).Limit(9)), 2},
		{"a supervisor lists messages", sue, list(w.Collection(active + "/messages").Limit(9)), 3},
		{"an agent lists the messages of what ended in the queue", ben, list(w.Collection(closed+"/messages").Where("session", "==", 1).Limit(9)), 3},
		{"a supervisor reads the message of a file", sue, get(active + "/messages/m1"), 3},
		{"a supervisor's reading goes on record", sue, run(opens(sue, parked).after(parked+"/readings/"+sue.email, doc{"at": ago(2 * time.Hour)})), 2},
		{"an agent's reading of what ended in the queue does", ben, run(opens(ben, closed).after(closed+"/readings/"+ben.email, doc{"at": ago(2 * time.Hour)})), 2},
		{"an agent lists what was worked on and is closed", gus, list(conversationsOf(w).Where("session.tally.agents", "array-contains", gus.email).Where("session.state", "==", "closed")), 1},
		{"an agent lists earlier sessions' messages", ana, list(w.Collection(active+"/messages").Where("queue", "in", []string{"", "sales"}).Where("session", "<", 1).Limit(9)), 2},
		{"an agent follows an own action", ana, get(active + "/actions/a0"), 1},
		{"a supervisor reads what somebody asked for", sue, get(active + "/actions/a0"), 3},
		{"an agent lists the items of a queue", ana, list(w.Collection("queues/sales/items").Limit(9)), 1},
		{"an agent lists the roster", ana, list(w.Collection("agents").Limit(9)), 1},
		{"an agent reads the configuration", ana, get("config/current"), 1},
		{"an agent replies", ana, run(replies(ana, active)), 3},
		{"an agent types", ana, run(typing), 2},
		{"a supervisor replies", sue, run(replies(sue, parked)), 3},
		{"an agent asks", ana, run(asks(ana, conversation.Park, active)), 2},
		{"an agent edits an own note", ana, run(asks(ana, conversation.EditNote, active).with(doc{"text": "x", "of": "note-n1"}).
			after(aNote, noteBy(ana, time.Minute)).at(active + "/actions/edit")), 3},
		{"a supervisor asks", sue, run(asks(sue, conversation.Assign, closed)), 1},
		{"an agent chooses a presence", ana, run(edits(ana, ana.email, come)), 1},
		{"an agent's heartbeat", ana, run(attempt{
			who: ana, how: sets, path: "leases/" + ana.email, doc: doc{"until": in(time.Minute)},
		}), 1},
		{"a supervisor changes an entry", sue, run(proposes(sue, "edit", ben.email, nil)), 1},
		{"an admin suspends somebody", ada, run(proposes(ada, "suspend", ben.email, nil).at("rosterChanges/another")), 1},
	} {
		t.Run(c.name, func(t *testing.T) { //nolint:paralleltest // counts
			before := w.lookups(t)
			judge(t, c.do(c.who), true)
			documents, calls := map[string]bool{}, 0
			for l, n := range w.lookups(t) {
				if n > before[l] {
					documents[l.call] = true
				}
				if !l.met {
					calls += n - before[l]
				}
			}
			if len(documents) != c.want || calls > allowed {
				t.Errorf("looked up %d documents in %d calls, want %d in at most %d", len(documents), calls, c.want, allowed)
			}
			t.Logf("%d documents in %d calls", len(documents), calls)
		})
	}
}
