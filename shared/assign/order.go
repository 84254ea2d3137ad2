package assign

import (
	"slices"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// MaxCompared is how many agents who are present and have room are compared for a
// session whose queue compares them by something that the database cannot order by: a
// skill, several criteria, or the skills that are missing. Each costs one read.
const MaxCompared = 100

// Order is what the database orders a queue's agents by before they are compared:
// the first criterion if it is one that the database knows, and who got work the
// longest ago otherwise.
func (s Session) Order() string {
	switch first := s.criteria()[0]; first {
	case configuration.FreeCapacity, configuration.LastReleased:
		return first
	default:
		return configuration.LastAssigned
	}
}

// Decided reports whether the best of some agents is better than everybody who comes
// after them in [Session.Order], of whom last is the one before. The nearest is the
// smallest distance that somebody after them can have.
func (s Session) Decided(best, last agent.Agent, nearest int64) bool {
	first := s.criteria()[0]
	switch {
	case s.HasDeclined(best) || s.lacksMoreThan(nearest, best):
		return false
	case s.inDatabaseOrder():
		return true
	}
	return first == s.Order() && better(first, best, last) < 0
}

// lacksMoreThan reports whether somebody at a distance would be nearer than an agent.
func (s Session) lacksMoreThan(nearest int64, a agent.Agent) bool {
	return s.closest() && s.Distance(a) > nearest
}

// inDatabaseOrder reports whether the database orders agents by all criteria. After
// its first one it compares who got work the longest ago, which nearly always tells
// any two agents apart.
func (s Session) inDatabaseOrder() bool {
	compares := slices.Compact(append(slices.Clone(s.criteria()), configuration.LastAssigned))
	return slices.Equal(compares, slices.Compact([]string{s.Order(), configuration.LastAssigned}))
}
