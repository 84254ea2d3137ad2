package trace_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/frontdesk-gcp/frontdesk/emulator/traces"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// world is a function's tracer and where it sends.
type world struct {
	*trace.Tracer
	collector *traces.Collector
	now       time.Time
	log       bytes.Buffer
}

func open(t *testing.T, ratio float64) *world {
	t.Helper()
	w := &world{collector: traces.New(), now: time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)}
	server := httptest.NewServer(w.collector)
	t.Cleanup(server.Close)
	var err error
	w.Tracer, err = trace.New(t.Context(), trace.Settings{
		Endpoint: server.URL, Ratio: ratio, Project: "p", Function: "routing",
		Now: func() time.Time { return w.now }, Log: slog.New(slog.NewTextHandler(&w.log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// do does work in the tracer's context and returns what was sent at its end.
func (w *world) do(t *testing.T, work func(context.Context)) []traces.Span {
	t.Helper()
	before := len(w.collector.Spans())
	ctx, end := w.Begin(t.Context())
	work(ctx)
	end()
	if err := w.collector.Err(); err != nil {
		t.Errorf("the receiver refuses: %v", err)
	}
	return w.collector.Spans()[before:]
}

// look is what does not differ from run to run.
var look = cmpopts.IgnoreFields(traces.Span{}, "ID", "Start", "End")

func TestWorkThatWasHandedOnIsInTheTraceOfWhoeverDidSo(t *testing.T) {
	t.Parallel()
	got := open(t, 1).do(t, func(ctx context.Context) {
		ctx, span := trace.Continue(ctx, "receive", header)
		_, part := trace.Start(trace.WithSubject(ctx, "c1"), "commit", trace.Text("step", "act"), trace.Number("n", 2))
		part.End(nil)
		span.End(nil)
	})
	if len(got) != 2 {
		t.Fatalf("spans %+v, want two", got)
	}
	want := []traces.Span{
		{
			Trace: traceID, Parent: got[1].ID, Service: "routing", Name: "routing commit", Kind: "client",
			Attributes: map[string]string{"conversation": "c1", "step": "act", "n": "2"},
		},
		{
			Trace: traceID, Parent: spanID, Service: "routing", Name: "routing receive", Kind: "consumer",
			Attributes: map[string]string{"conversation": "c1"}, // known since the work was found to be about it
		},
	}
	if diff := cmp.Diff(want, got, look); diff != "" {
		t.Errorf("spans (-want +got):\n%s", diff)
	}
}

func TestWorkThatWasComeBackToBeginsATraceWithALink(t *testing.T) {
	t.Parallel()
	got := open(t, 0.000001).do(t, func(ctx context.Context) { // recorded because the one before was
		_, span := trace.Follow(trace.WithSubject(ctx, "c1"), "send", header)
		span.End(nil)
	})
	want := []traces.Span{{
		Service: "routing", Name: "routing send", Kind: "consumer", Links: []traces.Link{{Trace: traceID, Span: spanID}},
		Attributes: map[string]string{"conversation": "c1"},
	}}
	if diff := cmp.Diff(want, got, look, cmpopts.IgnoreFields(traces.Span{}, "Trace")); diff != "" {
		t.Fatalf("spans (-want +got):\n%s", diff)
	}
	if got[0].Trace == traceID {
		t.Error("it goes on with the trace before")
	}
}

func TestWhatIsRecorded(t *testing.T) {
	t.Parallel()
	const (
		unsampled = "00-" + traceID + "-" + spanID + "-00"
		always    = 1
		never     = 1e-12
	)
	tests := []struct {
		name  string
		ratio float64
		begin func(context.Context) (context.Context, trace.Span)
		want  bool
	}{
		{"nobody outside decides that something is recorded", never, func(ctx context.Context) (context.Context, trace.Span) {
			return trace.Accept(trace.With(ctx, header), "receive")
		}, false},
		{"nor that it is not", always, func(ctx context.Context) (context.Context, trace.Span) {
			return trace.Accept(trace.With(ctx, unsampled), "receive")
		}, true},
		{"what began without a trace, by the share", always, func(ctx context.Context) (context.Context, trace.Span) {
			return trace.Accept(ctx, "receive")
		}, true},
		{"or not, by the share", never, func(ctx context.Context) (context.Context, trace.Span) {
			return trace.Accept(ctx, "receive")
		}, false},
		{"a part of what is recorded", never, func(ctx context.Context) (context.Context, trace.Span) {
			return trace.Continue(ctx, "receive", header)
		}, true},
		{"no part of what is not", always, func(ctx context.Context) (context.Context, trace.Span) {
			return trace.Continue(ctx, "receive", unsampled)
		}, false},
		{"a part of nothing, by the share", always, func(ctx context.Context) (context.Context, trace.Span) {
			return trace.Continue(ctx, "receive", "")
		}, true},
		{"what follows something that is recorded", never, func(ctx context.Context) (context.Context, trace.Span) {
			return trace.Follow(ctx, "fire", header)
		}, true},
		{"not what follows something that is not", always, func(ctx context.Context) (context.Context, trace.Span) {
			return trace.Follow(ctx, "fire", unsampled)
		}, false},
		{"what follows nothing, by the share", always, func(ctx context.Context) (context.Context, trace.Span) {
			return trace.Follow(ctx, "look", "")
		}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := open(t, tt.ratio)
			got := w.do(t, func(ctx context.Context) {
				ctx, span := tt.begin(ctx)
				_, part := trace.Start(ctx, "commit")
				part.End(nil)
				if sampled := trace.Of(ctx).Sampled; sampled != tt.want {
					t.Errorf("others are told %v, want %v", sampled, tt.want)
				}
				span.End(nil)
			})
			if (len(got) == 2) != tt.want || !tt.want && len(got) > 0 {
				t.Errorf("%d spans were sent, recorded is %v", len(got), tt.want)
			}
			if !tt.want && w.collector.Requests() > 0 {
				t.Error("it waited for a request with nothing in it")
			}
		})
	}
}

func TestWhatCameFromOutsideKeepsItsTrace(t *testing.T) {
	t.Parallel()
	got := open(t, 1).do(t, func(ctx context.Context) {
		_, span := trace.Accept(trace.With(ctx, header), "receive")
		span.End(nil)
	})
	want := []traces.Span{{
		Trace: traceID, Parent: spanID, Service: "routing", Name: "routing receive", Kind: "server", Attributes: map[string]string{},
	}}
	if diff := cmp.Diff(want, got, look); diff != "" {
		t.Errorf("spans (-want +got):\n%s", diff)
	}
}

func TestNoPartBeginsWhereNoWorkOfOursDid(t *testing.T) {
	t.Parallel()
	got := open(t, 1).do(t, func(ctx context.Context) {
		for _, ctx := range []context.Context{ctx, trace.With(ctx, header)} {
			_, span := trace.Start(ctx, "claim")
			span.End(nil)
		}
	})
	if len(got) > 0 {
		t.Errorf("spans %+v, want none", got)
	}
}

func TestAFailureIsMarkedWithoutItsText(t *testing.T) {
	t.Parallel()
	secret := errors.New("Dana wrote something")
	tests := []struct {
		name   string
		err    error
		status string
		failed bool
	}{
		{"what went well", nil, "", false},
		{"a failure of ours", secret, "500", true},
		{"one that will pass", fault.New(fault.Unavailable, "%w", secret), "503", true},
		{"what nobody understands", fault.New(fault.Invalid, "%w", secret), "400", true},
		{"a stranger", fault.New(fault.Unauthorized, "%w", secret), "401", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := open(t, 1)
			got := w.do(t, func(ctx context.Context) {
				_, span := trace.Continue(ctx, "receive", header)
				span.End(tt.err)
			})
			if len(got) != 1 || got[0].Failed != tt.failed || got[0].Attributes["status"] != tt.status {
				t.Errorf("spans %+v, want failed %v with status %q", got, tt.failed, tt.status)
			}
			for _, body := range w.collector.Bodies() {
				if bytes.Contains(body, []byte("Dana")) {
					t.Errorf("the error's text is in it: %q", body)
				}
			}
		})
	}
}

func TestALinkLeadsToAnotherTrace(t *testing.T) {
	t.Parallel()
	other := "00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb-01"
	got := open(t, 1).do(t, func(ctx context.Context) {
		ctx, span := trace.Continue(ctx, "receive", header)
		trace.Link(ctx, header) // itself
		trace.Link(ctx, "nonsense")
		trace.Link(ctx, other)
		span.End(nil)
	})
	want := []traces.Link{{Trace: other[3:35], Span: other[36:52]}}
	if len(got) != 1 || !cmp.Equal(want, got[0].Links) {
		t.Errorf("spans %+v, want the link %v", got, want)
	}
}
