package topic

import (
	"encoding/json"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

// Media is the body of a message in the topic "media": a job to copy the file of
// one message. Jobs are idempotent.
type Media struct {
	// Conversation is the document's name, 32 hexadecimal digits.
	Conversation string `json:"conversation"`
	// Message is the name of the message's document.
	Message string `json:"message"`
	// Channel and Account say where the file is and whose it is.
	Channel string `json:"channel"`
	Account string `json:"account"`
}

// Encode makes the message.
func (m Media) Encode() Message {
	data, err := json.Marshal(m)
	if err != nil {
		panic(err) // strings
	}
	return Message{Data: data}
}

// DecodeMedia reads the message that Encode made. Errors are permanent.
func DecodeMedia(in Message) (Media, error) {
	var m Media
	if err := json.Unmarshal(in.Data, &m); err != nil {
		return Media{}, fault.New(fault.Invalid, "job: %w", err)
	}
	if !isName(m.Conversation) || !isName(m.Message) {
		return Media{}, fault.New(fault.Invalid, "job: it does not name a message's document")
	}
	return m, nil
}

// isName reports whether s can only be the name of a document: neither a path nor
// one of Firestore's reserved names.
func isName(s string) bool {
	const longest = 128
	for _, r := range s {
		letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
		if !letter && (r < '0' || r > '9') && r != '-' && r != '_' && r != '.' {
			return false
		}
	}
	return s != "" && len(s) <= longest && s != "." && s != ".." && !strings.HasPrefix(s, "__")
}
