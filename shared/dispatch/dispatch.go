// Package dispatch brings sessions and agents together: it finds the best agent
// for a session that has just been queued, and the best session for an agent who
// can work. It runs after the commit that made either of them available, so when
// both come at the same instant, one of them sees the other.
package dispatch

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/task"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// Store keeps conversations and agents, see package store.
type Store interface {
	Candidates(ctx context.Context, lanes []string, cost int64, order store.Order, after *agent.Agent, limit int) ([]agent.Agent, error)
	Items(ctx context.Context, lanes []string, room int64, after *conversation.Item, limit int) ([]conversation.Item, error)
	UpdateWith(ctx context.Context, id conversation.ID, who func(conversation.Conversation) []string,
		f func(conversation.Conversation, store.People) (conversation.Change, error)) (conversation.Conversation, error)
	Explain(ctx context.Context, c conversation.Conversation, why []reason.Reason) error
	Bookmark(ctx context.Context, email string, at agent.Bookmark) error
	Derive(ctx context.Context, email string, now time.Time, config *configuration.Config) (conversation.Person, bool, error)
	FollowLater(ctx context.Context, id conversation.ID, at time.Time) error
}

// Configuration is the routing configuration in force.
type Configuration interface {
	Current(ctx context.Context) (*configuration.Config, error)
}

// Timers schedule calls of the timer function.
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

// Dispatch does what has to follow the commit of a conversation: it offers an
// open session to an agent, if there is one, and sets timers for its deadlines.
// It is idempotent.
//
// What cannot be done now is left to the timer function's next round, which finds
// the conversation by what is noted in it. So a failure holds nothing up: the caller
// gets an error only if even that cannot be noted.
func (d *Dispatcher) Dispatch(ctx context.Context, c conversation.Conversation) error {
	ctx = trace.WithSubject(ctx, string(c.ID))
	again, err := d.dispatch(ctx, c)
	return d.leave(ctx, c.ID, again, err)
}

// dispatch does it, or says when it has to be tried again.
func (d *Dispatcher) dispatch(ctx context.Context, c conversation.Conversation) (again time.Time, err error) {
	config, err := d.Configuration.Current(ctx)
	if err != nil {
		return d.Now(), err
	}
	if c.State == conversation.Open && config.Pushes(c.Workstream, c.Queue) {
		if c, err = d.findAgent(ctx, c, config); err != nil {
			return d.Now(), err
		}
	}
	return c.Due(config), d.setTimers(ctx, c, config)
}

// leave leaves what failed to the next round after an instant, and logs why: as an
// error, unless it is an outage that will pass by itself. Nothing is left without a why.
func (d *Dispatcher) leave(ctx context.Context, id conversation.ID, again time.Time, why error) error {
	if why == nil {
		return nil
	}
	if err := d.Store.FollowLater(ctx, id, again); err != nil {
		return fmt.Errorf("what had to follow failed, %w, and cannot be left for later: %w", why, err)
	}
	level := slog.LevelError
	if fault.KindOf(why) == fault.Unavailable {
		level = slog.LevelWarn
	}
	d.Log.Log(ctx, level, "left to the next round", "error", why.Error())
	return nil
}

// SetTimers sets timers for a session's deadlines, or leaves them to the next round as
// [Dispatcher.Dispatch] does. It is idempotent.
func (d *Dispatcher) SetTimers(ctx context.Context, c conversation.Conversation) error {
	config, err := d.Configuration.Current(ctx)
	if err != nil {
		return d.leave(ctx, c.ID, d.Now(), err)
	}
	return d.leave(ctx, c.ID, c.Due(config), d.setTimers(ctx, c, config))
}

func (d *Dispatcher) setTimers(ctx context.Context, c conversation.Conversation, config *configuration.Config) error {
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

// Watch sets the timer that checks whether an agent's client is still there.
func (d *Dispatcher) Watch(ctx context.Context, p conversation.Person) error {
	return d.Timers.Set(ctx, task.Timer{Agent: p.Email, Cause: Vanishes, At: p.Lease.Until.Add(agent.Grace)})
}

// takeBack sets a timer for now, which takes back what an agent has who is not on the
// roster, or no longer.
func (d *Dispatcher) takeBack(ctx context.Context, email string) error {
	return d.Timers.Set(ctx, task.Timer{Agent: email, Cause: Leaves, At: d.Now()})
}

// lapse sets the timer that ends what is for today only. Nothing is set twice: the timer has
// one name for one instant.
func (d *Dispatcher) lapse(ctx context.Context, p conversation.Person) error {
	if p.Today == nil {
		return nil
	}
	return d.Timers.Set(ctx, task.Timer{Agent: p.Email, Cause: Lapses, At: p.Today.Until})
}

// Lapses is the cause of the timer of an agent who works something else for a day.
const Lapses = "today"

// Leaves is the cause of the timer of an agent who left the roster.
const Leaves = "left-roster"

// Vanishes is the cause of the timer that [Dispatcher.Watch] sets.
const Vanishes = "presence"
