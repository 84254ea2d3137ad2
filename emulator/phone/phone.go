package phone

import (
	"context"
	"maps"
	"sync"
	"time"
)

// Settings are what the customer can choose, and what the phone is.
type Settings struct {
	DisplayName  string            `json:"name"`
	Locale       string            `json:"locale"` // BCP 47, of the device
	Old          bool              `json:"old"`    // the device shows plain text only
	Open         bool              `json:"open"`   // the customer is looking: messages are READ as they arrive
	AutoReceipts bool              `json:"-"`      // the phone sends DELIVERED, and READ when open, by itself
	Fields       map[string]string `json:"fields"` // the channel's own settings, by the names of its Features
}

// Phone is one customer's phone: one conversation with one agent. Its methods are safe for concurrent use. Those that
// take a context return when the first attempt to deliver has ended, or the context has; the error is the channel's, and
// the delivery is then retried in the background.
type Phone struct {
	agent        Agent
	conversation string
	line         Line
	closed       <-chan struct{}

	mu         sync.Mutex
	settings   Settings
	transcript Transcript
	streams    int // pages that show this phone
}

func newPhone(now func() time.Time, closed <-chan struct{}, a Agent, conversation, name string) *Phone {
	p := &Phone{
		agent: a, conversation: conversation, closed: closed,
		settings:   Settings{DisplayName: name, Locale: "en-GB", AutoReceipts: true, Fields: map[string]string{}},
		transcript: Transcript{now: now, changed: make(chan struct{})},
	}
	p.line = a.Connect(p)
	for _, f := range p.line.Features().Fields {
		p.settings.Fields[f.Name] = f.Default
	}
	return p
}

// Conversation is the id of the phone's conversation.
func (p *Phone) Conversation() string { return p.conversation }

// Line is what [Agent.Connect] gave the phone.
func (p *Phone) Line() Line { return p.line }

// Settings returns the phone's settings.
func (p *Phone) Settings() Settings {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.settings.clone()
}

func (s Settings) clone() Settings {
	s.Fields = maps.Clone(s.Fields)
	return s
}

// Customer is the id of the phone's customer, which is a part of the ids of all of the customer's conversations.
func (p *Phone) Customer() string { return agentNumber.ReplaceAllString(p.conversation, "") }

// Configure changes the phone's settings. change must not call the phone.
func (p *Phone) Configure(change func(*Settings)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change(&p.settings)
	p.transcript.touch()
	if o, ok := p.line.(Observer); ok {
		shown := len(p.transcript.entries)
		o.Configured(&p.transcript, p.settings.clone())
		p.sendAutoReceipts(shown)
	}
}

// Update lets the channel change what the phone shows, in one step: nothing else happens to the phone meanwhile. If the
// phone then shows new messages, it sends their receipts. change must not call the phone; what it returns is returned.
func (p *Phone) Update(change func(*Transcript, Settings) error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	shown := len(p.transcript.entries)
	if err := change(&p.transcript, p.settings.clone()); err != nil {
		return err
	}
	p.sendAutoReceipts(shown)
	return nil
}

// sendAutoReceipts sends the receipts of the entries from an index on. The caller holds the lock.
func (p *Phone) sendAutoReceipts(from int) {
	fresh := messages(p.transcript.entries[from:])
	if p.settings.AutoReceipts {
		p.sendReceipts(Delivered, fresh)
	}
	if p.settings.AutoReceipts && p.settings.Open {
		p.sendReceipts(Read, fresh)
	}
}

// Messages returns everything the phone shows, oldest first.
func (p *Phone) Messages() []Entry {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.transcript.since(0)
}

// Await returns what the phone shows as soon as done accepts it; done is called first and after each change. The error is
// that of ctx, or ErrClosed.
func (p *Phone) Await(ctx context.Context, done func([]Entry) bool) ([]Entry, error) {
	for {
		changed := p.changes()
		if entries := p.Messages(); done(entries) {
			return entries, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return p.Messages(), ctx.Err()
		case <-p.closed:
			return p.Messages(), ErrClosed
		}
	}
}

// changes returns a channel that is closed at the next change.
func (p *Phone) changes() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.transcript.changed
}
