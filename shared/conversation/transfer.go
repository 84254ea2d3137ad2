package conversation

import (
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/hours"
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

// Handover is who passed a session on last, since somebody worked on it, and why.
type Handover struct {
	// By and Name are the agent who did, and Why is what the agent said of it.
	By   string `firestore:"by,omitempty"`
	Name string `firestore:"name,omitempty"`
	Why  string `firestore:"why,omitempty"`
	// Agent is whom it was passed on to, if not to a queue, and Refused that agent's name,
	// once the agent has declined it or let it pass.
	Agent   string `firestore:"agent,omitempty"`
	Refused string `firestore:"refused,omitempty"`
}

// handOver records who passes the session on, to an agent if it is not to a queue.
func (c *Conversation) handOver(a Action, d ActionInput) {
	c.Handover = Handover{By: d.By.Email, Name: d.By.Name(), Why: Preview(a.Text), Agent: a.Agent}
}

// transferToQueue moves the session to another queue. One that is closed keeps it for
// its opening; one that never opens takes it from supervisors only.
func (ch *Change) transferToQueue(a Action, d ActionInput) error {
	c := &ch.Conversation
	if _, ok := d.Config.Queues[a.Queue]; !ok {
		return refuse(NoSuchQueue, reason.Args{"queue": Preview(a.Queue)})
	}
	open, opens := opening(d.Config.Schedule(a.Queue), d.Now)
	if !opens && !d.By.Role.Supervises() {
		return refuse(QueueIsClosed, reason.Args{"queue": queueName(d.Config, a.Queue)})
	}
	if c.State == Active { // a customer who is already waiting keeps their time
		c.restartWait(d.Now)
	}
	if err := ch.transit(TransferredQueue, d.By.Email, d.Now); err != nil {
		return err
	}
	ch.said(a.Text)
	c.handOver(a, d)
	c.excludeOwner(d.Now)
	ch.releaseOwner(d.Now)
	moves := a.Queue != c.Queue
	if moves {
		c.markVisited()
	}
	ch.enqueue(d.Config, a.Queue, d.Now, d.Now)
	if moves { // otherwise there is nowhere that the customer would be put through to
		ch.sayOccasion(d.Config, c.transferred(d.Config, open), d.Now)
	}
	return nil
}

// opening reports whether a schedule is open, and whether it is now or ever will be.
func opening(s *hours.Schedule, now time.Time) (open, opens bool) {
	if s == nil || s.OpenAt(now) {
		return true, true
	}
	_, opens = s.NextOpen(now)
	return false, opens
}

// transferred is what a customer is told in another queue: of one that is closed what it
// tells whoever waits for its opening, if it tells anything.
func (c *Conversation) transferred(config *configuration.Config, open bool) string {
	closed := config.Queues[c.Queue].Overflow.Closed
	if !open && closed != nil && closed.Action == configuration.QueueAnyway && closed.Message != "" {
		return closed.Message
	}
	return config.Terms(c.Workstream).Messages.Transferred
}

// transferToAgent offers the session to an agent, whether or not the agent serves
// its queue. If the agent declines, the session goes into that queue, as of now. The
// customer stays in the queue, and hears of the agent when the agent accepts.
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
	if err := requireRoom(d.To, d.Config.Terms(c.Workstream).Cost(), d.Now); err != nil {
		return err
	}
	c.restartWait(d.Now)
	c.EnqueuedAt = d.Now
	c.excludeOwner(d.Now)
	if err := ch.offer(d.To.Agent, d.Config, TransferredAgent, d.By.Email, d.Now); err != nil {
		return err
	}
	ch.said(a.Text)
	c.handOver(a, d)
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
	c.handOver(a, d)
	c.excludeOwner(d.Now)
	if err := ch.requeue(d.Config, Released, d.By.Email, d.Now, d.Now); err != nil {
		return err
	}
	ch.said(a.Text)
	return nil
}
