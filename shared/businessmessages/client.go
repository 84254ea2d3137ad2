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
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// DefaultURL is where Google served the API; Scope is what a token needs for it.
const (
	DefaultURL = "https://businessmessages.googleapis.com"
	Scope      = "https://www.googleapis.com/auth/businessmessages"
)

// callTimeout bounds one call, so that a drain's lease outlives it.
const callTimeout = 10 * time.Second

// maxAnswer bounds what is read of an answer: the reply's document keeps an
// explanation, and holds 1 MiB.
const maxAnswer = 64 << 10

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
	// "INVALID_ARGUMENT", and Message its explanation.
	Code    int
	Status  string
	Message string
}

func (e *APIError) Error() string {
	return fmt.Sprintf("Business Messages answered %d %s: %s", e.Code, e.Status, e.Message)
}

type representative struct {
	RepresentativeType string `json:"representativeType"`
	DisplayName        string `json:"displayName,omitempty"`
}

type outboundMessage struct {
	MessageID      string         `json:"messageId"`
	Representative representative `json:"representative"`
	Text           string         `json:"text"`
}

// Send delivers one message. The provider knows a repetition by the message's
// id and answers 409, which counts as sent. The error is a *channel.RefusedError for
// every other 4xx but 429, and wraps channel.ErrRetry for the rest.
func (c *Client) Send(ctx context.Context, to channel.Peer, out channel.Outbound) error {
	err := c.post(ctx, "/v1/conversations/"+url.PathEscape(to.Key)+"/messages", encode(out))
	if apiErr, ok := errors.AsType[*APIError](err); ok && to.Key != "" {
		apiErr.Message = strings.ReplaceAll(apiErr.Message, to.Key, "…") // it goes into the log
	}
	return outcome(err)
}

func encode(out channel.Outbound) outboundMessage {
	m := outboundMessage{MessageID: out.ID, Text: out.Text}
	m.Representative = representative{RepresentativeType: "HUMAN", DisplayName: out.Speaker.Name}
	if out.Speaker.Bot {
		m.Representative.RepresentativeType = "BOT"
	}
	return m
}

// outcome says what an answer means to the message.
func outcome(err error) error {
	apiErr, answered := errors.AsType[*APIError](err)
	switch {
	case err == nil:
		return nil
	case !answered:
		return fmt.Errorf("%w: %w", channel.ErrRetry, err)
	case apiErr.Code == http.StatusConflict:
		return nil
	case apiErr.Code == http.StatusTooManyRequests || apiErr.Code >= http.StatusInternalServerError:
		return fmt.Errorf("%w: %w", channel.ErrRetry, err)
	case apiErr.Code >= http.StatusBadRequest:
		return &channel.RefusedError{Reason: apiErr.Error(), Err: apiErr}
	}
	return fmt.Errorf("%w: %w", channel.ErrRetry, err)
}

func (c *Client) post(ctx context.Context, path string, body any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("encode: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(c.URL, "/")+path, bytes.NewReader(text))
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
	if res.StatusCode/100 == 2 { // the message is taken, whatever became of the answer's body
		return nil
	}
	if err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	return apiError(res.StatusCode, answer)
}

// takeRedirect makes a redirection the answer. Followed, most become a GET, whose
// 200 would pass for the API's.
func takeRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// unaddressed strips the URL from an error: it names the customer's
// conversation, which belongs in no log.
func unaddressed(err error) error {
	if urlErr, ok := errors.AsType[*url.Error](err); ok {
		return fmt.Errorf("call: %w", urlErr.Err)
	}
	return fmt.Errorf("call: %w", err)
}

func apiError(code int, answer []byte) error {
	var body struct {
		Error struct {
			Status  string `json:"status"`
			Message string `json:"message"`
		} `json:"error"`
	}
	if json.Unmarshal(answer, &body) != nil || body.Error.Status == "" {
		return &APIError{Code: code, Status: http.StatusText(code), Message: "no explanation"}
	}
	return &APIError{Code: code, Status: body.Error.Status, Message: body.Error.Message}
}
