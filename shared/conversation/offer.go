package conversation

import (
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// Give offers a session that waits to an agent, or has the agent begin where the
// workstream does not ask. The agent who parked it is not asked either.
func (c Conversation) Give(to agent.Agent, config *configuration.Config, trace []reason.Reason, now time.Time) (Change, error) {
	ch := Change{Conversation: c}
	var err error
	switch {
	case c.WasParked && to.Email == c.LastOwner:
		err = ch.begin(to, config, Returned, routingActor, now)
	case config.Terms(c.Workstream).Offer.AutoAccept:
		err = ch.begin(to, config, Assigned, routingActor, now)
	default:
		err = ch.offer(to, config, Pushed, routingActor, now)
	}
	if err != nil {
		return Change{}, err
	}
	ch.Events[0].Trace = trace
	ch.settle(config)
	return ch, nil
}

// offer asks an agent to take the session.
func (ch *Change) offer(to agent.Agent, config *configuration.Config, cause Cause, actor string, now time.Time) error {
	if err := ch.transit(cause, actor, now); err != nil {
		return err
	}
	c := &ch.Conversation
	terms := config.Terms(c.Workstream)
	ch.give(to, terms.Cost(), now)
	c.Offers++
	c.OfferedUntil = now.Add(time.Duration(*terms.Offer.Timeout))
	return nil
}

// accept carries out [Accept]. An offer that is over is over, even if its timer has
// not fired yet.
func (ch *Change) accept(_ Action, d Desk) error {
	c := &ch.Conversation
	switch {
	case c.State == Active && c.Owner == d.By.Email:
		return nil
	case c.State != Offered || c.Owner != d.By.Email:
		return c.offerOver(d)
	case !d.Now.Before(c.OfferedUntil):
		return refuse(OfferHasEnded, reason.Args{"ago": d.Now.Sub(c.OfferedUntil).Round(time.Second)})
	}
	return ch.begin(d.By.Agent, d.Config, Accepted, d.By.Email, d.Now)
}

// declined carries out [Decline].
func (ch *Change) declined(a Action, d Desk) error {
	c := &ch.Conversation
	if c.State != Offered || c.Owner != d.By.Email {
		return c.offerOver(d)
	}
	ch.load(d.By.Email).Answered = true
	return ch.decline(d.Config, Declined, d.By.Email, a.Text, d.Now)
}

// offerOver refuses the answer to an offer that is none any more.
func (c *Conversation) offerOver(d Desk) error {
	return refuse(OfferIsOver, reason.Args{"because": c.situation(d).Reason})
}

// decline is an offer that came to nothing, of the agent's will or not. The customer
// has waited all the time, so the session keeps its place.
func (ch *Change) decline(config *configuration.Config, cause Cause, actor, why string, now time.Time) error {
	c := &ch.Conversation
	c.declines(c.Owner)
	if err := ch.requeue(config, cause, actor, c.EnqueuedAt, now); err != nil {
		return err
	}
	ch.said(why)
	return nil
}

// missed ends an offer that nobody answered. Who lets too many pass is away, and
// begins anew afterwards.
func (ch *Change) missed(owner agent.Agent, config *configuration.Config, now time.Time) error {
	c := &ch.Conversation
	l := ch.load(c.Owner)
	l.Missed = 1
	works := owner.ChosenPresence() == agent.Available || owner.ChosenPresence() == agent.Busy
	if missed := owner.Missed + 1; works && missed >= *config.Terms(c.Workstream).Offer.AwayAfter {
		l.AwayBy, l.Answered = reason.New(MissedOffers, reason.Args{"missed": missed}), true
	}
	return ch.decline(config, OfferExpired, routingActor, "", now)
}

// pick carries out [Pick].
func (ch *Change) pick(a Action, d Desk) error {
	c := &ch.Conversation
	mine := c.Owner == d.By.Email
	switch {
	case mine && c.State == Active:
		return nil
	case mine && c.State == Offered:
		return ch.accept(a, d)
	case c.State != Open:
		return c.situation(d)
	}
	if err := c.reached(d); err != nil {
		return err
	}
	if err := able(d.By, d.Config.Terms(c.Workstream).Cost(), d.Now); err != nil {
		return err
	}
	return ch.begin(d.By.Agent, d.Config, Picked, d.By.Email, d.Now)
}
