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
	// sendTimeout is how long a request waits at most for its spans to be taken.
	sendTimeout = time.Second
	// pause is how long nothing is sent after a failure: nobody waits twice for a
	// receiver that is away.
	pause = 30 * time.Second
	// maxSpans bounds what waits for the end of a request, in an instance. A request
	// has a dozen.
	maxSpans = 4096
)

// sender keeps the spans that have ended until a request ends, and sends them then.
// Nothing of it runs between requests, as the library's batches do: there is no
// processor then. A request that recorded nothing sends nothing and waits for
// nothing.
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

// Shutdown is never asked for: a function is ended without a word.
func (*sender) Shutdown(context.Context) error { return nil }

// ForceFlush is never asked for.
func (*sender) ForceFlush(context.Context) error { return nil }

// send sends what has ended, of this request and of others. What cannot be sent is
// lost: a trace is not worth what it would cost to keep it.
func (s *sender) send(ctx context.Context) {
	spans := s.take()
	if len(spans) == 0 {
		return
	}
	// The request may have been given up, and its trace tells why.
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), sendTimeout)
	defer cancel()
	if err := s.export(within, spans); err != nil && s.rest() {
		s.log.WarnContext(ctx, "traces cannot be sent, and are not for a while", "pause", pause, "error", err.Error())
	}
}

// export returns when the time is up whatever the exporter does: fetching the token
// that Google wants knows of no deadline.
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

// take empties the store. During a pause what was in it is dropped.
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

// rest begins a pause and reports whether none has begun since.
func (s *sender) rest() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now().Before(s.until) {
		return false // of several requests that failed at once, one says so
	}
	s.until = s.now().Add(pause)
	return true
}
