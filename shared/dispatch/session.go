package dispatch

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/assign"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// How many agents are looked at in turn for one session. The first look is short,
// because the first one nearly always fits, and then it goes on to the last one:
// agents who have room, can be found by the session's lane and cannot have it all
// the same are few, and each costs one read. To stop before the last one would let
// a session wait while somebody could take it.
const (
	firstAgents = 3
	maxAgents   = 100
)

// findAgent looks for the best agent for a session that waits, and returns the session
// as it is then.
func (d *Dispatcher) findAgent(
	ctx context.Context, c conversation.Conversation, config *route.Config,
) (conversation.Conversation, error) {
	after, err := d.search(ctx, c, config)
	if errors.Is(err, conversation.ErrOver) {
		return after, nil // somebody was faster
	}
	return after, err
}

func (d *Dispatcher) search(
	ctx context.Context, c conversation.Conversation, config *route.Config,
) (conversation.Conversation, error) {
	now := d.Now()
	if favourites := c.Favourites(config, now); len(favourites) > 0 {
		after, err := d.offer(ctx, config, c.ID, inOrder(favourites...), []string{"asked first: the customer's agent"})
		if !errors.Is(err, errNoTaker) {
			return after, err
		}
	}
	if c.Reserved != "" && now.Before(c.ReservedUntil) {
		return c, nil
	}
	s := requirements(c, config, now)
	l := searchLog{tried: map[string]bool{}}
	for _, lane := range lanesToSearch(s) {
		after, err := d.searchLane(ctx, config, c, s, lane, &l)
		if !errors.Is(err, errNoTaker) {
			return after, err
		}
	}
	if many := len(l.tried); many > maxAgents {
		d.Log.WarnContext(ctx, "many agents were looked at and none fits", "agents", many)
	}
	return c, d.Store.Explain(ctx, c, l.lines(fmt.Sprintf("nobody else in %s has room and is there", c.Queue)))
}

// lanesToSearch are where agents are found who may have a session, the best ones first.
// Where the nearest in skills do, those are asked before the others who have the
// skill that is the hardest to have, at its level and then at any.
func lanesToSearch(s assign.Session) []string {
	all := []string{agent.Lane(s.Queue, s.Skills)}
	if s.Assignment.Skills != route.Closest {
		return all
	}
	if skill := agent.Hardest(s.Skills); skill != "" {
		all = append(all, agent.Lane(s.Queue, map[string]int64{skill: 1}))
	}
	return slices.Compact(append(all, agent.Lane(s.Queue, nil)))
}

// searchLog is what a search has seen.
type searchLog struct {
	why   []string
	tried map[string]bool
}

// longestWhy bounds the explanation, in lines: a document has its limit, and a
// reader too.
const longestWhy = 40

func (l *searchLog) lines(last ...string) []string {
	all := l.why
	if len(all) > longestWhy {
		all = append(slices.Clone(all[:longestWhy]), fmt.Sprintf("and %d lines more", len(l.why)-longestWhy))
	}
	return append(slices.Clone(all), last...)
}

// searchLane gives a session to the best agent in a lane; the error is [errNoTaker] when
// there is none.
func (d *Dispatcher) searchLane(
	ctx context.Context, config *route.Config, c conversation.Conversation, s assign.Session, lane string, l *searchLog,
) (conversation.Conversation, error) {
	var last *agent.Agent
	for size := firstAgents; ; size = min(growth*size, maxAgents) {
		candidates, err := d.Store.Candidates(ctx, lane, s.Cost, orderOf(s.Assignment), last, size)
		if err != nil {
			return c, err
		}
		best, trace := assign.Best(s, slices.DeleteFunc(slices.Clone(candidates), func(a agent.Agent) bool { return l.tried[a.Email] }))
		l.why = append(l.why, trace...)
		for _, a := range candidates {
			l.tried[a.Email] = true
		}
		for _, a := range best {
			after, err := d.offer(ctx, config, c.ID, inOrder(a.Email), l.lines())
			if !errors.Is(err, errNoTaker) {
				return after, err
			}
			l.why = append(l.why, a.Name()+": not there any more, or something else came first")
		}
		if len(candidates) < size {
			return c, errNoTaker
		}
		last = &candidates[len(candidates)-1]
	}
}

func orderOf(a route.Assignment) store.Order {
	first := a.Method
	if a.Method == route.Custom {
		first = a.OrderBy[0]
	}
	switch first {
	case route.HighestCapacity, "free-capacity":
		return store.ByFree
	case route.LeastActive, "last-released":
		return store.ByLastReleased
	}
	return store.ByLastAssigned
}

// requirements is what a session asks of an agent now.
func requirements(c conversation.Conversation, config *route.Config, now time.Time) assign.Session {
	terms := config.Terms(c.Workstream)
	return assign.Session{
		Queue: c.Queue, Skills: c.Required(config, now), Cost: terms.Cost(), Presences: terms.Distribution.Presences,
		Declined: c.Declined, Declines: *terms.Offer.Declines, Assignment: config.Queues[c.Queue].Assignment,
	}
}
