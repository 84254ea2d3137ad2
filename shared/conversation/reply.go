package conversation

import (
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// Reply is the document conversations/{c}/replies/{id}: what an agent or an
// automated message wants to send. Its author writes the id, the fields of
// [channel.Outbound], Author, Status "pending" and CreatedAt (the server's
// timestamp), once; the rest is written by functions.
type Reply struct {
	channel.Outbound

	Author Author         `firestore:"author"`
	Status channel.Status `firestore:"status"`
	// Reason says why a reply failed, or why it still waits; else it is nil.
	Reason *reason.Reason `firestore:"reason"`
	// Attempts counts the runs that have claimed the reply, and Interruptions those of
	// them that died before they could say what became of it.
	Attempts      int64 `firestore:"attempts"`
	Interruptions int64 `firestore:"interruptions,omitempty"`
	// Masked are the rules by which something was masked: its author's client may have,
	// and the function that sends it.
	Masked []string `firestore:"masked,omitempty"`
	// Rewritten is whether the function masked something, so that the document holds other
	// words; it is not stored.
	Rewritten bool `firestore:"-"`
	// Session is the session that the reply was sent in, and Queue the one that it was in
	// then.
	Session int64  `firestore:"session"`
	Queue   string `firestore:"queue"`
	// ProviderID is what the provider calls the message, where that is not our id.
	ProviderID string `firestore:"providerId,omitempty"`
	// Pieces counts those that the provider has of a reply that is sent in several and
	// whose sending was put off half-way.
	Pieces int64 `firestore:"pieces,omitempty"`
	// Revoking is whether a signal on its way takes the message back.
	Revoking bool `firestore:"revoking,omitempty"`
	// Interrupted is whether the run that claimed the reply before never said what
	// became of it; it is not stored.
	Interrupted bool `firestore:"-"`
	// Malformed says that the document could not be read; it is not stored.
	Malformed bool `firestore:"-"`
	// Holder is the event whose run is sending the reply now; after LeaseUntil that run
	// counts as dead. RetryAt is when the next attempt of a reply that is put off is due,
	// and Holder the event that will be redelivered for it; if it is empty, every event is.
	Holder     string    `firestore:"holder"`
	LeaseUntil time.Time `firestore:"leaseUntil"`
	RetryAt    time.Time `firestore:"retryAt"`

	// Traceparent names the trace of the work that wrote an automated reply. An agent's
	// has none.
	Traceparent string `firestore:"traceparent,omitempty"`

	CreatedAt time.Time `firestore:"createdAt"`
	SentAt    time.Time `firestore:"sentAt"`
	// FailedAt is when it was found that it would not reach the customer. No other reply has
	// the field, by which alerts count them.
	FailedAt time.Time `firestore:"failedAt,omitempty"`
	// ExpireAt is when Firestore deletes a reply that has ended: its message is the copy.
	ExpireAt time.Time `firestore:"expireAt,omitempty"`
}

// Fault says what is wrong with a reply as it was written, or nothing.
func (r Reply) Fault() *reason.Reason {
	switch {
	case r.Malformed:
		return reason.New(ReplyMalformed, nil)
	case r.Size() > MaxContent:
		return reason.New(ReplyIsLarge, reason.Args{"most": MaxContent})
	case !r.Kind.Signal() && strings.TrimSpace(r.Text) == "" && r.Media == nil && r.Place == nil && len(r.Cards) == 0:
		return reason.New(ReplyIsEmpty, nil)
	case len(r.Text) > MaxReply:
		return reason.New(ReplyIsLong, reason.Args{"most": MaxReply})
	case !r.Author.Bot && r.poses():
		return reason.New(ReplyPosesAsSurvey, nil)
	case !isPlainID(r.ID):
		return reason.New(ReplyHasBadID, reason.Args{"most": MaxID})
	}
	return nil
}

// Objection says why a reply cannot be sent in its conversation now, or nothing.
// window is how long after the customer's last message one may write; 0 is for
// ever.
func (r Reply) Objection(c Conversation, window time.Duration, now time.Time) *reason.Reason {
	fault := r.Fault()
	switch {
	case fault != nil:
		return fault
	case c.refuses(r.Outbound):
		return reason.New(HasUnsubscribed, nil)
	case window > 0 && now.Sub(c.LastHeardAt) > window:
		return reason.New(CustomerIsSilent, reason.Args{"days": int64(window / (24 * time.Hour))})
	case r.hasFile() && !c.Attachments:
		return reason.New(FilesAreOff, nil)
	}
	return nil
}

// hasFile reports whether an agent's file goes out with the reply, by itself or on a card.
func (r Reply) hasFile() bool {
	return r.Media != nil || slices.ContainsFunc(r.Cards, func(c channel.CardItem) bool { return c.Media != nil && c.Media.URL == "" })
}

// WaitedTooLong is why a reply is not sent any more that would have to be delivered by now.
func (r Reply) WaitedTooLong(now time.Time) *reason.Reason {
	return reason.New(WaitedTooLong, reason.Args{"waited": now.Sub(r.CreatedAt)})
}

// Answers reports whether the reply is an answer to the customer. Automated
// messages are not.
func (r Reply) Answers() bool { return !r.Author.Bot && !r.Kind.Signal() }

// Leased reports whether a run is sending the reply now.
func (r Reply) Leased(now time.Time) bool {
	return r.Status == channel.Sending && now.Before(r.LeaseUntil)
}

// Claim marks the reply as being sent by holder until the lease ends, and as part
// of a session.
func (r Reply) Claim(holder string, until time.Time, in Session) Reply {
	r.Interrupted = r.Status == channel.Sending
	if r.Interrupted {
		r.Interruptions++
	}
	r.Status, r.Holder, r.LeaseUntil = channel.Sending, holder, until
	r.Session, r.Queue = in.Number, in.Queue
	r.Attempts++
	return r
}

// ForChannel returns the reply in the form that the channel takes.
func (r Reply) ForChannel() channel.Outbound {
	out := r.Outbound
	out.Speaker = channel.Speaker{Name: r.Author.Name, Bot: r.Author.Bot}
	return out
}

// Lapsed reports whether the reply is a typing signal that is out of date, or
// that repeats what the customer was told a moment ago.
func (r Reply) Lapsed(c Conversation, now time.Time) bool {
	if r.Kind != channel.Typing {
		return false
	}
	return now.Sub(r.CreatedAt) > typingLapse || r.On && now.Sub(c.AgentTypingAt) < typingPause
}

// Picture is the kind of a preview that is a picture; as a message it is a [channel.File].
const Picture channel.Kind = "picture"

// previewKind is the message's kind, as lists name it.
func (m *Message) previewKind() channel.Kind {
	kind := ""
	switch {
	case m.Kind != channel.File:
	case m.Media != nil:
		kind = m.Media.Type
	case m.Sent != nil && m.Sent.Media != nil:
		kind = m.Sent.Media.Type
	}
	if strings.HasPrefix(kind, "image/") {
		return Picture
	}
	return m.Kind
}

// preview is what lists show of the reply's text: without the marks that the customer does
// not see either.
func (r Reply) preview(text string) string {
	if r.Markup {
		text = channel.Plain(text)
	}
	return Preview(text)
}

// Delay is why a reply is sent later, and when.
type Delay struct {
	Reason *reason.Reason
	// Until is when the next attempt is due.
	Until time.Time
	// Holder is the event that will be redelivered for it, or empty if all are.
	Holder string
}

// Postpone puts the reply back until its next turn. This is the only step back that
// a status takes, and only while the reply is outgoing.
func (r Reply) Postpone(d Delay) Reply {
	if r.Status.Outgoing() {
		r.Status, r.Reason = channel.Pending, d.Reason
		r.Holder, r.LeaseUntil, r.RetryAt = d.Holder, time.Time{}, d.Until
	}
	return r
}

// Postponed reports whether the reply's next attempt is not due yet.
func (r Reply) Postponed(now time.Time) bool {
	return r.Status == channel.Pending && now.Before(r.RetryAt)
}

// firstBackOff and lastBackOff bound the pause between two attempts, which doubles
// each time. maxRetryAfter bounds the pause that a provider asks for.
const (
	firstBackOff  = 5 * time.Second
	lastBackOff   = 2 * time.Minute
	maxRetryAfter = 10 * time.Minute
)

// NextAttempt is when to try again after a failed attempt, at the earliest. after is
// the pause that the provider asked for.
func (r Reply) NextAttempt(after time.Duration, now time.Time) time.Time {
	pause := lastBackOff
	if doublings := max(r.Attempts-1, 0); doublings < 5 {
		pause = min(firstBackOff<<doublings, lastBackOff)
	}
	return now.Add(max(pause, min(after, maxRetryAfter)))
}

// IsOverdue reports whether an attempt that fails now is the last one. The time
// counts from when the reply was written, which nothing renews. At least one attempt
// is made, however late it comes.
func (r Reply) IsOverdue(now time.Time) bool { return now.Sub(r.CreatedAt) >= r.longestWait() }

// longestWait is how long the reply is tried.
func (r Reply) longestWait() time.Duration {
	if r.Kind.Signal() && r.Kind != channel.Survey && r.Kind != channel.Revoke {
		return MaxSignalWait
	}
	return MaxReplyWait
}

// Report is what is heard of a reply: from its sending, or from a receipt.
type Report struct {
	Status channel.Status
	// Reason is why the status is failed or unknown, or what is doubtful about another.
	Reason *reason.Reason
	// ProviderID is what the provider calls the message, where that is not our id.
	ProviderID string
	// EndsRevoking is whether an attempt to take the message back is over.
	EndsRevoking bool
}

// RecordOutcome ends the sending with the provider's answer, or with a receipt
// that overtook it. It is merged with what is known already.
func (r Reply) RecordOutcome(heard Report, now time.Time) Reply {
	r.Holder, r.LeaseUntil, r.RetryAt = "", time.Time{}, time.Time{}
	if heard.ProviderID != "" { // an earlier attempt may have had another
		r.ProviderID = heard.ProviderID
	}
	if further := r.Status.Join(heard.Status); further != r.Status {
		r.Status, r.Reason = further, heard.Reason
		if r.Status == channel.Failed && !r.Kind.Signal() && !isDiscarded(heard) {
			r.FailedAt = now
		}
	} else if heard.Status == channel.Sent && r.Status == channel.Sent && heard.Reason != nil && heard.Reason.String() != r.Reason.String() {
		r.Reason = heard.Reason
	}
	if heard.EndsRevoking {
		r.Revoking = false
	}
	if r.SentAt.IsZero() {
		r.SentAt = now
	}
	if r.Kind.Signal() && r.ExpireAt.IsZero() {
		r.ExpireAt = now.Add(SignalLife)
	}
	return r
}

// Tells reports whether the reply says more than it did before.
func (r Reply) Tells(before Reply) bool {
	return r.Status != before.Status || r.ProviderID != before.ProviderID || r.Revoking != before.Revoking ||
		r.Reason != before.Reason // a report's own, or the same pointer
}

// Stub is what is kept of a reply that is too large to be stored with its outcome: who
// wrote it, when, and the beginning of its text.
func (r Reply) Stub() Reply {
	s := Reply{
		Author: r.Author, Status: r.Status, Session: r.Session, Queue: r.Queue, Attempts: r.Attempts, ProviderID: r.ProviderID, CreatedAt: r.CreatedAt,
		Masked: r.Masked,
	}
	s.ID, s.Kind = r.ID, r.Kind
	s.Text, _ = channel.Shorten(r.Text, channel.MaxContext)
	s.Author.Email, _ = channel.Shorten(r.Author.Email, channel.MaxLabel)
	s.Author.Name, _ = channel.Shorten(r.Author.Name, channel.MaxLabel)
	return s
}

// Message is the reply as the conversation's history shows it. A reply that is too
// large stands there without its content.
func (r Reply) Message() *Message {
	kind := r.Kind
	if kind == "" {
		kind = channel.Text
	}
	if r.Size() > MaxContent {
		r.Outbound = channel.Outbound{ID: r.ID}
	}
	var sent *channel.Outbound
	if r.Markup || r.Media != nil || r.Place != nil || len(r.Cards)+len(r.Choices) > 0 {
		sent = &r.Outbound
	}
	return &Message{
		ID: r.ID, ProviderID: r.ProviderID, Direction: Out, Kind: kind, Session: r.Session, Queue: r.Queue, Text: r.Text,
		Masked: r.Masked, Sent: sent, Author: r.Author, Status: r.Status, Reason: r.Reason, SentAt: r.SentAt, ReceivedAt: r.SentAt,
	}
}
