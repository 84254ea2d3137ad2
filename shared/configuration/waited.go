package configuration

import "time"

// Waited is how long somebody who came into a queue at an instant has waited,
// counting only the queue's opening time. A closed queue promises nothing: a
// message from the night has not waited at all when the queue opens.
func (c *Config) Waited(queue string, since, now time.Time) time.Duration {
	if s := c.Schedule(queue); s != nil {
		return s.Working(since, now)
	}
	return max(0, now.Sub(since))
}

// LateAt is when somebody who has waited since an instant will have waited for longer than
// was promised, counting only the queue's opening time, or zero if that never comes.
func (c *Config) LateAt(queue string, since time.Time, promised time.Duration) time.Time {
	s := c.Schedule(queue)
	if s == nil {
		return since.Add(promised)
	}
	at, _ := s.AddWorking(since, promised)
	return at
}

// PromiseRuns reports whether a queue's promise applies now, which it does while
// the queue is open.
func (c *Config) PromiseRuns(queue string, now time.Time) bool {
	s := c.Schedule(queue)
	return s == nil || s.OpenAt(now)
}

// Percent is how many of a hundred sessions of a queue should have an agent
// within its [Config.Promise]. A removed queue has the default.
func (c *Config) Percent(queue string) int64 {
	if percent := c.Queues[queue].ServiceLevel.Percent; percent != nil {
		return *percent
	}
	return DefaultPercent
}
