package desk_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"net/http"
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
