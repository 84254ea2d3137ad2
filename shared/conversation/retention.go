package conversation

import (
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// Retention is for how many days what is stored of a session is kept, as its workstream
// had it when it opened.
type Retention struct {
	// Messages is for messages and, from the last of them on, for the conversation.
	Messages int64 `firestore:"messages"`
	// Raw is for the provider's payloads, and Facts for what decisions were made from.
	Raw   int64 `firestore:"raw"`
	Facts int64 `firestore:"facts"`
	// Sessions is for closed sessions and events, Files for files, Figures for the counts of
	// a day, and Orders for replies and actions.
	Sessions int64 `firestore:"sessions"`
	Files    int64 `firestore:"files"`
	Figures  int64 `firestore:"figures"`
	Orders   int64 `firestore:"orders"`
}

// retentionOf is the retention of a workstream.
func retentionOf(r configuration.Retention) Retention {
	days := func(d *configuration.Duration) int64 {
		const day = 24 * time.Hour
		return int64(time.Duration(*d) / day)
	}
	return Retention{
		Messages: days(r.Messages), Raw: days(r.Raw), Facts: days(r.Facts), Sessions: days(r.Sessions),
		Files: days(r.Files), Figures: days(r.Figures), Orders: days(r.Orders),
	}
}

// Kept is for how long what is stored of the conversation is kept: by the defaults where
// it never had a session.
func (c Conversation) Kept() Retention {
	if c.Keep.Messages > 0 {
		return c.Keep
	}
	return retentionOf(new(configuration.Config).Terms("").Retention)
}

// Held reports whether nothing of the conversation may be deleted.
func (c Conversation) Held() bool { return !c.HeldSince.IsZero() }

// expiry is when something ends that is kept for a number of days from an instant: never,
// while the conversation is held.
func (c Conversation) expiry(from time.Time, days int64) time.Time {
	if c.Held() || from.IsZero() {
		return time.Time{}
	}
	return from.AddDate(0, 0, int(days))
}

// LastAt is when something was last said or done.
func (c Conversation) LastAt() time.Time {
	last := c.CreatedAt
	for _, at := range []time.Time{c.LastHeardAt, c.LastCustomerAt, c.LastAgentAt, c.OpenedAt, c.ClosedAt} {
		if at.After(last) {
			last = at
		}
	}
	return last
}

// Stamped returns the conversation with when all of it is deleted.
func (c Conversation) Stamped() Conversation {
	c.DeleteAt = c.expiry(c.LastAt(), c.Kept().Messages)
	return c
}

// Stamped returns the change with when each document of it is deleted, and what of it
// sooner.
func (ch Change) Stamped() Change {
	if ch.Conversation.Erasing {
		return ch
	}
	ch.Conversation = ch.Conversation.Stamped()
	c := ch.Conversation
	for _, m := range []*Message{ch.Message, ch.BotAnswer} {
		if m != nil {
			*m = m.Stamped(c)
		}
	}
	for i := range ch.Events {
		ch.Events[i] = ch.Events[i].Stamped(c)
	}
	for i := range ch.Closed {
		ch.Closed[i].ExpireAt = c.expiry(ch.Closed[i].ClosedAt, c.Kept().Sessions)
	}
	for i := range ch.Past {
		ch.Past[i] = ch.Past[i].Stamped(c)
	}
	for i := range ch.Mentions {
		ch.Mentions[i] = ch.Mentions[i].Stamped(c)
	}
	if ch.Discarded != nil {
		*ch.Discarded = ch.Discarded.Stamped(c)
	}
	if ch.Rating != nil {
		*ch.Rating = ch.Rating.Stamped(c)
	}
	return ch
}

// Stamped returns the message with when it is deleted, and its payload sooner.
func (m Message) Stamped(c Conversation) Message {
	m.ExpireAt, m.StripAt = c.expiry(m.ReceivedAt, c.Kept().Messages), time.Time{}
	if m.Raw != "" {
		m.StripAt = c.expiry(m.ReceivedAt, c.Kept().Raw)
	}
	return m
}

// Stamped returns the event with when it is deleted, and sooner what was decided from what.
func (e Event) Stamped(c Conversation) Event {
	e.ExpireAt, e.StripAt = c.expiry(e.At, c.Kept().Sessions), time.Time{}
	if e.Facts != "" || e.Decision != "" || len(e.Trace) > 0 {
		e.StripAt = c.expiry(e.At, c.Kept().Facts)
	}
	return e
}

// Stamped returns the closed session with when it is deleted: with the messages that its
// words are of.
func (s ClosedSession) Stamped(c Conversation) ClosedSession {
	s.ExpireAt = c.expiry(s.ClosedAt, c.Kept().Messages)
	return s
}

// Stamped returns the mention with when it is deleted: with the note that it is about.
func (m Mention) Stamped(c Conversation) Mention {
	m.ExpireAt = c.expiry(m.At, c.Kept().Messages)
	return m
}

// Stamped returns the rating with when it is deleted: as long as the figures that count it.
func (r Rating) Stamped(c Conversation) Rating {
	r.ExpireAt = c.expiry(r.RatedAt, c.Kept().Figures)
	return r
}

// Stamped returns the reply with when it is deleted, if it has ended: the message is its
// copy. A signal says nothing of anybody, and goes after a day in any case.
func (r Reply) Stamped(c Conversation) Reply {
	if !r.Kind.Signal() && !r.Status.Outgoing() {
		r.ExpireAt = c.expiry(r.SentAt, c.Kept().Orders)
	}
	return r
}

// Stamped returns the action with when it is deleted, if it has ended.
func (a Action) Stamped(c Conversation) Action {
	if a.Ended() && !a.Kind.Signals() {
		a.ExpireAt = c.expiry(a.EndedAt, c.Kept().Orders)
	}
	return a
}

// Expired reports whether the conversation has been kept for long enough, by now.
func (c Conversation) Expired(now time.Time) bool {
	return !c.Held() && c.State == Closed && !now.Before(c.LastAt().AddDate(0, 0, int(c.Kept().Messages)))
}

// Hold makes everything of the conversation stay, whatever its retention says, or ends
// that. An error of type [RefusedError] is an answer to who asks.
func (c Conversation) Hold(on bool, by, why string, now time.Time) (Change, error) {
	switch {
	case c.ID == "" || c.Erasing:
		return Change{}, refuse(NoSuchConversation, nil)
	case c.Held() == on:
		return Change{Conversation: c}, nil
	}
	ch, cause := Change{Conversation: c}, HoldEnded
	ch.Conversation.HeldSince = time.Time{}
	if on {
		ch.Conversation.HeldSince, cause = now, HoldBegan
	}
	ch.record(cause, by, now)
	ch.said(why)
	return ch, nil
}
