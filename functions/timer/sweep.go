package timer

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
	"github.com/frontdesk-gcp/frontdesk/shared/task"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// Sweeper finds what should not be there, see package store.
type Sweeper interface {
	// Overdue are conversations whose deadline was before an instant.
	Overdue(ctx context.Context, before time.Time, f func(conversation.Conversation) error) error
	// Outdated are the sessions that wait by another configuration than a version's.
	Outdated(ctx context.Context, version string, f func(conversation.ID) error) error
	// StuckReplies are those that were to be sent before an instant, and Nudge wakes
	// the function that sends a conversation's replies.
	StuckReplies(ctx context.Context, before time.Time, f func(id conversation.ID, reply string) error) error
	Nudge(ctx context.Context, id conversation.ID, now time.Time) error
	// Agents are the e-mail addresses of the roster, and Recount mends what an agent
	// has used, and says by how much it was wrong.
	Agents(ctx context.Context, f func(email string) error) error
	Recount(ctx context.Context, email string) (off int64, err error)
}

// lostAfter is how long after its time something counts as lost.
const lostAfter = 10 * time.Minute

// sweep looks for what a lost timer, event or commit would leave behind, mends it,
// and reports each at ERROR: it should find nothing. That it looked at everything it
// says, too: a sweep that never comes would report nothing either.
func (h *Handler) sweep(ctx context.Context) error {
	began := h.Now()
	config, err := h.Configuration.Current(ctx)
	if err != nil {
		return err
	}
	err = errors.Join(h.mendLostTimers(ctx, config), h.adoptOutdated(ctx, config), h.nudgeStuckReplies(ctx), h.checkAgents(ctx))
	if err == nil {
		h.Log.InfoContext(ctx, "swept", "took", h.Now().Sub(began))
	}
	return err
}

func (h *Handler) mendLostTimers(ctx context.Context, config *route.Config) error {
	var failed failures
	now := h.Now()
	err := h.Store.Overdue(ctx, now.Add(-lostAfter), func(c conversation.Conversation) error {
		if due := c.Due(config); due.IsZero() || now.Sub(due) < lostAfter {
			return failed.add(h.putOff(ctx, c.ID, config))
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

// mendLostTimer does what a deadline is for whose timer did not come.
func (h *Handler) mendLostTimer(ctx context.Context, id conversation.ID, d conversation.Deadline) (err error) {
	ctx, span := spanFor(ctx, "mend", id)
	defer func() { span.End(err) }()
	h.Log.ErrorContext(ctx, "sweep: a timer was lost", "cause", d.Cause, "late", h.Now().Sub(d.At))
	return h.expire(ctx, id, d)
}

// spanFor begins a part of the work that is on one of several conversations.
func spanFor(ctx context.Context, name string, id conversation.ID) (context.Context, trace.Span) {
	ctx, span := trace.Start(ctx, name)
	return trace.WithSubject(ctx, string(id)), span
}

// putOff is for a deadline that is not lost: an answer put it off.
func (h *Handler) putOff(ctx context.Context, id conversation.ID, config *route.Config) error {
	_, err := h.Store.Update(ctx, id, func(c conversation.Conversation) (conversation.Change, error) {
		return c.PutOff(config)
	})
	if errors.Is(err, conversation.ErrOver) {
		return nil
	}
	return err
}

// adoptOutdated puts sessions that wait where the configuration has them that came into
// force meanwhile. That is none of its findings: somebody wanted it.
func (h *Handler) adoptOutdated(ctx context.Context, config *route.Config) error {
	var failed failures
	err := h.Store.Outdated(ctx, config.Version, func(id conversation.ID) error {
		return failed.add(h.adopt(ctx, id, config))
	})
	return failed.err(err)
}

func (h *Handler) adopt(ctx context.Context, id conversation.ID, config *route.Config) (err error) {
	ctx, span := spanFor(ctx, "adopt", id)
	defer func() { span.End(err) }()
	after, err := h.Store.Update(ctx, id, func(c conversation.Conversation) (conversation.Change, error) {
		return c.Adopt(config, h.Now())
	})
	switch {
	case errors.Is(err, conversation.ErrOver):
		return nil // somebody has it by now
	case err != nil:
		return err
	}
	h.Log.InfoContext(ctx, "waits by the configuration that is in force now")
	return h.Dispatcher.Dispatch(ctx, after)
}

// nudgeStuckReplies wakes each conversation once, however many of its replies wait.
func (h *Handler) nudgeStuckReplies(ctx context.Context) error {
	var failed failures
	now, nudged := h.Now(), map[conversation.ID]bool{}
	err := h.Store.StuckReplies(ctx, now.Add(-lostAfter), func(id conversation.ID, reply string) error {
		ctx, span := spanFor(ctx, "mend", id)
		defer span.End(nil)
		h.Log.ErrorContext(ctx, "sweep: a reply is stuck", "reply", reply)
		if nudged[id] {
			return nil
		}
		nudged[id] = true
		return failed.add(h.Store.Nudge(ctx, id, now))
	})
	return failed.err(err)
}

func (h *Handler) checkAgents(ctx context.Context) error {
	var failed failures
	err := h.Store.Agents(ctx, func(email string) error { return failed.add(h.checkAgent(ctx, email)) })
	return failed.err(err)
}

// checkAgent looks whether what an agent has used is the sum of what the agent holds,
// whether the agent is there who holds something, and whether something waits that
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
	if err != nil {
		return err
	}
	waited, err := h.Dispatcher.FindWork(ctx, email)
	if !waited.IsZero() && h.Now().Sub(waited) > searchGrace {
		log.ErrorContext(ctx, "sweep: a session waited that an agent could take", "since", waited)
	}
	return err
}

// searchGrace is what a session may have waited for whoever is about to give it away.
const searchGrace = time.Minute

// alias tells agents apart in the log, which names nobody: it is what the names of
// the agent's tasks begin with.
func alias(email string) string {
	name, _, _ := strings.Cut(task.Timer{Agent: email}.Name(), "_")
	return name
}
