package conversation

import (
	"errors"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// Placement is where a new session goes and why.
type Placement struct {
	// Config is the configuration that decided.
	Config   *configuration.Config
	Decision route.Decision
	// Trace, Facts and Recorded, which is the decision as JSON, go into the event.
	Trace    []reason.Reason
	Facts    string
	Recorded string
	// Message is what the customer is told, if anything; NoFiles is the answer to
	// a file where attachments are off.
	Message string
	NoFiles string
	// Signals are what the channel can be told of an agent's work, and Choices how many a
	// message can have that the customer taps to reply.
	Signals []channel.Kind
	Choices int64
}

// Routing is what a customer's event may need in addition to the conversation.
// Most events need none of it, so it is empty at first. [Conversation.Receive]
// returns [ErrNeedsConfig] or [ErrNeedsPlacement] when it needs more, and is then
// called again.
type Routing struct {
	// Config is the configuration in force, and ConfigErr why there is none.
	Config    *configuration.Config
	ConfigErr error
	// Placement is where the new session goes.
	Placement *Placement
}

// What [Conversation.Receive] needs before it can fold an event in.
var (
	ErrNeedsConfig    = errors.New("the event needs the routing configuration")
	ErrNeedsPlacement = errors.New("the event opens a session, which needs a placement")
)

// config is the configuration in force, which a placement has as well. The error is [ErrNeedsConfig] or
// ConfigErr.
func (r Routing) config() (*configuration.Config, error) {
	if r.Config == nil && r.Placement != nil {
		return r.Placement.Config, nil
	}
	if r.Config == nil && r.ConfigErr == nil {
		return nil, ErrNeedsConfig
	}
	return r.Config, r.ConfigErr
}

// ensureSession opens a session for a customer who says something and has none,
// and puts a parked one back into its queue.
func (ch *Change) ensureSession(in channel.Inbound, r Routing, now time.Time) error {
	c := &ch.Conversation
	if c.isMute() {
		ch.Dispatch = false
		return nil
	}
	if kept, err := c.opensNothing(in, r); kept || err != nil {
		ch.Dispatch = false
		return err
	}
	waits := c.waits()
	if c.State != WrapUp && c.State != Closed && c.UnansweredSince.IsZero() && !c.Unsubscribed {
		c.UnansweredSince = now
	}
	if waits {
		return nil
	}
	switch c.State {
	case Active:
		if c.Unsubscribed {
			return nil // nobody can answer
		}
		return ch.awaitAnswer(r, now)
	case Parked:
		return ch.resumeParked(r, now)
	case WrapUp, Closed:
		return ch.admit(in, r, now)
	default:
		return nil
	}
}

// opensNothing reports whether a message is only kept, because the channel's own bot has
// answered it, the customer has no session and the workstream wants none then. A file
// needs the terms of a session, and whom the bot hands over gets one.
func (c *Conversation) opensNothing(in channel.Inbound, r Routing) (bool, error) {
	if c.State != WrapUp && c.State != Closed || in.Answered == nil || in.Answered.HandsOver ||
		in.Kind == channel.File || in.Kind == channel.WantsPerson {
		return false, nil
	}
	if r.Placement != nil { // asked already
		return false, nil
	}
	config, err := r.config()
	if err != nil {
		return false, err
	}
	workstream, _, _ := config.WorkstreamOf(in.Peer.Account, in.Peer.BrandAgent)
	return config.Terms(workstream).WhenAnswered == configuration.Keep, nil
}

// awaitAnswer records since when the owner owes an answer. The message is
// accepted even if there is no configuration that says how long the answer may
// take.
func (ch *Change) awaitAnswer(r Routing, now time.Time) error {
	config, err := r.config()
	if errors.Is(err, ErrNeedsConfig) {
		return err
	}
	if !ch.Conversation.owesAnswer() {
		ch.Conversation.OwedSince = now
	}
	if err == nil {
		ch.completeStep(config)
	}
	return nil
}

// resumeParked puts a parked session back into its queue.
func (ch *Change) resumeParked(r Routing, now time.Time) error {
	config, err := r.config()
	if err != nil {
		return err
	}
	if err := ch.transit(CustomerWrote, customerActor, now); err != nil {
		return err
	}
	c := &ch.Conversation
	c.restartWait(now)
	c.WasParked = true
	c.reserve(config, now)
	ch.enqueue(config, c.Queue, now, now)
	ch.completeStep(config)
	return nil
}

// openSession starts the next session and puts it into its queue.
func (ch *Change) openSession(r Routing, now time.Time) error {
	p := *r.Placement
	if ch.joinEnded(p, now) {
		return nil
	}
	ch.Conversation.startSession(p, now)
	// What was commented on is in the rating: whoever gets this session need not see it.
	ch.Conversation.Surveyed.Comment, ch.Conversation.Surveyed.CommentUntil = "", time.Time{}
	ch.countSession(now)
	if err := ch.transit(CustomerWrote, customerActor, now); err != nil {
		return err
	}
	e := ch.event()
	e.Trace, e.Facts, e.Decision, e.DecidedAt = p.Trace, p.Facts, p.Recorded, now
	if p.Decision.Action == configuration.End {
		ch.say(MintedOpened, p.Message, now)
		if err := ch.closeSession(OverflowedToClose, routingActor, now); err != nil {
			return err
		}
		ch.Dequeue = "" // it was never in the queue
	} else {
		c := &ch.Conversation
		c.reserve(p.Config, now)
		ch.enqueue(p.Config, c.Queue, now, now)
		ch.say(MintedOpened, p.Message, now)
		if c.KeepsWaiting {
			ch.silence(TooManySessions, reason.Args{"most": maxSessions}, now)
		}
	}
	ch.completeStep(p.Config)
	return nil
}

// startSession sets the conversation's session to a new one, as decided.
func (c *Conversation) startSession(p Placement, now time.Time) {
	d := p.Decision
	terms := p.Config.Terms(d.Workstream)
	c.Signals, c.Choices = p.Signals, p.Choices
	consent := c.consent(p.Config, d.Workstream)
	withheld := consent == configuration.ConsentRefused || consent == configuration.ConsentUnanswered
	tally := newTally(now, p.Config.Zone(d.Workstream))
	ended := c.ClosedAt
	if !c.EndedAt.IsZero() {
		ended = c.EndedAt
	}
	if !ended.IsZero() && now.Sub(ended) <= ReopenedWithin {
		tally.Reopened, tally.ReopenedOf = true, c.Tally.Owner
	}
	c.Session = Session{
		Number: c.Session.Number + 1, State: Closed, Workstream: d.Workstream, Queue: d.Queue, ConfigVersion: d.Version,
		Language: d.Language, Priority: d.Priority, Skills: d.Skills, Attributes: d.Attributes, Tags: d.Tags,
		Attachments: terms.Attachments && !withheld, Consent: consent, NoFiles: p.NoFiles, Survey: terms.Survey, History: terms.History,
		Keep:        retentionOf(terms.Retention),
		RepeatAfter: int64(time.Duration(*terms.RepeatAfter) / time.Second),
		Index:       c.opening(),
		OpenedAt:    now, WaitingSince: now, UnansweredSince: now, Tally: tally,
	}
}
