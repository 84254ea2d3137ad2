package bucket

import (
	"context"
	"crypto/subtle"
	"mime"
	"strings"
	"time"

	"cloud.google.com/go/storage"

	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

// LinkLife is how long a customer can fetch a file by its link, from when it was sent.
// Retention and erasure end it sooner.
const LinkLife = 30 * 24 * time.Hour

// secretOf is the metadata of an agent's file that has the secret of its link: made when
// the file is written, copied with it, and gone with it.
const secretOf = "link-secret"

// LinkPath is the path of the desk under which it has a file for whoever knows its secret.
func LinkPath(object, secret string) string {
	return "/f/" + strings.TrimPrefix(object, outbound) + "/" + secret
}

// Secret returns what opens a file that was kept, see [Bucket.Keep], to whoever has it; it
// is empty for a file that has none. The error is [ErrNotFound] when there is no such file.
func (b *Bucket) Secret(ctx context.Context, object string) (string, error) {
	attrs, err := b.attrs(ctx, object)
	if err != nil {
		return "", err
	}
	return attrs.Metadata[secretOf], nil
}

// Linked returns the name of a file to whoever has its secret, for [LinkLife]. The error is
// [ErrNotFound] in every other case, so that nobody learns which files there are.
func (b *Bucket) Linked(ctx context.Context, object, secret string, now time.Time) (name string, err error) {
	attrs, err := b.attrs(ctx, object)
	if err != nil {
		return "", err
	}
	want := attrs.Metadata[secretOf]
	if want == "" || subtle.ConstantTimeCompare([]byte(want), []byte(secret)) != 1 || now.Sub(attrs.Created) >= LinkLife {
		return "", ErrNotFound
	}
	_, params, err := mime.ParseMediaType(attrs.ContentDisposition)
	if err != nil {
		return "", fault.New(fault.Invalid, "the name of a file: %w", err) // Put writes it
	}
	return params["filename"], nil
}

func (b *Bucket) attrs(ctx context.Context, object string) (*storage.ObjectAttrs, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	attrs, err := b.handle.Object(object).Attrs(ctx)
	if mayBeMissing(err) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, explain(err, "look at an object")
	}
	return attrs, nil
}
