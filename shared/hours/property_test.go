package hours_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/hours"
)

// randomCase is a schedule with exceptions around a date between 1850 and 2110,
// and an instant within three days of it.
func randomCase(t *testing.T, random *rand.Rand) (*hours.Schedule, time.Time) {
	t.Helper()
	zones := zoneNames(t)
	around := time.Date(1850+random.IntN(260), 1, 1+random.IntN(365), 0, 0, 0, 0, time.UTC)
	d := randomDefinition(random, zones[random.IntN(len(zones))], around)
	t.Logf("%+v", d)
	s, problems := hours.New(d)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return s, around.Add(randomDuration(random, 6*days) - 3*days)
}

func randomDuration(random *rand.Rand, most time.Duration) time.Duration {
	return 1 + time.Duration(random.Int64N(int64(most)))
}

// forAll checks a property of random schedules at random instants.
func forAll(t *testing.T, holds func(t *testing.T, random *rand.Rand, s *hours.Schedule, at time.Time)) {
	t.Helper()
	random := newRandom(t)
	for range 500 {
		if s, at := randomCase(t, random); !t.Failed() {
			holds(t, random, s, at)
		}
	}
}

func TestOpeningTimeAddsUp(t *testing.T) {
	t.Parallel()
	forAll(t, func(t *testing.T, random *rand.Rand, s *hours.Schedule, at time.Time) {
		t.Helper()
		a, b := randomDuration(random, 5*days), randomDuration(random, 5*days)
		first, reached := s.AddWorking(at, a)
		both, ok := s.AddWorking(at, a+b)
		switch {
		case !reached && ok:
			t.Errorf("%s and %s after %s is %s, but %s alone is never", a, b, at, both, a)
		case reached:
			if got, also := s.AddWorking(first, b); also != ok || !got.Equal(both) {
				t.Errorf("%s and then %s after %s is %s (%t), at once %s (%t)", a, b, at, got, also, both, ok)
			}
			if ok && !first.Before(both) {
				t.Errorf("%s after %s is %s, but %s more is %s", a, at, first, b, both)
			}
		}
	})
}

// TestOpeningTimeIsMeasuredAsItIsAdded: what was open is what has to be added, and no
// instant before it does.
func TestOpeningTimeIsMeasuredAsItIsAdded(t *testing.T) {
	t.Parallel()
	forAll(t, func(t *testing.T, random *rand.Rand, s *hours.Schedule, at time.Time) {
		t.Helper()
		d := randomDuration(random, 5*days)
		if end, ok := s.AddWorking(at, d); ok {
			if got := s.Working(at, end); got != d {
				t.Errorf("%s after %s is %s, between them it is open for %s", d, at, end, got)
			}
		}
		middle := at.Add(randomDuration(random, 5*days))
		end := middle.Add(randomDuration(random, 5*days))
		first, second, whole := s.Working(at, middle), s.Working(middle, end), s.Working(at, end)
		if first+second != whole || first < 0 || whole > end.Sub(at) {
			t.Errorf("open for %s and then %s, in all for %s, from %s over %s to %s", first, second, whole, at, middle, end)
		}
		if got := s.Working(end, at); got != 0 {
			t.Errorf("open for %s from %s back to %s", got, end, at)
		}
	})
}

func TestWhoStartsLaterIsNotDoneEarlier(t *testing.T) {
	t.Parallel()
	forAll(t, func(t *testing.T, random *rand.Rand, s *hours.Schedule, at time.Time) {
		t.Helper()
		d, later := randomDuration(random, 5*days), at.Add(randomDuration(random, days))
		first, ok := s.AddWorking(at, d)
		second, also := s.AddWorking(later, d)
		if also && (!ok || second.Before(first)) {
			t.Errorf("%s after %s is %s (%t), after %s %s", d, at, first, ok, later, second)
		}
	})
}

func TestOpeningTimeBeginsAndEndsWhileOpen(t *testing.T) {
	t.Parallel()
	forAll(t, func(t *testing.T, random *rand.Rand, s *hours.Schedule, at time.Time) {
		t.Helper()
		d := randomDuration(random, 5*days)
		end, ok := s.AddWorking(at, d)
		opens, ever := s.NextOpen(at)
		if ok && (!ever || !s.OpenAt(end.Add(-1)) || end.Before(opens.Add(d))) {
			t.Errorf("%s after %s is %s, but it opens at %s (%t)", d, at, end, opens, ever)
		}
		if got, also := s.AddWorking(opens, d); ever && (also != ok || !got.Equal(end)) {
			t.Errorf("%s after %s is %s, after opening at %s %s", d, at, end, opens, got)
		}
	})
}

func TestNothingIsOpenBeforeTheNextOpening(t *testing.T) {
	t.Parallel()
	forAll(t, func(t *testing.T, random *rand.Rand, s *hours.Schedule, at time.Time) {
		t.Helper()
		opens, ok := s.NextOpen(at)
		checkUntil(t, random, s, at, opens, ok, true)
		closes, ok := s.NextClose(at)
		checkUntil(t, random, s, at, closes, ok, false)
	})
}

// checkUntil samples the time before a change, or a year where there is none.
func checkUntil(t *testing.T, random *rand.Rand, s *hours.Schedule, at, change time.Time, ok, open bool) {
	t.Helper()
	if !ok {
		change = at.Add(365 * days)
	} else if s.OpenAt(change) != open || change.Before(at) {
		t.Errorf("open at %s, which is next after %s: %t", change, at, !open)
	}
	wait := change.Sub(at)
	if wait <= 0 {
		return
	}
	for _, early := range []time.Duration{1, wait, randomDuration(random, wait), randomDuration(random, wait), randomDuration(random, wait)} {
		if before := change.Add(-early); s.OpenAt(before) == open {
			t.Errorf("open at %s: %t, but the next time after %s is %s", before, open, at, change)
		}
	}
}

func TestYearsOfExceptionsEnd(t *testing.T) {
	t.Parallel()
	d := hours.Definition{TimeZone: "Europe/Paris", Week: map[string][]string{"monday": {"09:00-10:00"}}}
	for _, years := range []int{0, 1, 40} {
		d.Exceptions = closed(at(t, "2026-03-01T00:00:00Z"), 30+365*years)
		s, problems := hours.New(d)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		opens, ok := s.NextOpen(at(t, "2026-03-01T00:00:00Z"))
		reopens := at(t, "2026-03-31T00:00:00Z").AddDate(0, 0, 365*years)
		if wait := opens.Sub(reopens); !ok || opens.Weekday() != time.Monday || wait < 0 || wait > 8*days {
			t.Errorf("after %d years it opens at %s (%t), want the first Monday after %s", years, opens, ok, reopens)
		}
	}
}

// closed is so many days of exceptions.
func closed(from time.Time, count int) map[string][]string {
	exceptions := map[string][]string{}
	for i := range count {
		exceptions[from.AddDate(0, 0, i).Format(time.DateOnly)] = nil
	}
	return exceptions
}

// BenchmarkSchedule shows that the number of exceptions makes no difference.
func BenchmarkSchedule(b *testing.B) {
	now := at(b, "2026-03-06T20:00:00Z")
	for _, count := range []int{10, 10_000} {
		name := fmt.Sprint(count, " exceptions")
		week := map[string][]string{"monday": {"09:00-12:30", "14:00-18:00"}, "friday": {"09:00-12:30"}}
		s, problems := hours.New(hours.Definition{
			TimeZone: "Europe/Paris", Week: week, Exceptions: closed(at(b, "2026-03-11T00:00:00Z"), count),
		})
		if len(problems) > 0 {
			b.Fatal(problems)
		}
		b.Run("OpenAt with "+name, func(b *testing.B) {
			for b.Loop() {
				s.OpenAt(now)
			}
		})
		b.Run("NextOpen with "+name, func(b *testing.B) {
			for b.Loop() {
				s.NextOpen(now)
			}
		})
		b.Run("AddWorking with "+name, func(b *testing.B) {
			for b.Loop() {
				s.AddWorking(now, 5*time.Hour)
			}
		})
	}
}
