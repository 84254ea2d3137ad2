package routing

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// place decides where a new session goes.
func (h *Handler) place(ctx context.Context, in channel.Inbound, c conversation.Conversation) (conversation.Placement, error) {
	config, err := h.Configuration.Current(ctx)
	if err != nil {
		return conversation.Placement{}, err
	}
	facts := h.facts(in, c)
	decision, trace, err := h.decide(ctx, config, &facts)
	if err != nil {
		return conversation.Placement{}, err
	}
	return placement(config, facts, decision, trace)
}

// decide decides, and counts those who wait where the decision depends on it.
func (h *Handler) decide(ctx context.Context, config *route.Config, facts *route.Facts) (route.Decision, *route.Trace, error) {
	for {
		decision, trace, err := config.Decide(*facts)
		unknown, ok := errors.AsType[*route.LengthError](err)
		if !ok {
			return decision, trace, err
		}
		waiting, err := h.Conversations.Waiting(ctx, unknown.Queue)
		if err != nil {
			return decision, trace, err
		}
		if facts.Waiting == nil {
			facts.Waiting = map[string]int64{}
		}
		facts.Waiting[unknown.Queue] = waiting
	}
}

// facts are what a decision may depend on.
func (h *Handler) facts(in channel.Inbound, c conversation.Conversation) route.Facts {
	known := c.Context
	if in.Context != nil {
		known = *in.Context
	}
	f := route.Facts{
		Conversation: string(conversation.NewID(in.Peer)),
		Account:      in.Peer.Account, BrandAgent: in.Peer.BrandAgent, Context: known,
		Kind: in.Kind, Text: in.Text, Postback: in.Postback, Now: h.Now(),
	}
	if c.Session > 0 {
		f.Returning, f.LastQueue, f.EndedAt = true, c.Queue, c.ClosedAt
		f.Before = route.Outputs{Priority: &c.Priority, Language: c.Language, Skills: c.Skills, Attributes: c.Attributes}
	}
	return f
}

// placement is a decision with what the configuration says of its workstream and
// its queue.
func placement(config *route.Config, facts route.Facts, d route.Decision, trace *route.Trace) (conversation.Placement, error) {
	recorded, err := json.Marshal(facts)
	if err != nil {
		return conversation.Placement{}, fmt.Errorf("record facts: %w", err)
	}
	decided, err := json.Marshal(d)
	if err != nil {
		return conversation.Placement{}, fmt.Errorf("record decision: %w", err)
	}
	workstream := config.Workstreams[d.Workstream]
	p := conversation.Placement{
		Workstream: d.Workstream, Queue: d.Queue, Priority: d.Priority, QueuePriority: config.Queues[d.Queue].Priority,
		Language: d.Language, Skills: d.Skills, Attributes: d.Attributes,
		Attachments: workstream.Attachments, Survey: workstream.Survey, Ends: d.Action == route.End,
		ConfigVersion: d.Version, Trace: trace.Lines(), Facts: string(recorded), Decision: string(decided),
	}
	names := route.Names{Customer: facts.Context.DisplayName, Queue: d.Queue, Now: facts.Now}
	p.Message = config.Text(d.Message, d.Language, d.Workstream, names)
	p.NoFiles = config.Text(workstream.Messages.NoFiles, d.Language, d.Workstream, names)
	return p, nil
}
