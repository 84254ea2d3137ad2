package google

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// CallTimeout bounds one call, so that a drain's lease outlives it.
const CallTimeout = 10 * time.Second

// maxAnswer bounds how much of an answer is read: the reply's document stores the
// explanation, and can hold 1 MiB.
const maxAnswer = 64 << 10

// maxRetryAfter bounds the pause that a provider may ask for.
const maxRetryAfter = 10 * time.Minute

// Call is one request to an API. Path begins behind the API's base; its variable parts
// are escaped. Body is written as JSON unless it is nil.
type Call struct {
	Method string
	Path   string
	Query  url.Values
	Body   any
}

// APIError is an answer of an API that is not 2xx.
type APIError struct {
	// Code is the HTTP status; Status is Google's word for it, for example
	// "INVALID_ARGUMENT", and Message its explanation, if there is one.
	Code    int
	Status  string
	Message string
	// RetryAfter is how long the provider asked to wait, if it did.
	RetryAfter time.Duration
}

func (e *APIError) Error() string {
	return fmt.Sprintf("the provider answered %d %s: %s", e.Code, e.Status, cmp.Or(e.Message, "no explanation"))
}

// Client calls an API for one account.
type Client struct {
	// HTTP adds the account's access token to every request.
	HTTP *http.Client
	// URL is the API's base, without a path.
	URL string
}

// Do carries out a call and reads the JSON of the answer into answer, unless that is
// nil. It fails with an [*APIError] if the answer is not 2xx, and otherwise with an
// error that names no address: addresses name customers. An answer of 2xx that cannot
// be read is no error, because the call was carried out.
func (c *Client) Do(ctx context.Context, call Call, answer any) error {
	ctx, cancel := context.WithTimeout(ctx, CallTimeout)
	defer cancel()
	req, err := c.request(ctx, call)
	if err != nil {
		return err
	}
	client := *c.HTTP
	client.CheckRedirect = takeRedirect
	res, err := client.Do(req)
	if err != nil {
		return unaddressed(err)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	switch {
	case res.StatusCode/100 == 2:
		if answer != nil {
			_ = json.Unmarshal(text, answer)
		}
		return nil
	case err != nil:
		return fmt.Errorf("answer: %w", err)
	}
	return apiError(res, text)
}

func (c *Client) request(ctx context.Context, call Call) (*http.Request, error) {
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

func apiError(res *http.Response, answer []byte) error {
	var body struct {
		Error struct {
			Status  string `json:"status"`
			Message string `json:"message"`
		} `json:"error"`
	}
	e := &APIError{Code: res.StatusCode, Status: http.StatusText(res.StatusCode)}
	if seconds, err := strconv.Atoi(res.Header.Get("Retry-After")); err == nil && seconds > 0 {
		e.RetryAfter = min(time.Duration(seconds)*time.Second, maxRetryAfter)
	}
	if json.Unmarshal(answer, &body) == nil && body.Error.Status != "" {
		e.Status, e.Message = body.Error.Status, body.Error.Message
	}
	return e
}

// Outcome says what the error of a call that sends a message means for the message. An
// answer of 409 means that the provider has it already. refused makes the reason of a
// refusal.
func Outcome(err error, refused func(*APIError) error) error {
	apiErr, answered := errors.AsType[*APIError](err)
	switch {
	case err == nil:
		return nil
	case !answered:
		return &channel.RetryError{Unknown: true, Err: err}
	case apiErr.Code == http.StatusConflict:
		return nil
	case apiErr.Code == http.StatusTooManyRequests:
		return &channel.RetryError{After: apiErr.RetryAfter, Err: apiErr}
	case apiErr.Code >= http.StatusInternalServerError:
		return &channel.RetryError{After: apiErr.RetryAfter, Unknown: true, Err: apiErr}
	case apiErr.Code >= http.StatusBadRequest:
		return refused(apiErr)
	}
	return &channel.RetryError{Err: err}
}

// Unaccepted reports whether an error is about the credentials, which may have been
// rotated.
func Unaccepted(err error) bool {
	if apiErr, ok := errors.AsType[*APIError](err); ok {
		return apiErr.Code == http.StatusUnauthorized
	}
	_, ok := errors.AsType[*oauth2.RetrieveError](err)
	return ok
}
