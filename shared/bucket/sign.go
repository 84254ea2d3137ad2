package bucket

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"time"

	"cloud.google.com/go/compute/metadata"
	"cloud.google.com/go/storage"
	"google.golang.org/api/iamcredentials/v1"

	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

// MaxLife is the longest that a signed URL can be valid, with Google's V4
// signatures. It can end sooner, after 12 hours at the earliest, when Google changes
// the key that it signs with.
const MaxLife = 7 * 24 * time.Hour

// localSigner signs at the stand-in, which keeps a key for every account.
const localSigner = "bucket@frontdesk.invalid"

// errLife says that a signed URL cannot be valid for as long as requested.
var errLife = errors.New("a signed URL is valid for seven days at most")

// SignedURL returns a URL with which anybody can GET the object until the given
// time, at most [MaxLife] from now. It does not check whether the object exists.
//
// In the cloud the function's own identity signs through IAM, without a key: it
// has to be a token creator of itself.
func (b *Bucket) SignedURL(ctx context.Context, object string, until time.Time) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	account, err := b.account(ctx)
	if err != nil {
		return "", err
	}
	var failed error
	signed, err := b.handle.SignedURL(object, &storage.SignedURLOptions{
		Scheme: storage.SigningSchemeV4, Method: http.MethodGet, Expires: until, Insecure: b.local,
		GoogleAccessID: account,
		SignBytes: func(text []byte) ([]byte, error) {
			var signature []byte
			signature, failed = b.sign(ctx, account, text)
			return signature, failed
		},
	})
	switch {
	case failed != nil:
		return "", failed
	case err != nil: // nothing else can be wrong
		return "", fault.New(fault.Invalid, "%w: %w", errLife, err)
	}
	return signed, nil
}

// account is the service account that this process runs as.
func (b *Bucket) account(ctx context.Context) (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.signer != "" {
		return b.signer, nil
	}
	email, err := metadata.EmailWithContext(ctx, "default")
	if err != nil {
		return "", fault.New(fault.Unavailable, "metadata server: whose identity this is: %w", err)
	}
	b.signer = email
	return email, nil
}

func (b *Bucket) sign(ctx context.Context, account string, text []byte) ([]byte, error) {
	req := &iamcredentials.SignBlobRequest{Payload: base64.StdEncoding.EncodeToString(text)}
	res, err := b.signing.Projects.ServiceAccounts.SignBlob("projects/-/serviceAccounts/"+account, req).Context(ctx).Do()
	if err != nil {
		return nil, explain(err, "sign as "+account)
	}
	signature, err := base64.StdEncoding.DecodeString(res.SignedBlob)
	if err != nil {
		return nil, fault.New(fault.Unavailable, "IAM credentials: the signature: %w", err)
	}
	return signature, nil
}
