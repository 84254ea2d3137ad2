// Package roster changes the roster: who works here, and what they may do. Writing a
// document rosterChanges/{id} triggers it; the outcome, done or refused with a reason, is
// written into it in the same commit as its effect. No other function, and no client,
// writes the roster's part of an agent's entry.
package roster

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
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/roster"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// Store keeps the roster and its changes, see package store.
type Store interface {
	ChangeRoster(ctx context.Context, id string, rules *mask.Set, now time.Time,
		f func(roster.Change, roster.Input) (roster.Change, error)) (after roster.Change, ended bool, err error)
	AskRoster(ctx context.Context, c roster.Change) error
	EndRoster(ctx context.Context, id string, refused *conversation.RefusedError, now time.Time) error
}

// Configuration is the routing configuration in force.
type Configuration interface {
	Current(ctx context.Context) (*configuration.Config, error)
}

// Handler handles the event that a document rosterChanges/{id} was written.
type Handler struct {
	Store         Store
	Configuration Configuration
	Now           func() time.Time
	Log           *slog.Logger
}

// Handle carries out the event's change. Retryable errors make Eventarc redeliver the
// event, with back-off.
func (h *Handler) Handle(ctx context.Context, e event.Event) error {
	id, err := store.ParseRosterChange(e.Subject())
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
	after, ended, err := h.Store.ChangeRoster(ctx, id, h.rules(ctx), h.Now(), func(c roster.Change, in roster.Input) (roster.Change, error) {
		if c.NeedsConfiguration() {
			var err error
			if in.Config, err = h.Configuration.Current(ctx); err != nil {
				return c, err
			}
		}
		return c.CarryOut(in)
	})
	switch {
	case err != nil:
		return err
	case after.Kind == roster.Seed && !after.Ended():
		return h.seed(ctx, after)
	case ended:
		h.logOutcome(ctx, after)
	case after.GivesSupervision():
		// The outcome wakes the function once more. To say it only now makes sure that it
		// is said: a run that died after the commit would not.
		h.Log.WarnContext(ctx, "supervision given", "change", after.ID, "role", string(after.After.Role))
	}
	return nil
}

// rules are what is masked in the reason. Without a configuration what is masked by
// default is: access ends all the same.
func (h *Handler) rules(ctx context.Context) *mask.Set {
	config, err := h.Configuration.Current(ctx)
	if err != nil {
		set, _ := mask.New(mask.Default())
		return set
	}
	return config.Mask()
}

// logOutcome says what became of a change, without anybody's address.
func (h *Handler) logOutcome(ctx context.Context, c roster.Change) {
	if c.Reason != nil {
		h.Log.InfoContext(ctx, "roster change refused", "change", c.ID, "kind", string(c.Kind), "reason", string(c.Reason.Code))
		return
	}
	h.Log.InfoContext(ctx, "roster changed", "change", c.ID, "kind", string(c.Kind))
}

// seed asks for the addition of everybody in a first roster. Who was asked for by an
// earlier one is left alone, whatever became of them.
func (h *Handler) seed(ctx context.Context, c roster.Change) error {
	now := h.Now()
	additions, err := c.Additions(now)
	if err != nil {
		h.Log.ErrorContext(ctx, "first roster refused", "change", c.ID, "error", err.Error())
		malformed := &conversation.RefusedError{Reason: *reason.New(roster.Malformed, nil)}
		return h.Store.EndRoster(ctx, c.ID, malformed, now)
	}
	for _, addition := range additions {
		if err := h.Store.AskRoster(ctx, addition); err != nil {
			return err
		}
	}
	return h.Store.EndRoster(ctx, c.ID, nil, now)
}
