// Package dispatch brings sessions and agents together, whoever came first: it
// finds the best agent for a session that began to wait, and the best session for
// an agent who can work. It is called after the commit that made one of them
// available, so one of two that come at the same instant sees the other.
package dispatch

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/assign"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/task"
)

// Store keeps conversations and agents, see package store.
type Store interface {
	Candidates(ctx context.Context, lane string, cost int64, order store.Order, after *agent.Agent, limit int) ([]agent.Agent, error)
	Items(ctx context.Context, lanes []string, room int64, after *conversation.Item, limit int) ([]conversation.Item, error)
	UpdateWith(ctx context.Context, id conversation.ID, who func(conversation.Conversation) []string,
		f func(conversation.Conversation, store.People) (conversation.Change, error)) (conversation.Conversation, error)
	Explain(ctx context.Context, c conversation.Conversation, why []string) error
	Derive(ctx context.Context, email string, now time.Time, works []string) (conversation.Person, bool, error)
}

// Configuration is the routing configuration in force.
type Configuration interface {
	Current(ctx context.Context) (*route.Config, error)
}

// Timers call the timer function at a time.
type Timers interface {
	Set(ctx context.Context, t task.Timer) error
}

// Dispatcher brings sessions and agents together.
type Dispatcher struct {
	Store         Store
	Configuration Configuration
	Timers        Timers
	Now           func() time.Time
	Log           *slog.Logger
}

// How much is looked at, at most, for one session or one agent. The first look is
// short, because the first candidate nearly always fits.
const (
	firstPage = 4
	page      = 10
	pages     = 5
)

// After does what has to follow the commit of a conversation: a session that
// waits is given to an agent, if there is one, and timers are set for its
// deadlines. Doing it twice does it once.
func (d *Dispatcher) After(ctx context.Context, c conversation.Conversation) error {
	config, err := d.Configuration.Current(ctx)
	if err != nil {
		return err
	}
	if c.State == conversation.Open && config.Pushes(c.Workstream, c.Queue) {
		if c, err = d.session(ctx, c, config); err != nil {
			return err
		}
	}
	return d.arm(ctx, c, config)
}

func (d *Dispatcher) arm(ctx context.Context, c conversation.Conversation, config *route.Config) error {
	for _, deadline := range c.Deadlines(config) {
		err := d.Timers.Set(ctx, task.Timer{
			Conversation: string(c.ID), Cause: deadline.Cause, Number: deadline.Number, At: deadline.At,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// wants is what a session asks of an agent now.
func wants(c conversation.Conversation, config *route.Config, now time.Time) assign.Session {
	terms := config.Terms(c.Workstream)
	return assign.Session{
		Queue: c.Queue, Skills: c.Required(config, now), Cost: terms.Cost(), Presences: terms.Distribution.Presences,
		Declined: c.Declined, Declines: *terms.Offer.Declines, Assignment: config.Queues[c.Queue].Assignment,
	}
}

// session looks for the best agent for a session that waits.
func (d *Dispatcher) session(
	ctx context.Context, c conversation.Conversation, config *route.Config,
) (conversation.Conversation, error) {
	now := d.Now()
	for _, email := range c.Favourites(config, now) {
		after, err := d.give(ctx, c.ID, email, []string{"asked first: the customer's agent"})
		if !errors.Is(err, errNot) {
			return after, err
		}
	}
	if c.Reserved != "" && now.Before(c.ReservedUntil) {
		return c, nil
	}
	s := wants(c, config, now)
	lane, order := agent.Lane(c.Queue, s.Skills), orderOf(s.Assignment)
	size := firstPage
	if s.Assignment.Skills == route.Closest {
		lane, size = agent.Lane(c.Queue, nil), page
	}
	var last *agent.Agent
	var why []string
	for range pages {
		candidates, err := d.Store.Candidates(ctx, lane, s.Cost, order, last, size)
		if err != nil {
			return c, err
		}
		best, trace := assign.Best(s, candidates)
		why = append(why, trace...)
		for _, a := range best {
			after, err := d.give(ctx, c.ID, a.Email, why)
			if !errors.Is(err, errNot) {
				return after, err
			}
			why = append(why, a.Name()+": not there any more, or something else came first")
		}
		if len(candidates) < size {
			return c, d.Store.Explain(ctx, c, append(why, "nobody else with room serves "+lane))
		}
		last, size = &candidates[len(candidates)-1], page
	}
	d.Log.WarnContext(ctx, "many agents were looked at and none fits", "conversation", c.ID, "agents", firstPage+(pages-1)*page)
	return c, d.Store.Explain(ctx, c, append(why, "others were not looked at"))
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

// errNot says that an agent cannot have a session after all.
var errNot = errors.New("not this one")

// give gives a session to an agent, if both are still as they were, and the
// agent's client is there.
func (d *Dispatcher) give(
	ctx context.Context, id conversation.ID, email string, trace []string,
) (conversation.Conversation, error) {
	config, err := d.Configuration.Current(ctx)
	if err != nil {
		return conversation.Conversation{}, err
	}
	gone := false
	after, err := d.Store.UpdateWith(ctx, id, func(conversation.Conversation) []string { return []string{email} },
		func(c conversation.Conversation, people store.People) (conversation.Change, error) {
			now, to := d.Now(), people[email]
			gone = false
			switch {
			case c.State != conversation.Open:
				return conversation.Change{}, conversation.ErrOver
			case !to.Present(now):
				gone = true
				return conversation.Change{}, errNot
			case wants(c, config, now).Objection(to.Agent) != "":
				return conversation.Change{}, errNot
			}
			return c.Give(to.Agent, config, trace, now)
		})
	switch {
	case gone:
		_, _, err := d.Store.Derive(ctx, email, d.Now(), config.Presences()) // nobody has to look at the agent again
		return after, errors.Join(errNot, err)
	case errors.Is(err, conversation.ErrOver):
		return after, nil // somebody was faster
	}
	return after, err
}

// Agent gives an agent who can work the best session that waits. What follows for
// the agent's capacity wakes the function again.
func (d *Dispatcher) Agent(ctx context.Context, email string) error {
	_, err := d.Serve(ctx, email)
	return err
}

// Serve is [Dispatcher.Agent] and reports whether a session was given.
func (d *Dispatcher) Serve(ctx context.Context, email string) (served bool, err error) {
	config, err := d.Configuration.Current(ctx)
	if err != nil {
		return false, err
	}
	p, _, err := d.Store.Derive(ctx, email, d.Now(), config.Presences())
	if err != nil || len(p.Lanes) == 0 {
		return false, err
	}
	if err := d.Watch(ctx, p); err != nil {
		return false, err
	}
	var last *conversation.Item
	for range pages {
		items, err := d.Store.Items(ctx, p.Lanes, max(0, p.Capacity-p.Used), last, page)
		if err != nil {
			return false, err
		}
		for _, item := range items {
			after, err := d.give(ctx, item.Conversation, email, []string{"the first that waits and fits " + p.Name()})
			switch {
			case errors.Is(err, errNot):
				continue
			case err != nil:
				return false, err
			case after.Owner != email:
				continue
			}
			return true, d.arm(ctx, after, config)
		}
		if len(items) < page {
			return false, nil
		}
		last = &items[len(items)-1]
	}
	return false, nil
}

// Watch sets the timer that looks whether an agent's client is still there.
func (d *Dispatcher) Watch(ctx context.Context, p conversation.Person) error {
	return d.Timers.Set(ctx, task.Timer{Agent: p.Email, Cause: Vanishes, At: p.Lease.Until.Add(agent.Grace)})
}

// Vanishes is the cause of the timer that looks whether an agent's client is
// still there.
const Vanishes = "presence"
