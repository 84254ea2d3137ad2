package erase_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	bigquery "github.com/frontdesk-gcp/frontdesk/emulator/warehouse"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/request"
)

// erased are the counts of one conversation, see [world.life].
func (w *world) erased() map[string]int64 {
	counts := map[string]int64{
		"conversations": 1, "private": 1, "messages": 3, "replies": 1, "actions": 1, "events": 1, "sessions": 1,
		"whatever-comes-later": 1, "items": 1, "starts": 1, "files": 2, "readings": 1,
		"ratings": 1, "closedSessions": 1, "mentions": 1, "rows": 2,
	}
	if !w.peer(number).Personal {
		delete(counts, "private")
	}
	return counts
}

// gone checks that nothing of jane is left, and that all that is somebody else's is as it
// was before.
func (w *world) gone(before map[string]string) {
	w.Helper()
	after := w.everything()
	if left := holds(after, mark, number); len(left) > 0 {
		w.Errorf("left of the customer: %v", left)
	}
	for _, path := range holds(after, string(w.jane)) {
		if part := strings.SplitN(path, "/", 2)[0]; !slices.Contains([]string{"tombstones", "dataRequests", "ledger"}, part) {
			w.Errorf("%s names the conversation", path)
		}
	}
	for path, doc := range before {
		of := strings.Contains(path, string(w.jane)) || strings.Contains(path, mark)
		if !of && path != "agents/"+ben && !strings.HasPrefix(path, "dataRequests/") && after[path] != doc {
			w.Errorf("%s was\n%s and is\n%s", path, doc, after[path])
		}
	}
	if strings.Contains(w.log.String(), mark) || strings.Contains(w.log.String(), number) {
		w.Errorf("the log tells who it was:\n%s", w.log.String())
	}
	doc, err := w.raw.Doc("agents/" + ben).Get(w.Context())
	w.check(err)
	var a agent.Agent
	w.check(doc.DataTo(&a))
	if a.Used != 1 || a.Free != 2 {
		w.Errorf("ben uses %d and has %d free, want the capacity of one session back", a.Used, a.Free)
	}
}

func TestAnErasureLeavesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.everything()
	w.asks("count", request.Request{Kind: request.Count, Conversation: w.jane})
	if r := w.mustWake("count"); r.Status != conversation.ActionDone {
		t.Errorf("the count ended as %+v", r)
	} else if diff := cmp.Diff(w.erased(), r.Counts); diff != "" {
		t.Errorf("the dry run says (-want +got):\n%s", diff)
	}
	w.asks("erase", request.Request{Kind: request.Erase, Conversation: w.jane, Why: "She asked us to."})
	r := w.mustWake("erase")
	if r.Status != conversation.ActionDone || r.Again != 0 || !r.ErasedAt.Equal(noon) || !r.GoneAt.Equal(noon.AddDate(0, 0, 30)) {
		t.Errorf("the request ended as %+v", r)
	}
	if diff := cmp.Diff(w.erased(), r.Counts); diff != "" {
		t.Errorf("deleted (-want +got):\n%s", diff)
	}
	w.gone(before)
	ledger := holds(w.everything(), `"by": "`+ada)
	if len(ledger) != 1 {
		t.Errorf("%d entries of the ledger, want 1", len(ledger))
	}
	// A second run, of an event that comes again, changes nothing.
	all := w.everything()
	w.now = noon.Add(time.Hour)
	w.mustWake("erase")
	if diff := cmp.Diff(all, w.everything()); diff != "" {
		t.Errorf("the second run changed (-before +after):\n%s", diff)
	}
}

// TestAnErasureGoesOnAfterADeath lets the function die at each call that changes something: before it with a customer of
// one channel, after it, which leaves the same as before the next one, with a customer of the other.
func TestAnErasureGoesOnAfterADeath(t *testing.T) {
	t.Parallel()
	for account, after := range map[string]bool{"acme": false, "acme-2": true} {
		n := 0
		for diesAt(t, account, n, after) {
			n++
		}
		if n < 10 {
			t.Errorf("an erasure has %d steps only", n)
		}
	}
}

// diesAt lets an erasure die at a call, and reports whether there was one.
func diesAt(t *testing.T, account string, n int, after bool) (died bool) {
	t.Helper()
	w := newWorldOf(t, account)
	before := w.everything()
	w.asks("erase", request.Request{Kind: request.Erase, Conversation: w.jane, Why: "She asked us to."})
	w.dies, w.after = n, after
	died = w.wake("erase") != nil
	what := fmt.Sprintf("%s, call %d, after %t", account, n, after)
	w.now = noon.Add(time.Minute)
	r := w.mustWake("erase")
	if r.Status != conversation.ActionDone || !died && r.Again != 0 {
		t.Fatalf("%s: ended as %+v", what, r)
	}
	counts := r.Counts
	for _, place := range []string{"files", "rows"} {
		if died && counts[place] < 2 {
			counts[place] = 2 // some were deleted and not counted
		}
	}
	if diff := cmp.Diff(w.erased(), counts); diff != "" {
		t.Errorf("%s: deleted (-want +got):\n%s", what, diff)
	}
	w.gone(before)
	if t.Failed() {
		t.Fatal(what)
	}
	return died
}

func TestWhoWritesDuringAnErasureBeginsAnew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.asks("erase", request.Request{Kind: request.Erase, Conversation: w.jane, Why: "She asked us to."})
	w.dies = 3 // in the middle
	if err := w.wake("erase"); err == nil {
		t.Fatal("it did not die")
	}
	if _, err := w.receives("before", noon.Add(-time.Second)); err == nil || !strings.Contains(err.Error(), "before its customer's erasure") {
		t.Errorf("an old message during the erasure: %v", err)
	}
	if _, err := w.receives("during", noon.Add(time.Second)); err == nil || !strings.Contains(err.Error(), "being erased") {
		t.Errorf("a new message during the erasure: %v", err)
	}
	w.now = noon.Add(time.Minute)
	w.mustWake("erase")
	if _, err := w.receives("before", noon); err == nil || !strings.Contains(err.Error(), "before its customer's erasure") {
		t.Errorf("an old message after the erasure: %v", err)
	}
	c, err := w.receives("during", noon.Add(time.Second))
	if err != nil || c.Messages != 1 {
		t.Fatalf("a new message after the erasure: %d messages, %v", c.Messages, err)
	}
	if _, err := w.receives("before", noon); err == nil || !strings.Contains(err.Error(), "before its customer's erasure") {
		t.Errorf("an old message in the new conversation: %v", err)
	}
	// The event of the request comes again: the new conversation is not its business.
	all := w.everything()
	w.mustWake("erase")
	if diff := cmp.Diff(all, w.everything()); diff != "" {
		t.Errorf("the new conversation changed (-before +after):\n%s", diff)
	}
	// The customer asks once more.
	w.asks("again", request.Request{Kind: request.Erase, Conversation: w.jane, Why: "And again."})
	if r := w.mustWake("again"); r.Status != conversation.ActionDone || r.Counts["messages"] != 1 {
		t.Errorf("the second erasure ended as %+v", r)
	}
}

// TestARestoreBringsNobodyBack writes what was erased again, as a backup has it, and
// carries the erasure out again by its entry in the ledger.
func TestARestoreBringsNobodyBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.everything()
	w.asks("erase", request.Request{Kind: request.Erase, Conversation: w.jane, Why: "She asked us to."})
	w.mustWake("erase")
	_, err := w.raw.Doc("tombstones/" + string(w.jane)).Delete(t.Context())
	w.check(err)
	w.life(number, mark)
	w.set("agents/"+ben, agent.Agent{DisplayName: "Ben", Role: agent.Plain, Capacity: 3, Used: 2, Free: 1})
	w.asks("replay", request.Request{Kind: request.Erase, Conversation: w.jane, ErasedAt: noon, Operator: "jo", Why: "Restored."})
	w.now = noon.AddDate(0, 0, 20)
	if r := w.mustWake("replay"); r.Status != conversation.ActionDone || r.Counts["messages"] != 3 {
		t.Errorf("ended as %+v", r)
	}
	w.gone(before)
	// The customer is back by themselves: the entry has nothing to do with that.
	if _, err := w.receives("new", noon.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	all := w.everything()
	w.asks("replay-2", request.Request{Kind: request.Erase, Conversation: w.jane, ErasedAt: noon, Operator: "jo", Why: "Restored."})
	if r := w.mustWake("replay-2"); r.Status != conversation.ActionDone || len(r.Counts) > 0 {
		t.Errorf("ended as %+v", r)
	}
	for path, doc := range w.everything() {
		if strings.HasPrefix(path, "conversations/") && all[path] != doc {
			t.Errorf("%s changed", path)
		}
	}
}

func TestACustomerIsFoundByPhoneNumber(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, key := range map[string]string{"as the channel writes it": number, "as people write it": "+33 6 39 98 12 34"} {
		w.asks("count", request.Request{Kind: request.Count, Customer: key})
		r := w.mustWake("count")
		if r.Status != conversation.ActionDone || !slices.Equal(r.Conversations, []string{string(w.jane)}) || r.Counts["messages"] != 3 {
			t.Errorf("%s: ended as %+v", name, r)
		}
		if r.Customer != "" {
			t.Errorf("%s: the request still names the customer", name)
		}
	}
	w.asks("erase", request.Request{Kind: request.Erase, Customer: number, Why: "She asked us to."})
	if r := w.mustWake("erase"); r.Found != 1 || r.Customer != "" {
		t.Errorf("ended as %+v", r)
	}
	part := "erase-" + string(w.jane)
	if r := w.mustWake(part); r.Status != conversation.ActionDone || r.Parent != "erase" || r.Author.Email != ada {
		t.Errorf("the part ended as %+v", r)
	}
	if left := holds(w.everything(), mark, number); len(left) > 0 {
		t.Errorf("left of the customer: %v", left)
	}
}

// TestWhatIsLeftOfAConversationIsFound: its document is gone, so no query finds it.
func TestWhatIsLeftOfAConversationIsFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, path := range []string{"", "/private/peer"} {
		_, err := w.raw.Doc("conversations/" + string(w.jane) + path).Delete(t.Context())
		w.check(err)
	}
	w.asks("erase", request.Request{Kind: request.Erase, Customer: number, Why: "She asked us to."})
	w.mustWake("erase")
	w.mustWake("erase-" + string(w.jane))
	if left := holds(w.everything(), mark, number); len(left) > 0 {
		t.Errorf("left of the customer: %v", left)
	}
}

func TestAnAccountIsErasedAsAWhole(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.asks("erase", request.Request{Kind: request.Erase, Account: "acme", Why: "We closed it."})
	if r := w.mustWake("erase"); r.Found != 2 {
		t.Errorf("ended as %+v", r)
	}
	for _, id := range []conversation.ID{w.jane, w.other} {
		w.mustWake("erase-" + string(id))
	}
	if left := holds(w.everything(), mark, "OTHER", number); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

func TestARequestMayBeRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	agentBen := conversation.Author{Email: ben, Name: "Ben"}
	for name, tt := range map[string]struct {
		r    request.Request
		want string
	}{
		"an agent":             {request.Request{Kind: request.Erase, Conversation: w.jane, Why: "x", Author: agentBen}, "request.notAdmin"},
		"nobody known":         {request.Request{Kind: request.Count, Conversation: w.jane, Author: conversation.Author{Email: "x@x.example"}}, "request.notAdmin"},
		"no reason":            {request.Request{Kind: request.Erase, Conversation: w.jane, Why: " "}, "request.needsWhy"},
		"a long reason":        {request.Request{Kind: request.Erase, Conversation: w.jane, Why: strings.Repeat("x", 501)}, "request.longWhy"},
		"no customer":          {request.Request{Kind: request.Erase, Why: "x"}, "request.malformed"},
		"two customers":        {request.Request{Kind: request.Erase, Conversation: w.jane, Customer: number, Why: "x"}, "request.malformed"},
		"another kind":         {request.Request{Kind: "forget", Conversation: w.jane, Why: "x"}, "request.malformed"},
		"a time of the desk's": {request.Request{Kind: request.Erase, Conversation: w.jane, ErasedAt: noon, Why: "x"}, "request.malformed"},
		"nobody":               {request.Request{Kind: request.Erase, Customer: "+33639980000", Why: "x"}, "request.nobody"},
	} {
		w.asks("r", tt.r)
		r := w.mustWake("r")
		if r.Status != conversation.ActionRefused || r.Reason == nil || string(r.Reason.Code) != tt.want || r.Customer != "" {
			t.Errorf("%s: ended as %+v, want %s", name, r, tt.want)
		}
	}
	w.set("dataRequests/r", map[string]any{"kind": 7, "status": "pending"})
	w.check(w.wake("r"))
	doc, err := w.raw.Doc("dataRequests/r").Get(t.Context())
	w.check(err)
	if status, _ := doc.DataAt("status"); status != "refused" {
		t.Errorf("fields of other types: ended as %v", doc.Data())
	}
	if n := len(holds(w.everything(), mark)); n < 10 {
		t.Errorf("only %d places hold the customer still", n)
	}
}

// TestRowsThatAreTooNewGoLater: BigQuery cannot delete them for a while. Everything
// else is gone meanwhile, and the customer may begin a new conversation.
func TestRowsThatAreTooNewGoLater(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.everything()
	w.table.Add(bigquery.Row{Conversation: string(w.jane), OccurredAt: noon.Add(-time.Minute), WrittenAt: noon})
	w.asks("erase", request.Request{Kind: request.Erase, Conversation: w.jane, Why: "She asked us to."})
	r := w.mustWake("erase")
	if r.Ended() || !r.RetryAt.After(noon) {
		t.Errorf("the request is %+v, want that it is tried again", r)
	}
	if left := holds(w.everything(), mark, number); len(left) > 0 {
		t.Errorf("left of the customer: %v", left)
	}
	if len(holds(w.everything(), `"by": "`+ada)) != 1 {
		t.Error("the ledger has no entry yet")
	}
	all := w.everything()
	w.mustWake("erase") // by its own change
	if diff := cmp.Diff(all, w.everything()); diff != "" {
		t.Errorf("woken too early, it changed (-before +after):\n%s", diff)
	}
	w.now = r.RetryAt
	if again := w.mustWake("erase"); again.Ended() || !again.RetryAt.After(r.RetryAt) {
		t.Errorf("tried again too early: %+v", again)
	}
	later := noon.Add(time.Hour)
	w.table.Add(bigquery.Row{Conversation: string(w.jane), OccurredAt: later, WrittenAt: later})
	w.now = noon.Add(2 * time.Hour)
	if r = w.mustWake("erase"); r.Status != conversation.ActionDone || r.Counts["rows"] != 3 || !r.RetryAt.IsZero() {
		t.Errorf("ended as %+v", r)
	}
	if rows := holds(w.everything(), "rows/"+string(w.jane)); len(rows) != 1 {
		t.Errorf("left are %v, want the one of after the erasure", rows)
	}
	w.table.Forget(string(w.jane))
	w.gone(before)
}

// TestRowsThatComeLateGoWithTheDay: by a redrive of their dead letters, for example.
func TestRowsThatComeLateGoWithTheDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.asks("erase", request.Request{Kind: request.Erase, Conversation: w.jane, Why: "She asked us to."})
	w.mustWake("erase")
	w.table.Add(bigquery.Row{Conversation: string(w.jane), OccurredAt: noon.Add(-time.Hour), WrittenAt: noon.Add(20 * time.Hour)})
	if r := w.day(noon.Add(21 * time.Hour)); r.Status != conversation.ActionDone || r.Counts["rows"] != 0 {
		t.Errorf("with rows that are too new, the day ended as %+v", r)
	}
	if r := w.day(noon.Add(45 * time.Hour)); r.Counts["rows"] != 1 {
		t.Errorf("the day ended as %+v", r)
	}
	if rows := holds(w.everything(), "rows/"+string(w.jane)); len(rows) > 0 {
		t.Errorf("left are %v", rows)
	}
}

// TestAnErasureWaitsForBigQuery while that is down, with everything else gone.
func TestAnErasureWaitsForBigQuery(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.table.Down(503)
	w.asks("erase", request.Request{Kind: request.Erase, Conversation: w.jane, Why: "She asked us to."})
	if err := w.wake("erase"); err == nil || w.request("erase").Ended() {
		t.Errorf("without BigQuery: %v, %+v", err, w.request("erase"))
	}
	if left := holds(w.everything(), mark, number); len(left) > 0 {
		t.Errorf("left of the customer: %v", left)
	}
	w.table.Down(0)
	if r := w.mustWake("erase"); r.Status != conversation.ActionDone || r.Counts["rows"] != 2 {
		t.Errorf("ended as %+v", r)
	}
}

// TestAFileThatComesDuringAnErasureIsFound: a copy that was under way.
func TestAFileThatComesDuringAnErasureIsFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.asks("erase", request.Request{Kind: request.Erase, Conversation: w.jane, Why: "She asked us to."})
	w.dies = 18 // when all files are deleted
	if err := w.wake("erase"); err == nil {
		t.Fatal("it did not die")
	}
	late := bucket.File{Object: bucket.Inbound(string(w.jane), "late"), Type: "image/png"}
	w.check(w.files.Put(t.Context(), late, []byte(mark)))
	if r := w.mustWake("erase"); r.Status != conversation.ActionDone || r.Again != 1 {
		t.Errorf("ended as %+v", r)
	}
	if left := holds(w.everything(), mark); len(left) > 0 {
		t.Errorf("left of the customer: %v", left)
	}
}
