package channel

import (
	"errors"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// ErrRetry marks a failed send that is worth repeating with the same message id.
// Every [*RetryError] is one.
var ErrRetry = errors.New("send again later")

// RetryError says that the provider has not accepted a message yet, or that it is
// unknown whether it has.
type RetryError struct {
	// After is how long the provider asked to wait; 0 if it did not say.
	After time.Duration
	// Unknown is true when the message may have been accepted.
	Unknown bool
	// Credentials is true when the account's credentials could not be read or were not
	// accepted: no message of the account can be sent until somebody mends them.
	Credentials bool
	Err         error
}

// Error is for the log.
func (e *RetryError) Error() string { return ErrRetry.Error() + ": " + e.Err.Error() }

// Unwrap returns [ErrRetry] and the cause.
func (e *RetryError) Unwrap() []error { return []error{ErrRetry, e.Err} }

// RefusedError says that a message was refused permanently.
type RefusedError struct {
	// Reason is for the agent who wrote the message. It holds no text of the
	// message and nothing of the customer.
	Reason reason.Reason
	// Err is the provider's answer, if there was one.
	Err error
}

// Unwrap returns the provider's answer.
func (r *RefusedError) Unwrap() error { return r.Err }

// Error is for the log, so it quotes nothing: a provider's explanation may repeat
// what was sent.
func (r *RefusedError) Error() string {
	text := "refused by the channel: " + string(r.Reason.Code)
	if status, ok := r.Reason.Args["status"].(string); ok {
		text += ", " + word(status)
	}
	return text
}

// Outcome is what became of a send.
type Outcome string

// The outcomes.
const (
	// Accepted and Rejected are the provider's final word.
	Accepted Outcome = "accepted"
	Rejected Outcome = "rejected"
	// Retry was not accepted, but may be later.
	Retry Outcome = "retry"
	// Unclear may have been accepted.
	Unclear Outcome = "unclear"
)

// OutcomeOf says what the error of an adapter's Send means.
func OutcomeOf(err error) Outcome {
	if err == nil {
		return Accepted
	}
	if _, refused := errors.AsType[*RefusedError](err); refused {
		return Rejected
	}
	if retry, ok := errors.AsType[*RetryError](err); ok && !retry.Unknown {
		return Retry
	}
	return Unclear
}
