package google

import (
	"fmt"
	"net/http"
	"strings"
)

// Error is a refusal by the API.
type Error struct {
	code       int
	status     string // canonical name
	message    string // for the caller
	reason     string // for the watchers, where Google says less than it knows
	violations []violation
}

// violation names one bad field, in the way Google's parser does.
type violation struct {
	Field       string `json:"field"`
	Description string `json:"description"`
}

// envelope is the JSON form of an Error.
type envelope struct {
	Error struct {
		Code    int         `json:"code"`
		Message string      `json:"message"`
		Status  string      `json:"status"`
		Details []badFields `json:"details,omitempty"`
	} `json:"error"`
}

type badFields struct {
	Type       string      `json:"@type"`
	Violations []violation `json:"fieldViolations"`
}

// Error is the message with the reason.
func (e *Error) Error() string {
	if e.reason == "" {
		return e.message
	}
	return e.message + " " + e.reason
}

func (e *Error) envelope() envelope {
	var v envelope
	v.Error.Code, v.Error.Message, v.Error.Status = e.code, e.message, e.status
	if len(e.violations) > 0 {
		v.Error.Details = []badFields{{"type.googleapis.com/google.rpc.BadRequest", e.violations}}
	}
	return v
}

// Invalid is for a request whose field, named by its path, breaks a rule.
func Invalid(field, format string, args ...any) *Error {
	description := fmt.Sprintf(format, args...)
	if field != "" {
		description = field + ": " + description
	}
	return invalidAll([]violation{{field, description}})
}

func invalidAll(vs []violation) *Error {
	var lines []string
	for _, v := range vs {
		lines = append(lines, v.Description)
	}
	return &Error{
		code: http.StatusBadRequest, status: "INVALID_ARGUMENT",
		message: strings.Join(lines, "\n"), violations: vs,
	}
}

// Denied is for what the caller has no right to; the reason is for watchers only, here and below.
func Denied(reason string) *Error {
	return &Error{
		code: http.StatusForbidden, status: "PERMISSION_DENIED",
		message: "The caller does not have permission.", reason: reason,
	}
}

// NotFound is for what does not exist or cannot be reached.
func NotFound(message, reason string) *Error {
	return &Error{code: http.StatusNotFound, status: "NOT_FOUND", message: message, reason: reason}
}

// FailedPrecondition is for what cannot be done in the present state.
func FailedPrecondition(reason string) *Error {
	return &Error{
		code: http.StatusBadRequest, status: "FAILED_PRECONDITION",
		message: "Precondition check failed.", reason: reason,
	}
}

// AlreadyExists is for an id that was used before.
func AlreadyExists(reason string) *Error {
	return &Error{
		code: http.StatusConflict, status: "ALREADY_EXISTS",
		message: "Requested entity already exists", reason: reason,
	}
}

// Exhausted is for a caller over a quota.
func Exhausted(message, reason string) *Error {
	return &Error{
		code: http.StatusTooManyRequests, status: "RESOURCE_EXHAUSTED", message: message, reason: reason,
	}
}

// OutputOnly refuses a value for a field that only Google sets. The real parser may have dropped it silently.
func OutputOnly(v, field string) error {
	if v != "" {
		return Invalid(field, "Field '%s' is output only.", field)
	}
	return nil
}

func (e *Error) because(reason string) *Error {
	e.reason = reason
	return e
}

// faultError is the error an injected status stands for.
func faultError(code int) *Error {
	e := &Error{code: code, status: "UNKNOWN", message: http.StatusText(code), reason: "(injected fault)"}
	switch code {
	case http.StatusBadRequest:
		e.status, e.message = "INVALID_ARGUMENT", "Request contains an invalid argument."
	case http.StatusUnauthorized:
		e.status, e.message = "UNAUTHENTICATED", "Request had invalid authentication credentials."
	case http.StatusForbidden:
		e.status, e.message = "PERMISSION_DENIED", "The caller does not have permission."
	case http.StatusNotFound:
		e.status, e.message = "NOT_FOUND", "Requested entity was not found."
	case http.StatusConflict:
		e.status, e.message = "ALREADY_EXISTS", "Requested entity already exists"
	case http.StatusTooManyRequests:
		e.status, e.message = "RESOURCE_EXHAUSTED", "Quota exceeded."
	case http.StatusInternalServerError:
		e.status, e.message = "INTERNAL", "Internal error encountered."
	case http.StatusServiceUnavailable:
		e.status, e.message = "UNAVAILABLE", "The service is currently unavailable."
	}
	return e
}
