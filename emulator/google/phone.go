package google

import (
	"cmp"
	"strings"
	"sync"
	"time"
)

// Settings are what the customer can choose, and what the phone is.
type Settings struct {
	DisplayName  string `json:"name"`
	Locale       string `json:"locale"`     // BCP 47, of the device
	EntryPoint   string `json:"entryPoint"` // where the customer came from, such as PLACESHEET or URL
	PlaceID      string `json:"placeId"`    // of the business's location; none is sent when empty
	Resolved     string `json:"resolved"`   // the locale that Google chose for the agent; the language of Locale when empty
	Custom       string `json:"custom"`     // the business's own text at the entry point; none is sent when empty
	Old          bool   `json:"old"`        // the device shows plain text only
	Open         bool   `json:"open"`       // the customer is looking: messages are READ as they arrive
	AutoReceipts bool   `json:"-"`          // the phone sends DELIVERED, and READ when open, by itself
}

// Phone is one customer's phone: one conversation with one agent. Its methods are safe for concurrent use. Those that
// take a context return when the first attempt to deliver has ended, or the context has; the error is a
// [*DeliveryError] when the webhook did not answer 200, and the delivery is then retried in the background.
type Phone struct {
	service      *Service
	agent        *Agent
	conversation string

	mu       sync.Mutex
	settings Settings
	entries  []*Entry
	rev      int
	changed  chan struct{} // closed at each change
	last     chan struct{} // closed when the newest delivery has been tried once
	payloads [][]byte
	streams  int             // pages that show this phone
	typing   *Representative // whose dots are shown
	seen     map[string]bool // event and survey ids the API was given, as the ends of their names
	tapped   map[string]bool // messages of the business whose suggestions were tapped
	started  bool            // the customer has done something
	said     time.Time       // when the customer last said something; zero if never
	surveyed time.Time       // when the last survey came; zero if never
	sends    []time.Time     // when the business sent, within the last minute
}

func newPhone(s *Service, a *Agent, conversation, name string) *Phone {
	return &Phone{
		service: s, agent: a, conversation: conversation,
		settings: Settings{
			DisplayName: name, Locale: "en-GB", EntryPoint: "PLACESHEET", PlaceID: "ChIJexamplePlaceId0001",
			AutoReceipts: true,
		},
		changed: make(chan struct{}),
		seen:    map[string]bool{},
		tapped:  map[string]bool{},
	}
}

// Conversation is the id of the phone's conversation.
func (p *Phone) Conversation() string { return p.conversation }

// Settings gives the phone's settings.
func (p *Phone) Settings() Settings {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.settings
}

// Configure changes the phone's settings. change must not call the phone.
func (p *Phone) Configure(change func(*Settings)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change(&p.settings)
	p.touch()
}

// Payloads gives every event of this phone as it was first posted, in order, for tests that compare or repeat them.
func (p *Phone) Payloads() [][]byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([][]byte(nil), p.payloads...)
}

func (p *Phone) now() time.Time { return p.service.cfg.Now() }

func (p *Phone) hasStarted() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.started
}

func (p *Phone) messageName(id string) string {
	return "conversations/" + p.conversation + "/messages/" + id
}

// context is what Google tells about the customer; typing and receipts came without it.
func (p *Phone) context() *conversationContext {
	set := p.settings
	return &conversationContext{
		EntryPoint: set.EntryPoint, PlaceID: set.PlaceID, CustomContext: set.Custom,
		ResolvedLocale: cmp.Or(set.Resolved, language(set.Locale)),
		UserInfo:       userInfo{DisplayName: set.DisplayName, UserDeviceLocale: set.Locale},
	}
}

// enqueue starts the delivery of an event; the caller holds the lock, so events leave in the order of what was done.
// entry is the id of the transcript entry that shows how far the delivery got, or empty.
func (p *Phone) enqueue(m *userMessage, entry string) *delivery {
	now := p.now()
	m.Agent, m.ConversationID, m.CustomAgentID = p.agent.Name, p.conversation, p.agent.CustomID
	m.SendTime = stamp(now)
	d := &delivery{
		phone: p, entry: entry, payload: m.kind(), requestID: m.RequestID, body: m.encode(), begun: now,
		first: make(chan error, 1), tried: make(chan struct{}),
	}
	p.payloads = append(p.payloads, d.body)
	p.started = true
	before := p.last
	p.last = d.tried
	p.service.launch(d, before)
	return d
}

// isImageURL says whether a text is what an image of the customer looks like: one URL and nothing else.
func isImageURL(text string) bool {
	return strings.Contains(text, imagePath) && strings.Contains(strings.ToLower(text), "x-goog-signature=") &&
		!strings.ContainsAny(text, " \n")
}
