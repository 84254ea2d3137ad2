package phone

import "time"

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
	EntryJoined  EntryKind = "joined"  // a person joined for the business
	EntryLeft    EntryKind = "left"    // … or left
	EntryAsked   EntryKind = "asked"   // the customer asked for a person
	EntrySignIn  EntryKind = "signin"  // the customer answered a request to sign in; Text is "allowed" or "denied"
	EntrySurvey  EntryKind = "survey"  // a survey to fill in
	EntryConsent EntryKind = "consent" // the customer ended the messages or allowed them; Text is "subscribed" or "unsubscribed"
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
	ID        string      `json:"id"` // of the message, event or survey
	Rev       int         `json:"rev"`
	At        time.Time   `json:"at"`
	From      Side        `json:"from"`
	Kind      EntryKind   `json:"kind"`
	State     State       `json:"state,omitempty"`
	Text      string      `json:"text,omitempty"`     // what is shown; for a file of the customer, its URL, see File
	Image     bool        `json:"image,omitempty"`    // Text is the URL of an image
	Spans     []Span      `json:"spans,omitempty"`    // Text in its styles, if it has any
	Fallback  bool        `json:"fallback,omitempty"` // Text is shown instead of what the device cannot show
	Speaker   *Speaker    `json:"speaker,omitempty"`  // who speaks for the business, in channels that say so
	Picture   *Picture    `json:"picture,omitempty"`
	File      *Attachment `json:"file,omitempty"`
	Place     *Place      `json:"place,omitempty"`
	Cards     []Card      `json:"cards,omitempty"`
	CardWidth string      `json:"cardWidth,omitempty"` // SMALL or MEDIUM, for a row of cards; empty for one card alone
	Chips     []Chip      `json:"chips,omitempty"`
	Survey    *Survey     `json:"survey,omitempty"`
}

// Transcript is what was said on a phone, and who is typing. Its methods are for use inside [Phone.Update].
type Transcript struct {
	now     func() time.Time
	entries []*Entry
	typing  *Speaker // whose dots are shown
	rev     int
	changed chan struct{} // closed at each change
}

// Show puts an entry at the end.
func (t *Transcript) Show(e Entry) {
	e.At = t.now()
	t.entries = append(t.entries, &e)
	t.revise(&e)
}

// Has says whether a side has sent a message.
func (t *Transcript) Has(side Side, id string) bool { return t.find(side, id) != nil }

// ReadByBusiness shows that the business has read a message, and says whether the customer has sent it.
func (t *Transcript) ReadByBusiness(id string) bool {
	e := t.find(Customer, id)
	if e != nil && e.State != Read {
		e.State = Read
		t.revise(e)
	}
	return e != nil
}

// Typing shows who is typing for the business, or with nil that no one is.
func (t *Transcript) Typing(who *Speaker) {
	t.typing = who
	t.touch()
}

// since returns the entries that are new or changed after a revision.
func (t *Transcript) since(rev int) []Entry {
	var some []Entry
	for _, e := range t.entries {
		if e.Rev > rev {
			some = append(some, *e)
		}
	}
	return some
}

// touch announces a change.
func (t *Transcript) touch() {
	close(t.changed)
	t.changed = make(chan struct{})
}

// revise marks an entry as changed.
func (t *Transcript) revise(e *Entry) {
	t.rev++
	e.Rev = t.rev
	t.touch()
}

// find returns the entry of a side's message, or nil.
func (t *Transcript) find(side Side, id string) *Entry {
	for _, e := range t.entries {
		if e.From == side && e.ID == id && e.Kind == EntryMessage {
			return e
		}
	}
	return nil
}

// newest returns the last message of either side.
func (t *Transcript) newest() *Entry {
	for i := len(t.entries) - 1; i >= 0; i-- {
		if t.entries[i].Kind == EntryMessage {
			return t.entries[i]
		}
	}
	return nil
}

// moveCustomers records how far a customer's entry got; a read receipt of the business outranks a late delivery.
func (t *Transcript) moveCustomers(id string, state State) {
	for _, e := range t.entries {
		if e.ID == id && e.From == Customer && e.State != Read && e.State != state {
			e.State = state
			t.revise(e)
		}
	}
}

// messages returns the ids of the business's messages among some entries.
func messages(entries []*Entry) []string {
	var ids []string
	for _, e := range entries {
		if e.From == Business && e.Kind == EntryMessage {
			ids = append(ids, e.ID)
		}
	}
	return ids
}
