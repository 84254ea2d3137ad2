package rcs

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
)

// The methods of the API.
const (
	MessagesCreate  google.Method = "phones.agentMessages.create"
	MessagesDelete  google.Method = "phones.agentMessages.delete"
	EventsCreate    google.Method = "phones.agentEvents.create"
	GetCapabilities google.Method = "phones.getCapabilities"
	TestersCreate   google.Method = "phones.testers.create"
	UsersBatchGet   google.Method = "users.batchGet"
	FilesCreate     google.Method = "files.create"
	FilesUpload     google.Method = "files.upload"
)

// API is the handler of POST /token, of /v1/… and /upload/v1/…, and of files, which Google serves from hosts of their
// own. It is made for the root of a host. In faults and watches, the conversation of a call is its phone number.
func (s *Service) API() http.Handler {
	const phones = "/v1/phones/{c}"
	mux := s.Mux(
		google.Route{
			Method: MessagesCreate, Verb: http.MethodPost, Path: phones + "/agentMessages",
			Query: []string{"messageId", "agentId"}, Do: s.createMessage,
		},
		google.Route{
			Method: MessagesDelete, Verb: http.MethodDelete, Path: phones + "/agentMessages/{m}",
			Query: []string{"agentId"}, Do: s.deleteMessage,
		},
		google.Route{
			Method: EventsCreate, Verb: http.MethodPost, Path: phones + "/agentEvents",
			Query: []string{"eventId", "agentId"}, Do: s.createEvent,
		},
		google.Route{
			Method: GetCapabilities, Verb: http.MethodGet, Path: phones + "/capabilities",
			Query: []string{"requestId", "agentId"}, Do: s.getCapabilities,
		},
		google.Route{
			Method: TestersCreate, Verb: http.MethodPost, Path: phones + "/testers",
			Query: []string{"agentId"}, Do: s.createTester,
		},
		google.Route{
			Method: UsersBatchGet, Verb: http.MethodPost, Path: "/v1/users:batchGet",
			Query: []string{"agentId"}, Do: s.batchGet,
		},
		google.Route{
			Method: FilesCreate, Verb: http.MethodPost, Path: "/v1/files", Query: []string{"agentId"}, Do: s.createFile,
		},
		google.Route{
			Method: FilesUpload, Verb: http.MethodPost, Path: "/upload/v1/files", Query: []string{"agentId"},
			Upload: maxFile + 1<<20, Do: s.uploadFile,
		},
	)
	mux.HandleFunc("GET "+filesPath+"{id}", s.files.serve)
	return mux
}

// name returns the full name of something of a phone; kind is "agentMessages" or "agentEvents".
func name(number, kind, id string) string { return "phones/" + number + "/" + kind + "/" + id }

// checkNumber requires a phone number in a call's path.
func checkNumber(c *google.Call) error {
	if !e164.MatchString(c.Conversation) {
		return google.Invalid("parent", "Not a phone number in E.164 format.")
	}
	return nil
}

// target returns what calls about one phone have in common: the agent, and that it may write to the number.
func (s *Service) target(c *google.Call) (*agent, error) {
	if err := checkNumber(c); err != nil {
		return nil, err
	}
	a, err := s.agentOf(c, "")
	if err != nil {
		return nil, err
	}
	return a, s.allowed(a, c.Conversation)
}

// createMessage looks at the id before anything that can change, so that the repetition of a message that was taken is
// always recognised. A refused message leaves its id free, unless a feature of the device was missing: then the guide
// demands another id.
func (s *Service) createMessage(c *google.Call) (any, error) {
	a, m, err := s.readMessage(c)
	if err != nil {
		return nil, err
	}
	first, fresh, err := s.claim(a, c.ID)
	if err != nil {
		return nil, err
	}
	expires, err := m.expires(first)
	if err != nil {
		return nil, err
	}
	if fresh {
		if err := s.deliver(c, a, m, expires); err != nil {
			return nil, err
		}
	}
	m.Name, m.SendTime = name(c.Conversation, "agentMessages", c.ID), stamp(first)
	if m.TTL != "" {
		m.TTL, m.ExpireTime = "", stamp(expires)
	}
	return m, nil
}

// readMessage applies every rule that does not depend on the phone.
func (s *Service) readMessage(c *google.Call) (*agent, *agentMessage, error) {
	if err := requiredUUID(c, "messageId", "message_id"); err != nil {
		return nil, nil, err
	}
	a, err := s.target(c)
	if err != nil {
		return nil, nil, err
	}
	if len(c.Body) > maxPayload {
		return nil, nil, google.Invalid("agent_message", "At most %d bytes, got %d.", maxPayload, len(c.Body))
	}
	m := new(agentMessage)
	if err := c.Decode("agent_message", m); err != nil {
		return nil, nil, err
	}
	k := checker{now: s.Now(), agent: a, file: s.files.of(a)}
	return a, m, k.message(m)
}

// deliver hands a message to its phone. One that has expired is refused; what Google says of it is not documented.
func (s *Service) deliver(c *google.Call, a *agent, m *agentMessage, expires time.Time) error {
	l, err := s.find(a, c.Conversation)
	if err == nil {
		err = s.fetch.all(m.ContentMessage)
	}
	switch {
	case err != nil:
	case !expires.IsZero() && !expires.After(s.Now()):
		err = google.Invalid("agent_message.expire_time", "The message has expired.")
	default:
		err = l.receive(c.ID, m, expires)
	}
	if lacking, ok := errors.AsType[lackError](err); ok {
		return lacking.refusal
	}
	if err != nil {
		s.release(a, c.ID)
	}
	return err
}

// lackError is the refusal of a message with a feature that the device lacks.
type lackError struct{ refusal error }

// Error is the refusal's.
func (e lackError) Error() string { return e.refusal.Error() }

// deleteMessage revokes a message that has not been delivered.
func (s *Service) deleteMessage(c *google.Call) (any, error) {
	a, err := s.target(c)
	if err != nil {
		return nil, err
	}
	l, err := s.find(a, c.Conversation)
	if err == nil {
		err = l.revoke(c.ID)
	}
	if err != nil && !s.switched().RevokeAlways {
		return nil, err
	}
	return struct{}{}, nil
}

// agentEvent is the body and the answer of phones.agentEvents.create.
type agentEvent struct {
	Name      string    `json:"name,omitempty"`
	EventType eventType `json:"eventType,omitempty"`
	MessageID string    `json:"messageId,omitempty"` // of the customer's message, with READ
	SendTime  string    `json:"sendTime,omitempty"`
}

type eventType string

const (
	isTyping eventType = "IS_TYPING"
	read     eventType = "READ"
)

// Values are all the values that the parser knows.
func (eventType) Values() []string {
	return []string{"TYPE_UNSPECIFIED", string(isTyping), string(read)}
}

func (s *Service) createEvent(c *google.Call) (any, error) {
	if err := requiredUUID(c, "eventId", "event_id"); err != nil {
		return nil, err
	}
	a, err := s.target(c)
	if err != nil {
		return nil, err
	}
	var ev agentEvent
	if err := c.Decode("agent_event", &ev); err != nil {
		return nil, err
	}
	if err := ev.check(); err != nil {
		return nil, err
	}
	first, fresh, err := s.claim(a, c.ID)
	if err != nil {
		return nil, err
	}
	if fresh {
		l, err := s.find(a, c.Conversation)
		if err == nil {
			err = l.receiveEvent(c.ID, ev)
		}
		if err != nil {
			s.release(a, c.ID)
			return nil, err
		}
	}
	ev.Name, ev.SendTime = name(c.Conversation, "agentEvents", c.ID), stamp(first)
	return ev, nil
}

func (ev *agentEvent) check() error {
	const field = "agent_event"
	if err := google.OutputOnly(ev.Name+ev.SendTime, field+".name"); err != nil {
		return err
	}
	switch {
	case ev.EventType != isTyping && ev.EventType != read:
		return google.Invalid(field+".event_type", "eventType is required: IS_TYPING or READ.")
	case ev.EventType == read && ev.MessageID == "":
		return google.Invalid(field+".message_id", "messageId is required for READ.")
	case ev.EventType == isTyping && ev.MessageID != "":
		return google.Invalid(field+".message_id", "messageId is for READ only.")
	}
	return nil
}

// classify adds what Google says about messages to numbers of the US.
func (m *agentMessage) classify(carrier string, file func(string) (upload, bool)) {
	if carrier == "" {
		return
	}
	m.Carrier, m.RichMessageClassification = carrier, classify(m.ContentMessage)
	m.TotalPayloadSizeBytes = strconv.Itoa(m.ContentMessage.size(file))
}

// classify counts the segments of text; everything else is media. The spelling of its name is uncertain.
func classify(m *contentMessage) *classification {
	if m.Text == "" {
		return &classification{ClassificationType: "RICH_MEDIA_MESSAGE"}
	}
	size := len(m.Text)
	if len(m.Suggestions) > 0 {
		raw, _ := json.Marshal(m.Suggestions) // came out of JSON
		size += len(raw)
	}
	return &classification{ClassificationType: "RICH_MESSAGE", SegmentCount: max(1, (size+159)/160)}
}

// size is that of the files of a message, as far as it is known.
func (m *contentMessage) size(file func(string) (upload, bool)) int {
	n := m.attachment(file).Size
	for _, card := range m.cards() {
		if card.Media != nil {
			n += card.Media.attachment(file).Size
		}
	}
	return n
}
