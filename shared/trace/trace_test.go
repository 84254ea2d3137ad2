package trace_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

const (
	traceID = "4bf92f3577b34da6a3ce929d0e0e4736"
	spanID  = "00f067aa0ba902b7"
	header  = "00-" + traceID + "-" + spanID + "-01"
)

func TestATraceComesWithATraceparentAndWithNothingElse(t *testing.T) {
	t.Parallel()
	sampled := trace.ID{Trace: traceID, Span: spanID, Sampled: true}
	tests := []struct {
		name, header string
		want         trace.ID
	}{
		{"a trace", header, sampled},
		{"a trace that is not recorded", header[:len(header)-1] + "0", trace.ID{Trace: traceID, Span: spanID}},
		{"flags that nobody knows yet", header[:len(header)-2] + "ff", sampled},
		{"a later version", "cc" + header[2:], sampled},
		{"no version", "ff" + header[2:], trace.ID{}},
		{"nothing", "", trace.ID{}},
		{"words", "hello", trace.ID{}},
		{"upper case", strings.ToUpper(header), trace.ID{}},
		{"flags in upper case", header[:len(header)-2] + "FF", trace.ID{}},
		{"a version that is no number", "zz" + header[2:], trace.ID{}},
		{"blanks for hyphens", strings.ReplaceAll(header, "-", " "), trace.ID{}},
		{"a trace id that is too short", "00-4bf92f35-00f067aa0ba902b7-01", trace.ID{}},
		{"a trace id of zeros, which stands for none", "00-" + strings.Repeat("0", 32) + "-" + spanID + "-01", trace.ID{}},
		{"a span id of zeros", "00-" + traceID + "-" + strings.Repeat("0", 16) + "-01", trace.ID{}},
		{"something before it", "x" + header, trace.ID{}},
		{"something behind it", header + strings.Repeat("x", 2000), trace.ID{}},
		{"a second line", header + "\n", trace.ID{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ctx := trace.With(t.Context(), tt.header)
			if diff := cmp.Diff(tt.want, trace.Of(ctx)); diff != "" {
				t.Errorf("the context's (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.want, trace.Parse(tt.header)); diff != "" {
				t.Errorf("parsed (-want +got):\n%s", diff)
			}
			if got := trace.Parse(trace.Header(ctx)); got != tt.want {
				t.Errorf("passed on as %q", trace.Header(ctx))
			}
		})
	}
}

func TestNonsenseLeavesTheTraceThatIsThere(t *testing.T) {
	t.Parallel()
	other := strings.Replace(header, "4bf9", "aaaa", 1)
	ctx := trace.With(trace.With(t.Context(), header), other)
	if got := trace.Header(trace.With(ctx, "nonsense")); got != other {
		t.Errorf("the trace is %q, want the newest that is one, %q", got, other)
	}
}

func TestAHandlerKnowsTheTraceOfItsRequest(t *testing.T) {
	t.Parallel()
	got := "not called"
	handler := new(trace.Tracer).Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		got = trace.Header(r.Context())
	}))
	r := httptest.NewRequest(http.MethodPost, "/acme", nil)
	r.Header.Set("Traceparent", header)
	handler.ServeHTTP(httptest.NewRecorder(), r)
	if got != header {
		t.Errorf("the trace is %q, want %q", got, header)
	}
}

func TestWorkIsAboutTheConversationThatWasNamedLast(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	if got := trace.Subject(ctx); got != "" {
		t.Errorf("about %q, want nothing", got)
	}
	one := trace.WithSubject(ctx, "c1")
	for want, got := range map[string]string{
		"c1": trace.Subject(trace.WithSubject(one, "")), "c2": trace.Subject(trace.WithSubject(one, "c2")), "": trace.Subject(ctx),
	} {
		if got != want {
			t.Errorf("about %q, want %q", got, want)
		}
	}
}

// TestWhoBeganTheWorkKnowsWhatItWasFoundToBeAbout, and reports a failure of it so.
func TestWhoBeganTheWorkKnowsWhatItWasFoundToBeAbout(t *testing.T) {
	t.Parallel()
	ctx, _ := trace.Continue(t.Context(), "receive", header)
	inner, _ := trace.Start(ctx, "fold")
	trace.WithSubject(inner, "c1")
	if got := trace.Subject(ctx); got != "c1" {
		t.Errorf("about %q, want what the first event is about", got)
	}
	trace.WithSubject(inner, "c2")
	if got := trace.Subject(ctx); got != "c2" {
		t.Errorf("about %q, want what the work came to", got)
	}
	known, _ := trace.Continue(trace.WithSubject(t.Context(), "c1"), "send", header)
	trace.WithSubject(known, "c2")
	if got := trace.Subject(known); got != "c1" {
		t.Errorf("about %q, want what was known before", got)
	}
}

// TestWithoutATracerTheTraceIsPassedOn: log lines of all functions belong together
// although nothing is recorded.
func TestWithoutATracerTheTraceIsPassedOn(t *testing.T) {
	t.Parallel()
	off, err := trace.New(t.Context(), trace.Settings{Function: "routing", Ratio: 1})
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := off.Begin(t.Context())
	defer end()
	continued, span := trace.Continue(ctx, "receive", header)
	span.End(nil)
	followed, _ := trace.Follow(ctx, "fire", header)
	started, _ := trace.Start(continued, "commit")
	accepted, _ := trace.Accept(trace.With(ctx, header), "receive")
	trace.Link(started, header)
	for name, got := range map[string]string{
		"continued": trace.Header(continued), "followed": trace.Header(followed),
		"started": trace.Header(started), "accepted": trace.Header(accepted),
	} {
		if got != header {
			t.Errorf("%s: the trace is %q, want %q", name, got, header)
		}
	}
	if none, _ := trace.Follow(ctx, "look", ""); trace.Header(none) != "" {
		t.Errorf("a trace %q came from nowhere", trace.Header(none))
	}
}
