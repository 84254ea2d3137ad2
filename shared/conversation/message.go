package conversation

import (
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// Direction distinguishes a customer's message from the business's.
type Direction string

// The directions of a message.
const (
	In  Direction = "in"
	Out Direction = "out"
	// Note is neither: an agent wrote it for other agents.
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
// the order (SentAt, Number).
type Message struct {
	ID string `firestore:"-"`
	// Number counts the conversation's messages from 1, in the order in which they were
	// taken in.
	Number int64 `firestore:"number"`
	// Direction distinguishes the customer's messages, the business's, and notes.
	Direction Direction    `firestore:"direction"`
	Kind      channel.Kind `firestore:"kind"`
	// Session and Queue are what it belongs to, by which the rules tell who may read it:
	// the session, and the queue that the session was in when it was written, even if it
	// moved on later. Queue is empty for what came while there was no session: the talk
	// with the channel's own bot belongs to every queue.
	Session int64  `firestore:"session"`
	Queue   string `firestore:"queue"`
	Text    string `firestore:"text"`
	// Postback is the value behind a choice.
	Postback string `firestore:"postback,omitempty"`
	// Of is the id of the message that a choice, or the channel's own bot, answers.
	Of string `firestore:"of,omitempty"`
	// On is whether the customer wants messages from now on, for a consent.
	On bool `firestore:"on,omitempty"`
	// URL is where the provider keeps a file, for a limited time.
	URL string `firestore:"url,omitempty"`
	// Raw is the provider's payload as JSON text, for kinds without fields here.
	Raw string `firestore:"raw,omitempty"`
	// Cut are the parts of a customer's message that were too long and are kept in part
	// only: text, postback, raw, url, answer, name, context.
	Cut []string `firestore:"cut,omitempty"`
	// Masked are the rules by which something in the message, or what came with it, was
	// masked.
	Masked []string `firestore:"masked,omitempty"`
	// Media is our own copy of a file, for a message that has one.
	Media  *Media `firestore:"media,omitempty"`
	Author Author `firestore:"author"`
	// ByChannel is whether the channel's own bot wrote an outbound message: nothing was
	// sent from here, and its text is empty if the channel did not say what it was.
	ByChannel bool `firestore:"byChannel,omitempty"`
	// Mentions are the agents that a note is for, by their addresses.
	Mentions []string `firestore:"mentions,omitempty"`
	// EditedAt and DeletedAt are when its author edited a note last, and deleted it: it has
	// no text then.
	EditedAt  time.Time `firestore:"editedAt,omitempty"`
	DeletedAt time.Time `firestore:"deletedAt,omitempty"`
	// Place and Answer are what a location and a survey's answer hold.
	Place  *channel.Place  `firestore:"place,omitempty"`
	Answer *channel.Answer `firestore:"answer,omitempty"`
	// Sent is the whole of an outbound message: markup, cards, choices, files.
	Sent *channel.Outbound `firestore:"sent,omitempty"`
	// ProviderID is the provider's name for a message. A customer's differs from
	// ID only if it is not a valid document name; one of ours has none if the
	// provider uses our id.
	ProviderID string `firestore:"providerId,omitempty"`
	// Status is how far an outbound message got.
	Status channel.Status `firestore:"status,omitempty"`
	Reason *reason.Reason `firestore:"reason,omitempty"`

	// Traceparent names the trace of the work that received the message or sent it.
	Traceparent string `firestore:"traceparent,omitempty"`

	SentAt      time.Time `firestore:"sentAt"`
	ReceivedAt  time.Time `firestore:"receivedAt"`
	CommittedAt time.Time `firestore:"committedAt,serverTimestamp"`

	// ExpireAt is when the message is deleted, and StripAt when its raw payload is.
	ExpireAt time.Time `firestore:"expireAt,omitempty"`
	StripAt  time.Time `firestore:"stripAt,omitempty"`
}

// previewLength is how many characters of a message the lists show.
const previewLength = 120

// Preview is the first characters of a text, on one line.
func Preview(text string) string {
	line := strings.Join(strings.Fields(text), " ")
	if runes := []rune(line); len(runes) > previewLength {
		return string(runes[:previewLength-1]) + "…"
	}
	return line
}
