package dispatch

import (
	"context"
	"errors"
	"slices"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// errNoTaker says that none of some agents can have a session.
var errNoTaker = errors.New("not this one")

// candidateList names the agents who are asked in turn for a session.
type candidateList func(conversation.Conversation) []string

func inOrder(emails ...string) candidateList {
	return func(conversation.Conversation) []string { return emails }
}

// offer gives a session to the first of some agents who can have it and whose client
// is there, if all is still as it was. The error is [errNoTaker] when none of them can,
// and [conversation.ErrOver] when somebody else was faster; with that comes the
// session as it is then.
//
// The timer of the offer is set before the commit: a run may die after it, and what
// wakes the next one is the agent's document, which does not say what was given. A
// timer whose offer was not made does nothing. It is set once, however often the
// commit is tried: Cloud Tasks takes longer than that.
func (d *Dispatcher) offer(
	ctx context.Context, config *route.Config, id conversation.ID, who candidateList, why []string,
) (conversation.Conversation, error) {
	ctx, span := trace.Start(ctx, "offer")
	defer span.End(nil) // that nobody can have it is no failure
	ctx = trace.WithSubject(ctx, string(id))
	now := d.Now()
	var gone []string
	var armed []conversation.Deadline
	after, err := d.Store.UpdateWith(ctx, id, who,
		func(c conversation.Conversation, people store.People) (conversation.Change, error) {
			gone = nil
			if c.State != conversation.Open {
				return conversation.Change{}, conversation.ErrOver
			}
			for _, email := range who(c) {
				to := people[email]
				switch {
				case to.OnRoster() && !to.Present(now):
					gone = append(gone, email)
					continue
				case requirements(c, config, now).Objection(to.Agent) != "":
					continue
				}
				ch, err := c.Give(to.Agent, config, why, now)
				if due := ch.Conversation.Deadlines(config); err == nil && !slices.Equal(due, armed) {
					armed, err = due, d.setTimers(ctx, ch.Conversation, config)
				}
				return ch, err
			}
			return conversation.Change{}, errNoTaker
		})
	if err == nil {
		d.Log.InfoContext(ctx, "session given", "queue", after.Queue, "state", after.State)
		d.LogAnswered(ctx, after, config, now)
	}
	for _, email := range gone { // so that nobody has to look at them again
		if _, _, wrong := d.Store.Derive(ctx, email, d.Now(), config.Presences()); wrong != nil && err != nil {
			return after, wrong
		}
	}
	return after, err
}
