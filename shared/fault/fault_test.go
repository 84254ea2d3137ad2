package fault_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	cehttp "github.com/cloudevents/sdk-go/v2/protocol/http"
	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

// logged is what a log line says, but for its time.
type logged struct {
	Level  string
	Msg    string
	Status int
	Error  string
}

// logTo returns a logger and what reads its lines.
func logTo(t *testing.T) (*slog.Logger, func() []logged) {
	t.Helper()
	var out bytes.Buffer
	return slog.New(slog.NewJSONHandler(&out, nil)), func() []logged {
		var lines []logged
		for dec := json.NewDecoder(&out); ; {
			var line logged
			if err := dec.Decode(&line); errors.Is(err, io.EOF) {
				return lines
			} else if err != nil {
				t.Fatal(err)
			}
			lines = append(lines, line)
		}
	}
}

// meaning is what every kind of failure means. It is the whole contract.
func meaning() []struct {
	name  string
	err   error
	code  int
	retry bool
	level string
	body  string
} {
	broken := errors.New("broken")
	return []struct {
		name  string
		err   error
		code  int
		retry bool
		level string
		body  string
	}{
		{"an error without a kind is ours", broken, 500, true, "ERROR", ""},
		{"an internal failure is ours", fault.New(fault.Internal, "%w", broken), 500, true, "ERROR", ""},
		{"what will pass is a warning", fault.New(fault.Unavailable, "%w", broken), 503, true, "WARN", ""},
		{
			"input that nobody understands is ours to look at",
			fault.New(fault.Invalid, "%w", broken), 400, false, "ERROR", "broken\n",
		},
		{"a stranger learns nothing", fault.New(fault.Unauthorized, "%w", broken), 401, false, "INFO", ""},
		{"a wrong name is the caller's affair", fault.New(fault.NotFound, "%w", broken), 404, false, "INFO", "broken\n"},
		{
			"a wrong method is the caller's affair",
			fault.New(fault.MethodNotAllowed, "%w", broken), 405, false, "INFO", "broken\n",
		},
		{
			"a body that is too long is the caller's affair",
			fault.New(fault.TooLarge, "%w", broken), 413, false, "INFO", "broken\n",
		},
		{"who may not is told so", fault.New(fault.Forbidden, "%w", broken), 403, false, "INFO", "broken\n"},
		{"who was too late is told so", fault.New(fault.Conflict, "%w", broken), 409, false, "INFO", "broken\n"},
		{
			"a body of a kind that is not taken is the caller's affair",
			fault.New(fault.Unsupported, "%w", broken), 415, false, "INFO", "broken\n",
		},
	}
}

func TestAnswer(t *testing.T) {
	t.Parallel()
	for _, tt := range meaning() {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			log, lines := logTo(t)
			w := httptest.NewRecorder()
			fault.Answer(t.Context(), log, w, tt.err)
			want := http.Header{"Content-Type": {"text/plain; charset=utf-8"}, "X-Content-Type-Options": {"nosniff"}}
			if tt.retry {
				want.Set("Retry-After", "1")
			}
			if diff := cmp.Diff(want, w.Header()); diff != "" {
				t.Errorf("headers (-want +got):\n%s", diff)
			}
			if w.Code != tt.code || w.Body.String() != tt.body {
				t.Errorf("answer = %d %q, want %d %q", w.Code, w.Body, tt.code, tt.body)
			}
			if diff := cmp.Diff([]logged{{tt.level, "failed", tt.code, "broken"}}, lines()); diff != "" {
				t.Errorf("log (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEvent(t *testing.T) {
	t.Parallel()
	for _, tt := range meaning() {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			log, lines := logTo(t)
			err := fault.Event(t.Context(), log, tt.err)
			result, again := errors.AsType[*cehttp.Result](err)
			if again != tt.retry || (err != nil) != tt.retry {
				t.Errorf("Event = %v, want the event repeated: %v", err, tt.retry)
			}
			if again && result.StatusCode != tt.code {
				t.Errorf("status = %d, want %d", result.StatusCode, tt.code)
			}
			if diff := cmp.Diff([]logged{{tt.level, "failed", tt.code, "broken"}}, lines()); diff != "" {
				t.Errorf("log (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEventSaysNothingOfASuccess(t *testing.T) {
	t.Parallel()
	log, lines := logTo(t)
	if err := fault.Event(t.Context(), log, nil); err != nil || len(lines()) > 0 {
		t.Errorf("Event = %v, log %v, want nothing", err, lines())
	}
}

func TestKindOf(t *testing.T) {
	t.Parallel()
	notFound := fault.New(fault.NotFound, "no such account")
	tests := []struct {
		name string
		err  error
		want fault.Kind
	}{
		{"an error without a kind", errors.New("x"), fault.Internal},
		{"an error with a kind", notFound, fault.NotFound},
		{"an error that wraps one", fmt.Errorf("look: %w", notFound), fault.NotFound},
		{"the kind that was given last", fault.New(fault.Unavailable, "look: %w", notFound), fault.Unavailable},
		{"the first of several that were joined", errors.Join(errors.New("x"), notFound), fault.NotFound},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := fault.KindOf(tt.err); got != tt.want {
				t.Errorf("KindOf = %d, want %d", got, tt.want)
			}
		})
	}
}

func TestErrorKeepsItsCause(t *testing.T) {
	t.Parallel()
	err := fault.New(fault.Unavailable, "read: %w", context.DeadlineExceeded)
	if !errors.Is(err, context.DeadlineExceeded) || err.Error() != "read: context deadline exceeded" {
		t.Errorf("error = %q, want the cause in it", err)
	}
}
