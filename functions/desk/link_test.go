package desk_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
)

// TestACustomerOpensAFileByItsLink, who has no account; pictures are shown, all else is
// saved under its name. Nobody learns from the answer which files there are.
func TestACustomerOpensAFileByItsLink(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	link := func(reply, name, mediaType string, data []byte) string {
		t.Helper()
		object := bucket.Outbound(talk, reply)
		if err := w.files.Put(t.Context(), bucket.File{Object: object, Type: mediaType, Name: name}, data); err != nil {
			t.Fatal(err)
		}
		if err := w.files.Keep(t.Context(), object); err != nil {
			t.Fatal(err)
		}
		secret, err := w.files.Secret(t.Context(), object)
		if err != nil {
			t.Fatal(err)
		}
		return bucket.LinkPath(object, secret)
	}
	paper := link("r1", "réçu 1.pdf", "application/pdf", []byte("%PDF-"))
	picture := link("r2-0", "lamp.png", "image/png", photo(t))
	for _, tt := range []struct{ path, kind, disposition string }{
		{paper, "application/pdf", "attachment; filename*=utf-8''r%C3%A9%C3%A7u%201.pdf"},
		{picture, "image/png", "inline; filename=lamp.png"},
	} {
		got := get(t, w, tt.path)
		header := got.Header()
		if got.Code != http.StatusOK || got.Body.Len() == 0 {
			t.Errorf("%s: answered %d %q", tt.path, got.Code, got.Body)
		}
		if header.Get("Content-Type") != tt.kind || header.Get("Content-Disposition") != tt.disposition {
			t.Errorf("%s: %s, %s", tt.path, header.Get("Content-Type"), header.Get("Content-Disposition"))
		}
		if header.Get("Content-Security-Policy") != "default-src 'none'; sandbox" || header.Get("X-Robots-Tag") != "noindex" {
			t.Errorf("%s: headers %v", tt.path, header)
		}
	}
	secret := paper[strings.LastIndexByte(paper, '/')+1:]
	w.stored(t, bucket.Outbound(talk, "unsent"), "image/png", photo(t))
	for what, path := range map[string]string{
		"another secret":        "/f/" + talk + "/r1/AAAAAAAAAAAAAAAAAAAAAAAAAA",
		"another file":          "/f/" + talk + "/r2-0/" + secret,
		"no such file":          "/f/" + talk + "/r9/" + secret,
		"another conversation":  "/f/" + strings.Repeat("0", 32) + "/r1/" + secret,
		"no conversation":       "/f/x/r1/" + secret,
		"a file not sent yet":   "/f/" + talk + "/unsent/" + secret,
		"a path out of its own": "/f/" + talk + "/..%2f..%2finbound/" + secret,
	} {
		got := get(t, w, path)
		if got.Code != http.StatusNotFound || !strings.HasPrefix(got.Body.String(), "This file is no longer here.") {
			t.Errorf("%s: answered %d %q", what, got.Code, got.Body)
		}
	}
	if len(w.guard.asked) > 0 {
		t.Error("the database was asked about a customer's link")
	}
}
