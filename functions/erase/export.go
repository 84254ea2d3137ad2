package erase

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/dossier"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/request"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// export writes everything of a conversation into an archive in the bucket, where the admin
// who asked fetches it, for a day. Whoever asks by command writes an archive of their own:
// then the request is only the record of that.
func (h *Handler) export(ctx context.Context, r request.Request) error {
	ctx = trace.WithSubject(ctx, string(r.Conversation))
	if r.Operator != "" {
		return h.end(ctx, r, func(r *request.Request) { r.Found = 1 })
	}
	if err := h.archive(ctx, r); err != nil {
		return err
	}
	return h.end(ctx, r, func(r *request.Request) { r.Found, r.GoneAt = 1, r.EndedAt.Add(bucket.ExportLife) })
}

// archive writes the archive. Of a customer who is erased meanwhile none is left: an erasure
// that begins later finds it with the conversation's files.
func (h *Handler) archive(ctx context.Context, r request.Request) error {
	file := bucket.File{Object: bucket.Export(string(r.Conversation), r.ID), Type: "application/zip"}
	content, to := io.Pipe()
	files := timed{h.Files, h.Wall().Add(runTime), h.Wall}
	go func() { _ = to.CloseWithError(dossier.Write(ctx, h.Store, files, r.Conversation, h.Now(), to)) }()
	_, err := h.Files.Stream(ctx, file, content)
	_ = content.Close()
	switch {
	case errors.Is(err, dossier.ErrNothing):
		return request.Refuse(request.Nobody, nil)
	case errors.Is(err, errEnough):
		return request.Refuse(request.TooMuch, reason.Args{"most": int64(runTime / time.Second)})
	}
	if err != nil && !errors.Is(err, bucket.ErrTaken) { // a run that died has written one
		return err
	}
	c, err := h.Store.Conversation(ctx, r.Conversation)
	if err != nil || c.ID != "" && !c.Erasing {
		return err
	}
	if err := h.Files.Delete(ctx, bucket.Stored{Object: file.Object}); err != nil {
		return err
	}
	return request.Refuse(request.Nobody, nil)
}

// timed opens files until an instant. An archive is one stream, which no later run can go on
// with: one that is not done by then is given up, and its author is told.
type timed struct {
	Files

	until time.Time
	wall  func() time.Time
}

// Open opens a file, or says that it is too late.
func (t timed) Open(ctx context.Context, object string, part bucket.Part) (*bucket.Content, error) {
	if t.wall().After(t.until) {
		return nil, errEnough
	}
	return t.Files.Open(ctx, object, part)
}
