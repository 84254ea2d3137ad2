// Package action carries out what agents ask for. Creating an action triggers it;
// the outcome, done or refused with a reason, is written into the action in the
// same commit as its effect.
package action

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/cloudevents/sdk-go/v2/event"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/mask"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// Actions carries out actions, see package store.
type Actions interface {
	Act(ctx context.Context, id conversation.ID, action string, rules *mask.Set, now time.Time,
		f func(conversation.Conversation, conversation.Action, store.People) (conversation.Change, error),
	) (conversation.Conversation, conversation.Action, error)
}

// Configuration is the routing configuration in force.
type Configuration interface {
	Current(ctx context.Context) (*configuration.Config, error)
}

// Dispatcher does what has to follow a commit, see package dispatch.
type Dispatcher interface {
	LogAnswered(ctx context.Context, c conversation.Conversation, config *configuration.Config, at time.Time)
	Dispatch(ctx context.Context, c conversation.Conversation) error
	SetTimers(ctx context.Context, c conversation.Conversation) error
}

// Handler handles the event that a document conversations/{c}/actions/{a} was
// created.
type Handler struct {
	Actions       Actions
	Configuration Configuration
	Dispatcher    Dispatcher
	Now           func() time.Time
	Log           *slog.Logger
}

// Handle carries out the event's action. Retryable errors make Eventarc redeliver
// the event, with back-off.
func (h *Handler) Handle(ctx context.Context, e event.Event) error {
	id, action, err := store.ParseSubject(e.Subject(), "actions")
	if err != nil {
		return fault.Event(ctx, h.Log, fault.New(fault.Invalid, "%w", err))
	}
	ctx = trace.WithSubject(ctx, string(id))
	ctx, span := trace.Follow(ctx, "carry out", "") // the commit links the trace before it
	err = h.act(ctx, id, action)
	span.End(err)
	return fault.Event(ctx, h.Log, err)
}

func (h *Handler) act(ctx context.Context, id conversation.ID, action string) error {
	config, err := h.Configuration.Current(ctx)
	if err != nil {
		return err
	}
	now := h.Now()
	after, outcome, err := h.Actions.Act(ctx, id, action, config.Mask(), now,
		func(c conversation.Conversation, a conversation.Action, people store.People) (conversation.Change, error) {
			return c.CarryOut(a, conversation.InputOf(a, config, people, now))
		})
	if errors.Is(err, store.ErrNotFound) {
		return nil // its author deleted it
	}
	if err != nil {
		return err
	}
	h.Log.InfoContext(ctx, "action carried out", "action", action)
	h.Dispatcher.LogAnswered(ctx, after, config, now)
	// The rest is done even if the action was already carried out: that run may have
	// died before this step.
	switch {
	case after.ID == "" || outcome.Status == conversation.ActionRefused || outcome.Kind.Signals():
		return nil // nothing changed, or only what the customer's screen shows
	case outcome.Kind.Moves():
		return h.Dispatcher.Dispatch(ctx, after)
	default:
		return h.Dispatcher.SetTimers(ctx, after)
	}
}
