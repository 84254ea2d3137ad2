package conversation

import (
	"cmp"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// customerActor is the actor of events that a customer caused.
const customerActor = "customer"

// routingActor is the actor of events that follow from the configuration.
const routingActor = "routing"

// Change is everything that one step does. It is committed as a whole or not at
// all.
type Change struct {
	// Conversation is the new state of the conversation.
	Conversation Conversation
	// Message is to be created, unless it is nil. If a message with its id exists
	// already, the step happened before and nothing may be written.
	Message *Message
	// BotAnswer is what the channel's own bot answered Message, to be created with it,
	// or nil.
	BotAnswer *Message
	Events    []Event
	// Replies are automated messages and signals, to be created.
	Replies []Reply
	// Discarded is a reply that is not sent any more, with its outcome, or nil.
	Discarded *Reply
	// Revoking is a reply whose message one of Replies takes back, or nil.
	Revoking *Reply
	// Enqueue puts the session into a queue; Dequeue names the queue that it
	// leaves. Either may be nil or empty.
	Enqueue *Item
	Dequeue string
	// Loads say how the step changes agents' capacity.
	Loads []Load
	// Closed are the sessions that the step closes, to be created, and Past the same as
	// they are listed and found. Rated is a
	// session that was closed earlier and has now been rated, or nil. Counts are
	// added to figures.
	Closed []Session
	Past   []ClosedSession
	Rated  *Surveyed
	// Retagged is a session that was closed earlier and has other tags now, or nil.
	Retagged *Session
	Counts   []Figures
	// Mentions tell agents that a note is for them, to be created. Rewritten is a note that
	// its author has edited or deleted, or nil.
	Mentions  []Mention
	Rewritten *Message
	// Rating is how satisfied the customer is with a session, to be written, or nil.
	Rating *Rating
	// Dispatch is whether what a customer said has to be followed up: an agent has to be
	// found, or timers have to be set. It is not stored.
	Dispatch bool
}

// Event is the document conversations/{c}/events/{seq}: one transition, and why.
type Event struct {
	Seq     int64  `firestore:"seq"`
	Session int64  `firestore:"session"`
	From    State  `firestore:"from"`
	To      State  `firestore:"to"`
	Cause   Cause  `firestore:"cause"`
	Actor   string `firestore:"actor"`
	// Queue is the session's after the event, and ConfigVersion the configuration that
	// was in force, which may be newer than the one the session was opened with.
	Queue         string          `firestore:"queue"`
	ConfigVersion string          `firestore:"configVersion,omitempty"`
	Trace         []reason.Reason `firestore:"trace,omitempty"`
	// Facts and Decision are, as JSON text, what a routing decision was made from
	// and what it was, so that it can be made again. DecidedAt is there with them.
	Facts     string    `firestore:"facts,omitempty"`
	Decision  string    `firestore:"decision,omitempty"`
	DecidedAt time.Time `firestore:"decidedAt,omitempty"`
	At        time.Time `firestore:"at"`
	// ExpireAt is when the event is deleted, and StripAt when the facts, the decision and
	// the trace are.
	ExpireAt time.Time `firestore:"expireAt,omitempty"`
	StripAt  time.Time `firestore:"stripAt,omitempty"`
	// Traceparent names the trace of the work that caused it.
	Traceparent string `firestore:"traceparent,omitempty"`
}

// transit moves the session by the state table and records the transition. It
// clears what belongs to the state that it leaves. A session that is open
// afterwards has to be enqueued.
func (ch *Change) transit(cause Cause, actor string, now time.Time) error {
	c := &ch.Conversation
	t, err := Next(c.State, cause)
	if err != nil {
		return err
	}
	if t.From == Open {
		ch.Dequeue = c.Queue
	}
	c.State = t.To
	if c.State == Active {
		c.Budget.attend()
	}
	c.Tally.trackHandling(c.State == Active, now)
	c.Tally.trackOffers(cause, c.Owner, actor)
	if c.State != Open {
		c.Reserved, c.ReservedUntil = "", time.Time{}
	}
	if c.State != Offered {
		c.OfferedUntil = time.Time{}
	}
	if c.State != Active {
		c.OwedSince = time.Time{}
	}
	if c.State == WrapUp || c.State == Closed {
		c.Tally.AskedSince = c.UnansweredSince
		c.UnansweredSince, c.LateAt = time.Time{}, time.Time{}
	}
	switch {
	case c.State == Closed:
		c.Pause = Pause{}
	case t.From == Parked:
		c.Pause.ResumedAt = now
	}
	if c.State != Parked {
		c.ParkedAt, c.ParkedUntil = time.Time{}, time.Time{}
	}
	if c.State == Parked || c.State == WrapUp || c.State == Closed {
		c.RemindedAt = time.Time{}
	}
	ch.record(cause, actor, now).From = t.From
	return nil
}

// add adds a message and numbers it. It belongs to the session's present queue, unless it
// says another.
func (ch *Change) add(m *Message) {
	m.Queue = cmp.Or(m.Queue, ch.Conversation.Queue)
	ch.Conversation.number(m)
	ch.Message = m
}

// number gives a message the next number.
func (c *Conversation) number(m *Message) {
	c.Messages++
	m.Number = c.Messages
}

// addBotAnswer adds what the channel's own bot answered the customer's message, right
// behind it. Nobody of the business has answered by that: whoever waits goes on waiting.
func (ch *Change) addBotAnswer(a *channel.BotAnswer) {
	if a == nil {
		return
	}
	asked := ch.Message
	ch.BotAnswer = &Message{
		ID:        string(MintedAnswer) + "-" + asked.ID,
		Direction: Out, Kind: channel.Text, Session: asked.Session, Queue: asked.Queue, Text: a.Text, Of: asked.ID,
		Author: botAuthor(), ByChannel: true, Status: channel.Sent,
		SentAt: asked.SentAt, ReceivedAt: asked.ReceivedAt,
	}
	ch.Conversation.number(ch.BotAnswer)
	if a.Cut {
		ch.BotAnswer.Cut = []string{channel.CutText}
	}
}

// record adds an event that changes no state.
func (ch *Change) record(cause Cause, actor string, now time.Time) *Event {
	c := &ch.Conversation
	c.Budget.renew(now)
	c.Budget.Events++
	c.Seq++
	ch.Events = append(ch.Events, Event{
		Seq: c.Seq, Session: c.Session.Number, From: c.State, To: c.State, Cause: cause, Actor: actor,
		Queue: c.Queue, ConfigVersion: c.ConfigVersion, At: now,
	})
	return ch.event()
}

// event returns the last event.
func (ch *Change) event() *Event { return &ch.Events[len(ch.Events)-1] }

// because adds a reason to the last event.
func (ch *Change) because(code reason.Code, args reason.Args) {
	ch.trace(*reason.New(code, args))
}

// said adds what an agent typed to the last event, shortened.
func (ch *Change) said(text string) {
	if text = Preview(text); text != "" {
		ch.because(AgentSaid, reason.Args{"text": text})
	}
}

func (ch *Change) trace(lines ...reason.Reason) {
	e := ch.event()
	e.Trace = append(slices.Clone(e.Trace), lines...)
}

// completeStep ends a step: it sets the earliest deadline, by which a lost timer
// is found, when the customer's wait is too long, whether the queue masks numbers, what
// may be read of earlier sessions, and the configuration that was in force.
func (ch *Change) completeStep(config *configuration.Config) {
	c := &ch.Conversation
	c.DueAt, c.LateAt = c.Due(config), c.lateAt(config)
	c.promiseAnswer()
	c.Masked, c.History = config.Queues[c.Queue].MaskNumbers, config.Terms(c.Workstream).History
	for i := range ch.Events {
		ch.Events[i].ConfigVersion = config.Version
	}
}
