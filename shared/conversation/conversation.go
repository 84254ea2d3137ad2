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
// is a customer ([Conversation.Receive]), an agent ([Conversation.CarryOut]), the
// dispatcher ([Conversation.OfferTo], [Conversation.Reclaim]) or time
// ([Conversation.Expire]); each returns a [Change].
package conversation

import (
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// Conversation is the document conversations/{id}. Each of its groups is stored
// as a map under its own name: session.owner, for example.
//
// It is read whole for nearly all that happens to it, and two thirds of its fields are empty
// most of the time. So what is empty is left out, except for what rules compare and lists are
// in the order of.
type Conversation struct {
	ID ID `firestore:"-"`

	Customer `firestore:"customer"`
	Thread   `firestore:"thread"`
	Session  `firestore:"session"`
	Outbox   `firestore:"outbox"`
}

// Customer is what the channel says about the customer, and the agents they know.
type Customer struct {
	// A personal key is not here but in [Private].
	channel.Peer
	// Shown is a personal key as everybody sees it who sees the conversation: masked.
	Shown string `firestore:"shown,omitempty"`

	// Context is the newest information from the provider about the customer.
	Context channel.Context `firestore:"context,omitzero"`
	// Unsubscribed is whether the customer wants no more messages, which were refused
	// from ConsentAt on, the provider's time of the customer's last word on that.
	Unsubscribed bool      `firestore:"unsubscribed,omitempty"`
	ConsentAt    time.Time `firestore:"consentAt,omitempty"`
	// Notice is what the customer was told or asked before anything else.
	Notice Notice `firestore:"notice,omitzero"`
	// LastOwner is the agent who last worked on a session, and LastOwnedAt is
	// when that ended. Preferred are the agents that the customer should get, in
	// order of preference.
	LastOwner   string    `firestore:"lastOwner"`
	LastOwnedAt time.Time `firestore:"lastOwnedAt,omitempty"`
	Preferred   []string  `firestore:"preferred,omitempty"`
	// Profile is what agents know of the customer, by the [Detail].
	Profile map[string]Known `firestore:"profile,omitempty"`
}

// Thread is what carries over from one session to the next.
type Thread struct {
	CreatedAt time.Time `firestore:"createdAt"`
	// ErasedAt is when everything was erased that there had been of the customer. What is
	// older is never taken in again. Erasing is whether that is under way.
	ErasedAt time.Time `firestore:"erasedAt,omitempty"`
	Erasing  bool      `firestore:"erasing,omitempty"`
	// HeldSince is since when an admin keeps everything of the conversation from being
	// deleted, and DeleteAt is when all of it is otherwise.
	HeldSince time.Time `firestore:"heldSince,omitempty"`
	DeleteAt  time.Time `firestore:"deleteAt"`
	// Seq numbers the conversation's events, Messages its messages, Offers its offers,
	// and Entry its entries into queues. They never restart, because timers are named
	// by them.
	Seq      int64 `firestore:"seq"`
	Messages int64 `firestore:"messages"`
	Offers   int64 `firestore:"offers,omitempty"`
	Entry    int64 `firestore:"entry,omitempty"`
	// Earlier counts the sessions that are over, by the queue that each ended in. A queue
	// that sessions only passed through has 0.
	Earlier map[string]int64 `firestore:"earlier,omitempty"`
	// Requests are the newest requests that brought messages, as short hashes, for
	// messages whose id is not the request's.
	Requests []string `firestore:"requests,omitempty"`
	// Traceparent names the trace of the customer's newest message. Later work is
	// linked to it.
	Traceparent string `firestore:"traceparent,omitempty"`
	// Budget is what the conversation has done by itself lately.
	Budget Budget `firestore:"budget,omitzero"`
	// Preview is the beginning of the newest message, not counting automated ones while
	// the customer waits for an answer, and PreviewKind is that message's kind: a picture,
	// say, has no text to show.
	Preview     string       `firestore:"preview"`
	PreviewKind channel.Kind `firestore:"previewKind"`
	// Unread counts the customer's messages since an agent wrote an answer or marked them
	// read. Heard is when the newest messages were taken in, 20 at most, to tell those
	// that crossed an answer.
	Unread int64       `firestore:"unread"`
	Heard  []time.Time `firestore:"heard,omitempty"`
	// Notes counts the notes of all sessions, so that who has read some knows how many are
	// new.
	Notes int64 `firestore:"notes,omitempty"`
	// TypingUntil is when the customer's typing lapses.
	TypingUntil time.Time `firestore:"typingUntil,omitempty"`
	// Surveyed is the session whose survey was sent last.
	Surveyed Surveyed `firestore:"surveyed,omitzero"`
	// LastHeardAt is when the webhook received the customer's last message. The
	// channel's window is counted from it, because a provider's clock may be
	// wrong, and the provider has the last word anyway.
	LastHeardAt time.Time `firestore:"lastHeardAt,omitempty"`
	// LastCustomerAt is when the customer wrote the last message, by the provider's clock
	// and never later than it was received, and
	// LastAgentAt is when the last answer was written.
	LastCustomerAt time.Time `firestore:"lastCustomerAt"`
	LastAgentAt    time.Time `firestore:"lastAgentAt,omitempty"`
}

// Session is the open session, or the last one. When it closes, it is also kept as
// the document conversations/{c}/sessions/{n}.
type Session struct {
	// Number counts the sessions from 1; 0 means that there never was one.
	Number        int64  `firestore:"number"`
	State         State  `firestore:"state"`
	Workstream    string `firestore:"workstream"`
	Queue         string `firestore:"queue"`
	ConfigVersion string `firestore:"configVersion,omitempty"`

	// Owner is the e-mail address of the agent who has the session, from the
	// offer on, or empty. Cost is how much of that agent's capacity the session
	// takes now.
	Owner     string `firestore:"owner"`
	OwnerName string `firestore:"ownerName,omitempty"`
	Cost      int64  `firestore:"cost,omitempty"`
	// OfferedUntil is when the offer ends.
	OfferedUntil time.Time `firestore:"offeredUntil,omitempty"`
	// Declined are the agents who declined or missed an offer since somebody worked on
	// the session, the latest last. An agent who worked on it and passed it on counts, too.
	Declined []Decliner `firestore:"declined,omitempty"`
	// Handover is who passed it on last, until somebody works on it.
	Handover Handover `firestore:"handover,omitzero"`
	// WasParked is true when the customer came back to a session that LastOwner parked.
	WasParked bool `firestore:"wasParked,omitempty"`
	// Guests are the agents who may read the session: their names by address.
	Guests map[string]string `firestore:"guests"`

	// Language, Priority, Skills and Attributes are what classification found. The
	// language has the region and script of the customer's locale.
	Language   string            `firestore:"language"`
	Priority   int64             `firestore:"priority,omitempty"`
	Skills     map[string]int64  `firestore:"skills,omitempty"`
	Attributes map[string]string `firestore:"attributes,omitempty"`
	// Tags are the names of what agents and rules say that the session is about, sorted,
	// and Outcome is the name of how it ended, or empty.
	Tags    []string `firestore:"tags,omitempty"`
	Outcome string   `firestore:"outcome,omitempty"`
	// Visited are the queues in which the session waited before this one.
	Visited []string `firestore:"visited,omitempty"`
	// Reserved is the agent for whom the session is held until ReservedUntil.
	Reserved      string    `firestore:"reserved,omitempty"`
	ReservedUntil time.Time `firestore:"reservedUntil,omitempty"`
	// LookedAt is when agents were last searched for: skills that were relaxed until
	// then are in force.
	LookedAt time.Time `firestore:"lookedAt,omitempty"`

	// Attachments and Survey are the workstream's switches: whether files may be
	// sent in either direction, and whether a survey follows the end. NoFiles is
	// the workstream's own answer to a file that it does not accept.
	Attachments bool   `firestore:"attachments,omitempty"`
	NoFiles     string `firestore:"noFiles,omitempty"`
	Survey      bool   `firestore:"survey,omitempty"`
	// Consent is the customer's answer to the notice, where the session opened under one
	// that was to be answered. Files are kept only of customers who agreed.
	Consent configuration.Consent `firestore:"consent,omitempty"`
	// RepeatAfter is for how many seconds a customer is not told the same automated text
	// again. KeepsWaiting is whether overflow may not end the session, because it was one
	// too many within an hour.
	RepeatAfter  int64 `firestore:"repeatAfter,omitempty"`
	KeepsWaiting bool  `firestore:"keepsWaiting,omitempty"`
	// Keep is for how long what is stored of the session is kept, and ExpireAt is when a
	// closed one is deleted.
	Keep     Retention `firestore:"keep"`
	ExpireAt time.Time `firestore:"expireAt,omitempty"`
	// WantsPerson is whether the customer asked for a person in this session.
	WantsPerson bool `firestore:"wantsPerson,omitempty"`

	// Masked is whether the queue hides from agents who the customer is, see [Private].
	Masked bool `firestore:"masked"`
	// History is what whoever may read the conversation reads of its earlier sessions, as
	// the workstream says: session for nothing, queues for those of their own queues, or
	// all.
	History string `firestore:"history"`

	OpenedAt time.Time `firestore:"openedAt"`
	// WaitingSince is when the customer began to wait for an agent: with the first
	// message that no agent answered, even if the session has changed hands since.
	// EnqueuedAt is when the session came into its present queue.
	WaitingSince time.Time `firestore:"waitingSince"`
	EnqueuedAt   time.Time `firestore:"enqueuedAt,omitempty"`
	ParkedAt     time.Time `firestore:"parkedAt,omitempty"`
	// ParkedUntil is when a parked session comes back by itself, or zero if it waits for the
	// customer. RemindedAt is when it last came back like that, until it is parked or ended
	// again.
	ParkedUntil time.Time `firestore:"parkedUntil,omitempty"`
	RemindedAt  time.Time `firestore:"remindedAt,omitempty"`
	// EndedAt is when an agent ended it; it is zero if no agent did.
	EndedAt time.Time `firestore:"endedAt,omitempty"`
	// ClosedAt is when it closed, and ClosedBy is the cause.
	ClosedAt time.Time `firestore:"closedAt,omitempty"`
	ClosedBy Cause     `firestore:"closedBy,omitempty"`
	// UnansweredSince is when the customer wrote the first message that no agent answered,
	// whoever had the session meanwhile. OwedSince is since when the owner has owed the
	// customer an answer: since the agent took the session, or since the customer wrote.
	// LateAt is when the customer will have waited longer than the queue promises, which
	// counts its opening hours only. They are zero when nothing is unanswered.
	UnansweredSince time.Time `firestore:"unansweredSince,omitempty"`
	OwedSince       time.Time `firestore:"owedSince,omitempty"`
	LateAt          time.Time `firestore:"lateAt,omitempty"`
	// Pause is how a parked session's promise goes on.
	Pause Pause `firestore:"pause,omitzero"`
	// DueAt is the earliest time at which a timer should have fired.
	DueAt time.Time `firestore:"dueAt,omitempty"`
	// FollowAt is when the next round has to look at the session, because what had to
	// follow a commit failed or no timer could be set. It is zero otherwise.
	FollowAt time.Time `firestore:"followAt,omitempty"`

	Tally Tally `firestore:"tally"`

	// Index is what the session is found by while it is open.
	Index Index `firestore:"index,omitzero"`
}

// Pause is what a promise has to remember of a session that was parked: an agent decided
// that the customer waits on, so the time until it came back counts for nothing.
type Pause struct {
	// At is when it was last parked, Spent is how many seconds of the promise of the wait
	// of then had passed, and ResumedAt is when it came back.
	At        time.Time `firestore:"at,omitempty"`
	Spent     int64     `firestore:"spent,omitempty"`
	ResumedAt time.Time `firestore:"resumedAt,omitempty"`
}

// Outbox is what sending has to remember from one reply to the next.
type Outbox struct {
	// Signals are what the channel can be told of an agent's work: that the agent
	// joined, types, has read a message, left. Nothing else is asked of it.
	Signals []channel.Kind `firestore:"signals,omitempty"`
	// Choices is how many choices a message can have that the customer taps to reply.
	Choices int64 `firestore:"choices,omitempty"`
	// AgentTypingAt is when the customer was last told that an agent is typing.
	AgentTypingAt time.Time `firestore:"agentTypingAt,omitempty"`
	// Pace is how package channel limits the messages per minute.
	Pace time.Time `firestore:"pace,omitempty"`
}
