package businessmessages

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/google"
)

// wireDialogflow is what Google's own bot made of a message: what it found, and which
// messages it answered with, if it did.
type wireDialogflow struct {
	AutoResponded looseBool     `json:"autoResponded"`
	Messages      lenient[auto] `json:"autoRespondedMessages"`
	FAQ           struct {
		Answers lenient[faq] `json:"answers"`
	} `json:"faqResponse"`
	Intents lenient[intent] `json:"intentResponses"`
}

// auto is a message of the bot. Message is its resource name or, in Google's test
// framework, the message itself.
type auto struct {
	Message json.RawMessage `json:"message"`
	Source  google.Loose    `json:"responseSource"`
}

type faq struct {
	Answer google.Loose `json:"faqAnswer"`
}

type intent struct {
	Messages lenient[fulfillment] `json:"fulfillmentMessages"`
}

type fulfillment struct {
	Error   json.RawMessage `json:"error"`
	Text    google.Loose    `json:"text"`
	Handoff json.RawMessage `json:"liveAgentHandoff"`
}

// lenient is a list whose elements of the wrong type are left out. Anything else than a
// list counts as missing.
type lenient[T any] []T

func (l *lenient[T]) UnmarshalJSON(b []byte) error {
	*l = nil
	var all []json.RawMessage
	if json.Unmarshal(b, &all) != nil {
		return nil //nolint:nilerr // it counts as missing
	}
	for _, raw := range all {
		var one T
		if json.Unmarshal(raw, &one) == nil {
			*l = append(*l, one)
		}
	}
	return nil
}

// botAnswer is what Google's own bot answered, or nil if it did not answer.
func botAnswer(raw json.RawMessage) *channel.BotAnswer {
	var bot wireDialogflow
	_ = json.Unmarshal(raw, &bot) // a member of the wrong type is ignored, the others count
	if !bot.AutoResponded.value {
		return nil
	}
	return &channel.BotAnswer{Text: bot.text(), HandsOver: bot.handsOver()}
}

// text is what was answered, or empty if the payload does not say: the messages that
// were sent, or else what the bot had found.
func (w wireDialogflow) text() string {
	var sent []string
	for _, m := range w.Messages {
		var whole struct {
			Text google.Loose `json:"text"`
		}
		if json.Unmarshal(m.Message, &whole) == nil && whole.Text != "" {
			sent = append(sent, string(whole.Text))
		}
	}
	switch {
	case len(sent) > 0:
		return strings.Join(sent, "\n\n")
	case w.from("FAQ") && len(w.FAQ.Answers) > 0:
		return string(w.FAQ.Answers[0].Answer) // the others were less likely
	case w.from("INTENT") && len(w.Intents) > 0:
		return w.Intents[0].text()
	}
	return ""
}

// from reports whether the bot may have answered from a source. An answer that names
// no source may be from any.
func (w wireDialogflow) from(source google.Loose) bool {
	named := slices.ContainsFunc(w.Messages, func(m auto) bool {
		return m.Source != "" && m.Source != "RESPONSE_SOURCE_UNSPECIFIED"
	})
	return !named || slices.ContainsFunc(w.Messages, func(m auto) bool { return m.Source == source })
}

func (i intent) text() string {
	var said []string
	for _, m := range i.Messages {
		if m.Text != "" && !google.Present(m.Error) {
			said = append(said, string(m.Text))
		}
	}
	return strings.Join(said, "\n\n")
}

// handsOver reports whether the bot leaves the customer to a person.
func (w wireDialogflow) handsOver() bool {
	for _, i := range w.Intents {
		if slices.ContainsFunc(i.Messages, func(m fulfillment) bool { return google.Present(m.Handoff) }) {
			return true
		}
	}
	return false
}
