package dispatch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/assign"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// How many sessions one search for an agent reads. The first page is small
// because the first session nearly always fits; later pages grow. After maxOffers
// attempts, the search stores a bookmark in the agent's document, whose change
// triggers the next run. That run continues from there, so sessions that the
// agent cannot take never hide the ones behind them and no run takes long.
const (
	firstItems = 4
	growth     = 4
	maxPage    = 64
	maxItems   = 300
	maxOffers  = 30
)

// FindWork offers an agent who can work the best session that waits, and returns
// when that session was queued, or zero if there was none. The change to the
// agent's capacity triggers the next search.
func (d *Dispatcher) FindWork(ctx context.Context, email string) (waited time.Time, err error) {
	config, err := d.Configuration.Current(ctx)
	if err != nil {
		return time.Time{}, err
	}
	p, _, err := d.Store.Derive(ctx, email, d.Now(), config)
	if err != nil {
		return time.Time{}, err
	}
	if err := d.lapse(ctx, p); err != nil {
		return time.Time{}, err
	}
	if !p.OnRoster() {
		// Whoever was suspended or removed has lost access already; what they have must not
		// wait until their lease ends.
		if err := d.takeBack(ctx, email); err != nil {
			return time.Time{}, err
		}
	}
	var unwatched error
	// An agent who wants no new work may still have sessions.
	if p.OnRoster() && d.Now().Before(p.Lease.Until.Add(agent.Grace)) {
		// Without the timer there is work all the same; the error has it set again.
		unwatched = d.Watch(ctx, p)
	}
	if err := d.freeReserved(ctx, email, config); err != nil {
		return time.Time{}, err
	}
	if len(p.Lanes) == 0 {
		return time.Time{}, unwatched
	}
	waited, err = d.searchItems(ctx, p, config)
	return waited, errors.Join(err, unwatched)
}

// searchItems looks for a session for an agent. It continues where the previous
// run stopped if nothing about the agent has changed since.
func (d *Dispatcher) searchItems(ctx context.Context, p conversation.Person, config *configuration.Config) (waited time.Time, err error) {
	state := stateOf(p.Agent)
	var last *conversation.Item
	if p.Bookmark.State == state {
		last = &conversation.Item{Rank: p.Bookmark.Rank, Conversation: conversation.ID(p.Bookmark.Conversation)}
	}
	looked, gives := 0, 0
	for size := firstItems; looked < maxItems && gives < maxOffers; size = min(growth*size, maxPage) {
		items, err := d.Store.Items(ctx, p.Searches(), max(0, p.Capacity-p.Used), last, size)
		if err != nil {
			return time.Time{}, err
		}
		for i := range items {
			last = &items[i]
			looked++
			if !itemFits(items[i], p, config, d.Now()) {
				continue
			}
			gives++
			trace := []reason.Reason{*reason.New(FirstThatFits, reason.Args{"agent": p.Name()})}
			after, err := d.offer(ctx, config, items[i].Conversation, d.favouritesFirst(p, config), trace)
			switch {
			case err == nil && after.Owner == p.Email:
				return items[i].EnqueuedAt, nil
			case err != nil && !errors.Is(err, errNoTaker) && !errors.Is(err, conversation.ErrOver):
				return time.Time{}, err
			}
			if gives == maxOffers {
				break
			}
		}
		if len(items) < size && gives < maxOffers {
			return time.Time{}, nil
		}
	}
	d.Log.InfoContext(ctx, "no session for an agent yet, the search goes on", "sessions", looked)
	return time.Time{}, d.Store.Bookmark(ctx, p.Email, agent.Bookmark{Rank: last.Rank, Conversation: string(last.Conversation), State: state})
}

// favouritesFirst asks the customer's own agents before the given one: the
// session may only just have been queued, before anybody was asked.
func (d *Dispatcher) favouritesFirst(p conversation.Person, config *configuration.Config) candidateList {
	return func(c conversation.Conversation) []string { return append(c.Favourites(config, d.Now()), p.Email) }
}

// itemFits reports whether an agent may have a session, judging by its item,
// which needs no further read. [Dispatcher.offer] checks the session itself.
func itemFits(item conversation.Item, p conversation.Person, config *configuration.Config, now time.Time) bool {
	a := config.Queues[item.Queue].Assignment
	s := assign.Session{
		Queue: item.Queue, Skills: a.Required(item.Skills, now.Sub(item.EnqueuedAt)), Cost: item.Cost,
		Presences: []string{string(p.ChosenPresence())}, Assignment: a,
	}
	return s.Objection(p.Agent) == nil
}

// stateOf is a fingerprint of everything that decides what an agent can be given.
func stateOf(a agent.Agent) string {
	a.Bookmark, a.AwayBy, a.Today = agent.Bookmark{}, nil, nil // pointers say nothing
	sum := sha256.Sum256(fmt.Appendf(nil, "%+v", a))
	const enough = 8
	return hex.EncodeToString(sum[:enough])
}
