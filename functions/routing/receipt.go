package routing

import (
	"context"
	"errors"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// overtaking is how long a receipt waits for the record of a message that is
// being sent: until the lease of a run that died while sending has ended.
const overtaking = time.Minute

// replyOf finds the reply that an event is about. The errors are those of the store's
// method.
func (h *Handler) replyOf(ctx context.Context, id conversation.ID, in channel.Inbound) (string, error) {
	if in.Of != "" || in.ProviderOf == "" {
		return conversation.DocumentID(in.Of), nil
	}
	return h.Conversations.ReplyOf(ctx, id, in.ProviderOf)
}

// told is the same without a look at the database, where the channel's adapter can tell.
func (h *Handler) told(id conversation.ID, in channel.Inbound) (reply string, ok bool) {
	names, ok := h.Adapters[in.Peer.Channel].(channel.Namer)
	if !ok || in.Of != "" {
		return "", false
	}
	return names.ReplyOf(string(id), in.ProviderOf)
}

// report is what a receipt, or an expiry, says of a reply.
func report(in channel.Inbound) conversation.Report {
	r := conversation.Report{Status: in.Status, ProviderID: in.ProviderOf}
	switch {
	case in.Kind == channel.Expired && in.Status == channel.Unknown:
		// The provider has it still, as far as is known.
		r.Status, r.Reason = channel.Sent, reason.New(channel.MayArrive, nil)
	case in.Kind == channel.Expired:
		r.Status, r.Reason = channel.Failed, reason.New(channel.HasExpired, nil)
	case in.Status == channel.Failed:
		r.Reason = reason.New(channel.NotDelivered, nil)
	}
	return r
}

// receipt records how far a reply got.
func (h *Handler) receipt(ctx context.Context, id conversation.ID, in channel.Inbound) error {
	var err error
	reply, ok := h.told(id, in)
	if !ok {
		reply, err = h.replyOf(ctx, id, in)
	}
	if err == nil {
		err = h.Conversations.Receipt(ctx, id, reply, report(in), h.Now())
	}
	switch {
	case errors.Is(err, store.ErrBusy) && h.Now().Sub(in.ReceivedAt) < overtaking:
		return fault.New(fault.Unavailable, "a receipt before its message: %w", err)
	case errors.Is(err, store.ErrNotFound), errors.Is(err, store.ErrBusy):
		h.Log.InfoContext(ctx, "a receipt for a message that was not sent from here", "kind", in.Kind)
		return nil
	case err != nil:
		return err
	}
	h.Log.InfoContext(ctx, "received", "kind", in.Kind, "delay", h.Now().Sub(in.ReceivedAt))
	return nil
}
