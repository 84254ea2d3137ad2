package google

import (
	"context"
	"time"
)

// Side is one of the two sides of a conversation.
type Side string

// The sides.
const (
	Customer Side = "customer"
	Business Side = "business"
)

// EntryKind says what an [Entry] shows.
type EntryKind string

// The kinds of entries.
const (
	EntryMessage EntryKind = "message" // a message of either side
	EntryJoined  EntryKind = "joined"  // a representative joined
	EntryLeft    EntryKind = "left"    // … or left
	EntryAsked   EntryKind = "asked"   // the customer asked for a person
	EntrySignIn  EntryKind = "signin"  // the customer answered a request to sign in; Text is "allowed" or "denied"
	EntrySurvey  EntryKind = "survey"  // a survey to fill in
)

// State is how far an entry got. The customer's go Sending → Sent → Read, by way of Retrying when the webhook refuses,
// or end as Dropped. Messages of the business go Arrived → Delivered → Read as the phone sends receipts.
type State string

// The states.
const (
	Sending   State = "sending"
	Retrying  State = "retrying"
	Dropped   State = "dropped"
	Sent      State = "sent"
	Arrived   State = "arrived"
	Delivered State = "delivered"
	Read      State = "read"
)

// Entry is one line of what the phone shows.
type Entry struct {
	ID             string          `json:"id"` // of the message, event or survey
	Rev            int             `json:"rev"`
	At             time.Time       `json:"at"`
	From           Side            `json:"from"`
	Kind           EntryKind       `json:"kind"`
	State          State           `json:"state,omitempty"`
	Text           string          `json:"text,omitempty"`  // what is shown; for an image of the customer, its URL
	Image          bool            `json:"image,omitempty"` // Text is the URL of an image
	Spans          []Span          `json:"spans,omitempty"` // Text taken apart, when it is rich text
	Fallback       bool            `json:"fallback,omitempty"`
	Representative *Representative `json:"representative,omitempty"`
	Message        *Message        `json:"message,omitempty"` // the whole message of the business
	Survey         *Survey         `json:"survey,omitempty"`
}

// Messages gives everything the phone shows, oldest first.
func (p *Phone) Messages() []Entry { return p.since(0) }

// Await gives what the phone shows once it shows what done waits for; it asks done at once and after each change. The
// error is that of ctx, or ErrClosed.
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
		case <-p.service.ctx.Done():
			return p.Messages(), ErrClosed
		}
	}
}

// since gives the entries that are new or changed after a revision.
func (p *Phone) since(rev int) []Entry {
	p.mu.Lock()
	defer p.mu.Unlock()
	var some []Entry
	for _, e := range p.entries {
		if e.Rev > rev {
			some = append(some, *e)
		}
	}
	return some
}

// changes gives a channel that is closed at the next change.
func (p *Phone) changes() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.changed
}

// touch makes a change known. The caller holds the lock, here and below.
func (p *Phone) touch() {
	close(p.changed)
	p.changed = make(chan struct{})
}

// add puts an entry at the end.
func (p *Phone) add(e Entry) {
	e.At = p.now()
	p.entries = append(p.entries, &e)
	p.revise(&e)
}

// revise marks an entry as changed.
func (p *Phone) revise(e *Entry) {
	p.rev++
	e.Rev = p.rev
	p.touch()
}

// find gives the entry of a side's message, or nil.
func (p *Phone) find(side Side, id string) *Entry {
	for _, e := range p.entries {
		if e.From == side && e.ID == id && e.Kind == EntryMessage {
			return e
		}
	}
	return nil
}

// setState records how far a customer's entry got; a receipt of the business outranks a late delivery.
func (p *Phone) setState(id string, state State) {
	if id == "" {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, e := range p.entries {
		if e.ID == id && e.From == Customer && e.State != Read && e.State != state {
			e.State = state
			p.revise(e)
		}
	}
}
