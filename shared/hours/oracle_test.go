package hours_test

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/hours"
)

// names are the zones of the database that Go 1.26 comes with. The standard
// library cannot list them.
//
//go:embed testdata/zones.txt
var names string

func zoneNames(t *testing.T) []string {
	t.Helper()
	all := strings.Fields(names)
	if len(all) < 500 {
		t.Fatalf("%d zones, want those of the whole world", len(all))
	}
	return all
}

func location(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// wallClock decides from the text of a definition and of what the wall clock
// shows, and shares nothing with the package.
type wallClock struct {
	definition hours.Definition
	location   *time.Location
	known      map[date][]string // so that a day is looked up once, not every minute
}

type date struct {
	year  int
	month time.Month
	day   int
}

func (w wallClock) open(t time.Time) bool {
	local := t.In(w.location)
	year, month, day := local.Date()
	shows := local.Format("15:04")
	for _, span := range w.spans(date{year, month, day}) {
		from, until, _ := strings.Cut(span, "-")
		if span == "24h" || from <= shows && (shows < until || until < from) {
			return true
		}
	}
	for _, span := range w.spans(date{year, month, day - 1}) {
		from, until, _ := strings.Cut(span, "-")
		if span != "24h" && until < from && shows < until {
			return true
		}
	}
	return false
}

func (w wallClock) spans(on date) []string {
	spans, ok := w.known[on]
	if ok {
		return spans
	}
	d := time.Date(on.year, on.month, on.day, 0, 0, 0, 0, time.UTC)
	if spans, ok = w.definition.Exceptions[d.Format(time.DateOnly)]; !ok {
		spans = w.definition.Week[strings.ToLower(d.Weekday().String())]
	}
	w.known[on] = spans
	return spans
}

// transitions are the instants within a time at which a zone's offset changes.
func transitions(loc *time.Location, from, until time.Time) []time.Time {
	offset := func(t time.Time) int { _, o := t.In(loc).Zone(); return o }
	var found []time.Time
	const step = 6 * time.Hour
	for t := from; t.Before(until); t = t.Add(step) {
		before, after := t, t.Add(step)
		if offset(before) == offset(after) {
			continue
		}
		for after.Sub(before) > time.Second {
			middle := before.Add(after.Sub(before) / 2).Truncate(time.Second)
			if offset(middle) == offset(before) {
				before = middle
			} else {
				after = middle
			}
		}
		found = append(found, after)
	}
	return found
}

// randomDefinition likes the hours in which clocks are changed, and has
// exceptions on some of the dates around an instant. The rest of it may be
// always or never open.
func randomDefinition(random *rand.Rand, zone string, around time.Time) hours.Definition {
	d := hours.Definition{TimeZone: zone, Week: map[string][]string{}, Exceptions: map[string][]string{}}
	kind := random.IntN(8)
	for weekday := time.Sunday; weekday <= time.Saturday; weekday++ {
		name := strings.ToLower(weekday.String())
		switch kind {
		case 0:
		case 1:
			d.Week[name] = []string{"24h"}
		default:
			d.Week[name] = randomDay(random)
		}
	}
	for days := -4; days <= 4; days++ {
		if random.IntN(4) == 0 {
			d.Exceptions[around.AddDate(0, 0, days).Format(time.DateOnly)] = randomDay(random)
		}
	}
	return d
}

func randomDay(random *rand.Rand) []string {
	switch random.IntN(8) {
	case 0:
		return []string{}
	case 1:
		return []string{"24h"}
	}
	var edges []int
	for range 2 * (1 + random.IntN(3)) {
		edges = append(edges, randomMinute(random))
	}
	slices.Sort(edges)
	switch random.IntN(6) {
	case 0, 1: // the last one crosses midnight
		edges = append(edges[1:], edges[0])
	case 2: // or ends there
		edges[len(edges)-1] = 24 * 60
	}
	var spans []string
	for pair := range slices.Chunk(edges, 2) {
		if pair[0] != pair[1] {
			spans = append(spans, clock(pair[0])+"-"+clock(pair[1]))
		}
	}
	return spans
}

func randomMinute(random *rand.Rand) int {
	switch random.IntN(4) {
	case 0:
		return random.IntN(4 * 60)
	case 1:
		return 30 * random.IntN(48)
	case 2:
		return 24*60 - 1 - random.IntN(2*60)
	}
	return random.IntN(24 * 60)
}

func clock(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }
