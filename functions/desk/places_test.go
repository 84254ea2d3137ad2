package desk_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/rules"
	"github.com/frontdesk-gcp/frontdesk/functions/desk"
	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
)

// shelf keeps no files, hands out large ones, and may take its time.
type shelf struct {
	opened chan struct{} // nil, or what a file waits for
}

func (s *shelf) Put(context.Context, bucket.File, []byte) error {
	if s.opened != nil {
		<-s.opened
	}
	return nil
}

func (s *shelf) Open(context.Context, string, bucket.Part) (*bucket.Content, error) {
	const large = 64 << 20
	return &bucket.Content{ReadCloser: io.NopCloser(io.LimitReader(zeros{}, large)), Type: "image/png", Size: large, Length: large}, nil
}

func (s *shelf) Linked(context.Context, string, string, time.Time) (string, error) {
	return "", bucket.ErrNotFound
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

// bearer is the header of an agent.
func bearer(name string) string { return "Bearer " + rules.Token(name+"@x.example", true) }

// counter is a desk for some agents.
func counter(t *testing.T, files desk.Files, agents ...string) *desk.Handler {
	t.Helper()
	g := &guard{verdicts: map[string]error{}}
	for _, name := range agents {
		g.verdicts[bearer(name)] = nil
	}
	return serve(t, desk.Options{Settings: inTheCloud, Access: g, Files: files, Log: slog.New(slog.DiscardHandler)})
}

// upload sends a file and returns the answer.
func upload(h http.Handler, who, reply string, body io.Reader) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPut, "/files/outbound/"+talk+"/"+reply, body)
	r.Header.Set("Authorization", bearer(who))
	r.Header.Set("Content-Type", "text/plain")
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	return rec
}

// stuck is a body of which some bytes come, and no more until it is freed.
func stuck(bytes int64, freed <-chan struct{}) io.Reader {
	return io.MultiReader(io.LimitReader(zeros{}, bytes), readerFunc(func([]byte) (int, error) {
		<-freed
		return 0, io.EOF
	}))
}

func TestAColleaguesUploadDoesNotWaitForSlowOnes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h, freed := counter(t, &shelf{}, "ana", "ben", "eve"), make(chan struct{})
		var slow sync.WaitGroup
		for i, who := range []string{"ana", "ana", "ben", "ben"} {
			slow.Go(func() { upload(h, who, fmt.Sprint("slow", i), stuck(1000, freed)) })
		}
		synctest.Wait()
		began := time.Now()
		if got := upload(h, "eve", "r1", strings.NewReader("five!")); got.Code != http.StatusOK {
			t.Errorf("answered %d %q", got.Code, got.Body)
		}
		if waited := time.Since(began); waited > 0 {
			t.Errorf("waited %v", waited)
		}
		close(freed)
		slow.Wait()
	})
}

func TestOnePersonSendsTwoFilesAtATime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h, freed := counter(t, &shelf{}, "ana"), make(chan struct{})
		var slow sync.WaitGroup
		for i := range 2 {
			slow.Go(func() { upload(h, "ana", fmt.Sprint("slow", i), stuck(1000, freed)) })
		}
		synctest.Wait()
		began := time.Now()
		got := upload(h, "ana", "third", strings.NewReader("x"))
		if got.Code != http.StatusServiceUnavailable || got.Header().Get("Retry-After") == "" {
			t.Errorf("a third file: answered %d %v, want 503 and when to try again", got.Code, got.Header())
		}
		if waited := time.Since(began); waited != 10*time.Second {
			t.Errorf("waited %v, want 10 s", waited)
		}
		close(freed)
		slow.Wait()
		if got := upload(h, "ana", "fourth", strings.NewReader("x")); got.Code != http.StatusOK {
			t.Errorf("afterwards: answered %d", got.Code)
		}
	})
}

// TestWhatIsBeingReceivedIsBounded: twenty people of whom each is about to send 20 MB.
func TestWhatIsBeingReceivedIsBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var agents []string
		for i := range 20 {
			agents = append(agents, fmt.Sprint("agent", i))
		}
		h, freed := counter(t, &shelf{}, agents...), make(chan struct{})
		codes := make(chan int, len(agents))
		for _, who := range agents {
			go func() { codes <- upload(h, who, "r-"+who, stuck(20<<20, freed)).Code }()
		}
		time.Sleep(time.Minute) // in the bubble
		close(freed)
		refused := 0
		for range agents {
			if <-codes == http.StatusServiceUnavailable {
				refused++
			}
		}
		if refused < 10 { // six times 21 pieces are 126 of 128, and some got what others gave back
			t.Errorf("%d of 20 were refused, want most of them", refused)
		}
		if got := upload(h, "agent0", "after", io.LimitReader(zeros{}, 20<<20)); got.Code != http.StatusOK {
			t.Errorf("afterwards: answered %d", got.Code)
		}
	})
}

func TestASlowBucketIsNotWaitedForForEver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		agents, s := []string{"ana", "ben", "cid", "eve"}, &shelf{opened: make(chan struct{})}
		h := counter(t, s, agents...)
		var held sync.WaitGroup
		for _, who := range agents[:3] {
			held.Go(func() { upload(h, who, "r-"+who, strings.NewReader("x")) })
		}
		synctest.Wait()
		if got := upload(h, "eve", "r-eve", strings.NewReader("x")); got.Code != http.StatusServiceUnavailable {
			t.Errorf("answered %d, want 503", got.Code)
		}
		close(s.opened)
		held.Wait()
	})
}

func TestWhoMayOnlyReadUploadsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	got := ask(t, w, http.MethodPut, "/files/outbound/"+talk+"/r1", strings.NewReader("x"), "Authorization", reader, "Content-Type", "text/plain")
	if got.Code != http.StatusForbidden {
		t.Errorf("answered %d, want 403", got.Code)
	}
	if _, err := w.files.Open(t.Context(), bucket.Outbound(talk, "r1"), bucket.All()); err == nil {
		t.Error("a guest has stored a file")
	}
}

// connect sends the head of a request over a connection of its own.
func connect(t *testing.T, h http.Handler, head string) net.Conn {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	c, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	_ = c.(*net.TCPConn).SetReadBuffer(4 << 10)
	_, err = fmt.Fprintf(c, "%s HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\nContent-Type: text/plain\r\n\r\n", head, bearer("ana"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestABrowserThatSendsTooSlowlyIsGivenUp(t *testing.T) {
	t.Parallel()
	c := connect(t, counter(t, &shelf{}, "ana"), "PUT /files/outbound/"+talk+"/r1 HTTP/1.1\r\nContent-Length: 1000\r\nX-Rest:")
	_ = c.SetReadDeadline(time.Now().Add(20 * time.Second))
	res, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("answered %d, want 503", res.StatusCode)
	}
}

func TestABrowserThatTakesTooSlowlyIsGivenUp(t *testing.T) {
	t.Parallel()
	ended := make(chan struct{})
	h := counter(t, &shelf{}, "ana")
	watched := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r)
		close(ended)
	})
	connect(t, watched, "GET /files/inbound/"+talk+"/m1")
	select {
	case <-ended:
	case <-time.After(30 * time.Second):
		t.Error("64 MB are still being sent to somebody who takes none of them")
	}
}
