package media

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"

	"github.com/frontdesk-gcp/frontdesk/shared/config"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

// maxHeader is how many bytes an answer's headers have at most. Cloud Storage's
// have about one kilobyte.
const maxHeader = 64 << 10

// Source is the one place that files are fetched from. It is safe for concurrent
// use.
type Source struct {
	origin config.Origin
	client *http.Client
}

// NewSource returns the source of that origin. It goes there and nowhere else:
// without proxies, cookies, credentials and redirects, and never into our own
// network, whatever a name resolves to, unless the origin is this very machine.
func NewSource(origin config.Origin) *Source {
	return &Source{origin: origin, client: &http.Client{
		Transport: &http.Transport{
			DialContext:            dialer(origin.Local()).DialContext,
			DisableCompression:     true, // so that what is counted is what is kept
			DisableKeepAlives:      true, // files are rare, and each starts from nothing
			MaxResponseHeaderBytes: maxHeader,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Fetch returns the content of a file of the origin, at most [MaxFile] bytes. The
// error says whether it may pass, and holds nothing of the URL, which is a secret
// while it is valid.
func (s *Source) Fetch(ctx context.Context, text string) ([]byte, error) {
	u, err := target(text, s.origin)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, errElsewhere
	}
	res, err := s.client.Do(req)
	if err != nil {
		return nil, passing(err)
	}
	defer func() { _ = res.Body.Close() }()
	if err := verdict(res.StatusCode, res.Header.Get("Content-Encoding")); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(res.Body, MaxFile+1))
	switch {
	case len(data) > MaxFile:
		return nil, errTooLarge
	case err != nil:
		return nil, passing(err)
	}
	return data, nil
}

// passing is a failure that may pass, without the URL that package http puts into
// its errors.
func passing(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	return fault.New(fault.Unavailable, "fetch: %w", err)
}
