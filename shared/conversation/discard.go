package conversation

import (
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// discard carries out [Discard]. The reply ends as failed, so a receipt that proves
// that an earlier attempt was taken after all still counts. One that is being sent
// cannot be discarded: nobody knows what the customer has of it.
func (ch *Change) discard(a Action, d ActionInput) error {
	c := &ch.Conversation
	if err := c.requireWork(d); err != nil {
		return err
	}
	switch r := a.Reply; {
	case r == nil || r.Kind.Signal():
		return refuse(NoSuchReply, nil)
	case r.Status == channel.Sending:
		return refuse(ReplyIsBeingSent, nil)
	case !r.Status.Outgoing():
		return refuse(ReplyHasEnded, nil)
	}
	discarded := *a.Reply
	if discarded.Session == 0 {
		discarded.Session, discarded.Queue = c.Session.Number, c.Queue
	}
	discarded = discarded.RecordOutcome(Report{
		Status: channel.Failed, Reason: reason.New(WasDiscarded, reason.Args{"agent": d.By.Name()}),
	}, d.Now)
	ch.Discarded = &discarded
	ch.add(discarded.Message())
	ch.Replies = append(ch.Replies, NewNudge(a.ID, d.Now))
	return nil
}

// requireWork refuses an action that only a supervisor may ask for, or whoever works on
// the session or wraps it up.
func (c *Conversation) requireWork(d ActionInput) error {
	worksOnIt := c.Owner == d.By.Email && (c.State == Active || c.State == WrapUp)
	if worksOnIt || d.By.Role.Supervises() {
		return nil
	}
	return c.refuseState(d)
}

// NewNudge is a signal that counts as sent. Creating it wakes the function that sends
// the conversation's replies. of is what it is about.
func NewNudge(of string, now time.Time) Reply {
	return Reply{
		Outbound: channel.Outbound{ID: replyID(MintedNudge, of), Kind: channel.Typing}, Author: botAuthor(),
		Status: channel.Sent, CreatedAt: now, SentAt: now, ExpireAt: now.Add(SignalLife),
	}
}

// isDiscarded reports whether somebody wanted a reply not to arrive.
func isDiscarded(heard Report) bool { return heard.Reason != nil && heard.Reason.Code == WasDiscarded }
