package month

import (
	"fmt"
	"strconv"
	"time"
)

// Told is figures as the diary tells them: by day, dimension and value, what is counted. A
// name such as "firstWaits 40" is how many had a length of that bucket.
type Told map[string]map[string]int64

// zones are the workstreams', and promise is the queues'.
var zones = map[string]string{"support": "Europe/Paris", "sales": "America/New_York"} //nolint:gochecknoglobals // as in Configuration

// The promises of all queues: to be taken, to be answered first, and to be answered then.
const promise, firstPromise, nextPromise = 2 * time.Minute, 4 * time.Minute, 150 * time.Second

// inOpeningTime is how much of a time the queue was open. The last one is only so from eight
// to six in Paris: of each day, it is what both have.
func (m *Month) inOpeningTime(queue string, from, to time.Time) time.Duration {
	if queue != m.Queues[len(m.Queues)-1] {
		return to.Sub(from)
	}
	zone, err := time.LoadLocation(zones["support"])
	if err != nil {
		panic(err) // the configuration has it, too
	}
	var sum time.Duration
	for day := from.In(zone); day.Before(to.Add(24 * time.Hour)); day = day.AddDate(0, 0, 1) {
		opens := time.Date(day.Year(), day.Month(), day.Day(), 8, 0, 0, 0, zone)
		closes := opens.Add(10 * time.Hour)
		if from.After(opens) {
			opens = from
		}
		if to.Before(closes) {
			closes = to
		}
		sum += max(0, closes.Sub(opens))
	}
	return sum
}

func (t Told) add(place, what string, n int64) {
	if n == 0 {
		return
	}
	if t[place] == nil {
		t[place] = map[string]int64{}
	}
	t[place][what] += n
}

func (t Told) length(place, total, lengths string, d time.Duration) {
	s := int64(d / time.Second)
	t.add(place, total, s)
	t.add(place, lengths+" "+strconv.Itoa(bucket(s)), 1)
}

// bucket counts the buckets below a length: one for each second below sixteen, and eight
// for each doubling.
func bucket(s int64) int {
	n, width := 0, int64(1)
	for end := int64(1); end <= s; end += width {
		n++
		if n >= 16 && n%8 == 0 {
			width *= 2
		}
	}
	return n
}

// Figures tells what the diary says.
func (m *Month) Figures() (Told, error) {
	all := Told{}
	for _, e := range m.Diary {
		if e.TakenAt.IsZero() && !e.Over {
			continue
		}
		zone, err := time.LoadLocation(zones[e.Workstream])
		if err != nil {
			return nil, fmt.Errorf("zone: %w", err)
		}
		at := e.OpenedAt.In(zone)
		day := at.Format(time.DateOnly) + " "
		places := []string{
			day + "queue " + e.Queue, day + "channel " + e.Channel, day + "workstream " + e.Workstream, day + "hour " + at.Format("15"),
		}
		if e.Over {
			for tag := range e.Tags {
				places = append(places, day+"tag "+tag)
			}
		}
		for _, place := range places {
			e.tell(all, place)
		}
		e.tellAgents(all, day+"agent ")
	}
	return all, nil
}

func (e *Entry) tell(all Told, place string) {
	all.add(place, "opened", 1)
	if e.Back {
		all.add(place, "reopened", 1)
	}
	if e.Rating > 0 {
		all.add(place, "rated", 1)
		all.add(place, "ratings", e.Rating)
	}
	if e.TakenAt.IsZero() {
		all.add(place, "abandoned", 1)
	} else {
		e.tellTaken(all, place)
	}
	if !e.Over {
		return
	}
	all.add(place, "closed", 1)
	var spent time.Duration
	for _, p := range e.Agents {
		spent += p.Time
		p.tell(all, place)
	}
	if !e.TakenAt.IsZero() {
		all.length(place, "handled", "handles", spent)
	}
	e.tellFirst(all, place)
}

func (e *Entry) tellTaken(all Told, place string) {
	wait := e.TakenAt.Sub(e.OpenedAt)
	all.add(place, "answered", 1)
	all.length(place, "firstWait", "firstWaits", wait)
	if e.TakenAfter <= promise {
		all.add(place, "within", 1)
	}
}

func (e *Entry) tellFirst(all Told, place string) {
	if e.RespondedBy != "" {
		all.length(place, "firstResponse", "firstResponses", e.FirstResponse)
		if e.FirstPromised <= firstPromise {
			all.add(place, "firstInTime", 1)
		}
	}
}

func (p *Part) tell(all Told, place string) {
	all.add(place, "transfers", p.Transfers)
	all.add(place, "missed", p.Missed)
	all.add(place, "declined", p.Declined)
	for _, d := range p.Responses {
		all.length(place, "nextResponse", "nextResponses", d)
	}
	for _, d := range p.Promised {
		if d <= nextPromise {
			all.add(place, "nextInTime", 1)
		}
	}
}

func (e *Entry) tellAgents(all Told, prefix string) {
	if e.Back && e.BackOf != "" {
		all.add(prefix+e.BackOf, "reopened", 1)
	}
	if e.TakenBy != "" {
		e.tellTaken(all, prefix+e.TakenBy)
	}
	if e.Rating > 0 {
		all.add(prefix+e.asked, "rated", 1)
		all.add(prefix+e.asked, "ratings", e.Rating)
	}
	if !e.Over {
		return
	}
	for email, p := range e.Agents {
		p.tell(all, prefix+email)
		if p.Worked {
			all.add(prefix+email, "closed", 1)
			all.length(prefix+email, "handled", "handles", p.Time)
		}
	}
	if e.RespondedBy != "" {
		e.tellFirst(all, prefix+e.RespondedBy)
	}
}
