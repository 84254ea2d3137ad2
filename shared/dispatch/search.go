package dispatch

import (
	"context"
	"errors"
	"slices"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/assign"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// How many agents one search for a session reads at a time. The first page is small
// because the first agent nearly always fits. While somebody who was not read may be
// better than the best so far, the search reads on, until it has compared
// [assign.MaxCompared]. While nobody fits, it reads on to the last one: few agents
// have room and the session's lane but cannot take the session, and each costs one
// read. Stopping early would leave a session waiting that somebody could take.
const (
	firstAgents = 3
	maxAgents   = 100
)

// group is agents who are looked for and compared together.
type group struct {
	lanes []string
	// nearest is the smallest distance that one of them can have from the skills
	// that the session needs.
	nearest int64
}

// groupsToSearch are the groups of agents who may have a session, better ones first.
// With closest-skills matching, everybody who has one of the skills is nearer than
// those who have none.
func groupsToSearch(s assign.Session) []group {
	everybody := group{lanes: agent.Candidates(s.Queue, nil)}
	if s.Assignment.Skills != configuration.Closest {
		return []group{{lanes: agent.Candidates(s.Queue, s.Skills)}}
	}
	some := group{lanes: agent.CandidatesWithAny(s.Queue, s.Skills)}
	if len(some.lanes) == 0 || len(some.lanes) > store.MaxValues {
		return []group{everybody}
	}
	everybody.nearest = s.Distance(agent.Agent{})
	return []group{some, everybody}
}

// searchLog is what a search has found out so far.
type searchLog struct {
	why   []reason.Reason
	tried map[string]bool
	// declined are agents who can take it but declined it before. They are asked last,
	// when every group was searched.
	declined []agent.Agent
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

// searchGroup offers a session to the best agent of a group. The error is
// [errNoTaker] when nobody can take it.
func (d *Dispatcher) searchGroup(
	ctx context.Context, config *configuration.Config, c conversation.Conversation, s assign.Session, g group, l *searchLog,
) (conversation.Conversation, error) {
	r := reader{store: d.Store, session: s, group: g, skip: l.tried}
	for !r.end {
		best, trace, err := r.compare(ctx)
		if err != nil {
			return c, err
		}
		l.why = append(l.why, trace...)
		first := slices.DeleteFunc(slices.Clone(best), s.HasDeclined)
		l.declined = append(l.declined, slices.DeleteFunc(best, func(a agent.Agent) bool { return !s.HasDeclined(a) })...)
		after, err := d.offerInOrder(ctx, config, c, first, l)
		if !errors.Is(err, errNoTaker) {
			return after, err
		}
	}
	return c, errNoTaker
}

// offerAgain offers a session to the best of those who declined it before. The error
// is [errNoTaker] when none of them can take it.
func (d *Dispatcher) offerAgain(
	ctx context.Context, config *configuration.Config, c conversation.Conversation, s assign.Session, l *searchLog,
) (conversation.Conversation, error) {
	best, _ := assign.Best(s, l.declined)
	return d.offerInOrder(ctx, config, c, best, l)
}

// offerInOrder offers a session to the first of some agents who can still take it. The
// error is [errNoTaker] when none of them can.
func (d *Dispatcher) offerInOrder(
	ctx context.Context, config *configuration.Config, c conversation.Conversation, agents []agent.Agent, l *searchLog,
) (conversation.Conversation, error) {
	for _, a := range agents {
		after, err := d.offer(ctx, config, c.ID, inOrder(a.Email), l.lines())
		if !errors.Is(err, errNoTaker) {
			return after, err
		}
		l.why = append(l.why, *reason.New(Overtaken, reason.Args{"agent": a.Name()}))
	}
	return c, errNoTaker
}

// reader reads the agents of a group in the database's order, page by page.
type reader struct {
	store   Store
	session assign.Session
	group   group
	// skip are the agents who have been looked at.
	skip map[string]bool
	// last is the agent who was read last, and size is the length of that page.
	last *agent.Agent
	size int
	// end says that everybody has been read.
	end bool
}

// compare reads agents until nobody who comes later can be better than the best of
// them, and returns those who can have the session, best first.
func (r *reader) compare(ctx context.Context) (best []agent.Agent, trace []reason.Reason, err error) {
	var all []agent.Agent
	for !r.end {
		page, err := r.next(ctx, assign.MaxCompared-len(all))
		if err != nil {
			return nil, nil, err
		}
		all = append(all, page...)
		best, trace = assign.Best(r.session, all)
		if len(all) >= assign.MaxCompared || len(best) > 0 && r.session.Decided(best[0], *r.last, r.group.nearest) {
			break
		}
	}
	return best, trace, nil
}

// next reads a page of agents, and returns those who have not been looked at.
func (r *reader) next(ctx context.Context, most int) ([]agent.Agent, error) {
	r.size = min(max(firstAgents, growth*r.size), maxAgents, most)
	page, err := r.store.Candidates(ctx, r.group.lanes, r.session.Cost, orderOf(r.session), r.last, r.size)
	if err != nil {
		return nil, err
	}
	r.end = len(page) < r.size
	if len(page) > 0 {
		r.last = &page[len(page)-1]
	}
	page = slices.DeleteFunc(slices.Clone(page), func(a agent.Agent) bool { return r.skip[a.Email] })
	for _, a := range page {
		r.skip[a.Email] = true
	}
	return page, nil
}

func orderOf(s assign.Session) store.Order {
	switch s.Order() {
	case configuration.FreeCapacity:
		return store.ByFree
	case configuration.LastReleased:
		return store.ByLastReleased
	}
	return store.ByLastAssigned
}
