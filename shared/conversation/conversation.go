// Package conversation holds the nouns of Frontdesk and the rules by which they
// change: what a customer's event, an agent's action or a sent reply does to a
// conversation. It does no I/O and takes the time as an argument; package store
// keeps what it returns.
//
// A conversation is the long-lived thread of one customer with one brand agent.
// A session is one open-to-closed stretch of it: what is routed, owned and
// measured. The struct tags name the fields of the Firestore documents.
package conversation

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strconv"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// ID names a conversation: 32 hexadecimal digits.
type ID string

// NewID derives a conversation's id from both its ends, so that every function
// finds the one document without a look-up, and no document's name tells a
// customer's number.
func NewID(p channel.Peer) ID {
	h := sha256.New()
	for _, part := range []string{p.Channel, p.Account, p.BrandAgent, p.Key} {
		// The length keeps ("a", "bc") apart from ("ab", "c").
		_, _ = io.WriteString(h, strconv.Itoa(len(part))+":"+part)
	}
	return ID(hex.EncodeToString(h.Sum(nil)[:16]))
}

// Conversation is the document conversations/{id}.
type Conversation struct {
	ID ID `firestore:"-"`
	channel.Peer
	// Context is the newest that the provider told of the customer.
	Context channel.Context `firestore:"context"`

	State State `firestore:"state"`
	// Session numbers the sessions from 1; 0 means that there never was one.
	Session int64 `firestore:"session"`
	// Workstream, Queue and ConfigVersion are the open session's.
	Workstream    string `firestore:"workstream"`
	Queue         string `firestore:"queue"`
	ConfigVersion string `firestore:"configVersion"`
	// Owner is the e-mail address of the agent who has the session, from the offer
	// on, or empty. Cost is what it takes of that agent's capacity now.
	Owner     string `firestore:"owner"`
	OwnerName string `firestore:"ownerName"`
	Cost      int64  `firestore:"cost"`
	// Offers numbers the offers, and OfferedUntil is when the last one ends.
	Offers       int64     `firestore:"offers"`
	OfferedUntil time.Time `firestore:"offeredUntil"`
	// Declined counts, by agent, the offers of the open session that came to
	// nothing.
	Declined map[string]int64 `firestore:"declined"`
	// LastOwner is who worked on a session last, LastOwnedAt is when that ended, and
	// Preferred are the agents that the customer should have, the first one first.
	LastOwner   string    `firestore:"lastOwner"`
	LastOwnedAt time.Time `firestore:"lastOwnedAt"`
	Preferred   []string  `firestore:"preferred"`
	// Parked is whether LastOwner parked the session that the customer came back to.
	Parked bool `firestore:"parked"`
	// Guests are the agents who may read along, by name.
	Guests map[string]string `firestore:"guests"`

	// Language, Priority, Skills and Attributes are what classification found of the
	// open session, or of the last one.
	Language   string            `firestore:"language"`
	Priority   int64             `firestore:"priority"`
	Skills     map[string]int64  `firestore:"skills"`
	Attributes map[string]string `firestore:"attributes"`
	// Visited are the queues that the open session waited in before this one, and
	// Entry numbers all entries into queues.
	Visited []string `firestore:"visited"`
	Entry   int64    `firestore:"entry"`
	// Reserved is the agent for whom the session is kept until ReservedUntil.
	Reserved      string    `firestore:"reserved"`
	ReservedUntil time.Time `firestore:"reservedUntil"`

	// Attachments and Survey are the workstream's switches: whether files may be
	// sent, both ways, and whether a survey follows the end. NoFiles is its own
	// answer to a file that is not taken.
	Attachments bool   `firestore:"attachments"`
	NoFiles     string `firestore:"noFiles"`
	Survey      bool   `firestore:"survey"`
	// WantsPerson is whether the customer asked for a person in this session.
	WantsPerson bool `firestore:"wantsPerson"`

	// Requests are the newest requests that brought messages, as short hashes, for
	// messages whose id is not the request's.
	Requests []string `firestore:"requests"`

	// Seq numbers the conversation's events.
	Seq int64 `firestore:"seq"`
	// Preview is the beginning of the newest message.
	Preview string `firestore:"preview"`
	// PreviewKind is that message's kind; a picture, say, has no text to show.
	PreviewKind channel.Kind `firestore:"previewKind"`
	// TypingUntil is when the customer's typing lapses.
	TypingUntil time.Time `firestore:"typingUntil"`
	// AgentTypingAt is when the customer was last told that an agent types, and
	// Pace what package channel keeps the channel's messages a minute by.
	AgentTypingAt time.Time `firestore:"agentTypingAt"`
	Pace          time.Time `firestore:"pace"`

	CreatedAt time.Time `firestore:"createdAt"`
	OpenedAt  time.Time `firestore:"openedAt"`
	// WaitingSince is when the customer began to wait for an agent, and EnqueuedAt
	// when the session came into its present queue.
	WaitingSince time.Time `firestore:"waitingSince"`
	EnqueuedAt   time.Time `firestore:"enqueuedAt"`
	ParkedAt     time.Time `firestore:"parkedAt"`
	EndedAt      time.Time `firestore:"endedAt"`
	ClosedAt     time.Time `firestore:"closedAt"`
	// UnansweredSince is when the customer wrote what no agent has answered yet.
	UnansweredSince time.Time `firestore:"unansweredSince"`
	// DueAt is the earliest time at which a timer should have been here.
	DueAt time.Time `firestore:"dueAt"`
	// LastHeardAt is when the webhook took in what the customer said last. The
	// channel's window is counted from it: a provider's clock may be wrong, and the
	// provider has the last word anyway.
	LastHeardAt time.Time `firestore:"lastHeardAt"`
	// LastCustomerAt is the provider's time of what the customer said last;
	// LastAgentAt is when the last reply was sent.
	LastCustomerAt time.Time `firestore:"lastCustomerAt"`
	LastAgentAt    time.Time `firestore:"lastAgentAt"`
}

// Direction tells a customer's message from the business's.
type Direction string

// The directions of a message.
const (
	In  Direction = "in"
	Out Direction = "out"
	// Note is neither: an agent wrote it for agents.
	Note Direction = "note"
)

// Author is who wrote a message or asked for an action.
type Author struct {
	// Email is an agent's address; it is empty for customers and automation.
	Email string `firestore:"email"`
	// Name is what the other side sees.
	Name string `firestore:"name"`
	// Bot is true for an automated message.
	Bot bool `firestore:"bot"`
}

// Message is the document conversations/{c}/messages/{id}. Messages are shown in
// the order (SentAt, ID).
type Message struct {
	ID        string       `firestore:"-"`
	Direction Direction    `firestore:"direction"`
	Kind      channel.Kind `firestore:"kind"`
	Session   int64        `firestore:"session"`
	Text      string       `firestore:"text"`
	Postback  string       `firestore:"postback,omitempty"`
	// Of is the id of the message that a choice answers.
	Of string `firestore:"of,omitempty"`
	// URL is where the provider keeps a file, for a limited time.
	URL string `firestore:"url,omitempty"`
	// Raw is the provider's payload as JSON text, for kinds without fields here.
	Raw string `firestore:"raw,omitempty"`
	// Media is our own copy of a file, for a message that has one.
	Media  *Media `firestore:"media,omitempty"`
	Author Author `firestore:"author"`
	// Place and Answer are what a location and a survey's answer hold.
	Place  *channel.Place  `firestore:"place,omitempty"`
	Answer *channel.Answer `firestore:"answer,omitempty"`
	// Sent is the whole of an outbound message: markup, cards, choices, files.
	Sent *channel.Outbound `firestore:"sent,omitempty"`
	// ProviderID is the provider's name for a customer's message. It differs from
	// ID only where that would not do as a document's name.
	ProviderID string `firestore:"providerId,omitempty"`
	// Status is how far an outbound message got.
	Status channel.Status `firestore:"status,omitempty"`
	Reason string         `firestore:"reason,omitempty"`

	SentAt      time.Time `firestore:"sentAt"`
	ReceivedAt  time.Time `firestore:"receivedAt"`
	CommittedAt time.Time `firestore:"committedAt,serverTimestamp"`
}

// Event is the document conversations/{c}/events/{seq}: one transition, and why.
type Event struct {
	Seq           int64    `firestore:"seq"`
	Session       int64    `firestore:"session"`
	From          State    `firestore:"from"`
	To            State    `firestore:"to"`
	Cause         Cause    `firestore:"cause"`
	Actor         string   `firestore:"actor"`
	Queue         string   `firestore:"queue,omitempty"`
	ConfigVersion string   `firestore:"configVersion,omitempty"`
	Trace         []string `firestore:"trace,omitempty"`
	// Facts and Decision are, as JSON text, what a routing decision was made from
	// and what it was, so that it can be made again. DecidedAt is there with them.
	Facts     string    `firestore:"facts,omitempty"`
	Decision  string    `firestore:"decision,omitempty"`
	DecidedAt time.Time `firestore:"decidedAt,omitempty"`
	At        time.Time `firestore:"at"`
}

// Item is the document queues/{queue}/items/{conversation}: a waiting session.
type Item struct {
	Conversation ID     `firestore:"conversation"`
	Queue        string `firestore:"queue"`
	// Lane is what agents are found by who may take the session, see package agent;
	// it is empty where agents choose for themselves. Cost is what they need.
	Lane string `firestore:"lane"`
	Cost int64  `firestore:"cost"`
	// Priority is the queue's and the session's together.
	Priority int64 `firestore:"priority"`
	// Rank is the order of work, the earliest first: when the session was queued,
	// a minute earlier for each unit of priority. So priority is a head start and
	// nothing starves.
	Rank     time.Time        `firestore:"rank"`
	Skills   map[string]int64 `firestore:"skills"`
	Language string           `firestore:"language"`
	Customer string           `firestore:"customer"`
	Preview  string           `firestore:"preview"`
	// Kind is the kind of the message that the preview is of.
	Kind       channel.Kind `firestore:"kind"`
	EnqueuedAt time.Time    `firestore:"enqueuedAt"`
	// Why says of the agents that were looked at why none has the session.
	Why []string `firestore:"why"`
}

// Change is everything that one step does. It is written whole or not at all.
type Change struct {
	// Conversation is the new state of the conversation.
	Conversation Conversation
	// Message is to be created, unless it is nil. If a message of that id is
	// there already, the step happened before and nothing may be written.
	Message *Message
	Events  []Event
	// Replies are automated messages and signals, to be created.
	Replies []Reply
	// Enqueue puts the conversation into a queue; Dequeue names the queue that it
	// leaves. Either may be nil or empty.
	Enqueue *Item
	Dequeue string
	// Loads are what agents get and give back.
	Loads []Load
}

// transit moves the change's conversation by the state table and records it.
func (ch *Change) transit(cause Cause, actor string, now time.Time) error {
	c := &ch.Conversation
	t, err := Next(c.State, cause)
	if err != nil {
		return err
	}
	c.Seq++
	c.State = t.To
	ch.Events = append(ch.Events, Event{
		Seq: c.Seq, Session: c.Session, From: t.From, To: t.To, Cause: cause, Actor: actor,
		Queue: c.Queue, ConfigVersion: c.ConfigVersion, At: now,
	})
	return nil
}
