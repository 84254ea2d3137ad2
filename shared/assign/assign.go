// Package assign decides which agent gets a session, and says why each of the
// others does not. It does no I/O.
package assign

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
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
	// Declined are the agents who declined or missed it before, by e-mail address.
	Declined map[string]Declined
	// Now is when the session is given.
	Now time.Time
	// Assignment is how the queue chooses.
	Assignment configuration.Assignment
}

// Declined is how often an agent declined or missed a session. Such an agent comes
// after all others, and not before PausesUntil.
type Declined struct {
	Times       int64
	PausesUntil time.Time
}

// HasDeclined reports whether an agent declined or missed the session before.
func (s Session) HasDeclined(a agent.Agent) bool { return s.Declined[a.Email].Times > 0 }

// Objection says why an agent cannot have the session, or nil.
func (s Session) Objection(a agent.Agent) *reason.Reason {
	a = a.At(s.Now)
	switch {
	case !a.OnRoster():
		return reason.New(NotOnTheRoster, nil)
	case !a.Serves(s.Queue):
		return reason.New(NotServing, nil)
	case !slices.Contains(s.Presences, string(a.ChosenPresence())):
		return unsuited(a.ChosenPresence())
	case !a.Fits(s.Cost):
		return reason.New(NoRoom, reason.Args{"used": a.Used, "capacity": a.Capacity, "cost": s.Cost})
	case s.Now.Before(s.Declined[a.Email].PausesUntil):
		return reason.New(HasDeclined, reason.Args{"until": s.Declined[a.Email].PausesUntil})
	case s.closest():
		return nil
	}
	return s.missing(a)
}

// CouldSoon reports whether an agent whose client is there may be able to take the
// session before long: nothing is against it but the agent's present work, or that
// the agent is busy.
func (s Session) CouldSoon(a agent.Agent) bool {
	a.Used = 0
	s.Presences = append([]string{string(agent.Available), string(agent.Busy)}, s.Presences...)
	return s.Objection(a) == nil
}

// unsuited is a presence that the session's workstream does not give work to.
func unsuited(p agent.Presence) *reason.Reason {
	switch p {
	case agent.Available:
		return reason.New(IsAvailable, nil)
	case agent.Busy:
		return reason.New(IsBusy, nil)
	case agent.Away:
		return reason.New(IsAway, nil)
	default:
		return reason.New(IsOffline, nil)
	}
}

// missing names the first skill that an agent lacks.
func (s Session) missing(a agent.Agent) *reason.Reason {
	for _, skill := range slices.Sorted(maps.Keys(s.Skills)) {
		if has, needs := a.Skills[skill], s.Skills[skill]; has < needs {
			return reason.New(LacksSkill, reason.Args{"skill": skill, "level": has, "needed": needs})
		}
	}
	return nil
}

// closest reports whether whoever is nearest to the session's skills gets it.
func (s Session) closest() bool { return s.Assignment.Skills == configuration.Closest }

// Distance is the sum of the skill levels that an agent lacks.
func (s Session) Distance(a agent.Agent) int64 {
	var sum int64
	for skill, needs := range s.Skills {
		sum += max(0, needs-a.Skills[skill])
	}
	return sum
}

// Best returns the candidates that can have the session, best first, and a line
// for each candidate that says why or why not. The e-mail address breaks ties, so
// the result does not depend on the order of the candidates.
func Best(s Session, candidates []agent.Agent) (best []agent.Agent, trace []reason.Reason) {
	byEmail := func(a, b agent.Agent) int { return cmp.Compare(a.Email, b.Email) }
	var why []reason.Reason
	for _, a := range slices.SortedFunc(slices.Values(candidates), byEmail) {
		if objection := s.Objection(a); objection != nil {
			why = append(why, *reason.New(Cannot, reason.Args{
				"agent": a.Name(), "used": a.Used, "capacity": a.Capacity, "because": objection,
			}))
			continue
		}
		best = append(best, a)
	}
	slices.SortFunc(best, s.compare)
	for i, a := range best {
		trace = append(trace, *reason.New(Ranks, reason.Args{
			"rank": i + 1, "agent": a.Name(), "used": a.Used, "capacity": a.Capacity, "by": s.compared(a),
		}))
	}
	return best, append(trace, why...)
}

// compare puts the better agent first: those who have not declined yet, then by
// the queue's method.
func (s Session) compare(a, b agent.Agent) int {
	by := cmp.Compare(s.Declined[a.Email].Times, s.Declined[b.Email].Times)
	if by == 0 && s.closest() {
		by = cmp.Compare(s.Distance(a), s.Distance(b))
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
		return []string{configuration.FreeCapacity}
	case configuration.LeastActive:
		return []string{configuration.LastReleased}
	case configuration.Custom:
		return s.Assignment.OrderBy
	}
	return []string{configuration.LastAssigned}
}

func better(criterion string, a, b agent.Agent) int {
	if skill, ok := strings.CutPrefix(criterion, configuration.SkillCriterion); ok {
		return cmp.Compare(b.Skills[skill], a.Skills[skill])
	}
	switch criterion {
	case configuration.FreeCapacity:
		return cmp.Compare(b.Capacity-b.Used, a.Capacity-a.Used)
	case configuration.LastReleased:
		return a.LastReleasedAt.Compare(b.LastReleasedAt)
	}
	return a.LastAssignedAt.Compare(b.LastAssignedAt)
}

// compared is what the comparison looked at.
func (s Session) compared(a agent.Agent) []reason.Reason {
	var by []reason.Reason
	add := func(code reason.Code, args reason.Args) { by = append(by, *reason.New(code, args)) }
	if s.HasDeclined(a) {
		add(DeclinedTimes, reason.Args{"times": s.Declined[a.Email].Times})
	}
	if s.closest() {
		add(Distance, reason.Args{"levels": s.Distance(a)})
	}
	for _, criterion := range s.criteria() {
		skill, isSkill := strings.CutPrefix(criterion, configuration.SkillCriterion)
		switch {
		case isSkill:
			add(SkillLevel, reason.Args{"skill": skill, "level": a.Skills[skill]})
		case criterion == configuration.FreeCapacity:
			add(FreeUnits, reason.Args{"units": a.Capacity - a.Used})
		case criterion == configuration.LastReleased && a.LastReleasedAt.IsZero():
			add(NeverReleased, nil)
		case criterion == configuration.LastReleased:
			add(LastReleased, reason.Args{"at": a.LastReleasedAt})
		case a.LastAssignedAt.IsZero():
			add(NeverAssigned, nil)
		default:
			add(LastAssigned, reason.Args{"at": a.LastAssignedAt})
		}
	}
	return by
}
