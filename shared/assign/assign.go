// Package assign decides which agent gets a session, and says why each of the
// others does not. It does no I/O.
package assign

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// Session is what a session requires of an agent.
type Session struct {
	Queue string
	// Skills are the levels that are required now, after relaxation.
	Skills map[string]int64
	// Cost is how much of the agent's capacity the session takes.
	Cost int64
	// Presences are the chosen presences that get work.
	Presences []string
	// Declined counts each agent's declined and missed offers, and Declines is
	// how many are allowed.
	Declined map[string]int64
	Declines int64
	// Assignment is how the queue chooses.
	Assignment configuration.Assignment
}

// Objection says why an agent cannot have the session. It is empty if the agent
// can.
func (s Session) Objection(a agent.Agent) string {
	switch {
	case !a.OnRoster():
		return "not in the roster"
	case !a.Serves(s.Queue):
		return "does not serve the queue"
	case !slices.Contains(s.Presences, string(a.ChosenPresence())):
		return "is " + string(a.ChosenPresence())
	case !a.Fits(s.Cost):
		return fmt.Sprintf("no room: %d of %d units are used, this one takes %d", a.Used, a.Capacity, s.Cost)
	case s.Declined[a.Email] >= max(1, s.Declines):
		return "declined it or let it pass"
	case s.Assignment.Skills == configuration.Closest:
		return ""
	}
	return s.missing(a)
}

// missing names the first skill that an agent lacks.
func (s Session) missing(a agent.Agent) string {
	for _, skill := range slices.Sorted(maps.Keys(s.Skills)) {
		if has, needs := a.Skills[skill], s.Skills[skill]; has < needs {
			return fmt.Sprintf("skill %s is %d, %d is needed", skill, has, needs)
		}
	}
	return ""
}

// distance is the sum of the skill levels that an agent lacks.
func (s Session) distance(a agent.Agent) int64 {
	var sum int64
	for skill, needs := range s.Skills {
		sum += max(0, needs-a.Skills[skill])
	}
	return sum
}

// Best returns the candidates that can have the session, best first, and a line
// for each candidate that says why or why not. The e-mail address breaks ties, so
// the result does not depend on the order of the candidates.
func Best(s Session, candidates []agent.Agent) (best []agent.Agent, trace []string) {
	byEmail := func(a, b agent.Agent) int { return cmp.Compare(a.Email, b.Email) }
	var why []string
	for _, a := range slices.SortedFunc(slices.Values(candidates), byEmail) {
		if objection := s.Objection(a); objection != "" {
			why = append(why, a.String()+": "+objection)
			continue
		}
		best = append(best, a)
	}
	slices.SortFunc(best, s.compare)
	for i, a := range best {
		trace = append(trace, fmt.Sprintf("%d. %s: %s", i+1, a, s.say(a)))
	}
	return best, append(trace, why...)
}

// compare puts the better agent first: those who have not declined yet, then by
// the queue's method.
func (s Session) compare(a, b agent.Agent) int {
	by := cmp.Compare(s.Declined[a.Email], s.Declined[b.Email])
	if by == 0 && s.Assignment.Skills == configuration.Closest {
		by = cmp.Compare(s.distance(a), s.distance(b))
	}
	for _, criterion := range s.criteria() {
		by = cmp.Or(by, better(criterion, a, b))
	}
	return cmp.Or(by, a.LastAssignedAt.Compare(b.LastAssignedAt), cmp.Compare(a.Email, b.Email))
}

// criteria are what the queue's method compares, in order.
func (s Session) criteria() []string {
	switch s.Assignment.Method {
	case configuration.HighestCapacity:
		return []string{"free-capacity"}
	case configuration.LeastActive:
		return []string{"last-released"}
	case configuration.Custom:
		return s.Assignment.OrderBy
	}
	return []string{"last-assigned"}
}

func better(criterion string, a, b agent.Agent) int {
	if skill, ok := strings.CutPrefix(criterion, "skill:"); ok {
		return cmp.Compare(b.Skills[skill], a.Skills[skill])
	}
	switch criterion {
	case "free-capacity":
		return cmp.Compare(b.Capacity-b.Used, a.Capacity-a.Used)
	case "last-released":
		return a.LastReleasedAt.Compare(b.LastReleasedAt)
	}
	return a.LastAssignedAt.Compare(b.LastAssignedAt)
}

// say describes what the comparison looked at.
func (s Session) say(a agent.Agent) string {
	var parts []string
	if n := s.Declined[a.Email]; n > 0 {
		parts = append(parts, fmt.Sprintf("declined %d of %d times", n, s.Declines))
	}
	if s.Assignment.Skills == configuration.Closest {
		parts = append(parts, fmt.Sprintf("%d levels from the skills", s.distance(a)))
	}
	for _, criterion := range s.criteria() {
		if skill, ok := strings.CutPrefix(criterion, "skill:"); ok {
			parts = append(parts, fmt.Sprintf("%s %d", skill, a.Skills[skill]))
			continue
		}
		switch criterion {
		case "free-capacity":
			parts = append(parts, fmt.Sprintf("%d units free", a.Capacity-a.Used))
		case "last-released":
			parts = append(parts, "last released "+moment(a.LastReleasedAt))
		default:
			parts = append(parts, "last assigned "+moment(a.LastAssignedAt))
		}
	}
	return strings.Join(parts, ", ")
}

func moment(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format("2006-01-02 15:04:05Z")
}
