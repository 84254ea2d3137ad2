package agent

import (
	"cmp"
	"slices"
	"time"
)

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
