package timer

import (
	"context"
	"errors"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/alert"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// Alerts find what supervisors have to hear of, and keep what they were told; see package
// store.
type Alerts interface {
	// Unassigned counts a queue's sessions without an agent, and returns since
	// when the customer who has waited longest has been waiting.
	Unassigned(ctx context.Context, queue string) (sessions int64, since time.Time, err error)
	Attended(ctx context.Context, queue string) (bool, error)
	Late(ctx context.Context, now time.Time) (map[string]alert.Cause, error)
	Away(ctx context.Context) ([]agent.Agent, error)
	FailedReplies(ctx context.Context, since time.Time) (int64, error)
	Conversation(ctx context.Context, id conversation.ID) (conversation.Conversation, error)
	OpenAlerts(ctx context.Context) ([]alert.Alert, error)
	ChangeAlert(ctx context.Context, id string, f func(alert.Alert) (alert.Alert, bool)) error
}

// watch tells supervisors of what a customer suffers from, or will, and logs how long
// customers have been waiting. Nothing happens to a session that nobody takes, so without
// this only people who look at the desk would notice. A timer for each session would be
// exact to the second, but would cost a task and a call even for sessions that an agent took
// long ago.
//
// If something could not be looked at, no alert is said to be over: the next round does it.
func (h *Handler) watch(ctx context.Context, config *configuration.Config) error {
	open, err := h.Store.OpenAlerts(ctx)
	if err != nil {
		return err
	}
	found, err := h.causes(ctx, config, open)
	news, gone := alert.Changes(open, found)
	if err != nil {
		gone = nil
	}
	return errors.Join(err, h.raise(ctx, news), h.passOn(ctx, open, found), h.clear(ctx, gone))
}

// causes looks for all there is to tell. What was found counts also if another look failed.
func (h *Handler) causes(ctx context.Context, config *configuration.Config, open []alert.Alert) (all []alert.Cause, err error) {
	looks := []func() ([]alert.Cause, error){
		func() ([]alert.Cause, error) { return h.waits(ctx, config) },
		func() ([]alert.Cause, error) { return h.lates(ctx, config) },
		func() ([]alert.Cause, error) { return h.aways(ctx) },
		func() ([]alert.Cause, error) { return h.failedReplies(ctx) },
		func() ([]alert.Cause, error) { return h.pleas(ctx, open) },
	}
	err = each(looks, func(look func() ([]alert.Cause, error)) error {
		found, err := look()
		all = append(all, found...)
		return err
	})
	return all, err
}

// waits looks at each queue.
func (h *Handler) waits(ctx context.Context, config *configuration.Config) (all []alert.Cause, err error) {
	err = each(slices.Sorted(maps.Keys(config.Queues)), func(queue string) error {
		found, err := h.waitsIn(ctx, queue, config)
		all = append(all, found...)
		return err
	})
	return all, err
}

// waitsIn looks at one queue, and logs who waits. share is the longest wait during opening
// hours, divided by the time that the queue promises. A closed queue promises nothing, so
// its share is 0.
func (h *Handler) waitsIn(ctx context.Context, queue string, config *configuration.Config) ([]alert.Cause, error) {
	sessions, since, err := h.Store.Unassigned(ctx, queue)
	if err != nil || sessions == 0 {
		return nil, err
	}
	now, share := h.Now(), 0.0
	waited := config.Waited(queue, since, now)
	isOpen := config.PromiseRuns(queue, now)
	if isOpen {
		share = float64(waited) / float64(config.Promise(queue))
	}
	h.Log.InfoContext(ctx, "customers wait",
		"queue", queue, "sessions", sessions, "longest", int64(waited/time.Second), "share", math.Round(100*share)/100) //nolint:mnd // two digits
	if !isOpen {
		return nil, nil
	}
	var all []alert.Cause
	if share > 1 {
		all = append(all, alert.Cause{Kind: alert.Waiting, Queue: queue, Count: sessions, Since: since})
	}
	attended, err := h.Store.Attended(ctx, queue)
	if err == nil && !attended {
		all = append(all, alert.Cause{Kind: alert.Unattended, Queue: queue, Count: sessions, Since: since})
	}
	return all, err
}

// lates looks for customers whose agent does not answer, in queues that are open.
func (h *Handler) lates(ctx context.Context, config *configuration.Config) ([]alert.Cause, error) {
	late, err := h.Store.Late(ctx, h.Now())
	var all []alert.Cause
	for _, queue := range slices.Sorted(maps.Keys(late)) {
		if config.PromiseRuns(queue, h.Now()) {
			all = append(all, late[queue])
		}
	}
	return all, err
}

// aways looks for agents who were set away and have not come back.
func (h *Handler) aways(ctx context.Context) ([]alert.Cause, error) {
	away, err := h.Store.Away(ctx)
	var all []alert.Cause
	for _, a := range away {
		if a.AwayBy != nil && a.AwayBy.Code == agent.SetBy { // by a supervisor, who knows
			continue
		}
		all = append(all, alert.Cause{Kind: alert.SetAway, Agent: a.Email, Since: a.PresenceAt})
	}
	return all, err
}

// failedReplies looks for replies that do not arrive.
func (h *Handler) failedReplies(ctx context.Context) ([]alert.Cause, error) {
	since := h.Now().Add(-alert.FailuresWithin)
	n, err := h.Store.FailedReplies(ctx, since)
	if err != nil || n <= alert.FewFailures {
		return nil, err
	}
	return []alert.Cause{{Kind: alert.FailedReplies, Count: n, Since: since}}, nil
}

// pleas looks which of the agents who asked for help still have the conversation.
func (h *Handler) pleas(ctx context.Context, open []alert.Alert) (all []alert.Cause, err error) {
	err = each(open, func(a alert.Alert) error {
		if a.Kind != alert.Help {
			return nil
		}
		c, err := h.Store.Conversation(ctx, a.Conversation)
		if err != nil || a.Author != nil && c.Owner == a.Author.Email {
			all = append(all, a.Cause)
		}
		return err
	})
	return all, err
}

// raise tells of causes, and logs those that nobody was told of.
func (h *Handler) raise(ctx context.Context, news []alert.Cause) error {
	return each(news, func(c alert.Cause) error {
		var raised bool
		err := h.Store.ChangeAlert(ctx, c.ID(), func(a alert.Alert) (after alert.Alert, changed bool) {
			after, raised, changed = a.Found(c, h.Now())
			return after, changed
		})
		if err == nil && raised {
			h.Log.WarnContext(ctx, "alert raised", "kind", string(c.Kind), "queue", c.Queue, "count", c.Count)
		}
		return err
	})
}

// passOn logs the pleas for help that still hold, each once: an agent's client raises them, and
// whoever is not at the desk hears of lines only.
func (h *Handler) passOn(ctx context.Context, open []alert.Alert, found []alert.Cause) error {
	return each(open, func(o alert.Alert) error {
		if _, news := o.PassOn(h.Now()); !news || !slices.Contains(found, o.Cause) {
			return nil
		}
		var told bool
		err := h.Store.ChangeAlert(ctx, o.ID, func(a alert.Alert) (after alert.Alert, changed bool) {
			after, told = a.PassOn(h.Now())
			return after, told
		})
		if err == nil && told {
			h.Log.WarnContext(ctx, "alert raised", "kind", string(o.Kind), "queue", o.Queue, "count", int64(1))
		}
		return err
	})
}

// clear says of alerts that they are over.
func (h *Handler) clear(ctx context.Context, gone []alert.Alert) error {
	return each(gone, func(g alert.Alert) error {
		var cleared bool
		err := h.Store.ChangeAlert(ctx, g.ID, func(a alert.Alert) (after alert.Alert, changed bool) {
			if !a.RaisedAt.Equal(g.RaisedAt) {
				return a, false // it is another one
			}
			after, cleared = a.Gone(h.Now())
			return after, cleared
		})
		if err == nil && cleared {
			h.Log.InfoContext(ctx, "alert cleared", "kind", string(g.Kind), "queue", g.Queue)
		}
		return err
	})
}
