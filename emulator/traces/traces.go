// Package traces stands in for a receiver of traces such as Google's: it speaks
// OTLP over HTTP, in protobuf, and is strict about it. It keeps what it receives,
// for tests and for a page.
package traces

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	"google.golang.org/protobuf/proto"
)

// Path is where traces are posted.
const Path = "/v1/traces"

// maxBody bounds a request; the protocol has no limit, but receivers do.
const maxBody = 4 << 20

// Collector keeps the spans that it receives. It is safe for concurrent use.
type Collector struct {
	mu       sync.Mutex
	spans    []Span
	seen     map[string]bool
	bodies   [][]byte
	refused  []error
	status   int
	hold     <-chan struct{}
	requests int
	changed  chan struct{}
}

// New returns an empty collector.
func New() *Collector {
	return &Collector{seen: map[string]bool{}, changed: make(chan struct{})}
}

// ServeHTTP handles a request of an exporter.
func (c *Collector) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if status := c.trouble(r.Context()); status != 0 {
		http.Error(w, "told to fail", status)
		return
	}
	if r.Context().Err() != nil {
		return // the client has stopped waiting
	}
	if err == nil {
		err = c.take(r, body)
	}
	if err != nil {
		c.refuse(err)
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	answer, err := proto.Marshal(&collector.ExportTraceServiceResponse{})
	if err != nil {
		panic(err) // an empty message
	}
	w.Header().Set("Content-Type", "application/x-protobuf")
	_, _ = w.Write(answer)
}

func (c *Collector) take(r *http.Request, body []byte) error {
	switch {
	case r.Method != http.MethodPost || r.URL.Path != Path:
		return fmt.Errorf("%s %s is not POST %s", r.Method, r.URL.Path, Path)
	case r.Header.Get("Content-Type") != "application/x-protobuf":
		return fmt.Errorf("the content type is %q", r.Header.Get("Content-Type"))
	case r.Header.Get("Content-Encoding") != "":
		return fmt.Errorf("the encoding is %q", r.Header.Get("Content-Encoding"))
	}
	spans, err := decode(body)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range spans {
		if key := s.Trace + s.ID; c.seen[key] {
			return fmt.Errorf("the span %q came twice", s.Name)
		}
	}
	for _, s := range spans {
		c.seen[s.Trace+s.ID] = true
	}
	c.spans, c.bodies = append(c.spans, spans...), append(c.bodies, body)
	close(c.changed)
	c.changed = make(chan struct{})
	return nil
}

// Fail makes the collector answer with a status, or accept spans again if it is
// 0. It first waits for hold, unless that is nil.
func (c *Collector) Fail(status int, hold <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.status, c.hold = status, hold
}

func (c *Collector) trouble(ctx context.Context) int {
	c.mu.Lock()
	status, hold := c.status, c.hold
	c.requests++
	c.mu.Unlock()
	if hold != nil {
		select {
		case <-hold:
		case <-ctx.Done():
		}
	}
	return status
}

func (c *Collector) refuse(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.refused = append(c.refused, err)
}

// Err is what was wrong with requests, or nil.
func (c *Collector) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return errors.Join(c.refused...)
}

// Requests counts the requests, including failed ones.
func (c *Collector) Requests() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.requests
}

// Spans are the spans received, in the order of their arrival.
func (c *Collector) Spans() []Span {
	spans, _ := c.now()
	return spans
}

// Bodies returns the raw requests, for tests of what must not be in them.
func (c *Collector) Bodies() [][]byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.bodies)
}

func (c *Collector) now() (spans []Span, changed <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.spans), c.changed
}

// Await returns the spans once f accepts them, or what there is when ctx ends.
func (c *Collector) Await(ctx context.Context, f func([]Span) bool) ([]Span, error) {
	for {
		spans, changed := c.now()
		if f(spans) {
			return spans, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return spans, fmt.Errorf("wait for spans: %w", ctx.Err())
		}
	}
}
