package traces_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	common "go.opentelemetry.io/proto/otlp/common/v1"
	resource "go.opentelemetry.io/proto/otlp/resource/v1"
	otlp "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"github.com/frontdesk-gcp/frontdesk/emulator/traces"
)

func word(key, value string) *common.KeyValue {
	return &common.KeyValue{Key: key, Value: &common.AnyValue{Value: &common.AnyValue_StringValue{StringValue: value}}}
}

// parts are a request's.
type parts struct {
	resource *resource.Resource
	span     *otlp.Span
}

// good is a request as the library makes it, for a span of that number.
func good(n byte) parts {
	return parts{
		&resource.Resource{Attributes: []*common.KeyValue{word("service.name", "routing"), word("gcp.project_id", "p")}},
		&otlp.Span{
			TraceId: bytes.Repeat([]byte{1}, 16), SpanId: bytes.Repeat([]byte{n}, 8), ParentSpanId: bytes.Repeat([]byte{n - 1}, 8),
			Name: fmt.Sprintf("routing part %d", n), Kind: otlp.Span_SPAN_KIND_CLIENT,
			StartTimeUnixNano: 1_000_000_000, EndTimeUnixNano: 1_002_000_000,
			Attributes: []*common.KeyValue{word("step", "act")},
			Links:      []*otlp.Span_Link{{TraceId: bytes.Repeat([]byte{9}, 16), SpanId: bytes.Repeat([]byte{9}, 8)}},
		},
	}
}

func (p parts) body(t *testing.T) []byte {
	t.Helper()
	body, err := proto.Marshal(&collector.ExportTraceServiceRequest{ResourceSpans: []*otlp.ResourceSpans{{
		Resource: p.resource, ScopeSpans: []*otlp.ScopeSpans{{Spans: []*otlp.Span{p.span}}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func post(body []byte) *http.Request {
	r := httptest.NewRequest(http.MethodPost, traces.Path, bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/x-protobuf")
	return r
}

func code(c *traces.Collector, r *http.Request) int {
	w := httptest.NewRecorder()
	c.ServeHTTP(w, r)
	return w.Code
}

func TestWhatComesIsKeptAndDrawn(t *testing.T) {
	t.Parallel()
	c := traces.New()
	root := good(2)
	root.span.ParentSpanId = nil
	failed := good(3)
	failed.span.Status = &otlp.Status{Code: otlp.Status_STATUS_CODE_ERROR, Message: "503"}
	for _, p := range []parts{failed, root} { // the inner one ends first
		if got := code(c, post(p.body(t))); got != http.StatusOK {
			t.Fatalf("answered %d: %v", got, c.Err())
		}
	}
	const want = "  01010101010101010101010101010101\n" +
		"  routing part 2  2ms  step=act  → 09090909090909090909090909090909\n" +
		"    routing part 3  2ms  step=act  → 09090909090909090909090909090909  failed\n"
	w := httptest.NewRecorder()
	c.Page().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	for _, drawn := range []string{traces.Tree(c.Spans()), w.Body.String()} {
		if _, drawn, _ = strings.Cut(drawn, "  "); strings.TrimSpace("  "+drawn) != strings.TrimSpace(want) {
			t.Errorf("drawn\n%s\nwant\n%s", drawn, want)
		}
	}
}

func TestWhatNoReceiverWouldTakeIsRefused(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*parts){
		"no name":                    func(p *parts) { p.span.Name = "" },
		"a trace id of zeros":        func(p *parts) { p.span.TraceId = make([]byte, 16) },
		"a span id that is short":    func(p *parts) { p.span.SpanId = []byte{1} },
		"a parent that is none":      func(p *parts) { p.span.ParentSpanId = []byte{1} },
		"an end before the start":    func(p *parts) { p.span.EndTimeUnixNano = 1 },
		"no start":                   func(p *parts) { p.span.StartTimeUnixNano = 0 },
		"a link to nothing":          func(p *parts) { p.span.Links[0].SpanId = nil },
		"events":                     func(p *parts) { p.span.Events = []*otlp.Span_Event{{Name: "exception"}} },
		"a reason without a failure": func(p *parts) { p.span.Status = &otlp.Status{Message: "why"} },
		"an attribute twice": func(p *parts) {
			p.span.Attributes = append(p.span.Attributes, word("step", "again"))
		},
		"an attribute that is a list": func(p *parts) {
			p.span.Attributes[0].Value = &common.AnyValue{Value: &common.AnyValue_ArrayValue{}}
		},
		"nobody's spans":   func(p *parts) { p.resource = nil },
		"no project's":     func(p *parts) { p.resource.Attributes = p.resource.Attributes[:1] },
		"no function's":    func(p *parts) { p.resource.Attributes = p.resource.Attributes[1:] },
		"a span that came": func(p *parts) { p.span.SpanId = bytes.Repeat([]byte{7}, 8) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := traces.New()
			if got := code(c, post(good(7).body(t))); got != http.StatusOK {
				t.Fatalf("the good one: answered %d", got)
			}
			bad := good(8)
			change(&bad)
			if got := code(c, post(bad.body(t))); got != http.StatusBadRequest || c.Err() == nil || len(c.Spans()) != 1 {
				t.Errorf("answered %d, %v, kept %d spans", got, c.Err(), len(c.Spans()))
			}
		})
	}
}

func TestWhatIsNoRequestIsRefused(t *testing.T) {
	t.Parallel()
	body := good(7).body(t)
	text, packed, gone := post(body), post(body), post(body)
	text.Header.Set("Content-Type", "application/json")
	packed.Header.Set("Content-Encoding", "gzip")
	gone.URL.Path = "/v1/metrics"
	for name, r := range map[string]*http.Request{
		"another content type": text, "an encoding": packed, "another path": gone,
		"another method": httptest.NewRequest(http.MethodGet, traces.Path, nil),
		"nonsense":       post([]byte("hello")), "nothing": post(nil),
	} {
		c := traces.New()
		if got := code(c, r); got != http.StatusBadRequest || c.Err() == nil {
			t.Errorf("%s: answered %d", name, got)
		}
	}
}

func TestSpansAreWaitedFor(t *testing.T) {
	t.Parallel()
	c := traces.New()
	came := make(chan []traces.Span)
	go func() {
		spans, _ := c.Await(t.Context(), func(s []traces.Span) bool { return len(s) == 2 })
		came <- spans
	}()
	for n := byte(2); n <= 3; n++ {
		code(c, post(good(n).body(t)))
	}
	if got := <-came; len(got) != 2 || got[0].Service != "routing" || got[0].Kind != "client" {
		t.Errorf("came %+v", got)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := c.Await(ctx, func([]traces.Span) bool { return false }); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("waited for ever: %v", err)
	}
}

func TestItFailsWhenItIsTold(t *testing.T) {
	t.Parallel()
	c := traces.New()
	c.Fail(http.StatusServiceUnavailable, nil)
	if got := code(c, post(good(2).body(t))); got != http.StatusServiceUnavailable || len(c.Spans()) > 0 || c.Err() != nil {
		t.Errorf("answered %d, %v", got, c.Err())
	}
	c.Fail(0, nil)
	if got := code(c, post(good(2).body(t))); got != http.StatusOK || c.Requests() != 2 {
		t.Errorf("answered %d to request %d", got, c.Requests())
	}
}
