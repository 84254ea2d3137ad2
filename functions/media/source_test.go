package media

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

// secret is what no error and no log may tell.
const secret = "?x-goog-signature=c0ffee"

// fetch gets a file from a server that answers so.
func fetch(t *testing.T, ctx context.Context, handler http.HandlerFunc) ([]byte, error) { //nolint:revive // the test first
	t.Helper()
	var data bytes.Buffer
	_, err := fetchTo(t, ctx, handler, &data)
	return data.Bytes(), err
}

// fetchTo fetches a file that is too large to be kept, and returns its size, which is 0 when it is refused.
func fetchTo(t *testing.T, ctx context.Context, handler http.HandlerFunc, to io.Writer) (int64, error) { //nolint:revive // the test first
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	content, err := from(t, server.URL).Get(ctx, server.URL+"/files-us/1/2"+secret, nil)
	var size int64
	if err == nil {
		size, err = io.Copy(to, content)
		_ = content.Close()
	}
	if err == nil {
		return size, nil
	}
	if strings.Contains(err.Error(), "c0ffee") || strings.Contains(err.Error(), "files") {
		t.Errorf("the error tells the URL: %v", err)
	}
	return 0, err
}

func from(t *testing.T, origin string) *Source {
	t.Helper()
	source, err := NewSource(origin)
	if err != nil {
		t.Fatal(err)
	}
	return source
}

func TestFetchAsksForTheFileAndTellsNothing(t *testing.T) {
	t.Parallel()
	data, err := fetch(t, t.Context(), func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || r.RequestURI != "/files-us/1/2"+secret {
			t.Errorf("%s %s", r.Method, r.RequestURI)
		}
		for _, name := range []string{"Authorization", "Cookie", "Referer", "Accept-Encoding", "Traceparent"} {
			if v, ok := r.Header[name]; ok {
				t.Errorf("%s: %s", name, v)
			}
		}
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
		_, _ = io.WriteString(w, "data")
	})
	if string(data) != "data" || err != nil {
		t.Errorf("fetched %q, %v", data, err)
	}
}

func TestFetchNeverFollowsARedirect(t *testing.T) {
	t.Parallel()
	reached := make(chan string, 1)
	elsewhereServer := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		reached <- r.URL.Path
	}))
	t.Cleanup(elsewhereServer.Close)
	for _, to := range []string{elsewhereServer.URL, "/the/same/host", "http://169.254.169.254/", "//files.example", ""} {
		for _, status := range []int{301, 302, 303, 307, 308} {
			_, err := fetch(t, t.Context(), func(w http.ResponseWriter, r *http.Request) {
				if strings.HasPrefix(r.URL.Path, "/the/same") {
					t.Error("the redirect on the same host was followed")
				}
				w.Header().Set("Location", to)
				w.WriteHeader(status)
			})
			if !errors.Is(err, errElsewhere) {
				t.Errorf("%d to %q: %v", status, to, err)
			}
		}
	}
	select {
	case path := <-reached:
		t.Errorf("the redirect was followed to %s", path)
	default:
	}
}

// endless writes until nobody reads any more, and counts.
func endless(w io.Writer, piece []byte) (sent int) {
	for {
		n, err := w.Write(piece)
		sent += n
		if err != nil {
			return sent
		}
	}
}

// zeros sends so many bytes.
func zeros(size int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		piece := make([]byte, 1<<16)
		for left := size; left > 0; left -= len(piece) {
			_, _ = w.Write(piece[:min(left, len(piece))])
		}
	}
}

func TestFetchCountsWhatItReads(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		handler http.HandlerFunc
		size    int64
		want    error
	}{
		{"just as much as is allowed", zeros(MaxFile), MaxFile, nil},
		{"one byte more", zeros(MaxFile + 1), 0, errTooLarge},
		{"a stream without end", func(w http.ResponseWriter, _ *http.Request) { endless(w, make([]byte, 1<<16)) }, 0, errTooLarge},
		{"nothing", func(http.ResponseWriter, *http.Request) {}, 0, nil},
		{"a bomb that unpacks to a gigabyte", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			endless(z, make([]byte, 1<<20)) // until it is hung up
		}, 0, errEncoded},
		{"a type that is a lie", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "image/png")
			_, _ = io.WriteString(w, "<html>")
		}, 6, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { // in turn: at once, they need more than the time that a file has
			size, err := fetchTo(t, t.Context(), tt.handler, io.Discard)
			if size != tt.size || !errors.Is(err, tt.want) {
				t.Errorf("%d bytes, %v; want %d, %v", size, err, tt.size, tt.want)
			}
		})
	}
}

func TestFetchDoesNotUnpackWhatDoesNotSayThatItIsPacked(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = z.Write(make([]byte, 1<<20))
	_ = z.Close()
	data, err := fetch(t, t.Context(), func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(packed.Bytes()) })
	if !bytes.Equal(data, packed.Bytes()) || err != nil {
		t.Errorf("%d bytes, %v; want the %d that were sent", len(data), err, packed.Len())
	}
}

func TestFetchEndsInTimeAndMayBeTriedAgain(t *testing.T) {
	t.Parallel()
	hold := func(w http.ResponseWriter, r *http.Request) {
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}
	tests := []struct {
		name    string
		handler http.HandlerFunc
	}{
		{"a server that never answers", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }},
		{"a server that stops after the headers", hold},
		{"a server that stops in the middle", func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, "da")
			hold(w, r)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			defer cancel()
			if _, err := fetch(t, ctx, tt.handler); !errors.Is(err, context.DeadlineExceeded) || fault.KindOf(err) != fault.Unavailable {
				t.Errorf("error = %v, want one that may pass", err)
			}
		})
	}
}

func TestABrokenTransferMayBeTriedAgain(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		handler http.HandlerFunc
	}{
		{"less than its length says", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, "data")
		}},
		{"a connection that is cut", func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := http.NewResponseController(w).Hijack()
			if err == nil {
				_ = conn.Close()
			}
		}},
		{"no HTTP", func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := http.NewResponseController(w).Hijack()
			if err == nil {
				_, _ = io.WriteString(conn, "220 ready\r\n")
				_ = conn.Close()
			}
		}},
		{"headers without end", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Long", strings.Repeat("a", 2*maxHeader))
		}},
		{"an outage", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if data, err := fetch(t, t.Context(), tt.handler); fault.KindOf(err) != fault.Unavailable {
				t.Errorf("%d bytes, %v; want an error that may pass", len(data), err)
			}
		})
	}
}

func TestFetchWorksOverIPv6(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		t.Skip("this machine has no IPv6")
	}
	server := &httptest.Server{Listener: l, Config: &http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "data") }),
	}}
	server.Start()
	t.Cleanup(server.Close)
	content, err := from(t, server.URL).Get(t.Context(), server.URL+"/f", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = content.Close() }()
	if data, err := io.ReadAll(content); string(data) != "data" || err != nil {
		t.Errorf("fetched %q, %v", data, err)
	}
}

func TestFetchRefusesACertificateThatNobodyKnows(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	_, err := from(t, server.URL).Get(t.Context(), server.URL+"/"+secret, nil)
	if fault.KindOf(err) != fault.Unavailable || !strings.Contains(err.Error(), "certificate") || strings.Contains(err.Error(), "c0ffee") {
		t.Errorf("error = %v, want one about the certificate", err)
	}
}
