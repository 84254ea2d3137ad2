package trace

import (
	"context"
	"strconv"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

// Attribute is an attribute of a span.
type Attribute = attribute.KeyValue

// Text is an attribute whose value is one of a few words, or one of our own ids,
// never text from a customer or a provider.
func Text(name, word string) Attribute { return attribute.String(name, word) }

// Number is a numeric attribute.
func Number(name string, n int) Attribute { return attribute.Int(name, n) }

// Span is a piece of work. The zero value is for work that is not traced.
type Span struct{ span trace.Span }

// End ends the work. The log has the error's text, under the span's id; the span
// has only the error's meaning.
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

// Accept begins work that was requested from outside. It continues the trace in
// the context, so that our log lines appear next to the platform's. Only this
// function decides whether that trace is recorded, never the caller.
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

// Continue begins work that another part of a trace handed on; header is its
// traceparent. Without one, a trace begins. A later [WithSubject] sets the
// subject of the returned context.
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

// Follow begins a new trace for work that resumed after waiting for a person or a
// clock, and links it to the earlier trace, whose traceparent is header. It is
// recorded if the earlier one was, so that a story is recorded as a whole or not
// at all.
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

// Start begins a part of the context's work that another system does. Outside a
// span of ours it begins nothing.
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

// Link links the context's span to the trace of a traceparent, unless it is the
// same trace.
func Link(ctx context.Context, header string) {
	span := trace.SpanFromContext(ctx)
	if at, ok := parse(header); ok && span.IsRecording() && at.TraceID() != span.SpanContext().TraceID() {
		span.AddLink(trace.Link{SpanContext: at})
	}
}
