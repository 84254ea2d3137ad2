// Package logging writes log lines in Cloud Logging's format: JSON on standard
// error, with the fields severity and message, the trace that the work belongs to
// and the conversation that it is about.
package logging

import (
	"context"
	"io"
	"log/slog"
	"slices"

	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// New returns a logger that writes to w. project is the Google Cloud project,
// which is part of a trace's name; function labels every line.
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

// traced adds the context's trace and conversation to every record, outside all
// groups. That is why With and WithGroup are only applied when a record arrives.
type traced struct {
	slog.Handler

	project string
	with    []func(slog.Handler) slog.Handler
}

func (t traced) Handle(ctx context.Context, r slog.Record) error {
	h := t.Handler
	if at := trace.Of(ctx); at.Trace != "" {
		h = h.WithAttrs([]slog.Attr{
			slog.String("logging.googleapis.com/trace", "projects/"+t.project+"/traces/"+at.Trace),
			slog.String("logging.googleapis.com/spanId", at.Span),
			slog.Bool("logging.googleapis.com/trace_sampled", at.Sampled),
		})
	}
	if conversation := trace.Subject(ctx); conversation != "" {
		h = h.WithAttrs([]slog.Attr{slog.String("conversation", conversation)})
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
