package google

import (
	"context"
	"sync"
	"time"
)

// Kind says what an [Event] is about.
type Kind string

// The kinds of events.
const (
	WebhookAttempted Kind = "webhook.attempted" // an event is about to be posted; Payload, ID, Attempt, Body
	WebhookAccepted  Kind = "webhook.accepted"  // the webhook answered 200
	WebhookRefused   Kind = "webhook.refused"   // it did not; Status is 0 when there was no answer at all
	WebhookDropped   Kind = "webhook.dropped"   // seven days have passed; no more attempts
	APICalled        Kind = "api.called"        // Method, Conversation, ID, Status; Status 0: the answer was cut off
	PhoneMessage     Kind = "phone.message"     // the phone shows a message of the business
	PhoneTyping      Kind = "phone.typing"      // the phone shows dots, or no longer; Detail is "started" or "stopped"
	PhoneJoined      Kind = "phone.joined"      // the phone shows that a representative joined; Detail is the name
	PhoneLeft        Kind = "phone.left"        // … or left
	PhoneReceipt     Kind = "phone.receipt"     // the phone shows that the business has read the customer's message ID
	PhoneSurvey      Kind = "phone.survey"      // the phone shows a survey
	PhoneLapsed      Kind = "phone.lapsed"      // a message that waits for an offline phone never gets there; Detail says why
)

// Event is one thing that happened.
type Event struct {
	At           time.Time
	Kind         Kind
	Conversation string
	Method       Method // of the API; only with APICalled
	ID           string // of the message, event or survey; with Webhook*, the requestId
	Payload      string // with Webhook*: the member the event carries, such as "message" or "receipts"
	Attempt      int    // with Webhook*: 1 for the first
	Status       int    // HTTP
	Detail       string // for people: the reason of a refusal, the text of a message
	Body         []byte // with WebhookAttempted: the bytes that were posted; with APICalled: the bytes that came
}

// hub hands each event to every watcher through a queue per watcher, so that a slow one does not delay the others.
type hub struct {
	mu       sync.Mutex
	watchers map[*watcher]struct{}
}

type watcher struct {
	mu    sync.Mutex
	queue []Event
	wake  chan struct{} // holds one token while the queue may hold something
}

func newHub() *hub { return &hub{watchers: map[*watcher]struct{}{}} }

// Watch returns everything that happens from now on, in order. The channel is closed when ctx or the service ends. A
// watcher that does not read costs memory, nothing else.
func (s *Service) Watch(ctx context.Context) <-chan Event {
	w := &watcher{wake: make(chan struct{}, 1)}
	out := make(chan Event)
	s.hub.add(w)
	ok := s.spawn(func() {
		defer close(out)
		defer s.hub.remove(w)
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(s.ctx, cancel)()
		w.pump(ctx, out)
	})
	if !ok {
		s.hub.remove(w)
		close(out)
	}
	return out
}

// Emit tells every watcher that something happened.
func (s *Service) Emit(e Event) {
	e.At = s.cfg.Now()
	s.hub.publish(e)
}

func (h *hub) add(w *watcher) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.watchers[w] = struct{}{}
}

func (h *hub) remove(w *watcher) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.watchers, w)
}

// publish holds the lock throughout, so that all watchers see one order.
func (h *hub) publish(e Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for w := range h.watchers {
		w.put(e)
	}
}

func (w *watcher) put(e Event) {
	w.mu.Lock()
	w.queue = append(w.queue, e)
	w.mu.Unlock()
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

func (w *watcher) take() []Event {
	w.mu.Lock()
	defer w.mu.Unlock()
	q := w.queue
	w.queue = nil
	return q
}

func (w *watcher) pump(ctx context.Context, out chan<- Event) {
	for {
		for _, e := range w.take() {
			select {
			case out <- e:
			case <-ctx.Done():
				return
			}
		}
		select {
		case <-w.wake:
		case <-ctx.Done():
			return
		}
	}
}
