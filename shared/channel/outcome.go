package channel

import (
	"errors"
	"time"
)

// ErrRetry marks a failed send that is worth repeating with the same message id.
// Every [*RetryError] is one.
var ErrRetry = errors.New("send again later")

// RetryError says that the provider did not take a message yet, or that nobody
// knows whether it did.
type RetryError struct {
	// After is how long the provider wants to be left alone; 0 when it did not say.
	After time.Duration
	// Unknown is true when the message may have been taken.
	Unknown bool
	Err     error
}

func (e *RetryError) Error() string { return ErrRetry.Error() + ": " + e.Err.Error() }

func (e *RetryError) Unwrap() []error { return []error{ErrRetry, e.Err} }

// RefusedError is the final no to a message.
type RefusedError struct {
	// Reason is for the agent who wrote the message. It holds no text of the
	// message and nothing of the customer.
	Reason string
	// Err is the provider's answer, if there was one.
	Err error
}

func (r *RefusedError) Unwrap() error { return r.Err }

func (r *RefusedError) Error() string { return "refused by the channel: " + r.Reason }

// Outcome is what became of a send.
type Outcome string

// The outcomes.
const (
	// Accepted and Rejected are the provider's final word.
	Accepted Outcome = "accepted"
	Rejected Outcome = "rejected"
	// Retry was not taken, and may be taken later.
	Retry Outcome = "retry"
	// Unclear may have been taken.
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
