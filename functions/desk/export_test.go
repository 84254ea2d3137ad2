package desk_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

// asked is a request for an export.
const asked = "7b2c9d1e-0a54-4b7e-9d0c-5d8a7b1c2e3f"

func TestAnExportIsGivenToWhoeverAskedForIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.guard.exported = talk
	w.stored(t, bucket.Export(talk, asked), "application/zip", []byte("PK and so on"))
	got := get(t, w, "/exports/"+asked, "Authorization", owner)
	header := got.Header()
	if got.Code != http.StatusOK || got.Body.String() != "PK and so on" || header.Get("Cache-Control") != "no-store" ||
		header.Get("Content-Type") != "application/octet-stream" ||
		header.Get("Content-Disposition") != "attachment; filename=export-"+asked+".zip" {
		t.Errorf("answered %d %q with %v", got.Code, got.Body, header)
	}
	part := get(t, w, "/exports/"+asked, "Authorization", owner, "Range", "bytes=0-1")
	if part.Code != http.StatusPartialContent || part.Body.String() != "PK" {
		t.Errorf("a part: answered %d %q", part.Code, part.Body)
	}
	w.ahead = bucket.ExportLife + time.Hour
	if got := get(t, w, "/exports/"+asked, "Authorization", owner); got.Code != http.StatusNotFound {
		t.Errorf("a day later: answered %d", got.Code)
	}
}

func TestAnExportIsKeptFromEverybodyElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.guard.exported = talk
	w.guard.verdicts["Bearer other"] = fault.New(fault.Forbidden, "somebody else asked for this export")
	w.stored(t, bucket.Export(talk, asked), "application/zip", []byte("PK"))
	for authorization, want := range map[string]int{"": http.StatusUnauthorized, "Bearer other": http.StatusForbidden} {
		got := get(t, w, "/exports/"+asked, "Authorization", authorization)
		if got.Code != want || strings.Contains(got.Body.String(), "PK") {
			t.Errorf("%q: answered %d %q", authorization, got.Code, got.Body)
		}
	}
	// As a file of the conversation it is none.
	if got := get(t, w, "/files/exports/"+talk+"/"+asked, "Authorization", owner); got.Code != http.StatusNotFound {
		t.Errorf("as a file: answered %d", got.Code)
	}
}

func TestAnExportOfAnImpossibleNameIsAskedAboutNowhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, name := range []string{"a%2Fb", "..%2Fx", "__name__", "a.zip", strings.Repeat("x", 129)} {
		if got := get(t, w, "/exports/"+name, "Authorization", owner); got.Code != http.StatusNotFound {
			t.Errorf("%s: answered %d", name, got.Code)
		}
	}
	if len(w.guard.asked) > 0 {
		t.Errorf("asked about %v", w.guard.asked)
	}
	w.guard.exported = "../" + talk
	if got := get(t, w, "/exports/"+asked, "Authorization", owner); got.Code != http.StatusNotFound {
		t.Errorf("a conversation that is none: answered %d", got.Code)
	}
	if !slices.Contains(w.guard.asked, "exports/"+asked) {
		t.Error("nobody was asked whether it may be fetched")
	}
}
