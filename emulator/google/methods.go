package google

import "net/http"

// event is the body and the answer of conversations.events.create.
type event struct {
	Name           string          `json:"name,omitempty"`
	EventType      eventType       `json:"eventType,omitempty"`
	Representative *Representative `json:"representative,omitempty"`
}

type eventType string

const (
	typingStarted        eventType = "TYPING_STARTED"
	typingStopped        eventType = "TYPING_STOPPED"
	representativeJoined eventType = "REPRESENTATIVE_JOINED"
	representativeLeft   eventType = "REPRESENTATIVE_LEFT"
)

func (eventType) values() []string {
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

func (receiptType) values() []string { return []string{"RECEIPT_TYPE_UNSPECIFIED", "READ"} }

func (s *Service) createMessage(c *call) (any, error) {
	m := new(Message)
	if err := decode(c.body, "message", m); err != nil {
		return nil, err
	}
	c.id = m.MessageID
	forced, err := forceFallback(c, m)
	if err != nil {
		return nil, err
	}
	if err := m.check(); err != nil {
		return nil, err
	}
	p, err := s.party(c)
	if err != nil {
		return nil, err
	}
	m.Name = p.messageName(m.MessageID)
	if err := p.receive(m, forced); err != nil {
		return nil, err
	}
	s.emit(Event{Kind: PhoneMessage, Conversation: c.conversation, ID: c.id, Detail: m.Text})
	p.autoReceipts(c.id)
	return m, nil
}

// forceFallback reads the parameter. It works for agents that are not launched; the stand-in's never is.
func forceFallback(c *call, m *Message) (bool, error) {
	switch v := c.query.Get("forceFallback"); v {
	case "", "false":
		return false, nil
	case "true":
		if m.Fallback == "" {
			return false, invalid("message.fallback", "forceFallback needs a fallback.")
		}
		return true, nil
	default:
		return false, invalid("force_fallback", "Invalid value at 'force_fallback' (TYPE_BOOL), %q", v)
	}
}

// party gives the phone a call is for. An unknown conversation is 403, not 404.
func (s *Service) party(c *call) (*Phone, error) {
	p, ok := s.lookup(c.conversation)
	if !ok {
		return nil, denied("no such conversation")
	}
	return p, nil
}

func (s *Service) updateReceipt(c *call) (any, error) {
	var r readReceipt
	if err := decode(c.body, "receipt", &r); err != nil {
		return nil, err
	}
	if r.ReceiptType != "READ" {
		return nil, invalid("receipt.receipt_type", "receiptType must be READ.")
	}
	if err := outputOnly(r.Name, "receipt.name"); err != nil {
		return nil, err
	}
	p, err := s.party(c)
	if err != nil {
		return nil, err
	}
	if err := p.readByBusiness(c.id); err != nil {
		return nil, err
	}
	s.emit(Event{Kind: PhoneReceipt, Conversation: c.conversation, ID: c.id})
	r.Name = p.messageName(c.id) + "/receipt"
	return r, nil
}

func (s *Service) createEvent(c *call) (any, error) {
	var err error
	if c.id, err = queryID(c, "eventId"); err != nil {
		return nil, err
	}
	var ev event
	if err := decode(c.body, "event", &ev); err != nil {
		return nil, err
	}
	if err := ev.check(); err != nil {
		return nil, err
	}
	p, err := s.party(c)
	if err != nil {
		return nil, err
	}
	if err := p.happen(c.id, &ev); err != nil {
		return nil, err
	}
	s.emit(ev.seen(c))
	ev.Name = "conversations/" + c.conversation + "/events/" + c.id
	return ev, nil
}

// check wants a representative in every event, and a person where one joins or leaves.
func (ev *event) check() error {
	if err := outputOnly(ev.Name, "event.name"); err != nil {
		return err
	}
	if ev.EventType == "" || ev.EventType == "EVENT_TYPE_UNSPECIFIED" {
		return invalid("event.event_type", "eventType is required.")
	}
	if err := ev.Representative.check("event.representative"); err != nil {
		return err
	}
	joins := ev.EventType == representativeJoined || ev.EventType == representativeLeft
	if joins && ev.Representative.RepresentativeType != Human {
		return invalid("event.representative", "%s needs a HUMAN representative.", ev.EventType)
	}
	return nil
}

// seen is what the phone shows of the event.
func (ev *event) seen(c *call) Event {
	e := Event{Conversation: c.conversation, ID: c.id, Detail: ev.Representative.DisplayName}
	switch ev.EventType {
	case representativeJoined:
		e.Kind = PhoneJoined
	case representativeLeft:
		e.Kind = PhoneLeft
	case typingStarted:
		e.Kind, e.Detail = PhoneTyping, "started"
	default:
		e.Kind, e.Detail = PhoneTyping, "stopped"
	}
	return e
}

// createSurvey takes {} or no body at all, as in Google's sample.
func (s *Service) createSurvey(c *call) (any, error) {
	var err error
	if c.id, err = queryID(c, "surveyId"); err != nil {
		return nil, err
	}
	var sv survey
	if len(c.body) > 0 {
		if err := decode(c.body, "survey", &sv); err != nil {
			return nil, err
		}
	}
	if err := outputOnly(sv.Name, "survey.name"); err != nil {
		return nil, err
	}
	p, err := s.party(c)
	if err != nil {
		return nil, err
	}
	if err := p.ask(c.id); err != nil {
		return nil, err
	}
	s.emit(Event{Kind: PhoneSurvey, Conversation: c.conversation, ID: c.id})
	sv.Name = "conversations/" + c.conversation + "/surveys/" + c.id
	return sv, nil
}

// queryID gives the id that a create method wants in its query.
func queryID(c *call, name string) (string, error) {
	id := c.query.Get(name)
	if id == "" {
		return "", &apiError{
			code: http.StatusBadRequest, status: "INVALID_ARGUMENT", message: "Missing required query parameter " + name + ".",
		}
	}
	return id, nil
}

// outputOnly refuses a value for a field that only Google sets. The real parser may have dropped it silently.
func outputOnly(v, field string) error {
	if v != "" {
		return invalid(field, "Field '%s' is output only.", field)
	}
	return nil
}
