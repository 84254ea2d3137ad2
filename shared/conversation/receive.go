package conversation

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// Placement is where a new session goes and why.
type Placement struct {
	// Config is what was decided with.
	Config   *route.Config
	Decision route.Decision
	// Trace, Facts and Recorded, which is the decision as JSON, go into the event.
	Trace    []string
	Facts    string
	Recorded string
	// Message is what the customer is told, or nothing; NoFiles answers a file where
	// attachments are off, in words of its own.
	Message string
	NoFiles string
}

// Router is asked where a conversation has to go on.
type Router interface {
	// Place decides where a new session goes.
	Place() (Placement, error)
	// Config is the configuration in force.
	Config() (*route.Config, error)
}

// customerActor is the actor of events that a customer caused.
const customerActor = "customer"

// routingActor is the actor of events that follow from the configuration.
const routingActor = "routing"

// typingLapse is how long typing shows when nothing more is heard. Google's dots
// have no documented duration; RCS for Business lets them lapse after 20 s.
const typingLapse = 20 * time.Second

// typingPause is how long the customer is not told again that an agent types.
const typingPause = 4 * time.Second

// previewLength is how many characters of a message the lists show.
const previewLength = 120

// Receive folds one event of the customer into the conversation c, which is the
// zero value for a customer who never wrote. Receipts are not events of a
// conversation but of a reply. The router is asked only when a session opens or
// goes back to its queue.
func (c Conversation) Receive(in channel.Inbound, now time.Time, r Router) (Change, error) {
	ch := Change{Conversation: c.greet(in, now)}
	if in.Kind == channel.Typing {
		ch.Conversation.typing(in)
		return ch, nil
	}
	if !ch.Conversation.note(in.Request) {
		return Change{}, ErrRepeated
	}
	says := in.Kind.Says()
	if says {
		if err := ch.wake(r, now); err != nil {
			return Change{}, err
		}
	}
	if in.Kind == channel.WantsPerson {
		ch.askedForPerson(now)
	}
	ch.Message = message(in, ch.Conversation.Session)
	if in.Kind == channel.File {
		ch.admitFile(in, now)
	}
	if says {
		ch.Conversation.heard(ch.Message)
	}
	if ch.Enqueue != nil {
		ch.Enqueue.Preview, ch.Enqueue.Kind = ch.Conversation.Preview, ch.Conversation.PreviewKind
	}
	return ch, nil
}

// ErrRepeated says that the request was received before.
var ErrRepeated = errors.New("the request was received before")

// remembered is how many requests a conversation remembers. A repetition comes
// within seconds; what comes later is known by the message's id.
const remembered = 32

// note remembers a request and reports whether it is new.
func (c *Conversation) note(request string) bool {
	if request == "" {
		return true
	}
	sum := sha256.Sum256([]byte(request))
	short := hex.EncodeToString(sum[:6])
	if slices.Contains(c.Requests, short) {
		return false
	}
	c.Requests = append(slices.Clone(c.Requests), short)
	if len(c.Requests) > remembered {
		c.Requests = c.Requests[len(c.Requests)-remembered:]
	}
	return true
}

// greet fills in what is known of the customer.
func (c Conversation) greet(in channel.Inbound, now time.Time) Conversation {
	if c.CreatedAt.IsZero() {
		c.Peer, c.ID, c.State, c.CreatedAt = in.Peer, NewID(in.Peer), Closed, now
	}
	if in.Context != nil && !in.SentAt.Before(c.LastCustomerAt) {
		c.Context = *in.Context
	}
	return c
}

func (c *Conversation) typing(in channel.Inbound) {
	if in.SentAt.Before(c.LastCustomerAt) {
		return // what was being typed has been sent since
	}
	c.TypingUntil = time.Time{}
	if in.On {
		c.TypingUntil = in.SentAt.Add(typingLapse)
	}
}

// wake gives a session to a customer who says something and has none, or one that
// nobody works on.
func (ch *Change) wake(r Router, now time.Time) error {
	c := &ch.Conversation
	switch c.State {
	case Active:
		if !c.unanswered() {
			c.UnansweredSince = now
		}
		if config, err := r.Config(); err == nil { // the message is taken in any case
			*ch = ch.settle(config)
		}
	case Waiting:
		return ch.returned(r, now)
	case WrapUp:
		if err := ch.close(CustomerWrote, customerActor, now); err != nil {
			return err
		}
		return ch.reopen(r, now)
	case Closed:
		return ch.reopen(r, now)
	default: // it waits for an agent already
	}
	return nil
}

// returned puts a parked session back into its queue.
func (ch *Change) returned(r Router, now time.Time) error {
	config, err := r.Config()
	if err != nil {
		return err
	}
	if err := ch.transit(CustomerWrote, customerActor, now); err != nil {
		return err
	}
	c := &ch.Conversation
	c.WaitingSince, c.Declined, c.Parked = now, nil, true
	c.reserve(config, now) // looks at when it was parked
	c.ParkedAt = time.Time{}
	ch.enqueue(config, c.Queue, now)
	*ch = ch.settle(config)
	return nil
}

// reopen starts the next session and puts it into its queue.
func (ch *Change) reopen(r Router, now time.Time) error {
	p, err := r.Place()
	if err != nil {
		return err
	}
	c, d := &ch.Conversation, p.Decision
	terms := p.Config.Terms(d.Workstream)
	c.Session++
	c.Workstream, c.Queue, c.ConfigVersion = d.Workstream, d.Queue, d.Version
	c.Language, c.Priority, c.Skills, c.Attributes = d.Language, d.Priority, d.Skills, d.Attributes
	c.Attachments, c.NoFiles, c.Survey, c.WantsPerson = terms.Attachments, p.NoFiles, terms.Survey, false
	c.OpenedAt, c.WaitingSince = now, now
	c.EndedAt, c.Visited, c.Declined = time.Time{}, nil, nil
	if err := ch.transit(CustomerWrote, customerActor, now); err != nil {
		return err
	}
	e := &ch.Events[len(ch.Events)-1]
	e.Trace, e.Facts, e.Decision, e.DecidedAt = p.Trace, p.Facts, p.Recorded, now
	ch.say("opened", p.Message, now)
	if d.Action == route.End {
		err := ch.close(OverflowedToClose, routingActor, now)
		ch.Dequeue = "" // it never was in the queue
		return err
	}
	c.reserve(p.Config, now) // looks at when the session before ended
	c.ClosedAt = time.Time{}
	ch.enqueue(p.Config, d.Queue, now)
	*ch = ch.settle(p.Config)
	return nil
}

// heard notes that the customer said something. Messages arrive in any order, so
// what is newest is decided by the provider's time.
func (c *Conversation) heard(m *Message) {
	c.TypingUntil = time.Time{}
	if m.ReceivedAt.After(c.LastHeardAt) {
		c.LastHeardAt = m.ReceivedAt
	}
	if m.SentAt.Before(c.LastCustomerAt) {
		return
	}
	c.LastCustomerAt = m.SentAt
	if !m.SentAt.Before(c.LastAgentAt) {
		c.Preview, c.PreviewKind = Preview(m.Text), m.Kind
	}
}

// message keeps of a raw payload what Firestore can store: valid UTF-8.
func message(in channel.Inbound, session int64) *Message {
	raw := strings.ToValidUTF8(string(in.Raw), "\uFFFD")
	return &Message{
		ID: DocumentID(in.ID), ProviderID: in.ID, Direction: In, Kind: in.Kind, Session: session,
		Text: in.Text, Postback: in.Postback, Of: in.Of, URL: in.URL, Place: in.Place, Answer: in.Answer, Raw: raw,
		Author: Author{Name: displayName(in)}, SentAt: in.SentAt, ReceivedAt: in.ReceivedAt,
	}
}

func displayName(in channel.Inbound) string {
	if in.Context == nil {
		return ""
	}
	return in.Context.DisplayName
}

// Preview is the first characters of a text, on one line.
func Preview(text string) string {
	line := strings.Join(strings.Fields(text), " ")
	if runes := []rune(line); len(runes) > previewLength {
		return string(runes[:previewLength-1]) + "…"
	}
	return line
}

// DocumentID turns an identifier of the provider's making into a document's
// name. Plain ones stay as they are; the rest, which Firestore would refuse or
// read as a path, become a hash.
func DocumentID(id string) string {
	if plain(id) {
		return id
	}
	sum := sha256.Sum256([]byte(id))
	return "h." + hex.EncodeToString(sum[:])
}

// plain reports whether id consists of letters, digits, hyphens and underscores
// only and is neither empty, nor long, nor of the reserved form __x__. No hash
// of DocumentID is plain: it has a dot.
func plain(id string) bool {
	const longest = 128
	if id == "" || len(id) > longest || strings.HasPrefix(id, "__") {
		return false
	}
	return strings.IndexFunc(id, func(r rune) bool {
		letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
		return !letter && (r < '0' || r > '9') && r != '-' && r != '_'
	}) < 0
}
