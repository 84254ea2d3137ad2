// Package placement decides where a session goes that opens: it looks up what the decision
// of package route depends on.
package placement

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

// Counter counts the open sessions of a queue.
type Counter interface {
	CountOpen(ctx context.Context, queue string) (int64, error)
}

// OfMessage places the session that a customer's event opens. Where the customer has to
// answer a notice first, nothing is decided: the placement has the configuration only.
func OfMessage(
	ctx context.Context, counter Counter, config *configuration.Config,
	c conversation.Conversation, in channel.Inbound, now time.Time,
) (*conversation.Placement, error) {
	if err := serves(config, in, now); err != nil {
		return nil, err
	}
	about, answer, opens := c.Opening(in, config, now)
	if !opens {
		return &conversation.Placement{Config: config}, nil
	}
	return decide(ctx, counter, config, facts(about, c, answer, now), in.Peer.Channel)
}

// OfLapse places the session that opens because the customer has not answered the notice in
// time. If none does, nothing is decided.
func OfLapse(
	ctx context.Context, counter Counter, config *configuration.Config, c conversation.Conversation, now time.Time,
) (*conversation.Placement, error) {
	about, opens := c.Lapse(config)
	if !opens {
		return &conversation.Placement{Config: config}, nil
	}
	return decide(ctx, counter, config, facts(about, c, configuration.ConsentUnanswered, now), about.Peer.Channel)
}

// unknownFor is how long a message of an account that the configuration does not have is
// tried again: the account may be new, and its configuration not in force yet. After that it
// was removed, and its messages would hold up those of the same customer for nothing.
const unknownFor = 5 * time.Minute

// serves refuses for good a session of an account that was removed, or with a brand agent
// that the account does not serve: nobody could answer.
func serves(config *configuration.Config, in channel.Inbound, now time.Time) error {
	with := in.Peer
	if _, known := config.Accounts[with.Account]; !known {
		if now.Sub(in.ReceivedAt) > unknownFor {
			return fault.New(fault.Invalid, "the configuration has no account %q any more", with.Account)
		}
		return nil // route.Decide says so
	}
	if !config.Serves(with.Account, with.BrandAgent) {
		return fault.New(fault.Invalid, "the account %s lists no brand agent %q", with.Account, with.BrandAgent)
	}
	return nil
}

// decide decides where a new session goes. It counts the open sessions of a queue if the
// decision depends on it.
func decide(
	ctx context.Context, counter Counter, config *configuration.Config, f route.Facts, through string,
) (*conversation.Placement, error) {
	f.Waiting = map[string]int64{}
	for {
		decision, trace, err := route.Decide(config, f)
		if length, ok := errors.AsType[*route.LengthError](err); ok {
			if f.Waiting[length.Queue], err = counter.CountOpen(ctx, length.Queue); err != nil {
				return nil, err
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		p, err := placement(config, f, decision, trace)
		if err != nil {
			return nil, err
		}
		profile := config.Channel(through)
		p.Signals, p.Choices = profile.Signals(), profile.ReplyChoices()
		return p, nil
	}
}

// facts are everything that a decision may depend on.
func facts(in channel.Inbound, c conversation.Conversation, answer configuration.Consent, now time.Time) route.Facts {
	known := c.Context
	if in.Context != nil {
		known = *in.Context
	}
	f := route.Facts{
		Conversation: string(c.ID),
		Account:      in.Peer.Account, BrandAgent: in.Peer.BrandAgent, Context: known,
		Kind: in.Kind, Text: in.Text, Postback: in.Postback, Answered: in.Answered != nil, Now: now,
		Unsubscribed: !c.Subscribed(in), Consent: answer,
	}
	if c.Session.Number > 0 {
		f.Returning, f.LastQueue, f.EndedAt = true, c.Queue, c.ClosedAt
		f.LastTags, f.LastOutcome = c.Tags, c.Outcome
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
