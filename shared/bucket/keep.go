package bucket

import (
	"context"
	"errors"
	"net/http"

	"cloud.google.com/go/storage"
)

// Keep makes an agent's file stay for as long as all others, and can be signed from
// then on: it copies the upload to its final name. Keeping it again has no effect. The
// error is [ErrNotFound] when there is no such file, or no longer, see [UploadLife].
// Files of customers always stay.
//
// The upload is left for the bucket to delete, so that nobody needs the right to.
func (b *Bucket) Keep(ctx context.Context, object string) error {
	upload, ok := uploaded(object)
	if !ok {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	kept := b.handle.Object(object)
	_, err := kept.If(storage.Conditions{DoesNotExist: true}).CopierFrom(b.handle.Object(upload)).Run(ctx)
	switch code := status(err); {
	case err == nil, code == http.StatusPreconditionFailed:
		return nil
	case errors.Is(err, storage.ErrObjectNotExist), code == http.StatusForbidden:
		// The upload has gone, or, as in [Bucket.Put], the copy exists.
		_, missing := kept.Attrs(ctx)
		if missing == nil || !errors.Is(missing, storage.ErrObjectNotExist) {
			return explain(missing, "look at an object")
		}
	}
	return explain(err, "keep an object")
}
