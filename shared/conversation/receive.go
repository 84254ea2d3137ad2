package conversation

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// typingLapse is how long typing shows when nothing more is heard. Google's dots
// have no documented duration; RCS for Business lets them lapse after 20 s.
const typingLapse = 20 * time.Second

// typingPause is how long the customer is not told again that an agent types.
const typingPause = 4 * time.Second

// Receive folds one event of the customer into the conversation c, which has
// nothing but its ID for a customer who never wrote. Receipts are not events of a
// conversation but of a reply. Nothing has changed when it asks for more routing,
// see [Routing]: that may take reads, which are the caller's.
func (c Conversation) Receive(in channel.Inbound, now time.Time, r Routing) (Change, error) {
	ch := Change{Conversation: c.greet(in, now)}
	if in.Kind == channel.Typing {
		ch.Conversation.typing(in)
		return ch, nil
	}
	if !ch.Conversation.note(in.Request) {
		return Change{}, ErrRepeated
	}
	says := in.Kind.NeedsAnswer()
	if says {
		if err := ch.wake(r, now); err != nil {
			return Change{}, err
		}
	}
	switch in.Kind {
	case channel.WantsPerson:
		ch.askedForPerson(now)
	case channel.Survey:
		ch.rated(in.Answer)
	case channel.Consent:
		ch.Conversation.consent(in)
	default:
	}
	ch.Message = message(in, ch.Conversation.Session.Number)
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
		c.Peer, c.State, c.CreatedAt = in.Peer, Closed, now
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

// consent notes whether the customer wants messages. Events arrive in any order, so
// the newest is decided by the provider's time.
func (c *Conversation) consent(in channel.Inbound) {
	if !in.SentAt.Before(c.ConsentAt) {
		c.Unsubscribed, c.ConsentAt = !in.On, in.SentAt
	}
}

// heard notes that the customer said something. Messages arrive in any order, so
// what is newest is decided by the provider's time.
func (c *Conversation) heard(m *Message) {
	c.TypingUntil = time.Time{}
	c.Unread++
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
		Text: in.Text, Postback: in.Postback, Of: in.Of, On: in.On, URL: in.URL, Place: in.Place, Answer: in.Answer, Raw: raw,
		Author: Author{Name: displayName(in)}, SentAt: in.SentAt, ReceivedAt: in.ReceivedAt,
	}
}

func displayName(in channel.Inbound) string {
	if in.Context == nil {
		return ""
	}
	return in.Context.DisplayName
}

// askedForPerson records the customer's wish, whatever the state is.
func (ch *Change) askedForPerson(now time.Time) {
	ch.Conversation.WantsPerson = true
	ch.record(AskedForPerson, customerActor, now)
}
