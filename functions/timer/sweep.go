package timer

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/request"
	"github.com/frontdesk-gcp/frontdesk/shared/task"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// Sweeper finds what should not exist, see package store.
type Sweeper interface {
	// Overdue finds conversations whose deadline was before an instant.
	Overdue(ctx context.Context, before time.Time, f func(conversation.Conversation) error) error
	// Outdated finds open sessions that were queued by a version other than the
	// given one.
	Outdated(ctx context.Context, version string, f func(conversation.ID) error) error
	// StuckReplies finds replies that should have been sent before an instant;
	// Nudge wakes the function that sends a conversation's replies.
	StuckReplies(ctx context.Context, before time.Time, f func(id conversation.ID, reply string) error) error
	Nudge(ctx context.Context, id conversation.ID, now time.Time) error
	// Agents lists the e-mail addresses of the roster; Recount corrects an
	// agent's used capacity and returns by how much it was wrong.
	Agents(ctx context.Context, f func(email string) error) error
	Recount(ctx context.Context, email string) (off int64, err error)
	// RollUp brings the weeks of the figures up to date, and returns the days that had
	// changed.
	RollUp(ctx context.Context) (days []string, err error)
}

// lostAfter is how long after its time something counts as lost.
const lostAfter = 10 * time.Minute

// sweep looks for what a lost timer, event or commit would leave behind, repairs
// it, and logs each case at ERROR: it should find nothing. It also logs that it
// is done, because a sweep that never runs would report nothing either.
func (h *Handler) sweep(ctx context.Context) error {
	began := h.Now()
	config, err := h.Configuration.Current(ctx)
	if err != nil {
		return err
	}
	err = errors.Join(h.mendLostTimers(ctx, config), h.adoptOutdated(ctx, config), h.nudgeStuckReplies(ctx),
		h.checkAgents(ctx), h.endRemoved(ctx, config), h.rollUp(ctx),
		h.Store.AskRequest(ctx, request.Daily(began))) // the first sweep of a day makes it
	if err == nil {
		h.Log.InfoContext(ctx, "swept", "took", h.Now().Sub(began))
	}
	return err
}

// rollUp brings the weeks of the figures up to date. They are what long spans are read
// from; the day itself is read from its own documents.
func (h *Handler) rollUp(ctx context.Context) error {
	_, err := h.Store.RollUp(ctx)
	return err
}

func (h *Handler) mendLostTimers(ctx context.Context, config *configuration.Config) error {
	var failed failures
	now := h.Now()
	err := h.Store.Overdue(ctx, now.Add(-lostAfter), func(c conversation.Conversation) error {
		if due := c.Due(config); due.IsZero() || now.Sub(due) < lostAfter {
			return failed.add(h.refreshDue(ctx, c.ID, config))
		}
		for _, d := range c.Deadlines(config) {
			if now.Sub(d.At) < lostAfter {
				continue
			}
			if err := failed.add(h.mendLostTimer(ctx, c.ID, d)); err != nil {
				return err
			}
		}
		return nil
	})
	return failed.err(err)
}

// mendLostTimer does what a deadline is for when its timer did not fire.
func (h *Handler) mendLostTimer(ctx context.Context, id conversation.ID, d conversation.Deadline) (err error) {
	ctx, span := spanFor(ctx, "mend", id)
	defer func() { span.End(err) }()
	h.Log.ErrorContext(ctx, "sweep: a timer was lost", "cause", d.Cause, "late", h.Now().Sub(d.At))
	return h.expire(ctx, id, d)
}

// spanFor begins a span for the part of the work that concerns one conversation.
func spanFor(ctx context.Context, name string, id conversation.ID) (context.Context, trace.Span) {
	ctx, span := trace.Start(ctx, name)
	return trace.WithSubject(ctx, string(id)), span
}

// refreshDue moves a deadline that is not lost but was put off by an answer.
func (h *Handler) refreshDue(ctx context.Context, id conversation.ID, config *configuration.Config) error {
	_, err := h.Store.Update(ctx, id, func(c conversation.Conversation) (conversation.Change, error) {
		return c.RefreshDue(config)
	})
	if errors.Is(err, conversation.ErrOver) {
		return nil
	}
	return err
}

// adoptOutdated moves open sessions to where the configuration that has come into
// force since would put them. This is expected, so it is not logged as an error.
func (h *Handler) adoptOutdated(ctx context.Context, config *configuration.Config) error {
	var failed failures
	err := h.Store.Outdated(ctx, config.Version, func(id conversation.ID) error {
		return failed.add(h.adopt(ctx, id, config))
	})
	return failed.err(err)
}

func (h *Handler) adopt(ctx context.Context, id conversation.ID, config *configuration.Config) (err error) {
	ctx, span := spanFor(ctx, "adopt", id)
	defer func() { span.End(err) }()
	after, err := h.Store.Update(ctx, id, func(c conversation.Conversation) (conversation.Change, error) {
		return c.Adopt(config, h.Now())
	})
	switch {
	case errors.Is(err, conversation.ErrOver):
		return nil // somebody has taken it since
	case err != nil:
		return err
	}
	h.Log.InfoContext(ctx, "waits by the configuration that is in force now")
	return h.Dispatcher.Dispatch(ctx, after)
}

// nudgeStuckReplies wakes and reports each conversation once, however many of its
// replies are stuck: those behind the first only wait for it.
func (h *Handler) nudgeStuckReplies(ctx context.Context) error {
	var failed failures
	now, nudged := h.Now(), map[conversation.ID]bool{}
	err := h.Store.StuckReplies(ctx, now.Add(-lostAfter), func(id conversation.ID, reply string) error {
		if nudged[id] {
			return nil
		}
		nudged[id] = true
		ctx, span := spanFor(ctx, "mend", id)
		defer span.End(nil)
		h.Log.ErrorContext(ctx, "sweep: a reply is stuck", "reply", reply)
		return failed.add(h.Store.Nudge(ctx, id, now))
	})
	return failed.err(err)
}

func (h *Handler) checkAgents(ctx context.Context) error {
	var failed failures
	err := h.Store.Agents(ctx, func(email string) error { return failed.add(h.checkAgent(ctx, email)) })
	return failed.err(err)
}

// checkAgent checks that an agent's used capacity is the sum of their sessions,
// that an agent with sessions is there, and that no open session is waiting that
// the agent could take.
func (h *Handler) checkAgent(ctx context.Context, email string) error {
	log := h.Log.With("agent", alias(email))
	off, err := h.Store.Recount(ctx, email)
	if off != 0 {
		log.ErrorContext(ctx, "sweep: an agent's capacity was wrong", "off", off)
	}
	if err != nil {
		return err
	}
	taken, err := h.checkPresence(ctx, email, agent.Grace+lostAfter)
	if taken > 0 {
		log.ErrorContext(ctx, "sweep: an agent was gone and had sessions", "sessions", taken)
	}
	waited, wrong := h.Dispatcher.FindWork(ctx, email)
	err = errors.Join(err, wrong)
	if !waited.IsZero() && h.Now().Sub(waited) > searchGrace {
		log.ErrorContext(ctx, "sweep: a session waited that an agent could take", "since", waited)
	}
	return err
}

// searchGrace is how long a session may have waited while a search for an agent
// is still under way.
const searchGrace = time.Minute

// alias tells agents apart in the log without naming them: it is the prefix of
// the names of the agent's tasks.
func alias(email string) string {
	name, _, _ := strings.Cut(task.Timer{Agent: email}.Name(), "_")
	return name
}
