// Package export publishes the events of conversations, one message each, for a
// subscription that writes them into BigQuery. Creating an event triggers it. It
// may publish an event more than once; conversation and number identify
// duplicates.
package export

import (
	"context"
	"errors"
	"log/slog"

	"github.com/cloudevents/sdk-go/v2/event"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/topic"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// Events keeps conversations' events, see package store.
type Events interface {
	Event(ctx context.Context, id conversation.ID, name string) (conversation.Event, error)
}

// Publisher puts a message into a topic.
type Publisher interface {
	Publish(ctx context.Context, m topic.Message) error
}

// Handler handles the event that a document conversations/{c}/events/{seq} was
// created.
type Handler struct {
	Events Events
	Topic  Publisher
	Log    *slog.Logger
}

// Handle publishes the event's row. Retryable errors make Eventarc redeliver the
// event, with back-off.
func (h *Handler) Handle(ctx context.Context, e event.Event) error {
	id, name, err := store.ParseSubject(e.Subject(), "events")
	if err != nil {
		return fault.Event(ctx, h.Log, fault.New(fault.Invalid, "%w", err))
	}
	ctx = trace.WithSubject(ctx, string(id))
	return fault.Event(ctx, h.Log, h.export(ctx, id, name))
}

func (h *Handler) export(ctx context.Context, id conversation.ID, name string) (err error) {
	happened, err := h.Events.Event(ctx, id, name)
	if errors.Is(err, store.ErrNotFound) {
		return nil // erased with its customer
	}
	if err != nil {
		return err
	}
	ctx, span := trace.Continue(ctx, "event", happened.Traceparent)
	defer func() { span.End(err) }()
	return h.Topic.Publish(ctx, topic.Message{Data: encode(id, happened)})
}
