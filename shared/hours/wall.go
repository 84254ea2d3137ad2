package hours

import (
	"math"
	"slices"
	"time"
)

// Times are in seconds, because spans and offsets change on whole seconds: since
// 1970, either as instants or as readings of the wall clock, where every day has
// equally many. Days are counted from 1970-01-01, a Thursday.
const (
	minute = 60
	hour   = 60 * minute
	day    = 24 * hour

	// endless is an end that never comes.
	endless = math.MaxInt64

	// exceptionReach is how many days after its date an exception can still
	// affect the wall clock: one for the night that began on it, and one because
	// the clock may be put back, by a whole day where the date line moves (Alaska
	// in 1867).
	exceptionReach = 2
)

// span is a period of the wall clock, excluding until, counted from the midnight
// at which its day begins. For a night, until is on the next day.
type span struct{ from, until int64 }

// stretch reports whether it is open at an instant, and an instant until which
// that certainly holds. It may hold for longer, except when it is endless.
func (s *Schedule) stretch(at int64) (open bool, until int64) {
	offset, holds := s.offset(at)
	open, changes := s.shown(at + offset)
	changes = max(changes, s.uniform(at+offset))
	until = min(holds, changes-offset)
	if changes == endless || until <= at { // not after at where 64 bits end
		return open, endless
	}
	return open, until
}

// offset returns how far the wall clock is ahead of UTC, and until when that
// holds.
func (s *Schedule) offset(at int64) (offset, until int64) {
	t := time.Unix(at, 0).In(s.Location())
	_, ahead := t.Zone()
	_, end := t.ZoneBounds()
	switch {
	case end.IsZero():
		return int64(ahead), endless
	case end.Unix() <= at:
		// On 31 December of a leap year ZoneBounds may say that the offset ended
		// when the day began (go.dev/issue/81583). It holds for the rest of that
		// day.
		return int64(ahead), (dayOf(at) + 1) * day
	}
	return int64(ahead), end.Unix()
}

// shown reports whether it is open when the wall clock shows a time, and until
// which time that certainly holds.
func (s *Schedule) shown(wall int64) (open bool, until int64) {
	today := dayOf(wall)
	until = (today + 1) * day
	for begins := today - 1; begins <= today; begins++ {
		for _, sp := range s.spans(begins) {
			from, to := begins*day+sp.from, begins*day+sp.until
			open = open || from <= wall && wall < to
			for _, edge := range [...]int64{from, to} {
				if wall < edge {
					until = min(until, edge)
				}
			}
		}
	}
	return open, until
}

// spans returns the spans that begin on a day.
func (s *Schedule) spans(date int64) []span {
	if spans, ok := s.exceptions[date]; ok {
		return spans
	}
	weekday := (int64(time.Thursday) + date) % 7
	return s.week[(weekday+7)%7]
}

// uniform returns a time of the wall clock until which nothing changes because
// the week is uniform and no exception is near. It crosses the years between two
// exceptions in one step, and all time after the last.
func (s *Schedule) uniform(wall int64) (until int64) {
	if s.varied {
		return wall
	}
	next, _ := slices.BinarySearch(s.dates, dayOf(wall)-exceptionReach)
	if next == len(s.dates) {
		return endless
	}
	return s.dates[next] * day // in the past if that exception may still apply
}

func dayOf(seconds int64) int64 {
	if seconds < 0 {
		return (seconds+1)/day - 1
	}
	return seconds / day
}

// vary reports whether a schedule without exceptions has both open and closed
// times.
func (s *Schedule) vary() bool {
	first, wall := s.shown(0)
	for wall < 7*day {
		open, until := s.shown(wall)
		if open != first {
			return true
		}
		wall = until
	}
	return false
}
