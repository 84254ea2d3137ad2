package desk_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/frontdesk-gcp/frontdesk/functions/desk"
)

func TestADeskWithoutItsClientDoesNotStart(t *testing.T) {
	t.Parallel()
	_, err := desk.New(desk.Options{Client: fstest.MapFS{"README": {}}})
	if !errors.Is(err, desk.ErrNotBuilt) || !strings.Contains(err.Error(), "make client") {
		t.Errorf("error = %v, want one that says what to do", err)
	}
	odd := built()
	odd["assets/photo.ABCD1234.heic"] = &fstest.MapFile{}
	if _, err := desk.New(desk.Options{Client: odd}); err == nil || !strings.Contains(err.Error(), "photo.ABCD1234.heic") {
		t.Errorf("error = %v, want one that names the file of an unknown type", err)
	}
}

// TestTheEmbeddedClientIsOneOrNone: both are states of a checkout.
func TestTheEmbeddedClientIsOneOrNone(t *testing.T) {
	t.Parallel()
	client, err := desk.Client()
	if errors.Is(err, desk.ErrNotBuilt) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	h := serve(t, desk.Options{Client: client})
	if w := get(t, h, "/"); w.Code != http.StatusOK {
		t.Errorf("the built client's page: status %d", w.Code)
	}
	err = fs.WalkDir(client, "assets", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, coding := strings.TrimSuffix(name, ".base64"), ""
		for end, of := range map[string]string{".br": "br", ".gz": "gzip"} {
			if plain, ok := strings.CutSuffix(name, end); ok {
				name, coding = plain, of
			}
		}
		w := get(t, h, "/"+name, "Accept-Encoding", coding)
		if w.Code != http.StatusOK || w.Header().Get("Content-Encoding") != coding || w.Body.Len() == 0 {
			t.Errorf("%s, encoded as %q: answered %d, %q", name, coding, w.Code, w.Header().Get("Content-Encoding"))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestPathsLeadToFilesOrToThePage(t *testing.T) {
	t.Parallel()
	h := serve(t, desk.Options{})
	const year, revalidate = "public, max-age=31536000, immutable", "no-cache"
	for _, tt := range []struct {
		target        string
		status        int
		kind, caching string
	}{
		{"/", 200, "text/html; charset=utf-8", revalidate},
		{"/index.html", 200, "text/html; charset=utf-8", revalidate},
		{"/conversations/0123456789abcdef", 200, "text/html; charset=utf-8", revalidate},
		{"/queues", 200, "text/html; charset=utf-8", revalidate},
		{"/supervise/agents?who=jo@x.example", 200, "text/html; charset=utf-8", revalidate},
		{"/README", 200, "text/html; charset=utf-8", revalidate},
		{"/assets/main.ABCD1234.js", 200, "text/javascript; charset=utf-8", year},
		{"/assets/tiny.ABCD1235.css", 200, "text/css; charset=utf-8", year},
		{"/manifest.webmanifest", 200, "application/manifest+json", revalidate},
		{"/assets/main.OLD00000.js", 404, "", ""},
		{"/assets/", 404, "", ""},
		{"/assets/main", 404, "", ""},
		{"/favicon.ico", 404, "", ""},
		{"/.env", 404, "", ""},
		{"/..%2f..%2fetc%2fpasswd.txt", 404, "", ""},
		{"/files/inbound", 404, "", ""},
	} {
		w := get(t, h, tt.target)
		if w.Code != tt.status {
			t.Errorf("%s: status %d, want %d", tt.target, w.Code, tt.status)
		}
		switch header := w.Header(); {
		case tt.status == http.StatusNotFound && w.Body.String() != "there is no such file\n":
			t.Errorf("%s: answered %q", tt.target, w.Body)
		case tt.status == http.StatusOK && (header.Get("Content-Type") != tt.kind || header.Get("Cache-Control") != tt.caching):
			t.Errorf("%s: %s, %s; want %s, %s", tt.target, header.Get("Content-Type"), header.Get("Cache-Control"), tt.kind, tt.caching)
		}
	}
}

func TestOnlyReadingIsAllowed(t *testing.T) {
	t.Parallel()
	h := newWorld(t)
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodPatch, http.MethodOptions} {
		for _, target := range []string{"/", "/settings.json", "/assets/main.ABCD1234.js", "/files/inbound/" + talk + "/m1"} {
			w := ask(t, h, method, target, strings.NewReader("x"), "Authorization", owner)
			if w.Code != http.StatusMethodNotAllowed || !strings.Contains(w.Header().Get("Allow"), "GET, HEAD") ||
				w.Body.String() != "Method Not Allowed\n" {
				t.Errorf("%s %s: answered %d %q", method, target, w.Code, w.Body)
			}
		}
	}
	if len(h.guard.asked) > 0 {
		t.Error("a method that is not allowed was let through to the files")
	}
}

func TestCompressedIsServedToWhoeverTakesIt(t *testing.T) {
	t.Parallel()
	h := serve(t, desk.Options{})
	want := map[string]string{"": script, "gzip": brief, "br": briefer}
	for accepts, coding := range map[string]string{
		"gzip": "gzip", "gzip, deflate, br, zstd": "br", "br;q=1.0, gzip;q=0.8": "br", "br;q=0, gzip": "gzip", "*": "br", "*, br;q=0": "gzip",
		"GZIP": "gzip", "BR": "br", "": "", "identity": "", "br;q=0": "", "gzip;q=0": "", "gzip; q=0.0, br;q=0.0, *": "", "*;q=0": "",
		"gzip;q=x": "", "xgzip": "",
	} {
		w := get(t, h, "/assets/main.ABCD1234.js", "Accept-Encoding", accepts)
		header, body := w.Header(), w.Body.String()
		if header.Get("Content-Encoding") != coding || body != want[coding] {
			t.Errorf("%q: got %q, %q; want %q", accepts, header.Get("Content-Encoding"), body, coding)
		}
		if header.Get("Content-Length") != strconv.Itoa(len(body)) || header.Get("Vary") != "Accept-Encoding" ||
			header.Get("Content-Type") != "text/javascript; charset=utf-8" {
			t.Errorf("%q: %d bytes with the headers %v", accepts, len(body), header)
		}
	}
	if w := get(t, h, "/", "Accept-Encoding", "br, gzip"); w.Body.String() != brief {
		t.Errorf("the page is there with gzip only, and is %q", w.Body)
	}
	w := get(t, h, "/assets/tiny.ABCD1235.css", "Accept-Encoding", "gzip, br")
	if w.Header().Get("Content-Encoding") != "" || w.Header().Get("Vary") != "" || w.Body.String() != "p{}" {
		t.Errorf("what the build did not compress is compressed: %v", w.Header())
	}
	for _, end := range []string{".gz", ".br"} {
		if w := get(t, h, "/assets/main.ABCD1234.js"+end); w.Code != http.StatusNotFound {
			t.Errorf("%s: an encoding has an address of its own: %d", end, w.Code)
		}
	}
}

// TestWhatIsBuiltComesCompressed: a start compresses nothing, so what the build left out would
// go to browsers in its whole length.
func TestWhatIsBuiltComesCompressed(t *testing.T) {
	t.Parallel()
	client, err := desk.Client()
	if errors.Is(err, desk.ErrNotBuilt) {
		t.Skip("the client is not built: run `make client`")
	}
	if err != nil {
		t.Fatal(err)
	}
	h := serve(t, desk.Options{Client: client})
	plain := get(t, h, "/").Body.Bytes()
	zipped := get(t, h, "/", "Accept-Encoding", "gzip").Body.Bytes()
	if !bytes.Equal(unzip(t, zipped), plain) {
		t.Error("the page is another one with gzip")
	}
	if short := get(t, h, "/", "Accept-Encoding", "br"); short.Header().Get("Content-Encoding") != "br" || short.Body.Len() >= len(zipped) {
		t.Errorf("the page is %d bytes with Brotli, %d with gzip", short.Body.Len(), len(zipped))
	}
}

// TestACompressedFileHasItsOriginal: half a build does not start.
func TestACompressedFileHasItsOriginal(t *testing.T) {
	t.Parallel()
	files := built()
	files["assets/gone.ABCD1236.js.br.base64"] = inBase64(briefer)
	if _, err := desk.New(desk.Options{Client: files}); err == nil || !strings.Contains(err.Error(), "gone.ABCD1236.js") {
		t.Errorf("error = %v, want one that names the file", err)
	}
}

func unzip(t *testing.T, data []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestABrowserThatHasThePageIsToldSo(t *testing.T) {
	t.Parallel()
	h := serve(t, desk.Options{})
	seen := map[string]bool{}
	for _, accepts := range []string{"br", "gzip", "identity"} {
		tag := get(t, h, "/assets/main.ABCD1234.js", "Accept-Encoding", accepts).Header().Get("Etag")
		if tag == "" || seen[tag] {
			t.Errorf("%s: the tag is %s, want one of its own", accepts, tag)
		}
		seen[tag] = true
		w := get(t, h, "/assets/main.ABCD1234.js", "Accept-Encoding", accepts, "If-None-Match", tag)
		if w.Code != http.StatusNotModified || w.Body.Len() > 0 || w.Header().Get("Content-Encoding") != "" {
			t.Errorf("%s: answered %d with %d bytes, %v", accepts, w.Code, w.Body.Len(), w.Header())
		}
	}
	if w := get(t, h, "/", "If-None-Match", `"of another version"`); w.Code != http.StatusOK {
		t.Errorf("another version: answered %d", w.Code)
	}
}

func TestHEADIsGETWithoutTheBody(t *testing.T) {
	t.Parallel()
	h := serve(t, desk.Options{})
	for _, target := range []string{"/", "/assets/main.ABCD1234.js", "/assets/tiny.ABCD1235.css"} {
		full := get(t, h, target, "Accept-Encoding", "gzip")
		head := ask(t, h, http.MethodHead, target, nil, "Accept-Encoding", "gzip")
		if head.Code != full.Code || head.Body.Len() > 0 || head.Header().Get("Content-Length") != full.Header().Get("Content-Length") ||
			head.Header().Get("Etag") != full.Header().Get("Etag") {
			t.Errorf("%s: %d %v with %d bytes", target, head.Code, head.Header(), head.Body.Len())
		}
	}
}

func TestWhatIsNoTextIsStoredInBase64AndServedAsItIs(t *testing.T) {
	font := []byte("wOF2\x00\xff\xfe")
	files := built()
	files["assets/inter.1.woff2.base64"] = inBase64(string(font))
	d, err := desk.New(desk.Options{Client: files})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	d.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/assets/inter.1.woff2", nil))
	if !bytes.Equal(w.Body.Bytes(), font) || w.Header().Get("Content-Type") != "font/woff2" {
		t.Errorf("got %q as %q", w.Body, w.Header().Get("Content-Type"))
	}
	files = built()
	files["assets/inter.1.woff2.base64"] = &fstest.MapFile{Data: []byte("?")}
	if w := get(t, serve(t, desk.Options{Client: files, Log: slog.New(slog.DiscardHandler)}), "/assets/inter.1.woff2"); w.Code != http.StatusInternalServerError {
		t.Errorf("a file that is not base64: answered %d %q", w.Code, w.Body)
	}
}
