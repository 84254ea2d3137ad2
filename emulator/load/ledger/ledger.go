// Package ledger balances what was put into the product against what came out of it. It
// looks at a product at rest: whatever is still on its way then is stuck.
package ledger

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// Message is a customer's message that was posted to the webhook.
type Message struct {
	ID           string
	Conversation conversation.ID
	// Posted is how often it was, duplicates included, and Accepted how often that was
	// answered with 200.
	Posted, Accepted int
	// Stored is whether its document is in its conversation.
	Stored bool
}

// Reply is a reply that an agent's client has written.
type Reply struct {
	ID           string
	Conversation conversation.ID
	// Stored is whether its document is there, and Status how far it says the reply got.
	Stored bool
	Status channel.Status
	// Reasoned is whether the document gives a reason.
	Reasoned bool
	// Shown is how often the customer's phone showed it.
	Shown int
}

// Conversation is a conversation at rest.
type Conversation struct {
	ID    conversation.ID
	State conversation.State
	Owner string
	Cost  int64
	Queue string
	// Waits are the queues that have an item of it.
	Waits []string
	// Counted is the number of messages that it says it has, and Documents how many there
	// are; Inbound is how many of those are the customer's.
	Counted, Documents, Inbound int64
}

// Facts are what was found.
type Facts struct {
	Messages      []Message
	Replies       []Reply
	Conversations []Conversation
	// Used is the capacity that each agent's document says is in use.
	Used map[string]int64
	// Earlier is how many of a customer's messages were stored before those above.
	Earlier map[conversation.ID]int64
	// Buried is the number of messages in the dead letter topic, and Poisons how many have to be.
	Buried, Poisons int
}

// Break is something that does not balance.
type Break struct {
	// Kind is what is wrong in one word: one of the constants below.
	Kind Kind   `json:"kind"`
	What string `json:"what"`
}

// Kind is what is wrong.
type Kind string

// The kinds.
const (
	Lost     Kind = "lost"
	Doubled  Kind = "doubled"
	Stuck    Kind = "stuck"
	Capacity Kind = "capacity"
	Buried   Kind = "buried"
	// Kept is what was erased and is there.
	Kept Kind = "kept"
)

// Ledger is the balance.
type Ledger struct {
	// Posted is every post of a customer's message, duplicates included; Refused those that
	// the webhook did not accept; Stored the messages, and Duplicates the accepted posts of
	// one that was accepted before, which stored nothing. Posted is the sum of the others.
	Posted     int `json:"posted"`
	Refused    int `json:"refusedByWebhook"`
	Stored     int `json:"stored"`
	Duplicates int `json:"duplicatesRefused"`
	// Written is every reply; Delivered and Failed are what became of them.
	Written   int `json:"repliesWritten"`
	Delivered int `json:"repliesDelivered"`
	Failed    int `json:"repliesFailed"`
	// Conversations is their number, Held the capacity that those take that somebody has, and
	// Used what agents' documents say is in use. Waiting is how many conversations wait.
	Conversations int   `json:"conversations"`
	Waiting       int   `json:"waiting"`
	Held          int64 `json:"capacityHeld"`
	Used          int64 `json:"capacityUsed"`

	Breaks []Break `json:"breaks"`
}

// Balance balances the facts.
func Balance(f Facts) Ledger {
	var l Ledger
	inbound := l.messages(f)
	l.replies(f)
	l.conversations(f, inbound)
	l.capacity(f)
	if f.Buried != f.Poisons {
		l.breaks(Buried, "%d messages are in the dead letter topic, where %d have to be", f.Buried, f.Poisons)
	}
	slices.SortStableFunc(l.Breaks, func(a, b Break) int { return cmp.Compare(a.Kind, b.Kind) })
	return l
}

// Then is the balance of a product after it was balanced again, for what was sent since.
func (l Ledger) Then(next Ledger) Ledger {
	next.Posted += l.Posted
	next.Refused += l.Refused
	next.Stored += l.Stored
	next.Duplicates += l.Duplicates
	next.Written += l.Written
	next.Delivered += l.Delivered
	next.Failed += l.Failed
	next.Breaks = append(slices.Clone(l.Breaks), next.Breaks...)
	return next
}

// Beside is the balance of two products.
func (l Ledger) Beside(other Ledger) Ledger {
	both := l.Then(other)
	both.Conversations += l.Conversations
	both.Waiting += l.Waiting
	both.Held += l.Held
	both.Used += l.Used
	return both
}

func (l *Ledger) breaks(kind Kind, format string, args ...any) {
	l.Breaks = append(l.Breaks, Break{kind, fmt.Sprintf(format, args...)})
}

// messages balances what customers sent, and returns how many messages of each conversation
// are stored.
func (l *Ledger) messages(f Facts) map[conversation.ID]int64 {
	stored := map[conversation.ID]int64{}
	for id, n := range f.Earlier {
		stored[id] = n
	}
	for _, m := range f.Messages {
		l.Posted += m.Posted
		l.Refused += m.Posted - m.Accepted
		switch {
		case m.Stored:
			l.Stored++
			stored[m.Conversation]++
			// One that was stored although no post of it was answered with 200 was accepted.
			l.Refused -= max(0, 1-m.Accepted)
			l.Duplicates += max(m.Accepted, 1) - 1
		case m.Accepted > 0:
			l.breaks(Lost, "message %s of conversation %s was accepted %d times and is not stored", m.ID, m.Conversation, m.Accepted)
		}
	}
	return stored
}

// replies balances what agents wrote.
func (l *Ledger) replies(f Facts) {
	for _, r := range f.Replies {
		l.Written++
		of := fmt.Sprintf("reply %s of conversation %s", r.ID, r.Conversation)
		if r.Shown > 1 {
			l.breaks(Doubled, "%s was shown %d times", of, r.Shown)
		}
		switch {
		case !r.Stored:
			l.breaks(Lost, "%s was written and is not stored", of)
		case r.Status == channel.Failed:
			l.Failed++
			if !r.Reasoned {
				l.breaks(Lost, "%s has failed and gives no reason", of)
			}
		case r.Status == channel.Delivered, r.Status == channel.Read:
			l.Delivered++
			if r.Shown == 0 {
				l.breaks(Lost, "%s is %s and no phone has shown it", of, r.Status)
			}
		default:
			l.breaks(Stuck, "%s is %s", of, r.Status)
		}
	}
}

// conversations looks for sessions that nobody has and that wait nowhere, and for messages
// that took effect twice.
func (l *Ledger) conversations(f Facts, inbound map[conversation.ID]int64) {
	there := map[conversation.ID]bool{}
	for _, c := range f.Conversations {
		l.Conversations++
		there[c.ID] = true
		l.session(c, f.Used)
		switch stored := inbound[c.ID]; {
		case c.Inbound > stored:
			l.breaks(Doubled, "conversation %s has %d messages of its customer, who sent %d of them", c.ID, c.Inbound, stored)
		case c.Inbound < stored:
			l.breaks(Lost, "conversation %s has %d messages of its customer and had %d", c.ID, c.Inbound, stored)
		}
		if c.Counted != c.Documents {
			l.breaks(Doubled, "conversation %s counts %d messages and has %d", c.ID, c.Counted, c.Documents)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(inbound)) {
		if !there[id] {
			l.breaks(Lost, "conversation %s has messages and is not there", id)
		}
	}
}

func (l *Ledger) session(c Conversation, agents map[string]int64) {
	held := c.State == conversation.Offered || c.State == conversation.Active || c.State == conversation.WrapUp
	_, known := agents[c.Owner]
	switch {
	case held && c.Owner == "":
		l.breaks(Stuck, "conversation %s is %s and held by nobody", c.ID, c.State)
	case held && !known:
		l.breaks(Stuck, "conversation %s is held by %s, who does not work here", c.ID, c.Owner)
	case !held && c.Owner != "":
		l.breaks(Capacity, "conversation %s is %s and held by %s", c.ID, c.State, c.Owner)
	}
	if c.State == conversation.Open {
		l.Waiting++
	}
	switch waits := slices.Contains(c.Waits, c.Queue); {
	case c.State == conversation.Open && !waits:
		l.breaks(Stuck, "conversation %s is open and waits in no queue", c.ID)
	case c.State != conversation.Open && len(c.Waits) > 0, len(c.Waits) > 1:
		l.breaks(Doubled, "conversation %s is %s in queue %s and waits in %v", c.ID, c.State, c.Queue, c.Waits)
	}
}

// capacity compares what agents have used with what they hold.
func (l *Ledger) capacity(f Facts) {
	held := map[string]int64{}
	for _, c := range f.Conversations {
		if c.Owner != "" {
			held[c.Owner] += c.Cost
			l.Held += c.Cost
		}
	}
	for _, email := range slices.Sorted(maps.Keys(f.Used)) {
		l.Used += f.Used[email]
		if f.Used[email] != held[email] {
			l.breaks(Capacity, "%s has used %d and holds %d", email, f.Used[email], held[email])
		}
	}
}
