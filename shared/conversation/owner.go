package conversation

import (
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// Load is what a change does to one agent. It is committed with the change, so
// that what an agent has used is always the sum of what the agent holds.
type Load struct {
	Agent string
	// Cost is added to what the agent has used; it is negative for what comes back.
	Cost int64
	// AssignedAt and ReleasedAt are set where they are not zero.
	AssignedAt time.Time
	ReleasedAt time.Time
	// Missed is added to the offers in a row that the agent let pass; Answered sets
	// them to none, whatever Missed is.
	Missed   int64
	Answered bool
	// AwayBy sets the agent away and says why, unless it is nil.
	AwayBy *reason.Reason
}

// load is what the change does to an agent; the pointer is good until the next call.
func (ch *Change) load(email string) *Load {
	i := slices.IndexFunc(ch.Loads, func(l Load) bool { return l.Agent == email })
	if i < 0 {
		ch.Loads = append(ch.Loads, Load{Agent: email})
		i = len(ch.Loads) - 1
	}
	return &ch.Loads[i]
}

// give makes an agent the owner of the session, instead of the one before.
func (ch *Change) give(to agent.Agent, cost int64, now time.Time) {
	c := &ch.Conversation
	ch.takeBack(now)
	c.Owner, c.OwnerName, c.Cost = to.Email, to.Name(), cost
	l := ch.load(to.Email)
	l.Cost += cost
	l.AssignedAt = now
}

// takeBack gives the owner's capacity back.
func (ch *Change) takeBack(now time.Time) {
	c := &ch.Conversation
	if c.Owner == "" {
		return
	}
	l := ch.load(c.Owner)
	l.Cost -= c.Cost
	l.ReleasedAt = now
	if c.Owner == c.LastOwner {
		c.LastOwnedAt = now
	}
	c.Owner, c.OwnerName, c.Cost = "", "", 0
}

// begin makes an agent work on the session. From now on the agent owes an answer to
// a customer who waited for one.
func (ch *Change) begin(by agent.Agent, config *configuration.Config, cause Cause, actor string, now time.Time) error {
	c := &ch.Conversation
	before, owes := c.Owner, c.State == Open || c.State == Offered || c.unanswered()
	if err := ch.transit(cause, actor, now); err != nil {
		return err
	}
	terms := config.Terms(c.Workstream)
	if before != by.Email {
		ch.give(by, terms.Cost(), now)
	}
	if actor == by.Email {
		ch.load(by.Email).Answered = true
	}
	c.LastOwner, c.Declined, c.WasParked = by.Email, nil, false
	c.dismiss(by.Email)
	ch.took(by, config, now)
	if owes {
		c.UnansweredSince = now
	}
	ch.signal(channel.Joined, Author{Email: by.Email, Name: by.Name()}, now)
	if cause != Revived && cause != Returned { // the customer knows this agent
		ch.occasion(config, terms.Messages.AgentJoined, now)
	}
	return nil
}

// unanswered reports whether the owner owes the customer an answer.
func (c *Conversation) unanswered() bool {
	return !c.UnansweredSince.IsZero() && !c.LastAgentAt.After(c.UnansweredSince)
}

// waitAgain lets the customer of a session that its owner loses wait: from now on,
// or for as long as there has been no answer.
func (c *Conversation) waitAgain(now time.Time) {
	switch {
	case !c.unanswered():
		c.WaitingSince = now
	case c.LastAgentAt.After(c.WaitingSince):
		c.WaitingSince = c.UnansweredSince
	default: // no agent has ever answered
	}
}

// park carries out [Park]: the customer goes on whenever the customer likes.
func (ch *Change) park(_ Action, d Desk) error {
	if err := ch.Conversation.mine(d); err != nil {
		return err
	}
	if err := ch.transit(ParkedByAgent, d.By.Email, d.Now); err != nil {
		return err
	}
	ch.takeBack(d.Now)
	ch.Conversation.ParkedAt = d.Now
	return nil
}

// revive carries out [Revive].
func (ch *Change) revive(_ Action, d Desk) error {
	c := &ch.Conversation
	switch {
	case c.State != Parked:
		return c.situation(d)
	case c.LastOwner != d.By.Email && !d.By.Role.Supervises():
		return refuse(OnlyParkerRevives, nil)
	}
	if err := able(d.By, d.Config.Terms(c.Workstream).Cost(), d.Now); err != nil {
		return err
	}
	return ch.begin(d.By.Agent, d.Config, Revived, d.By.Email, d.Now)
}

// assign carries out [Assign]: the agent must be there, with room or without.
func (ch *Change) assign(a Action, d Desk) error {
	c := &ch.Conversation
	switch {
	case !d.By.Role.Supervises():
		return refuse(OnlySupervisorAssigns, nil)
	case !d.To.OnRoster():
		return refuse(NoSuchAgent, reason.Args{"agent": Preview(a.Agent)})
	case c.State == Active && c.Owner == a.Agent:
		return nil
	case !d.To.Present(d.Now):
		return refuseAbsent(d.To)
	}
	return ch.begin(d.To.Agent, d.Config, Assigned, d.By.Email, d.Now)
}

// Lost takes a session from an agent who is gone. The error is [ErrOver] where it
// is not the agent's.
func (c Conversation) Lost(email string, config *configuration.Config, now time.Time) (Change, error) {
	if email == "" || c.Owner != email {
		return Change{}, ErrOver
	}
	ch := Change{Conversation: c}
	var err error
	switch c.State {
	case WrapUp:
		err = ch.close(AgentGone, routingActor, now)
	case Offered: // nobody asked, so nobody declined, and the place in the queue stays
		err = ch.requeue(config, AgentGone, routingActor, c.EnqueuedAt, now)
	default: // whoever is gone may come back, and is asked first then
		ch.Conversation.waitAgain(now)
		err = ch.requeue(config, AgentGone, routingActor, now, now)
	}
	if err != nil {
		return Change{}, err
	}
	ch.settle(config)
	return ch, nil
}
