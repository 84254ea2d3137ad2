package google

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// CallTimeout bounds one call, so that a drain's lease outlives it.
const CallTimeout = 10 * time.Second

// Bounds of what is read of an answer: a batch of 10,000 phone numbers is answered with
// as many, and of an error little is kept.
const (
	maxAnswer = 512 << 10
	maxError  = 64 << 10
)

// Call is one request to an API. Path begins behind the API's base; its variable parts
// are escaped. Body is written as JSON unless it is nil.
type Call struct {
	Method string
	Path   string
	Query  url.Values
	Body   any
}

// Clients finds the HTTP client that carries an account's access token. fresh
// asks for one with newly read credentials.
type Clients interface {
	Client(ctx context.Context, account string, fresh bool) (*http.Client, error)
}

// Caller calls an API for one account.
type Caller struct {
	Clients Clients
	Account string
	// URL is the API's base, without a path.
	URL string
}

// Do carries out a call and reads the JSON of the answer into answer, unless that is
// nil. If the account's credentials are rejected, it reads them again, once: the key may
// have been rotated. It fails with an [*APIError] if the answer is not 2xx, and otherwise
// with an error that names no address: addresses name customers. An answer of 2xx that
// cannot be read is no error, because the call was carried out.
func (c Caller) Do(ctx context.Context, call Call, answer any) error {
	ctx, cancel := context.WithTimeout(ctx, CallTimeout)
	defer cancel()
	err := c.attempt(ctx, call, answer, false)
	if rejected(err) {
		err = c.attempt(ctx, call, answer, true)
	}
	return err
}

func (c Caller) attempt(ctx context.Context, call Call, answer any, fresh bool) error {
	authorized, err := c.Clients.Client(ctx, c.Account, fresh)
	if err != nil {
		return &channel.RetryError{Credentials: true, Err: err}
	}
	req, err := c.request(ctx, call)
	if err != nil {
		return err
	}
	client := *authorized
	client.CheckRedirect = takeRedirect
	res, err := client.Do(req)
	if err != nil {
		return unaddressed(err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode/100 == 2 {
		if answer != nil {
			_ = json.NewDecoder(io.LimitReader(res.Body, maxAnswer)).Decode(answer)
		}
		return nil
	}
	text, err := io.ReadAll(io.LimitReader(res.Body, maxError))
	if err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	return apiError(res, text)
}

func (c Caller) request(ctx context.Context, call Call) (*http.Request, error) {
	var body io.Reader = http.NoBody
	if call.Body != nil {
		text, err := json.Marshal(call.Body)
		if err != nil {
			return nil, fmt.Errorf("encode: %w", err)
		}
		body = bytes.NewReader(text)
	}
	address := strings.TrimSuffix(c.URL, "/") + call.Path
	if len(call.Query) > 0 {
		address += "?" + call.Query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, call.Method, address, body)
	if err != nil {
		return nil, unaddressed(err)
	}
	if call.Body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return req, nil
}

// takeRedirect treats a redirect as the answer. If followed, most become a GET,
// whose 200 would pass for the API's.
func takeRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// unaddressed removes the URL from an error: it names the customer, who must not be
// logged.
func unaddressed(err error) error {
	if urlErr, ok := errors.AsType[*url.Error](err); ok {
		return fmt.Errorf("call: %w", urlErr.Err)
	}
	return fmt.Errorf("call: %w", err)
}
