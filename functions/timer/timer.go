// Package timer does what has to happen when time passes: offers end, sessions
// overflow, customers get no answer, agents disappear. Cloud Tasks calls it at
// the time that a timer was set for; it then checks whether the timer's cause
// still holds.
package timer

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/dispatch"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/placement"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/task"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// Store keeps conversations and agents, see package store. It is an interface so
// that the tests can let any one of its calls fail, and let time pass between two
// of them, which Firestore's emulator cannot do.
type Store interface {
	Update(ctx context.Context, id conversation.ID,
		f func(conversation.Conversation) (conversation.Change, error)) (conversation.Conversation, error)
	UpdateWith(ctx context.Context, id conversation.ID, who func(conversation.Conversation) []string,
		f func(conversation.Conversation, store.People) (conversation.Change, error)) (conversation.Conversation, error)
	Derive(ctx context.Context, email string, now time.Time, config *configuration.Config) (conversation.Person, bool, error)
	Held(ctx context.Context, email string, limit int) ([]conversation.Conversation, error)
	Visited(ctx context.Context, email string, limit int) ([]conversation.Conversation, error)
	Alerts
	Sweeper
	Rounds
	Removals
	placement.Counter
}

// Configuration is the routing configuration in force.
type Configuration interface {
	Current(ctx context.Context) (*configuration.Config, error)
}

// Dispatcher does what has to follow a commit, see package dispatch.
type Dispatcher interface {
	Dispatch(ctx context.Context, c conversation.Conversation) error
	Watch(ctx context.Context, p conversation.Person) error
	FindWork(ctx context.Context, email string) (waited time.Time, err error)
}

// Handler serves the calls of Cloud Tasks and, at other paths, those of Cloud
// Scheduler.
type Handler struct {
	Store         Store
	Configuration Configuration
	Dispatcher    Dispatcher
	Timers        dispatch.Timers
	Now           func() time.Time
	Log           *slog.Logger

	// ended is the version of the configuration for which removed and closing accounts were looked after.
	ended atomic.Value
}

// The paths that Cloud Scheduler calls: once an hour, and once a minute.
const (
	SweepPath   = "/sweep"
	WaitingPath = "/waiting"
)

// ServeHTTP answers 200 when a timer is done with, and otherwise a status that
// makes Cloud Tasks call again.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case SweepPath:
		h.serveScheduled(w, r, "sweep", h.sweep)
	case WaitingPath:
		h.serveScheduled(w, r, "make a round", h.round)
	default:
		task.Serve(h.Log, w, r, h.fire)
	}
}

// serveScheduled serves Cloud Scheduler. It answers 200 when everything was done.
// Otherwise it answers 500, whatever the failure means elsewhere, because that
// makes Cloud Scheduler call again.
func (h *Handler) serveScheduled(w http.ResponseWriter, r *http.Request, what string, do func(context.Context) error) {
	if r.Method != http.MethodPost {
		fault.Answer(r.Context(), h.Log, w, fault.New(fault.MethodNotAllowed, "to %s is a POST", what))
		return
	}
	ctx, span := trace.Follow(r.Context(), what, "")
	err := do(ctx)
	span.End(err)
	if err != nil {
		fault.Answer(ctx, h.Log, w, fault.New(fault.Internal, "%s: %w", what, err))
	}
}

func (h *Handler) fire(ctx context.Context, t task.Timer) error {
	switch early := t.At.Sub(h.Now()); {
	case early > time.Minute:
		return h.reschedule(ctx, t)
	case early > 0:
		// Its name is taken for this time, so Cloud Tasks has to call again.
		return fault.New(fault.Unavailable, "the timer is %s early", early)
	case t.Agent != "":
		_, err := h.checkPresence(ctx, t.Agent, agent.Grace)
		return err
	}
	return h.expire(ctx, conversation.ID(t.Conversation), conversation.Deadline{Cause: t.Cause, Number: t.Number, At: t.At})
}

// reschedule sets a timer again that fired early: it was further ahead than Cloud
// Tasks schedules, or somebody ran it by hand. The new timer is a second later,
// because the name for its own time is taken, in the second case by this very
// call, and setting it would have no effect.
func (h *Handler) reschedule(ctx context.Context, t task.Timer) error {
	t.At = t.At.Add(time.Second)
	return h.Timers.Set(ctx, t)
}

// expire does what a conversation's deadline is for, and what has to follow.
func (h *Handler) expire(ctx context.Context, id conversation.ID, deadline conversation.Deadline) error {
	config, err := h.Configuration.Current(ctx)
	if err != nil {
		return err
	}
	after, err := h.Store.UpdateWith(ctx, id, func(c conversation.Conversation) []string { return []string{c.Owner} },
		func(c conversation.Conversation, people store.People) (conversation.Change, error) {
			if deadline.Cause == conversation.NoticeEnds {
				return h.endNotice(ctx, c, deadline, config)
			}
			return c.Expire(deadline, people[c.Owner].Agent, config, h.Now())
		})
	over := errors.Is(err, conversation.ErrOver)
	switch {
	case err != nil && !over:
		return err
	case after.ID == "":
		return nil // erased
	case !over:
		h.Log.InfoContext(ctx, "deadline", "cause", deadline.Cause)
		h.alert(ctx, after, deadline)
	}
	// Even when it is over: the previous run may have died before this step, and
	// a deadline that was put off needs its timer.
	return h.Dispatcher.Dispatch(ctx, after)
}

// endNotice is what happens to a customer who has not answered a notice in time. A session
// that opens then is placed as one that a message opens.
func (h *Handler) endNotice(
	ctx context.Context, c conversation.Conversation, deadline conversation.Deadline, config *configuration.Config,
) (conversation.Change, error) {
	now := h.Now()
	ch, err := c.EndNotice(deadline, config, conversation.Routing{}, now)
	if !errors.Is(err, conversation.ErrNeedsPlacement) {
		return ch, err
	}
	placed, err := placement.OfLapse(ctx, h.Store, config, c, now)
	if err != nil {
		return conversation.Change{}, err
	}
	return c.EndNotice(deadline, config, conversation.Routing{Placement: placed}, now)
}

// alert logs what somebody has to look into: a session whose agent does not
// answer but still has it.
func (h *Handler) alert(ctx context.Context, c conversation.Conversation, d conversation.Deadline) {
	if d.Cause == conversation.AnswerIsLate && c.State == conversation.Active {
		h.Log.WarnContext(ctx, "a customer waits for an agent's answer")
	}
}
