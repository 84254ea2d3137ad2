// Package conversation holds the nouns of Frontdesk and the rules by which they
// change: what a customer's event, an agent's action or a sent reply does to a
// conversation. It does no I/O and takes the time as an argument; package store
// keeps what it returns.
//
// A conversation is the long-lived thread of one customer with one brand agent.
// A session is one open-to-closed stretch of it: what is routed, owned and
// measured. The struct tags name the fields of the Firestore documents.
//
// A session changes its state by [Table] and by nothing else. What makes it do so
// is a customer ([Conversation.Receive]), an agent ([Conversation.Carry]), the
// dispatcher ([Conversation.Give], [Conversation.Lost]) or time
// ([Conversation.Expire]); each returns a [Change].
package conversation

import (
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

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
	// Declined counts, by agent, the offers that came to nothing since somebody worked
	// on the open session. Who worked on it and passed it on counts as well.
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
	// LookedAt is when it was last looked at which agents may have the session: the
	// relaxations of its skills until then are in force.
	LookedAt time.Time `firestore:"lookedAt"`

	// Attachments and Survey are the workstream's switches: whether files may be
	// sent, both ways, and whether a survey follows the end. NoFiles is its own
	// answer to a file that is not taken.
	Attachments bool   `firestore:"attachments"`
	NoFiles     string `firestore:"noFiles"`
	Survey      bool   `firestore:"survey"`
	// WantsPerson is whether the customer asked for a person in this session.
	WantsPerson bool `firestore:"wantsPerson"`

	// Tally is what is measured of the open session, or of the last one, and Surveyed
	// the session whose survey was sent last.
	Tally    Tally    `firestore:"tally"`
	Surveyed Surveyed `firestore:"surveyed"`

	// Requests are the newest requests that brought messages, as short hashes, for
	// messages whose id is not the request's.
	Requests []string `firestore:"requests"`

	// Traceparent names the trace of the customer's newest message, which what follows
	// later is linked to.
	Traceparent string `firestore:"traceparent,omitempty"`

	// Seq numbers the conversation's events.
	Seq int64 `firestore:"seq"`
	// Preview is the beginning of the newest message.
	Preview string `firestore:"preview"`
	// PreviewKind is that message's kind; a picture, say, has no text to show.
	PreviewKind channel.Kind `firestore:"previewKind"`
	// Unread counts the customer's messages since an agent answered or marked them read.
	Unread int64 `firestore:"unread"`
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
	// UnansweredSince is since when the owner has owed the customer an answer: since
	// the agent took the session, or since the customer wrote.
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
