package topic

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// Media is the body of a message in the topic "media": a job to copy the file of
// one message. Jobs are idempotent, and hold all that a copy takes: whoever does them
// has no database.
type Media struct {
	// Conversation is the document's name, 32 hexadecimal digits.
	Conversation string `json:"conversation"`
	// Message is the name of the message's document.
	Message string `json:"message"`
	// Channel and Account say where the file is and whose it is.
	Channel string `json:"channel"`
	Account string `json:"account"`
	// URL is where the provider keeps the file, for a limited time, and ReceivedAt when
	// it was told so.
	URL        string    `json:"url"`
	ReceivedAt time.Time `json:"receivedAt"`
	// Name and Type are what its sender claims; both may be empty.
	Name string `json:"name,omitempty"`
	Type string `json:"type,omitempty"`
}

// Encode makes the message.
func (m Media) Encode() Message { return encode(m) }

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

// Copy is the body of a message in the topic "media-results": what became of a job.
type Copy struct {
	// Conversation and Message are the job's.
	Conversation string `json:"conversation"`
	Message      string `json:"message"`
	// Failed is why there is no copy, by one of the codes of functions/media. It is nil
	// if there is one.
	Failed *reason.Reason `json:"failed,omitempty"`
	// Type is the media type of the content; without a copy only what it claims.
	Type string `json:"type,omitempty"`
	// Size is in bytes; Width and Height are in pixels.
	Size   int64 `json:"size,omitempty"`
	Width  int64 `json:"width,omitempty"`
	Height int64 `json:"height,omitempty"`
}

// files is what the codes of functions/media begin with, and longestReason more than
// one of them takes, in bytes.
const (
	files         = "file."
	longestReason = 256
)

// Encode makes the message.
func (c Copy) Encode() Message { return encode(c) }

// DecodeCopy reads the message that Encode made. Errors are permanent.
func DecodeCopy(in Message) (Copy, error) {
	var c Copy
	if err := json.Unmarshal(in.Data, &c); err != nil {
		return Copy{}, fault.New(fault.Invalid, "result: %w", err)
	}
	switch {
	case !isName(c.Conversation) || !isName(c.Message):
		return Copy{}, fault.New(fault.Invalid, "result: it does not name a message's document")
	case c.Failed != nil && (!strings.HasPrefix(string(c.Failed.Code), files) || c.Failed.Size() > longestReason):
		return Copy{}, fault.New(fault.Invalid, "result: its reason is none of a file's")
	case len(c.Type) > longest || min(c.Size, c.Width, c.Height) < 0:
		return Copy{}, fault.New(fault.Invalid, "result: no file is like that")
	}
	return c, nil
}

// encode makes a message of a value that JSON can hold.
func encode(v any) Message {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // texts, numbers and times
	}
	return Message{Data: data}
}

// longest is the longest name of a document, and of a media type, in bytes.
const longest = 128

// isName reports whether s can only be the name of a document: neither a path nor
// one of Firestore's reserved names.
func isName(s string) bool {
	for _, r := range s {
		letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
		if !letter && (r < '0' || r > '9') && r != '-' && r != '_' && r != '.' {
			return false
		}
	}
	return s != "" && len(s) <= longest && s != "." && s != ".." && !strings.HasPrefix(s, "__")
}
