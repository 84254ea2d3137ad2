package conversation

import (
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// Bounds of a conversation's documents. The client and the rules get these
// numbers from here, see emulator/vocabulary.
const (
	// MaxNote is the longest note, in bytes.
	MaxNote = 20_000
	// MaxReply is the longest text of a reply, in bytes: a handful of a channel's longest
	// messages, into which its adapter divides what has no markup.
	MaxReply = 20_000
	// MaxContent is the size of a reply with all its cards, choices and addresses, in
	// bytes. No channel takes as much. The history has a copy of every reply, and a page
	// of it is read whole, so it has none of a reply that is larger.
	MaxContent = 64 << 10
	// MaxMentions is how many agents a note may mention.
	MaxMentions = 3
	// MaxGuests is how many guests a session may have, the number that Dynamics
	// recommends.
	MaxGuests = 5
	// MaxPreferred is how many agents a customer may prefer.
	MaxPreferred = 3
	// MaxDecliners is how many agents who declined a session are remembered.
	MaxDecliners = 32
	// MaxPriority is a session's highest priority; the lowest is as far below zero.
	MaxPriority = configuration.MaxPriority
	// MaxReplyWait is how long a reply is tried, counted from when it was written. A
	// provider that is down for some hours fails nothing; a customer who gets an answer
	// later than that has been told otherwise, or has given up. Eventarc redelivers the
	// event that triggers the attempts for 24 hours, so it outlives the bound.
	MaxReplyWait = 6 * time.Hour
	// MaxSignalWait is the same for signals that are about a moment.
	MaxSignalWait = 10 * time.Minute
	// MaxInterruptions is how many runs may die while they send a reply. Runs die when an
	// instance goes away, which rarely meets the same reply twice.
	MaxInterruptions = 5
	// SignalLife is how long the order to signal something to the customer is kept, and
	// ActionLife how long any other action is, after its end.
	SignalLife = 24 * time.Hour
	ActionLife = 30 * 24 * time.Hour
	// MaxStartWait is how long an agent's first word is tried to begin a conversation. The
	// agent sits in front of it, and nobody wants it to go out once they have given up.
	MaxStartWait = 3 * time.Minute
	// StartLife is how long it is kept what became of it.
	StartLife = 24 * time.Hour
	// MaxPark is for how long a session can be set aside: whatever an agent puts off is
	// looked at again. No timer of Cloud Tasks is further ahead either.
	MaxPark = 30 * 24 * time.Hour
	// MaxID is how long the id of a reply or an action may be.
	MaxID = 128
)
