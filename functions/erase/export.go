package erase

import (
	"context"
	"errors"
	"io"

	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/dossier"
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
	go func() { _ = to.CloseWithError(dossier.Write(ctx, h.Store, h.Files, r.Conversation, h.Now(), to)) }()
	_, err := h.Files.Stream(ctx, file, content)
	_ = content.Close()
	if errors.Is(err, dossier.ErrNothing) {
		return request.Refuse(request.Nobody, nil)
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
