package agent_test

import (
	"slices"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
)

// lent is Jo, who works Billing and Returns with a capacity of 2 until midnight.
func lent() agent.Agent {
	return jo().For(agent.Today{Until: midnight, By: "sue@example.com", Name: "Sue", At: noon}, []string{"billing", "returns"}, 2)
}

var midnight = time.Date(2026, 3, 6, 0, 0, 0, 0, time.UTC)

func works(t *testing.T, when string, a agent.Agent, capacity int64, queues ...string) {
	t.Helper()
	if !slices.Equal(a.Queues, queues) || a.Capacity != capacity {
		t.Errorf("%s: serves %v with %d, want %v with %d", when, a.Queues, a.Capacity, queues, capacity)
	}
}

func TestAnAgentWorksSomethingElseUntilTheDayEnds(t *testing.T) {
	t.Parallel()
	a := lent()
	works(t, "at once", a.At(noon), 2, "billing", "returns")
	works(t, "until the last moment", a.At(midnight.Add(-time.Nanosecond)), 2, "billing", "returns")
	works(t, "at midnight", a.At(midnight), 6, "front")
	works(t, "long after", a.At(midnight.Add(1000*time.Hour)), 6, "front")
	works(t, "ended before", a.Back(), 6, "front")
	if a.At(midnight).Today != nil || a.Back().Today != nil || a.At(noon).Today == nil {
		t.Error("what is for today is not gone when the day is over, or before")
	}
	works(t, "who has nothing for today", jo().At(noon), 6, "front")
	works(t, "nor ends it", jo().Back(), 6, "front")
}

func TestASecondOrderForADayKeepsWhatTheRosterSays(t *testing.T) {
	t.Parallel()
	twice := lent().For(agent.Today{Until: midnight, By: "ada@example.com"}, nil, 0)
	works(t, "now", twice, 0)
	works(t, "tomorrow", twice.At(midnight), 6, "front")
	if twice.Today.By != "ada@example.com" {
		t.Errorf("it is by %s, want who asked last", twice.Today.By)
	}
}

func TestLanesAndRoomAreThoseForToday(t *testing.T) {
	t.Parallel()
	a := lent()
	a.Skills = nil
	a, _ = a.Derive(true, []string{"available"})
	if !slices.Equal(a.Lanes, []string{"@jo@example.com", "billing|", "returns|"}) || a.Free != 2 {
		t.Errorf("free %d in %v, want 2 in the queues for today", a.Free, a.Lanes)
	}
	a, _ = a.At(midnight).Derive(true, []string{"available"})
	if !slices.Equal(a.Lanes, []string{"@jo@example.com", "front|"}) || a.Free != 6 {
		t.Errorf("free %d in %v, want the roster's again", a.Free, a.Lanes)
	}
}

func TestSinceWhenAPresenceIsShown(t *testing.T) {
	t.Parallel()
	there, gone := agent.Lease{Until: noon.Add(time.Minute)}, agent.Lease{Until: noon.Add(-time.Minute)}
	at := func(ago time.Duration) time.Time { return noon.Add(-ago) }
	for _, tt := range []struct {
		name    string
		chose   agent.Presence
		choseAt time.Time
		shown   agent.Presence
		shownAt time.Time
		lease   agent.Lease
		want    agent.Presence
		since   time.Time
	}{
		{"who comes, since the choice", agent.Available, at(time.Second), "", time.Time{}, there, agent.Available, at(time.Second)},
		{"who loads the page again, since before", agent.Available, at(time.Second), agent.Available, at(time.Hour), there, agent.Available, at(time.Hour)},
		{"who chooses another one", agent.Away, at(time.Second), agent.Available, at(time.Hour), there, agent.Away, at(time.Second)},
		{"whose client is gone, since the end of its lease", agent.Available, at(time.Hour), agent.Available, at(time.Hour), gone, agent.Offline, gone.Until},
		{"who is away and whose client is gone", agent.Away, at(time.Hour), agent.Offline, gone.Until, gone, agent.Offline, gone.Until},
		{"who is back", agent.Available, at(0), agent.Offline, at(time.Minute), there, agent.Available, at(0)},
		{"who leaves, since then", agent.Offline, at(time.Second), agent.Busy, at(time.Hour), agent.Lease{Until: at(time.Second)}, agent.Offline, at(time.Second)},
		{"who never came", "", time.Time{}, "", time.Time{}, agent.Lease{}, "", time.Time{}},
		{"with a clock that is ahead, since now", agent.Available, noon.Add(time.Hour), agent.Offline, at(time.Minute), there, agent.Available, noon},
		{"with a clock that is behind, since what was shown before", agent.Busy, at(2 * time.Hour), agent.Available, at(time.Hour), there, agent.Busy, at(time.Hour)},
	} {
		a := agent.Agent{Presence: tt.chose, PresenceAt: tt.choseAt, Shown: tt.shown, ShownAt: tt.shownAt}
		got, changed := a.Show(tt.lease, noon)
		if got.Shown != tt.want || !got.ShownAt.Equal(tt.since) || changed != (tt.shown != tt.want) {
			t.Errorf("%s: %q since %s (changed: %v), want %q since %s", tt.name, got.Shown, got.ShownAt, changed, tt.want, tt.since)
		}
		if _, again := got.Show(tt.lease, noon.Add(30*time.Second)); again {
			t.Errorf("%s: it changes again", tt.name)
		}
	}
}
