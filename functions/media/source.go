package media

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/config"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

// maxHeader is the most that an answer's headers may have, in bytes. Cloud
// Storage's have about one kilobyte.
const maxHeader = 64 << 10

// Source fetches a channel's files from their origins. It is safe for concurrent
// use.
type Source struct {
	// clients are clients by the place that they may call.
	clients map[place]*http.Client
}

// place is where files are: an origin, and what the path of every file begins with
// where the origin is shared with others.
type place struct {
	config.Origin
	path string
}

// parsePlace reads an origin with or without a path.
func parsePlace(text string) (place, error) {
	u, err := url.Parse(text)
	if err != nil {
		return place{}, fmt.Errorf("a place of files: %w", err)
	}
	path := u.EscapedPath()
	origin, err := config.ParseOrigin(strings.TrimSuffix(text, path))
	if err != nil {
		return place{}, err
	}
	return place{origin, path}, nil
}

// NewSource returns the source for those origins. It calls nothing else: it uses
// no proxies, cookies or redirects, and never reaches our own network, whatever a
// name resolves to, unless the origin is this machine.
func NewSource(origins ...string) (*Source, error) {
	s := &Source{clients: map[place]*http.Client{}}
	for _, text := range origins {
		origin, err := parsePlace(text)
		if err != nil {
			return nil, err
		}
		s.clients[origin] = &http.Client{
			Transport: &http.Transport{
				DialContext:            dialer(origin.Local()).DialContext,
				DisableCompression:     true, // so that the bytes counted are the bytes kept
				DisableKeepAlives:      true, // files are rare
				MaxResponseHeaderBytes: maxHeader,
			},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}
	}
	return s, nil
}

// client returns the client that may fetch an address.
func (s *Source) client(text string) (*http.Client, *url.URL, error) {
	for origin, client := range s.clients {
		if u, err := target(text, origin); err == nil {
			return client, u, nil
		}
	}
	return nil, nil, errElsewhere
}

// Get returns the content of an address at one of the origins, at most [MaxFile]
// bytes; it is the channel's [channel.Get]. An error, also one of reading, says whether
// it may pass, and holds nothing of the address, which is a secret while it is valid.
func (s *Source) Get(ctx context.Context, address string, header map[string]string) (io.ReadCloser, error) {
	client, u, err := s.client(address)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	content, err := get(ctx, client, u, header)
	if err != nil {
		cancel()
		return nil, err
	}
	return &body{ReadCloser: content, cancel: cancel, left: MaxFile}, nil
}

func get(ctx context.Context, client *http.Client, u *url.URL, header map[string]string) (io.ReadCloser, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, errElsewhere
	}
	for name, value := range header {
		req.Header.Set(name, value)
	}
	res, err := client.Do(req)
	if err != nil {
		return nil, passing(err)
	}
	if err := verdict(res.StatusCode, res.Header.Get("Content-Encoding")); err != nil {
		_ = res.Body.Close()
		return nil, err
	}
	return res.Body, nil
}

// body is the content of a file while it comes.
type body struct {
	io.ReadCloser

	cancel context.CancelFunc
	left   int64 // how many bytes more it may have
}

// Read fails when there is too much, and otherwise with an error that may pass.
func (b *body) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, errTooLarge
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return n, passing(err)
	}
	return n, err //nolint:wrapcheck // io.EOF, which nobody may wrap
}

// Close ends the fetch.
func (b *body) Close() error {
	defer b.cancel()
	return b.ReadCloser.Close() //nolint:wrapcheck // nobody looks
}

// passing wraps a failure that may pass, without the URL that package http puts
// into its errors.
func passing(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	return fault.New(fault.Unavailable, "fetch: %w", err)
}
