package conversation

import (
	"cmp"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// Item is the document queues/{queue}/items/{conversation}: an open session in
// its queue.
type Item struct {
	Conversation ID     `firestore:"conversation"`
	Queue        string `firestore:"queue"`
	// Lanes are how agents who may take the session find it, see package agent. They
	// are empty where agents choose for themselves. Cost is the capacity that it
	// needs.
	Lanes []string `firestore:"lanes"`
	Cost  int64    `firestore:"cost"`
	// Priority is the sum of the queue's and the session's.
	Priority int64 `firestore:"priority"`
	// Rank is the order of work, earliest first: when the customer began to wait,
	// minus a minute for each unit of priority. So priority is a head start, and
	// no session waits forever.
	Rank     time.Time        `firestore:"rank"`
	Skills   map[string]int64 `firestore:"skills"`
	Language string           `firestore:"language"`
	// Tags are the session's.
	Tags     []string `firestore:"tags"`
	Customer string   `firestore:"customer"`
	// Channel is the one that the customer writes through.
	Channel string `firestore:"channel"`
	Preview string `firestore:"preview"`
	// Kind is the kind of the message in the preview.
	Kind channel.Kind `firestore:"kind"`
	// Attributes are what classification found, Session is the number of the session, and
	// Account and BrandAgent the customer's; Handover is who passed the session on.
	Attributes map[string]string `firestore:"attributes"`
	Session    int64             `firestore:"session"`
	Account    string            `firestore:"account"`
	BrandAgent string            `firestore:"brandAgent"`
	Handover   Handover          `firestore:"handover"`
	EnqueuedAt time.Time         `firestore:"enqueuedAt"`
	// RemindedAt is when the session came back that an agent had set aside until then, or
	// zero.
	RemindedAt time.Time `firestore:"remindedAt"`
	// LateAt is when the customer will have waited longer than the queue promises, which
	// counts its opening hours only. It is zero if that never comes.
	LateAt time.Time `firestore:"lateAt"`
	// Why says of the agents that were looked at why none has the session. It is empty while
	// there was nobody to look at.
	Why []reason.Reason `firestore:"why"`
	// ConfigVersion is the configuration that all of this follows.
	ConfigVersion string `firestore:"configVersion"`
}

// enqueue puts the session into a queue, as of the given instant. If the
// configuration no longer has that queue, the fallback queue takes its place.
func (ch *Change) enqueue(config *configuration.Config, queue string, since, now time.Time) {
	c := &ch.Conversation
	if _, there := config.Queues[queue]; !there {
		if fallback := c.fallback(config); fallback != "" {
			ch.because(QueueIsGone, reason.Args{"queue": fallback, "gone": queue})
			queue = fallback
		}
	}
	if queue != c.Queue {
		c.Guests = nil // they were invited by those whose queue it was
	}
	if ch.Dequeue == queue {
		ch.Dequeue = "" // the item is overwritten
	}
	c.Queue, c.EnqueuedAt, ch.event().Queue = queue, since, queue
	c.Entry++
	ch.refreshItem(config, now)
}

// fallback is where a session goes whose queue no longer exists: the fallback
// queue of its workstream or, if that is gone too, of its account's workstream.
func (c *Conversation) fallback(config *configuration.Config) string {
	return cmp.Or(config.Terms(c.Workstream).FallbackQueue,
		config.Terms(config.Accounts[c.Account].Workstream).FallbackQueue)
}

// refreshItem updates which agents may have the open session.
func (ch *Change) refreshItem(config *configuration.Config, now time.Time) {
	c := &ch.Conversation
	if !now.Before(c.ReservedUntil) {
		c.Reserved, c.ReservedUntil = "", time.Time{}
	}
	c.LookedAt = now
	ch.Enqueue = c.item(config)
}

// item is the session's item in its queue.
func (c *Conversation) item(config *configuration.Config) *Item {
	priority := config.Queues[c.Queue].Priority + c.Priority
	return &Item{
		Conversation: c.ID, Queue: c.Queue, Lanes: c.lanes(config), Cost: config.Terms(c.Workstream).Cost(),
		Priority: priority, Rank: c.WaitingSince.Add(-time.Duration(priority) * time.Minute),
		Skills: c.Skills, Language: c.Language, Tags: c.Tags, Customer: cmp.Or(c.Context.DisplayName, c.Shown), Channel: c.Channel,
		Preview: c.Preview, Kind: c.PreviewKind, Attributes: c.Attributes, Session: c.Number, Account: c.Account, BrandAgent: c.BrandAgent, Handover: c.Handover,
		EnqueuedAt: c.EnqueuedAt, RemindedAt: c.RemindedAt, LateAt: c.lateAt(config), ConfigVersion: config.Version,
	}
}

// Adopt moves an open session to where a new configuration would put it: the
// queue may be gone, or may offer sessions now where agents used to pick. The
// error is [ErrOver] if the session is not open.
func (c Conversation) Adopt(config *configuration.Config, now time.Time) (Change, error) {
	if c.State != Open {
		return Change{}, ErrOver
	}
	ch := Change{Conversation: c}
	if _, there := config.Queues[c.Queue]; there || c.fallback(config) == "" {
		ch.refreshItem(config, now)
	} else {
		if err := ch.transit(OverflowedToQueue, routingActor, now); err != nil {
			return Change{}, err
		}
		ch.Conversation.Reserved, ch.Conversation.ReservedUntil = "", time.Time{}
		ch.enqueue(config, c.Queue, c.EnqueuedAt, now)
	}
	ch.completeStep(config)
	return ch, nil
}

// lanes are where agents look for the session.
func (c *Conversation) lanes(config *configuration.Config) []string {
	switch {
	case !config.Pushes(c.Workstream, c.Queue):
		return nil
	case c.Reserved != "":
		return []string{agent.OwnLane(c.Reserved)}
	case config.Queues[c.Queue].Assignment.Skills == configuration.Closest:
		return agent.ItemLanes(c.Queue, nil)
	}
	return agent.ItemLanes(c.Queue, c.Required(config, c.LookedAt))
}

// Required returns the skills that an agent needs for the session now.
func (c *Conversation) Required(config *configuration.Config, now time.Time) map[string]int64 {
	return config.Queues[c.Queue].Assignment.Required(c.Skills, now.Sub(c.EnqueuedAt))
}

// requeue takes the session from its owner and puts it back into its queue, as of
// the given instant.
func (ch *Change) requeue(config *configuration.Config, cause Cause, actor string, since, now time.Time) error {
	if err := ch.transit(cause, actor, now); err != nil {
		return err
	}
	ch.releaseOwner(now)
	ch.enqueue(config, ch.Conversation.Queue, since, now)
	return nil
}

// markVisited records that the session leaves its queue for another.
func (c *Conversation) markVisited() {
	if !slices.Contains(c.Visited, c.Queue) {
		c.Visited = append(slices.Clone(c.Visited), c.Queue)
	}
}

// overflow moves or closes a session that has waited too long.
func (ch *Change) overflow(config *configuration.Config, now time.Time) error {
	c := &ch.Conversation
	m := c.overdue(config, now)
	switch m.Action {
	case configuration.Transfer:
		if err := ch.transit(OverflowedToQueue, routingActor, now); err != nil {
			return err
		}
		ch.trace(m.Trace)
		c.markVisited()
		c.Reserved, c.ReservedUntil = "", time.Time{}
		ch.enqueue(config, m.Queue, now, now)
	case configuration.End:
		if err := ch.closeSession(OverflowedToClose, routingActor, now); err != nil {
			return err
		}
		ch.trace(m.Trace)
	default:
		return ErrOver
	}
	ch.sayOccasion(config, m.Message, now)
	return nil
}

// overdue is what happens to the open session because it has waited, unless that were
// an end and it keeps waiting.
func (c *Conversation) overdue(config *configuration.Config, now time.Time) route.Move {
	if w := config.Queues[c.Queue].Overflow.Waiting; c.KeepsWaiting && w != nil && w.Action == configuration.End {
		return route.Move{}
	}
	return route.Overdue(config, c.entry(), now)
}

func (c *Conversation) entry() route.Entry {
	return route.Entry{Queue: c.Queue, Since: c.EnqueuedAt, Visited: c.Visited}
}

// setPriority carries out [SetPriority].
func (ch *Change) setPriority(a Action, d ActionInput) error {
	c := &ch.Conversation
	switch {
	case a.Priority < -MaxPriority || a.Priority > MaxPriority:
		return refuse(PriorityOutOfRange, reason.Args{"least": -MaxPriority, "most": MaxPriority})
	case c.State == Closed:
		return c.refuseState(d)
	}
	if err := c.requireReach(d); err != nil || a.Priority == c.Priority {
		return err
	}
	if c.overspent(d.Now) {
		return refuse(TooManyEvents, reason.Args{"most": maxEvents})
	}
	c.Priority = a.Priority
	ch.record(PrioritySet, d.By.Email, d.Now)
	ch.because(PriorityIs, reason.Args{"priority": a.Priority})
	if c.State == Open {
		ch.refreshItem(d.Config, d.Now)
	}
	return nil
}

// queueName is a queue's display name.
func queueName(config *configuration.Config, queue string) string {
	return cmp.Or(config.Queues[queue].DisplayName, queue)
}
