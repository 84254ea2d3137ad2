package trace

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

// stuck is an exporter that knows no deadline, as one that fetches a token first.
type stuck chan struct{}

func (s stuck) ExportSpans(context.Context, []sdk.ReadOnlySpan) error { <-s; return nil }

func (stuck) Shutdown(context.Context) error { return nil }

func TestNobodyWaitsForAnExporterThatKnowsNoDeadline(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	exporter := make(stuck)
	defer close(exporter)
	s := &sender{exporter: exporter, now: time.Now, log: slog.New(slog.NewTextHandler(&log, nil))}
	began := time.Now()
	for range 3 {
		s.OnEnd(tracetest.SpanStub{Name: "receive"}.Snapshot())
		s.send(t.Context())
	}
	if took := time.Since(began); took > sendTimeout+time.Second {
		t.Errorf("three requests waited for %s, want one of them for %s", took, sendTimeout)
	}
	if !strings.Contains(log.String(), "nothing was heard for 1s") {
		t.Errorf("log = %s", &log)
	}
}
