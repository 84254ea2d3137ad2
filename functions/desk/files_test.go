package desk_test

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
)

// talk is a conversation.
const talk = "0123456789abcdef0123456789abcdef"

// film is the beginning of one.
const film = "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"

func photo(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 3, 2))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (w *world) stored(t *testing.T, object, mediaType string, data []byte) {
	t.Helper()
	if err := w.files.Put(t.Context(), bucket.File{Object: object, Type: mediaType}, data); err != nil {
		t.Fatal(err)
	}
}

func (w *world) put(t *testing.T, target, mediaType string, data []byte) *httptest.ResponseRecorder {
	t.Helper()
	return ask(t, w, http.MethodPut, target, bytes.NewReader(data), "Authorization", owner, "Content-Type", mediaType)
}

func TestAFileIsGivenToWhoeverMayReadItsConversation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.stored(t, bucket.Inbound(talk, "m1"), "image/png", photo(t))
	w.stored(t, bucket.Outbound(talk, "r1"), "application/pdf", []byte("%PDF-"))
	w.stored(t, bucket.Inbound(talk, "h."+strings.Repeat("0f", 32)), "text/html", []byte("<script>"))
	for _, tt := range []struct {
		path, kind, disposition string
		body                    []byte
	}{
		{"inbound/" + talk + "/m1", "image/png", "inline; filename=m1", photo(t)},
		{"outbound/" + talk + "/r1", "application/pdf", "inline; filename=r1", []byte("%PDF-")},
		{
			"inbound/" + talk + "/h." + strings.Repeat("0f", 32), "application/octet-stream",
			"attachment; filename=h." + strings.Repeat("0f", 32), []byte("<script>"),
		},
	} {
		got := get(t, w, "/files/"+tt.path, "Authorization", owner)
		header := got.Header()
		if got.Code != http.StatusOK || !bytes.Equal(got.Body.Bytes(), tt.body) {
			t.Errorf("%s: answered %d with %d bytes", tt.path, got.Code, got.Body.Len())
		}
		if header.Get("Content-Type") != tt.kind || header.Get("Content-Disposition") != tt.disposition {
			t.Errorf("%s: %s, %s", tt.path, header.Get("Content-Type"), header.Get("Content-Disposition"))
		}
		if header.Get("Content-Security-Policy") != "default-src 'none'; sandbox" || header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: headers %v", tt.path, header)
		}
		head := ask(t, w, http.MethodHead, "/files/"+tt.path, nil, "Authorization", owner)
		if head.Code != http.StatusOK || head.Body.Len() > 0 || head.Header().Get("Content-Length") != header.Get("Content-Length") {
			t.Errorf("HEAD %s: %d %v", tt.path, head.Code, head.Header())
		}
	}
}

// TestAFileCanBeFetchedInParts because an answer cannot be as large as a file.
func TestAFileCanBeFetchedInParts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const path = "/files/inbound/" + talk + "/m1"
	w.stored(t, bucket.Inbound(talk, "m1"), "video/mp4", []byte("0123456789"))
	for asked, want := range map[string]struct {
		code        int
		part, where string
	}{
		"bytes=0-3":                   {206, "0123", "bytes 0-3/10"},
		"bytes=4-7":                   {206, "4567", "bytes 4-7/10"},
		"bytes=8-15":                  {206, "89", "bytes 8-9/10"},
		"bytes=0-99":                  {206, "0123456789", "bytes 0-9/10"},
		"bytes=10-12":                 {404, "there is no such file\n", ""},
		"bytes=-3":                    {200, "0123456789", ""},
		"bytes=3-1":                   {200, "0123456789", ""},
		"bytes=0-1, 4-5":              {200, "0123456789", ""},
		"pages=0-1":                   {200, "0123456789", ""},
		"bytes=0-9999999999999999999": {200, "0123456789", ""},
	} {
		got := get(t, w, path, "Authorization", owner, "Range", asked)
		if got.Code != want.code || got.Body.String() != want.part || got.Header().Get("Content-Range") != want.where {
			t.Errorf("%s: answered %d %q, %q; want %+v", asked, got.Code, got.Body, got.Header().Get("Content-Range"), want)
		}
	}
	if got := get(t, w, path, "Authorization", "Bearer stranger's", "Range", "bytes=0-3"); got.Code != http.StatusForbidden {
		t.Errorf("a stranger was answered %d", got.Code)
	}
}

func TestAFileIsKeptFromEverybodyElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.stored(t, bucket.Inbound(talk, "m1"), "image/png", photo(t))
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPut} {
		target := "/files/outbound/" + talk + "/m1"
		if method != http.MethodPut {
			target = "/files/inbound/" + talk + "/m1"
		}
		for authorization, want := range map[string]int{
			"": 401, "Bearer somebody's": 401, "Bearer stranger's": 403,
		} {
			got := ask(t, w, method, target, strings.NewReader("new"), "Authorization", authorization, "Content-Type", "text/plain")
			if got.Code != want || strings.Contains(got.Body.String(), "PNG") {
				t.Errorf("%s by %q: answered %d %q, want %d", method, authorization, got.Code, got.Body, want)
			}
		}
	}
	if _, err := w.files.Open(t.Context(), bucket.Outbound(talk, "m1"), bucket.All()); err == nil {
		t.Error("somebody who may not has stored a file")
	}
}

// TestThePictureOnACardIsForWhoReadsTheReply, and for nobody else.
func TestThePictureOnACardIsForWhoReadsTheReply(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.stored(t, bucket.Outbound(talk, "r1-2"), "image/png", photo(t))
	w.guard.missing = "r1-2"
	for authorization, want := range map[string]int{owner: 200, "Bearer stranger's": 403, "Bearer somebody's": 401} {
		if got := get(t, w, "/files/outbound/"+talk+"/r1-2", "Authorization", authorization); got.Code != want {
			t.Errorf("by %q: answered %d %q, want %d", authorization, got.Code, got.Body, want)
		}
	}
	w.guard.missing = "r1"
	if got := get(t, w, "/files/outbound/"+talk+"/r1", "Authorization", owner); got.Code != 404 {
		t.Errorf("a reply that there is not: answered %d, want 404", got.Code)
	}
}

// TestAnImpossibleNameIsAskedAboutNowhere: it never reaches Firestore or the bucket.
func TestAnImpossibleNameIsAskedAboutNowhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, path := range []string{
		"inbound/" + talk + "/..", "inbound/../m1", "inbound/" + talk + "/a%2fb", "inbound/" + talk + "%2f..%2fother/m1",
		"inbound/" + talk[1:] + "/m1", "inbound/" + talk + "0/m1", "inbound/" + strings.ToUpper(talk) + "/m1",
		"inbound/" + talk + "/__all__", "inbound/" + talk + "/m%00", "inbound/" + talk + "/m.1", "inbound/" + talk + "/.",
		"inbound/" + talk + "/" + strings.Repeat("m", 129), "inbound/" + talk + "/h." + strings.Repeat("0", 63),
		"elsewhere/" + talk + "/m1", "inbound/" + talk, "inbound/" + talk + "/", "inbound/" + talk + "/m1/more",
		"inbound/" + talk + "/m1%0a", "inbound/" + talk + "/%c3%bc", "inbound//m1",
	} {
		got := get(t, w, "/files/"+path, "Authorization", owner)
		// A path that is not clean is sent to the clean one, which is asked about anew.
		if got.Code != http.StatusNotFound && got.Code != http.StatusTemporaryRedirect {
			t.Errorf("%s: answered %d %q", path, got.Code, got.Body)
		}
	}
	if len(w.guard.asked) > 0 {
		t.Errorf("asked about %q", w.guard.asked)
	}
}

func TestWhatThereIsNotIsNotFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if got := get(t, w, "/files/inbound/"+talk+"/none", "Authorization", owner); got.Code != 404 || got.Body.String() != "there is no such file\n" {
		t.Errorf("answered %d %q", got.Code, got.Body)
	}
	w.server.Fail(http.StatusForbidden)
	if got := get(t, w, "/files/inbound/"+talk+"/m1", "Authorization", owner); got.Code != 500 || got.Body.Len() > 0 {
		t.Errorf("a missing right: answered %d %q", got.Code, got.Body)
	}
	if !strings.Contains(w.log.String(), "level=ERROR") {
		t.Errorf("a missing right is logged as %s", &w.log)
	}
}
