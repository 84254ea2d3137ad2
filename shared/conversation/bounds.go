package conversation

import "github.com/frontdesk-gcp/frontdesk/shared/configuration"

// Bounds of a conversation's documents. The client and the rules get these
// numbers from here, see emulator/vocabulary.
const (
	// MaxNote is the longest note, in bytes.
	MaxNote = 20_000
	// MaxReply is the longest text of a reply, in bytes: a handful of a channel's longest
	// messages, into which its adapter divides what has no markup.
	MaxReply = 20_000
	// MaxMentions is how many agents a note may mention.
	MaxMentions = 3
	// MaxGuests is how many guests a session may have, the number that Dynamics
	// recommends.
	MaxGuests = 5
	// MaxPreferred is how many agents a customer may prefer.
	MaxPreferred = 3
	// MaxPriority is a session's highest priority; the lowest is as far below zero.
	MaxPriority = configuration.MaxPriority
	// MaxID is how long the id of a reply or an action may be.
	MaxID = 128
)
