package conversation

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// Placement is where a new session goes and why.
type Placement struct {
	Workstream string
	Queue      string
	// Priority is what classification gave the session; QueuePriority comes on top.
	Priority      int64
	QueuePriority int64
	Language      string
	Skills        map[string]int64
	Attributes    map[string]string
	// Attachments and Survey are the workstream's switches; NoFiles answers a file
	// where attachments are off, in words of its own.
	Attachments bool
	NoFiles     string
	Survey      bool
	// Ends is whether the session is over at once.
	Ends bool
	// Message is what the customer is told, or nothing.
	Message string
	// ConfigVersion, Trace, Facts and Decision are recorded with the event.
	ConfigVersion string
	Trace         []string
	Facts         string
	Decision      string
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
// conversation but of a reply. place is asked only when a session opens.
func (c Conversation) Receive(in channel.Inbound, now time.Time, place func() (Placement, error)) (Change, error) {
	ch := Change{Conversation: c.greet(in, now)}
	if in.Kind == channel.Typing {
		ch.Conversation.typing(in)
		return ch, nil
	}
	if !ch.Conversation.note(in.Request) {
		return Change{}, ErrRepeated
	}
	says := in.Kind.Says()
	if says && ch.Conversation.State == Closed {
		placement, err := place()
		if err != nil {
			return Change{}, err
		}
		if err := ch.open(placement, now); err != nil {
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

// open starts the next session and puts it into its queue.
func (ch *Change) open(p Placement, now time.Time) error {
	c := &ch.Conversation
	c.Session++
	c.Workstream, c.Queue, c.ConfigVersion = p.Workstream, p.Queue, p.ConfigVersion
	c.Language, c.Priority, c.Skills, c.Attributes = p.Language, p.Priority, p.Skills, p.Attributes
	c.Attachments, c.NoFiles, c.Survey, c.WantsPerson = p.Attachments, p.NoFiles, p.Survey, false
	c.Owner, c.OwnerName, c.Visited = "", "", nil
	c.OpenedAt, c.EnqueuedAt, c.ClosedAt = now, now, time.Time{}
	if err := ch.transit(CustomerWrote, customerActor, now); err != nil {
		return err
	}
	e := &ch.Events[len(ch.Events)-1]
	e.Trace, e.Facts, e.Decision, e.DecidedAt = p.Trace, p.Facts, p.Decision, now
	if p.Message != "" {
		ch.Replies = append(ch.Replies, automatic("opened-"+strconv.FormatInt(c.Seq, 10),
			channel.Outbound{Text: p.Message}, bot(), now))
	}
	if p.Ends {
		c.ClosedAt = now
		return ch.transit(OverflowedToClose, routingActor, now)
	}
	priority := p.QueuePriority + p.Priority
	ch.Enqueue = &Item{
		Conversation: c.ID, Queue: p.Queue, Priority: priority, Rank: now.Add(-time.Duration(priority) * time.Minute),
		Skills: p.Skills, Language: p.Language, Customer: c.Context.DisplayName, EnqueuedAt: now,
	}
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
