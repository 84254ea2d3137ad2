// Package trace follows a message from the webhook through Pub/Sub and Firestore
// to the reply, with OpenTelemetry. It is the only package that knows the
// library.
//
// When one step hands work on directly, to the next function or to a document
// that triggers one, the next step stays in the same trace: [Continue]. Work that
// had to wait for a person or a clock begins a new trace that is linked to the
// earlier one: [Follow]. Otherwise an answer after an hour would stretch its
// trace to an hour, in which nothing that takes milliseconds would be visible.
//
// A span's name is the function and a word or two. Its attributes are only ids
// and our own words, never anything of a customer.
//
// Without an endpoint nothing is recorded and nothing is sent. An incoming trace
// is still passed on, so that log lines belong together.
package trace

import (
	"context"

	"go.opentelemetry.io/otel/trace"
)

// HeaderName is the header that carries a trace between services
// (https://www.w3.org/TR/trace-context/).
const HeaderName = "traceparent"

// With returns a context that belongs to the trace of a traceparent. An invalid
// traceparent is ignored.
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

// ID is the content of a traceparent.
type ID struct {
	// Trace and Span are in hexadecimal, or empty.
	Trace, Span string
	// Sampled is whether the trace is recorded.
	Sampled bool
}

// Parse reads a traceparent. The ID of an invalid one is empty.
func Parse(header string) ID {
	at, _ := parse(header)
	return id(at)
}

// Of returns the context's span, or an empty ID.
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
