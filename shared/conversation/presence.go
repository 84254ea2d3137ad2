package conversation

import (
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// maxPresence is how many days of one presence are counted: a client that nobody leaves
// for longer has been forgotten.
const maxPresence = 7

// PresenceFigures are what counts of an agent's having been available, busy or away from one
// instant to another, by the days of the zone that most workstreams have. They are of no
// queue. Being offline does not count.
func PresenceFigures(email string, p agent.Presence, from, to time.Time, config *configuration.Config) []Figures {
	var count func(*Measures) *int64
	switch p {
	case agent.Available:
		count = func(m *Measures) *int64 { return &m.Available }
	case agent.Busy:
		count = func(m *Measures) *int64 { return &m.Busy }
	case agent.Away:
		count = func(m *Measures) *int64 { return &m.Away }
	default:
		return nil
	}
	if from.IsZero() {
		return nil // nobody knows since when
	}
	var all []Figures
	for at := from.In(config.MainZone()); at.Before(to) && len(all) < maxPresence; {
		next := time.Date(at.Year(), at.Month(), at.Day()+1, 0, 0, 0, 0, at.Location())
		end := next
		if to.Before(end) {
			end = to
		}
		var m Measures
		// Whole seconds on both sides, so that the stretches of a day add up to the day.
		*count(&m) = end.Unix() - at.Unix()
		f := Figures{Date: at.Format(time.DateOnly), Shard: "0", ExpireAt: configuredEnd(at, config)}
		add(&f.ByAgent, email, m)
		all, at = append(all, f), next
	}
	return all
}

// configuredEnd is when a day's figures of no workstream are deleted: with those of the
// workstream that keeps them the longest.
func configuredEnd(day time.Time, config *configuration.Config) time.Time {
	longest := retentionOf(config.Terms("").Retention).Figures
	for name := range config.Workstreams {
		longest = max(longest, retentionOf(config.Terms(name).Retention).Figures)
	}
	return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(longest))
}
