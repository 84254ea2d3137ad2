package alert_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/alert"
)

var noon = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

func at(minute int) time.Time { return noon.Add(time.Duration(minute) * time.Minute) }

func waiting(queue string, count int64, since int) alert.Cause {
	return alert.Cause{Kind: alert.Waiting, Queue: queue, Count: count, Since: at(since)}
}

func TestACauseIsRaisedOnceAndClearsByItself(t *testing.T) {
	t.Parallel()
	a, raised, _ := alert.Alert{}.Found(waiting("front", 1, 0), at(1))
	want := alert.Alert{ID: "waiting_front", Cause: waiting("front", 1, 0), Open: true, RaisedAt: at(1), Seen: map[string]string{}}
	if diff := cmp.Diff(want, a); diff != "" || !raised {
		t.Errorf("raised %v (-want +got):\n%s", raised, diff)
	}
	a.Seen = map[string]string{"sue@acme.example": "Sue"}
	if again, raised, changed := a.Found(waiting("front", 1, 0), at(2)); raised || changed || again.RaisedAt != at(1) {
		t.Errorf("found again: raised %v, changed %v, %+v", raised, changed, again)
	}
	// Another customer waits for the longest time now. That is no other cause.
	more, raised, changed := a.Found(waiting("front", 3, 1), at(3))
	if raised || !changed || more.Count != 3 || more.Since != at(0) || len(more.Seen) != 1 {
		t.Errorf("with more customers: raised %v, changed %v, %+v", raised, changed, more)
	}
	over, changed := more.Gone(at(4))
	if !changed || over.Open || over.ClearedAt != at(4) || over.ExpireAt != at(4).Add(alert.Kept) {
		t.Errorf("over: changed %v, %+v", changed, over)
	}
	if _, changed := over.Gone(at(5)); changed {
		t.Error("it is over twice")
	}
	back, raised, _ := over.Found(waiting("front", 2, 6), at(7))
	if !raised || len(back.Seen) != 0 || !back.ClearedAt.IsZero() || !back.ExpireAt.IsZero() || back.Since != at(6) {
		t.Errorf("back: raised %v, %+v", raised, back)
	}
}

func TestWhatWasPutOffStaysSo(t *testing.T) {
	t.Parallel()
	a, _, _ := alert.Alert{}.Found(waiting("front", 1, 0), at(1))
	a.SnoozedUntil, a.SnoozedBy = at(60), "Sue"
	over, _ := a.Gone(at(10))
	if back, _, _ := over.Found(waiting("front", 1, 20), at(20)); back.SnoozedUntil != at(60) || back.SnoozedBy != "Sue" {
		t.Errorf("back within the time: %+v", back)
	}
	if back, _, _ := over.Found(waiting("front", 1, 60), at(60)); !back.SnoozedUntil.IsZero() || back.SnoozedBy != "" {
		t.Errorf("back after it: %+v", back)
	}
}

func TestEachCauseHasAnAlertOfItsOwn(t *testing.T) {
	t.Parallel()
	seen := map[string]alert.Cause{}
	for _, c := range []alert.Cause{
		waiting("front", 1, 0), waiting("back", 1, 0),
		{Kind: alert.Unattended, Queue: "front"},
		{Kind: alert.Unanswered, Queue: "front"},
		{Kind: alert.SetAway, Agent: "ana@acme.example"},
		{Kind: alert.FailedReplies},
		{Kind: alert.Help, Conversation: "c1", Queue: "front"},
		{Kind: alert.Help, Conversation: "c2", Queue: "front"},
	} {
		if other, twice := seen[c.ID()]; twice {
			t.Errorf("%+v and %+v are both %s", c, other, c.ID())
		}
		seen[c.ID()] = c
	}
}

// TestTheOpenAlertsAreTheCausesThereAre whatever came before, also if a look is repeated.
func TestTheOpenAlertsAreTheCausesThereAre(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	queues := []string{"front", "back", "night"}
	alerts := map[string]alert.Alert{}
	raises := map[string]int{}
	before := map[string]bool{}
	for minute := range 2000 {
		there := map[string]bool{}
		var found []alert.Cause
		for _, q := range queues {
			if random.IntN(2) == 0 {
				c := waiting(q, random.Int64N(3)+1, minute)
				found, there[c.ID()] = append(found, c), true
				if !before[c.ID()] {
					raises[c.ID()]++
				}
			}
		}
		for range 1 + random.IntN(2) {
			var open []alert.Alert
			for _, a := range alerts {
				if a.Open {
					open = append(open, a)
				}
			}
			news, gone := alert.Changes(open, found)
			for _, c := range news {
				a, raised, _ := alerts[c.ID()].Found(c, at(minute))
				alerts[a.ID] = a
				if raised {
					raises[a.ID]--
				}
			}
			for _, a := range gone {
				alerts[a.ID], _ = a.Gone(at(minute))
			}
		}
		for id, a := range alerts {
			if a.Open != there[id] {
				t.Fatalf("minute %d: %s is open: %v, its cause is there: %v", minute, id, a.Open, there[id])
			}
			if i := slices.IndexFunc(found, func(c alert.Cause) bool { return c.ID() == id }); i >= 0 && a.Count != found[i].Count {
				t.Fatalf("minute %d: %s counts %d, want %d", minute, id, a.Count, found[i].Count)
			}
		}
		before = there
	}
	for id, n := range raises {
		if n != 0 {
			t.Errorf("%s was raised %d times too few", id, n)
		}
	}
}
