package businessmessages

import (
	"crypto/rand"
	"fmt"
	"net/http"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

// Names of the settings that only this channel's phones have.
const (
	EntryPoint = "entryPoint" // where the customer came from, such as PLACESHEET or URL
	PlaceID    = "placeId"    // of the business's location; none is sent when empty
	Resolved   = "resolved"   // the locale that Google chose for the agent; the language of the device's when empty
	Custom     = "custom"     // the business's own text at the entry point; none is sent when empty
)

// maxImage is the size of an image of a customer, in bytes.
const maxImage = 10 << 20

// redirectURI is where a business's sign-in page sends the customer back to.
const redirectURI = "https://business.google.com/callback"

// Features are those of every phone in the channel.
func (c *conversation) Features() phone.Features {
	return phone.Features{
		Person: true, Typing: true,
		Files: []string{"image/jpeg", "image/png", "image/gif", "image/webp"}, MaxFile: maxImage,
		Fields: []phone.Field{
			{
				Name: EntryPoint, Label: phone.Label{English: "Entry point", French: "Point d’entrée"}, Default: "PLACESHEET",
				Choices: []string{
					"PLACESHEET", "MAPS", "LOCAL_PACK", "FEATURED_SNIPPETS", "SITELINKS", "WEB_WIDGET", "URL", "PREVIEW",
				},
			},
			{
				Name: PlaceID, Label: phone.Label{English: "Place ID", French: "Identifiant du lieu"},
				Default: "ChIJexamplePlaceId0001", Max: 100,
			},
			{
				Name: Resolved, Locale: true, Max: 35,
				Label: phone.Label{
					English: "Locale of the conversation, if not the device’s language",
					French:  "Langue de la conversation, si ce n’est celle de l’appareil",
				},
			},
			{Name: Custom, Label: phone.Label{English: "Custom context", French: "Contexte personnalisé"}, Max: 1000},
		},
	}
}

// Keep stores an image and returns its signed URL.
func (c *conversation) Keep(contentType string, data []byte) (url string, err error) {
	return c.service.images.Keep(contentType, data)
}

// Carry begins to deliver what the customer did as an event of the webhook. Everything but typing and receipts opens
// the business's 30 days.
func (c *conversation) Carry(set phone.Settings, act phone.Act, report func(phone.State)) (first <-chan error) {
	m := c.event(set, act)
	c.started = true
	switch a := act.(type) {
	case phone.Tapped:
		c.tapped[a.Message] = true
		c.said = c.service.Now()
	case phone.Wrote, phone.AskedForPerson, phone.SignedIn:
		c.said = c.service.Now()
	}
	body := m.encode()
	return c.service.Begin(google.Delivery{
		Conversation: c.phone.Conversation(), ID: m.RequestID, Payload: m.kind(),
		URL:    func() string { return c.service.webhookOf(c.agent) },
		Header: func() http.Header { return c.service.signed(body) }, Body: body, Report: report,
	})
}

// event returns the event that tells of an act.
func (c *conversation) event(set phone.Settings, act phone.Act) *userMessage {
	now := stamp(c.service.Now())
	m := &userMessage{
		Agent: c.agent.Name, ConversationID: c.phone.Conversation(), CustomAgentID: c.agent.CustomID, SendTime: now,
	}
	switch a := act.(type) {
	case phone.Wrote:
		text := a.Text
		if a.File != nil {
			text = a.File.URL // an image is a message whose text is its URL and nothing else
		}
		m.RequestID = a.ID // seen to be the message's in a real capture
		m.Message = &textPayload{MessageID: a.ID, Name: c.name("messages", a.ID), Text: text, CreateTime: now}
	case phone.AskedForPerson:
		m.RequestID = a.ID
		m.UserStatus = &statusPayload{RequestedLiveAgent: new(true), CreateTime: now}
	case phone.Typed:
		m.RequestID = a.ID
		m.UserStatus = &statusPayload{IsTyping: &a.On, CreateTime: now}
	case phone.Receipts:
		m.Receipts = c.receipts(a, now)
	case phone.Tapped:
		m.RequestID, m.SuggestionResponse = a.ID, c.suggestionResponse(a, now)
	case phone.SignedIn:
		m.RequestID, m.AuthenticationResponse = a.ID, authentication(a.Allowed)
	case phone.AnsweredSurvey:
		m.RequestID, m.SurveyResponse = a.ID, c.surveyResponse(a, now)
	default:
		panic(fmt.Sprintf("businessmessages: no event for %T", act))
	}
	if m.UserStatus == nil && m.Receipts == nil { // these came without, as in Google's examples
		m.Context = c.context(set)
	}
	return m
}

func (c *conversation) receipts(a phone.Receipts, now stamp) *receiptsPayload {
	kind := map[phone.State]string{phone.Delivered: "DELIVERED", phone.Read: "READ"}[a.State]
	list := &receiptsPayload{CreateTime: now}
	for _, id := range a.Messages {
		list.Receipts = append(list.Receipts, receipt{Message: c.name("messages", id), ReceiptType: kind})
	}
	return list
}

func (c *conversation) suggestionResponse(a phone.Tapped, now stamp) *suggestionPayload {
	kind := "ACTION"
	if a.Chip.Kind == phone.Reply {
		kind = "REPLY"
	}
	return &suggestionPayload{
		Message: c.name("messages", a.Message), PostbackData: a.Chip.Data, CreateTime: now, Text: a.Chip.Text, Type: kind,
	}
}

// authentication is a code if the customer allows it, and ACCESS_DENIED if not.
func authentication(allowed bool) *authenticationResponse {
	answer := &authenticationResponse{RedirectURI: redirectURI}
	if allowed {
		answer.Code = "4/0A" + rand.Text()
	} else {
		answer.ErrorDetails = &errorDetails{"ACCESS_DENIED", "The user cancelled the sign-in."}
	}
	return answer
}

func (c *conversation) surveyResponse(a phone.AnsweredSurvey, now stamp) *surveyPayload {
	q := a.Survey.Questions[a.Question]
	return &surveyPayload{
		Survey: c.name("surveys", a.Survey.ID), CreateTime: now,
		SurveyQuestionID: q.ID, QuestionType: q.Type,
		QuestionResponseText:         q.Options[q.Answer].Text,
		QuestionResponsePostbackData: q.Options[q.Answer].Data,
		QuestionIndex:                a.Question + 1, TotalQuestionCount: len(a.Survey.Questions), SurveyTriggerSource: "PARTNER",
	}
}
