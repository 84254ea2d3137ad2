// Package hours says when something is open, and calculates in opening time.
// Every function is a pure function of a schedule and an instant.
//
// It is open at an instant if the wall clock of the schedule's time zone then
// shows a time within a span. So a span in the hour that is skipped in spring
// does not take place, and one in the hour that is repeated in autumn takes place
// twice.
package hours

import "time"

// Schedule is when something is open, made by [New]. The zero value is never
// open. A schedule is immutable, so it is safe for concurrent use.
type Schedule struct {
	location *time.Location
	week     [7][]span
	// varied is whether the week has both open and closed times. Without it, the
	// end of a stretch may never come, so it is not searched for.
	varied bool
	// exceptions replace the week's spans, by day; dates are their days in order.
	exceptions map[int64][]span
	dates      []int64
}

// Location is the time zone of the spans.
func (s *Schedule) Location() *time.Location {
	if s.location == nil {
		return time.UTC
	}
	return s.location
}

// Never reports whether the week has no opening time at all. Exceptions do not
// count: after the last one it is closed forever.
func (s *Schedule) Never() bool {
	for _, spans := range s.week {
		if len(spans) > 0 {
			return false
		}
	}
	return true
}

// OpenAt reports whether it is open at an instant. A span includes its beginning
// but not its end: from 09:00 to 12:30, it is closed at 12:30 sharp.
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

// AddWorking returns the first instant by which it has been open for d since t.
// That is t plus d where it is always open, and t when d is not positive. It
// returns false when there is never that much opening time. The cost grows with
// the number of days passed over.
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

// Working returns for how long it was open between two instants, or 0 when the
// second is not later. [Schedule.AddWorking] is its inverse.
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
