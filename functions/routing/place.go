package routing

import (
	"context"
	"errors"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// change is what an event does to a conversation. It looks up what that needs
// only when asked: an event in a session under way costs no read here.
func (h *Handler) change(ctx context.Context, c conversation.Conversation, in channel.Inbound) (conversation.Change, error) {
	var routing conversation.Routing
	now := h.Now()
	for {
		ch, err := c.Receive(in, now, routing)
		switch {
		case errors.Is(err, conversation.ErrNeedsConfig):
			routing.Config, routing.ConfigErr = h.Configuration.Current(ctx)
		case errors.Is(err, conversation.ErrNeedsPlacement):
			if routing.Placement, err = h.place(ctx, facts(c.Interpret(in), c, now)); err != nil {
				return conversation.Change{}, err
			}
			profile := h.Adapters[in.Peer.Channel].Profile()
			routing.Placement.Signals, routing.Placement.Choices = profile.Signals(), profile.ReplyChoices()
		default:
			return ch, err
		}
	}
}

// place decides where a new session goes. It counts the open sessions of a queue
// if the decision depends on it. One with a brand agent that the account does not serve is
// refused for good: nobody could answer.
func (h *Handler) place(ctx context.Context, f route.Facts) (*conversation.Placement, error) {
	config, err := h.Configuration.Current(ctx)
	if err != nil {
		return nil, err
	}
	if !config.Serves(f.Account, f.BrandAgent) {
		return nil, fault.New(fault.Invalid, "the account %s lists no brand agent %q", f.Account, f.BrandAgent)
	}
	f.Waiting = map[string]int64{}
	for {
		decision, trace, err := route.Decide(config, f)
		if length, ok := errors.AsType[*route.LengthError](err); ok {
			if f.Waiting[length.Queue], err = h.Conversations.CountOpen(ctx, length.Queue); err != nil {
				return nil, err
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		return placement(config, f, decision, trace)
	}
}

// facts are everything that a decision may depend on.
func facts(in channel.Inbound, c conversation.Conversation, now time.Time) route.Facts {
	known := c.Context
	if in.Context != nil {
		known = *in.Context
	}
	f := route.Facts{
		Conversation: string(c.ID),
		Account:      in.Peer.Account, BrandAgent: in.Peer.BrandAgent, Context: known,
		Kind: in.Kind, Text: in.Text, Postback: in.Postback, Answered: in.Answered != nil, Now: now,
		Unsubscribed: !c.Subscribed(in),
	}
	if c.Session.Number > 0 {
		f.Returning, f.LastQueue, f.EndedAt = true, c.Queue, c.ClosedAt
		if c.State == conversation.WrapUp {
			f.EndedAt = c.EndedAt
		}
		f.Before = configuration.Outputs{Priority: &c.Priority, Language: c.Language, Skills: c.Skills, Attributes: c.Attributes}
	}
	return f.Bounded()
}

// placement combines a decision with its workstream's and its queue's settings.
func placement(config *configuration.Config, facts route.Facts, d route.Decision, trace *route.Trace) (*conversation.Placement, error) {
	recorded, err := route.Encode(facts)
	if err != nil {
		return nil, err
	}
	decided, err := route.Encode(d)
	if err != nil {
		return nil, err
	}
	p := &conversation.Placement{
		Config: config, Decision: d, Trace: trace.Lines(route.Room(recorded, decided)),
		Facts: recorded, Recorded: decided,
	}
	names := configuration.Names{Customer: facts.Context.DisplayName, Queue: d.Queue, Overflowed: d.Overflowed, Now: facts.Now}
	p.Message = config.Text(d.Message, d.Language, d.Workstream, names)
	p.NoFiles = config.Text(config.Terms(d.Workstream).Messages.NoFiles, d.Language, d.Workstream, names)
	return p, nil
}
