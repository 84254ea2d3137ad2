package timer

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/task"
)

// Sweeper finds what should not be there, see package store.
type Sweeper interface {
	// Overdue are conversations whose deadline was before an instant.
	Overdue(ctx context.Context, before time.Time, f func(conversation.Conversation) error) error
	// StuckReplies are those that were to be sent before an instant, and Nudge wakes
	// the function that sends a conversation's replies.
	StuckReplies(ctx context.Context, before time.Time, f func(id conversation.ID, reply string) error) error
	Nudge(ctx context.Context, id conversation.ID, now time.Time) error
	// Agents are the e-mail addresses of the roster, and Recount mends what an agent
	// has used, and says by how much it was wrong.
	Agents(ctx context.Context, f func(email string) error) error
	Recount(ctx context.Context, email string) (off int64, err error)
}

// late is how long after its time something counts as lost.
const late = 10 * time.Minute

// serveSweep answers 200 when everything was looked at, found or not, and else 500,
// which makes Cloud Scheduler call again.
func (h *Handler) serveSweep(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		fault.Answer(r.Context(), h.Log, w, fault.New(fault.MethodNotAllowed, "a sweep is a POST"))
		return
	}
	if err := h.sweep(r.Context()); err != nil {
		fault.Answer(r.Context(), h.Log, w, fault.New(fault.Internal, "sweep: %w", err))
	}
}

// sweep looks for what a lost timer, event or commit would leave behind, mends it,
// and reports each at ERROR: it should find nothing.
func (h *Handler) sweep(ctx context.Context) error {
	config, err := h.Configuration.Current(ctx)
	if err != nil {
		return err
	}
	return errors.Join(h.lostTimers(ctx, config), h.stuckReplies(ctx), h.agents(ctx))
}

func (h *Handler) lostTimers(ctx context.Context, config *route.Config) error {
	var failed failures
	now := h.Now()
	err := h.Store.Overdue(ctx, now.Add(-late), func(c conversation.Conversation) error {
		if due := c.Due(config); due.IsZero() || now.Sub(due) < late {
			return failed.add(h.putOff(ctx, c.ID, config))
		}
		for _, d := range c.Deadlines(config) {
			if now.Sub(d.At) < late {
				continue
			}
			h.Log.ErrorContext(ctx, "sweep: a timer was lost", "conversation", c.ID, "cause", d.Cause, "late", now.Sub(d.At))
			if err := failed.add(h.expire(ctx, c.ID, d)); err != nil {
				return err
			}
		}
		return nil
	})
	return failed.err(err)
}

// putOff is for a deadline that is not lost: an answer put it off.
func (h *Handler) putOff(ctx context.Context, id conversation.ID, config *route.Config) error {
	_, err := h.Store.UpdateWith(ctx, id, func(conversation.Conversation) []string { return nil },
		func(c conversation.Conversation, _ store.People) (conversation.Change, error) {
			return c.PutOff(config)
		})
	if errors.Is(err, conversation.ErrOver) {
		return nil
	}
	return err
}

// stuckReplies wakes each conversation once, however many of its replies wait.
func (h *Handler) stuckReplies(ctx context.Context) error {
	var failed failures
	now, nudged := h.Now(), map[conversation.ID]bool{}
	err := h.Store.StuckReplies(ctx, now.Add(-late), func(id conversation.ID, reply string) error {
		h.Log.ErrorContext(ctx, "sweep: a reply is stuck", "conversation", id, "reply", reply)
		if nudged[id] {
			return nil
		}
		nudged[id] = true
		return failed.add(h.Store.Nudge(ctx, id, now))
	})
	return failed.err(err)
}

func (h *Handler) agents(ctx context.Context) error {
	var failed failures
	err := h.Store.Agents(ctx, func(email string) error { return failed.add(h.agent(ctx, email)) })
	return failed.err(err)
}

// agent looks whether what an agent has used is the sum of what the agent holds,
// whether the agent is there who holds something, and whether something waits that
// the agent could take.
func (h *Handler) agent(ctx context.Context, email string) error {
	log := h.Log.With("agent", alias(email))
	off, err := h.Store.Recount(ctx, email)
	if off != 0 {
		log.ErrorContext(ctx, "sweep: an agent's capacity was wrong", "off", off)
	}
	if err != nil {
		return err
	}
	taken, err := h.attend(ctx, email, agent.Grace+late)
	if taken > 0 {
		log.ErrorContext(ctx, "sweep: an agent was gone and had sessions", "sessions", taken)
	}
	if err != nil {
		return err
	}
	waited, err := h.Dispatcher.Serve(ctx, email)
	if !waited.IsZero() && h.Now().Sub(waited) > fresh {
		log.ErrorContext(ctx, "sweep: a session waited that an agent could take", "since", waited)
	}
	return err
}

// fresh is what a session may have waited for whoever is about to give it away.
const fresh = time.Minute

// alias tells agents apart in the log, which names nobody: it is what the names of
// the agent's tasks begin with.
func alias(email string) string {
	name, _, _ := strings.Cut(task.Timer{Agent: email}.Name(), "_")
	return name
}
