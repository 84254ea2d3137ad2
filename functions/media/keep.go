package media

import (
	"bufio"
	"context"
	"errors"
	"io"

	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/filetype"
	"github.com/frontdesk-gcp/frontdesk/shared/picture"
)

// keep stores a file and fills in what was found out about it. Until then, the type is
// what the provider says. A picture has to be safe to show; sound, film and PDF are
// shown by their type; everything else is kept as bytes that nobody interprets.
func (h *Handler) keep(ctx context.Context, m *conversation.Media, content io.Reader) error {
	whole := bufio.NewReaderSize(content, filetype.Head)
	head, err := whole.Peek(filetype.Head)
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return err //nolint:wrapcheck // it says whether it may pass
	case len(head) == 0:
		return errEmpty
	case picture.Begins(head):
		return h.keepPicture(ctx, m, whole)
	}
	m.Type = filetype.Of(head, m.Type)
	m.Size, err = h.Bucket.Stream(ctx, bucket.File{Object: m.Object, Type: m.Type, Name: m.Name}, whole)
	return err
}

// keepPicture stores a picture, which is looked at as a whole.
func (h *Handler) keepPicture(ctx context.Context, m *conversation.Media, content io.Reader) error {
	data, err := io.ReadAll(io.LimitReader(content, MaxPicture+1))
	if err != nil {
		return err //nolint:wrapcheck // it says whether it may pass
	}
	if len(data) > MaxPicture {
		return errHugePicture
	}
	info, err := picture.Sniff(data)
	switch {
	case errors.Is(err, picture.ErrTooLarge):
		return errTooManyPixels
	case errors.Is(err, picture.ErrBrokenOff):
		return errBrokenOff
	case err != nil:
		return errNotAPicture
	}
	m.Type, m.Size = info.Type, int64(len(data))
	m.Width, m.Height = int64(info.Width), int64(info.Height)
	return h.Bucket.Put(ctx, bucket.File{Object: m.Object, Type: m.Type, Name: m.Name}, data)
}
