package businessmessages

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// DefaultURL is where Google served the API; Scope is what a token needs for it.
const (
	DefaultURL = "https://businessmessages.googleapis.com"
	Scope      = "https://www.googleapis.com/auth/businessmessages"
)

// callTimeout bounds one call, so that a drain's lease outlives it.
const callTimeout = 10 * time.Second

// maxAnswer bounds how much of an answer is read.
const maxAnswer = 64 << 10

// maxExplanation bounds what is kept of an explanation, in bytes. The document of the
// reply and the one of the history store it.
const maxExplanation = 2000

// statusWord is what Google's words for a status look like.
var statusWord = regexp.MustCompile(`^[A-Z_]{1,40}$`)

// maxRetryAfter bounds the pause that a provider may ask for.
const maxRetryAfter = 10 * time.Minute

// Client calls the API for one account.
type Client struct {
	// HTTP adds the account's access token to every request.
	HTTP *http.Client
	// URL is the API's base, without a path.
	URL string
}

// APIError is an answer of the API that is not 2xx.
type APIError struct {
	// Code is the HTTP status; Status is Google's word for it, for example
	// "INVALID_ARGUMENT", and Message its explanation, if there is one.
	Code    int
	Status  string
	Message string
	// RetryAfter is how long the provider asked to wait, if it did.
	RetryAfter time.Duration
}

// Error is for the log, so it has no explanation: that may repeat what was sent.
func (e *APIError) Error() string {
	return fmt.Sprintf("Business Messages answered %d %s", e.Code, e.Status)
}

// Send delivers one prepared message. The provider recognises a repetition by the
// message's id and answers 409, which counts as sent. The error is a
// *channel.RefusedError for every other 4xx except 401 and 429, and otherwise a
// *channel.RetryError.
func (c *Client) Send(ctx context.Context, to channel.Peer, out channel.Outbound) error {
	err := c.do(ctx, to.Key, encode(out))
	apiErr, answered := errors.AsType[*APIError](err)
	if answered && to.Key != "" {
		apiErr.Message = strings.ReplaceAll(apiErr.Message, to.Key, "…") // it goes into the log
	}
	if answered && out.Kind == channel.Survey && apiErr.Code == http.StatusTooManyRequests {
		// There is at most one survey a day, so waiting for the next is
		// pointless.
		return refused(apiErr)
	}
	return outcome(err)
}

// outcome says what an answer means for the message.
func outcome(err error) error {
	apiErr, answered := errors.AsType[*APIError](err)
	switch {
	case err == nil:
		return nil
	case !answered:
		_, noToken := errors.AsType[*oauth2.RetrieveError](err) // then nothing was sent
		return &channel.RetryError{Unknown: !noToken, Credentials: noToken, Err: err}
	case apiErr.Code == http.StatusConflict:
		return nil
	case apiErr.Code == http.StatusUnauthorized:
		// It says nothing of the message: whoever mends the key has it sent.
		return &channel.RetryError{Credentials: true, Err: apiErr}
	case apiErr.Code == http.StatusTooManyRequests:
		return &channel.RetryError{After: apiErr.RetryAfter, Err: apiErr}
	case apiErr.Code >= http.StatusInternalServerError:
		return &channel.RetryError{After: apiErr.RetryAfter, Unknown: true, Err: apiErr}
	case apiErr.Code >= http.StatusBadRequest:
		return refused(apiErr)
	}
	return &channel.RetryError{Err: err}
}

// refused is a refusal with the provider's own words.
func refused(e *APIError) error {
	return &channel.RefusedError{Err: e, Reason: *reason.New(channel.ProviderRefused, reason.Args{
		"status": strconv.Itoa(e.Code) + " " + e.Status, "message": e.Message,
	})}
}

func (c *Client) do(ctx context.Context, conversation string, one call) error {
	text, err := json.Marshal(one.body)
	if err != nil {
		return fmt.Errorf("encode: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	address := strings.TrimSuffix(c.URL, "/") + "/v1/conversations/" + url.PathEscape(conversation) + one.path
	if len(one.query) > 0 {
		address += "?" + one.query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, one.method, address, bytes.NewReader(text))
	if err != nil {
		return unaddressed(err)
	}
	req.Header.Set("Content-Type", "application/json")
	client := *c.HTTP
	client.CheckRedirect = takeRedirect
	res, err := client.Do(req)
	if err != nil {
		return unaddressed(err)
	}
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if res.StatusCode/100 == 2 { // the message was accepted, whatever happens to the answer's body
		return nil
	}
	if err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	return apiError(res, answer)
}

// takeRedirect treats a redirect as the answer. If followed, most become a GET,
// whose 200 would pass for the API's.
func takeRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// unaddressed removes the URL from an error: it names the customer's
// conversation, which must not be logged.
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
	if json.Unmarshal(answer, &body) == nil && statusWord.MatchString(body.Error.Status) {
		e.Status = body.Error.Status
		e.Message, _ = channel.Shorten(body.Error.Message, maxExplanation)
	}
	return e
}
