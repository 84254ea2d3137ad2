package dispatch

import (
	"context"
	"errors"
	"slices"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// errNoTaker says that none of the given agents can take the session.
var errNoTaker = errors.New("no given agent can take the session")

// candidateList returns the e-mail addresses of the agents to ask, in order.
type candidateList func(conversation.Conversation) []string

func inOrder(emails ...string) candidateList {
	return func(conversation.Conversation) []string { return emails }
}

// offer offers a session to the first of the given agents who can take it and
// whose client is there, provided the session is still open. The error is
// [errNoTaker] when none of them can, and [conversation.ErrOver] when somebody
// else was faster; in that case it returns the session as it is now.
//
// The offer's timer is set before the commit. A run may die after the commit, and
// the agent's document, which wakes the next run, does not name the offer. A
// timer whose offer was never made does nothing. The timer is set once, however
// often the commit is retried, because Cloud Tasks is slower than a retry. If it
// cannot be set, the offer is made all the same, and the timer function's rounds
// end it: a customer must not wait for Cloud Tasks.
func (d *Dispatcher) offer(
	ctx context.Context, config *configuration.Config, id conversation.ID, who candidateList, why []reason.Reason,
) (conversation.Conversation, error) {
	ctx, span := trace.Start(ctx, "offer")
	defer span.End(nil) // finding no taker is not a failure
	ctx = trace.WithSubject(ctx, string(id))
	now := d.Now()
	var gone []string
	var armed []conversation.Deadline
	var unarmed error // why the timer is not set
	after, err := d.Store.UpdateWith(ctx, id, who,
		func(c conversation.Conversation, people store.People) (conversation.Change, error) {
			gone = nil
			if c.State != conversation.Open {
				return conversation.Change{}, conversation.ErrOver
			}
			s, soon := requirements(c, config, now), []string(nil)
			for _, email := range who(c) {
				to := people[email]
				switch {
				case to.OnRoster() && !to.Present(now):
					gone = append(gone, email)
					continue
				case s.Objection(to.Agent) != nil:
					if couldSoon(s, to, now) {
						soon = append(soon, email)
					}
					continue
				}
				ch, err := c.OfferTo(to.Agent, config, why, now)
				if due := ch.Conversation.Deadlines(config); err == nil && !slices.Equal(due, armed) {
					armed, unarmed = due, d.setTimers(ctx, ch.Conversation, config)
				}
				if unarmed != nil {
					ch.Conversation.FollowAt = ch.Conversation.Due(config)
				}
				return ch, err
			}
			return conversation.Change{}, &noTakerError{soon: soon}
		})
	if err == nil {
		d.Log.InfoContext(ctx, "session given", "queue", after.Queue, "state", after.State)
		d.LogAnswered(ctx, after, config, now)
	}
	for _, email := range gone { // so that later searches skip them
		if _, _, wrong := d.Store.Derive(ctx, email, d.Now(), config); wrong != nil && err != nil {
			return after, wrong
		}
	}
	return after, err
}
