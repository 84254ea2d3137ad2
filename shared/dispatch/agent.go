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
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// How many sessions are looked at in one run for one agent: a few at first, because
// the first one nearly always fits, then more at once, and of them all no more than
// mostGives closely. Then a bookmark in the agent's document wakes the next run,
// which goes on from there: sessions that the agent cannot have hide none behind
// them, however many there are, and no run takes long.
const (
	firstItems = 4
	growth     = 4
	mostAtOnce = 64
	mostItems  = 300
	mostGives  = 30
)

// Agent gives an agent who can work the best session that waits. What follows for
// the agent's capacity wakes the function again.
func (d *Dispatcher) Agent(ctx context.Context, email string) error {
	_, err := d.Serve(ctx, email)
	return err
}

// Serve is [Dispatcher.Agent] and reports since when the session waited that was
// given, or zero.
func (d *Dispatcher) Serve(ctx context.Context, email string) (waited time.Time, err error) {
	config, err := d.Configuration.Current(ctx)
	if err != nil {
		return time.Time{}, err
	}
	p, _, err := d.Store.Derive(ctx, email, d.Now(), config.Presences())
	if err != nil {
		return time.Time{}, err
	}
	// Somebody who wants no work may have some all the same.
	if p.Known() && d.Now().Before(p.Lease.Until.Add(agent.Grace)) {
		if err := d.Watch(ctx, p); err != nil {
			return time.Time{}, err
		}
	}
	if len(p.Lanes) == 0 {
		return time.Time{}, nil
	}
	return d.seek(ctx, p, config)
}

// seek looks for a session for an agent, from where the run before stopped if
// nothing has changed for the agent since.
func (d *Dispatcher) seek(ctx context.Context, p conversation.Person, config *route.Config) (waited time.Time, err error) {
	state := stateOf(p.Agent)
	var last *conversation.Item
	if p.Bookmark.State == state {
		last = &conversation.Item{Rank: p.Bookmark.Rank, Conversation: conversation.ID(p.Bookmark.Conversation)}
	}
	looked, gives := 0, 0
	for size := firstItems; looked < mostItems && gives < mostGives; size = min(growth*size, mostAtOnce) {
		items, err := d.Store.Items(ctx, p.Lanes, max(0, p.Capacity-p.Used), last, size)
		if err != nil {
			return time.Time{}, err
		}
		for i := range items {
			last = &items[i]
			looked++
			if !suits(items[i], p, config, d.Now()) {
				continue
			}
			gives++
			trace := []string{"the first that waits and fits " + p.Name() + ", unless it is for the customer's own agent"}
			after, err := d.give(ctx, config, items[i].Conversation, d.rather(p, config), trace)
			switch {
			case err == nil && after.Owner == p.Email:
				return items[i].EnqueuedAt, nil
			case err != nil && !errors.Is(err, errNot) && !errors.Is(err, conversation.ErrOver):
				return time.Time{}, err
			}
			if gives == mostGives {
				break
			}
		}
		if len(items) < size && gives < mostGives {
			return time.Time{}, nil
		}
	}
	d.Log.InfoContext(ctx, "no session for an agent yet, the search goes on", "sessions", looked)
	return time.Time{}, d.Store.Bookmark(ctx, p.Email, agent.Bookmark{Rank: last.Rank, Conversation: string(last.Conversation), State: state})
}

// rather asks the customer's own agents before the one who came: their session may
// have begun to wait a moment ago, and nobody was asked yet.
func (d *Dispatcher) rather(p conversation.Person, config *route.Config) asked {
	return func(c conversation.Conversation) []string { return append(c.Favourites(config, d.Now()), p.Email) }
}

// suits reports whether an agent may have a session, by what the item says of it,
// which costs nothing more to read. [Dispatcher.give] looks closely.
func suits(item conversation.Item, p conversation.Person, config *route.Config, now time.Time) bool {
	a := config.Queues[item.Queue].Assignment
	s := assign.Session{
		Queue: item.Queue, Skills: a.Required(item.Skills, now.Sub(item.EnqueuedAt)), Cost: item.Cost,
		Presences: []string{string(p.Chose())}, Assignment: a,
	}
	return s.Objection(p.Agent) == ""
}

// stateOf names everything that decides what an agent can be given.
func stateOf(a agent.Agent) string {
	type fields agent.Agent // without its String
	a.Bookmark = agent.Bookmark{}
	sum := sha256.Sum256(fmt.Appendf(nil, "%+v", fields(a)))
	const enough = 8
	return hex.EncodeToString(sum[:enough])
}
