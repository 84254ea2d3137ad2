package conversation

import (
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// transfer carries out [Transfer].
func (ch *Change) transfer(a Action, d ActionInput) error {
	if err := ch.Conversation.requireOwner(d); err != nil {
		return err
	}
	switch {
	case (a.Queue == "") == (a.Agent == ""):
		return refuse(NoDestination, nil)
	case a.Queue != "":
		return ch.transferToQueue(a, d)
	}
	return ch.transferToAgent(a, d)
}

// transferToQueue moves the session to another queue, which has to be open unless
// a supervisor asks.
func (ch *Change) transferToQueue(a Action, d ActionInput) error {
	c := &ch.Conversation
	if _, ok := d.Config.Queues[a.Queue]; !ok {
		return refuse(NoSuchQueue, reason.Args{"queue": Preview(a.Queue)})
	}
	if s := d.Config.Schedule(a.Queue); s != nil && !s.OpenAt(d.Now) && !d.By.Role.Supervises() {
		return refuse(QueueIsClosed, reason.Args{"queue": queueName(d.Config, a.Queue)})
	}
	if c.State == Active { // a customer who is already waiting keeps their time
		c.restartWait(d.Now)
	}
	if err := ch.transit(TransferredQueue, d.By.Email, d.Now); err != nil {
		return err
	}
	ch.said(a.Text)
	c.excludeOwner(d.Now)
	ch.releaseOwner(d.Now)
	if a.Queue != c.Queue {
		c.markVisited()
	}
	ch.enqueue(d.Config, a.Queue, d.Now, d.Now)
	ch.sayOccasion(d.Config, d.Config.Terms(c.Workstream).Messages.Transferred, d.Now)
	return nil
}

// transferToAgent offers the session to an agent, whether or not the agent serves
// its queue. If the agent declines, the session goes into that queue, as of now.
func (ch *Change) transferToAgent(a Action, d ActionInput) error {
	c := &ch.Conversation
	switch {
	case !d.To.OnRoster():
		return refuse(NoSuchAgent, reason.Args{"agent": Preview(a.Agent)})
	case a.Agent == c.Owner:
		return c.refuseState(d)
	case d.To.ChosenPresence() == agent.Away:
		return refuse(AgentIsAway, reason.Args{"agent": d.To.Name()})
	case d.To.ChosenPresence() == agent.Offline:
		return refuse(AgentIsOffline, reason.Args{"agent": d.To.Name()})
	}
	terms := d.Config.Terms(c.Workstream)
	if err := requireRoom(d.To, terms.Cost(), d.Now); err != nil {
		return err
	}
	c.restartWait(d.Now)
	c.EnqueuedAt = d.Now
	c.excludeOwner(d.Now)
	if err := ch.offer(d.To.Agent, d.Config, TransferredAgent, d.By.Email, d.Now); err != nil {
		return err
	}
	ch.said(a.Text)
	ch.sayOccasion(d.Config, terms.Messages.Transferred, d.Now)
	return nil
}

// excludeOwner makes sure that the session is not offered again right away to its
// present owner, or to the agent it was reserved for.
func (c *Conversation) excludeOwner(now time.Time) {
	c.countDecline(c.Owner, now)
	c.Reserved, c.ReservedUntil, c.WasParked = "", time.Time{}, false
}

// release carries out [Release].
func (ch *Change) release(a Action, d ActionInput) error {
	c := &ch.Conversation
	if err := c.requireOwner(d); err != nil {
		return err
	}
	c.restartWait(d.Now)
	c.excludeOwner(d.Now)
	if err := ch.requeue(d.Config, Released, d.By.Email, d.Now, d.Now); err != nil {
		return err
	}
	ch.said(a.Text)
	return nil
}
