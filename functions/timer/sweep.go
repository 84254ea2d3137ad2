package timer

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// Sweeper finds what should not be there, see package store.
type Sweeper interface {
	// Overdue are conversations whose deadline was before an instant.
	Overdue(ctx context.Context, before time.Time, f func(conversation.Conversation) error) error
	// StuckReplies are the conversations with a reply that was to be sent before an
	// instant, and Nudge wakes the function that sends.
	StuckReplies(ctx context.Context, before time.Time, f func(id conversation.ID, reply string) error) error
	Nudge(ctx context.Context, id conversation.ID, now time.Time) error
	// Agents are the e-mail addresses of the roster, and Recount mends what an agent
	// has used, and says by how much it was wrong.
	Agents(ctx context.Context, f func(email string) error) error
	Recount(ctx context.Context, email string) (off int64, err error)
}

// late is how long after its time something counts as lost.
const late = 10 * time.Minute

// serveSweep answers 200 when everything was looked at, found or not.
func (h *Handler) serveSweep(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		fault.Answer(r.Context(), h.Log, w, fault.New(fault.MethodNotAllowed, "a sweep is a POST"))
		return
	}
	if err := h.sweep(r.Context()); err != nil {
		fault.Answer(r.Context(), h.Log, w, err)
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
	now := h.Now()
	return h.Store.Overdue(ctx, now.Add(-late), func(c conversation.Conversation) error {
		for _, d := range c.Deadlines(config) {
			if now.Sub(d.At) < late {
				continue
			}
			h.Log.ErrorContext(ctx, "sweep: a timer was lost", "conversation", c.ID, "cause", d.Cause, "late", now.Sub(d.At))
			if err := h.expire(ctx, c.ID, d); err != nil {
				return err
			}
		}
		return nil
	})
}

func (h *Handler) stuckReplies(ctx context.Context) error {
	now := h.Now()
	return h.Store.StuckReplies(ctx, now.Add(-late), func(id conversation.ID, reply string) error {
		h.Log.ErrorContext(ctx, "sweep: a reply is stuck", "conversation", id, "reply", reply)
		return h.Store.Nudge(ctx, id, now)
	})
}

// agents looks whether what agents have used is the sum of what they hold, and
// whether something waits that they could take.
func (h *Handler) agents(ctx context.Context) error {
	return h.Store.Agents(ctx, func(email string) error {
		off, err := h.Store.Recount(ctx, email)
		if err != nil {
			return err
		}
		if off != 0 {
			h.Log.ErrorContext(ctx, "sweep: an agent's capacity was wrong", "agent", email, "off", off)
		}
		served, err := h.Dispatcher.Serve(ctx, email)
		if served {
			h.Log.ErrorContext(ctx, "sweep: a session waited that an agent could take", "agent", email)
		}
		return err
	})
}
