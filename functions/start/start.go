// Package start begins conversations for agents who write to a customer first.
// Creating a start triggers it. It asks the channel's provider whether the customer
// can be reached, and then opens a session that is the agent's, with the agent's
// message in the outbox; or it refuses that with a reason. The outcome is written into
// the start in the same commit as its effect.
package start

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/cloudevents/sdk-go/v2/event"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// Configuration is the routing configuration in force.
type Configuration interface {
	Current(ctx context.Context) (*configuration.Config, error)
}

// Handler handles the event that a document starts/{id} was created.
type Handler struct {
	Store         *store.Store
	Configuration Configuration
	// IDs makes the ids of conversations, and Adapters are the channels by name.
	IDs      conversation.IDs
	Adapters map[string]channel.Adapter
	Now      func() time.Time
	Log      *slog.Logger
}

// Handle carries out the event's start. Retryable errors make Eventarc redeliver the
// event, with back-off.
func (h *Handler) Handle(ctx context.Context, e event.Event) error {
	id, err := store.ParseStart(e.Subject())
	if err != nil {
		return fault.Event(ctx, h.Log, fault.New(fault.Invalid, "%w", err))
	}
	ctx, span := trace.Follow(ctx, "start", "")
	err = h.start(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		err = nil // it was deleted
	}
	span.End(err)
	return fault.Event(ctx, h.Log, err)
}

// start admits the start, asks whether the customer can be reached, and begins the
// conversation. Each step leaves alone what an earlier run has done.
func (h *Handler) start(ctx context.Context, id string) error {
	config, err := h.Configuration.Current(ctx)
	if err != nil {
		return err
	}
	now := h.Now()
	s, err := h.Store.AdmitStart(ctx, id, now,
		func(s conversation.Start, budget conversation.Starts, by conversation.Person) (conversation.Start, conversation.Starts, error) {
			return s.Clean(config.Mask()).Admit(budget, conversation.StartInput{Config: config, By: by, Now: now})
		})
	if err != nil || s.Ended() {
		return h.log(ctx, s, err)
	}
	to, err := s.Peer(config)
	if err == nil {
		err = s.Reached(h.reach(ctx, to), h.Now())
	}
	if refused, no := errors.AsType[*conversation.RefusedError](err); no {
		return h.log(ctx, s.Outcome(refused, "", now), h.Store.RefuseStart(ctx, id, refused, now))
	}
	if err != nil {
		return fault.New(fault.Unavailable, "ask whether a customer can be reached: %w", err)
	}
	return h.begin(trace.WithSubject(ctx, string(h.IDs.Of(to))), s, to, config)
}

// reach asks the channel whether the customer can be written to.
func (h *Handler) reach(ctx context.Context, to channel.Peer) error {
	asks, ok := h.Adapters[to.Channel].(channel.Reacher)
	if !ok {
		return &conversation.RefusedError{Reason: *reason.New(conversation.StartNotAllowed, reason.Args{"account": to.Account})}
	}
	return asks.Reach(ctx, to)
}

func (h *Handler) begin(ctx context.Context, s conversation.Start, to channel.Peer, config *configuration.Config) error {
	now, profile := h.Now(), h.Adapters[to.Channel].Profile()
	_, s, err := h.Store.Begin(ctx, s.ID, h.IDs.Of(to), now,
		func(c conversation.Conversation, s conversation.Start, by conversation.Person) (conversation.Change, error) {
			return c.Begin(s.Clean(config.Mask()), profile, conversation.StartInput{Config: config, By: by, Now: now})
		})
	return h.log(ctx, s, err)
}

// log says what became of a start, without the customer's number and the agent's name.
func (h *Handler) log(ctx context.Context, s conversation.Start, err error) error {
	switch {
	case err != nil:
	case s.Reason != nil:
		h.Log.InfoContext(ctx, "start refused", "start", s.ID, "reason", string(s.Reason.Code))
	default:
		h.Log.InfoContext(ctx, "conversation started", "start", s.ID)
	}
	return err
}
