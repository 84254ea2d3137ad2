package trace

import (
	"context"

	"go.opentelemetry.io/otel/trace"
)

type subjectKey struct{}

// subject is the conversation that work is about.
type subject struct {
	name string
	// pending is whether the work finds out what it is about: then whoever began it knows
	// as well, and reports a failure by that name.
	pending bool
}

// conversationKey is the name of a span's attribute.
const conversationKey = "conversation"

// WithSubject returns a context for work on a conversation: every span that begins in it
// and every log line that is written in it names the conversation, by the name of
// its document. The span that the work is part of does so from now on.
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

// awaitSubject returns a context for work that is yet to find out what it is about.
func awaitSubject(ctx context.Context) context.Context {
	if Subject(ctx) != "" {
		return ctx
	}
	return context.WithValue(ctx, subjectKey{}, &subject{pending: true})
}
