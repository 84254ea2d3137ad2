// Package presence finds work for an agent who has become able to take it: by
// signing in, changing queues or skills, or getting capacity back. Every write of
// an agent's document triggers it, including its own, so it continues until there
// is nothing left to offer.
package presence

import (
	"context"
	"log/slog"
	"time"

	"github.com/cloudevents/sdk-go/v2/event"

	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// Dispatcher finds work for agents, see package dispatch.
type Dispatcher interface {
	FindWork(ctx context.Context, email string) (queuedAt time.Time, err error)
}

// Handler handles the event that a document agents/{email} was written.
type Handler struct {
	Dispatcher Dispatcher
	Log        *slog.Logger
}

// Handle looks for work. Retryable errors make Eventarc redeliver the event, with
// back-off.
func (h *Handler) Handle(ctx context.Context, e event.Event) error {
	email, err := store.ParseAgent(e.Subject())
	if err != nil {
		return fault.Event(ctx, h.Log, fault.New(fault.Invalid, "%w", err))
	}
	ctx, span := trace.Follow(ctx, "look", "")
	_, err = h.Dispatcher.FindWork(ctx, email)
	span.End(err)
	return fault.Event(ctx, h.Log, err)
}
