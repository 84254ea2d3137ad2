package google

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// maxExplanation bounds what is kept of an explanation, in bytes. The document of the
// reply and the one of the history store it.
const maxExplanation = 2000

// maxRetryAfter bounds the pause that a provider may ask for.
const maxRetryAfter = 10 * time.Minute

// statusWord is what Google's words for a status look like.
var statusWord = regexp.MustCompile(`^[A-Z_]{1,40}$`)

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

// Error is for the log, so it has no explanation: that may repeat what was sent.
func (e *APIError) Error() string {
	return fmt.Sprintf("the provider answered %d %s", e.Code, e.Status)
}

// Exists reports whether the provider has what it was to make: a repetition. ABORTED has
// the same code, and says nothing of it.
func (e *APIError) Exists() bool {
	return e.Code == http.StatusConflict && e.Status != "ABORTED"
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

// Redact replaces what must not be stored with a reply, such as the customer's key, in
// the provider's explanation of an error. It returns the error.
func Redact(err error, secrets ...string) error {
	if apiErr, ok := errors.AsType[*APIError](err); ok {
		for _, secret := range secrets {
			if secret != "" {
				apiErr.Message = strings.ReplaceAll(apiErr.Message, secret, "…")
			}
			if number := grouped(secret); number != nil {
				apiErr.Message = number.ReplaceAllLiteralString(apiErr.Message, "…")
			}
		}
	}
	return err
}

// leastDigits is how many digits a number has at least that is found however it is
// grouped: fewer may be anything.
const leastDigits = 7

var fullNumber = regexp.MustCompile(`^\+?[0-9]+$`)

// grouped finds a phone number with spaces, dots, hyphens, slashes or parentheses between
// its digits, and perhaps the (0) that some people write behind a country's code. It is
// nil for what is no phone number.
func grouped(secret string) *regexp.Regexp {
	digits := strings.TrimPrefix(secret, "+")
	if !fullNumber.MatchString(secret) || len(digits) < leastDigits {
		return nil
	}
	return regexp.MustCompile(`\+?` + strings.Join(strings.Split(digits, ""), `(?:\(0\)|[\s\p{Zs}\p{Pd}.()/])*`))
}

// Refusal is a refusal in the provider's own words.
func Refusal(e *APIError) error {
	return &channel.RefusedError{Err: e, Reason: *reason.New(channel.ProviderRefused, reason.Args{
		"status": strconv.Itoa(e.Code) + " " + e.Status, "message": e.Message,
	})}
}

// Outcome says what the error of a call that sends a message means for the message, as
// [channel.Adapter] demands of Send. An answer of 409 means that the provider has it
// already. Every other 4xx except 401 and 429 is a refusal, which refuse makes of it.
func Outcome(err error, refuse func(*APIError) error) error {
	if err == nil {
		return nil
	}
	if retry, ok := errors.AsType[*channel.RetryError](err); ok {
		return retry
	}
	apiErr, answered := errors.AsType[*APIError](err)
	switch {
	case !answered:
		none := noToken(err) // then nothing was sent
		return &channel.RetryError{Unknown: !none, Credentials: none, Err: err}
	case apiErr.Exists():
		return nil
	case apiErr.Code == http.StatusConflict, apiErr.Code == http.StatusRequestTimeout:
		return &channel.RetryError{After: apiErr.RetryAfter, Unknown: true, Err: apiErr}
	case apiErr.Code == http.StatusUnauthorized:
		// It says nothing of the message: whoever mends the key has it sent.
		return &channel.RetryError{Credentials: true, Err: apiErr}
	case apiErr.Code == http.StatusTooManyRequests:
		return &channel.RetryError{After: apiErr.RetryAfter, Err: apiErr}
	case apiErr.Code >= http.StatusInternalServerError:
		return &channel.RetryError{After: apiErr.RetryAfter, Unknown: true, Err: apiErr}
	case apiErr.Code >= http.StatusBadRequest:
		return refuse(apiErr)
	}
	return &channel.RetryError{Err: err}
}

// rejected reports whether an error is about the credentials, which may have been
// rotated.
func rejected(err error) bool {
	if apiErr, ok := errors.AsType[*APIError](err); ok {
		return apiErr.Code == http.StatusUnauthorized
	}
	return noToken(err)
}

// noToken reports whether a call was not made, because there was no access token for it.
func noToken(err error) bool {
	_, ok := errors.AsType[*oauth2.RetrieveError](err)
	return ok
}
