// Package secret reads secrets from Secret Manager and caches them for a while,
// so that a request costs no look-up and a rotated secret is noticed.
package secret

import (
	"context"
	"fmt"
	"sync"
	"time"

	secretmanager "cloud.google.com/go/secretmanager/apiv1"
	"cloud.google.com/go/secretmanager/apiv1/secretmanagerpb"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

const (
	// maxAge is how long a value is used without asking again.
	maxAge = 5 * time.Minute
	// minAge is the shortest time between two look-ups of a value. It bounds what
	// a stranger with wrong signatures can make us read, and how often an outage
	// holds up a request.
	minAge = 10 * time.Second
	// callTimeout is how long Secret Manager may take to answer. The library's
	// own minute of retries would hold up every request during an outage.
	callTimeout = 5 * time.Second
)

// Reader reads secret versions. It is safe for concurrent use.
type Reader struct {
	client *secretmanager.Client
	now    func() time.Time

	mu     sync.Mutex
	values map[string]value
}

type value struct {
	data   []byte
	readAt time.Time
	// askedAt is when the value was last asked for, and err is why there is none.
	askedAt time.Time
	err     error
}

// New connects to Secret Manager. emulator is the host and port of a stand-in
// that is reached without encryption and credentials, or empty.
func New(ctx context.Context, emulator string, now func() time.Time) (*Reader, error) {
	var opts []option.ClientOption
	if emulator != "" {
		opts = append(opts,
			option.WithEndpoint(emulator), option.WithoutAuthentication(),
			option.WithGRPCDialOption(grpc.WithTransportCredentials(insecure.NewCredentials())))
	}
	client, err := secretmanager.NewClient(ctx, opts...)
	if err != nil {
		return nil, fmt.Errorf("Secret Manager: %w", err)
	}
	return &Reader{client: client, now: now, values: map[string]value{}}, nil
}

// Close releases the connection.
func (r *Reader) Close() error {
	if err := r.client.Close(); err != nil {
		return fmt.Errorf("Secret Manager: %w", err)
	}
	return nil
}

// Read returns the payload of a version, for example
// "projects/p/secrets/s/versions/latest". fresh asks for a value that is at most
// ten seconds old. A cached value is used while Secret Manager fails; where there is
// none, the failure is good for ten seconds, too.
func (r *Reader) Read(ctx context.Context, name string, fresh bool) ([]byte, error) {
	r.mu.Lock()
	v, known := r.values[name]
	r.mu.Unlock()
	now := r.now()
	if known && (now.Sub(v.askedAt) < minAge || !fresh && now.Sub(v.readAt) < maxAge) {
		return v.data, v.err
	}
	data, err := r.access(ctx, name)
	r.mu.Lock()
	defer r.mu.Unlock()
	v = r.values[name] // another caller may have read it meanwhile
	v.askedAt = r.now()
	switch {
	case err == nil:
		v.data, v.readAt, v.err = data, v.askedAt, nil
	case v.readAt.IsZero():
		v.err = err
	}
	r.values[name] = v
	return v.data, v.err
}

func (r *Reader) access(ctx context.Context, name string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	res, err := r.client.AccessSecretVersion(ctx, &secretmanagerpb.AccessSecretVersionRequest{Name: name})
	if err != nil {
		return nil, fmt.Errorf("secret %s: %w", name, err)
	}
	return res.GetPayload().GetData(), nil
}
