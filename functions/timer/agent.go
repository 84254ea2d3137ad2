package timer

import (
	"context"
	"errors"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/task"
)

// checkPresence checks whether an agent's client is there, and sets the timer for
// the next check. An agent who has been gone for longer than patience, or is no
// longer on the roster, loses every session; it returns how many. Who is not on the roster
// is nobody's guest any more either.
func (h *Handler) checkPresence(ctx context.Context, email string, patience time.Duration) (taken int, err error) {
	config, err := h.Configuration.Current(ctx)
	if err != nil {
		return 0, err
	}
	p, _, err := h.Store.Derive(ctx, email, h.Now(), config)
	if err != nil {
		return 0, err
	}
	if p.OnRoster() && h.Now().Before(p.Lease.Until.Add(patience)) {
		return 0, h.Dispatcher.Watch(ctx, p)
	}
	taken, err = h.reclaimSessions(ctx, email, config)
	if errors.Is(err, errAgentBack) {
		_, err = h.checkPresence(ctx, email, patience) // recurses once at most: the lease is valid now
	}
	if err == nil && !p.OnRoster() {
		err = h.endVisits(ctx, email, config)
	}
	return taken, err
}

// errAgentBack says that an agent who was gone is there again.
var errAgentBack = errors.New("the agent came back")

// pageSize is how many of an absent agent's sessions are read at a time.
const pageSize = 20

// reclaimSessions takes back the sessions of an absent agent, page by page.
func (h *Handler) reclaimSessions(ctx context.Context, email string, config *configuration.Config) (taken int, err error) {
	for {
		held, err := h.Store.Held(ctx, email, pageSize)
		if err != nil {
			return taken, err
		}
		n, err := h.reclaimPage(ctx, held, email, config)
		taken += n
		switch {
		case err != nil || len(held) < pageSize:
			return taken, err
		case n == 0: // the next page would be the same one
			return taken, fault.New(fault.Unavailable, "none of the %d sessions was the agent's any more", pageSize)
		}
	}
}

// reclaimPage takes back some sessions. A session that cannot be taken does not
// keep the others from being taken; an agent who came back does.
func (h *Handler) reclaimPage(
	ctx context.Context, held []conversation.Conversation, email string, config *configuration.Config,
) (taken int, err error) {
	var failed failures
	for _, c := range held {
		took, err := h.reclaim(ctx, c, email, config)
		if took {
			taken++
		}
		if errors.Is(err, errAgentBack) {
			return taken, err
		}
		if failed.add(err) != nil {
			break
		}
	}
	return taken, failed.err()
}

// reclaim takes one session back from an absent agent, and looks for another
// agent.
func (h *Handler) reclaim(
	ctx context.Context, held conversation.Conversation, email string, config *configuration.Config,
) (took bool, err error) {
	ctx, span := spanFor(ctx, "take back", held.ID)
	defer func() { span.End(err) }()
	if err := h.setRecoveryTimer(ctx, held); err != nil {
		return false, err
	}
	after, err := h.Store.UpdateWith(ctx, held.ID, func(conversation.Conversation) []string { return []string{email} },
		func(c conversation.Conversation, people store.People) (conversation.Change, error) {
			switch p := people[email]; {
			case !p.OnRoster():
				c = c.Advanced()
			case p.Present(h.Now()):
				return conversation.Change{}, errAgentBack
			}
			return c.Reclaim(email, config, h.Now())
		})
	over := errors.Is(err, conversation.ErrOver)
	switch {
	case err != nil && !over:
		return false, err
	case after.ID == "":
		return false, nil // erased
	case !over:
		h.Log.InfoContext(ctx, "taken from an agent who is gone")
	}
	return !over, h.Dispatcher.Dispatch(ctx, after)
}

// endVisits takes an agent who is not on the roster from the guests of every session, page
// by page.
func (h *Handler) endVisits(ctx context.Context, email string, config *configuration.Config) error {
	for {
		visited, err := h.Store.Visited(ctx, email, pageSize)
		if err != nil {
			return err
		}
		ended := 0
		for _, c := range visited {
			switch err := h.endVisit(ctx, c.ID, email, config); {
			case errors.Is(err, errAgentBack):
				return nil
			case err == nil:
				ended++
			case !errors.Is(err, conversation.ErrOver):
				return err
			}
		}
		switch {
		case len(visited) < pageSize:
			return nil
		case ended == 0: // the next page would be the same one
			return fault.New(fault.Unavailable, "none of the %d sessions had the guest any more", pageSize)
		}
	}
}

func (h *Handler) endVisit(ctx context.Context, id conversation.ID, email string, config *configuration.Config) (err error) {
	ctx, span := spanFor(ctx, "end a visit", id)
	defer func() { span.End(err) }()
	_, err = h.Store.UpdateWith(ctx, id, func(conversation.Conversation) []string { return []string{email} },
		func(c conversation.Conversation, people store.People) (conversation.Change, error) {
			if people[email].OnRoster() {
				return conversation.Change{}, errAgentBack
			}
			return c.LoseGuest(email, config, h.Now())
		})
	return err
}

const (
	// recoveryCause is the cause of a timer that belongs to no deadline: it only
	// repeats what follows a commit.
	recoveryCause = "taken-back"
	// recoveryDelay is how long after the commit it fires: longer than a commit
	// takes.
	recoveryDelay = 30 * time.Second
)

// setRecoveryTimer sets that timer before a session is taken back. If this run
// died after the commit, the next one would no longer find the session with the
// agent, and nobody would look for another agent.
func (h *Handler) setRecoveryTimer(ctx context.Context, c conversation.Conversation) error {
	return h.Timers.Set(ctx, task.Timer{
		Conversation: string(c.ID), Cause: recoveryCause, Number: c.Seq, At: h.Now().Add(recoveryDelay),
	})
}
