package timer

import (
	"context"
	"errors"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/mask"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/request"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// Rounds find what was left to the next round, see package store.
type Rounds interface {
	// ToFollow finds the conversations that a round has to look at by now, and
	// FollowLater leaves one to a later round.
	ToFollow(ctx context.Context, now time.Time, f func(conversation.Conversation) error) error
	FollowLater(ctx context.Context, id conversation.ID, at time.Time) error
	// StuckActions finds actions without an outcome, and Act carries one out.
	StuckActions(ctx context.Context, before time.Time,
		f func(id conversation.ID, action string, asked time.Time) error) error
	Act(ctx context.Context, id conversation.ID, action string, rules *mask.Set, now time.Time,
		f func(conversation.Conversation, conversation.Action, store.People) (conversation.Change, error),
	) (conversation.Conversation, conversation.Action, error)
	// StuckStarts finds agents' first words without an outcome, and RefuseStart gives
	// one its outcome.
	StuckStarts(ctx context.Context, before time.Time, f func(id string) error) error
	RefuseStart(ctx context.Context, id string, refused *conversation.RefusedError, now time.Time) error
	// StuckRequests finds requests about customers' data without an outcome, WakeRequest
	// wakes the function that carries one out, and AskRequest makes one.
	StuckRequests(ctx context.Context, before time.Time, f func(id string, planned bool) error) error
	WakeRequest(ctx context.Context, id string, now time.Time) error
	AskRequest(ctx context.Context, r request.Request) error
	// StuckRosterChanges finds changes of the roster without an outcome, and WakeRoster
	// wakes the function that carries one out.
	StuckRosterChanges(ctx context.Context, before time.Time, f func(id string) error) error
	WakeRoster(ctx context.Context, id string, now time.Time) error
}

// round is what Cloud Scheduler has done once a minute: it looks what
// supervisors have to hear of, and does what an outage of Cloud Tasks, or a lost event, left behind. So that
// is done within two minutes of the end of the outage, and an offer whose timer could
// not be set ends a minute late at most.
func (h *Handler) round(ctx context.Context) error {
	config, err := h.Configuration.Current(ctx)
	if err != nil {
		return err
	}
	return errors.Join(
		h.watch(ctx, config), h.followUp(ctx, config), h.carryOutStuck(ctx, config), h.refuseStuckStarts(ctx),
		h.wakeStuckRoster(ctx), h.wakeStuckRequests(ctx), h.endRemovedOnce(ctx, config),
	)
}

// followUp does what had to follow commits and did not.
func (h *Handler) followUp(ctx context.Context, config *configuration.Config) error {
	var failed failures
	err := h.Store.ToFollow(ctx, h.Now(), func(c conversation.Conversation) error {
		return failed.add(h.followUpOne(ctx, c, config))
	})
	return failed.err(err)
}

// followUpOne does so for one conversation. If it fails, the conversation is left to
// the next round, in which the others come first.
func (h *Handler) followUpOne(ctx context.Context, c conversation.Conversation, config *configuration.Config) (err error) {
	ctx, span := spanFor(ctx, "follow up", c.ID)
	defer func() { span.End(err) }()
	err = h.expireOverdue(ctx, c, config)
	if err != nil {
		return errors.Join(err, h.Store.FollowLater(ctx, c.ID, h.Now()))
	}
	_, err = h.Store.Update(ctx, c.ID, func(now conversation.Conversation) (conversation.Change, error) {
		return now.Followed(c.FollowAt)
	})
	if errors.Is(err, conversation.ErrOver) {
		err = nil // it is left to a later round again
	}
	return err
}

// expireOverdue does what the deadlines of a conversation are for that are past, or
// only what has to follow if none is.
func (h *Handler) expireOverdue(ctx context.Context, c conversation.Conversation, config *configuration.Config) error {
	past := false
	for _, d := range c.Deadlines(config) {
		if h.Now().Before(d.At) {
			continue
		}
		past = true
		if err := h.expire(ctx, c.ID, d); err != nil {
			return err
		}
	}
	if past {
		return nil
	}
	return h.Dispatcher.Dispatch(ctx, c)
}

const (
	// stuckAfter is how long an action may take: it is carried out within a second, or
	// its event was lost, or is repeated because something fails.
	stuckAfter = time.Minute
	// actionLife is how long an action means what its author wanted. Whoever accepts an
	// offer does not want it an hour later.
	actionLife = 5 * time.Minute
)

// carryOutStuck carries actions out whose event was lost, or refuses them if that was
// too long ago, so that their authors see an outcome.
func (h *Handler) carryOutStuck(ctx context.Context, config *configuration.Config) error {
	var failed failures
	err := h.Store.StuckActions(ctx, h.Now().Add(-stuckAfter), func(id conversation.ID, action string, asked time.Time) error {
		return failed.add(h.carryOut(ctx, id, action, asked, config))
	})
	return failed.err(err)
}

func (h *Handler) carryOut(
	ctx context.Context, id conversation.ID, action string, asked time.Time, config *configuration.Config,
) (err error) {
	ctx, span := spanFor(ctx, "carry out", id)
	defer func() { span.End(err) }()
	now := h.Now()
	h.Log.ErrorContext(ctx, "sweep: an action was stuck", "action", action, "late", now.Sub(asked))
	after, outcome, err := h.Store.Act(ctx, id, action, config.Mask(), now,
		func(c conversation.Conversation, a conversation.Action, people store.People) (conversation.Change, error) {
			if now.Sub(asked) > actionLife && a.Kind != conversation.WriteNote { // a note is not lost
				return conversation.Change{}, &conversation.RefusedError{
					Reason: *reason.New(conversation.ActionTooLate, reason.Args{"within": actionLife}),
				}
			}
			return c.CarryOut(a, conversation.InputOf(a, config, people, now))
		})
	if errors.Is(err, store.ErrNotFound) {
		return nil // its author deleted it
	}
	if err != nil || after.ID == "" || outcome.Status == conversation.ActionRefused {
		return err
	}
	return h.Dispatcher.Dispatch(ctx, after)
}

// refuseStuckStarts refuses agents' first words whose event was lost or whose runs
// failed until it was too late, so that their authors see an outcome and no number stays.
func (h *Handler) refuseStuckStarts(ctx context.Context) error {
	var failed failures
	now := h.Now()
	err := h.Store.StuckStarts(ctx, now.Add(-conversation.MaxStartWait-stuckAfter), func(id string) error {
		h.Log.ErrorContext(ctx, "sweep: a start was stuck", "start", id)
		return failed.add(h.Store.RefuseStart(ctx, id, conversation.StartIsTooLate(), now))
	})
	return failed.err(err)
}

// wakeStuckRoster has changes of the roster carried out whose event was lost, such as a
// first roster that was written before Eventarc listened. However late that is, somebody
// may have asked for it to end an access.
func (h *Handler) wakeStuckRoster(ctx context.Context) error {
	var failed failures
	now := h.Now()
	err := h.Store.StuckRosterChanges(ctx, now.Add(-stuckAfter), func(id string) error {
		h.Log.WarnContext(ctx, "a change of the roster was stuck", "change", id)
		return failed.add(h.Store.WakeRoster(ctx, id, now))
	})
	return failed.err(err)
}

// slowAfter is how long a request about customers' data may take: a run works for minutes.
const slowAfter = 15 * time.Minute

// wakeStuckRequests has requests about customers' data carried out whose event was lost,
// and what had to wait of others. However late that is, somebody has asked for it.
func (h *Handler) wakeStuckRequests(ctx context.Context) error {
	var failed failures
	now := h.Now()
	err := h.Store.StuckRequests(ctx, now.Add(-slowAfter), func(id string, planned bool) error {
		if !planned {
			h.Log.WarnContext(ctx, "a request about a customer's data was stuck", "request", id)
		}
		return failed.add(h.Store.WakeRequest(ctx, id, now))
	})
	return failed.err(err)
}
