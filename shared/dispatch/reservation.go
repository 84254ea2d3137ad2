package dispatch

import (
	"context"
	"errors"
	"math"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/assign"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// noTakerError is [errNoTaker] with the agents who could not take the session now, but
// may be able to soon.
type noTakerError struct{ soon []string }

func (*noTakerError) Error() string { return errNoTaker.Error() }

func (*noTakerError) Is(target error) bool { return target == errNoTaker }

// firstSoon is the first of those agents, or empty.
func firstSoon(err error) string {
	if n, ok := errors.AsType[*noTakerError](err); ok && len(n.soon) > 0 {
		return n.soon[0]
	}
	return ""
}

// couldSoon reports whether an agent may be able to take a session before long.
func couldSoon(s assign.Session, p conversation.Person, now time.Time) bool {
	return p.Present(now) && s.CouldSoon(p.Agent)
}

// reviewReservation keeps a reserved session for the first of the customer's agents
// who could take it soon, or for nobody, and returns it as it is afterwards.
func (d *Dispatcher) reviewReservation(
	ctx context.Context, id conversation.ID, config *configuration.Config,
) (conversation.Conversation, error) {
	now := d.Now()
	who := func(c conversation.Conversation) []string { return c.Favourites(config, now) }
	after, err := d.Store.UpdateWith(ctx, id, who,
		func(c conversation.Conversation, people store.People) (conversation.Change, error) {
			s := requirements(c, config, now)
			return c.ReviewReservation(func(email string) bool { return couldSoon(s, people[email], now) }, config, now)
		})
	if errors.Is(err, conversation.ErrOver) {
		return after, nil
	}
	return after, err
}

// unreserve gives a session to all that is reserved for somebody who cannot come soon.
// Nobody had it, but the others see it only from now on, so they are searched once
// more.
func (d *Dispatcher) unreserve(
	ctx context.Context, c conversation.Conversation, config *configuration.Config,
) (conversation.Conversation, error) {
	after, err := d.reviewReservation(ctx, c.ID, config)
	if err != nil || after.Reserved != "" || after.State != conversation.Open {
		return after, err
	}
	return d.search(ctx, after, config)
}

// freeReserved looks at the sessions that are reserved for an agent, after the
// agent's document changed. Those that the agent cannot take soon any more go to
// others.
//
// It reads 1 document where nothing is reserved, and none where no workstream
// reserves anything.
func (d *Dispatcher) freeReserved(ctx context.Context, email string, config *configuration.Config) error {
	if !config.Reserves() {
		return nil
	}
	var failed []error
	var last *conversation.Item
	for {
		items, err := d.Store.Items(ctx, []string{agent.OwnLane(email)}, math.MaxInt64, last, maxPage)
		if err != nil {
			return err
		}
		for i := range items {
			last = &items[i]
			failed = append(failed, d.freeIfReserved(ctx, items[i].Conversation, email, config))
		}
		if len(items) < maxPage {
			return errors.Join(failed...)
		}
	}
}

// freeIfReserved looks for other agents for a session if it is no longer reserved
// for the given one.
func (d *Dispatcher) freeIfReserved(ctx context.Context, id conversation.ID, email string, config *configuration.Config) error {
	after, err := d.reviewReservation(ctx, id, config)
	if err != nil || after.ID == "" || after.Reserved == email {
		return err
	}
	return d.Dispatch(ctx, after)
}
