package route

import (
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// overflow is why a session should not go where a rule sends it.
type overflow struct {
	rule   *configuration.CompiledRule
	queue  string
	remedy configuration.Remedy
	// available is when the queue can be used again.
	available time.Time
}

// farFuture stands for the time at which a queue that never opens can be used.
var farFuture = time.Unix(1<<40, 0) //nolint:gochecknoglobals // a constant

// overflow checks a queue before a session goes there. It returns nil if the
// queue does not overflow, or queues anyway.
func (d *decider) overflow(r *configuration.CompiledRule, queue string) (*overflow, error) {
	o := d.config.Queues[queue].Overflow.With(r.Route.Overflow)
	if set, there := d.config.HoursSet(queue, d.facts.Now); there {
		d.trace.say(HoursSet, reason.Args{"queue": queue, "by": set.Author()})
	}
	if closed, until := d.closed(queue); closed {
		if o.Closed == nil || o.Closed.Action == configuration.QueueAnyway {
			if o.Closed != nil {
				d.decision.Message = o.Closed.Message
			}
			d.trace.say(ClosedAnyway, reason.Args{"queue": queue, "until": opens(until)})
			return nil, nil //nolint:nilnil // none
		}
		d.trace.say(IsClosed, reason.Args{"queue": queue, "until": opens(until)})
		return &overflow{rule: r, queue: queue, remedy: *o.Closed, available: until}, nil
	}
	if o.Length == nil {
		return nil, nil //nolint:nilnil // none
	}
	waiting, ok := d.facts.Waiting[queue]
	if !ok {
		return nil, &LengthError{Queue: queue}
	}
	length := reason.Args{"queue": queue, "waiting": waiting, "limit": o.Length.Limit}
	if waiting < o.Length.Limit {
		d.trace.say(IsNotFull, length)
		return nil, nil //nolint:nilnil // none
	}
	d.trace.say(IsFull, length)
	return &overflow{rule: r, queue: queue, remedy: o.Length.Remedy, available: d.facts.Now}, nil
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

func opens(at time.Time) *reason.Reason {
	if at.Equal(farFuture) {
		return reason.New(NeverOpens, nil)
	}
	return reason.New(Opens, reason.Args{"at": at})
}

// remedy applies the remedy of an overflow. The queue that it leads to is not
// checked in turn.
func (d *decider) remedy(o *overflow) {
	d.decision.Queue, d.decision.Message, d.decision.Overflowed = o.queue, o.remedy.Message, o.queue
	does := reason.New(WaitsAnyway, reason.Args{"queue": o.queue})
	switch o.remedy.Action {
	case configuration.Transfer:
		d.decision.Queue = o.remedy.Queue
		does = reason.New(TakesIt, reason.Args{"queue": o.remedy.Queue})
	case configuration.End:
		d.decision.Action = configuration.End
		does = reason.New(Ends, nil)
	}
	d.trace.say(AllOverflow, reason.Args{"rule": labelled(o.rule), "queue": o.queue, "then": does})
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
	Trace reason.Reason
}

// Overdue decides whether an open session has waited so long that it overflows.
// Only the queue's opening time counts. A session moves once per entry into a
// queue, and never into a queue where it has been before.
func Overdue(c *configuration.Config, e Entry, now time.Time) Move {
	w := c.Queues[e.Queue].Overflow.Waiting
	if w == nil {
		return Move{Trace: *reason.New(NoWaitLimit, reason.Args{"queue": e.Queue})}
	}
	due, ever := working(c, e.Queue, e.Since, time.Duration(w.After))
	code := Waited
	if c.Schedule(e.Queue) != nil {
		code = WaitedOpen
	}
	because := func(then ...reason.Reason) reason.Reason {
		return *reason.New(code, reason.Args{
			"queue": e.Queue, "waited": max(0, now.Sub(e.Since)), "limit": time.Duration(w.After), "then": then,
		})
	}
	switch {
	case !ever:
		return Move{Trace: because(*reason.New(StaysClosed, nil))}
	case w.Action == configuration.Transfer && (w.Queue == e.Queue || slices.Contains(e.Visited, w.Queue)):
		return Move{Trace: because(*reason.New(StaysVisited, reason.Args{"queue": w.Queue}))}
	case now.Before(due):
		return Move{Due: due, Trace: because()}
	case w.Action == configuration.Transfer:
		takes := because(*reason.New(TakesIt, reason.Args{"queue": w.Queue}))
		return Move{Due: due, Action: configuration.Transfer, Queue: w.Queue, Message: w.Message, Trace: takes}
	}
	return Move{Due: due, Action: configuration.End, Message: w.Message, Trace: because(*reason.New(Ends, nil))}
}

// working returns the time by which a queue has been open for the given duration.
func working(c *configuration.Config, queue string, since time.Time, d time.Duration) (time.Time, bool) {
	if s := c.Schedule(queue); s != nil {
		return s.AddWorking(since, d)
	}
	return since.Add(d), true
}
