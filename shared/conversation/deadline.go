package conversation

import (
	"errors"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
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
	// OfferEnds is of an offer, by its number.
	OfferEnds = "offer"
	// Overflows and LooksAgain are of a session that waits, by its entry: it waited
	// too long, or other agents may have it from now on.
	Overflows  = "overflow"
	LooksAgain = "match"
	// The others are by the session's number: AnswerIsLate of one that somebody works
	// on, BecomesIdle of a parked one, WrapUpEnds of one that ended.
	AnswerIsLate = "no-answer"
	BecomesIdle  = "inactivity"
	WrapUpEnds   = "wrap-up"
)

// longestWrapUp ends a wrap-up that is to take as long as the agent likes.
const longestWrapUp = 24 * time.Hour

// Deadlines are those that a conversation has now, by its state.
func (c Conversation) Deadlines(config *configuration.Config) []Deadline {
	terms := config.Terms(c.Workstream)
	switch c.State {
	case Open:
		return c.openDeadlines(config)
	case Offered:
		return []Deadline{{OfferEnds, c.Offers, c.OfferedUntil}}
	case Active:
		if d := time.Duration(terms.Inactivity.NoAnswer); d > 0 && c.unanswered() {
			return []Deadline{{AnswerIsLate, c.Session.Number, c.UnansweredSince.Add(d)}}
		}
	case Parked:
		return []Deadline{{BecomesIdle, c.Session.Number, c.ParkedAt.Add(time.Duration(*terms.Inactivity.Close))}}
	case WrapUp:
		d := time.Duration(*terms.WrapUp.For)
		if terms.WrapUp.Blocks == configuration.BlocksAlways {
			d = longestWrapUp
		}
		return []Deadline{{WrapUpEnds, c.Session.Number, c.EndedAt.Add(d)}}
	case Closed:
	}
	return nil
}

func (c Conversation) openDeadlines(config *configuration.Config) []Deadline {
	var all []Deadline
	if m := route.Overdue(config, c.entry(), c.EnqueuedAt); !m.Due.IsZero() {
		all = append(all, Deadline{Overflows, c.Entry, m.Due})
	}
	if !config.Pushes(c.Workstream, c.Queue) {
		return all
	}
	if c.Reserved != "" {
		all = append(all, Deadline{LooksAgain, c.Entry, c.ReservedUntil})
	}
	for _, r := range config.Queues[c.Queue].Assignment.Relax {
		// Those before are in force already.
		if at := c.EnqueuedAt.Add(time.Duration(r.After)); at.After(c.LookedAt) && c.needsAny(r.Drop) {
			all = append(all, Deadline{LooksAgain, c.Entry, at})
		}
	}
	return all
}

// Due is the earliest deadline, or zero. DueAt is what it was at the last step, and
// is out of date after an agent's answer or another configuration put one off.
func (c Conversation) Due(config *configuration.Config) time.Time {
	var due time.Time
	for _, d := range c.Deadlines(config) {
		if due.IsZero() || d.At.Before(due) {
			due = d.At
		}
	}
	return due
}

// PutOff notes the earliest deadline anew, where it is another one than DueAt says.
// The error is [ErrOver] where it is not.
func (c Conversation) PutOff(config *configuration.Config) (Change, error) {
	ch := Change{Conversation: c}
	ch.settle(config)
	if ch.Conversation.DueAt.Equal(c.DueAt) {
		return Change{}, ErrOver
	}
	return ch, nil
}

// needsAny reports whether the session asks for one of some skills at least.
func (c Conversation) needsAny(skills []string) bool {
	return slices.ContainsFunc(skills, func(skill string) bool { return c.Skills[skill] > 0 })
}

// ErrOver says that a deadline is not one any more: what it was for has happened,
// or is later now.
var ErrOver = errors.New("the deadline is over or was put off")

// Expire does what a deadline is for. owner is the agent who has the session, if
// any. The error is [ErrOver] where there is nothing to do.
func (c Conversation) Expire(d Deadline, owner agent.Agent, config *configuration.Config, now time.Time) (Change, error) {
	if !c.has(d, config, now) {
		return Change{}, ErrOver
	}
	ch := Change{Conversation: c}
	if err := ch.expire(d, owner, config, now); err != nil {
		return Change{}, err
	}
	ch.settle(config)
	return ch, nil
}

// has reports whether a deadline is one of the conversation's and has come.
func (c Conversation) has(d Deadline, config *configuration.Config, now time.Time) bool {
	for _, own := range c.Deadlines(config) {
		if own.Cause == d.Cause && own.Number == d.Number && !now.Before(own.At) {
			return true
		}
	}
	return false
}

func (ch *Change) expire(d Deadline, owner agent.Agent, config *configuration.Config, now time.Time) error {
	switch d.Cause {
	case OfferEnds:
		return ch.missed(owner, config, now)
	case Overflows:
		return ch.overdue(config, now)
	case LooksAgain:
		ch.look(config, now)
		return nil
	case AnswerIsLate:
		return ch.late(config, now)
	case BecomesIdle:
		return ch.idle(config, now)
	case WrapUpEnds:
		return ch.close(WrapUpExpired, routingActor, now)
	}
	return ErrOver
}

// late is about a customer whom the agent does not answer.
func (ch *Change) late(config *configuration.Config, now time.Time) error {
	c := &ch.Conversation
	if config.Terms(c.Workstream).Inactivity.Action == configuration.Requeue {
		c.waitAgain(now)
		c.passOn()
		return ch.requeue(config, NoAnswer, routingActor, now, now)
	}
	c.UnansweredSince = time.Time{}
	ch.record(Alerted, routingActor, now)
	return nil
}

// idle closes a parked session to which the customer did not come back.
func (ch *Change) idle(config *configuration.Config, now time.Time) error {
	if err := ch.close(Inactive, routingActor, now); err != nil {
		return err
	}
	ch.occasion(config, config.Terms(ch.Conversation.Workstream).Messages.Inactive, now)
	return nil
}
