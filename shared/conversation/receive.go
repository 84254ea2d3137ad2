package conversation

import (
	"errors"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// typingLapse is how long typing is shown when nothing more is heard. Google
// documents no duration for its dots; those of RCS for Business lapse after 20 s.
const typingLapse = 20 * time.Second

// typingPause is the shortest time between two signals that somebody is typing, to
// the customer or from them.
const typingPause = 4 * time.Second

// Receive folds one event of the customer into the conversation c, which has
// nothing but its ID for a customer who never wrote. Receipts are not events of a
// conversation but of a reply. Nothing has changed when it asks for more routing,
// see [Routing]: that may take reads, which are the caller's; and nothing has to when
// the error is [ErrStale], [ErrRepeated] or [ErrErased].
func (c Conversation) Receive(in channel.Inbound, now time.Time, r Routing) (Change, error) {
	if err := c.outlived(in); err != nil {
		return Change{}, err
	}
	in, err := r.hearStop(c.Interpret(in))
	if err != nil {
		return Change{}, err
	}
	in.SentAt = in.Written()
	ch := Change{Conversation: c.updateCustomer(in, now)}
	if in.Kind == channel.Typing {
		return ch, ch.Conversation.trackTyping(in, now)
	}
	if !ch.Conversation.rememberRequest(in.Request) {
		return Change{}, ErrRepeated
	}
	answers := c.answersNotice(in) || c.comments(in)
	says := in.Kind.NeedsAnswer() && !answers
	if err := ch.hear(in, r, now); err != nil {
		return Change{}, err
	}
	if err := ch.fold(in, r, now); err != nil {
		return Change{}, err
	}
	ch.add(message(in, ch.Conversation.MessageSession().Number))
	if err := ch.keepsApart(says && in.Answered != nil && ch.opensNone(c), r); err != nil {
		return Change{}, err
	}
	ch.index(ch.Message)
	ch.addBotAnswer(in.Answered)
	if in.Kind == channel.File {
		if err := ch.admitFile(in, r, now); err != nil {
			return Change{}, err
		}
	}
	if says {
		ch.Conversation.heardAt(now)
		ch.Conversation.trackMessage(ch.Message)
	}
	if answers && in.ReceivedAt.After(ch.Conversation.LastHeardAt) {
		ch.Conversation.LastHeardAt = in.ReceivedAt
	}
	if ch.Enqueue != nil {
		ch.Enqueue.Preview, ch.Enqueue.Kind = ch.Conversation.Preview, ch.Conversation.PreviewKind
	}
	return ch, nil
}

// keepsApart gives a message that is kept without a session its queue, see opensNothing and
// holds: none or, if it waits for the customer's answer to a notice, the one that its
// session goes to unless a rule says otherwise. Whoever has that session reads it in any case.
func (ch *Change) keepsApart(opensNone bool, r Routing) error {
	held := ch.Conversation.holds()
	if !opensNone && !held {
		return nil
	}
	ch.Message.Queue = ""
	config, err := r.config()
	if errors.Is(err, ErrNeedsConfig) && held {
		return err
	}
	if held && err == nil {
		workstream, _, _ := config.WorkstreamOf(ch.Conversation.Account, ch.Conversation.BrandAgent)
		ch.Message.Queue = config.Workstreams[workstream].FallbackQueue
	}
	return nil
}

// fold takes in what is more than a message.
func (ch *Change) fold(in channel.Inbound, r Routing, now time.Time) error {
	switch in.Kind {
	case channel.WantsPerson:
		if !ch.Conversation.holds() {
			ch.recordWish(now)
		}
	case channel.Survey:
		return ch.countRating(in, r, now)
	case channel.Consent:
		return ch.consent(in, r, now)
	default:
	}
	return nil
}

// hear does what follows from what the customer says: a session opens, goes on, or has to
// wait for what the customer answers to the notice.
func (ch *Change) hear(in channel.Inbound, r Routing, now time.Time) error {
	c := &ch.Conversation
	switch {
	case !in.Kind.NeedsAnswer():
		return nil
	case c.answersNotice(in):
		return ch.answerNotice(in, r, now)
	case c.comments(in):
		ch.takeComment(in)
		return nil
	}
	ch.resubscribe(in, now)
	// A further message of a customer who waits already is nothing to follow up.
	ch.Dispatch = !c.waits()
	return ch.ensureSession(in, r, now)
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
	short := shortHash(request)
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
	c.meet(in.Peer, now)
	if in.Context != nil && !in.SentAt.Before(c.LastCustomerAt) {
		c.Context = *in.Context
	}
	return c
}

// trackTyping records until when the customer counts as typing. The error is
// [ErrStale] if that changes nothing, or next to nothing.
func (c *Conversation) trackTyping(in channel.Inbound, now time.Time) error {
	var until time.Time
	if in.On {
		until = in.SentAt.Add(typingLapse)
	}
	switch {
	case IsStale(in, now), in.SentAt.Before(c.LastCustomerAt): // what was being typed has been sent since
		return ErrStale
	case in.On && (!now.Before(until) || until.Sub(c.TypingUntil) < typingPause):
		return ErrStale
	case !in.On && c.TypingUntil.IsZero():
		return ErrStale
	}
	c.TypingUntil = until
	return nil
}

// ErrStale says that an event changes nothing any more.
var ErrStale = errors.New("the event is out of date")

// staleTyping is how old typing may be to be shown. Behind a flood of messages it
// can be minutes old.
const staleTyping = 5 * time.Second

// IsStale reports whether an event is out of date, whatever the conversation is
// like, so that it need not be read.
func IsStale(in channel.Inbound, now time.Time) bool {
	return in.Kind == channel.Typing && now.Sub(in.ReceivedAt) > staleTyping
}

// trackMessage records that the customer said something. Messages arrive in any
// order, so the provider's time decides which is the newest of the customer's. An agent
// cannot have read what is taken in only now, even if it was written before their
// answer, so the answer is not the preview any more.
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
	c.Preview, c.PreviewKind = Preview(m.Text), m.previewKind()
}

// opensNone reports whether the conversation is closed as it was before, in the same session.
func (ch *Change) opensNone(before Conversation) bool {
	return ch.Conversation.State == Closed && ch.Conversation.Session.Number == before.Session.Number
}

// message makes the stored message.
func message(in channel.Inbound, session int64) *Message {
	return &Message{
		ID: ReceivedID(in.ID), ProviderID: in.ID, Direction: In, Kind: in.Kind, Session: session,
		Text: in.Text, Postback: in.Postback, Of: in.Of, On: in.On, URL: in.URL, Place: in.Place, Answer: in.Answer, Raw: string(in.Raw),
		Cut: in.Cut, Masked: in.Masked,
		Author: Author{Name: displayName(in)}, SentAt: in.SentAt, ReceivedAt: in.ReceivedAt,
	}
}

func displayName(in channel.Inbound) string {
	if in.Context == nil {
		return ""
	}
	return in.Context.DisplayName
}

// recordWish records that the customer asked for a person, in any state, once a
// session.
func (ch *Change) recordWish(now time.Time) {
	if c := &ch.Conversation; c.WantsPerson || c.isMute() || c.overspent(now) {
		return // it is said already, and the message is kept
	}
	ch.Conversation.WantsPerson = true
	ch.record(AskedForPerson, customerActor, now)
}
