package task_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/logging"
	"github.com/frontdesk-gcp/frontdesk/shared/task"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

const header = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

func TestATimerTellsWhatItWasSetBy(t *testing.T) {
	t.Parallel()
	w := open(t)
	timer := w.in(time.Hour, 1)
	timer.Traceparent = "00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-00f067aa0ba902b7-01" // of the time before
	if err := w.Set(trace.With(t.Context(), header), timer); err != nil {
		t.Fatal(err)
	}
	other := w.in(2*time.Hour, 2)
	if err := w.Set(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	fired := w.pass(t, 3*time.Hour)
	if len(fired) != 2 || fired[0].Traceparent != header || fired[1].Traceparent != "" {
		t.Errorf("fired %+v, want the first with the trace that set it", fired)
	}
	if timer.Name() != fired[0].Name() {
		t.Error("the trace tells timers apart: the same one would be set twice")
	}
}

// TestATimerIsServedInTheTraceThatItTells, and not in its request's: that one is the
// platform's.
func TestATimerIsServedInTheTraceThatItTells(t *testing.T) {
	t.Parallel()
	timer := offer()
	timer.Traceparent = header
	body, err := json.Marshal(timer)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	log := logging.New(&out, "p", "timer")
	r := post(string(body))
	r.Header.Set("Traceparent", strings.Replace(header, "4bf9", "aaaa", 1))
	var got string
	new(trace.Tracer).Handler(serving(log, func(ctx context.Context, _ task.Timer) error {
		got = trace.Header(ctx) + " " + trace.Subject(ctx)
		return errors.New("broken")
	})).ServeHTTP(httptest.NewRecorder(), r)
	if diff := cmp.Diff(header+" "+timer.Conversation, got); diff != "" {
		t.Errorf("served in (-want +got):\n%s", diff)
	}
	for _, want := range []string{`"conversation":"` + timer.Conversation + `"`, "/traces/4bf92f3577b34da6a3ce929d0e0e4736"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("log = %s, want %s in it", &out, want)
		}
	}
}

func serving(log *slog.Logger, handle func(context.Context, task.Timer) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { task.Serve(log, w, r, handle) })
}
