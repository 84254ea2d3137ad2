package configuration

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// Terms are the settings of a workstream. A workstream that was removed while its
// sessions are still open has the defaults.
func (c *Config) Terms(workstream string) Workstream {
	w, ok := c.Workstreams[workstream]
	if !ok {
		w.fillIn()
	}
	return w
}

// Cost is what a session of the workstream takes of an agent's capacity.
func (w Workstream) Cost() int64 { return *w.CapacityCost }

// Pushes reports whether sessions of a workstream are offered to agents in a
// queue; otherwise agents pick them.
func (c *Config) Pushes(workstream, queue string) bool {
	return cmp.Or(c.Queues[queue].Assignment.Mode, c.Terms(workstream).Distribution.Mode) == Push
}

// Promise is how soon an agent should have a session of a queue, see
// [Config.Waited]. A removed queue has the default.
func (c *Config) Promise(queue string) time.Duration {
	if within := c.Queues[queue].ServiceLevel.Within; within != nil {
		return time.Duration(*within)
	}
	return DefaultPromise
}

// Zone is the time zone used to date a workstream's sessions. A removed
// workstream is in UTC.
func (c *Config) Zone(workstream string) *time.Location {
	if f := c.flows[workstream]; f != nil {
		return f.Zone
	}
	return time.UTC
}

// MainZone is the time zone of most workstreams, the first of several by name: the one in
// which the desk shows times.
func (c *Config) MainZone() *time.Location {
	times, best := map[string]int{}, ""
	for _, w := range c.Workstreams {
		times[w.TimeZone]++
	}
	for _, zone := range slices.Sorted(maps.Keys(times)) {
		if best == "" || times[zone] > times[best] {
			best = zone
		}
	}
	zone, err := time.LoadLocation(cmp.Or(best, "UTC"))
	if err != nil {
		return time.UTC
	}
	return zone
}

// Presences are the chosen presences with which an agent gets work in any
// workstream.
func (c *Config) Presences() []string {
	var all []string
	for _, w := range c.Workstreams {
		all = append(all, w.Distribution.Presences...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Reserves reports whether any workstream keeps sessions for the customer's agents.
func (c *Config) Reserves() bool {
	for _, w := range c.Workstreams {
		if w.Affinity.Wait > 0 {
			return true
		}
	}
	return false
}

// Required returns the skills that a session still needs after waiting for some
// time, without those that were relaxed.
func (a Assignment) Required(skills map[string]int64, waited time.Duration) map[string]int64 {
	required := skills
	for _, r := range a.Relax {
		if waited < time.Duration(r.After) {
			break
		}
		required = maps.Clone(required)
		for _, skill := range r.Drop {
			delete(required, skill)
		}
	}
	return required
}
