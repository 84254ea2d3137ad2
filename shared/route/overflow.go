package route

import (
	"fmt"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// overflow is why a session should not go where a rule sends it.
type overflow struct {
	rule   *configuration.CompiledRule
	queue  string
	remedy configuration.Remedy
	// available is when the queue can be used again.
	available time.Time
	why       string
}

// farFuture stands for the time at which a queue that never opens can be used.
var farFuture = time.Unix(1<<40, 0) //nolint:gochecknoglobals // a constant

// overflow checks a queue before a session goes there. It returns nil if the
// queue does not overflow, or queues anyway.
func (d *decider) overflow(r *configuration.CompiledRule, queue string) (*overflow, error) {
	o := d.config.Queues[queue].Overflow.With(r.Route.Overflow)
	if closed, until := d.closed(queue); closed {
		if o.Closed == nil || o.Closed.Action == configuration.QueueAnyway {
			if o.Closed != nil {
				d.decision.Message = o.Closed.Message
			}
			d.trace.say("overflow of %s: it is closed, %s, and queues anyway", queue, opens(until))
			return nil, nil //nolint:nilnil // none
		}
		return d.overflows(r, queue, *o.Closed, until, "it is closed, "+opens(until)), nil
	}
	if o.Length == nil {
		return nil, nil //nolint:nilnil // none
	}
	waiting, ok := d.facts.Waiting[queue]
	if !ok {
		return nil, &LengthError{Queue: queue}
	}
	why := fmt.Sprintf("%d wait, the limit is %d", waiting, o.Length.Limit)
	if waiting < o.Length.Limit {
		d.trace.say("overflow of %s: none, %s", queue, why)
		return nil, nil //nolint:nilnil // none
	}
	return d.overflows(r, queue, o.Length.Remedy, d.facts.Now, why), nil
}

func (d *decider) overflows(r *configuration.CompiledRule, queue string, remedy configuration.Remedy, available time.Time, why string) *overflow {
	d.trace.say("overflow of %s: %s", queue, why)
	return &overflow{rule: r, queue: queue, remedy: remedy, available: available, why: why}
}

// closed reports whether a queue is closed, and until when.
func (d *decider) closed(queue string) (closed bool, until time.Time) {
	schedule := d.config.Schedule(queue)
	if schedule == nil || schedule.OpenAt(d.facts.Now) {
		return false, time.Time{}
	}
	until, ok := schedule.NextOpen(d.facts.Now)
	if !ok {
		return true, farFuture
	}
	return true, until.In(schedule.Location())
}

func opens(at time.Time) string {
	if at.Equal(farFuture) {
		return "never opens"
	}
	return "opens " + at.Format("2006-01-02 15:04 MST")
}

// remedy applies the remedy of an overflow. The queue that it leads to is not
// checked in turn.
func (d *decider) remedy(o *overflow) {
	d.decision.Queue, d.decision.Message, d.decision.Overflowed = o.queue, o.remedy.Message, o.queue
	var does string
	switch o.remedy.Action {
	case configuration.Transfer:
		d.decision.Queue = o.remedy.Queue
		does = "queue " + o.remedy.Queue + " takes it"
	case configuration.End:
		d.decision.Action = configuration.End
		does = "the session ends"
	default:
		does = "the customer is told, and it waits in queue " + o.queue
	}
	d.trace.say("%s: every queue that rules chose overflows; %s is available first: %s", o.rule.Label, o.queue, does)
}

// Entry is one stay of a session in a queue.
type Entry struct {
	Queue string
	// Since is when it came into the queue.
	Since time.Time
	// Visited are the queues in which this session waited before.
	Visited []string
}

// Move is what happens to a session that has waited.
type Move struct {
	// Due is when it has to be checked; zero means never.
	Due time.Time
	// Action is "", it stays, or [configuration.Transfer] or [configuration.End].
	Action  string
	Queue   string
	Message string
	// Trace says why.
	Trace string
}

// Overdue decides whether an open session has waited so long that it overflows.
// Only the queue's opening time counts. A session moves once per entry into a
// queue, and never into a queue where it has been before.
func Overdue(c *configuration.Config, e Entry, now time.Time) Move {
	w := c.Queues[e.Queue].Overflow.Waiting
	if w == nil {
		return Move{Trace: fmt.Sprintf("overflow of %s: none by waiting", e.Queue)}
	}
	due, ever := working(c, e.Queue, e.Since, time.Duration(w.After))
	waited := configuration.Duration(max(0, now.Sub(e.Since).Truncate(time.Second)))
	why := fmt.Sprintf("overflow of %s: waited %s, the limit is %s", e.Queue, waited, w.After)
	if c.Schedule(e.Queue) != nil {
		why += " of opening time"
	}
	switch {
	case !ever:
		return Move{Trace: why + "; it stays, the queue never opens for so long"}
	case w.Action == configuration.Transfer && (w.Queue == e.Queue || slices.Contains(e.Visited, w.Queue)):
		return Move{Trace: why + "; it stays, it was in " + w.Queue + " before"}
	case now.Before(due):
		return Move{Due: due, Trace: why}
	case w.Action == configuration.Transfer:
		return Move{Due: due, Action: configuration.Transfer, Queue: w.Queue, Message: w.Message, Trace: why + "; queue " + w.Queue + " takes it"}
	}
	return Move{Due: due, Action: configuration.End, Message: w.Message, Trace: why + "; the session ends"}
}

// working returns the time by which a queue has been open for the given duration.
func working(c *configuration.Config, queue string, since time.Time, d time.Duration) (time.Time, bool) {
	if s := c.Schedule(queue); s != nil {
		return s.AddWorking(since, d)
	}
	return since.Add(d), true
}
