package conversation

import (
	"maps"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
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
	// them to none.
	Missed   int64
	Answered bool
	// AwayBy sets the agent away and says why.
	AwayBy string
}

func (ch *Change) load(email string) *Load {
	i := slices.IndexFunc(ch.Loads, func(l Load) bool { return l.Agent == email })
	if i < 0 {
		ch.Loads = append(ch.Loads, Load{Agent: email})
		i = len(ch.Loads) - 1
	}
	return &ch.Loads[i]
}

// give makes an agent the owner of the session, and takes it off its queue.
func (ch *Change) give(to agent.Agent, cost int64, now time.Time) {
	c := &ch.Conversation
	ch.takeBack(now)
	c.Owner, c.OwnerName, c.Cost = to.Email, to.Name(), cost
	c.Reserved, c.ReservedUntil = "", time.Time{}
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

// offer asks an agent to take the session.
func (ch *Change) offer(to agent.Agent, terms route.Workstream, cause Cause, actor string, now time.Time) error {
	c := &ch.Conversation
	queue, from := c.Queue, c.State
	if err := ch.transit(cause, actor, now); err != nil {
		return err
	}
	if from == Open {
		ch.Dequeue = queue
	}
	ch.give(to, terms.Cost(), now)
	c.Offers++
	c.OfferedUntil = now.Add(time.Duration(*terms.Offer.Timeout))
	return nil
}

// begin makes an agent work on the session.
func (ch *Change) begin(by agent.Agent, terms route.Workstream, cause Cause, actor string, now time.Time) error {
	c := &ch.Conversation
	queue, from, before := c.Queue, c.State, c.Owner
	if err := ch.transit(cause, actor, now); err != nil {
		return err
	}
	if from == Open {
		ch.Dequeue = queue
	}
	if before != by.Email {
		ch.give(by, terms.Cost(), now)
	}
	ch.load(by.Email).Answered = true
	c.LastOwner, c.OfferedUntil, c.Declined, c.Parked = by.Email, time.Time{}, nil, false
	if from == Waiting {
		c.ParkedAt = time.Time{}
	}
	ch.signal(channel.Joined, Author{Email: by.Email, Name: by.Name()}, now)
	return nil
}

// enqueue puts the session into a queue, anew.
func (ch *Change) enqueue(config *route.Config, queue string, now time.Time) {
	c := &ch.Conversation
	if ch.Dequeue == queue {
		ch.Dequeue = "" // the item is written over
	}
	c.Queue, c.EnqueuedAt = queue, now
	c.Entry++
	ch.Enqueue = c.item(config, now)
}

// item is what waits in the queue for the session.
func (c *Conversation) item(config *route.Config, now time.Time) *Item {
	priority := config.Queues[c.Queue].Priority + c.Priority
	return &Item{
		Conversation: c.ID, Queue: c.Queue, Lane: c.lane(config, now), Cost: config.Terms(c.Workstream).Cost(),
		Priority: priority, Rank: c.WaitingSince.Add(-time.Duration(priority) * time.Minute),
		Skills: c.Skills, Language: c.Language, Customer: c.Context.DisplayName,
		Preview: c.Preview, Kind: c.PreviewKind, EnqueuedAt: c.EnqueuedAt,
	}
}

// lane is where agents look for the session.
func (c *Conversation) lane(config *route.Config, now time.Time) string {
	assignment := config.Queues[c.Queue].Assignment
	switch {
	case !config.Pushes(c.Workstream, c.Queue):
		return ""
	case c.Reserved != "" && now.Before(c.ReservedUntil):
		return agent.OwnLane(c.Reserved)
	case assignment.Skills == route.Closest:
		return agent.Lane(c.Queue, nil)
	}
	return agent.Lane(c.Queue, c.Required(config, now))
}

// Required are the skills that an agent needs for the session now.
func (c *Conversation) Required(config *route.Config, now time.Time) map[string]int64 {
	return config.Queues[c.Queue].Assignment.Required(c.Skills, now.Sub(c.EnqueuedAt))
}

// requeue takes the session from its owner and lets it wait again in its queue.
func (ch *Change) requeue(config *route.Config, cause Cause, actor string, now time.Time) error {
	if err := ch.transit(cause, actor, now); err != nil {
		return err
	}
	ch.takeBack(now)
	ch.enqueue(config, ch.Conversation.Queue, now)
	return nil
}

// decline is an offer that came to nothing, of the agent's will or not.
func (ch *Change) decline(config *route.Config, cause Cause, actor string, now time.Time) error {
	c := &ch.Conversation
	c.Declined = maps.Clone(c.Declined)
	if c.Declined == nil {
		c.Declined = map[string]int64{}
	}
	c.Declined[c.Owner]++
	c.OfferedUntil = time.Time{}
	since := c.EnqueuedAt
	if err := ch.requeue(config, cause, actor, now); err != nil {
		return err
	}
	// The customer has waited all the time.
	c.EnqueuedAt, ch.Enqueue.EnqueuedAt = since, since
	return nil
}

// close ends the session for good.
func (ch *Change) close(cause Cause, actor string, now time.Time) error {
	c := &ch.Conversation
	queue, from := c.Queue, c.State
	if err := ch.transit(cause, actor, now); err != nil {
		return err
	}
	if from == Open {
		ch.Dequeue = queue
	}
	ch.takeBack(now)
	c.ClosedAt, c.OfferedUntil, c.Guests, c.UnansweredSince = now, time.Time{}, nil, time.Time{}
	c.Reserved, c.ReservedUntil, c.Parked = "", time.Time{}, false
	return nil
}

// Favourites are the agents to ask before the others, the first one first: those
// that the customer should have, and who had the customer a short while ago.
func (c *Conversation) Favourites(config *route.Config, now time.Time) []string {
	all := slices.Clone(c.Preferred)
	within := time.Duration(*config.Terms(c.Workstream).Affinity.Within)
	if c.LastOwner != "" && within > 0 && now.Sub(c.LastOwnedAt) <= within && !slices.Contains(all, c.LastOwner) {
		all = append(all, c.LastOwner)
	}
	return slices.DeleteFunc(all, func(email string) bool { return c.Declined[email] > 0 })
}

// reserve keeps a session for the customer's agent for a while, where the
// workstream says so.
func (c *Conversation) reserve(config *route.Config, now time.Time) {
	wait := time.Duration(config.Terms(c.Workstream).Affinity.Wait)
	if favourites := c.Favourites(config, now); wait > 0 && len(favourites) > 0 {
		c.Reserved, c.ReservedUntil = favourites[0], now.Add(wait)
	}
}
