package configuration

import "time"

// Waited is for how long somebody who came into a queue at an instant has waited in
// the queue's opening time. Nobody is promised anything while it is closed: what
// comes at night has waited for nothing in the morning.
func (c *Config) Waited(queue string, since, now time.Time) time.Duration {
	if s := c.Schedule(queue); s != nil {
		return s.Working(since, now)
	}
	return max(0, now.Sub(since))
}

// Owes reports whether a queue owes anything to those who wait in it now: it does
// while it is open.
func (c *Config) Owes(queue string, now time.Time) bool {
	s := c.Schedule(queue)
	return s == nil || s.OpenAt(now)
}

// Percent is how many of a hundred sessions of a queue an agent is to have within its
// [Config.Promise]. A queue that is not there any more has the default.
func (c *Config) Percent(queue string) int64 {
	if percent := c.Queues[queue].ServiceLevel.Percent; percent != nil {
		return *percent
	}
	return defaultPercent
}
