// Package businessmessages speaks Google's Business Messages: it verifies and
// decodes what Google posts to a webhook, and sends messages by the API.
//
// Google closed the service on 31 July 2024. The wire format follows the REST
// reference (revision 20240228) and, where that is silent or was not followed,
// Google's own samples; the comments say which.
package businessmessages

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// envelope is the UserMessage that Google posts. Its members are decoded one by
// one, so that an unexpected one does not spoil the others.
type envelope struct {
	Agent          loose           `json:"agent"`
	ConversationID loose           `json:"conversationId"`
	RequestID      loose           `json:"requestId"`
	SendTime       loose           `json:"sendTime"`
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
	EntryPoint     loose `json:"entryPoint"`
	PlaceID        loose `json:"placeId"`
	NearPlaceID    loose `json:"nearPlaceId"`
	ResolvedLocale loose `json:"resolvedLocale"`
	CustomContext  loose `json:"customContext"`
	UserInfo       struct {
		DisplayName      loose `json:"displayName"`
		UserDeviceLocale loose `json:"userDeviceLocale"`
	} `json:"userInfo"`
	Widget struct {
		URL           loose `json:"url"`
		WidgetContext loose `json:"widgetContext"`
	} `json:"widget"`
}

type wireMessage struct {
	MessageID  loose  `json:"messageId"`
	Text       string `json:"text"`
	CreateTime loose  `json:"createTime"`
}

type wireSuggestion struct {
	Message      loose  `json:"message"`
	PostbackData string `json:"postbackData"`
	Text         string `json:"text"`
	CreateTime   loose  `json:"createTime"`
}

type wireUserStatus struct {
	IsTyping           *looseBool `json:"isTyping"`
	RequestedLiveAgent *looseBool `json:"requestedLiveAgent"`
	CreateTime         loose      `json:"createTime"`
}

type wireReceipts struct {
	Receipts   []json.RawMessage `json:"receipts"`
	CreateTime loose             `json:"createTime"`
}

type wireReceipt struct {
	Message     loose `json:"message"`
	ReceiptType loose `json:"receiptType"`
}

type wireSurvey struct {
	Survey     loose `json:"survey"`
	Question   loose `json:"surveyQuestionId"`
	Text       loose `json:"questionResponseText"`
	Postback   loose `json:"questionResponsePostbackData"`
	Index      loose `json:"questionIndex"`
	Total      loose `json:"totalQuestionCount"`
	Trigger    loose `json:"surveyTriggerSource"`
	Rating     loose `json:"rating"`
	Feedback   loose `json:"feedback"`
	CreateTime loose `json:"createTime"`
}

// loose is a string that Google may send as another type: a number keeps its
// digits, anything else counts as missing.
type loose string

func (l *loose) UnmarshalJSON(b []byte) error {
	var s string
	var n json.Number
	switch {
	case json.Unmarshal(b, &s) == nil:
		*l = loose(s)
	case json.Unmarshal(b, &n) == nil:
		*l = loose(n)
	default:
		*l = ""
	}
	return nil
}

// earliest is before Business Messages existed; times before it are placeholders.
var earliest = time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC) //nolint:gochecknoglobals // a constant

// notAfter is the time in the text, or the latest possible time if there is none, it
// cannot be right, or a clock was ahead: an event happened before it was sent, and it
// was sent before it was received.
func (l loose) notAfter(latest time.Time) time.Time {
	t, err := time.Parse(time.RFC3339Nano, string(l))
	if err != nil || t.Before(earliest) || t.After(latest) {
		return latest
	}
	return t.UTC()
}

// number is the whole number in the text, or 0.
func (l loose) number() int64 {
	n, err := strconv.ParseInt(string(l), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// lastSegment is the id at the end of a resource's name.
func (l loose) lastSegment() string {
	return string(l[strings.LastIndexByte(string(l), '/')+1:])
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
