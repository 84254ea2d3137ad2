// Package logging writes log lines as Cloud Logging reads them: JSON on standard
// error, with the fields severity and message, and with the trace of the request
// that they belong to.
package logging

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"regexp"
	"slices"
)

// TraceHeader is the header that carries a trace between services
// (https://www.w3.org/TR/trace-context/).
const TraceHeader = "traceparent"

// New returns a logger that writes to w. project is the Google Cloud project,
// which a trace's name needs; function labels every line.
func New(w io.Writer, project, function string) *slog.Logger {
	handler := slog.NewJSONHandler(w, &slog.HandlerOptions{ReplaceAttr: cloudNames})
	return slog.New(traced{Handler: handler, project: project}).With("function", function)
}

// cloudNames renames slog's own fields to Cloud Logging's.
func cloudNames(groups []string, a slog.Attr) slog.Attr {
	if len(groups) > 0 {
		return a
	}
	switch a.Key {
	case slog.LevelKey:
		return slog.String("severity", severity(a.Value))
	case slog.MessageKey:
		a.Key = "message"
	}
	return a
}

func severity(v slog.Value) string {
	if level, ok := v.Any().(slog.Level); ok && level == slog.LevelWarn {
		return "WARNING"
	}
	return v.String()
}

// traceparent is version-trace-span-flags.
var traceparent = regexp.MustCompile(`^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$`)

// noTrace is the trace id that stands for none.
const noTrace = "00000000000000000000000000000000"

type traceKey struct{}

// WithTrace returns a context whose log lines belong to the trace that header
// names. Anything that is no trace is left out.
func WithTrace(ctx context.Context, header string) context.Context {
	if m := traceparent.FindStringSubmatch(header); m == nil || m[1] == noTrace {
		return ctx
	}
	return context.WithValue(ctx, traceKey{}, header)
}

// Trace is the header that [WithTrace] was given, or empty.
func Trace(ctx context.Context) string {
	header, _ := ctx.Value(traceKey{}).(string)
	return header
}

// Middleware puts the trace of a request into its context.
func Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(WithTrace(r.Context(), r.Header.Get(TraceHeader))))
	})
}

// traced adds the context's trace to every record, outside of all groups. So what
// With and WithGroup ask for is done only when a record is there.
type traced struct {
	slog.Handler

	project string
	with    []func(slog.Handler) slog.Handler
}

func (t traced) Handle(ctx context.Context, r slog.Record) error {
	h := t.Handler
	if m := traceparent.FindStringSubmatch(Trace(ctx)); m != nil {
		h = h.WithAttrs([]slog.Attr{
			slog.String("logging.googleapis.com/trace", "projects/"+t.project+"/traces/"+m[1]),
			slog.String("logging.googleapis.com/spanId", m[2]),
		})
	}
	for _, with := range t.with {
		h = with(h)
	}
	return h.Handle(ctx, r) //nolint:wrapcheck // a handler is transparent
}

func (t traced) WithAttrs(attrs []slog.Attr) slog.Handler {
	return t.and(func(h slog.Handler) slog.Handler { return h.WithAttrs(attrs) })
}

func (t traced) WithGroup(name string) slog.Handler {
	return t.and(func(h slog.Handler) slog.Handler { return h.WithGroup(name) })
}

func (t traced) and(with func(slog.Handler) slog.Handler) traced {
	t.with = append(slices.Clip(t.with), with)
	return t
}
