// Package rcs speaks Google's RCS for Business: it verifies and decodes what Google
// posts to a webhook, and sends messages by the API
// (https://developers.google.com/business-communications/rcs-business-messaging).
//
// Where Google's documents, samples and captures disagree, it takes every spelling
// and sends the documented one; the comments say which.
package rcs

import (
	"encoding/json"

	"github.com/frontdesk-gcp/frontdesk/shared/google"
)

// envelope is the body of a delivery, in the shape of a Pub/Sub push. Only what is in
// Data is signed, so nothing else of it is believed.
type envelope struct {
	Message struct {
		Data      []byte       `json:"data"`
		MessageID google.Loose `json:"messageId"`
	} `json:"message"`
}

// payload is what is signed: a message or an event of a user, an event of the server,
// or a change of the agent's launch. Its members are decoded one by one, so that an
// unexpected one does not spoil the others.
type payload struct {
	SenderPhoneNumber google.Loose `json:"senderPhoneNumber"`
	// PhoneNumber is the user's in an event of the server.
	PhoneNumber google.Loose `json:"phoneNumber"`
	MessageID   google.Loose `json:"messageId"`
	EventID     google.Loose `json:"eventId"`
	AgentID     google.Loose `json:"agentId"`
	SendTime    google.Loose `json:"sendTime"`
	EventType   google.Loose `json:"eventType"`

	NewLaunchState google.Loose `json:"newLaunchState"`

	Text               json.RawMessage `json:"text"`
	UserFile           json.RawMessage `json:"userFile"`
	Location           json.RawMessage `json:"location"`
	SuggestionResponse json.RawMessage `json:"suggestionResponse"`
}

type wireFile struct {
	Payload struct {
		MimeType google.Loose `json:"mimeType"`
		// FileSizeBytes is a number in samples, and may be a string.
		FileSizeBytes google.Loose `json:"fileSizeBytes"`
		FileName      google.Loose `json:"fileName"`
		FileURI       google.Loose `json:"fileUri"`
	} `json:"payload"`
}

type wireLocation struct {
	Latitude  *float64 `json:"latitude"`
	Longitude *float64 `json:"longitude"`
}

// wireSuggestion names no message: what was tapped has to be told from its postback.
type wireSuggestion struct {
	PostbackData google.Loose `json:"postbackData"`
	// Text and Type are missing from events.
	Text google.Loose `json:"text"`
}
