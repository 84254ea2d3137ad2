// Package erase does what admins ask for about customers' data: it counts what there is
// of a customer, erases it, holds it, and exports it. Once a day it deletes what has been kept for long
// enough. Writing a document dataRequests/{id} triggers it; the
// outcome is written into it. No other function deletes conversations and files.
package erase

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	"github.com/cloudevents/sdk-go/v2/event"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/request"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
	"github.com/frontdesk-gcp/frontdesk/shared/warehouse"
)

// Store keeps requests and what they are about, see package store.
type Store interface {
	Request(ctx context.Context, id string) (request.Request, agent.Agent, error)
	AskRequest(ctx context.Context, r request.Request) error
	EndRequest(ctx context.Context, id string, f func(request.Request) request.Request) error
	ConversationsOf(ctx context.Context, r request.Request, f func(conversation.ID) error) error
	Documents(ctx context.Context, id conversation.ID) (map[string]map[string]any, []conversation.Message, error)
	CountDocuments(ctx context.Context, id conversation.ID) (map[string]int64, error)
	BeginErasure(ctx context.Context, request string, id conversation.ID, stone conversation.Tombstone,
		f func(conversation.Conversation, time.Time) (conversation.Change, error)) (*store.Erasure, error)
	Conversation(ctx context.Context, id conversation.ID) (conversation.Conversation, error)
	Hold(ctx context.Context, id conversation.ID, f func(conversation.Conversation) (conversation.Change, error)) (int64, error)
	Expired(ctx context.Context, now time.Time, f func(conversation.Conversation) error) error
	Strip(ctx context.Context, now time.Time) (int64, error)
	Erased(ctx context.Context, f func(id conversation.ID, erasedAt time.Time, back bool) error) error
	RetryRequest(ctx context.Context, id string, at time.Time) error
	ContinueRequest(ctx context.Context, id, from string, now time.Time) error
}

// Configuration is the routing configuration in force.
type Configuration interface {
	Current(ctx context.Context) (*configuration.Config, error)
}

// Files keeps the files of conversations, see package bucket.
type Files interface {
	OfConversation(ctx context.Context, conversation string) ([]bucket.Stored, error)
	EachFrom(ctx context.Context, from string, f func(bucket.Stored) error) error
	Delete(ctx context.Context, o bucket.Stored) error
	Open(ctx context.Context, object string, part bucket.Part) (*bucket.Content, error)
	Stream(ctx context.Context, f bucket.File, content io.Reader) (int64, error)
}

// Rows are what BigQuery has of conversations' events until an instant, see package
// warehouse.
type Rows interface {
	Count(ctx context.Context, conversation string, until time.Time) (int64, error)
	Delete(ctx context.Context, all ...warehouse.Erased) (int64, error)
}

// Ledger keeps an entry for each erasure, outside the database.
type Ledger interface {
	Add(ctx context.Context, conversation string, at time.Time, entry any) error
}

// Handler handles the event that a document dataRequests/{id} was written.
type Handler struct {
	Store         Store
	Configuration Configuration
	IDs           conversation.IDs
	Files         Files
	// Rows are nil where nothing is exported.
	Rows   Rows
	Ledger Ledger
	// Copies is for how long copies last that nothing can be deleted from: backups, the
	// database's own recovery, deleted files, logs.
	Copies time.Duration
	Now    func() time.Time
	// Wall is the clock that a run's time is measured by.
	Wall func() time.Time
	Log  *slog.Logger
}

// Handle carries out the event's request. Retryable errors make Eventarc redeliver the
// event, with back-off, and the next run goes on where this one stopped.
func (h *Handler) Handle(ctx context.Context, e event.Event) error {
	id, err := store.ParseRequest(e.Subject())
	if err != nil {
		return fault.Event(ctx, h.Log, fault.New(fault.Invalid, "%w", err))
	}
	ctx, span := trace.Follow(ctx, "carry out", "")
	err = h.carryOut(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		err = nil // it was deleted
	}
	span.End(err)
	return fault.Event(ctx, h.Log, err)
}

func (h *Handler) carryOut(ctx context.Context, id string) error {
	r, by, err := h.request(ctx, id)
	if err == nil && (r.Ended() || h.Now().Before(r.RetryAt)) {
		return nil
	}
	if err == nil {
		err = r.Check(by)
	}
	if err == nil {
		err = h.do(ctx, r)
	}
	refused, no := errors.AsType[*conversation.RefusedError](err)
	if !no {
		return err
	}
	h.Log.InfoContext(ctx, "request refused", "request", id, "kind", string(r.Kind), "reason", string(refused.Reason.Code))
	return h.Store.EndRequest(ctx, id, func(asked request.Request) request.Request {
		asked.Why = r.Why
		return asked.Outcome(refused, h.Now())
	})
}

// request is a request with its reason masked, as it is kept with the outcome, and its
// author's entry on the roster.
func (h *Handler) request(ctx context.Context, id string) (request.Request, agent.Agent, error) {
	r, by, err := h.Store.Request(ctx, id)
	if err != nil || r.Why == "" {
		return r, by, err
	}
	config, err := h.Configuration.Current(ctx)
	if err != nil {
		return r, by, err
	}
	return r.Clean(config.Mask()), by, nil
}

// do carries out a request that its author may make.
func (h *Handler) do(ctx context.Context, r request.Request) error {
	switch {
	case r.Kind == request.Retain:
		return h.retain(ctx, r)
	case r.Conversation == "":
		return h.forEach(ctx, r)
	case r.Kind == request.Erase:
		return h.erase(ctx, r)
	case r.Kind == request.Export:
		return h.export(ctx, r)
	case r.Kind == request.Hold, r.Kind == request.Release:
		return h.hold(ctx, r)
	}
	counts, err := h.count(ctx, r.Conversation)
	if err != nil {
		return err
	}
	return h.end(ctx, r, func(r *request.Request) { r.Counts, r.Found = counts, 1 })
}

// end writes the outcome of a request that was carried out.
func (h *Handler) end(ctx context.Context, r request.Request, f func(*request.Request)) error {
	err := h.Store.EndRequest(ctx, r.ID, func(asked request.Request) request.Request {
		asked.Why = r.Why
		ended := asked.Outcome(nil, h.Now())
		f(&ended)
		return ended
	})
	if err == nil {
		h.Log.InfoContext(ctx, "request carried out", "request", r.ID, "kind", string(r.Kind))
	}
	return err
}
