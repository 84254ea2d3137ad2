package trace

import (
	"context"

	"go.opentelemetry.io/otel/trace"
)

type subjectKey struct{}

// subject is the conversation that work is about.
type subject struct {
	name string
	// pending is whether the work has yet to find out what it is about. Whoever
	// began it then learns it too, and reports a failure under that name.
	pending bool
}

// conversationKey is the name of a span's attribute.
const conversationKey = "conversation"

// WithSubject returns a context for work on a conversation. Every span that
// begins in it and every log line written in it names the conversation by its
// document's name. So does the current span, from now on.
func WithSubject(ctx context.Context, conversation string) context.Context {
	if conversation == "" || conversation == Subject(ctx) {
		return ctx
	}
	if span := trace.SpanFromContext(ctx); span.IsRecording() {
		span.SetAttributes(Text(conversationKey, conversation))
	}
	if s, ok := ctx.Value(subjectKey{}).(*subject); ok && s.pending {
		s.name = conversation
		return ctx
	}
	return context.WithValue(ctx, subjectKey{}, &subject{name: conversation})
}

// Subject is the conversation that the context's work is about, or empty.
func Subject(ctx context.Context) string {
	if s, ok := ctx.Value(subjectKey{}).(*subject); ok {
		return s.name
	}
	return ""
}

// awaitSubject returns a context for work that has yet to find out what it is
// about.
func awaitSubject(ctx context.Context) context.Context {
	if Subject(ctx) != "" {
		return ctx
	}
	return context.WithValue(ctx, subjectKey{}, &subject{pending: true})
}
