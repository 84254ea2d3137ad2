package task

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"regexp"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// Timer is a scheduled call of the timer function. It says why it was set; the
// function checks whether that still holds.
type Timer struct {
	// Conversation is the name of the document that the timer is for, or empty when
	// it is for an agent.
	Conversation string `json:"conversation,omitempty"`
	// Agent is the e-mail address of the agent that the timer is for, or empty.
	Agent string `json:"agent,omitempty"`
	// Cause is why it was set, for example "offer" or "wrap-up".
	Cause string `json:"cause"`
	// Number tells the sessions, entries or offers of one conversation apart.
	Number int64 `json:"number"`
	// At is the earliest time at which the function is called.
	At time.Time `json:"at"`
	// Traceparent names the trace of the work that set the timer. It is not the
	// request's header, which is rewritten on the way to a function.
	Traceparent string `json:"traceparent,omitempty"`
}

// Name is the task's name: timers with the same name are one timer. It contains
// the second at which the timer fires, because a name stays taken for up to a day
// after that, so a timer that is set again for later needs another name.
func (t Timer) Name() string {
	// Cloud Tasks asks for names with evenly spread prefixes. A conversation's is
	// a hash already.
	owner := t.Conversation
	if owner == "" {
		sum := sha256.Sum256([]byte("agent:" + t.Agent))
		owner = hex.EncodeToString(sum[:16])
	}
	// None of the last three parts has an underscore, so no two timers share a name.
	return fmt.Sprintf("%s_%s_%d_%d", owner, t.Cause, t.Number, t.second().Unix())
}

// second is the timer's time, rounded up to a whole second.
func (t Timer) second() time.Time {
	s := t.At.Truncate(time.Second)
	if s.Before(t.At) {
		s = s.Add(time.Second)
	}
	return s
}

// How long names may be. An expression that counted would take as long to compile at the start
// of a function as all others together.
const (
	maxConversation = 128
	maxCause        = 64
)

var (
	conversationName = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)
	causeName        = regexp.MustCompile(`^[a-z][a-z-]*$`)
)

// check rejects an invalid timer. It would be just as invalid the next time.
func (t Timer) check() error {
	switch {
	case (t.Conversation == "") == (t.Agent == ""):
		return fault.New(fault.Invalid, "timer: it is for a conversation or for an agent")
	case t.Agent == "" && (len(t.Conversation) > maxConversation || !conversationName.MatchString(t.Conversation)):
		return fault.New(fault.Invalid, "timer: it does not name a conversation's document")
	case len(t.Cause) > maxCause || !causeName.MatchString(t.Cause):
		return fault.New(fault.Invalid, "timer: a cause is lower-case letters and hyphens")
	case t.Number < 0:
		return fault.New(fault.Invalid, "timer: its number is below zero")
	case t.At.IsZero():
		return fault.New(fault.Invalid, "timer: it has no time")
	}
	return nil
}

// maxBody bounds a timer's request; a timer takes some hundred bytes.
const maxBody = 64 << 10

// Decode reads the timer of a request by Cloud Tasks.
func Decode(r *http.Request) (Timer, error) {
	if r.Method != http.MethodPost {
		return Timer{}, fault.New(fault.MethodNotAllowed, "a timer is a POST")
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err != nil {
		return Timer{}, fault.New(fault.Unavailable, "read timer: %w", err)
	}
	var t Timer
	if err := json.Unmarshal(body, &t); err != nil {
		return Timer{}, fault.New(fault.Invalid, "timer: %w", err)
	}
	if err := t.check(); err != nil {
		return Timer{}, err
	}
	return t, nil
}

// Serve passes the timer of a request to handle. It answers 200 when the timer is
// done with, and otherwise a status that makes Cloud Tasks call again. A timer
// that can never be handled also counts as done, after an ERROR in the log: Cloud
// Tasks has no dead letter topic and would call again for as long as the queue
// allows.
func Serve(log *slog.Logger, w http.ResponseWriter, r *http.Request, handle func(context.Context, Timer) error) {
	t, err := Decode(r)
	ctx := trace.WithSubject(r.Context(), t.Conversation)
	ctx, span := trace.Follow(ctx, "fire", t.Traceparent, trace.Text("cause", t.Cause))
	if err == nil {
		err = handle(ctx, t)
	}
	span.End(err)
	if err == nil {
		return
	}
	kind := fault.KindOf(err)
	if kind.Retry() || kind == fault.MethodNotAllowed { // the latter does not come from Cloud Tasks
		fault.Answer(ctx, log, w, err)
		return
	}
	log.ErrorContext(ctx, "timer given up", "cause", t.Cause, "error", err.Error())
}
