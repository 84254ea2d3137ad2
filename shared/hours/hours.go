// Package hours says when something is open, and reckons in opening time. All of
// it is a pure function of a schedule and of an instant.
//
// It is open at an instant if the wall clock of the schedule's time zone shows a
// time of a span then. So a span of the hour that is skipped in spring does not
// take place, and one of the hour that is repeated in autumn takes place twice.
package hours

import "time"

// Schedule is when something is open, made by [New]. The zero value is never
// open. A schedule does not change, so many may use it at once.
type Schedule struct {
	location *time.Location
	week     [7][]span
	// varied is whether the week has both open and closed times. Of a week that
	// has not, the end need not be looked for: there may be none.
	varied bool
	// exceptions are what replaces the week, by day, and dates their days in order.
	exceptions map[int64][]span
	dates      []int64
}

// Location is the time zone whose wall clock counts.
func (s *Schedule) Location() *time.Location {
	if s.location == nil {
		return time.UTC
	}
	return s.location
}

// Never reports whether the week has no opening time at all. Exceptions do not
// count: they end, and then it is closed for good.
func (s *Schedule) Never() bool {
	for _, spans := range s.week {
		if len(spans) > 0 {
			return false
		}
	}
	return true
}

// OpenAt reports whether it is open at an instant. Opening belongs to a span and
// closing does not: from 09:00 to 12:30, it is closed at 12:30 sharp.
func (s *Schedule) OpenAt(t time.Time) bool {
	offset, _ := s.offset(t.Unix())
	open, _ := s.shown(t.Unix() + offset)
	return open
}

// NextOpen returns the first instant, not before t, at which it is open: t
// itself if it is open then. It returns false when it never opens again.
func (s *Schedule) NextOpen(t time.Time) (time.Time, bool) { return s.next(t, true) }

// NextClose returns the first instant, not before t, at which it is closed: t
// itself if it is closed then. It returns false when it never closes again.
func (s *Schedule) NextClose(t time.Time) (time.Time, bool) { return s.next(t, false) }

func (s *Schedule) next(t time.Time, want bool) (time.Time, bool) {
	for at := t; ; {
		open, until := s.stretch(at.Unix())
		if open == want {
			return at, true
		}
		if until == endless {
			return time.Time{}, false
		}
		at = time.Unix(until, 0).In(t.Location())
	}
}

// AddWorking returns the first instant by which it has been open for d since t:
// t plus d where it is always open, and t when d is not positive. It returns
// false when there is never that much. The work grows with the days passed over.
func (s *Schedule) AddWorking(t time.Time, d time.Duration) (time.Time, bool) {
	if d <= 0 {
		return t, true
	}
	for at := t; ; {
		open, until := s.stretch(at.Unix())
		switch {
		case open && until == endless:
			return at.Add(d), true
		case until == endless:
			return time.Time{}, false
		}
		end := time.Unix(until, 0).In(t.Location())
		if open {
			left := end.Sub(at)
			if d <= left {
				return at.Add(d), true
			}
			d -= left
		}
		at = end
	}
}

// Working returns for how long it was open between two instants, and nothing when
// the second is not the later one. [Schedule.AddWorking] is its inverse.
func (s *Schedule) Working(from, to time.Time) time.Duration {
	var sum time.Duration
	for at := from; at.Before(to); {
		open, until := s.stretch(at.Unix())
		end := to
		if until <= to.Unix() {
			end = time.Unix(until, 0)
		}
		if open {
			sum += end.Sub(at)
		}
		at = end
	}
	return sum
}
