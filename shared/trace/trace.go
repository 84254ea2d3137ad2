// Package trace follows a message from the webhook through Pub/Sub and Firestore to
// the reply, with OpenTelemetry. It is the only package that knows the library.
//
// What one step of the work hands on at once, to the next function or to a document
// that wakes one, goes on with its trace: [Continue]. What has waited for a person
// or for a clock begins a trace of its own that is linked to the one before:
// [Follow]. An answer after an hour would stretch its customer's trace to an hour,
// in which nothing that takes milliseconds could be seen.
//
// A span's name is the function and a word or two, and what it carries besides are
// ids and words of the product's own: nothing of a customer.
//
// Without an endpoint nothing is recorded and nothing is sent. A trace that came
// along is passed on all the same, so that log lines belong together.
package trace

import (
	"context"

	"go.opentelemetry.io/otel/trace"
)

// HeaderName is the header that carries a trace between services
// (https://www.w3.org/TR/trace-context/).
const HeaderName = "traceparent"

// With returns a context that belongs to the trace that a traceparent names.
// Anything that is no traceparent is left out.
func With(ctx context.Context, header string) context.Context {
	if at, ok := parse(header); ok {
		return trace.ContextWithRemoteSpanContext(ctx, at)
	}
	return ctx
}

// Header is the traceparent of the context's span, or empty.
func Header(ctx context.Context) string {
	at := trace.SpanContextFromContext(ctx)
	if !at.IsValid() {
		return ""
	}
	return "00-" + at.TraceID().String() + "-" + at.SpanID().String() + "-" + at.TraceFlags().String()
}

// ID is what a traceparent says.
type ID struct {
	// Trace and Span are in hexadecimal, or empty.
	Trace, Span string
	// Sampled is whether the trace is recorded.
	Sampled bool
}

// Parse reads a traceparent. What is none has an empty ID.
func Parse(header string) ID {
	at, _ := parse(header)
	return id(at)
}

// Of is the context's span, or an empty ID.
func Of(ctx context.Context) ID { return id(trace.SpanContextFromContext(ctx)) }

func id(at trace.SpanContext) ID {
	if !at.IsValid() {
		return ID{}
	}
	return ID{Trace: at.TraceID().String(), Span: at.SpanID().String(), Sampled: at.IsSampled()}
}

// parse reads version-trace-span-flags.
func parse(header string) (trace.SpanContext, bool) {
	const (
		length    = 55
		traceFrom = 3
		traceTo   = 35
		spanTo    = 52
	)
	if len(header) != length || header[traceFrom-1] != '-' || header[traceTo] != '-' || header[spanTo] != '-' {
		return trace.SpanContext{}, false
	}
	version, okVersion := octet(header[:traceFrom-1])
	traceID, err1 := trace.TraceIDFromHex(header[traceFrom:traceTo])
	spanID, err2 := trace.SpanIDFromHex(header[traceTo+1 : spanTo])
	flags, okFlags := octet(header[spanTo+1:])
	const noVersion = 0xff
	if err1 != nil || err2 != nil || !okVersion || version == noVersion || !okFlags {
		return trace.SpanContext{}, false
	}
	return trace.NewSpanContext(trace.SpanContextConfig{
		TraceID: traceID, SpanID: spanID, TraceFlags: trace.TraceFlags(flags) & trace.FlagsSampled, Remote: true,
	}), true
}

// octet reads two lower-case hexadecimal digits.
func octet(s string) (value byte, ok bool) {
	for _, c := range []byte(s) {
		switch {
		case '0' <= c && c <= '9':
			value = value<<4 | (c - '0')
		case 'a' <= c && c <= 'f':
			value = value<<4 | (c - 'a' + 10)
		default:
			return 0, false
		}
	}
	return value, true
}
