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
	"github.com/frontdesk-gcp/frontdesk/shared/topic"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// Bucket keeps the copies, see package bucket.
type Bucket interface {
	Find(ctx context.Context, object string) (*bucket.Content, error)
	Put(ctx context.Context, f bucket.File, data []byte) error
	Stream(ctx context.Context, f bucket.File, content io.Reader) (size int64, err error)
}

// Results is where the outcomes go: functions/routing records them, since whoever
// reads strangers' files has no right to the database.
type Results interface {
	Publish(ctx context.Context, m topic.Message) error
}

// Handler serves Pub/Sub's pushes.
type Handler struct {
	Bucket  Bucket
	Results Results
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

// ServeHTTP answers 200 when the outcome of the copy is published or the job is
// invalid, and otherwise a status that makes Pub/Sub push it again.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	topic.Serve(h.Log, w, r, h.handle)
}

func (h *Handler) handle(ctx context.Context, m topic.Message) error {
	job, err := topic.DecodeMedia(m)
	from, ok := h.Channels[job.Channel]
	if err == nil && !ok {
		err = fault.New(fault.Invalid, "there is no channel %s", job.Channel)
	}
	if err != nil {
		h.Log.ErrorContext(ctx, "dropped a job that nobody can do", "error", err)
		return nil
	}
	ctx = trace.WithSubject(ctx, job.Conversation)
	outcome, again, err := h.do(ctx, from, job)
	if err != nil {
		return err
	}
	if err := h.Results.Publish(ctx, outcome.Encode()); err != nil {
		return err
	}
	status := conversation.MediaStored
	if outcome.Failed != nil {
		status = conversation.MediaFailed
	}
	if again {
		h.Log.InfoContext(ctx, "copied again", "status", status)
		return nil
	}
	h.Log.InfoContext(ctx, "copied", "status", status, "reason", outcome.Failed.String(), "delay", h.Now().Sub(job.ReceivedAt))
	return nil
}

// do is the outcome of a job, and whether an earlier run stored the file: one that died
// before it had published that. It returns an error for failures that may pass; the
// others are an outcome.
func (h *Handler) do(ctx context.Context, from Channel, job topic.Media) (outcome topic.Copy, again bool, err error) {
	nothing := topic.Copy{Conversation: job.Conversation, Message: job.Message, Type: job.Type}
	outcome = nothing
	as := bucket.File{Object: bucket.Inbound(job.Conversation, job.Message), Name: job.Name}
	again, err = h.found(ctx, as.Object, &outcome)
	if err == nil && !again {
		err = h.fetch(ctx, from, job, as, &outcome)
	}
	refused, final := errors.AsType[refusal](err)
	switch {
	case err == nil:
		return outcome, again, nil
	case !final && h.Now().Before(lastTry(from.Expires, job.URL, job.ReceivedAt)):
		return outcome, again, err
	case !final:
		h.Log.ErrorContext(ctx, "gave up copying", "error", err)
		refused = errTooLate
	}
	nothing.Failed = refused.reason()
	return nothing, again, nil
}

// found describes a file that an earlier run stored, if one did.
func (h *Handler) found(ctx context.Context, object string, outcome *topic.Copy) (bool, error) {
	content, err := h.Bucket.Find(ctx, object)
	if errors.Is(err, bucket.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer func() { _ = content.Close() }()
	return true, describe(outcome, content)
}

// fetch fetches the file of a message and stores it.
func (h *Handler) fetch(ctx context.Context, from Channel, job topic.Media, as bucket.File, outcome *topic.Copy) error {
	content, err := from.Fetch(ctx, job.Account, job.URL, from.source.Get)
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }()
	return h.keep(ctx, outcome, as, content)
}
