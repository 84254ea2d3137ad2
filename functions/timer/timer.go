// Package timer does what time does: offers end, sessions overflow, customers are
// not answered, agents vanish. Cloud Tasks calls it at the time that a timer was
// set for; whether its cause still holds is found out then.
package timer

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/dispatch"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/task"
)

// Store keeps conversations and agents, see package store.
type Store interface {
	UpdateWith(ctx context.Context, id conversation.ID, who func(conversation.Conversation) []string,
		f func(conversation.Conversation, store.People) (conversation.Change, error)) (conversation.Conversation, error)
	Derive(ctx context.Context, email string, now time.Time, works []string) (conversation.Person, bool, error)
	Held(ctx context.Context, email string, limit int) ([]conversation.Conversation, error)
	Sweeper
}

// Configuration is the routing configuration in force.
type Configuration interface {
	Current(ctx context.Context) (*route.Config, error)
}

// Dispatcher does what has to follow a commit, see package dispatch.
type Dispatcher interface {
	After(ctx context.Context, c conversation.Conversation) error
	Watch(ctx context.Context, p conversation.Person) error
	Serve(ctx context.Context, email string) (bool, error)
}

// Handler serves the calls of Cloud Tasks and, at [SweepPath], of Cloud Scheduler.
type Handler struct {
	Store         Store
	Configuration Configuration
	Dispatcher    Dispatcher
	Timers        dispatch.Timers
	Now           func() time.Time
	Log           *slog.Logger
}

// SweepPath is where Cloud Scheduler calls.
const SweepPath = "/sweep"

// ServeHTTP answers 200 when a timer is done with.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == SweepPath {
		h.serveSweep(w, r)
		return
	}
	task.Serve(h.Log, w, r, h.fire)
}

func (h *Handler) fire(ctx context.Context, t task.Timer) error {
	switch early := t.At.Sub(h.Now()); {
	case early > time.Minute:
		return h.Timers.Set(ctx, t) // further ahead than Cloud Tasks plans
	case early > 0:
		// Its name is taken for this time, so Cloud Tasks has to come again.
		return fault.New(fault.Unavailable, "the timer is %s early", early)
	case t.Agent != "":
		return h.present(ctx, t.Agent)
	}
	return h.expire(ctx, conversation.ID(t.Conversation), conversation.Deadline{Cause: t.Cause, Number: t.Number, At: t.At})
}

// expire does what a conversation's deadline is for, and what follows.
func (h *Handler) expire(ctx context.Context, id conversation.ID, deadline conversation.Deadline) error {
	config, err := h.Configuration.Current(ctx)
	if err != nil {
		return err
	}
	after, err := h.Store.UpdateWith(ctx, id, func(c conversation.Conversation) []string { return []string{c.Owner} },
		func(c conversation.Conversation, people store.People) (conversation.Change, error) {
			return c.Expire(deadline, people[c.Owner].Agent, config, h.Now())
		})
	over := errors.Is(err, conversation.ErrOver)
	switch {
	case err != nil && !over:
		return err
	case after.ID == "":
		return nil // erased
	case !over:
		h.Log.InfoContext(ctx, "deadline", "conversation", id, "cause", deadline.Cause)
		h.alert(ctx, id, deadline)
	}
	// Also when it is over: the run before may have died in between, and a deadline
	// that was put off needs its timer.
	return h.Dispatcher.After(ctx, after)
}

// alert says loudly what somebody has to look at.
func (h *Handler) alert(ctx context.Context, id conversation.ID, d conversation.Deadline) {
	if d.Cause == conversation.AnswerIsLate {
		h.Log.WarnContext(ctx, "a customer waits for an agent's answer", "conversation", id)
	}
}

// page is how many sessions of an agent who is gone are taken back at once.
const page = 20

// present looks whether an agent's client is there. If it has been gone for
// longer than the grace, the agent's sessions go to others.
func (h *Handler) present(ctx context.Context, email string) error {
	config, err := h.Configuration.Current(ctx)
	if err != nil {
		return err
	}
	p, _, err := h.Store.Derive(ctx, email, h.Now(), config.Presences())
	if err != nil {
		return err
	}
	if h.Now().Before(p.Lease.Until.Add(agent.Grace)) {
		return h.Dispatcher.Watch(ctx, p)
	}
	for {
		held, err := h.Store.Held(ctx, email, page)
		if err != nil {
			return err
		}
		for _, c := range held {
			if err := h.lost(ctx, c.ID, email, config); err != nil {
				return err
			}
		}
		if len(held) < page {
			return nil
		}
	}
}

// lost takes one session from an agent who is gone, unless the agent came back.
func (h *Handler) lost(ctx context.Context, id conversation.ID, email string, config *route.Config) error {
	after, err := h.Store.UpdateWith(ctx, id, func(conversation.Conversation) []string { return []string{email} },
		func(c conversation.Conversation, people store.People) (conversation.Change, error) {
			if people[email].Present(h.Now()) {
				return conversation.Change{}, conversation.ErrOver
			}
			return c.Lost(email, config, h.Now())
		})
	if err != nil && !errors.Is(err, conversation.ErrOver) {
		return err
	}
	return h.Dispatcher.After(ctx, after)
}
