package routing

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// router decides where a conversation has to go on.
type router struct {
	ctx     context.Context //nolint:containedctx // of one event
	handler *Handler
	in      channel.Inbound
	before  conversation.Conversation
}

// Config is the configuration in force.
func (r router) Config() (*configuration.Config, error) {
	return r.handler.Configuration.Current(r.ctx)
}

// Place decides where a new session goes.
func (r router) Place() (conversation.Placement, error) {
	config, err := r.Config()
	if err != nil {
		return conversation.Placement{}, err
	}
	facts := r.handler.facts(r.in, r.before)
	decision, trace, err := route.DecideCounting(config, &facts, func(queue string) (int64, error) {
		return r.handler.Conversations.CountOpen(r.ctx, queue)
	})
	if err != nil {
		return conversation.Placement{}, err
	}
	return placement(config, facts, decision, trace)
}

// facts are what a decision may depend on.
func (h *Handler) facts(in channel.Inbound, c conversation.Conversation) route.Facts {
	known := c.Context
	if in.Context != nil {
		known = *in.Context
	}
	f := route.Facts{
		Conversation: string(c.ID),
		Account:      in.Peer.Account, BrandAgent: in.Peer.BrandAgent, Context: known,
		Kind: in.Kind, Text: in.Text, Postback: in.Postback, Now: h.Now(),
	}
	if c.Session.Number > 0 {
		f.Returning, f.LastQueue, f.EndedAt = true, c.Queue, c.ClosedAt
		if c.State == conversation.WrapUp {
			f.EndedAt = c.EndedAt
		}
		f.Before = configuration.Outputs{Priority: &c.Priority, Language: c.Language, Skills: c.Skills, Attributes: c.Attributes}
	}
	return f
}

// placement is a decision with what the configuration says of its workstream and
// its queue.
func placement(config *configuration.Config, facts route.Facts, d route.Decision, trace *route.Trace) (conversation.Placement, error) {
	recorded, err := json.Marshal(facts)
	if err != nil {
		return conversation.Placement{}, fmt.Errorf("record facts: %w", err)
	}
	decided, err := json.Marshal(d)
	if err != nil {
		return conversation.Placement{}, fmt.Errorf("record decision: %w", err)
	}
	p := conversation.Placement{
		Config: config, Decision: d, Trace: trace.Lines(), Facts: string(recorded), Recorded: string(decided),
	}
	names := configuration.Names{Customer: facts.Context.DisplayName, Queue: d.Queue, Overflowed: d.Overflowed, Now: facts.Now}
	p.Message = config.Text(d.Message, d.Language, d.Workstream, names)
	p.NoFiles = config.Text(config.Terms(d.Workstream).Messages.NoFiles, d.Language, d.Workstream, names)
	return p, nil
}
