package hours

import (
	"math"
	"slices"
	"time"
)

// Times are seconds here, because spans and offsets change on whole ones: since
// 1970 on the line of instants, and on the line of what the wall clock shows,
// where every day has as many. Days are counted from 1970-01-01, a Thursday.
const (
	minute = 60
	hour   = 60 * minute
	day    = 24 * hour

	// endless is an end that does not come.
	endless = math.MaxInt64

	// exceptionReach is after how many days the wall clock shows nothing of an exception
	// any more: one for the night that began on it, and one because the clock may
	// be put back, by a whole day where the date line moves (Alaska in 1867).
	exceptionReach = 2
)

// span is a time of the wall clock, from before until, counted from the midnight
// that begins the day it belongs to. At night, until is on the next day.
type span struct{ from, until int64 }

// stretch reports whether it is open at an instant, and until when that is
// certain. It may go on in the same way after that, but not after endless.
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

// offset returns how far the wall clock is ahead of UTC, and until when.
func (s *Schedule) offset(at int64) (offset, until int64) {
	t := time.Unix(at, 0).In(s.Location())
	_, ahead := t.Zone()
	_, end := t.ZoneBounds()
	switch {
	case end.IsZero():
		return int64(ahead), endless
	case end.Unix() <= at:
		// On 31 December of a leap year ZoneBounds may say that the offset ended
		// when the day began (go.dev/issue/81583). It holds for the rest of it.
		return int64(ahead), (dayOf(at) + 1) * day
	}
	return int64(ahead), end.Unix()
}

// shown reports whether it is open when the wall clock shows a time, and until
// which time that is certain.
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

// spans are those that begin on a day.
func (s *Schedule) spans(date int64) []span {
	if spans, ok := s.exceptions[date]; ok {
		return spans
	}
	weekday := (int64(time.Thursday) + date) % 7
	return s.week[(weekday+7)%7]
}

// uniform returns a time of the wall clock until which it goes on as now because
// the week is all the same and no exception is near. It makes one step of the
// years between two exceptions, and of all time after the last.
func (s *Schedule) uniform(wall int64) (until int64) {
	if s.varied {
		return wall
	}
	next, _ := slices.BinarySearch(s.dates, dayOf(wall)-exceptionReach)
	if next == len(s.dates) {
		return endless
	}
	return s.dates[next] * day // has passed if that exception may still count
}

func dayOf(seconds int64) int64 {
	if seconds < 0 {
		return (seconds+1)/day - 1
	}
	return seconds / day
}

// vary reports whether a schedule without exceptions is now open, now closed.
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
