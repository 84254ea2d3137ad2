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

// traced adds the context's trace and conversation to every record, outside all groups.
type traced struct {
	// Handler has the attributes of outside all groups.
	slog.Handler

	project string
	// grouped is what was added from the first group on, which is applied when a record arrives.
	grouped []func(slog.Handler) slog.Handler
}

func (t traced) Handle(ctx context.Context, r slog.Record) error {
	h, attrs := t.Handler, t.attrs(ctx)
	switch {
	case len(t.grouped) > 0:
		h = h.WithAttrs(attrs)
		for _, with := range t.grouped {
			h = with(h)
		}
	case len(attrs) > 0:
		r = r.Clone()
		r.AddAttrs(attrs...)
	}
	return h.Handle(ctx, r) //nolint:wrapcheck // a handler is transparent
}

func (t traced) attrs(ctx context.Context) (attrs []slog.Attr) {
	if at := trace.Of(ctx); at.Trace != "" {
		attrs = append(attrs,
			slog.String("logging.googleapis.com/trace", "projects/"+t.project+"/traces/"+at.Trace),
			slog.String("logging.googleapis.com/spanId", at.Span),
			slog.Bool("logging.googleapis.com/trace_sampled", at.Sampled),
		)
	}
	if conversation := trace.Subject(ctx); conversation != "" {
		attrs = append(attrs, slog.String("conversation", conversation))
	}
	return attrs
}

func (t traced) WithAttrs(attrs []slog.Attr) slog.Handler {
	if len(t.grouped) > 0 {
		return t.and(func(h slog.Handler) slog.Handler { return h.WithAttrs(attrs) })
	}
	t.Handler = t.Handler.WithAttrs(attrs)
	return t
}

func (t traced) WithGroup(name string) slog.Handler {
	return t.and(func(h slog.Handler) slog.Handler { return h.WithGroup(name) })
}

func (t traced) and(with func(slog.Handler) slog.Handler) traced {
	t.grouped = append(slices.Clip(t.grouped), with)
	return t
}
