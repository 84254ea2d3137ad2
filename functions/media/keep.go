package media

import (
	"bufio"
	"context"
	"errors"
	"io"

	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/filetype"
	"github.com/frontdesk-gcp/frontdesk/shared/picture"
	"github.com/frontdesk-gcp/frontdesk/shared/topic"
)

// keep stores a file, and says in the outcome what it is, whatever it claims.
func (h *Handler) keep(ctx context.Context, outcome *topic.Copy, as bucket.File, content io.Reader) error {
	whole, data, err := look(outcome, content)
	if err != nil {
		return err
	}
	as.Type = outcome.Type
	if data != nil {
		return h.Bucket.Put(ctx, as, data)
	}
	outcome.Size, err = h.Bucket.Stream(ctx, as, whole)
	return err
}

// describe says in the outcome what a file is that was stored before.
func describe(outcome *topic.Copy, stored *bucket.Content) error {
	outcome.Type, outcome.Size = stored.Type, stored.Size
	_, _, err := look(outcome, stored)
	return err
}

// look finds out what a file is. It returns the content again, and of a picture all of
// it in memory.
func look(outcome *topic.Copy, content io.Reader) (whole *bufio.Reader, data []byte, err error) {
	whole = bufio.NewReaderSize(content, filetype.Head)
	head, err := whole.Peek(filetype.Head)
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return nil, nil, err //nolint:wrapcheck // it says whether it may pass
	case len(head) == 0:
		return nil, nil, errEmpty
	case picture.Begins(head):
		data, err = lookAtPicture(outcome, whole)
		return nil, data, err
	}
	outcome.Type = filetype.Of(head, outcome.Type)
	return whole, nil, nil
}

func lookAtPicture(outcome *topic.Copy, content io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(content, MaxPicture+1))
	if err != nil {
		return nil, err //nolint:wrapcheck // it says whether it may pass
	}
	if len(data) > MaxPicture {
		return nil, errHugePicture
	}
	info, err := picture.Sniff(data)
	switch {
	case errors.Is(err, picture.ErrTooLarge):
		return nil, errTooManyPixels
	case errors.Is(err, picture.ErrBrokenOff):
		return nil, errBrokenOff
	case err != nil:
		return nil, errNotAPicture
	}
	outcome.Type, outcome.Size = info.Type, int64(len(data))
	outcome.Width, outcome.Height = int64(info.Width), int64(info.Height)
	return data, nil
}
