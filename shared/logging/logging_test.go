package logging_test

import (
	"bytes"
	"context"
	"log/slog"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/logging"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

const (
	header = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
	named  = `"logging.googleapis.com/trace":"projects/p/traces/4bf92f3577b34da6a3ce929d0e0e4736",` +
		`"logging.googleapis.com/spanId":"00f067aa0ba902b7","logging.googleapis.com/trace_sampled":true`
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
	ctx := trace.With(context.Background(), header)
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
			`{"time":"T","severity":"INFO","message":"hello","function":"webhook",` + named + `}`,
		},
		{
			"the trace stays with a logger that has attributes",
			func(l *slog.Logger) { l.With("reply", "r").InfoContext(ctx, "hello") },
			`{"time":"T","severity":"INFO","message":"hello","function":"webhook","reply":"r",` + named + `}`,
		},
		{
			"a trace that is not recorded",
			func(l *slog.Logger) {
				l.InfoContext(trace.With(ctx, strings.Replace(header, "-01", "-00", 1)), "hello")
			},
			`{"time":"T","severity":"INFO","message":"hello","function":"webhook",` + strings.Replace(named, "true", "false", 1) + `}`,
		},
		{
			"the conversation that the work is about",
			func(l *slog.Logger) { l.InfoContext(trace.WithSubject(ctx, "c"), "hello", "n", 1) },
			`{"time":"T","severity":"INFO","message":"hello","function":"webhook","n":1,` + named + `,"conversation":"c"}`,
		},
		{
			"the conversation without a trace",
			func(l *slog.Logger) { l.InfoContext(trace.WithSubject(context.Background(), "c"), "hello") },
			`{"time":"T","severity":"INFO","message":"hello","function":"webhook","conversation":"c"}`,
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

func TestTheTraceAndTheConversationAreInNoGroup(t *testing.T) {
	t.Parallel()
	ctx := trace.WithSubject(trace.With(context.Background(), header), "c")
	got := line(func(l *slog.Logger) { l.WithGroup("g").With("a", 1).WithGroup("h").InfoContext(ctx, "hello", "b", 2) })
	for _, want := range []string{named + `,"conversation":"c"`, `"g":{"a":1,"h":{"b":2}}`} {
		if !strings.Contains(got, want) {
			t.Errorf("line lacks %s:\n%s", want, got)
		}
	}
}
