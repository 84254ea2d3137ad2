package google

import (
	"fmt"
	"time"
)

// Limits of a conversation.
const (
	window       = 30 * 24 * time.Hour // after the customer's last message
	perMinute    = 60                  // messages of the business
	surveyPeriod = 24 * time.Hour      // one survey in it
)

// admit says whether the business may send into the conversation now; the caller holds the lock. What Google answers
// after the 30 days is documented nowhere; the stand-in treats it like a conversation the agent has no right in. A
// customer who has only been typing has not said anything yet.
func (p *Phone) admit() error {
	if p.said.IsZero() {
		return denied("the customer has not sent a message yet")
	}
	if p.now().Sub(p.said) > window {
		return denied("more than 30 days since the customer's last message")
	}
	return nil
}

// receive takes a message of the business, or refuses it. forced: the sender asked for the fallback. The id comes
// before the rate, so that the retry of a message that was taken always gets ALREADY_EXISTS; a refused message leaves
// its id free.
func (p *Phone) receive(m *Message, forced bool) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.admit(); err != nil {
		return err
	}
	if p.find(Business, m.MessageID) != nil {
		// The text of 2022 promises this error; that of 2024 only says that delivery may suffer.
		return alreadyExists("message id was used before in this conversation")
	}
	fallback := forced || p.settings.Old && !m.plain()
	if fallback && m.Fallback == "" {
		return failedPrecondition("the device cannot show the message and there is no fallback")
	}
	if err := p.countSend(); err != nil {
		return err
	}
	e := Entry{
		ID: m.MessageID, From: Business, Kind: EntryMessage, State: Arrived,
		Text: m.Text, Representative: m.Representative, Message: m, Fallback: fallback,
	}
	if fallback {
		e.Text = m.Fallback
	} else if m.ContainsRichText {
		e.Spans, _ = parseRichText(m.Text) // was checked
	}
	p.typing = nil
	p.add(e)
	return nil
}

// countSend keeps to 60 messages in any minute.
func (p *Phone) countSend() error {
	now := p.now()
	for len(p.sends) > 0 && now.Sub(p.sends[0]) >= time.Minute {
		p.sends = p.sends[1:]
	}
	if len(p.sends) >= perMinute {
		return exhausted("Quota exceeded.", "more than 60 messages a minute in one conversation")
	}
	p.sends = append(p.sends, now)
	return nil
}

// once refuses an id that the conversation has seen; kind is "events" or "surveys".
func (p *Phone) once(kind, id string) error {
	key := kind + "/" + id
	if p.seen[key] {
		return alreadyExists(key + " was used before in this conversation")
	}
	p.seen[key] = true
	return nil
}

// happen takes an event of the business.
func (p *Phone) happen(id string, ev *event) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.admit(); err != nil {
		return err
	}
	if err := p.once("events", id); err != nil {
		return err
	}
	e := Entry{ID: id, From: Business, Representative: ev.Representative}
	switch ev.EventType {
	case typingStarted:
		p.typing = ev.Representative
		p.touch()
	case typingStopped:
		p.typing = nil
		p.touch()
	case representativeJoined:
		e.Kind = EntryJoined
		p.add(e)
	case representativeLeft:
		e.Kind = EntryLeft
		p.typing = nil
		p.add(e)
	}
	return nil
}

// ask shows a survey.
func (p *Phone) ask(id string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.admit(); err != nil {
		return err
	}
	if p.settings.Old {
		return failedPrecondition("the device cannot show surveys")
	}
	if p.seen["surveys/"+id] {
		return alreadyExists("survey id was used before in this conversation")
	}
	now := p.now()
	if !p.surveyed.IsZero() && now.Sub(p.surveyed) < surveyPeriod {
		return exhausted("Resource has been exhausted.", fmt.Sprintf("last survey was %v ago", now.Sub(p.surveyed)))
	}
	p.seen["surveys/"+id], p.surveyed = true, now
	p.add(Entry{ID: id, From: Business, Kind: EntrySurvey, Survey: newSurvey(id, p.settings.Locale)})
	return nil
}

// readByBusiness shows that the business has read a message. Google documents no error for a message it does not know;
// as an unknown conversation is PERMISSION_DENIED, so is this. The message of the business whose suggestion was tapped
// is let through: Google's own sample acknowledges taps with the id it finds in them.
func (p *Phone) readByBusiness(id string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.tapped[id] {
		return nil
	}
	e := p.find(Customer, id)
	if e == nil {
		return denied("the customer sent no such message")
	}
	if e.State != Read {
		e.State = Read
		p.revise(e)
	}
	return nil
}
