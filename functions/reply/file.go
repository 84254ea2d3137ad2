package reply

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// Files keeps files in the bucket, and signs addresses of them, for the provider to
// fetch.
type Files interface {
	// Keep makes a file stay that an agent uploaded for a reply. The error is
	// [bucket.ErrNotFound] when there is no such file.
	Keep(ctx context.Context, object string) error
	SignedURL(ctx context.Context, object string, until time.Time) (string, error)
}

// fileLife is how long the provider, or a customer with a link, may fetch a file.
// It is the longest that a signature can last, and not a promise: Google changes the keys
// that it signs with, and says only that a signature is good for 12 hours at least.
const fileLife = 7 * 24 * time.Hour

// keep makes the file of a reply stay, whatever becomes of the reply: the history shows
// it, and the agent may send it again. A run that died after it changes nothing for the
// next. The errors are those of [channel.Adapter].
func (r *run) keep(ctx context.Context, reply conversation.Reply) error {
	if reply.Media == nil || reply.Media.Object == "" {
		return nil
	}
	err := r.Files.Keep(ctx, reply.Media.Object)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, bucket.ErrNotFound):
		return &channel.RefusedError{Reason: *reason.New(FileGone, nil), Err: err}
	}
	return &channel.RetryError{Err: fmt.Errorf("keep %s: %w", reply.Media.Object, err)}
}

// sign signs the URLs of files in the bucket.
func (r *run) sign(ctx context.Context, out channel.Outbound) (channel.Outbound, error) {
	if out.Media == nil || out.Media.Object == "" {
		return out, nil
	}
	address, err := r.Files.SignedURL(ctx, out.Media.Object, r.Now().Add(fileLife))
	if err != nil {
		return out, fmt.Errorf("sign %s: %w", out.Media.Object, err)
	}
	signed := *out.Media
	signed.URL = address
	out.Media = &signed
	return out, nil
}
