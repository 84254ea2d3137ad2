package rcs_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

// TestFilesAreFetchedWhereAMessageSaysTheyAre: a message whose file cannot be fetched is refused, and can be sent again
// by its id.
func TestFilesAreFetchedWhereAMessageSaysTheyAre(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.ada()
	files := http.NewServeMux()
	there := false
	files.HandleFunc("/map.png", func(rw http.ResponseWriter, _ *http.Request) {
		if !there {
			rw.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		rw.Header().Set("Content-Type", "image/png")
		_, _ = rw.Write(drawing(4, 4))
	})
	files.HandleFunc("/page.html", func(rw http.ResponseWriter, _ *http.Request) { _, _ = rw.Write([]byte("<html>")) })
	files.HandleFunc("/empty.png", func(rw http.ResponseWriter, _ *http.Request) { rw.Header().Set("Content-Type", "image/png") })
	files.Handle("/moved.png", http.RedirectHandler("/map.png", http.StatusFound))
	server := httptest.NewServer(files)
	defer server.Close()
	message := func(path string) map[string]any {
		return content(fields{"contentInfo": fields{"fileUrl": server.URL + path}})
	}
	id := w.id()
	for path, want := range map[string]string{
		"/map.png": "503", "/gone.png": "404", "/page.html": "text/html", "/empty.png": "empty", "/moved.png": "302",
	} {
		if code, answer := w.send(id, message(path)); code != http.StatusBadRequest || !strings.Contains(answer, want) {
			t.Errorf("%s: %d %s, want 400 and %s", path, code, answer, want)
		}
	}
	there = true
	if code, answer := w.send(id, message("/map.png")); code != http.StatusOK {
		t.Errorf("once it is there: %d %s", code, answer)
	}
	there = false
	if code, answer := w.send(w.id(), message("/map.png")); code != http.StatusOK {
		t.Errorf("what was fetched is fetched again: %d %s", code, answer)
	}
	again := content(fields{"contentInfo": fields{"fileUrl": server.URL + "/map.png", "forceRefresh": true}})
	if code, _ := w.send(w.id(), again); code != http.StatusBadRequest {
		t.Errorf("%d to what has to be fetched again and is gone, want 400", code)
	}
	there = true
	w.uploadURL(server.URL + "/moved.png") // one redirect
}

// TestAFileIsWhatItsServerSays: an address need not say what is there.
func TestAFileIsWhatItsServerSays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ada := w.ada()
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/sheet":
			rw.Header().Set("Content-Type", "application/pdf")
			rw.Header().Set("Content-Disposition", `attachment; filename="the manual.pdf"`)
		case "/sound":
			rw.Header().Set("Content-Type", "audio/mpeg")
		default:
			rw.Header().Set("Content-Type", "image/png")
		}
		_, _ = rw.Write([]byte("seven b"))
	}))
	defer server.Close()
	for _, path := range []string{"/sheet", "/sound", "/picture"} {
		w.says(content(fields{"contentInfo": fields{"fileUrl": server.URL + path}}))
	}
	w.says(content(fields{"uploadedRbmFile": fields{"fileName": w.uploadURL(server.URL + "/sheet")}}))
	shown := ada.Messages()
	for i, want := range map[int]phone.Attachment{
		0: {URL: server.URL + "/sheet", Name: "the manual.pdf", ContentType: "application/pdf", Size: 7},
		1: {URL: server.URL + "/sound", ContentType: "audio/mpeg", Size: 7},
		3: {URL: server.URL + "/sheet", Name: "the manual.pdf", ContentType: "application/pdf", Size: 7},
	} {
		if got := shown[i].File; got == nil || *got != want {
			t.Errorf("the phone shows %+v, want %+v", got, want)
		}
	}
	if shown[2].Picture == nil {
		t.Errorf("the phone shows no picture but %+v", shown[2])
	}
}
