package conversation

import (
	"errors"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// Deadline is a time at which something happens to a session by itself.
type Deadline struct {
	Cause string
	// Number tells offers, entries and sessions apart.
	Number int64
	At     time.Time
}

// The causes of deadlines.
const (
	// OfferEnds is the end of an offer, by its number.
	OfferEnds = "offer"
	// Overflows and MatchesAgain are for an open session, by its entry: it has
	// waited too long, or other agents may have it from now on.
	Overflows    = "overflow"
	MatchesAgain = "match"
	// The others are by the session's number: AnswerIsLate for an active session,
	// ParkEnds for one that is parked until then and BecomesIdle for one that is parked
	// until the customer writes, WrapUpEnds for one in wrap-up.
	AnswerIsLate = "no-answer"
	ParkEnds     = "park"
	BecomesIdle  = "inactivity"
	WrapUpEnds   = "wrap-up"
	// NoticeEnds is for messages that wait until the customer has answered the notice, by
	// the number of the session before, see [Conversation.EndNotice].
	NoticeEnds = "notice"
)

// longestWrapUp ends a wrap-up whose length is up to the agent.
const longestWrapUp = 24 * time.Hour

// Deadlines returns the deadlines that the conversation has in its present state.
func (c Conversation) Deadlines(config *configuration.Config) []Deadline {
	terms := config.Terms(c.Workstream)
	switch c.State {
	case Open:
		return c.openDeadlines(config)
	case Offered:
		return []Deadline{{OfferEnds, c.Offers, c.OfferedUntil}}
	case Active:
		if d := time.Duration(terms.Inactivity.NoAnswer); d > 0 && c.owesAnswer() {
			return []Deadline{{AnswerIsLate, c.Session.Number, c.OwedSince.Add(d)}}
		}
	case Parked:
		if !c.ParkedUntil.IsZero() {
			return []Deadline{{ParkEnds, c.Session.Number, c.ParkedUntil}}
		}
		return []Deadline{{BecomesIdle, c.Session.Number, c.ParkedAt.Add(time.Duration(*terms.Inactivity.Close))}}
	case WrapUp:
		d := time.Duration(*terms.WrapUp.For)
		if terms.WrapUp.Blocks == configuration.BlocksAlways {
			d = longestWrapUp
		}
		return []Deadline{{WrapUpEnds, c.Session.Number, c.EndedAt.Add(d)}}
	case Closed:
		if !c.Notice.Until.IsZero() {
			return []Deadline{{NoticeEnds, c.Session.Number, c.Notice.Until}}
		}
	}
	return nil
}

func (c Conversation) openDeadlines(config *configuration.Config) []Deadline {
	var all []Deadline
	if m := c.overdue(config, c.EnqueuedAt); !m.Due.IsZero() {
		all = append(all, Deadline{Overflows, c.Entry, m.Due})
	}
	if !config.Pushes(c.Workstream, c.Queue) {
		return all
	}
	if c.Reserved != "" {
		all = append(all, Deadline{MatchesAgain, c.Entry, c.ReservedUntil})
	}
	if at := c.pauseEnds(config); !at.IsZero() {
		all = append(all, Deadline{MatchesAgain, c.Entry, at})
	}
	for _, r := range config.Queues[c.Queue].Assignment.Relax {
		// Earlier ones are in force already.
		if at := c.EnqueuedAt.Add(time.Duration(r.After)); at.After(c.LookedAt) && c.needsAny(r.Drop) {
			all = append(all, Deadline{MatchesAgain, c.Entry, at})
		}
	}
	return all
}

// Due is the earliest deadline, or zero. DueAt is its value at the last step. It
// is out of date once an agent's answer or another configuration has put a
// deadline off.
func (c Conversation) Due(config *configuration.Config) time.Time {
	var due time.Time
	for _, d := range c.Deadlines(config) {
		if due.IsZero() || d.At.Before(due) {
			due = d.At
		}
	}
	return due
}

// RefreshDue updates DueAt if the earliest deadline has changed. The error is
// [ErrOver] if it has not.
func (c Conversation) RefreshDue(config *configuration.Config) (Change, error) {
	ch := Change{Conversation: c}
	ch.completeStep(config)
	if ch.Conversation.DueAt.Equal(c.DueAt) && ch.Conversation.LateAt.Equal(c.LateAt) {
		return Change{}, ErrOver
	}
	return ch, nil
}

// Followed clears FollowAt after what it was for was done, unless it was set again
// meanwhile. The error is [ErrOver] if there is nothing to clear.
func (c Conversation) Followed(at time.Time) (Change, error) {
	if c.FollowAt.IsZero() || !c.FollowAt.Equal(at) {
		return Change{}, ErrOver
	}
	c.FollowAt = time.Time{}
	return Change{Conversation: c}, nil
}

// needsAny reports whether the session requires at least one of the skills.
func (c Conversation) needsAny(skills []string) bool {
	return slices.ContainsFunc(skills, func(skill string) bool { return c.Skills[skill] > 0 })
}

// ErrOver says that a deadline no longer applies: what it was for has happened,
// or is due later.
var ErrOver = errors.New("the deadline is over or was put off")

// Expire does what a deadline is for. owner is the agent who owns the session, if
// any. The error is [ErrOver] if there is nothing to do.
func (c Conversation) Expire(d Deadline, owner agent.Agent, config *configuration.Config, now time.Time) (Change, error) {
	if !c.hasDeadline(d, config, now) {
		return Change{}, ErrOver
	}
	ch := Change{Conversation: c}
	if err := ch.expire(d, owner, config, now); err != nil {
		return Change{}, err
	}
	ch.completeStep(config)
	return ch, nil
}

// hasDeadline reports whether the conversation has the deadline and its time has
// come.
func (c Conversation) hasDeadline(d Deadline, config *configuration.Config, now time.Time) bool {
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
		return ch.missOffer(owner, config, now)
	case Overflows:
		return ch.overflow(config, now)
	case MatchesAgain:
		ch.refreshItem(config, now)
		return nil
	case AnswerIsLate:
		return ch.answerLate(config, now)
	case ParkEnds:
		return ch.endPark(config, now)
	case BecomesIdle:
		return ch.closeIdle(config, now)
	case WrapUpEnds:
		return ch.closeSession(WrapUpExpired, routingActor, now)
	}
	return ErrOver
}

// answerLate handles a customer who is still waiting for the agent's answer.
func (ch *Change) answerLate(config *configuration.Config, now time.Time) error {
	c := &ch.Conversation
	if config.Terms(c.Workstream).Inactivity.Action == configuration.Requeue {
		c.restartWait(now)
		c.excludeOwner(now)
		return ch.requeue(config, NoAnswer, routingActor, now, now)
	}
	c.OwedSince = time.Time{}
	ch.record(Alerted, routingActor, now)
	return nil
}

// closeIdle closes a parked session whose customer did not come back.
func (ch *Change) closeIdle(config *configuration.Config, now time.Time) error {
	if err := ch.closeSession(Inactive, routingActor, now); err != nil {
		return err
	}
	ch.sayOccasion(config, config.Terms(ch.Conversation.Workstream).Messages.Inactive, now)
	return nil
}
