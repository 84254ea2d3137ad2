package desk_test

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/png"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/functions/desk"
	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
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

func TestAFileIsStoredUnderItsReply(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, tt := range []struct {
		name, reply, file, claimed string
		data                       []byte
		found                      string
	}{
		{"a picture", "r1", "", "image/png", photo(t), "image/png"},
		{"a picture of another type", "r2", "", "image/jpg", photo(t), "image/png"},
		{"a PDF", "r3", "invoice.pdf", "application/pdf", []byte("%PDF-1.7"), "application/pdf"},
		{"a PDF of no type", "r6", "", "application/octet-stream", []byte("%PDF-1.7"), "application/pdf"},
		{"a page that says it is a PDF", "r7", "", "application/pdf", []byte("<script>"), "application/octet-stream"},
		{"a film", "r8", "", "video/mp4", []byte(film), "video/mp4"},
		{"sound", "r9", "", "audio/x-m4a", []byte(film), "audio/mp4"},
		{"bytes that say they are a film", "r10", "", "video/mp4", []byte("\x00\x01\x90"), "application/octet-stream"},
		{"a text", "r4", "", "Text/Plain; charset=utf-8", []byte("hi"), "text/plain"},
		{"a drawing", "r5", "", "image/svg+xml", []byte("<svg/>"), "image/svg+xml"},
	} {
		want := map[string]any{
			"object": bucket.Outbound(talk, tt.reply), "type": tt.found, "size": float64(len(tt.data)),
		}
		for _, turn := range []string{"first", "again"} {
			answer := ask(t, w, http.MethodPut, "/files/outbound/"+talk+"/"+tt.reply, bytes.NewReader(tt.data),
				"Authorization", owner, "Content-Type", tt.claimed, "X-File-Name", tt.file)
			var got map[string]any
			if err := json.Unmarshal(answer.Body.Bytes(), &got); err != nil || answer.Code != http.StatusOK {
				t.Fatalf("%s, %s: answered %d %s", tt.name, turn, answer.Code, answer.Body)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, %s: the answer (-want +got):\n%s", tt.name, turn, diff)
			}
		}
	}
	if got := get(t, w, "/files/outbound/"+talk+"/r5", "Authorization", owner).Header(); got.Get("Content-Type") != "application/octet-stream" {
		t.Errorf("a drawing that can have scripts is served as %s", got.Get("Content-Type"))
	}
	if got := w.put(t, "/files/outbound/"+talk+"/r4", "text/plain", []byte("ho")); got.Code != http.StatusConflict {
		t.Errorf("another content: answered %d %q", got.Code, got.Body)
	}
}

func TestAnUploadIsShownForADayAndLongerOnlyIfItIsSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, reply := range []string{"sent", "left"} {
		if got := w.put(t, "/files/outbound/"+talk+"/"+reply, "image/png", photo(t)); got.Code != http.StatusOK {
			t.Fatalf("answered %d %s", got.Code, got.Body)
		}
	}
	if err := w.files.Keep(t.Context(), bucket.Outbound(talk, "sent")); err != nil { // as the function reply does
		t.Fatal(err)
	}
	for _, tt := range []struct {
		ahead      time.Duration
		sent, left int
	}{{24*time.Hour - time.Minute, 200, 200}, {24 * time.Hour, 200, 404}} {
		w.ahead = tt.ahead
		for reply, want := range map[string]int{"sent": tt.sent, "left": tt.left} {
			if got := get(t, w, "/files/outbound/"+talk+"/"+reply, "Authorization", owner); got.Code != want {
				t.Errorf("%s after %v: answered %d, want %d", reply, tt.ahead, got.Code, want)
			}
		}
	}
}

func TestWhatIsNoFileIsNotStored(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, tt := range []struct {
		name, mediaType string
		data            []byte
		status          int
	}{
		{"a page that says it is a picture", "image/png", []byte("<script>alert(1)</script>"), 415},
		{"a bomb", "image/gif", []byte("GIF89a\xff\xff\xff\xff\x00\x00\x00"), 415},
		{"nothing", "image/png", nil, 415},
		{"no type", "", []byte("x"), 415},
		{"half a type", "image", []byte("x"), 415},
		{"a type with more in it", "text/html\r\nX: 1", []byte("x"), 415},
		{"a type with odd letters", "text/<b>", []byte("x"), 415},
		{"a program", "application/pdf", []byte("MZ\x90\x00"), 415},
		{"too much", "text/plain", make([]byte, desk.MaxFile+1), 413},
	} {
		got := w.put(t, "/files/outbound/"+talk+"/r1", tt.mediaType, tt.data)
		if got.Code != tt.status || got.Body.Len() == 0 {
			t.Errorf("%s: answered %d %q, want %d with words", tt.name, got.Code, got.Body, tt.status)
		}
	}
	if got := w.put(t, "/files/inbound/"+talk+"/m1", "text/plain", []byte("x")); got.Code != http.StatusMethodNotAllowed {
		t.Errorf("to what customers sent: answered %d", got.Code)
	}
	longest := strings.Repeat("r", conversation.MaxID)
	for _, name := range []string{"a%2fb", "__all__", "a.b", longest + "r"} {
		if got := w.put(t, "/files/outbound/"+talk+"/"+name, "text/plain", []byte("x")); got.Code != http.StatusNotFound {
			t.Errorf("as %s: answered %d", name, got.Code)
		}
	}
	if got := w.put(t, "/files/outbound/"+talk+"/"+longest, "text/plain", []byte("x")); got.Code != http.StatusOK {
		t.Errorf("as the longest name of a reply: answered %d %q", got.Code, got.Body)
	}
}

// TestABodyWithoutALengthIsNotReadForEver.
func TestABodyWithoutALengthIsNotReadForEver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	read := 0
	endless := readerFunc(func(p []byte) (int, error) {
		read += len(p)
		return len(p), nil
	})
	got := ask(t, w, http.MethodPut, "/files/outbound/"+talk+"/r1", endless, "Authorization", owner, "Content-Type", "text/plain")
	if got.Code != http.StatusRequestEntityTooLarge || read > 2*desk.MaxFile {
		t.Errorf("answered %d after %d bytes", got.Code, read)
	}
}

// TestAPersonSendsSoManyFilesADay: each that came whole is counted before it is kept.
func TestAPersonSendsSoManyFilesADay(t *testing.T) {
	t.Parallel()
	files, g := &keeper{}, &guard{verdicts: map[string]error{owner: nil}}
	h := serve(t, desk.Options{Access: g, Files: files, Wall: time.Now, Log: slog.New(slog.DiscardHandler)})
	put := func(data string) int {
		return ask(t, h, http.MethodPut, "/files/outbound/"+talk+"/r1", strings.NewReader(data), "Authorization", owner, "Content-Type", "text/plain").Code
	}
	if put("hello") != http.StatusOK || put("") != http.StatusUnsupportedMediaType {
		t.Error("a file was refused, or none was taken")
	}
	if all := slices.Concat(slices.Collect(maps.Values(g.counted))...); !slices.Equal(all, []int64{5}) {
		t.Errorf("counted %v, want what was kept", all)
	}
	files.put, g.full = bucket.File{}, fault.New(fault.Exhausted, "enough")
	if code := put("more"); code != http.StatusTooManyRequests || files.put.Object != "" {
		t.Errorf("beyond that: answered %d, kept %+v", code, files.put)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// TestACardInAFilesNameIsMasked: the client has all rules, and this function those that are
// in force by default.
func TestACardInAFilesNameIsMasked(t *testing.T) {
	t.Parallel()
	files := &keeper{}
	h := serve(t, desk.Options{
		Access: &guard{verdicts: map[string]error{owner: nil}}, Files: files, Log: slog.New(slog.DiscardHandler),
	})
	got := ask(t, h, http.MethodPut, "/files/outbound/"+talk+"/r1", strings.NewReader("x"),
		"Authorization", owner, "Content-Type", "text/plain", "X-File-Name", "card%204111%201111%201111%201111.txt")
	if want := "card ••••.txt"; got.Code != http.StatusOK || files.put.Name != want {
		t.Errorf("answered %d, the name is %q, want %q", got.Code, files.put.Name, want)
	}
}

// TestALongNameIsCut: in bytes, and not in the middle of a character.
func TestALongNameIsCut(t *testing.T) {
	t.Parallel()
	files := &keeper{}
	h := serve(t, desk.Options{
		Access: &guard{verdicts: map[string]error{owner: nil}}, Files: files, Log: slog.New(slog.DiscardHandler),
	})
	name := "a" + strings.Repeat("%C3%BC", 300)
	got := ask(t, h, http.MethodPut, "/files/outbound/"+talk+"/r1", strings.NewReader("x"),
		"Authorization", owner, "Content-Type", "text/plain", "X-File-Name", name)
	if want := "a" + strings.Repeat("ü", 99); got.Code != http.StatusOK || files.put.Name != want {
		t.Errorf("answered %d, the name is %q, want %q", got.Code, files.put.Name, want)
	}
	files.err = fault.New(fault.Unavailable, "away")
	got = ask(t, h, http.MethodPut, "/files/outbound/"+talk+"/r1", strings.NewReader("x"), "Authorization", owner, "Content-Type", "text/plain")
	if got.Code != http.StatusServiceUnavailable || got.Header().Get("Retry-After") == "" {
		t.Errorf("an outage of the bucket: answered %d %v", got.Code, got.Header())
	}
}

// TestTheNameOfAFileIsInNoAddress: a name that stands in one, where logs of requests have
// it, is not taken, so no client has a reason to put it there.
func TestTheNameOfAFileIsInNoAddress(t *testing.T) {
	t.Parallel()
	files := &keeper{}
	h := serve(t, desk.Options{
		Access: &guard{verdicts: map[string]error{owner: nil}}, Files: files, Log: slog.New(slog.DiscardHandler),
	})
	got := ask(t, h, http.MethodPut, "/files/outbound/"+talk+"/r1?name=Contract_Jane_Doe.txt", strings.NewReader("x"),
		"Authorization", owner, "Content-Type", "text/plain")
	if got.Code != http.StatusOK || files.put.Name != "" {
		t.Errorf("answered %d, the name is %q", got.Code, files.put.Name)
	}
}

// keeper keeps what it was told of the last file.
type keeper struct {
	desk.Files

	put bucket.File
	err error
}

func (k *keeper) Put(_ context.Context, f bucket.File, _ []byte) error {
	k.put = f
	return k.err
}
