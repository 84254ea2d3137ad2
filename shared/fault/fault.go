// Package fault says what a failure means. A function's code returns errors and
// wraps them with what it was doing. One place, [Answer] for HTTP and [Event] for
// CloudEvents, turns the error into a status, one log line and the decision
// whether the sender should retry.
package fault

import (
	"errors"
	"fmt"
	"net/http"
)

// Kind is what a failure means to the caller.
type Kind int

// The kinds. The zero value, Internal, is for every error without a kind: the
// call may be repeated.
const (
	// Internal is a failure of ours or of a system we use: 500, retry.
	Internal Kind = iota
	// Unavailable is a failure that is expected to pass: 503, retry.
	Unavailable
	// Invalid is input that will never be valid: 400.
	Invalid
	// Unauthorized is a caller who did not prove who they are: 401, and the
	// answer has no body.
	Unauthorized
	// NotFound is a name that does not exist: 404.
	NotFound
	// MethodNotAllowed is 405.
	MethodNotAllowed
	// TooLarge is a body over the limit: 413.
	TooLarge
	// Forbidden is a known caller without the permission: 403.
	Forbidden
	// Conflict is a write that somebody else made first: 409.
	Conflict
	// Unsupported is a body of a type that is not accepted: 415.
	Unsupported
	// Exhausted is a caller who has used up what they may: 429.
	Exhausted
)

// Status is the kind's HTTP status.
func (k Kind) Status() int {
	switch k {
	case Unavailable:
		return http.StatusServiceUnavailable
	case Invalid:
		return http.StatusBadRequest
	case Unauthorized:
		return http.StatusUnauthorized
	case NotFound:
		return http.StatusNotFound
	case MethodNotAllowed:
		return http.StatusMethodNotAllowed
	case TooLarge:
		return http.StatusRequestEntityTooLarge
	case Forbidden:
		return http.StatusForbidden
	case Conflict:
		return http.StatusConflict
	case Unsupported:
		return http.StatusUnsupportedMediaType
	case Exhausted:
		return http.StatusTooManyRequests
	case Internal:
	}
	return http.StatusInternalServerError
}

// Retry reports whether the same call may succeed later.
func (k Kind) Retry() bool { return k == Internal || k == Unavailable }

// Error is a failure with a kind. Its text goes into the log and, when the caller
// caused the failure, into the answer, so it must hold nothing of a customer.
type Error struct {
	Kind Kind
	err  error
}

func (e *Error) Error() string { return e.err.Error() }

func (e *Error) Unwrap() error { return e.err }

// New makes an error of a kind. The format is fmt.Errorf's.
func New(kind Kind, format string, args ...any) error {
	return &Error{Kind: kind, err: fmt.Errorf(format, args...)}
}

// KindOf is the kind of err, or of the outermost error it wraps that has one.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}
