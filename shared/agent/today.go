package agent

import (
	"cmp"
	"slices"
	"time"
)

// Today is what an agent works until the end of a day instead of what the roster says. For
// that long the agent's Queues and Capacity are those for today, for whoever reads them: the
// assignment, the rules and the clients. So for that long the queues are also what the agent
// may read.
type Today struct {
	// Queues and Capacity are the roster's own, which the agent gets back.
	Queues   []string `firestore:"queues"`
	Capacity int64    `firestore:"capacity"`
	// Until is the end of the day.
	Until time.Time `firestore:"until"`
	// By is the address of who asked for it, Name their name, and At when.
	By   string    `firestore:"by"`
	Name string    `firestore:"name"`
	At   time.Time `firestore:"at"`
}

// At is the agent at an instant: from the end of the day on with the roster's own queues and
// capacity again, whether anybody has written that down or not.
func (a Agent) At(now time.Time) Agent {
	if a.Today == nil || now.Before(a.Today.Until) {
		return a
	}
	return a.Back()
}

// Back is the agent as the roster has them, without anything that is for today.
func (a Agent) Back() Agent {
	if a.Today != nil {
		a.Queues, a.Capacity, a.Today = a.Today.Queues, a.Today.Capacity, nil
	}
	return a
}

// For is the agent who works some queues with a capacity for today. What the roster says is
// kept: a second order for the same day does not make the first one the roster's.
func (a Agent) For(today Today, queues []string, capacity int64) Agent {
	own := a.Back()
	today.Queues, today.Capacity = own.Queues, own.Capacity
	own.Queues, own.Capacity, own.Today = queues, capacity, &today
	return own
}

// Show fills in the presence that others see, busy for want of room apart, and since when:
// since the agent's choice, or since the end of the lease. What is the same as before has its
// time from then, so a client that comes back within its lease changes nothing.
func (a Agent) Show(lease Lease, now time.Time) (Agent, bool) {
	shown, since := a.ChosenPresence(), a.PresenceAt
	if shown != Offline && !now.Before(lease.Until) {
		shown, since = Offline, lease.Until
	}
	if shown == cmp.Or(a.Shown, Offline) {
		return a, false
	}
	// Neither before what was seen last, nor to come: clients' clocks are what they are.
	since = slices.MaxFunc([]time.Time{since, a.ShownAt}, time.Time.Compare)
	a.Shown, a.ShownAt = shown, slices.MinFunc([]time.Time{since, now}, time.Time.Compare)
	return a, true
}
