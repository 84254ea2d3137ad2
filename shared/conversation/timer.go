package conversation

import (
	"errors"
	"fmt"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// Deadline is a time at which something happens to a conversation of itself.
type Deadline struct {
	Cause string
	// Number tells the offers, entries and sessions apart.
	Number int64
	At     time.Time
}

// The causes of deadlines.
const (
	OfferEnds     = "offer"
	Overflows     = "overflow"
	LooksAgain    = "match"
	AnswerIsLate  = "no-answer"
	BecomesIdle   = "inactivity"
	WrapUpEnds    = "wrap-up"
	longestWrapUp = 24 * time.Hour
)

// Deadlines are those that a conversation has now, by its state.
func (c Conversation) Deadlines(config *route.Config) []Deadline {
	terms := config.Terms(c.Workstream)
	switch c.State {
	case Open:
		return c.openDeadlines(config)
	case Offered:
		return []Deadline{{OfferEnds, c.Offers, c.OfferedUntil}}
	case Active:
		if d := time.Duration(terms.Inactivity.NoAnswer); d > 0 && c.unanswered() {
			return []Deadline{{AnswerIsLate, c.Session, c.UnansweredSince.Add(d)}}
		}
	case Waiting:
		return []Deadline{{BecomesIdle, c.Session, c.ParkedAt.Add(time.Duration(*terms.Inactivity.Close))}}
	case WrapUp:
		d := time.Duration(*terms.WrapUp.For)
		if terms.WrapUp.Blocks == route.BlocksAlways {
			d = longestWrapUp
		}
		return []Deadline{{WrapUpEnds, c.Session, c.EndedAt.Add(d)}}
	case Closed:
	}
	return nil
}

func (c Conversation) unanswered() bool {
	return !c.UnansweredSince.IsZero() && !c.LastAgentAt.After(c.UnansweredSince)
}

func (c Conversation) openDeadlines(config *route.Config) []Deadline {
	var all []Deadline
	if m := config.Overdue(c.entry(), c.EnqueuedAt); !m.Due.IsZero() {
		all = append(all, Deadline{Overflows, c.Entry, m.Due})
	}
	if !config.Pushes(c.Workstream, c.Queue) {
		return all
	}
	if c.Reserved != "" {
		all = append(all, Deadline{LooksAgain, c.Entry, c.ReservedUntil})
	}
	for _, r := range config.Queues[c.Queue].Assignment.Relax {
		all = append(all, Deadline{LooksAgain, c.Entry, c.EnqueuedAt.Add(time.Duration(r.After))})
	}
	return all
}

func (c Conversation) entry() route.Entry {
	return route.Entry{Queue: c.Queue, Since: c.EnqueuedAt, Visited: c.Visited}
}

// ErrOver says that a deadline is not one any more: what it was for has happened,
// or is later now.
var ErrOver = errors.New("the deadline is over or was put off")

// Expire does what a deadline is for. owner is the agent who has the session, if
// any. The error is [ErrOver] where there is nothing to do.
func (c Conversation) Expire(d Deadline, owner agent.Agent, config *route.Config, now time.Time) (Change, error) {
	if !c.has(d, config, now) {
		return Change{}, ErrOver
	}
	ch := Change{Conversation: c}
	if err := ch.expire(d, owner, config, now); err != nil {
		return Change{}, err
	}
	return ch.settle(config), nil
}

// has reports whether a deadline is one of the conversation's and has come.
func (c Conversation) has(d Deadline, config *route.Config, now time.Time) bool {
	for _, own := range c.Deadlines(config) {
		if own.Cause == d.Cause && own.Number == d.Number && !now.Before(own.At) {
			return true
		}
	}
	return false
}

func (ch *Change) expire(d Deadline, owner agent.Agent, config *route.Config, now time.Time) error {
	c := &ch.Conversation
	terms := config.Terms(c.Workstream)
	switch d.Cause {
	case OfferEnds:
		return ch.missed(owner, terms, config, now)
	case Overflows:
		return ch.overdue(config, now)
	case LooksAgain:
		if !now.Before(c.ReservedUntil) {
			c.Reserved, c.ReservedUntil = "", time.Time{}
		}
		ch.Enqueue = c.item(config, now)
		return nil
	case AnswerIsLate:
		return ch.late(terms, config, now)
	case BecomesIdle:
		if err := ch.close(Inactive, routingActor, now); err != nil {
			return err
		}
		ch.occasion(Desk{Config: config, Now: now}, terms.Messages.Inactive)
		return nil
	case WrapUpEnds:
		return ch.close(WrapUpExpired, routingActor, now)
	}
	return fmt.Errorf("there is no deadline %q", d.Cause)
}

// missed ends an offer that nobody answered. Who lets too many pass is away.
func (ch *Change) missed(owner agent.Agent, terms route.Workstream, config *route.Config, now time.Time) error {
	l := ch.load(owner.Email)
	l.Missed = 1
	if limit := *terms.Offer.AwayAfter; owner.Missed+1 >= limit && owner.Chose() != agent.Away {
		l.AwayBy = fmt.Sprintf("%d offers in a row were not answered", owner.Missed+1)
	}
	return ch.decline(config, OfferExpired, routingActor, now)
}

// overdue moves a session that waited too long.
func (ch *Change) overdue(config *route.Config, now time.Time) error {
	c := &ch.Conversation
	m := config.Overdue(c.entry(), now)
	from := c.Queue
	desk := Desk{Config: config, Now: now}
	switch m.Action {
	case route.Transfer:
		if err := ch.transit(OverflowedToQueue, routingActor, now); err != nil {
			return err
		}
		ch.Dequeue = from
		c.Visited = append(append([]string(nil), c.Visited...), from)
		ch.enqueue(config, m.Queue, now)
	case route.End:
		if err := ch.close(OverflowedToClose, routingActor, now); err != nil {
			return err
		}
	default:
		return ErrOver
	}
	ch.Events[len(ch.Events)-1].Trace = []string{"configuration " + config.Version, m.Trace}
	ch.occasion(desk, m.Message)
	return nil
}

// late is about a customer whom the agent does not answer.
func (ch *Change) late(terms route.Workstream, config *route.Config, now time.Time) error {
	c := &ch.Conversation
	if terms.Inactivity.Action == route.Requeue {
		c.WaitingSince = c.UnansweredSince
		c.UnansweredSince = time.Time{}
		return ch.requeue(config, NoAnswer, routingActor, now)
	}
	c.UnansweredSince = time.Time{}
	ch.record(Alerted, routingActor, now)
	return nil
}

// Lost takes a session from an agent who is gone. The error is [ErrOver] where it
// is not the agent's.
func (c Conversation) Lost(email string, config *route.Config, now time.Time) (Change, error) {
	if c.Owner != email {
		return Change{}, ErrOver
	}
	ch := Change{Conversation: c}
	var err error
	switch c.State {
	case WrapUp:
		err = ch.close(AgentGone, routingActor, now)
	case Offered:
		err = ch.decline(config, AgentGone, routingActor, now)
	default:
		ch.Conversation.WaitingSince = now
		err = ch.requeue(config, AgentGone, routingActor, now)
	}
	if err != nil {
		return Change{}, err
	}
	return ch.settle(config), nil
}

// Give offers a session that waits to an agent, or has the agent begin where the
// workstream does not ask. The agent who parked it is not asked either.
func (c Conversation) Give(to agent.Agent, config *route.Config, trace []string, now time.Time) (Change, error) {
	ch := Change{Conversation: c}
	terms := config.Terms(c.Workstream)
	var err error
	switch {
	case c.Parked && to.Email == c.LastOwner:
		err = ch.begin(to, terms, Returned, routingActor, now)
	case terms.Offer.AutoAccept:
		err = ch.begin(to, terms, Assigned, routingActor, now)
	default:
		err = ch.offer(to, terms, Pushed, routingActor, now)
	}
	if err != nil {
		return Change{}, err
	}
	ch.Events[0].Trace = trace
	return ch.settle(config), nil
}

// settle notes the earliest deadline, by which a lost timer is found.
func (ch Change) settle(config *route.Config) Change {
	ch.Conversation.DueAt = time.Time{}
	for _, d := range ch.Conversation.Deadlines(config) {
		if due := ch.Conversation.DueAt; due.IsZero() || d.At.Before(due) {
			ch.Conversation.DueAt = d.At
		}
	}
	return ch
}
