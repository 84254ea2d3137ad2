package rcs

import (
	"bytes"
	"cmp"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

// The headers of a delivery; the second is not signed.
const (
	signatureHeader = "X-Goog-Signature"
	typeHeader      = "X-Goog-Webhook-Type"
)

// projectNumber and subscription are those that envelopes name. Nothing depends on them.
const (
	projectNumber = "100200300400"
	subscription  = "projects/rbm-emulator/subscriptions/rbm-agent-subscription"
)

// payload is what Google signs and puts into an envelope.
type payload interface {
	id() string
	kind() envelopeKind
}

// envelopeKind is what an envelope says about its payload. Google documents few of the attributes: those of texts were
// seen, those of launches are documented, "event" is a guess.
type envelopeKind struct {
	kind    string // attribute "type"
	message string // attribute "message_type"
	event   string // attribute "event_type"
	watched string // what watchers call the payload
	// callback is the webhook's type in the header, if it is not that of messages.
	callback string
}

// userMessage is what a customer wrote, attached or tapped; exactly one of its contents is set.
type userMessage struct {
	SenderPhoneNumber         string              `json:"senderPhoneNumber"`
	MessageID                 string              `json:"messageId"`
	SendTime                  string              `json:"sendTime"`
	AgentID                   string              `json:"agentId"`
	RichMessageClassification *classification     `json:"richMessageClassification,omitempty"`
	Carrier                   string              `json:"carrier,omitempty"`
	Text                      string              `json:"text,omitempty"`
	UserFile                  *userFile           `json:"userFile,omitempty"`
	Location                  *location           `json:"location,omitempty"`
	SuggestionResponse        *suggestionResponse `json:"suggestionResponse,omitempty"`
}

type userFile struct {
	Thumbnail *fileInfo `json:"thumbnail,omitempty"`
	Payload   fileInfo  `json:"payload"`
}

type fileInfo struct {
	MimeType      string `json:"mimeType"`
	FileSizeBytes int    `json:"fileSizeBytes"`
	FileURI       string `json:"fileUri"`
	FileName      string `json:"fileName"`
}

type location struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

type suggestionResponse struct {
	PostbackData string `json:"postbackData"`
	Text         string `json:"text,omitempty"`
	Type         string `json:"type,omitempty"` // REPLY or ACTION, as third parties have seen
}

// tapEvent is a tap on an action as the guide about events shows it.
type tapEvent struct {
	SenderPhoneNumber  string             `json:"senderPhoneNumber"`
	EventID            string             `json:"eventId"`
	AgentID            string             `json:"agentId"`
	SuggestionResponse suggestionResponse `json:"suggestionResponse"`
}

// userEvent is something that happened on the customer's device.
type userEvent struct {
	SenderPhoneNumber string `json:"senderPhoneNumber"`
	EventType         string `json:"eventType"`
	EventID           string `json:"eventId"`
	MessageID         string `json:"messageId,omitempty"` // of the business's message
	SendTime          string `json:"sendTime"`
	AgentID           string `json:"agentId"`
}

// serverEvent is something that happened on Google's side.
type serverEvent struct {
	PhoneNumber string `json:"phoneNumber"`
	MessageID   string `json:"messageId"`
	AgentID     string `json:"agentId"`
	EventType   string `json:"eventType"`
	EventID     string `json:"eventId"`
	SendTime    string `json:"sendTime"`
}

// launchEvent is a change of an agent's launch.
type launchEvent struct {
	EventID          string `json:"eventId"`
	AgentID          string `json:"agentId"`
	BotDisplayName   string `json:"botDisplayName"`
	BrandID          string `json:"brandId"`
	BrandDisplayName string `json:"brandDisplayName"`
	RegionID         string `json:"regionId"`
	OldLaunchState   string `json:"oldLaunchState"`
	NewLaunchState   string `json:"newLaunchState"`
	ActingParty      string `json:"actingParty"`
	Comment          string `json:"comment"`
	SendTime         string `json:"sendTime"`
}

func (m *userMessage) id() string { return m.MessageID }
func (e *tapEvent) id() string    { return e.EventID }
func (e *userEvent) id() string   { return e.EventID }
func (e *serverEvent) id() string { return e.EventID }

func (m *userMessage) kind() envelopeKind {
	switch {
	case m.UserFile != nil:
		return envelopeKind{kind: "message", watched: "userFile"}
	case m.Location != nil:
		return envelopeKind{kind: "message", watched: "location"}
	case m.SuggestionResponse != nil:
		return envelopeKind{kind: "message", watched: "suggestionResponse"}
	}
	return envelopeKind{kind: "message", message: "TEXT", watched: "text"}
}

func (*tapEvent) kind() envelopeKind {
	return envelopeKind{kind: "message", watched: "suggestionResponse"}
}

func (e *userEvent) kind() envelopeKind { return envelopeKind{kind: "event", watched: e.EventType} }

func (e *serverEvent) kind() envelopeKind { return envelopeKind{kind: "event", watched: e.EventType} }

func (m *userMessage) setText(text, carrier string) {
	m.Text = text
	if carrier != "" {
		m.Carrier, m.RichMessageClassification = carrier, classify(&contentMessage{Text: text})
	}
}

func (l *line) message(id string) *userMessage {
	return &userMessage{
		SenderPhoneNumber: l.number, MessageID: id, SendTime: stamp(l.service.Now()), AgentID: l.agent.ID + suffix,
	}
}

func (l *line) userEvent(kind, id, about string) payload {
	return &userEvent{l.number, kind, id, about, stamp(l.service.Now()), l.agent.ID + suffix}
}

func (l *line) serverEvent(kind, about string) payload {
	return &serverEvent{l.number, about, l.agent.ID + suffix, kind, l.NewID(), stamp(l.service.Now())}
}

// launchEvent is a delivery that belongs to no customer.
func (s *Service) launchEvent(a *agent, before, after string) google.Delivery {
	e := launchEvent{
		EventID: a.ID + "/" + strconv.FormatInt(s.next(), 10), AgentID: a.ID + suffix, BotDisplayName: a.Brand,
		BrandID: "6e1d0c2b-3a49-4857-9665-74839201aebc", BrandDisplayName: a.Brand, RegionID: "/v1/regions/example-carrier",
		OldLaunchState: before, NewLaunchState: after, ActingParty: "reviewer@carrier.example", SendTime: stamp(s.Now()),
	}
	d := s.envelope(a, envelopeKind{kind: "agent_launch_event", event: after, watched: "launch", callback: "agent_callback"}, encode(e))
	d.ID, d.Report = e.EventID, func(phone.State) {}
	return d
}

// encode writes a payload as captures show it: with two spaces, and no character escaped that need not be.
func encode(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		panic("rcs: an event that cannot be written: " + err.Error())
	}
	return bytes.TrimSpace(b.Bytes())
}

// envelope is the body of a delivery, in the shape of a Pub/Sub push. Both spellings of its ids were seen.
type envelope struct {
	Message struct {
		Attributes   map[string]string `json:"attributes"`
		Data         []byte            `json:"data"`
		MessageID    string            `json:"messageId"`
		MessageID2   string            `json:"message_id"`
		PublishTime  string            `json:"publishTime"`
		PublishTime2 string            `json:"publish_time"`
	} `json:"message"`
	Subscription string `json:"subscription"`
}

// envelope puts a payload into an envelope, and signs the payload alone.
func (s *Service) envelope(a *agent, kind envelopeKind, data []byte) google.Delivery {
	var e envelope
	m := &e.Message
	m.Attributes = map[string]string{
		"business_id": a.ID + suffix, "product": "RBM", "project_number": projectNumber, "type": kind.kind,
	}
	if kind.message != "" {
		m.Attributes["message_type"] = kind.message
	}
	if kind.event != "" {
		m.Attributes["event_type"] = kind.event
	}
	m.Data, m.MessageID = data, strconv.FormatInt(s.next(), 10)
	m.PublishTime = s.Now().UTC().Format("2006-01-02T15:04:05.000Z")
	m.MessageID2, m.PublishTime2, e.Subscription = m.MessageID, m.PublishTime, subscription
	return google.Delivery{
		Payload: kind.watched, URL: func() string { return s.webhookOf(a) }, Body: encode(e),
		Header: func() http.Header { return s.signed(a, data, cmp.Or(kind.callback, "message_callback")) },
	}
}

// signed returns the header with the signature of a payload, and the type of the callback.
func (s *Service) signed(a *agent, data []byte, callback string) http.Header {
	header := http.Header{signatureHeader: {google.Sign(s.Token(a.ClientToken), data)}}
	if !s.switched().NoTypeHeader {
		header.Set(typeHeader, callback)
	}
	return header
}

// next numbers the envelopes.
func (s *Service) next() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sequence++
	return s.sequence
}

// stamp is a time as Google writes it: UTC, six digits of a second.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000Z") }
