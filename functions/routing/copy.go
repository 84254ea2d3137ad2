package routing

import (
	"context"
	"errors"

	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/topic"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// Copies is the path that the results of functions/media are pushed to.
const Copies = "/copies"

// fetch requests a copy of a customer's file, if it is wanted. A job may be done
// before; its result then changes nothing.
func (h *Handler) fetch(ctx context.Context, c conversation.Conversation, in channel.Inbound) error {
	if !c.KeepsFiles() || in.URL == "" {
		return nil
	}
	job := topic.Media{
		Conversation: string(c.ID), Message: conversation.ReceivedID(in.ID), Channel: in.Peer.Channel, Account: in.Peer.Account,
		URL: in.URL, ReceivedAt: in.ReceivedAt, Name: in.File.Name, Type: in.File.Type,
	}
	return h.Media.Publish(ctx, job.Encode())
}

// copied records what became of the copy of a file, once.
func (h *Handler) copied(ctx context.Context, m topic.Message) error {
	result, err := topic.DecodeCopy(m)
	if err == nil {
		ctx = trace.WithSubject(ctx, result.Conversation)
		err = h.Conversations.SetMedia(ctx, conversation.ID(result.Conversation), result.Message, media(result))
	}
	switch {
	case errors.Is(err, store.ErrDuplicate):
		h.Log.InfoContext(ctx, "copied again")
	case errors.Is(err, store.ErrNotFound):
		// A job is published after the commit of its message, so the message was erased.
		h.Log.InfoContext(ctx, "copied for nothing: the message is gone")
	case fault.KindOf(err) == fault.Invalid: // Pub/Sub would only push it again
		h.Log.ErrorContext(ctx, "dropped a result that nobody can record", "error", err)
	case err != nil:
		return err
	}
	return nil
}

// media is what a message says of its file. The name of the copy is not the result's to
// choose.
func media(c topic.Copy) conversation.Media {
	if c.Failed != nil {
		return conversation.Media{Status: conversation.MediaFailed, Reason: c.Failed, Type: c.Type}
	}
	return conversation.Media{
		Status: conversation.MediaStored, Object: bucket.Inbound(c.Conversation, c.Message),
		Type: c.Type, Size: c.Size, Width: c.Width, Height: c.Height,
	}
}
