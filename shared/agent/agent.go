// Package agent holds who answers: the roster, an agent's presence and load, and
// what follows from them. It does no I/O and takes the time as an argument.
package agent

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"
)

// Role is what an agent may do.
type Role string

// The roles; each may do what those before it may.
const (
	Plain      Role = "agent"
	Supervisor Role = "supervisor"
	Admin      Role = "admin"
)

// Supervises reports whether the role may do more than the agent's own work.
func (r Role) Supervises() bool { return r == Supervisor || r == Admin }

// Presence is an agent's own choice.
type Presence string

// The presences. An agent who never chose is offline.
const (
	Available Presence = "available"
	Busy      Presence = "busy"
	Away      Presence = "away"
	Offline   Presence = "offline"
)

// Agent is the document agents/{email}. Supervisors write the roster, the agent
// writes Presence and PresenceAt, functions write the rest.
type Agent struct {
	Email string `firestore:"-"`

	// The roster.
	DisplayName string   `firestore:"displayName"`
	Role        Role     `firestore:"role"`
	Queues      []string `firestore:"queues"`
	// Skills with the agent's level, 1 to 10.
	Skills map[string]int64 `firestore:"skills"`
	// Capacity is in units; a session takes what its workstream says.
	Capacity  int64    `firestore:"capacity"`
	Languages []string `firestore:"languages"`

	// The agent's choice, and when it was made.
	Presence   Presence  `firestore:"presence"`
	PresenceAt time.Time `firestore:"presenceAt"`

	// Used is what the agent's sessions take; a supervisor may make it more than
	// Capacity. Free is the rest, below zero then.
	Used int64 `firestore:"used"`
	Free int64 `firestore:"free"`
	// LastAssignedAt is when the agent was last given work, LastReleasedAt when work
	// last went away.
	LastAssignedAt time.Time `firestore:"lastAssignedAt"`
	LastReleasedAt time.Time `firestore:"lastReleasedAt"`
	// Missed counts the offers in a row that the agent let pass.
	Missed int64 `firestore:"missed"`
	// Lanes are those whose sessions the agent can be given, see [Lane]. They are
	// empty while the agent does not want work or has vanished.
	Lanes []string `firestore:"lanes"`
	// AwayBy says, in words, why a function set the agent away; the agent's next
	// choice ends it.
	AwayBy string `firestore:"awayBy"`
	// Bookmark is where the search for work for the agent goes on.
	Bookmark Bookmark `firestore:"bookmark"`
}

// Bookmark is how far a search for work came among the sessions that wait, in the
// order of work. It holds as long as the agent is as State says.
type Bookmark struct {
	Rank         time.Time `firestore:"rank"`
	Conversation string    `firestore:"conversation"`
	State        string    `firestore:"state"`
}

// Lease is the document leases/{email}: the heartbeat of the agent's client. It
// is apart from the agent so that it wakes no function.
type Lease struct {
	Until time.Time `firestore:"until"`
}

const (
	// Heartbeat is how often a client renews its lease.
	Heartbeat = time.Minute
	// LeaseLength is for how long: a client may miss a heartbeat.
	LeaseLength = 150 * time.Second
	// Grace is how long after the end of the lease an agent's sessions are still
	// theirs: a client that comes back meanwhile finds everything as it was.
	Grace = 2 * time.Minute
)

// Name is what others see.
func (a Agent) Name() string { return cmp.Or(a.DisplayName, a.Email) }

// OnRoster reports whether the agent is in the roster.
func (a Agent) OnRoster() bool { return a.Role != "" }

// ChosenPresence is the agent's choice.
func (a Agent) ChosenPresence() Presence { return cmp.Or(a.Presence, Offline) }

// Fits reports whether the agent has room for a session of that cost. What costs
// nothing always fits.
func (a Agent) Fits(cost int64) bool { return cost <= 0 || a.Capacity-a.Used >= cost }

// Serves reports whether the agent serves a queue.
func (a Agent) Serves(queue string) bool { return slices.Contains(a.Queues, queue) }

// Effective is the presence that others see: the choice, as long as the client is
// there, and busy when all capacity is used.
func (a Agent) Effective(lease Lease, now time.Time) Presence {
	switch chosen := a.ChosenPresence(); {
	case !now.Before(lease.Until):
		return Offline
	case chosen == Available && a.Used > 0 && a.Used >= a.Capacity:
		return Busy
	default:
		return chosen
	}
}

// Lane is what a session must be found by: its queue, and the one of its skills
// that is the hardest to have.
func Lane(queue string, skills map[string]int64) string {
	skill := Hardest(skills)
	if skill == "" {
		return queue + "|"
	}
	return lane(queue, skill, skills[skill])
}

// Hardest is the skill that is the hardest to have, or nothing.
func Hardest(skills map[string]int64) string {
	hardest := ""
	for _, name := range slices.Sorted(maps.Keys(skills)) {
		if skills[name] > skills[hardest] {
			hardest = name
		}
	}
	return hardest
}

func lane(queue, skill string, level int64) string {
	return queue + "|" + skill + ":" + strconv.FormatInt(level, 10)
}

// OwnLane is where sessions wait that are for one agent only.
func OwnLane(email string) string { return "@" + email }

// Derive fills in what follows from the roster and the presence: Free and Lanes.
// present is whether the lease is good, and works are the presences that are given
// work. It reports whether anything changed.
func (a Agent) Derive(present bool, works []string) (Agent, bool) {
	before := a
	a.Free = a.Capacity - a.Used
	a.Lanes = nil
	if present && a.OnRoster() && slices.Contains(works, string(a.ChosenPresence())) {
		a.Lanes = a.lanes()
	}
	return a, a.Free != before.Free || !slices.Equal(a.Lanes, before.Lanes)
}

func (a Agent) lanes() []string {
	all := []string{OwnLane(a.Email)}
	for _, queue := range slices.Compact(slices.Sorted(slices.Values(a.Queues))) {
		all = append(all, queue+"|")
		for _, skill := range slices.Sorted(maps.Keys(a.Skills)) {
			for level := int64(1); level <= min(a.Skills[skill], MaxLevel); level++ {
				all = append(all, lane(queue, skill, level))
			}
		}
	}
	return all
}

// String names the agent in a trace.
func (a Agent) String() string {
	return fmt.Sprintf("%s (%d of %d used)", a.Name(), a.Used, a.Capacity)
}
