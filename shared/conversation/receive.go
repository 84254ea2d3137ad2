package conversation

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// typingLapse is how long typing is shown when nothing more is heard. Google
// documents no duration for its dots; those of RCS for Business lapse after 20 s.
const typingLapse = 20 * time.Second

// typingPause is the shortest time between two signals to the customer that an
// agent is typing.
const typingPause = 4 * time.Second

// Receive folds one event of the customer into the conversation c, which has
// nothing but its ID for a customer who never wrote. Receipts are not events of a
// conversation but of a reply. Nothing has changed when it asks for more routing,
// see [Routing]: that may take reads, which are the caller's.
func (c Conversation) Receive(in channel.Inbound, now time.Time, r Routing) (Change, error) {
	in.SentAt = in.Written()
	ch := Change{Conversation: c.updateCustomer(in, now)}
	if in.Kind == channel.Typing {
		ch.Conversation.trackTyping(in)
		return ch, nil
	}
	if !ch.Conversation.rememberRequest(in.Request) {
		return Change{}, ErrRepeated
	}
	says := in.Kind.NeedsAnswer()
	if says {
		if err := ch.ensureSession(r, now); err != nil {
			return Change{}, err
		}
	}
	switch in.Kind {
	case channel.WantsPerson:
		ch.recordWish(now)
	case channel.Survey:
		ch.countRating(in.Answer)
	case channel.Consent:
		ch.Conversation.consent(in)
	default:
	}
	ch.add(message(in, ch.Conversation.Session.Number))
	if in.Kind == channel.File {
		ch.admitFile(in, now)
	}
	if says {
		ch.Conversation.trackMessage(ch.Message)
	}
	if ch.Enqueue != nil {
		ch.Enqueue.Preview, ch.Enqueue.Kind = ch.Conversation.Preview, ch.Conversation.PreviewKind
	}
	return ch, nil
}

// ErrRepeated says that the request was received before.
var ErrRepeated = errors.New("the request was received before")

// maxRequests is how many request ids a conversation remembers. Repetitions come
// within seconds; a later one is recognised by the message's id.
const maxRequests = 32

// rememberRequest remembers a request and reports whether it is new.
func (c *Conversation) rememberRequest(request string) bool {
	if request == "" {
		return true
	}
	sum := sha256.Sum256([]byte(request))
	short := hex.EncodeToString(sum[:6])
	if slices.Contains(c.Requests, short) {
		return false
	}
	c.Requests = append(slices.Clone(c.Requests), short)
	if len(c.Requests) > maxRequests {
		c.Requests = c.Requests[len(c.Requests)-maxRequests:]
	}
	return true
}

// updateCustomer fills in what is known about the customer.
func (c Conversation) updateCustomer(in channel.Inbound, now time.Time) Conversation {
	if c.CreatedAt.IsZero() {
		c.Peer, c.State, c.CreatedAt = in.Peer, Closed, now
	}
	if in.Context != nil && !in.SentAt.Before(c.LastCustomerAt) {
		c.Context = *in.Context
	}
	return c
}

func (c *Conversation) trackTyping(in channel.Inbound) {
	if in.SentAt.Before(c.LastCustomerAt) {
		return // what was being typed has been sent since
	}
	c.TypingUntil = time.Time{}
	if in.On {
		c.TypingUntil = in.SentAt.Add(typingLapse)
	}
}

// consent records whether the customer wants messages. Events arrive in any
// order, so the provider's time decides which is the newest.
func (c *Conversation) consent(in channel.Inbound) {
	if !in.SentAt.Before(c.ConsentAt) {
		c.Unsubscribed, c.ConsentAt = !in.On, in.SentAt
	}
}

// trackMessage records that the customer said something. Messages arrive in any
// order, so the provider's time decides which is the newest.
func (c *Conversation) trackMessage(m *Message) {
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

// message makes the stored message.
func message(in channel.Inbound, session int64) *Message {
	return &Message{
		ID: DocumentID(in.ID), ProviderID: in.ID, Direction: In, Kind: in.Kind, Session: session,
		Text: in.Text, Postback: in.Postback, Of: in.Of, On: in.On, URL: in.URL, Place: in.Place, Answer: in.Answer, Raw: string(in.Raw),
		Cut: in.Cut,
		Author: Author{Name: displayName(in)}, SentAt: in.SentAt, ReceivedAt: in.ReceivedAt,
	}
}

func displayName(in channel.Inbound) string {
	if in.Context == nil {
		return ""
	}
	return in.Context.DisplayName
}

// recordWish records that the customer asked for a person, in any state.
func (ch *Change) recordWish(now time.Time) {
	ch.Conversation.WantsPerson = true
	ch.record(AskedForPerson, customerActor, now)
}
