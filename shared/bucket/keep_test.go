package bucket_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

func (w *world) keep(t *testing.T, object string) {
	t.Helper()
	if err := w.Keep(t.Context(), object); err != nil {
		t.Fatal(err)
	}
}

// holds wants an object to hold "data".
func (w *world) holds(t *testing.T, object string) {
	t.Helper()
	content, err := w.Open(t.Context(), object, bucket.All())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = content.Close() }()
	if got, err := io.ReadAll(content); string(got) != "data" || err != nil || content.Type != "image/png" {
		t.Errorf("the object is %q of %s, %v", got, content.Type, err)
	}
}

// unlisted answers as Cloud Storage answers an identity that may neither list objects
// nor delete them: 403 for an object that does not exist, and for one that does where
// it is to be created.
func unlisted(rw http.ResponseWriter, r *http.Request, server http.Handler) {
	rec := httptest.NewRecorder()
	server.ServeHTTP(rec, r)
	if rec.Code == http.StatusNotFound || rec.Code == http.StatusPreconditionFailed {
		rw.WriteHeader(http.StatusForbidden)
		return
	}
	for name, values := range rec.Header() {
		rw.Header()[name] = values
	}
	rw.WriteHeader(rec.Code)
	_, _ = rw.Write(rec.Body.Bytes())
}

var upload = bucket.File{Object: bucket.Outbound("c", "r"), Type: "image/png", Name: "x.png"}

func TestAnUploadGoesAfterADayUnlessItIsKept(t *testing.T) {
	t.Parallel()
	for _, kept := range []bool{false, true} {
		w := open(t, "files")
		w.put(t, upload, "data")
		if kept {
			w.keep(t, upload.Object)
		}
		w.clock.move(24*time.Hour - time.Minute)
		w.holds(t, upload.Object)
		w.clock.move(time.Minute)
		if kept {
			w.holds(t, upload.Object)
			continue
		}
		if _, err := w.Open(t.Context(), upload.Object, bucket.All()); !errors.Is(err, bucket.ErrNotFound) {
			t.Errorf("after a day: %v, want ErrNotFound", err)
		}
		if err := w.Keep(t.Context(), upload.Object); !errors.Is(err, bucket.ErrNotFound) {
			t.Errorf("keeping it then: %v, want ErrNotFound", err)
		}
	}
}

func TestACustomersFileStaysWithoutBeingKept(t *testing.T) {
	t.Parallel()
	w := open(t, "files")
	w.put(t, picture, "data")
	w.called()
	w.keep(t, picture.Object)
	if got := w.called(); got != "" {
		t.Errorf("called %s, want nothing", got)
	}
	w.clock.move(48 * time.Hour)
	w.holds(t, picture.Object)
}

func TestKeepingAgainIsNothing(t *testing.T) {
	t.Parallel()
	for _, blind := range []bool{false, true} {
		w := open(t, "files")
		w.put(t, upload, "data")
		w.keep(t, upload.Object)
		w.blind = blind
		w.keep(t, upload.Object)
		w.blind = false
		w.clock.move(48 * time.Hour) // the upload has gone, as a run finds that comes again late
		w.keep(t, upload.Object)
		w.holds(t, upload.Object)
	}
}

func TestWhatIsKeptIsServedAsItWasUploaded(t *testing.T) {
	t.Parallel()
	w := open(t, "files")
	w.put(t, upload, "data")
	w.keep(t, upload.Object)
	url, err := w.SignedURL(t.Context(), upload.Object, time.Now().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	status, body, header := fetch(t, url)
	if status != http.StatusOK || body != "data" || header.Get("Content-Type") != "image/png" ||
		header.Get("Content-Disposition") != "inline; filename=x.png" || header.Get("Cache-Control") != "private, max-age=3600" {
		t.Errorf("answered %d %s %v", status, body, header)
	}
}

// TestAnUploadIsFoundByWhoMayListNothing: the desk, which then cannot know whether the
// kept one is missing or forbidden.
func TestAnUploadIsFoundByWhoMayListNothing(t *testing.T) {
	t.Parallel()
	w := open(t, "files")
	w.blind = true
	w.put(t, upload, "data")
	w.put(t, upload, "data")
	w.holds(t, upload.Object)
	if err := w.Put(t.Context(), upload, []byte("atad")); !errors.Is(err, bucket.ErrTaken) {
		t.Errorf("another content: %v, want ErrTaken", err)
	}
	_, err := w.Open(t.Context(), bucket.Outbound("c", "none"), bucket.All())
	if err == nil || fault.KindOf(err) != fault.Internal || !strings.Contains(err.Error(), "403") {
		t.Errorf("no object: %v, want the refusal", err)
	}
}

func TestAnOutageIsNotAMissingFile(t *testing.T) {
	t.Parallel()
	w := open(t, "files")
	w.put(t, upload, "data")
	w.server.Fail(http.StatusServiceUnavailable)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if err := w.Keep(ctx, upload.Object); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("keeping: %v, want Unavailable", err)
	}
}
