package trace

import (
	"context"
	"strconv"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

// Attribute is what a span says of its work.
type Attribute = attribute.KeyValue

// Text is an attribute with one of a few words, or an id of our own. It is never
// what a customer or a provider wrote.
func Text(name, word string) Attribute { return attribute.String(name, word) }

// Number is an attribute that counts.
func Number(name string, n int) Attribute { return attribute.Int(name, n) }

// Span is a stretch of work. The zero value is of work that is not traced.
type Span struct{ span trace.Span }

// End ends the work. What the error says is in the log, which the span's id finds;
// here is only what it means.
func (s Span) End(err error) {
	if s.span == nil {
		return
	}
	if err != nil {
		kind := fault.KindOf(err)
		status := strconv.Itoa(kind.Status())
		s.span.SetAttributes(Text("status", status))
		if kind.Retry() || kind == fault.Invalid { // the others are the caller's doing
			s.span.SetStatus(codes.Error, status)
		}
	}
	s.span.End()
}

// Accept begins the work that somebody outside asked for. The trace is the one that
// the context came with, so that our lines stand beside the platform's own; whether
// it is recorded is decided here and by nobody outside.
func Accept(ctx context.Context, name string, attributes ...Attribute) (context.Context, Span) {
	t := tracer(ctx)
	if t == nil {
		return ctx, Span{}
	}
	if at := trace.SpanContextFromContext(ctx); at.IsValid() {
		ctx = trace.ContextWithRemoteSpanContext(ctx, at.WithTraceFlags(t.sampler.flags(at.TraceID())))
	}
	return t.begin(ctx, name, attributes, trace.WithSpanKind(trace.SpanKindServer))
}

// Continue begins the work that a part of a trace handed on, whose traceparent is
// header. Without one a trace begins. A later [WithSubject] sets the subject of
// the context that comes back.
func Continue(ctx context.Context, name, header string, attributes ...Attribute) (context.Context, Span) {
	ctx = awaitSubject(ctx)
	at, known := parse(header)
	t := tracer(ctx)
	switch {
	case t == nil:
		return With(ctx, header), Span{}
	case !known:
		return Follow(ctx, name, header, attributes...)
	}
	ctx = trace.ContextWithRemoteSpanContext(ctx, at)
	return t.begin(ctx, name, attributes, trace.WithSpanKind(trace.SpanKindConsumer))
}

// Follow begins a trace for work that somebody or a clock came back to, and links it
// to the trace of the work before, whose traceparent is header. It is recorded if
// that was, so that a story is there as a whole or not at all.
func Follow(ctx context.Context, name, header string, attributes ...Attribute) (context.Context, Span) {
	t := tracer(ctx)
	if t == nil {
		return With(ctx, header), Span{}
	}
	options := []trace.SpanStartOption{trace.WithNewRoot(), trace.WithSpanKind(trace.SpanKindConsumer)}
	if at, ok := parse(header); ok {
		options = append(options, trace.WithLinks(trace.Link{SpanContext: at}))
	}
	return t.begin(ctx, name, attributes, options...)
}

// Start begins a part of the context's work, one that another system does. Where no
// work of ours has begun it begins none.
func Start(ctx context.Context, name string, attributes ...Attribute) (context.Context, Span) {
	t := tracer(ctx)
	if t == nil {
		return ctx, Span{}
	}
	if at := trace.SpanContextFromContext(ctx); !at.IsValid() || at.IsRemote() {
		return ctx, Span{}
	}
	return t.begin(ctx, name, attributes, trace.WithSpanKind(trace.SpanKindClient))
}

// Link links the context's span to the trace of a traceparent, if that is another
// one.
func Link(ctx context.Context, header string) {
	span := trace.SpanFromContext(ctx)
	if at, ok := parse(header); ok && span.IsRecording() && at.TraceID() != span.SpanContext().TraceID() {
		span.AddLink(trace.Link{SpanContext: at})
	}
}
