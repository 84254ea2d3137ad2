package webhook_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/google"
)

func TestHandlerBelievesNoContentLength(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		claimed int
		code    int
	}{
		{"the truth", len(text), 200},
		{"more than comes", len(text) + 1, 400},
		{"less than comes", len(text) - 1, 401},
		{"none", 0, 401},
		{"more than the limit", 1 << 30, 413},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			server := httptest.NewServer(w)
			code := post(t, server.Listener.Addr().String(), tt.claimed)
			server.Close() // from here on nobody writes the log
			if code != tt.code {
				t.Errorf("answered %d, want %d", code, tt.code)
			}
			if published := len(w.inbound.messages); (published == 1) != (tt.code == http.StatusOK) {
				t.Errorf("published %d messages and answered %d", published, code)
			}
			w.discreet(t)
		})
	}
}

// post sends the text with a Content-Length that may be wrong, says that nothing
// more will come, and returns the first answer's status.
func post(t *testing.T, address string, claimed int) int {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	_, err = fmt.Fprintf(c, "POST /acme HTTP/1.1\r\nHost: x\r\n%s: %s\r\nContent-Length: %d\r\n\r\n%s",
		google.SignatureHeader, google.Sign([]byte(text), token), claimed, text)
	if err != nil {
		t.Fatal(err)
	}
	if half, ok := c.(interface{ CloseWrite() error }); !ok || half.CloseWrite() != nil {
		t.Fatal("the connection cannot be half closed")
	}
	res, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, res.Body)
	_ = res.Body.Close()
	return res.StatusCode
}

// connect opens a connection to a server and sends the head of a request.
func connect(t *testing.T, server *httptest.Server, length int, header string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	if _, err = fmt.Fprintf(c, "POST /acme HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n%s\r\n", length, header); err != nil {
		t.Fatal(err)
	}
	return c
}

// status reads the status of the answer, for which it waits as long as it says.
func status(t *testing.T, c net.Conn, wait time.Duration) int {
	t.Helper()
	_ = c.SetReadDeadline(time.Now().Add(wait))
	res, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatalf("no answer in %v: %v", wait, err)
	}
	_ = res.Body.Close()
	return res.StatusCode
}

const (
	proof = google.SignatureHeader + ": x\r\n"
	most  = 10 * time.Second // twice what a body may take
)

func TestASlowBodyIsGivenUp(t *testing.T) {
	t.Parallel()
	w := newWorld()
	server := httptest.NewServer(w)
	t.Cleanup(server.Close)
	silent, trickling := connect(t, server, 500_000, proof), connect(t, server, 4000, "")
	done := make(chan struct{})
	t.Cleanup(func() { close(done) })
	go func() {
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				if _, err := trickling.Write([]byte("x")); err != nil {
					return
				}
			}
		}
	}()
	if code := status(t, silent, most); code != http.StatusBadRequest {
		t.Errorf("a client that sends nothing gets %d, want 400", code)
	}
	if code := status(t, trickling, most); code != http.StatusBadRequest {
		t.Errorf("a client that trickles gets %d, want 400", code)
	}
}

func TestALargeBodyWithoutASignatureIsRefusedUnread(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(newWorld())
	t.Cleanup(server.Close)
	if code := status(t, connect(t, server, 5000, ""), time.Second); code != http.StatusUnauthorized {
		t.Errorf("answered %d, want 401", code)
	}
}

// What the request has to wait for after its body is not part of the body's time.
func TestTheBodysTimeEndsWithTheBody(t *testing.T) {
	t.Parallel()
	w := newWorld()
	slow := &watched{ResponseRecorder: httptest.NewRecorder()}
	w.ServeHTTP(slow, signed(text))
	if len(slow.deadlines) != 2 || slow.deadlines[0].IsZero() || !slow.deadlines[1].IsZero() {
		t.Errorf("deadlines = %v, want one and then none", slow.deadlines)
	}
}

// watched is an answer of which the deadlines are kept.
type watched struct {
	*httptest.ResponseRecorder

	deadlines []time.Time
}

func (w *watched) SetReadDeadline(at time.Time) error {
	w.deadlines = append(w.deadlines, at)
	return nil
}

// opening is a body whose end is held back until it is opened.
type opening struct {
	io.Reader

	opened <-chan struct{}
}

func (o opening) Read(p []byte) (int, error) {
	n, err := o.Reader.Read(p)
	if err == io.EOF {
		<-o.opened
	}
	return n, err
}

func TestManyLargeBodiesDoNotHoldMemory(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.Handler = newOffice() // its log may be written by many
	opened := make(chan struct{})
	large := strings.Repeat("x", 100_000)
	var requests sync.WaitGroup
	codes := make(chan int, 100)
	for range 100 {
		requests.Go(func() {
			r := httptest.NewRequest(http.MethodPost, "/acme", opening{strings.NewReader(large), opened})
			r.Header.Set(google.SignatureHeader, "x")
			codes <- w.do(r).Code
		})
	}
	for range 100 - 32 {
		if code := <-codes; code != http.StatusServiceUnavailable {
			t.Errorf("answered %d, want 503: 32 others are held", code)
		}
	}
	if code := w.do(signed(text)).Code; code != http.StatusOK {
		t.Errorf("a common message gets %d meanwhile, want 200", code)
	}
	close(opened)
	requests.Wait()
	close(codes)
	for code := range codes {
		if code != http.StatusUnauthorized {
			t.Errorf("a large body that is not signed well gets %d", code)
		}
	}
	if code := w.do(signed(large)).Code; code != http.StatusOK {
		t.Errorf("a large body gets %d afterwards, want 200", code)
	}
}
