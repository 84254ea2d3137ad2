package roster

import (
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// What supervisors change for a day, or at once, leaves the roster's part of an entry as it
// is: it is carried out with the same rights, and kept among the changes of the entry.

func presences() []agent.Presence {
	return []agent.Presence{agent.Available, agent.Busy, agent.Away, agent.Offline}
}

// checkDay checks a change that leaves the entry as it is.
func (c Change) checkDay(in Input) error {
	args := reason.Args{"agent": c.Agent}
	switch {
	case !c.Before.Role.Works():
		return refuse(NotWorking, args)
	case c.Kind == EndToday && in.Of.At(in.Now).Today == nil:
		return refuse(NotToday, args)
	case c.Kind != Today:
		return nil
	}
	entry := *c.Before
	entry.Queues, entry.Capacity = c.Today.Queues, c.Today.Capacity
	c.Entry = &entry
	return c.checkEntry(in)
}

// Apply is the agent after a change that leaves the roster's part as it is.
func (c Change) Apply(of, by agent.Agent, now time.Time) agent.Agent {
	of = of.At(now)
	name := c.Operator
	if c.Operator == "" {
		name = by.Name()
	}
	switch c.Kind {
	case Presence:
		of.Presence, of.PresenceAt, of.Missed = c.Presence, now, 0
		of.AwayBy = reason.New(agent.SetBy, reason.Args{"by": name})
	case Today:
		of = of.For(agent.Today{Until: c.Until, By: c.Author.Email, Name: name, At: now}, slices.Clone(c.Today.Queues), c.Today.Capacity)
	case EndToday:
		of = of.Back()
	case Add, Edit, Suspend, Remove, Seed:
	}
	return of
}

// endOfDay is when a day ends: in the zone of the first of the queues that has opening hours,
// or else in that of most workstreams, in which the desk shows times.
func endOfDay(config *configuration.Config, queues []string, now time.Time) time.Time {
	zone := config.MainZone()
	for _, queue := range queues {
		if s := config.Schedule(queue); s != nil {
			zone = s.Location()
			break
		}
	}
	y, m, d := now.In(zone).Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, zone).UTC()
}
