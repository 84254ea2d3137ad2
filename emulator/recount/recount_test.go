package recount_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/emulator/month"
	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/emulator/properties/fold"
	"github.com/frontdesk-gcp/frontdesk/emulator/recount"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

var host string

func TestMain(m *testing.M) {
	os.Exit(official.WithFirestore(func(of string) int {
		host = of
		return m.Run()
	}))
}

// stored is a few days that were played, as the product stores them.
func stored(t *testing.T) *firestore.Client {
	t.Helper()
	db, err := stack.Firestore(t.Context(), host, official.Project("recount"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	size := month.Whole()
	size.Days, size.Sessions = 3, 200
	m, err := month.Play(size)
	if err != nil {
		t.Fatal(err)
	}
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, e := range m.Diary {
		must(db.Doc("conversations/"+string(e.Customer)).Set(t.Context(), map[string]any{"customer": map[string]any{"channel": e.Channel}}))
	}
	for id, sessions := range m.Sessions {
		for _, s := range sessions {
			must(db.Doc(fmt.Sprintf("conversations/%s/sessions/%012d", id, s.Number)).Set(t.Context(), s))
		}
	}
	for id, c := range m.Open {
		must(db.Doc("conversations/"+string(id)).Set(t.Context(), c))
	}
	all := fold.All{}
	for _, f := range m.Counted {
		all.Add(f)
	}
	for name, f := range all {
		f.Shard = "0"
		must(db.Doc("figures/"+name+"_0").Set(t.Context(), f))
	}
	must(store.Of(db).RollUp(t.Context()))
	return db
}

// TestWhatIsCountedIsWhatTheSessionsMake, in the database as in memory, and a number that is
// not is found, with the week that has it still.
func TestWhatIsCountedIsWhatTheSessionsMake(t *testing.T) {
	t.Parallel()
	db := stored(t)
	compare := func() recount.Report {
		t.Helper()
		r, err := recount.Compare(t.Context(), db, "2026-01-01", "2026-12-31")
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	r := compare()
	if r.Days < 3 || r.Sessions < 190 || len(r.Differences)+len(r.Stale) > 0 {
		t.Errorf("%d days, %d sessions, %d differences: %.5v, stale %.5v", r.Days, r.Sessions, len(r.Differences), r.Differences, r.Stale)
	}
	doc, err := db.Collection("figures").Where("queue", "==", "orders").Limit(1).Documents(t.Context()).Next()
	if err != nil {
		t.Fatal(err)
	}
	var f conversation.Figures
	if err := doc.DataTo(&f); err != nil {
		t.Fatal(err)
	}
	hour := slices.Sorted(maps.Keys(f.ByHour))[0]
	if _, err := doc.Ref.Update(t.Context(), []firestore.Update{
		{FieldPath: firestore.FieldPath{"byHour", hour, "closed"}, Value: firestore.Increment(2)},
	}); err != nil {
		t.Fatal(err)
	}
	r = compare()
	if len(r.Differences) != 1 || len(r.Stale) != 1 {
		t.Fatalf("found %v, stale %v", r.Differences, r.Stale)
	}
	d := r.Differences[0]
	if d.Counted != d.Summed+2 || !strings.HasPrefix(d.String(), f.Date+"  orders, hour "+hour+": closed is ") {
		t.Errorf("it says %q", d)
	}
	if r.Stale[0] != f.Date+" of hour_"+weekOf(t, f.Date) {
		t.Errorf("stale is %q", r.Stale[0])
	}
}

func weekOf(t *testing.T, day string) string {
	t.Helper()
	week, err := conversation.WeekOf(day)
	if err != nil {
		t.Fatal(err)
	}
	return week
}
