package conversation

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/pseudonym"
)

// ID names a conversation: 32 hexadecimal digits.
type ID string

// IDs makes the ids of conversations, with a key, because ids go where no
// customer's number may: logs, traces, reports.
type IDs struct {
	key pseudonym.Key
}

// NewIDs makes ids with a key.
func NewIDs(key pseudonym.Key) IDs { return IDs{key: key} }

// Of derives a conversation's id from both its ends, so that a function finds the
// one document without a look-up.
func (i IDs) Of(p channel.Peer) ID {
	return ID(i.key.Name("conversation", p.Channel, p.Account, p.BrandAgent, p.Key))
}

// DocumentID turns a provider's identifier into a document's name. Plain ones
// stay as they are; those that Firestore would refuse or read as a path become a
// hash.
func DocumentID(id string) string {
	if isPlainID(id) {
		return id
	}
	return hashed(id)
}

// hashed is a document's name that is no plain identifier: it has a dot.
func hashed(id string) string {
	sum := sha256.Sum256([]byte(id))
	return "h." + hex.EncodeToString(sum[:])
}

// ReceivedID names the document of a customer's message by the provider's identifier.
// Those that functions name are beside it, and a provider takes none of their names.
func ReceivedID(id string) string {
	for _, prefix := range AllMinted() {
		if strings.HasPrefix(id, string(prefix)+"-") {
			return hashed(id)
		}
	}
	return DocumentID(id)
}

// Minted is the prefix of the names that functions give to replies and messages,
// followed by a hyphen. An agent's reply may not take such a name.
type Minted string

// The prefixes.
const (
	MintedOpened   Minted = "opened"
	MintedOccasion Minted = "occasion"
	MintedNoFiles  Minted = "no-files"
	MintedJoined   Minted = "joined"
	MintedLeft     Minted = "left"
	MintedSurvey   Minted = "survey"
	MintedTyping   Minted = "typing"
	MintedRead     Minted = "read"
	MintedRevoke   Minted = "revoke"
	MintedNote     Minted = "note"
	MintedAnswer   Minted = "bot-answer"
	// MintedConsent is of the acknowledgement that a customer has unsubscribed.
	MintedConsent Minted = "consent"
	// MintedNotice is of what a customer is told, or asked, before anything else.
	MintedNotice Minted = "notice"
	// MintedStart is of the message with which an agent begins a conversation.
	MintedStart Minted = "start"
	// MintedNudge is of a reply that only wakes the function that sends replies.
	MintedNudge Minted = "nudge"
)

// AllMinted are all of them.
func AllMinted() []Minted {
	return []Minted{
		MintedOpened, MintedOccasion, MintedNoFiles, MintedJoined, MintedLeft, MintedSurvey, MintedTyping, MintedRead,
		MintedRevoke, MintedNote, MintedAnswer, MintedConsent, MintedNotice, MintedStart, MintedNudge,
	}
}

// replyID names an automated reply by its cause and by what it is about. Unlike a
// document's name it is plain whatever id is: providers refuse others.
func replyID(cause Minted, id string) string {
	if name := string(cause) + "-" + id; isPlainID(name) {
		return name
	}
	sum := sha256.Sum256([]byte(id))
	return string(cause) + "-h-" + hex.EncodeToString(sum[:])
}

// isPlainID reports whether id consists only of letters, digits, hyphens and
// underscores and is neither empty, nor too long, nor of the reserved form __x__.
// No hash of DocumentID is plain: it has a dot.
func isPlainID(id string) bool {
	if id == "" || len(id) > MaxID || strings.HasPrefix(id, "__") {
		return false
	}
	return strings.IndexFunc(id, func(r rune) bool {
		letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
		return !letter && (r < '0' || r > '9') && r != '-' && r != '_'
	}) < 0
}
