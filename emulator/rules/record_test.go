package rules_test

import (
	"slices"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// reading is that somebody opened a conversation at an instant, and an hour before.
func reading(p person, at time.Time) conversation.Reading {
	return conversation.Reading{
		Name: everybody()[p.email].Name(), At: at, Times: map[string]time.Time{"first": at.Add(-time.Hour), "last": at},
	}
}

// opens is the record as a client writes it: into what there is already.
func opens(p person, path string) attempt {
	return attempt{who: p, how: merges, path: path + "/readings/" + p.email, doc: doc{
		"name": p.author()["name"], "at": firestore.ServerTimestamp, "times": doc{"now": firestore.ServerTimestamp},
	}}
}

// TestWhoReadsOnlyWithARecord: a supervisor reads what is not the supervisor's own, and
// an agent what ended in the queue, only when it is on record, and for some hours. Whose
// work it is needs none.
func TestWhoReadsOnlyWithARecord(t *testing.T) {
	t.Parallel()
	tries := func(t *testing.T, w *world, p person, path string) []error {
		t.Helper()
		var all []error
		for _, below := range []string{"/messages/m1", "/events/000000000001", "/sessions/000000000001", "/private/peer", "/messages/none"} {
			_, err := w.Doc(path + below).Get(p.in(t.Context()))
			if status.Code(err) == codes.NotFound { // who may read is told so
				err = nil
			}
			all = append(all, err)
		}
		_, err := w.Collection(path+"/messages").Where("session", "==", 1).Limit(9).Documents(p.in(t.Context())).GetAll()
		return append(all, err)
	}
	never := time.Time{}
	for _, c := range []struct {
		name string
		who  person
		path string
		last time.Time // when the reader opened it
		may  bool
	}{
		{"a supervisor who has not opened it", sue, active, never, false},
		{"a supervisor who opened it a moment ago", sue, active, ago(time.Minute), true},
		{"a supervisor who opened it before lunch", sue, active, ago(8 * time.Hour), true},
		{"a supervisor who opened it yesterday", sue, active, ago(13 * time.Hour), false},
		{"an admin who has not opened it", ada, closed, never, false},
		{"an agent of the queue that it ended in", ben, closed, never, false},
		{"an agent of that queue who opened it", ben, closed, ago(time.Minute), true},
		{"an agent of another queue who has a record of it", cy, closed, ago(time.Minute), false},
		{"an agent of the queue who has a record of what another one has", ben, active, ago(time.Minute), false},
		{"the owner", ana, active, never, true},
		{"the guest", gus, active, never, true},
		{"who could pick it", ben, open, never, true},
		{"who worked on what is closed", gus, closed, never, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.remove(t, c.path+"/readings/"+c.who.email)
			if !c.last.IsZero() {
				w.put(t, c.path+"/readings/"+c.who.email, reading(c.who, c.last))
			}
			for _, err := range tries(t, w, c.who, c.path) {
				judge(t, err, c.may)
			}
			// Notes are in what others asked for, too, which agents never see.
			_, err := w.Doc(c.path + "/actions/a1").Get(c.who.in(t.Context()))
			judge(t, err, c.may && slices.Contains(leads, c.who))
		})
	}
}

// TestWhoMayRecordAReading in the reader's own name, at this instant, once an hour, and for
// good.
func TestWhoMayRecordAReading(t *testing.T) {
	t.Parallel()
	first := opens(sue, active)
	record := active + "/readings/" + sue.email
	never := func(a attempt) attempt {
		a.gone = a.path
		return a
	}
	again := func(since time.Duration) attempt { return first.after(record, doc{"at": ago(since)}) }
	times := func(of doc) attempt { return never(first.with(doc{"times": of})) }
	over := again(2 * time.Hour)
	over.how = sets
	now := firestore.ServerTimestamp
	try(t, variants{
		"the first time":               never(first),
		"an hour later":                again(61 * time.Minute),
		"an admin's":                   never(opens(ada, closed)),
		"an agent's of the queue":      never(opens(ben, closed)),
		"a supervisor's, of any state": never(opens(sue, parked)),
		"one under another key":        times(doc{"x": now}),
	}, variants{
		"a moment later":                      again(time.Minute),
		"an agent's, of what another one has": never(opens(ben, active)),
		"an agent's of another queue":         never(opens(cy, closed)),
		"somebody's who is not signed in":     never(anonymous(first, nobody)),
		"somebody's not on the roster":        never(anonymous(first, stranger)),
		"another supervisor's":                never(first.at(active + "/readings/" + ada.email)),
		"one under another name":              never(first.with(doc{"name": "Ada"})),
		"one of yesterday":                    never(first.with(doc{"at": ago(24 * time.Hour)})),
		"one of tomorrow":                     never(first.with(doc{"at": ago(-24 * time.Hour)})),
		"one with a time of yesterday":        times(doc{"now": ago(24 * time.Hour)}),
		"one without a time":                  times(doc{}),
		"one with two times":                  times(doc{"a": now, "b": now}),
		"one with a time and a word":          times(doc{"a": now, "b": "x"}),
		"one with a field more":               never(first.with(doc{"text": "x"})),
		"one over another time":               again(2 * time.Hour).with(doc{"times": doc{"first": now}}),
		"one without the times before":        over,
		"the end of one":                      {who: sue, how: deletes, path: record},
	})
}

// TestWhoMaySeeTheRecord: supervisors, and everybody their own. Who was recorded cannot
// see who else was.
func TestWhoMaySeeTheRecord(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, p := range people {
		t.Run(p.who, func(t *testing.T) {
			t.Parallel()
			_, err := w.Collection(closed+"/readings").OrderBy("at", firestore.Desc).Limit(20).Documents(p.in(t.Context())).GetAll()
			judge(t, err, slices.Contains(leads, p))
			_, err = w.Doc(closed + "/readings/" + ben.email).Get(p.in(t.Context()))
			judge(t, err, p == ben || slices.Contains(leads, p))
		})
	}
}
