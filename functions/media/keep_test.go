package media_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/topic"
)

// TestAFileIsKeptByWhatItIs whatever it claims: what is neither a picture nor sound, film
// or a PDF is kept as bytes that no browser interprets.
func TestAFileIsKeptByWhatItIs(t *testing.T) {
	t.Parallel()
	const film, page = "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", "<html><script>alert(1)</script>"
	for name, tt := range map[string]struct{ claimed, content, want string }{
		"a PDF":                      {"application/pdf", "%PDF-1.7\n", "application/pdf"},
		"a film":                     {"video/mp4", film, "video/mp4"},
		"sound":                      {"audio/mp4", film, "audio/mp4"},
		"a film as a page":           {"text/html", film, "video/mp4"},
		"a page":                     {"text/html", page, "application/octet-stream"},
		"a page as a picture":        {"image/png", page, "application/octet-stream"},
		"a page as a PDF":            {"application/pdf", page, "application/octet-stream"},
		"a drawing with script":      {"image/svg+xml", `<svg onload="alert(1)"/>`, "application/octet-stream"},
		"a program":                  {"video/mp4", "MZ\x90\x00\x03", "application/octet-stream"},
		"a contact":                  {"text/vcard", "BEGIN:VCARD\n", "application/octet-stream"},
		"a picture as a PDF":         {"application/pdf", string(picture(t)), "image/png"},
		"one that claims to be none": {"", "%PDF-1.7\n", "application/pdf"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.job.Name, w.job.Type = "invoice.html", tt.claimed
			w.file = func(rw http.ResponseWriter, _ *http.Request) {
				rw.Header().Set("Content-Type", tt.claimed)
				_, _ = io.WriteString(rw, tt.content)
			}
			w.do(t)
			object := "inbound/" + id + "/m1"
			want := w.result(topic.Copy{Type: tt.want, Size: int64(len(tt.content))})
			if tt.want == "image/png" {
				want[0].Width, want[0].Height = 4, 3
			}
			if diff := cmp.Diff(want, w.results); diff != "" {
				t.Errorf("settled (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(map[string]string{object + " " + tt.want: tt.content}, w.put); diff != "" {
				t.Errorf("put (-want +got):\n%s", diff)
			}
		})
	}
}

// TestAFileWhoseTransferBreaksIsTriedAgain: its beginning alone is no file.
func TestAFileWhoseTransferBreaksIsTriedAgain(t *testing.T) {
	t.Parallel()
	for name, size := range map[string]int{"at its beginning": 20, "later": 10_000} {
		w := newWorld(t)
		w.file = func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Length", "1000000")
			_, _ = rw.Write(append([]byte("%PDF-1.7\n"), make([]byte, size)...))
		}
		if got := w.do(t); got.Code != http.StatusServiceUnavailable || len(w.results) > 0 {
			t.Errorf("%s: answered %d, settled %v", name, got.Code, w.results)
		}
	}
}
