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

// lateAt is when the customer will have waited longer than was promised, for an agent or
// for an agent's answer, or zero if the customer does not wait.
func (c *Conversation) lateAt(config *configuration.Config) time.Time {
	if c.State == Parked {
		return time.Time{} // an agent has looked at it, and decided when it goes on
	}
	since, promised := c.UnansweredSince, c.responsePromise(config)
	if c.State == Open || c.State == Offered {
		since, promised = c.WaitingSince, config.Promise(c.Queue)
	}
	if since.IsZero() {
		return time.Time{}
	}
	since, spent := c.running(since)
	return config.LateAt(c.Queue, since, max(0, promised-spent))
}

// promiseAnswer notes until when an answer is promised. Only whoever has the session answers.
func (c *Conversation) promiseAnswer() {
	if c.State == Active {
		c.Tally.AnswerBy = c.LateAt
	}
}

// running is since when the promise of a wait has run without a pause, and how much of it
// had passed before.
func (c *Conversation) running(since time.Time) (time.Time, time.Duration) {
	switch {
	case !c.Pause.ResumedAt.After(since):
		return since, 0
	case !c.Pause.At.After(since):
		return c.Pause.ResumedAt, 0 // the wait began while it was parked
	}
	// What was answered after all counted for an earlier question.
	return c.Pause.ResumedAt, min(c.Pause.At.Sub(since), time.Duration(c.Pause.Spent)*time.Second)
}

// pausePromise notes how much of the promise has passed when the session is parked.
func (c *Conversation) pausePromise(config *configuration.Config, now time.Time) {
	var spent time.Duration
	if !c.UnansweredSince.IsZero() {
		since, before := c.running(c.UnansweredSince)
		spent = before + config.Waited(c.Queue, since, now)
	}
	c.Pause = Pause{At: now, Spent: int64(spent / time.Second)}
}

// responsePromise is how soon the owner should answer.
func (c *Conversation) responsePromise(config *configuration.Config) time.Duration {
	if c.LastAgentAt.After(c.OpenedAt) {
		return config.NextResponse(c.Workstream, c.Queue)
	}
	return config.FirstResponse(c.Workstream, c.Queue)
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
		c.Preview, c.PreviewKind = r.preview(m.Text), m.previewKind()
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
		c.UnansweredSince, c.OwedSince, c.Tally.AnswerBy = time.Time{}, time.Time{}, time.Time{}
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
		c.promiseAnswer()
	}
	return c, nil
}
