package conversation

import (
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// OfferTo offers an open session to an agent, or lets the agent begin immediately
// where the workstream accepts automatically, or where the same agent parked the
// session.
func (c Conversation) OfferTo(to agent.Agent, config *configuration.Config, trace []reason.Reason, now time.Time) (Change, error) {
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
	ch.completeStep(config)
	return ch, nil
}

// offer asks an agent to take the session.
func (ch *Change) offer(to agent.Agent, config *configuration.Config, cause Cause, actor string, now time.Time) error {
	if err := ch.transit(cause, actor, now); err != nil {
		return err
	}
	c := &ch.Conversation
	terms := config.Terms(c.Workstream)
	ch.setOwner(to, terms.Cost(), now)
	c.Offers++
	c.OfferedUntil = now.Add(time.Duration(*terms.Offer.Timeout))
	return nil
}

// accept carries out [Accept]. An offer whose time is up is over, even if its
// timer has not fired yet.
func (ch *Change) accept(_ Action, d ActionInput) error {
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

// decline carries out [Decline].
func (ch *Change) decline(a Action, d ActionInput) error {
	c := &ch.Conversation
	if c.State != Offered || c.Owner != d.By.Email {
		return c.offerOver(d)
	}
	if a.Of != "" && !d.Config.DeclinesFor(c.Workstream, a.Of) {
		return refuse(NoSuchDeclineReason, reason.Args{"reason": Preview(a.Of)})
	}
	ch.load(d.By.Email).Answered = true
	if err := ch.endOffer(d.Config, Declined, d.By.Email, a.Text, d.Now); err != nil {
		return err
	}
	if a.Of != "" {
		ch.because(DeclinedFor, reason.Args{"reason": a.Of})
	}
	return nil
}

// offerOver refuses the answer to an offer that is over.
func (c *Conversation) offerOver(d ActionInput) error {
	return refuse(OfferIsOver, reason.Args{"because": c.refuseState(d).Reason})
}

// endOffer ends an offer that was declined or missed. The customer has been
// waiting all along, so the session keeps its place.
func (ch *Change) endOffer(config *configuration.Config, cause Cause, actor, why string, now time.Time) error {
	c := &ch.Conversation
	c.countDecline(c.Owner, now)
	if c.Owner == c.Handover.Agent {
		c.Handover.Refused = c.OwnerName
	}
	if err := ch.requeue(config, cause, actor, c.EnqueuedAt, now); err != nil {
		return err
	}
	ch.said(why)
	return nil
}

// missOffer ends an offer that nobody answered. An agent who misses too many
// offers is set to away; the count restarts.
func (ch *Change) missOffer(owner agent.Agent, config *configuration.Config, now time.Time) error {
	c := &ch.Conversation
	l := ch.load(c.Owner)
	l.Missed = 1
	works := owner.ChosenPresence() == agent.Available || owner.ChosenPresence() == agent.Busy
	if missed := owner.Missed + 1; works && missed >= *config.Terms(c.Workstream).Offer.AwayAfter {
		l.AwayBy, l.Answered = reason.New(MissedOffers, reason.Args{"missed": missed}), true
	}
	return ch.endOffer(config, OfferExpired, routingActor, "", now)
}

// pick carries out [Pick].
func (ch *Change) pick(a Action, d ActionInput) error {
	c := &ch.Conversation
	mine := c.Owner == d.By.Email
	switch {
	case mine && c.State == Active:
		return nil
	case mine && c.State == Offered:
		return ch.accept(a, d)
	case c.State != Open:
		return c.refuseState(d)
	}
	if err := c.requireReach(d); err != nil {
		return err
	}
	if err := requireRoom(d.By, d.Config.Terms(c.Workstream).Cost(), d.Now); err != nil {
		return err
	}
	return ch.begin(d.By.Agent, d.Config, Picked, d.By.Email, d.Now)
}
