package businessmessages

import (
	"net/http"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
)

// The methods of the API.
const (
	MessagesCreate google.Method = "conversations.messages.create"
	ReceiptUpdate  google.Method = "conversations.messages.updateReceipt"
	EventsCreate   google.Method = "conversations.events.create"
	SurveysCreate  google.Method = "conversations.surveys.create"
)

// API is the handler of POST /token, of /v1/conversations/…, and of the images that customers send, which Google
// serves from its storage. It is made for the root of a host.
func (s *Service) API() http.Handler {
	const conversation = "/v1/conversations/{c}"
	mux := s.Mux(
		google.Route{
			Method: MessagesCreate, Verb: http.MethodPost, Path: conversation + "/messages",
			Query: []string{"forceFallback"}, Do: s.createMessage,
		},
		google.Route{
			Method: ReceiptUpdate, Verb: http.MethodPatch, Path: conversation + "/messages/{m}/receipt", Do: s.updateReceipt,
		},
		google.Route{
			Method: EventsCreate, Verb: http.MethodPost, Path: conversation + "/events",
			Query: []string{"eventId"}, Do: s.createEvent,
		},
		google.Route{
			Method: SurveysCreate, Verb: http.MethodPost, Path: conversation + "/surveys",
			Query: []string{"surveyId"}, Do: s.createSurvey,
		},
	)
	s.images.Serve(mux)
	return mux
}

// event is the body and the answer of conversations.events.create.
type event struct {
	Name           string          `json:"name,omitempty"`
	EventType      eventType       `json:"eventType,omitempty"`
	Representative *representative `json:"representative,omitempty"`
}

type eventType string

const (
	typingStarted        eventType = "TYPING_STARTED"
	typingStopped        eventType = "TYPING_STOPPED"
	representativeJoined eventType = "REPRESENTATIVE_JOINED"
	representativeLeft   eventType = "REPRESENTATIVE_LEFT"
)

// Values are all the values that the parser knows.
func (eventType) Values() []string {
	return []string{
		"EVENT_TYPE_UNSPECIFIED",
		string(typingStarted), string(typingStopped), string(representativeJoined), string(representativeLeft),
	}
}

// survey is the body and the answer of conversations.surveys.create.
type survey struct {
	Name string `json:"name,omitempty"`
}

// readReceipt is the body and the answer of conversations.messages.updateReceipt.
type readReceipt struct {
	Name        string      `json:"name,omitempty"`
	ReceiptType receiptType `json:"receiptType,omitempty"`
}

type receiptType string

// Values are all the values that the parser knows.
func (receiptType) Values() []string { return []string{"RECEIPT_TYPE_UNSPECIFIED", "READ"} }

func (s *Service) createMessage(c *google.Call) (any, error) {
	m := new(message)
	if err := c.Decode("message", m); err != nil {
		return nil, err
	}
	c.ID = m.MessageID
	forced, err := forceFallback(c, m)
	if err != nil {
		return nil, err
	}
	if err := m.check(); err != nil {
		return nil, err
	}
	talk, err := s.find(c.Conversation)
	if err != nil {
		return nil, err
	}
	m.Name = talk.name("messages", m.MessageID)
	if err := talk.showMessage(m, forced); err != nil {
		return nil, err
	}
	return m, nil
}

// forceFallback reads the parameter. It works for agents that are not launched; the stand-in's never is.
func forceFallback(c *google.Call, m *message) (bool, error) {
	switch v := c.Query.Get("forceFallback"); v {
	case "", "false":
		return false, nil
	case "true":
		if m.Fallback == "" {
			return false, google.Invalid("message.fallback", "forceFallback needs a fallback.")
		}
		return true, nil
	default:
		return false, google.Invalid("force_fallback", "Invalid value at 'force_fallback' (TYPE_BOOL), %q", v)
	}
}

func (s *Service) updateReceipt(c *google.Call) (any, error) {
	var r readReceipt
	if err := c.Decode("receipt", &r); err != nil {
		return nil, err
	}
	if r.ReceiptType != "READ" {
		return nil, google.Invalid("receipt.receipt_type", "receiptType must be READ.")
	}
	if err := google.OutputOnly(r.Name, "receipt.name"); err != nil {
		return nil, err
	}
	talk, err := s.find(c.Conversation)
	if err != nil {
		return nil, err
	}
	if err := talk.readByBusiness(c.ID); err != nil {
		return nil, err
	}
	r.Name = talk.name("messages", c.ID) + "/receipt"
	return r, nil
}

func (s *Service) createEvent(c *google.Call) (any, error) {
	if err := c.RequiredID("eventId"); err != nil {
		return nil, err
	}
	var ev event
	if err := c.Decode("event", &ev); err != nil {
		return nil, err
	}
	if err := ev.check(); err != nil {
		return nil, err
	}
	talk, err := s.find(c.Conversation)
	if err != nil {
		return nil, err
	}
	if err := talk.showEvent(c.ID, &ev); err != nil {
		return nil, err
	}
	ev.Name = talk.name("events", c.ID)
	return ev, nil
}

// check requires a representative in every event, and a human one for joining and leaving.
func (ev *event) check() error {
	if err := google.OutputOnly(ev.Name, "event.name"); err != nil {
		return err
	}
	if ev.EventType == "" || ev.EventType == "EVENT_TYPE_UNSPECIFIED" {
		return google.Invalid("event.event_type", "eventType is required.")
	}
	if err := ev.Representative.check("event.representative"); err != nil {
		return err
	}
	joins := ev.EventType == representativeJoined || ev.EventType == representativeLeft
	if joins && ev.Representative.RepresentativeType != human {
		return google.Invalid("event.representative", "%s needs a HUMAN representative.", ev.EventType)
	}
	return nil
}

// createSurvey accepts {} and, as in Google's sample, no body at all.
func (s *Service) createSurvey(c *google.Call) (any, error) {
	if err := c.RequiredID("surveyId"); err != nil {
		return nil, err
	}
	var sv survey
	if len(c.Body) > 0 {
		if err := c.Decode("survey", &sv); err != nil {
			return nil, err
		}
	}
	if err := google.OutputOnly(sv.Name, "survey.name"); err != nil {
		return nil, err
	}
	talk, err := s.find(c.Conversation)
	if err != nil {
		return nil, err
	}
	if err := talk.showSurvey(c.ID); err != nil {
		return nil, err
	}
	sv.Name = talk.name("surveys", c.ID)
	return sv, nil
}
