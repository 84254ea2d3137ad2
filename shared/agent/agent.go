// Package agent holds the agents: the roster, each agent's presence and load, and
// what follows from them. It does no I/O and takes the time as an argument.
package agent

import (
	"cmp"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// Role is what an agent may do.
type Role string

// The roles. Each may do everything that the previous one may.
const (
	// None is of who is suspended: the entry stays, and they may do nothing.
	None       Role = "none"
	Plain      Role = "agent"
	Supervisor Role = "supervisor"
	Admin      Role = "admin"
)

// Supervises reports whether the role may do more than an agent's own work.
func (r Role) Supervises() bool { return r == Supervisor || r == Admin }

// Works reports whether somebody with the role may come in at all.
func (r Role) Works() bool { return r == Plain || r.Supervises() }

// Presence is an agent's own choice.
type Presence string

// The presences. An agent who never chose is offline.
const (
	Available Presence = "available"
	Busy      Presence = "busy"
	Away      Presence = "away"
	Offline   Presence = "offline"
)

// Agent is the document agents/{email}. The function roster writes the roster, the agent
// writes Presence and PresenceAt, the other functions write the rest.
type Agent struct {
	Email string `firestore:"-"`

	// The roster.
	DisplayName string   `firestore:"displayName"`
	Role        Role     `firestore:"role"`
	Queues      []string `firestore:"queues"`
	// Skills with the agent's level, 1 to 10.
	Skills map[string]int64 `firestore:"skills"`
	// Capacity is in units; each workstream says how many a session takes.
	Capacity  int64    `firestore:"capacity"`
	Languages []string `firestore:"languages"`
	// AdminOnly is whether only an admin may end the suspension, see package roster.
	AdminOnly bool `firestore:"adminOnly"`

	// The agent's choice, and when it was made.
	Presence   Presence  `firestore:"presence"`
	PresenceAt time.Time `firestore:"presenceAt"`
	// Shown is the presence that others see, but that whoever is full is seen as busy, and
	// ShownAt since when: it outlasts a client that is loaded again.
	Shown   Presence  `firestore:"shown"`
	ShownAt time.Time `firestore:"shownAt"`

	// Used is the capacity that the agent's sessions take. Supervisors can push
	// it past Capacity. Free is the rest, and negative in that case.
	Used int64 `firestore:"used"`
	Free int64 `firestore:"free"`
	// LastAssignedAt is when the agent last got work, LastReleasedAt when the
	// agent last gave work up.
	LastAssignedAt time.Time `firestore:"lastAssignedAt"`
	LastReleasedAt time.Time `firestore:"lastReleasedAt"`
	// Missed counts the offers in a row that the agent did not answer.
	Missed int64 `firestore:"missed"`
	// Lanes are the words by which sessions find the agent: a queue, and a queue with a
	// skill and the agent's level, see package agent. They are empty while the agent
	// does not want work or is gone.
	Lanes []string `firestore:"lanes"`
	// AwayBy says why a function set the agent away; the agent's next choice makes it
	// nil.
	AwayBy *reason.Reason `firestore:"awayBy"`
	// Bookmark is where the search for work for the agent continues.
	Bookmark Bookmark `firestore:"bookmark"`
}

// Bookmark is how far a search for work got among the open sessions, in the order
// of work. It is valid as long as the agent's state is unchanged, see State.
type Bookmark struct {
	// Rank and Conversation are of the session that was looked at last.
	Rank         time.Time `firestore:"rank"`
	Conversation string    `firestore:"conversation"`
	State        string    `firestore:"state"`
}

// Lease is the document leases/{email}: the heartbeat of the agent's client. It
// is separate from the agent's document so that it triggers no function.
type Lease struct {
	Until time.Time `firestore:"until"`
}

const (
	// Heartbeat is how often a client renews its lease.
	Heartbeat = time.Minute
	// LeaseLength is how long a lease lasts. A client may miss one heartbeat.
	LeaseLength = 150 * time.Second
	// Grace is how long an agent keeps their sessions after the lease has ended:
	// a client that comes back in time finds everything as it was.
	Grace = 2 * time.Minute
)

// Name is the name that others see.
func (a Agent) Name() string { return cmp.Or(a.DisplayName, a.Email) }

// OnRoster reports whether the agent is on the roster, and not suspended.
func (a Agent) OnRoster() bool { return a.Role.Works() }

// ChosenPresence is the presence that the agent chose.
func (a Agent) ChosenPresence() Presence { return cmp.Or(a.Presence, Offline) }

// Fits reports whether the agent has room for a session of the given cost. A
// session without a cost always fits.
func (a Agent) Fits(cost int64) bool { return cost <= 0 || a.Capacity-a.Used >= cost }

// Serves reports whether the agent serves a queue.
func (a Agent) Serves(queue string) bool { return slices.Contains(a.Queues, queue) }

// Effective is the presence that others see: the chosen one while the agent's
// client is there, and busy when all capacity is used.
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

// Derive fills in Free and Lanes, which follow from the roster and the presence.
// present is whether the lease is valid, and works are the presences that get
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
