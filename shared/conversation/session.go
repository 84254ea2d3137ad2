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
	// Config is what was decided with.
	Config   *configuration.Config
	Decision route.Decision
	// Trace, Facts and Recorded, which is the decision as JSON, go into the event.
	Trace    []reason.Reason
	Facts    string
	Recorded string
	// Message is what the customer is told, or nothing; NoFiles answers a file where
	// attachments are off, in words of its own.
	Message string
	NoFiles string
	// Signals are what the channel can be told of an agent's work.
	Signals []channel.Kind
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

// config is the configuration in force. The error is [ErrNeedsConfig] or
// ConfigErr.
func (r Routing) config() (*configuration.Config, error) {
	if r.Config == nil && r.ConfigErr == nil {
		return nil, ErrNeedsConfig
	}
	return r.Config, r.ConfigErr
}

// wake gives a session to a customer who says something and has none, or one that
// nobody works on.
func (ch *Change) wake(r Routing, now time.Time) error {
	switch ch.Conversation.State {
	case Active:
		return ch.unanswer(r, now)
	case Parked:
		return ch.returned(r, now)
	case WrapUp:
		if err := ch.close(CustomerWrote, customerActor, now); err != nil {
			return err
		}
		return ch.reopen(r, now)
	case Closed:
		return ch.reopen(r, now)
	default: // the customer is already waiting for an agent
	}
	return nil
}

// unanswer notes since when the owner owes an answer. The message is taken in even
// where there is no configuration to tell how long that may take.
func (ch *Change) unanswer(r Routing, now time.Time) error {
	if ch.Conversation.unanswered() {
		return nil
	}
	config, err := r.config()
	if errors.Is(err, ErrNeedsConfig) {
		return err
	}
	ch.Conversation.UnansweredSince = now
	if err == nil {
		ch.settle(config)
	}
	return nil
}

// returned puts a parked session back into its queue.
func (ch *Change) returned(r Routing, now time.Time) error {
	config, err := r.config()
	if err != nil {
		return err
	}
	if err := ch.transit(CustomerWrote, customerActor, now); err != nil {
		return err
	}
	c := &ch.Conversation
	c.WaitingSince, c.WasParked = now, true
	c.reserve(config, now)
	ch.enqueue(config, c.Queue, now, now)
	ch.settle(config)
	return nil
}

// reopen starts the next session and puts it into its queue.
func (ch *Change) reopen(r Routing, now time.Time) error {
	if r.Placement == nil {
		return ErrNeedsPlacement
	}
	p := *r.Placement
	ch.Conversation.place(p, now)
	if err := ch.transit(CustomerWrote, customerActor, now); err != nil {
		return err
	}
	e := ch.event()
	e.Trace, e.Facts, e.Decision, e.DecidedAt = p.Trace, p.Facts, p.Recorded, now
	ch.say(MintedOpened, p.Message, now)
	if p.Decision.Action == configuration.End {
		if err := ch.close(OverflowedToClose, routingActor, now); err != nil {
			return err
		}
		ch.Dequeue = "" // it never was in the queue
	} else {
		c := &ch.Conversation
		c.reserve(p.Config, now)
		ch.enqueue(p.Config, c.Queue, now, now)
	}
	ch.settle(p.Config)
	return nil
}

// place begins a session where the decision says.
func (c *Conversation) place(p Placement, now time.Time) {
	d := p.Decision
	terms := p.Config.Terms(d.Workstream)
	c.Signals = p.Signals
	c.Session = Session{
		Number: c.Session.Number + 1, State: Closed, Workstream: d.Workstream, Queue: d.Queue, ConfigVersion: d.Version,
		Language: d.Language, Priority: d.Priority, Skills: d.Skills, Attributes: d.Attributes,
		Attachments: terms.Attachments, NoFiles: p.NoFiles, Survey: terms.Survey,
		OpenedAt: now, WaitingSince: now, Tally: began(now, p.Config.Zone(d.Workstream)),
	}
}

// RouteLines are the lines of a routing decision.
func RouteLines(lines []string) []reason.Reason {
	var all []reason.Reason
	for _, line := range lines {
		all = append(all, *reason.New(RouteLine, reason.Args{"text": line}))
	}
	return all
}
