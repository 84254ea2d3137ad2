package conversation

import "github.com/frontdesk-gcp/frontdesk/shared/configuration"

// What a conversation's documents may hold. The client and the rules have these numbers
// from here, see emulator/vocabulary.
const (
	// MaxNote is the longest note, in bytes.
	MaxNote = 20_000
	// MaxReply is the longest text of a reply, in bytes: a handful of a channel's longest
	// messages, into which its adapter divides what has no markup.
	MaxReply = 20_000
	// MaxMentions is how many agents a note may mention.
	MaxMentions = 3
	// MaxGuests is how many agents may read along; Dynamics recommends as many.
	MaxGuests = 5
	// MaxPreferred is how many agents a customer may prefer.
	MaxPreferred = 3
	// MaxPriority is a session's highest priority; the lowest is as far below zero.
	MaxPriority = configuration.MaxPriority
	// MaxID is how long the id of a reply or an action may be.
	MaxID = 128
)
