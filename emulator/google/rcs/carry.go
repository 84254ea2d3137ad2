package rcs

import (
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

// Errors of what a customer does on a device that cannot send now.
var (
	ErrOffline = errors.New("rcs: the device is offline; it is sent later")
	ErrNoRCS   = errors.New("rcs: the device has no RCS")
)

// Features are those of every phone in the channel.
func (l *line) Features() phone.Features {
	return phone.Features{
		Typing: true, Files: []string{phone.AnyFile}, MaxFile: maxFile, Places: true, Consent: true, Verified: true,
		Address: l.number, Fields: deviceFields(),
	}
}

// Keep stores a file and returns its URL.
func (l *line) Keep(contentType string, data []byte) (url string, err error) {
	return l.service.files.keepCustomers(contentType, data)
}

// NewID looks like the ids that phones were seen to make.
func (l *line) NewID() string { return "Mx" + rand.Text() }

// Carry begins to deliver what the customer did as events of the webhook, or keeps it for later.
func (l *line) Carry(set phone.Settings, act phone.Act, report func(phone.State)) (first <-chan error) {
	switch {
	case !reachable(set):
		l.service.After(0, func() { report(phone.Dropped) })
		return failed(ErrNoRCS)
	case offline(set):
		if _, typed := act.(phone.Typed); !typed {
			l.held = append(l.held, func() { l.begin(set, act, report) })
		}
		return failed(ErrOffline)
	}
	return l.begin(set, act, report)
}

func failed(err error) <-chan error {
	first := make(chan error, 1)
	first <- err
	return first
}

// begin delivers the events of an act, and returns the outcome for the last. What is reported is how the first gets on.
func (l *line) begin(set phone.Settings, act phone.Act, report func(phone.State)) (first <-chan error) {
	first = failed(nil) // for an act that the channel has no event for
	for _, p := range l.payloads(set, act) {
		first = l.post(p, report)
		report = func(phone.State) {}
	}
	return first
}

// payloads are the events that tell of an act, in order.
func (l *line) payloads(set phone.Settings, act phone.Act) []payload {
	switch a := act.(type) {
	case phone.Wrote:
		return l.wrote(set, a)
	case phone.SharedPlace:
		m := l.message(a.ID)
		m.Location = &location{a.Place.Latitude, a.Place.Longitude}
		return []payload{m}
	case phone.Tapped:
		return []payload{l.tapped(a)}
	case phone.Typed:
		if !a.On {
			return nil // there is no event for that
		}
		return []payload{l.userEvent("IS_TYPING", a.ID, "")}
	case phone.Receipts:
		kind := map[phone.State]string{phone.Delivered: "DELIVERED", phone.Read: "READ"}[a.State]
		var all []payload
		for _, id := range a.Messages {
			all = append(all, l.userEvent(kind, l.NewID(), id))
		}
		return all
	case phone.Consented:
		text := l.message(a.ID)
		text.setText(keyword(set.Locale, a.On), set.Fields[Carrier])
		return []payload{text, l.consent(a.On)}
	}
	panic(fmt.Sprintf("rcs: no event for %T", act))
}

// wrote is a text or a file. A keyword comes with an event; any other text of an unsubscribed customer counts as asking
// for an answer.
func (l *line) wrote(set phone.Settings, a phone.Wrote) []payload {
	m := l.message(a.ID)
	if a.File != nil {
		m.UserFile = l.file(a.File)
		l.unsubscribed, l.acknowledged = false, false
		return []payload{m}
	}
	m.setText(a.Text, set.Fields[Carrier])
	word := strings.ToUpper(strings.TrimSpace(a.Text))
	for _, on := range []bool{false, true} {
		if word == keyword("", on) || word == keyword(set.Locale, on) {
			return []payload{m, l.consent(on)}
		}
	}
	l.unsubscribed, l.acknowledged = false, false
	return []payload{m}
}

// consent is the event beside a keyword.
func (l *line) consent(on bool) payload {
	l.unsubscribed, l.acknowledged = !on, false
	kind := "UNSUBSCRIBE"
	if on {
		kind = "SUBSCRIBE"
	}
	return l.userEvent(kind, l.NewID(), "")
}

// keyword is what customers of a country write to end the messages, or to allow them again.
func keyword(locale string, on bool) string {
	language, _, _ := strings.Cut(locale, "-")
	words, ok := map[string][2]string{
		"es": {"BAJA", "ALTA"}, "pt": {"PARAR", "COMEÇAR"}, "fr": {"STOP", "DÉMARRER"},
	}[language]
	if !ok {
		words = [2]string{"STOP", "START"}
	}
	if on {
		return words[1]
	}
	return words[0]
}

// tapped tells of a tap. It does not say which message the chip belongs to.
func (l *line) tapped(a phone.Tapped) payload {
	reply := a.Chip.Kind == phone.Reply
	if !reply && l.service.switched().EventTaps {
		return &tapEvent{
			SenderPhoneNumber: l.number, EventID: a.ID, AgentID: l.agent.ID + suffix,
			SuggestionResponse: suggestionResponse{PostbackData: a.Chip.Data},
		}
	}
	m := l.message(a.ID)
	m.SuggestionResponse = &suggestionResponse{a.Chip.Data, a.Chip.Text, "ACTION"}
	if reply {
		m.SuggestionResponse.Type = "REPLY"
	}
	return m
}

// file describes a customer's file. A device gives one without a name the name of its type.
func (l *line) file(f *phone.File) *userFile {
	name := f.Name
	if name == "" {
		kind, _, _ := strings.Cut(f.ContentType, "/")
		name = kind
	}
	u := &userFile{Payload: fileInfo{f.ContentType, f.Size, f.URL, name}}
	if thumb, ok := l.service.files.thumbnailOf(f.URL); ok {
		stem, _, _ := strings.Cut(name, ".")
		u.Thumbnail = &fileInfo{thumb.contentType, len(thumb.data), thumb.url, stem + "_thumb.jpg"}
	}
	return u
}

// parked is an event that waits to be overtaken.
type parked struct {
	send  func() <-chan error
	first chan error
}

// parkedFor is how long an event waits for another one to overtake it.
const parkedFor = time.Second

// post begins to deliver an event, twice or out of order if a switch says so.
func (l *line) post(p payload, report func(phone.State)) <-chan error {
	l.known[p.id()] = true
	d := l.delivery(p)
	d.Report = report
	switches := l.service.switched()
	send := func() <-chan error {
		first := l.service.Begin(d)
		if switches.Duplicate {
			twin := d
			twin.Report = func(phone.State) {}
			l.service.Begin(twin)
		}
		return first
	}
	if switches.Reorder && l.parked == nil {
		l.parked = &parked{send, make(chan error, 1)}
		l.service.After(parkedFor, func() {
			_ = l.phone.Update(func(*phone.Transcript, phone.Settings) error { l.unpark(); return nil })
		})
		return l.parked.first
	}
	first := send()
	l.unpark()
	return first
}

// unpark delivers the event that was overtaken.
func (l *line) unpark() {
	if l.parked == nil {
		return
	}
	one := l.parked
	l.parked = nil
	outcome := one.send()
	go func() { one.first <- <-outcome }()
}

func (l *line) delivery(p payload) google.Delivery {
	d := l.service.envelope(l.agent, p.kind(), encode(p))
	d.Conversation, d.ID = l.phone.Conversation(), p.id()
	return d
}
