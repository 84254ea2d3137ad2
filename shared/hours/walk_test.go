package hours_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"sort"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/hours"
)

var seed = flag.Uint64("seed", 0, "of the random schedules; 0 takes another one every time")

// newRandom says which seed to pass to see a failure again.
func newRandom(t *testing.T) *rand.Rand {
	t.Helper()
	n := *seed
	for n == 0 {
		n = rand.Uint64()
	}
	t.Logf("again with -seed=%d", n)
	return rand.New(rand.NewPCG(n, n))
}

// walk is what the wall clock says at every step of a while: whether it is open,
// and how many steps before this one were.
type walk struct {
	from   time.Time
	step   time.Duration
	open   []bool
	worked []int
}

func newWalk(w wallClock, from time.Time, step, length time.Duration) walk {
	n := int(length / step)
	all := walk{from: from, step: step, open: make([]bool, n), worked: make([]int, n+1)}
	for i := range n {
		all.open[i] = w.open(all.at(i))
		all.worked[i+1] = all.worked[i]
		if all.open[i] {
			all.worked[i+1]++
		}
	}
	return all
}

func (w walk) at(i int) time.Time { return w.from.Add(time.Duration(i) * w.step) }

// next is the first step from i on that is open, or closed.
func (w walk) next(i int, open bool) int {
	for i < len(w.open) && w.open[i] != open {
		i++
	}
	return i
}

// check compares a schedule with the walk. What the walk does not reach, the
// schedule has to put behind its end.
func (w walk) check(t *testing.T, s *hours.Schedule, random *rand.Rand) {
	t.Helper()
	for i := range w.open {
		late := time.Duration(random.Int64N(int64(w.step)))
		if i%2 == 0 {
			late = 0
		}
		at := w.at(i).Add(late)
		if got := s.OpenAt(at); got != w.open[i] {
			t.Fatalf("open at %s is %t", at.In(s.Location()), got)
		}
		if i%11 > 0 { // the walk is what takes the time
			continue
		}
		got, ok := s.NextOpen(at)
		w.same(t, fmt.Sprintf("open after %s", at), i, late, w.next(i, true), got, ok)
		got, ok = s.NextClose(at)
		w.same(t, fmt.Sprintf("closed after %s", at), i, late, w.next(i, false), got, ok)
		w.checkAdd(t, s, i, 1+random.IntN(len(w.open)/2))
	}
}

func (w walk) same(t *testing.T, what string, i int, late time.Duration, want int, got time.Time, ok bool) {
	t.Helper()
	expected := w.at(want)
	if want == i {
		expected = expected.Add(late)
	}
	switch {
	case want == len(w.open) && (!ok || !got.Before(expected)):
	case !ok || !got.Equal(expected):
		t.Fatalf("%s: %s (%t), want %s", what, got.UTC(), ok, expected)
	}
}

// checkAdd adds so many open steps: the answer is where the last of them ends.
func (w walk) checkAdd(t *testing.T, s *hours.Schedule, i, steps int) {
	t.Helper()
	got, ok := s.AddWorking(w.at(i), time.Duration(steps)*w.step)
	end := sort.SearchInts(w.worked, w.worked[i]+steps)
	what := fmt.Sprintf("%d steps of %s after %s", steps, w.step, w.at(i))
	if end == len(w.worked) {
		if ok && !got.After(w.at(len(w.open))) {
			t.Fatalf("%s: %s, want after the walk", what, got.UTC())
		}
		return
	}
	if !ok || !got.Equal(w.at(end)) {
		t.Fatalf("%s: %s (%t), want %s", what, got.UTC(), ok, w.at(end))
	}
}

// checkAround compares random schedules of a zone with a walk around an instant.
func checkAround(t *testing.T, random *rand.Rand, zone string, middle time.Time, step, reach time.Duration) {
	t.Helper()
	d := randomDefinition(random, zone, middle)
	t.Logf("around %s: %+v", middle.UTC(), d)
	s, problems := hours.New(d)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	w := newWalk(wallClock{d, location(t, zone), map[date][]string{}}, middle.Add(-reach).UTC(), step, 2*reach)
	w.check(t, s, random)
}

const days = 24 * time.Hour

// TestEveryChangeOfEveryClockForTwoYears walks by the minute around each, and
// around one of each zone whose clock is changed just like another's.
func TestEveryChangeOfEveryClockForTwoYears(t *testing.T) {
	t.Parallel()
	from, until := at(t, "2026-01-01T00:00:00Z"), at(t, "2028-01-01T00:00:00Z")
	changed, walked := 0, map[string]bool{}
	for _, zone := range zoneNames(t) {
		changes := transitions(location(t, zone), from, until)
		if len(changes) == 0 {
			continue
		}
		changed++
		clock := describe(location(t, zone), changes)
		again := walked[clock]
		walked[clock] = true
		t.Run(zone, func(t *testing.T) {
			t.Parallel()
			random := newRandom(t)
			if again {
				changes = []time.Time{changes[random.IntN(len(changes))]}
			}
			for _, change := range changes {
				checkAround(t, random, zone, change, time.Minute, 2*days)
			}
		})
	}
	if changed < 100 || len(walked) < 20 {
		t.Errorf("%d zones with %d clocks are changed, want more", changed, len(walked))
	}
}

// describe is the same text for zones whose clocks show the same.
func describe(loc *time.Location, changes []time.Time) string {
	text := ""
	for _, change := range changes {
		_, before := change.Add(-time.Second).In(loc).Zone()
		_, after := change.In(loc).Zone()
		text += fmt.Sprintln(change.Unix(), before, after)
	}
	return text
}

// TestOddChangesOfTheClock has what the two years do not: days that are left out
// or come twice, half hours, midnights, and offsets that are not whole minutes.
func TestOddChangesOfTheClock(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, zone, from string
		step             time.Duration
	}{
		{"no 30 December", "Pacific/Apia", "2011-12-20", time.Minute},
		{"no 21 August", "Pacific/Kwajalein", "1993-08-10", time.Minute},
		{"half an hour back", "Asia/Pyongyang", "2015-08-01", time.Minute},
		{"half an hour on", "America/Caracas", "2016-04-20", time.Minute},
		{"two hours on, a minute after midnight", "America/St_Johns", "1988-03-25", time.Minute},
		{"back across midnight", "America/St_Johns", "1999-10-25", time.Minute},
		{"on for Ramadan's end", "Africa/Casablanca", "2026-03-15", time.Minute},
		{"44:30 on", "Africa/Monrovia", "1972-01-01", time.Second},
		{"a day twice, and seconds", "America/Juneau", "1867-10-10", time.Second},
		{"no 31 December, and seconds", "Asia/Manila", "1844-12-25", time.Second},
		{"local mean time ends", "Europe/Paris", "1911-03-01", time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			from := at(t, tt.from+"T00:00:00Z")
			changes := transitions(location(t, tt.zone), from, from.Add(20*days))
			if len(changes) == 0 {
				t.Fatal("the clock is not changed")
			}
			reach := min(2*days, time.Duration(20_000)*tt.step)
			random := newRandom(t)
			for range 2 {
				checkAround(t, random, tt.zone, changes[0], tt.step, reach)
			}
		})
	}
}

// TestTheLastDayOfALeapYear is where [time.Time.ZoneBounds] may give an end that
// has passed (go.dev/issue/81583): from 2028 on or from 2040 on, by how the zone
// database was made.
func TestTheLastDayOfALeapYear(t *testing.T) {
	t.Parallel()
	for _, zone := range []string{"Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Beirut", "Asia/Tokyo"} {
		t.Run(zone, func(t *testing.T) {
			t.Parallel()
			random := newRandom(t)
			for _, date := range []string{"2028-12-31", "2040-12-31", "2044-12-31", "2039-12-31"} {
				checkAround(t, random, zone, at(t, date+"T12:00:00Z"), time.Minute, 2*days)
			}
		})
	}
}
