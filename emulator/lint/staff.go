package lint

import (
	"fmt"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/hours"
)

// staff finds queues that nobody serves and skills that nobody has.
func (a *analysis) staff() {
	if len(a.Agents) == 0 {
		return
	}
	admin := false
	configuration.Each(a.Agents, func(_ string, agent configuration.Agent) { admin = admin || agent.Role == "admin" })
	if !admin {
		a.add("agents", "nobody is an admin: only an admin makes supervisors and removes agents")
	}
	configuration.Each(a.Queues, func(name string, q configuration.Queue) { a.served(configuration.Under("queues", name), name, q) })
	configuration.Each(a.Workstreams, func(name string, _ configuration.Workstream) {
		f := a.Flow(name)
		for i := range f.Rulesets {
			for j := range f.Rulesets[i].Rules {
				r := &f.Rulesets[i].Rules[j]
				configuration.Each(r.Set.Skills, func(skill string, level int64) { a.had(r.Path+".set.skills."+skill, skill, level) })
			}
		}
	})
}

// had finds a skill that nobody has at its level.
func (a *analysis) had(path, skill string, level int64) {
	var best int64
	configuration.Each(a.Agents, func(_ string, agent configuration.Agent) { best = max(best, agent.Skills[skill]) })
	switch {
	case best == 0:
		a.add(path, "no agent has the skill %s", skill)
	case best < level:
		a.add(path, "no agent has the skill %s at level %d, the best has %d", skill, level, best)
	}
}

// quarter is the step in which a week is checked.
const quarter = 15 * time.Minute

// served finds times of a normal week at which a queue is open but none of its
// agents works.
func (a *analysis) served(path, name string, q configuration.Queue) {
	var shifts []*hours.Schedule
	configuration.Each(a.Agents, func(_ string, agent configuration.Agent) {
		for _, served := range agent.Queues {
			if served == name {
				shifts = append(shifts, a.normal(agent.Hours))
			}
		}
	})
	if len(shifts) == 0 {
		a.add(path, "no agent serves it")
		return
	}
	open := a.normal(q.Hours)
	zone := time.UTC
	if open != nil {
		zone = open.Location()
	}
	// A week in which the clocks do not change in most of the world.
	monday := time.Date(2026, time.January, 5, 0, 0, 0, 0, zone)
	var gaps []string
	var since time.Time
	for t := monday; ; t = t.Add(quarter) {
		within := t.Before(monday.AddDate(0, 0, 7)) //nolint:mnd // a week
		alone := within && isOpen(open, t) && !anyOpen(shifts, t)
		switch {
		case alone && since.IsZero():
			since = t
		case !alone && !since.IsZero():
			gaps = append(gaps, span(since, t))
			since = time.Time{}
		}
		if !within {
			break
		}
	}
	if open != nil && open.Never() {
		a.add(path+".hours", "it is closed all week")
	}
	if len(gaps) > 0 {
		a.add(path, "it is open and no agent works: %s (%s)", strings.Join(gaps, ", "), zone)
	}
}

func span(from, to time.Time) string {
	end := to.Format("15:04")
	if to.Weekday() != from.Weekday() {
		end = strings.ToLower(to.Weekday().String()) + " " + end
	}
	return fmt.Sprintf("%s %s to %s", strings.ToLower(from.Weekday().String()), from.Format("15:04"), end)
}

// normal returns hours without their exceptions; nil means always.
func (a *analysis) normal(name string) *hours.Schedule {
	if name == "" {
		return nil
	}
	d := a.Hours[name]
	d.Exceptions = nil
	schedule, _ := hours.New(d) // Load has checked it
	return schedule
}

func isOpen(s *hours.Schedule, t time.Time) bool { return s == nil || s.OpenAt(t) }

func anyOpen(all []*hours.Schedule, t time.Time) bool {
	for _, s := range all {
		if isOpen(s, t) {
			return true
		}
	}
	return false
}
