package erase_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/request"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// closes closes the session of a conversation, as of an hour ago, and says when all of it
// is deleted.
func (w *world) closes(id conversation.ID) {
	w.Helper()
	_, err := store.Of(w.raw).Update(w.Context(), id, func(c conversation.Conversation) (conversation.Change, error) {
		c.State, c.Owner, c.ClosedAt = conversation.Closed, "", noon.Add(-time.Hour)
		return conversation.Change{Conversation: c}, nil
	})
	w.check(err)
}

// day carries out the request of a day.
func (w *world) day(now time.Time) request.Request {
	w.Helper()
	w.now = now
	r := request.Daily(now)
	w.check(store.Of(w.raw).AskRequest(w.Context(), r))
	return w.mustWake(r.ID)
}

// parts are what is below a conversation.
func parts(all map[string]string, id conversation.ID) []string {
	return slices.DeleteFunc(holds(all, string(id)), func(path string) bool {
		// Rows have a retention of their own.
		return slices.Contains([]string{"tombstones", "dataRequests", "rows"}, strings.SplitN(path, "/", 2)[0])
	})
}

func TestAConversationGoesAYearAfterItsLastMessage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.closes(w.jane)
	last := noon.Add(-time.Hour)
	before := w.everything()
	if r := w.day(last.AddDate(0, 0, 364)); r.Counts["conversations"] != 0 {
		t.Errorf("a day too early: %+v", r)
	}
	if diff := cmp.Diff(parts(before, w.jane), parts(w.everything(), w.jane)); diff != "" {
		t.Errorf("a day too early, of the conversation (-before +after):\n%s", diff)
	}
	r := w.day(last.AddDate(0, 0, 365))
	if r.Status != conversation.ActionDone || r.Counts["conversations"] != 1 {
		t.Errorf("the day ended as %+v", r)
	}
	after := w.everything()
	if left := parts(after, w.jane); len(left) > 0 {
		t.Errorf("left of the conversation: %v", left)
	}
	if len(holds(after, `"by"`)) > 0 {
		t.Error("the ledger has an entry of what nobody asked to erase")
	}
	// The other one's session is open, however long ago that was.
	if diff := cmp.Diff(parts(before, w.other), parts(after, w.other)); diff != "" {
		t.Errorf("of the open conversation (-before +after):\n%s", diff)
	}
	all := w.everything()
	w.mustWake(request.Daily(w.now).ID)
	if diff := cmp.Diff(all, w.everything()); diff != "" {
		t.Errorf("the second run changed (-before +after):\n%s", diff)
	}
	// Nobody asked for it, so the rows stay for as long as the table keeps them.
	if r := w.day(last.AddDate(0, 0, 366)); r.Counts["rows"] != 0 || len(holds(w.everything(), "rows/"+string(w.jane))) != 2 {
		t.Errorf("the next day ended as %+v", r)
	}
}

func TestPayloadsAndFactsGoBeforeTheRest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	doc := "conversations/" + string(w.jane)
	for name, at := range map[string]time.Time{"old": noon.AddDate(0, 0, -31), "new": noon.AddDate(0, 0, -29)} {
		m := conversation.Message{Text: "hello", Raw: `{"mark":"` + mark + `"}`, ReceivedAt: at}
		w.set(doc+"/messages/"+name, m.Stamped(conversation.Conversation{}))
		e := conversation.Event{Seq: 9, Facts: mark, Decision: mark, DecidedAt: at, At: at, Cause: conversation.Pushed}
		w.set(doc+"/events/"+name, e.Stamped(conversation.Conversation{}))
	}
	if r := w.day(noon); r.Counts["stripped"] != 2 {
		t.Errorf("the day ended as %+v", r)
	}
	all := w.everything()
	for _, path := range []string{doc + "/messages/old", doc + "/events/old"} {
		if text := all[path]; text == "" || strings.Contains(text, mark) || strings.Contains(text, "decidedAt") || strings.Contains(text, "stripAt") {
			t.Errorf("%s is %s", path, text)
		}
	}
	if !strings.Contains(all[doc+"/messages/old"], "hello") || !strings.Contains(all[doc+"/events/old"], "pushed") {
		t.Error("more went than what was to go")
	}
	for _, path := range []string{doc + "/messages/new", doc + "/events/new"} {
		if !strings.Contains(all[path], mark) {
			t.Errorf("%s is %s", path, all[path])
		}
	}
}

func TestFilesGoWhenTheirTimeHasComeOrNobodyHasThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.check(w.files.Put(t.Context(), bucket.File{Object: bucket.Inbound(strings.Repeat("0", 32), "m")}, []byte("whose?")))
	files := func() []string { return holds(w.everything(), "files/") }
	if n := len(files()); n != 5 {
		t.Fatalf("%d files", n)
	}
	now := time.Now() // the bucket's clock
	w.day(now.Add(12 * time.Hour))
	if n := len(files()); n != 5 {
		t.Errorf("%d files before a day has passed, want all", n)
	}
	if r := w.day(now.Add(36 * time.Hour)); r.Counts["files"] != 1 || len(files()) != 4 {
		t.Errorf("what nobody has is there after a day: %v", files())
	}
	w.day(now.AddDate(0, 0, 364))
	if n := len(files()); n != 4 {
		t.Errorf("%d files within a year", n)
	}
	if r := w.day(now.AddDate(0, 0, 366)); r.Counts["files"] != 4 || len(files()) > 0 {
		t.Errorf("after a year there is %v", files())
	}
}

// instants counts what of a conversation says when it is deleted.
func (w *world) instants(id conversation.ID) int {
	w.Helper()
	n := 0
	var queries []firestore.Query
	for _, collection := range []string{"ratings", "closedSessions", "mentions"} {
		queries = append(queries, w.raw.Collection(collection).Where("conversation", "==", string(id)))
	}
	for _, collection := range []string{"messages", "events", "sessions", "replies", "actions"} {
		queries = append(queries, w.raw.Collection("conversations/"+string(id)+"/"+collection).Query)
	}
	for _, q := range queries {
		docs, err := q.Documents(w.Context()).GetAll()
		w.check(err)
		for _, doc := range docs {
			for _, field := range []string{"expireAt", "stripAt"} {
				if _, err := doc.DataAt(field); err == nil {
					n++
				}
			}
		}
	}
	return n
}

func TestAHoldStopsAllOfIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.closes(w.jane)
	doc := "conversations/" + string(w.jane)
	w.set(doc+"/messages/m9", conversation.Message{Raw: mark, ReceivedAt: noon}.Stamped(conversation.Conversation{}))
	w.set(doc+"/replies/r9", map[string]any{
		"status": "sent", "text": mark, "sentAt": noon, "expireAt": noon.AddDate(0, 0, 30), "createdAt": noon,
	})
	rated := conversation.Rating{Conversation: w.jane, Session: 1, Rating: 2, RatedAt: noon}
	w.set("ratings/"+rated.Name(), rated.Stamped(conversation.Conversation{}))
	past := conversation.ClosedSession{Conversation: w.jane, Session: 1, ClosedAt: noon.Add(-time.Hour)}
	w.set("closedSessions/"+past.Name(), past.Stamped(conversation.Conversation{}))
	mention := conversation.Mention{Agent: ada, Conversation: w.jane, Note: "note-n1", At: noon}
	w.set("mentions/"+mention.Name(), mention.Stamped(conversation.Conversation{}))
	if n := w.instants(w.jane); n != 6 {
		t.Fatalf("%d instants, want those of the message, its payload, the reply, the rating, the closed session and the mention", n)
	}
	w.asks("hold", request.Request{Kind: request.Hold, Conversation: w.jane, Why: "Case 4711."})
	if r := w.mustWake("hold"); r.Status != conversation.ActionDone {
		t.Fatalf("ended as %+v", r)
	}
	if n := w.instants(w.jane); n != 0 {
		t.Errorf("%d documents say still when they are deleted", n)
	}
	// What is written from then on says nothing of it either.
	if _, err := w.receives("later", noon.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if n := w.instants(w.jane); n != 0 {
		t.Error("a message of a held conversation says when it is deleted")
	}
	w.asks("erase", request.Request{Kind: request.Erase, Conversation: w.jane, Why: "She asked us to."})
	if r := w.mustWake("erase"); r.Reason == nil || r.Reason.Code != request.OnHold {
		t.Errorf("an erasure of what is held ended as %+v", r)
	}
	before := w.everything()
	w.day(time.Now().AddDate(9, 0, 0))
	if diff := cmp.Diff(parts(before, w.jane), parts(w.everything(), w.jane)); diff != "" {
		t.Errorf("nine years later, of the conversation (-before +after):\n%s", diff)
	}
	if !slices.ContainsFunc(holds(before, "holdBegan"), func(path string) bool { return strings.HasPrefix(path, doc+"/events/") }) {
		t.Error("no event says that it is held")
	}
	w.now = noon.Add(time.Hour)
	w.asks("release", request.Request{Kind: request.Release, Conversation: w.jane, Why: "It is settled."})
	if r := w.mustWake("release"); r.Status != conversation.ActionDone {
		t.Fatalf("ended as %+v", r)
	}
	if n := w.instants(w.jane); n < 6 {
		t.Errorf("%d instants after the release", n)
	}
	w.day(time.Now().AddDate(9, 0, 1))
	if left := parts(w.everything(), w.jane); len(left) > 0 {
		t.Errorf("left after the release: %v", left)
	}
}

func TestOnlyAConversationThatIsThereIsHeld(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.asks("hold", request.Request{Kind: request.Hold, Conversation: conversation.ID(strings.Repeat("0", 32)), Why: "x"})
	if r := w.mustWake("hold"); r.Status != conversation.ActionRefused {
		t.Errorf("ended as %+v", r)
	}
}

// TestTheDayFindsWhoARestoreBroughtBack, if nobody thought of the ledger.
func TestTheDayFindsWhoARestoreBroughtBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.asks("erase", request.Request{Kind: request.Erase, Conversation: w.jane, Why: "She asked us to."})
	w.mustWake("erase")
	w.life(number, mark)
	if r := w.day(noon.AddDate(0, 0, 1)); r.Counts["revived"] != 1 {
		t.Errorf("the day ended as %+v", r)
	}
	if r := w.mustWake(request.Daily(w.now).ID + "-" + string(w.jane)); r.Status != conversation.ActionDone || r.Counts["messages"] != 3 {
		t.Errorf("the erasure ended as %+v", r)
	}
	if left := holds(w.everything(), mark, number); len(left) > 0 {
		t.Errorf("left of the customer: %v", left)
	}
}

func TestALongDayIsLeftToTheNextRun(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.closes(w.jane)
	w.closes(w.other)
	w.slow = 4 * time.Minute
	now := noon.AddDate(1, 0, 0)
	if r := w.day(now); r.Ended() || r.TriedAt.IsZero() {
		t.Errorf("a run that took too long ended as %+v", r)
	}
	w.slow = 0
	if r := w.mustWake(request.Daily(now).ID); r.Status != conversation.ActionDone {
		t.Errorf("the next run ended as %+v", r)
	}
	if left := parts(w.everything(), w.jane); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

// TestManyFilesTakeManyRuns: each goes on where the one before stopped, or else files at the
// end would never be looked at.
func TestManyFilesTakeManyRuns(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 6 {
		w.check(w.files.Put(t.Context(), bucket.File{Object: bucket.Inbound(fmt.Sprintf("%032d", i), "m")}, []byte("whose?")))
	}
	w.slow = 100 * time.Second // for three files in a run
	now := time.Now().AddDate(0, 0, 2)
	r := w.day(now)
	for runs := 1; !r.Ended(); runs++ {
		if runs > 5 {
			t.Fatalf("after %d runs: %+v", runs, r)
		}
		r = w.mustWake(r.ID)
	}
	if left := holds(w.everything(), "whose?"); len(left) > 0 || r.From != "" {
		t.Errorf("left are %v, and the request says %+v", left, r)
	}
}
