package conversation

import (
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// transfer carries out [Transfer].
func (ch *Change) transfer(a Action, d Desk) error {
	if err := ch.Conversation.mine(d); err != nil {
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

// transferToQueue lets the session wait in another queue, one that is open unless a
// supervisor says so.
func (ch *Change) transferToQueue(a Action, d Desk) error {
	c := &ch.Conversation
	if _, ok := d.Config.Queues[a.Queue]; !ok {
		return refuse(NoSuchQueue, reason.Args{"queue": Preview(a.Queue)})
	}
	if s := d.Config.Schedule(a.Queue); s != nil && !s.OpenAt(d.Now) && !d.By.Role.Supervises() {
		return refuse(QueueIsClosed, reason.Args{"queue": queueName(d.Config, a.Queue)})
	}
	if c.State == Active { // a customer who waits already goes on waiting
		c.waitAgain(d.Now)
	}
	if err := ch.transit(TransferredQueue, d.By.Email, d.Now); err != nil {
		return err
	}
	ch.said(a.Text)
	c.passOn()
	ch.takeBack(d.Now)
	if a.Queue != c.Queue {
		c.visits()
	}
	ch.enqueue(d.Config, a.Queue, d.Now, d.Now)
	ch.occasion(d.Config, d.Config.Terms(c.Workstream).Messages.Transferred, d.Now)
	return nil
}

// transferToAgent offers the session to an agent, whether or not the agent serves
// its queue. That is where it goes if the agent declines, as one that came into it
// now.
func (ch *Change) transferToAgent(a Action, d Desk) error {
	c := &ch.Conversation
	switch {
	case !d.To.OnRoster():
		return refuse(NoSuchAgent, reason.Args{"agent": Preview(a.Agent)})
	case a.Agent == c.Owner:
		return c.situation(d)
	case d.To.ChosenPresence() == agent.Away:
		return refuse(AgentIsAway, reason.Args{"agent": d.To.Name()})
	case d.To.ChosenPresence() == agent.Offline:
		return refuse(AgentIsOffline, reason.Args{"agent": d.To.Name()})
	}
	terms := d.Config.Terms(c.Workstream)
	if err := able(d.To, terms.Cost(), d.Now); err != nil {
		return err
	}
	c.waitAgain(d.Now)
	c.EnqueuedAt = d.Now
	c.passOn()
	if err := ch.offer(d.To.Agent, d.Config, TransferredAgent, d.By.Email, d.Now); err != nil {
		return err
	}
	ch.said(a.Text)
	ch.occasion(d.Config, terms.Messages.Transferred, d.Now)
	return nil
}

// passOn notes that the session is for others than its owner and whoever it was
// kept for: the same agent is not asked at once again.
func (c *Conversation) passOn() {
	c.declines(c.Owner)
	c.Reserved, c.ReservedUntil, c.WasParked = "", time.Time{}, false
}

// release carries out [Release].
func (ch *Change) release(a Action, d Desk) error {
	c := &ch.Conversation
	if err := c.mine(d); err != nil {
		return err
	}
	c.waitAgain(d.Now)
	c.passOn()
	if err := ch.requeue(d.Config, Released, d.By.Email, d.Now, d.Now); err != nil {
		return err
	}
	ch.said(a.Text)
	return nil
}
