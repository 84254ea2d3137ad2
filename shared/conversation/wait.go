package conversation

import (
	"errors"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// A customer's wait has three clocks. UnansweredSince is the customer's: it runs from
// the first message that nobody answered, whoever has the session meanwhile. OwedSince
// is the owner's: a new owner has the whole time for an answer. EnqueuedAt is the
// queue's: overflow by waiting time and relaxed skills go by it. WaitingSince follows
// the customer's clock and decides the order of work.

// maxHeard is how many times [Thread] keeps in Heard. An answer is recorded seconds
// after it was written, and few customers write more in between.
const maxHeard = 20

// heardAt records that a message of the customer was taken in.
func (c *Conversation) heardAt(now time.Time) {
	c.Heard = append(slices.Clone(c.Heard), now)
	if len(c.Heard) > maxHeard {
		c.Heard = c.Heard[len(c.Heard)-maxHeard:]
	}
}

// heardSince returns how many of the customer's messages were taken in at an instant or
// later, and when the first one was. Of more than Heard holds it counts all that are
// unread.
func (c *Conversation) heardSince(t time.Time) (messages int64, first time.Time) {
	for i, at := range c.Heard {
		switch {
		case at.Before(t):
		case i == 0 && len(c.Heard) == maxHeard:
			return max(c.Unread, maxHeard), t
		default:
			return int64(len(c.Heard) - i), at
		}
	}
	return 0, time.Time{}
}

// waits reports whether the customer waits already: for an agent, or for an agent's
// answer.
func (c *Conversation) waits() bool {
	return c.State == Open || c.State == Offered || c.State == Active && c.owesAnswer() && !c.UnansweredSince.IsZero()
}

// owesAnswer reports whether the owner owes the customer an answer.
func (c *Conversation) owesAnswer() bool { return !c.OwedSince.IsZero() }

// restartWait lets the customer wait for another agent when the owner loses the
// session: since their first unanswered message, or from now on.
func (c *Conversation) restartWait(now time.Time) {
	c.WaitingSince = now
	if !c.UnansweredSince.IsZero() {
		c.WaitingSince = c.UnansweredSince
	}
}

// lateAt is when the customer will have waited longer than the queue promises, or
// zero if the customer does not wait.
func (c *Conversation) lateAt(config *configuration.Config) time.Time {
	if c.State == Parked {
		return time.Time{} // an agent has looked at it, and decided when it goes on
	}
	since := c.UnansweredSince
	if c.State == Open || c.State == Offered {
		since = c.WaitingSince
	}
	if since.IsZero() {
		return time.Time{}
	}
	return config.LateAt(c.Queue, since)
}

// RecordReply returns the conversation after a reply was sent, or was refused, and
// numbers its message. What the customer wrote after the agent did is not answered
// by it, even if the reply is sent later, and an automated message answers nothing:
// the preview stays what somebody has to answer. The error is [ErrNeedsConfig] where
// messages crossed in this way.
func (c Conversation) RecordReply(r Reply, m *Message, routing Routing) (Conversation, error) {
	c.number(m)
	if r.Answers() && m.Session == c.Session.Number && c.State != Closed {
		c.indexMessage(m)
	}
	crossed, first := c.heardSince(r.CreatedAt)
	if crossed == 0 && (!r.Author.Bot || c.UnansweredSince.IsZero()) {
		c.Preview, c.PreviewKind = Preview(m.Text), m.Kind
	}
	if r.Status == channel.Failed || !r.Answers() {
		return c, nil
	}
	c.trackResponse(r)
	if r.CreatedAt.After(c.LastAgentAt) {
		c.LastAgentAt = r.CreatedAt
	}
	c.Unread = min(c.Unread, crossed)
	if crossed == 0 {
		c.UnansweredSince, c.OwedSince = time.Time{}, time.Time{}
		if c.State == Active || c.State == Parked {
			c.LateAt = time.Time{}
		}
		return c, nil
	}
	return c.putOff(first, routing)
}

// trackResponse measures how long the customer waited for an answer. One that is sent when
// its session is closed is not among the session's figures any more.
func (c *Conversation) trackResponse(r Reply) {
	since := c.UnansweredSince
	if c.State == WrapUp {
		since = c.Tally.AskedSince
	}
	if r.Session != c.Session.Number || c.State == Closed {
		return
	}
	c.Tally.trackResponse(r.Author.Email, c.OpenedAt, since, r.CreatedAt)
	if !r.CreatedAt.Before(c.Tally.AskedSince) {
		c.Tally.AskedSince = time.Time{}
	}
}

// putOff lets the customer wait for an answer only since a later message.
func (c Conversation) putOff(since time.Time, routing Routing) (Conversation, error) {
	for _, clock := range []*time.Time{&c.UnansweredSince, &c.OwedSince} {
		if !clock.IsZero() && clock.Before(since) {
			*clock = since
		}
	}
	config, err := routing.config()
	if errors.Is(err, ErrNeedsConfig) {
		return c, err
	}
	if err == nil { // otherwise the sweep does it
		c.LateAt, c.DueAt = c.lateAt(config), c.Due(config)
	}
	return c, nil
}
