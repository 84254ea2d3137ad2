package trace

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	sdk "go.opentelemetry.io/otel/sdk/trace"
)

const (
	// sendTimeout is how long a request waits at most for its spans to be
	// accepted.
	sendTimeout = time.Second
	// pause is how long nothing is sent after a failure, so that no request waits
	// again for a receiver that is down.
	pause = 30 * time.Second
	// maxSpans bounds the spans that an instance keeps until a request ends. A
	// request has about a dozen.
	maxSpans = 4096
)

// sender keeps the spans that have ended until a request ends, and then sends
// them. Unlike the library's batches, nothing runs between requests, when there
// is no CPU. A request that recorded nothing sends nothing and waits for nothing.
type sender struct {
	exporter sdk.SpanExporter
	now      func() time.Time
	log      *slog.Logger

	mu    sync.Mutex
	spans []sdk.ReadOnlySpan
	// until is when the pause after a failure ends.
	until time.Time
}

// OnStart does nothing.
func (*sender) OnStart(context.Context, sdk.ReadWriteSpan) {}

// OnEnd keeps a span.
func (s *sender) OnEnd(span sdk.ReadOnlySpan) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.spans) < maxSpans {
		s.spans = append(s.spans, span)
	}
}

// Shutdown is never called: a function ends without notice.
func (*sender) Shutdown(context.Context) error { return nil }

// ForceFlush is never called.
func (*sender) ForceFlush(context.Context) error { return nil }

// send sends all spans that have ended, of this request and of others. Spans that
// cannot be sent are lost: a trace is not worth the cost of keeping it.
func (s *sender) send(ctx context.Context) {
	spans := s.take()
	if len(spans) == 0 {
		return
	}
	// The request may have been cancelled, and its trace says why.
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), sendTimeout)
	defer cancel()
	if err := s.export(within, spans); err != nil && s.rest() {
		s.log.WarnContext(ctx, "traces cannot be sent, and are not for a while", "pause", pause, "error", err.Error())
	}
}

// export returns when the time is up, whatever the exporter does: fetching the
// token for Google ignores deadlines.
func (s *sender) export(ctx context.Context, spans []sdk.ReadOnlySpan) error {
	sent := make(chan error, 1)
	go func() { sent <- s.exporter.ExportSpans(ctx, spans) }()
	select {
	case err := <-sent:
		return err
	case <-ctx.Done():
		return fmt.Errorf("nothing was heard for %s: %w", sendTimeout, ctx.Err())
	}
}

// take removes and returns the spans. During a pause it drops them.
func (s *sender) take() []sdk.ReadOnlySpan {
	s.mu.Lock()
	defer s.mu.Unlock()
	spans := s.spans
	s.spans = nil
	if s.now().Before(s.until) {
		return nil
	}
	return spans
}

// rest begins a pause and reports whether there was none already.
func (s *sender) rest() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now().Before(s.until) {
		return false // of several requests that fail together, one logs it
	}
	s.until = s.now().Add(pause)
	return true
}
