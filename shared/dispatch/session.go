package dispatch

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/assign"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// How many agents one search for a session reads. The first page is small because
// the first agent nearly always fits; then the search goes on to the last one.
// Few agents have room and the session's lane but cannot take the session, and
// each costs one read. Stopping early would leave a session waiting that somebody
// could take.
const (
	firstAgents = 3
	maxAgents   = 100
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
	if favourites := c.Favourites(config, now); len(favourites) > 0 {
		after, err := d.offer(ctx, config, c.ID, inOrder(favourites...), []reason.Reason{*reason.New(AskedFirst, nil)})
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
	return c, d.Store.Explain(ctx, c, l.lines(*reason.New(NobodyElse, reason.Args{"queue": c.Queue})))
}

// lanesToSearch are the lanes in which to look for agents, best first. With
// closest-skills matching, agents who have the hardest skill at its level come
// first, then those who have it at any level, then everybody else in the queue.
func lanesToSearch(s assign.Session) []string {
	all := []string{agent.Lane(s.Queue, s.Skills)}
	if s.Assignment.Skills != configuration.Closest {
		return all
	}
	if skill := agent.Hardest(s.Skills); skill != "" {
		all = append(all, agent.Lane(s.Queue, map[string]int64{skill: 1}))
	}
	return slices.Compact(append(all, agent.Lane(s.Queue, nil)))
}

// searchLog is what a search has found out so far.
type searchLog struct {
	why   []reason.Reason
	tried map[string]bool
}

// longestWhy bounds the explanation, in lines, for the document's sake and the
// reader's.
const longestWhy = 40

func (l *searchLog) lines(last ...reason.Reason) []reason.Reason {
	all := l.why
	if len(all) > longestWhy {
		all = append(slices.Clone(all[:longestWhy]), *reason.New(MoreAgents, reason.Args{"count": len(l.why) - longestWhy}))
	}
	return append(slices.Clone(all), last...)
}

// searchLane offers a session to the best agent in a lane. The error is
// [errNoTaker] when nobody can take it.
func (d *Dispatcher) searchLane(
	ctx context.Context, config *configuration.Config, c conversation.Conversation, s assign.Session, lane string, l *searchLog,
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
			l.why = append(l.why, *reason.New(Overtaken, reason.Args{"agent": a.Name()}))
		}
		if len(candidates) < size {
			return c, errNoTaker
		}
		last = &candidates[len(candidates)-1]
	}
}

func orderOf(a configuration.Assignment) store.Order {
	first := a.Method
	if a.Method == configuration.Custom {
		first = a.OrderBy[0]
	}
	switch first {
	case configuration.HighestCapacity, "free-capacity":
		return store.ByFree
	case configuration.LeastActive, "last-released":
		return store.ByLastReleased
	}
	return store.ByLastAssigned
}

// requirements are what a session asks of an agent now.
func requirements(c conversation.Conversation, config *configuration.Config, now time.Time) assign.Session {
	terms := config.Terms(c.Workstream)
	return assign.Session{
		Queue: c.Queue, Skills: c.Required(config, now), Cost: terms.Cost(), Presences: terms.Distribution.Presences,
		Declined: c.Declined, Declines: *terms.Offer.Declines, Assignment: config.Queues[c.Queue].Assignment,
	}
}
