package trace_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// work is a piece of work with two parts.
func work(ctx context.Context) {
	ctx, span := trace.Continue(ctx, "receive", header)
	for range 2 {
		_, part := trace.Start(ctx, "commit")
		part.End(nil)
	}
	span.End(nil)
}

func TestARequestSendsItsSpansOnceAndBeforeItAnswers(t *testing.T) {
	t.Parallel()
	w := open(t, 1)
	handler := w.Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		work(r.Context())
		if n := w.collector.Requests(); n > 0 {
			t.Errorf("%d requests in the middle of the work", n)
		}
	}))
	server := httptest.NewServer(handler)
	defer server.Close()
	res, err := http.Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if n := len(w.collector.Spans()); n != 3 || w.collector.Requests() != 1 {
		t.Errorf("%d spans in %d requests when the answer was there, want 3 in 1", n, w.collector.Requests())
	}
}

func TestWorkThatPanicsOrWasGivenUpIsSentToo(t *testing.T) {
	t.Parallel()
	w := open(t, 1)
	ctx, cancel := context.WithCancel(t.Context())
	func() {
		defer func() { _ = recover() }()
		ctx, end := w.Begin(ctx)
		defer end()
		work(ctx)
		cancel()
		panic("oh")
	}()
	if n := len(w.collector.Spans()); n != 3 {
		t.Errorf("%d spans, want 3", n)
	}
}

// TestAReceiverThatIsAwayCostsOneWait: the work goes on, nobody waits for long and
// nobody waits twice, and it is said once.
func TestAReceiverThatIsAwayCostsOneWait(t *testing.T) {
	t.Parallel()
	never := make(chan struct{})
	for name, fail := range map[string]func(*world){
		"it does not answer": func(w *world) { w.collector.Fail(0, never) },
		"it refuses":         func(w *world) { w.collector.Fail(403, nil) },
		"it is busy":         func(w *world) { w.collector.Fail(503, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t, 1)
			fail(w)
			began := time.Now()
			for range 5 {
				w.do(t, work)
			}
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("five pieces of work took %s", took)
			}
			if n := w.collector.Requests(); n != 1 {
				t.Errorf("%d requests, want 1", n)
			}
			if n := strings.Count(w.log.String(), "traces cannot be sent"); n != 1 || strings.Contains(w.log.String(), "ERROR") {
				t.Errorf("it is said %d times: %s", n, &w.log)
			}
			w.collector.Fail(0, nil)
			w.now = w.now.Add(31 * time.Second)
			if got := w.do(t, work); len(got) != 3 {
				t.Errorf("%d spans after the pause, want those of the last work and no others", len(got))
			}
		})
	}
}

func TestManyRequestsAtOnceLoseNothingAndSendNothingTwice(t *testing.T) {
	t.Parallel()
	w := open(t, 1)
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() { w.do(t, work) })
	}
	all.Wait()
	if n := len(w.collector.Spans()); n != 150 {
		t.Errorf("%d spans, want 150", n)
	}
}

func TestWhatIsNeverSentDoesNotGrow(t *testing.T) {
	t.Parallel()
	w := open(t, 1)
	ctx, end := w.Begin(t.Context())
	for range 3000 {
		work(ctx)
	}
	end()
	if n := len(w.collector.Spans()); n != 4096 {
		t.Errorf("%d spans were kept, want 4096", n)
	}
}

// TestNothingIsTracedUnlessItIsSaidWhereTo and how much.
func TestNothingIsTracedUnlessItIsSaidWhereTo(t *testing.T) {
	t.Parallel()
	w := open(t, 0)
	if got := w.do(t, work); len(got) > 0 || w.collector.Requests() > 0 {
		t.Errorf("spans %+v in %d requests, want none", got, w.collector.Requests())
	}
	if _, err := trace.New(t.Context(), trace.Settings{Endpoint: "http://\x00", Ratio: 1}); err == nil {
		t.Error("an endpoint that is none is taken")
	}
}

// TestOnlyGoogleIsSentCredentials: they are asked for where there are none.
func TestOnlyGoogleIsSentCredentials(t *testing.T) {
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", "/nowhere")
	for endpoint, want := range map[string]bool{
		"https://telemetry.googleapis.com": true, "https://telemetry.googleapis.com.example": false,
		"http://telemetry.googleapis.com": false, "https://collector.example": false,
	} {
		_, err := trace.New(t.Context(), trace.Settings{Endpoint: endpoint, Ratio: 1})
		if got := err != nil && strings.Contains(err.Error(), "credentials"); got != want {
			t.Errorf("%s: error %v, want credentials: %v", endpoint, err, want)
		}
	}
}

// BenchmarkTracing is what a piece of work with two parts costs.
func BenchmarkTracing(b *testing.B) {
	run := func(b *testing.B, t *trace.Tracer) {
		b.Helper()
		b.ReportAllocs()
		for b.Loop() {
			ctx, end := t.Begin(context.Background())
			ctx, span := trace.Accept(ctx, "receive")
			for range 2 {
				_, part := trace.Start(ctx, "commit")
				part.End(nil)
			}
			span.End(nil)
			end()
		}
	}
	b.Run("off", func(b *testing.B) { run(b, new(trace.Tracer)) })
	for name, ratio := range map[string]float64{"not recorded": 1e-12, "recorded and sent": 1} {
		b.Run(name, func(b *testing.B) {
			server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
			defer server.Close()
			t, err := trace.New(b.Context(), trace.Settings{Endpoint: server.URL, Ratio: ratio, Function: "routing", Now: time.Now})
			if err != nil {
				b.Fatal(err)
			}
			run(b, t)
		})
	}
}
