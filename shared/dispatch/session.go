package dispatch

import (
	"context"
	"errors"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/assign"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// findAgent looks for the best agent for an open session, and returns the session
// as it is afterwards.
func (d *Dispatcher) findAgent(
	ctx context.Context, c conversation.Conversation, config *configuration.Config,
) (conversation.Conversation, error) {
	after, err := d.search(ctx, c, config)
	if errors.Is(err, conversation.ErrOver) {
		return after, nil // somebody was faster
	}
	return after, err
}

func (d *Dispatcher) search(
	ctx context.Context, c conversation.Conversation, config *configuration.Config,
) (conversation.Conversation, error) {
	now := d.Now()
	keeps := ""
	if favourites := c.Favourites(config, now); len(favourites) > 0 {
		after, err := d.offer(ctx, config, c.ID, inOrder(favourites...), []reason.Reason{*reason.New(AskedFirst, nil)})
		if !errors.Is(err, errNoTaker) {
			return after, err
		}
		keeps = firstSoon(err)
	}
	switch {
	case c.Reserved == "" || !now.Before(c.ReservedUntil) || keeps == "":
	case keeps == c.Reserved:
		return c, nil
	default:
		return d.reviewReservation(ctx, c.ID, config)
	}
	s := requirements(c, config, now)
	l := searchLog{tried: map[string]bool{}}
	for _, g := range groupsToSearch(s) {
		after, err := d.searchGroup(ctx, config, c, s, g, &l)
		if !errors.Is(err, errNoTaker) {
			return after, err
		}
	}
	after, err := d.offerAgain(ctx, config, c, s, &l)
	if !errors.Is(err, errNoTaker) {
		return after, err
	}
	if many := len(l.tried); many > maxAgents {
		d.Log.WarnContext(ctx, "many agents were looked at and none fits", "agents", many)
	}
	if c.Reserved != "" {
		return d.unreserve(ctx, c, config)
	}
	if len(l.why) == 0 && isFirstLook(c) {
		return c, nil
	}
	return c, d.Store.Explain(ctx, c, l.lines(*reason.New(NobodyElse, reason.Args{"queue": c.Queue})))
}

// isFirstLook reports whether nobody has looked for agents since a session came into its queue,
// so that its item says nothing yet of any. A run that is repeated may have: then what it found
// is left, which is a moment old.
func isFirstLook(c conversation.Conversation) bool {
	return c.LookedAt.Equal(c.EnqueuedAt) && c.FollowAt.IsZero()
}

// requirements are what a session asks of an agent now.
func requirements(c conversation.Conversation, config *configuration.Config, now time.Time) assign.Session {
	terms := config.Terms(c.Workstream)
	return assign.Session{
		Queue: c.Queue, Skills: c.Required(config, now), Cost: terms.Cost(), Presences: terms.Distribution.Presences,
		Declined: declined(c, config), Now: latest(now, c.LookedAt), Assignment: config.Queues[c.Queue].Assignment,
	}
}

// declined are the agents who declined a session.
func declined(c conversation.Conversation, config *configuration.Config) map[string]assign.Declined {
	all := map[string]assign.Declined{}
	for _, d := range c.Declined {
		all[d.Agent] = assign.Declined{Times: d.Times, PausesUntil: c.PausesUntil(d, config)}
	}
	return all
}

// latest is the later of two instants. A pause that was over when somebody looked
// for agents stays over, even if this machine's clock is a little behind.
func latest(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
