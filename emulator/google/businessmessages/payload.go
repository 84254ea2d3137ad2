package businessmessages

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"
)

// userMessage is the envelope of every event that Google posts to a webhook; exactly one of its payloads is set.
type userMessage struct {
	Agent                  string                  `json:"agent"`
	ConversationID         string                  `json:"conversationId"`
	CustomAgentID          string                  `json:"customAgentId,omitempty"`
	RequestID              string                  `json:"requestId,omitempty"`
	Message                *textPayload            `json:"message,omitempty"`
	SuggestionResponse     *suggestionPayload      `json:"suggestionResponse,omitempty"`
	UserStatus             *statusPayload          `json:"userStatus,omitempty"`
	Receipts               *receiptsPayload        `json:"receipts,omitempty"`
	SurveyResponse         *surveyPayload          `json:"surveyResponse,omitempty"`
	AuthenticationResponse *authenticationResponse `json:"authenticationResponse,omitempty"`
	Context                *conversationContext    `json:"context,omitempty"`
	SendTime               stamp                   `json:"sendTime"`
}

type textPayload struct {
	MessageID  string `json:"messageId"`
	Name       string `json:"name"`
	Text       string `json:"text"`
	CreateTime stamp  `json:"createTime"`
}

type suggestionPayload struct {
	Message      string `json:"message"`
	PostbackData string `json:"postbackData"`
	CreateTime   stamp  `json:"createTime"`
	Text         string `json:"text"`
	Type         string `json:"type"` // REPLY or ACTION
}

// statusPayload holds one of its two flags; a flag is there whether it is true or false.
type statusPayload struct {
	IsTyping           *bool `json:"isTyping,omitempty"`
	RequestedLiveAgent *bool `json:"requestedLiveAgent,omitempty"`
	CreateTime         stamp `json:"createTime"`
}

type receiptsPayload struct {
	Receipts   []receipt `json:"receipts"`
	CreateTime stamp     `json:"createTime"`
}

type receipt struct {
	Message     string `json:"message"`
	ReceiptType string `json:"receiptType"` // DELIVERED or READ
}

type surveyPayload struct {
	Survey                       string `json:"survey"`
	CreateTime                   stamp  `json:"createTime"`
	SurveyQuestionID             string `json:"surveyQuestionId"`
	QuestionResponseText         string `json:"questionResponseText"`
	QuestionResponsePostbackData string `json:"questionResponsePostbackData"`
	QuestionType                 string `json:"questionType"`
	QuestionIndex                int    `json:"questionIndex"` // from 1; the documents do not say
	TotalQuestionCount           int    `json:"totalQuestionCount"`
	SurveyTriggerSource          string `json:"surveyTriggerSource"`
}

type authenticationResponse struct {
	Code         string        `json:"code,omitempty"`
	ErrorDetails *errorDetails `json:"errorDetails,omitempty"`
	RedirectURI  string        `json:"redirectUri"`
}

type errorDetails struct {
	Error            string `json:"error"`
	ErrorDescription string `json:"errorDescription"`
}

type conversationContext struct {
	EntryPoint     string   `json:"entryPoint"`
	PlaceID        string   `json:"placeId,omitempty"`
	ResolvedLocale string   `json:"resolvedLocale"`
	CustomContext  string   `json:"customContext,omitempty"`
	UserInfo       userInfo `json:"userInfo"`
}

type userInfo struct {
	DisplayName      string `json:"displayName"`
	UserDeviceLocale string `json:"userDeviceLocale"`
}

// stamp is a time as Google writes it: UTC, six digits of a second.
type stamp time.Time

// MarshalJSON writes the time.
func (s stamp) MarshalJSON() ([]byte, error) {
	return []byte(`"` + time.Time(s).UTC().Format("2006-01-02T15:04:05.000000Z") + `"`), nil
}

// kind is the name of the payload that is set.
func (m *userMessage) kind() string {
	switch {
	case m.Message != nil:
		return "message"
	case m.SuggestionResponse != nil:
		return "suggestionResponse"
	case m.UserStatus != nil:
		return "userStatus"
	case m.Receipts != nil:
		return "receipts"
	case m.SurveyResponse != nil:
		return "surveyResponse"
	default:
		return "authenticationResponse"
	}
}

// encode writes the event as Google's serialiser did, which escaped = and & (and < and >, as Go does by itself). An
// equals sign can stand only inside a string of JSON, so it may be replaced everywhere.
func (m *userMessage) encode() []byte {
	raw, err := json.Marshal(m)
	if err != nil {
		panic("businessmessages: an event that cannot be written: " + err.Error())
	}
	return bytes.ReplaceAll(raw, []byte("="), []byte(`\u003d`))
}

// language is the language of a BCP 47 tag: what an agent with one locale per language would be resolved to.
func language(tag string) string {
	lang, _, _ := strings.Cut(tag, "-")
	return lang
}
