package conversation

import (
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// revoke carries out [Revoke]: a signal goes through the outbox, so it comes after what
// waits there. What the provider says of it is recorded with the message, see
// [Report]. Until then nobody asks again. A customer who has unsubscribed does not
// keep a message from being taken back.
func (ch *Change) revoke(a Action, d ActionInput) error {
	c := &ch.Conversation
	if err := c.requireWork(d); err != nil {
		return err
	}
	switch r := a.Reply; {
	case r == nil || r.Kind.Signal():
		return refuse(NoSuchReply, nil)
	case !c.signals(channel.Revoke):
		return refuse(CannotRevoke, nil)
	case r.Status == channel.Pending:
		return refuse(ReplyIsUnsent, nil)
	case r.Status == channel.Sending:
		return refuse(ReplyIsBeingSent, nil)
	case r.Status == channel.Delivered || r.Status == channel.Read:
		return refuse(ReplyIsDelivered, nil)
	case r.Status == channel.Failed || r.Status == channel.Revoked:
		return refuse(ReplyIsOver, nil)
	case r.Revoking:
		return refuse(ReplyIsBeingRevoked, nil)
	}
	revoking := *a.Reply
	revoking.Revoking = true
	ch.Revoking = &revoking
	ch.send(replyID(MintedRevoke, a.ID), channel.Outbound{Kind: channel.Revoke, Of: a.Reply.ID},
		Author{Email: d.By.Email, Name: d.By.Name()}, d.Now)
	return nil
}

// RevocationReport is what the outcome of a signal that takes a message back says of that
// message. A call that was repeated may have succeeded before: the provider then says
// that it has no such message, as it does of one that was delivered. A receipt outranks
// all of it.
func (r Reply) RevocationReport(signal Report) Report {
	heard := Report{Status: channel.Sent, Reason: reason.New(NotRevoked, nil), EndsRevoking: true}
	switch {
	case signal.Status == channel.Sent:
		heard.Status, heard.Reason = channel.Revoked, nil
	case signal.Reason != nil && signal.Reason.Code == channel.PartlyRevoked:
		heard.Status, heard.Reason = channel.Revoked, signal.Reason
	case signal.Status == channel.Unknown || r.Attempts > 1:
		heard.Reason = reason.New(MaybeRevoked, nil)
	}
	return heard
}
