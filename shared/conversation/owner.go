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
// that an agent's used capacity is always the sum of their sessions.
type Load struct {
	Agent string
	// Cost is added to the agent's used capacity; it is negative for capacity
	// that is given back.
	Cost int64
	// AssignedAt and ReleasedAt are set unless they are zero.
	AssignedAt time.Time
	ReleasedAt time.Time
	// Missed is added to the offers in a row that the agent did not answer;
	// Answered resets that count, whatever Missed is.
	Missed   int64
	Answered bool
	// AwayBy sets the agent to away and says why, unless it is nil.
	AwayBy *reason.Reason
}

// load returns what the change does to an agent; the pointer is valid until the
// next call.
func (ch *Change) load(email string) *Load {
	i := slices.IndexFunc(ch.Loads, func(l Load) bool { return l.Agent == email })
	if i < 0 {
		ch.Loads = append(ch.Loads, Load{Agent: email})
		i = len(ch.Loads) - 1
	}
	return &ch.Loads[i]
}

// setOwner makes an agent the owner of the session, in place of the previous one.
func (ch *Change) setOwner(to agent.Agent, cost int64, now time.Time) {
	c := &ch.Conversation
	ch.releaseOwner(now)
	c.Owner, c.OwnerName, c.Cost = to.Email, to.Name(), cost
	l := ch.load(to.Email)
	l.Cost += cost
	l.AssignedAt = now
}

// releaseOwner removes the owner and gives their capacity back.
func (ch *Change) releaseOwner(now time.Time) {
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

// begin makes an agent work on the session. If the customer was waiting for an
// answer, this agent owes it from now on.
func (ch *Change) begin(by agent.Agent, config *configuration.Config, cause Cause, actor string, now time.Time) error {
	c := &ch.Conversation
	before := c.Owner
	owes := !c.Unsubscribed && !c.isOnlyReminder() && (c.State == Open || c.State == Offered || c.owesAnswer() || !c.UnansweredSince.IsZero())
	if err := ch.transit(cause, actor, now); err != nil {
		return err
	}
	terms := config.Terms(c.Workstream)
	if before != by.Email {
		ch.setOwner(by, terms.Cost(), now)
	}
	if actor == by.Email {
		ch.load(by.Email).Answered = true
	}
	c.LastOwner, c.Declined, c.Handover, c.WasParked = by.Email, nil, Handover{}, false
	c.removeGuest(by.Email)
	ch.tallyOwner(by, config, now)
	if owes {
		c.OwedSince = now
	}
	ch.signal(channel.Joined, Author{Email: by.Email, Name: by.Name()}, now)
	// The customer knows this agent, hears from them now, or has no question.
	knows := c.isOnlyReminder() || cause == Revived || cause == Returned || cause == StartedByAgent
	if !knows {
		ch.sayOccasion(config, terms.Messages.AgentJoined, now)
	}
	return nil
}

// revive carries out [Revive].
func (ch *Change) revive(_ Action, d ActionInput) error {
	c := &ch.Conversation
	switch {
	case c.State == WrapUp && c.Owner == d.By.Email:
		return ch.reopen(d)
	case c.State != Parked:
		return c.refuseState(d)
	case c.LastOwner != d.By.Email && !d.By.Role.Supervises():
		return refuse(OnlyParkerRevives, nil)
	}
	if err := requireRoom(d.By, d.Config.Terms(c.Workstream).Cost(), d.Now); err != nil {
		return err
	}
	return ch.begin(d.By.Agent, d.Config, Revived, d.By.Email, d.Now)
}

// reopen takes the end of the talk back during the wrap-up, which has kept the capacity
// of its owner. A question that the end left unanswered is owed an answer again; what the
// customer said after the end, which can only be an answer to the survey, is no question.
func (ch *Change) reopen(d ActionInput) error {
	c := &ch.Conversation
	if !d.By.Present(d.Now) { // who asked has gone since, and would have it without being there
		return refuseAbsent(d.By)
	}
	if c.LastCustomerAt.After(c.LastAgentAt) && !c.LastCustomerAt.After(c.EndedAt) {
		c.UnansweredSince = c.LastCustomerAt
	}
	c.EndedAt = time.Time{}
	return ch.begin(d.By.Agent, d.Config, Revived, d.By.Email, d.Now)
}

// assign carries out [Assign]: the agent must be there, but needs no free
// capacity.
func (ch *Change) assign(a Action, d ActionInput) error {
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

// leaverPriority is the head start of a session whose agent left the roster, in minutes:
// the customer had somebody already, and will not wait behind those who had nobody.
const leaverPriority = 30

// Advanced returns the session with a head start in its queue, for when its agent has
// left the roster. One that is being wrapped up needs none.
func (c Conversation) Advanced() Conversation {
	if c.State == Offered || c.State == Active {
		c.Priority = min(c.Priority+leaverPriority, MaxPriority)
	}
	return c
}

// Reclaim takes a session back from an agent who is gone. The error is [ErrOver]
// if the agent does not own it.
func (c Conversation) Reclaim(email string, config *configuration.Config, now time.Time) (Change, error) {
	if email == "" || c.Owner != email {
		return Change{}, ErrOver
	}
	ch := Change{Conversation: c}
	var err error
	switch c.State {
	case WrapUp:
		err = ch.closeSession(AgentGone, routingActor, now)
	case Offered: // this does not count as declined, and the session keeps its place
		err = ch.requeue(config, AgentGone, routingActor, c.EnqueuedAt, now)
	default: // the agent may come back, and is then asked first
		ch.Conversation.restartWait(now)
		err = ch.requeue(config, AgentGone, routingActor, now, now)
	}
	if err != nil {
		return Change{}, err
	}
	ch.completeStep(config)
	return ch, nil
}
