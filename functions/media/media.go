// Package media copies the files that customers send into our own bucket before
// the provider's URLs expire. It gets one job of the topic "media" at a time,
// possibly more than once; the outcome of a copy is recorded once.
package media

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/topic"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// Messages keeps messages, see package store.
type Messages interface {
	Message(ctx context.Context, id conversation.ID, message string) (conversation.Message, error)
	SetMedia(ctx context.Context, id conversation.ID, message string, media conversation.Media) error
}

// Bucket keeps the copies, see package bucket.
type Bucket interface {
	Put(ctx context.Context, f bucket.File, data []byte) error
	Stream(ctx context.Context, f bucket.File, content io.Reader) (size int64, err error)
}

// Handler serves Pub/Sub's pushes.
type Handler struct {
	Messages Messages
	Bucket   Bucket
	// Channels are the adapters with their sources, see [Channels].
	Channels map[string]Channel
	Now      func() time.Time
	Log      *slog.Logger
}

// Channel is how the files of one channel are fetched.
type Channel struct {
	channel.Adapter

	source *Source
}

// Channels gives every channel its source.
func Channels(adapters map[string]channel.Adapter) (map[string]Channel, error) {
	all := map[string]Channel{}
	for name, adapter := range adapters {
		source, err := NewSource(adapter.Origins()...)
		if err != nil {
			return nil, fmt.Errorf("where %s keeps files: %w", name, err)
		}
		all[name] = Channel{adapter, source}
	}
	return all, nil
}

// ServeHTTP answers 200 when the outcome of the copy is recorded or the job is
// invalid, and otherwise a status that makes Pub/Sub push it again.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	topic.Serve(h.Log, w, r, h.handle)
}

func (h *Handler) handle(ctx context.Context, m topic.Message) error {
	job, err := topic.DecodeMedia(m)
	if err != nil {
		h.Log.ErrorContext(ctx, "dropped a job that nobody can do", "error", err)
		return nil
	}
	ctx = trace.WithSubject(ctx, job.Conversation)
	from, ok := h.Channels[job.Channel]
	if !ok {
		h.Log.ErrorContext(ctx, "dropped a job that nobody can do", "error", "there is no channel "+job.Channel)
		return nil
	}
	id := conversation.ID(job.Conversation)
	message, err := h.Messages.Message(ctx, id, job.Message)
	switch {
	case errors.Is(err, store.ErrNotFound):
		// A job is published after the commit of its message, so the message was erased.
		h.Log.InfoContext(ctx, "nothing to copy: the message is gone")
		return nil
	case err != nil:
		return err
	case message.URL == "" || message.Media != nil && message.Media.Status != conversation.MediaCopying:
		h.Log.InfoContext(ctx, "nothing to copy")
		return nil
	}
	media, err := h.copyFile(ctx, from, job, message)
	if err != nil {
		return err
	}
	err = h.Messages.SetMedia(ctx, id, job.Message, media)
	switch {
	case errors.Is(err, store.ErrDuplicate):
		h.Log.InfoContext(ctx, "copied again")
		return nil
	case errors.Is(err, store.ErrNotFound):
		h.Log.InfoContext(ctx, "copied for nothing: the message is gone")
		return nil
	case fault.KindOf(err) == fault.Invalid: // Pub/Sub would only push it again
		h.Log.ErrorContext(ctx, "dropped a job that nobody can do", "error", err)
		return nil
	case err == nil:
		h.Log.InfoContext(ctx, "copied", "status", media.Status, "reason", media.Reason.String(), "delay", h.Now().Sub(message.ReceivedAt))
	}
	return err
}

// copyFile fetches the file of a message and stores it. It returns an error for
// failures that may pass; the others are an outcome.
func (h *Handler) copyFile(
	ctx context.Context, from Channel, job topic.Media, m conversation.Message,
) (conversation.Media, error) {
	var claim conversation.Media
	if m.Media != nil {
		claim = *m.Media
	}
	content, err := from.Fetch(ctx, job.Account, m.URL, from.source.Get)
	if err == nil {
		copied := conversation.Media{
			Status: conversation.MediaStored, Object: bucket.Inbound(job.Conversation, job.Message), Name: claim.Name, Type: claim.Type,
		}
		err = h.keep(ctx, &copied, content)
		_ = content.Close()
		if err == nil {
			return copied, nil
		}
	}
	refused, final := errors.AsType[refusal](err)
	if !final && h.Now().Before(lastTry(from.Expires, m.URL, m.ReceivedAt)) {
		return conversation.Media{}, err
	}
	if !final {
		h.Log.ErrorContext(ctx, "gave up copying", "error", err)
		refused = errTooLate
	}
	return conversation.Media{
		Status: conversation.MediaFailed, Reason: refused.reason(), Name: claim.Name, Type: claim.Type,
	}, nil
}
