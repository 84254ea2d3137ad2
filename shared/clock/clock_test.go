package clock_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/tasks"
	"github.com/frontdesk-gcp/frontdesk/shared/clock"
)

var noon = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

func atNoon() time.Time { return noon }

// host serves handle and tells the host and port.
func host(t *testing.T, handle http.Handler) string {
	t.Helper()
	server := httptest.NewServer(handle)
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://")
}

func TestWithoutAStandInTheTimeIsTheRealOne(t *testing.T) {
	t.Parallel()
	calls := 0
	now := clock.New(func() time.Time { calls++; return noon }, "")
	if got := now(); !got.Equal(noon) || calls != 1 {
		t.Errorf("it is %v after %d looks, want %v after one", got, calls, noon)
	}
}

func TestTheNextCallSeesThatTheClockWasMoved(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	server := tasks.Serve(l, tasks.Config{})
	t.Cleanup(server.Close)
	now := clock.New(atNoon, host(t, server.Clock()))
	want := noon
	for _, d := range []time.Duration{0, time.Hour, time.Millisecond, 30 * 24 * time.Hour} {
		server.Advance(d)
		want = want.Add(d)
		for range 2 {
			if got := now(); !got.Equal(want) {
				t.Errorf("it is %v after %v, want %v", got, d, want)
			}
		}
	}
}

// spoilt answers as a stand-in that is an hour ahead until it is told otherwise.
type spoilt struct {
	answer atomic.Pointer[http.HandlerFunc]
}

func (s *spoilt) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if answer := s.answer.Load(); answer != nil {
		(*answer)(w, r)
		return
	}
	text(200, `{"offset_ms": 3600000, "now": "2026-03-05T13:00:00Z"}`)(w, r)
}

func text(code int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(code)
		_, _ = w.Write([]byte(body))
	}
}

func TestWithoutAnAnswerTheLastOneStaysGood(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]http.HandlerFunc{
		"an error":          text(500, `{"offset_ms": 0}`),
		"no JSON":           text(200, `soon`),
		"no offset":         text(200, `{"now": "2026-03-05T13:00:00Z"}`),
		"null":              text(200, `null`),
		"a word":            text(200, `{"offset_ms": "0"}`),
		"an endless answer": text(200, `{"offset_ms": 0`+strings.Repeat(" ", 8<<10)+`}`),
		"a broken connection": func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := http.NewResponseController(w).Hijack()
			if err == nil {
				_ = conn.Close()
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &spoilt{}
			now := clock.New(atNoon, host(t, s))
			want := noon.Add(time.Hour)
			if got := now(); !got.Equal(want) {
				t.Fatalf("it is %v, want %v", got, want)
			}
			s.answer.Store(&answer)
			if got := now(); !got.Equal(want) {
				t.Errorf("it is %v after a failure, want %v", got, want)
			}
			s.answer.Store(nil)
			if got := now(); !got.Equal(want) {
				t.Errorf("it is %v after that, want %v", got, want)
			}
		})
	}
}

func TestBeforeTheFirstAnswerTheTimeIsTheRealOne(t *testing.T) {
	t.Parallel()
	for name, emulator := range map[string]string{
		"nobody answers": "localhost:1", "a host that is none": "local host", "an error": host(t, text(404, "")),
	} {
		if got := clock.New(atNoon, emulator)(); !got.Equal(noon) {
			t.Errorf("%s: it is %v, want %v", name, got, noon)
		}
	}
}

func TestAStandInThatHangsIsNotWaitedForForEver(t *testing.T) {
	t.Parallel()
	end := make(chan struct{})
	now := clock.New(atNoon, host(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-end:
		}
	})))
	t.Cleanup(func() { close(end) }) // before the server, which waits for it
	begin := time.Now()
	if got := now(); !got.Equal(noon) || time.Since(begin) > 30*time.Second {
		t.Errorf("it is %v after %v", got, time.Since(begin))
	}
}

func TestTheClockIsForManyAtOnceAndKeepsItsConnections(t *testing.T) {
	t.Parallel()
	var connections atomic.Int64
	server := httptest.NewUnstartedServer(&spoilt{})
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	now := clock.New(atNoon, strings.TrimPrefix(server.URL, "http://"))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 100 {
				if got := now(); !got.Equal(noon.Add(time.Hour)) {
					t.Errorf("it is %v", got)
				}
			}
		})
	}
	wg.Wait()
	if n := connections.Load(); n > 100 {
		t.Errorf("800 looks opened %d connections", n)
	}
}
