package configuration

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// Terms are the settings of a workstream. One that the configuration does not
// have any more, while its sessions are still open, has the defaults.
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
// queue; else agents pick them.
func (c *Config) Pushes(workstream, queue string) bool {
	return cmp.Or(c.Queues[queue].Assignment.Mode, c.Terms(workstream).Distribution.Mode) == Push
}

// Promise is how soon an agent is to have a session of a queue, see [Config.Waited]. A
// queue that is not there any more has the default.
func (c *Config) Promise(queue string) time.Duration {
	if within := c.Queues[queue].ServiceLevel.Within; within != nil {
		return time.Duration(*within)
	}
	return defaultPromise
}

// Zone is where the clock hangs that a workstream's sessions are dated by. A
// workstream that is not there any more is in UTC.
func (c *Config) Zone(workstream string) *time.Location {
	if f := c.flows[workstream]; f != nil {
		return f.Zone
	}
	return time.UTC
}

// Presences are what an agent may have chosen to be given work in any workstream.
func (c *Config) Presences() []string {
	var all []string
	for _, w := range c.Workstreams {
		all = append(all, w.Distribution.Presences...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Required are the skills that a session still needs which waited for so long:
// those that were relaxed are left out.
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
