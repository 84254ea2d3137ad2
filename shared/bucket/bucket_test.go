package bucket_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	standin "github.com/frontdesk-gcp/frontdesk/emulator/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

// clock is one that can be moved ahead of the real one, by which Google's library
// signs.
type clock struct {
	mu    sync.Mutex
	ahead time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.ahead)
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}

type world struct {
	*bucket.Bucket
	clock  clock
	server *standin.Server
	host   string
	calls  chan string
	blind  bool // whether objects may not be listed, set before the first call
}

// open connects Google's own library to the stand-in.
func open(t *testing.T, name string) *world {
	t.Helper()
	w := &world{calls: make(chan string, 100)}
	var err error
	w.server, err = standin.New(standin.Config{
		Dir: t.TempDir(), Buckets: []string{"files"}, Now: w.clock.now,
		Lifecycle: []standin.Rule{{Prefix: bucket.Uploads, Age: bucket.UploadLife}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.server.Close() })
	web := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.calls <- r.Method + " " + strings.SplitN(r.URL.Path, "/", 3)[1]
		if w.blind {
			unlisted(rw, r, w.server)
			return
		}
		w.server.ServeHTTP(rw, r)
	}))
	t.Cleanup(web.Close)
	w.host = strings.TrimPrefix(web.URL, "http://")
	if w.Bucket, err = bucket.New(t.Context(), name, w.host); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

func (w *world) put(t *testing.T, f bucket.File, data string) {
	t.Helper()
	if err := w.Put(t.Context(), f, []byte(data)); err != nil {
		t.Fatal(err)
	}
}

// called lists the calls since the last time.
func (w *world) called() string {
	var all []string
	for {
		select {
		case c := <-w.calls:
			all = append(all, c)
		default:
			return strings.Join(all, ", ")
		}
	}
}

var picture = bucket.File{Object: bucket.Inbound("c", "m"), Type: "image/png"}

func TestWhatIsPutCanBeOpened(t *testing.T) {
	t.Parallel()
	for name, data := range map[string]string{
		"a file": "data", "nothing": "", "ten megabytes": strings.Repeat("0123456789", 1<<20),
		"as much as the library buffers": strings.Repeat("x", 256<<10), "one byte more": strings.Repeat("x", 256<<10+1),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t, "files")
			w.put(t, picture, data)
			if got := w.called(); got != "POST upload" {
				t.Errorf("called %s, want one upload", got)
			}
			content, err := w.Open(t.Context(), picture.Object, bucket.All())
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = content.Close() }()
			got, err := io.ReadAll(content)
			if !bytes.Equal(got, []byte(data)) || err != nil || content.Type != "image/png" || content.Size != int64(len(data)) {
				t.Errorf("%d bytes of %s and %d, %v; want %d", len(got), content.Type, content.Size, err, len(data))
			}
		})
	}
}

func TestPuttingAgainIsNothing(t *testing.T) {
	t.Parallel()
	w := open(t, "files")
	w.put(t, picture, "data")
	w.put(t, picture, "data")
	if err := w.Put(t.Context(), picture, []byte("atad")); !errors.Is(err, bucket.ErrTaken) {
		t.Errorf("another content: %v, want ErrTaken", err)
	}
	if err := w.Put(t.Context(), picture, []byte("more data")); !errors.Is(err, bucket.ErrTaken) {
		t.Errorf("a longer content: %v, want ErrTaken", err)
	}
}

func TestPuttingAtTheSameTimeIsDoneByAll(t *testing.T) {
	t.Parallel()
	w := open(t, "files")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if err := w.Put(t.Context(), picture, []byte("data")); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func TestFailuresSayWhetherTheyMayPass(t *testing.T) {
	t.Parallel()
	w := open(t, "files")
	if _, err := w.Open(t.Context(), "inbound/c/none", bucket.All()); !errors.Is(err, bucket.ErrNotFound) {
		t.Errorf("no object: %v, want ErrNotFound", err)
	}
	missing := open(t, "missing")
	err := missing.Put(t.Context(), picture, []byte("data"))
	if err == nil || fault.KindOf(err) != fault.Internal || !strings.Contains(err.Error(), "bucket does not exist") {
		t.Errorf("no bucket: %v, want one that is our mistake", err)
	}
	w.server.Fail(http.StatusServiceUnavailable)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if err := w.Put(ctx, picture, []byte("data")); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("an outage: %v, want Unavailable", err)
	}
	if _, err := w.SignedURL(ctx, picture.Object, time.Now().Add(time.Hour)); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("an outage of signing: %v, want Unavailable", err)
	}
}

func TestAnUploadIsRepeatedWhenTheServiceIsAwayForAMoment(t *testing.T) {
	t.Parallel()
	w := open(t, "files")
	w.server.Fail(http.StatusServiceUnavailable)
	done := make(chan error)
	go func() { done <- w.Put(t.Context(), picture, []byte("data")) }()
	<-w.calls
	w.server.Fail(0)
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// fetch gets a URL and returns the status, the body and the headers.
func fetch(t *testing.T, url string) (int, string, http.Header) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body), res.Header
}

func TestASignedURLGivesTheObjectUntilItExpires(t *testing.T) {
	t.Parallel()
	w := open(t, "files")
	f := bucket.File{Object: bucket.Outbound("c", "r 1+ü"), Type: "image/jpeg"}
	w.put(t, f, "data")
	w.keep(t, f.Object)
	url, err := w.SignedURL(t.Context(), f.Object, time.Now().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(url, "http://"+w.host+"/files/outbound/c/") {
		t.Errorf("the URL is %s", url)
	}
	status, body, header := fetch(t, url)
	if status != http.StatusOK || body != "data" || header.Get("Content-Type") != "image/jpeg" ||
		header.Get("Content-Disposition") != "inline" || header.Get("Cache-Control") != "private, max-age=3600" {
		t.Errorf("answered %d %s %v", status, body, header)
	}
	for what, wrong := range map[string]string{
		"another object":   strings.Replace(url, "/outbound/", "/inbound/", 1),
		"a longer life":    strings.Replace(url, "X-Goog-Expires=3599", "X-Goog-Expires=9999", 1),
		"another account":  strings.Replace(url, "bucket%40", "mallory%40", 1),
		"a changed end":    url[:len(url)-2] + "00",
		"no signature":     strings.Replace(url, "&X-Goog-Signature=", "&X-Goog-Signed=", 1),
		"an added one":     url + "&response-content-type=text%2Fhtml",
		"no query at all":  url[:strings.IndexByte(url, '?')],
		"half a signature": url[:len(url)-100],
	} {
		if status, body, _ := fetch(t, wrong); status == http.StatusOK || wrong == url {
			t.Errorf("%s: answered %d %s", what, status, body)
		}
	}
	w.clock.move(time.Hour)
	if status, body, _ := fetch(t, url); status != http.StatusBadRequest || !strings.Contains(body, "ExpiredToken") {
		t.Errorf("after an hour: answered %d %s", status, body)
	}
}

func TestASignedURLIsForSevenDaysAtMost(t *testing.T) {
	t.Parallel()
	w := open(t, "files")
	if _, err := w.SignedURL(t.Context(), "a", time.Now().Add(bucket.MaxLife-time.Second)); err != nil {
		t.Error(err)
	}
	_, err := w.SignedURL(t.Context(), "a", time.Now().Add(bucket.MaxLife+time.Minute))
	if err == nil || fault.KindOf(err).Retry() || !strings.Contains(err.Error(), "seven days") {
		t.Errorf("error = %v, want one for good", err)
	}
}

func TestNothingThatHoldsScriptIsShownByABrowser(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, mediaType, file, wantType, wantDisposition string }{
		{"a picture", "image/png", "", "image/png", "inline"},
		{"a picture with a name", "image/webp", "cat.webp", "image/webp", "inline; filename=cat.webp"},
		{"a PDF", "application/pdf", "terms.pdf", "application/pdf", "inline; filename=terms.pdf"},
		{"a film", "video/mp4", "", "video/mp4", "inline"},
		{"sound that no browser plays", "audio/x-unknown", "a.voc", "application/octet-stream", "attachment; filename=a.voc"},
		{"a page", "text/html", "x.html", "application/octet-stream", "attachment; filename=x.html"},
		{"a drawing that can have scripts", "image/svg+xml", "", "application/octet-stream", "attachment"},
		{"a picture that says more", "image/png; charset=utf-8", "", "application/octet-stream", "attachment"},
		{"no type", "", "", "application/octet-stream", "attachment"},
		{"a name with quotes", "", `a"b.txt`, "application/octet-stream", `attachment; filename="a\"b.txt"`},
		{"a name that is a path", "", "../a\r\n", "application/octet-stream", "attachment; filename=.._a__"},
		{"a name in another script", "", "Größe.txt", "application/octet-stream", "attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe.txt"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := open(t, "files")
			w.put(t, bucket.File{Object: "o", Type: tt.mediaType, Name: tt.file}, "data")
			url, err := w.SignedURL(t.Context(), "o", time.Now().Add(time.Hour))
			if err != nil {
				t.Fatal(err)
			}
			_, _, header := fetch(t, url)
			gotType, got := header.Get("Content-Type"), header.Get("Content-Disposition")
			if gotType != tt.wantType || got != tt.wantDisposition {
				t.Errorf("%s, %s; want %s, %s", gotType, got, tt.wantType, tt.wantDisposition)
			}
		})
	}
}
