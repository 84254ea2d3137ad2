package logging_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/logging"
)

const (
	trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
	named = `"logging.googleapis.com/trace":"projects/p/traces/4bf92f3577b34da6a3ce929d0e0e4736",` +
		`"logging.googleapis.com/spanId":"00f067aa0ba902b7"`
)

var clock = regexp.MustCompile(`"time":"[^"]+"`)

// line is what a logger writes, with its time blotted out.
func line(write func(*slog.Logger)) string {
	var out bytes.Buffer
	write(logging.New(&out, "p", "webhook"))
	return strings.TrimSpace(clock.ReplaceAllString(out.String(), `"time":"T"`))
}

func TestLinesAreAsCloudLoggingReadsThem(t *testing.T) {
	t.Parallel()
	ctx := logging.WithTrace(context.Background(), trace)
	tests := []struct {
		name  string
		write func(*slog.Logger)
		want  string
	}{
		{
			"severity, message and function",
			func(l *slog.Logger) { l.Info("hello", "n", 1) },
			`{"time":"T","severity":"INFO","message":"hello","function":"webhook","n":1}`,
		},
		{
			"a warning by Cloud Logging's name",
			func(l *slog.Logger) { l.Warn("careful") },
			`{"time":"T","severity":"WARNING","message":"careful","function":"webhook"}`,
		},
		{
			"an error", func(l *slog.Logger) { l.Error("oh") },
			`{"time":"T","severity":"ERROR","message":"oh","function":"webhook"}`,
		},
		{"debugging is off", func(l *slog.Logger) { l.Debug("detail") }, ""},
		{
			"a message over several lines is one line", func(l *slog.Logger) { l.Info("a\nb") },
			`{"time":"T","severity":"INFO","message":"a\nb","function":"webhook"}`,
		},
		{
			"the request's trace",
			func(l *slog.Logger) { l.InfoContext(ctx, "hello") },
			`{"time":"T","severity":"INFO","message":"hello",` + named + `,"function":"webhook"}`,
		},
		{
			"the trace stays with a logger that has attributes",
			func(l *slog.Logger) { l.With("conversation", "c").InfoContext(ctx, "hello") },
			`{"time":"T","severity":"INFO","message":"hello",` + named + `,"function":"webhook","conversation":"c"}`,
		},
		{
			"a group keeps the names in it",
			func(l *slog.Logger) { l.WithGroup("g").Info("hello", "msg", "m", "level", slog.LevelWarn) },
			`{"time":"T","severity":"INFO","message":"hello","function":"webhook","g":{"msg":"m","level":"WARN"}}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, line(tt.write)); diff != "" {
				t.Errorf("line (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTheTraceIsInNoGroup(t *testing.T) {
	t.Parallel()
	ctx := logging.WithTrace(context.Background(), trace)
	got := line(func(l *slog.Logger) { l.WithGroup("g").With("a", 1).WithGroup("h").InfoContext(ctx, "hello", "b", 2) })
	for _, want := range []string{named + `,"function":"webhook"`, `"g":{"a":1,"h":{"b":2}}`} {
		if !strings.Contains(got, want) {
			t.Errorf("line lacks %s:\n%s", want, got)
		}
	}
}

func TestWithTrace(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, header string
		ok           bool
	}{
		{"a trace", trace, true},
		{"a trace that is not sampled", trace[:len(trace)-2] + "00", true},
		{"nothing", "", false},
		{"words", "hello", false},
		{"upper case", strings.ToUpper(trace), false},
		{"a trace id that is too short", "00-4bf92f35-00f067aa0ba902b7-01", false},
		{"a trace id of zeros, which stands for none", "00-" + strings.Repeat("0", 32) + "-00f067aa0ba902b7-01", false},
		{"something before it", "x" + trace, false},
		{"something behind it", trace + strings.Repeat("x", 2000), false},
		{"a second line", trace + "\n", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			want := ""
			if tt.ok {
				want = tt.header
			}
			ctx := logging.WithTrace(context.Background(), tt.header)
			if got := logging.Trace(ctx); got != want {
				t.Errorf("Trace = %q, want %q", got, want)
			}
			written := line(func(l *slog.Logger) { l.InfoContext(ctx, "hello") })
			if got := strings.Contains(written, "logging.googleapis.com/trace"); got != tt.ok {
				t.Errorf("line names a trace: %v, want %v:\n%s", got, tt.ok, written)
			}
		})
	}
}

func TestANewTraceReplacesTheOldOne(t *testing.T) {
	t.Parallel()
	other := strings.Replace(trace, "4bf9", "aaaa", 1)
	ctx := logging.WithTrace(logging.WithTrace(context.Background(), trace), other)
	if got := logging.Trace(ctx); got != other {
		t.Errorf("Trace = %q, want %q", got, other)
	}
	if got := logging.Trace(logging.WithTrace(ctx, "nonsense")); got != other {
		t.Errorf("after nonsense Trace = %q, want %q", got, other)
	}
}

func TestMiddlewareTakesTheTraceFromTheRequest(t *testing.T) {
	t.Parallel()
	got := "not called"
	handler := logging.Middleware(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		got = logging.Trace(r.Context())
	}))
	r := httptest.NewRequest(http.MethodPost, "/acme", nil)
	r.Header.Set("Traceparent", trace)
	handler.ServeHTTP(httptest.NewRecorder(), r)
	if got != trace {
		t.Errorf("Trace = %q, want %q", got, trace)
	}
}
