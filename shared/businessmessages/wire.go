// Package businessmessages speaks Google's Business Messages: it verifies and
// decodes what Google posts to a webhook, and sends messages by the API.
//
// Google closed the service on 31 July 2024. The wire format follows the REST
// reference (revision 20240228) and, where that is silent or was not followed,
// Google's own samples; the comments say which.
package businessmessages

import (
	"encoding/json"

	"github.com/frontdesk-gcp/frontdesk/shared/google"
)

// envelope is the UserMessage that Google posts. Its members are decoded one by
// one, so that an unexpected one does not spoil the others.
type envelope struct {
	Agent          google.Loose    `json:"agent"`
	ConversationID google.Loose    `json:"conversationId"`
	RequestID      google.Loose    `json:"requestId"`
	SendTime       google.Loose    `json:"sendTime"`
	Context        json.RawMessage `json:"context"`

	// Dialogflow says what Google's own bot made of a message.
	Dialogflow json.RawMessage `json:"dialogflowResponse"`

	Message            json.RawMessage `json:"message"`
	SuggestionResponse json.RawMessage `json:"suggestionResponse"`
	UserStatus         json.RawMessage `json:"userStatus"`
	Receipts           json.RawMessage `json:"receipts"`
	SurveyResponse     json.RawMessage `json:"surveyResponse"`
}

type wireContext struct {
	EntryPoint     google.Loose `json:"entryPoint"`
	PlaceID        google.Loose `json:"placeId"`
	NearPlaceID    google.Loose `json:"nearPlaceId"`
	ResolvedLocale google.Loose `json:"resolvedLocale"`
	CustomContext  google.Loose `json:"customContext"`
	UserInfo       struct {
		DisplayName      google.Loose `json:"displayName"`
		UserDeviceLocale google.Loose `json:"userDeviceLocale"`
	} `json:"userInfo"`
	Widget struct {
		URL           google.Loose `json:"url"`
		WidgetContext google.Loose `json:"widgetContext"`
	} `json:"widget"`
}

type wireMessage struct {
	MessageID  google.Loose `json:"messageId"`
	Text       string       `json:"text"`
	CreateTime google.Loose `json:"createTime"`
}

type wireSuggestion struct {
	Message      google.Loose `json:"message"`
	PostbackData string       `json:"postbackData"`
	Text         string       `json:"text"`
	CreateTime   google.Loose `json:"createTime"`
}

type wireUserStatus struct {
	IsTyping           *looseBool   `json:"isTyping"`
	RequestedLiveAgent *looseBool   `json:"requestedLiveAgent"`
	CreateTime         google.Loose `json:"createTime"`
}

type wireReceipts struct {
	Receipts   []json.RawMessage `json:"receipts"`
	CreateTime google.Loose      `json:"createTime"`
}

type wireReceipt struct {
	Message     google.Loose `json:"message"`
	ReceiptType google.Loose `json:"receiptType"`
}

type wireSurvey struct {
	Survey     google.Loose `json:"survey"`
	Question   google.Loose `json:"surveyQuestionId"`
	Text       google.Loose `json:"questionResponseText"`
	Postback   google.Loose `json:"questionResponsePostbackData"`
	Index      google.Loose `json:"questionIndex"`
	Total      google.Loose `json:"totalQuestionCount"`
	Trigger    google.Loose `json:"surveyTriggerSource"`
	Rating     google.Loose `json:"rating"`
	Feedback   google.Loose `json:"feedback"`
	CreateTime google.Loose `json:"createTime"`
}

// looseBool is a boolean that Google's own guides also print as a string. Null
// and any other value count as missing, see set.
type looseBool struct{ value, set bool }

func (b *looseBool) UnmarshalJSON(text []byte) error {
	switch string(text) {
	case `true`, `"true"`:
		*b = looseBool{value: true, set: true}
	case `false`, `"false"`:
		*b = looseBool{value: false, set: true}
	}
	return nil
}

// says reports whether the member was there as a boolean.
func (b *looseBool) says() bool { return b != nil && b.set }
