package media_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/functions/media"
	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/logging"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/topic"
)

const (
	id    = "0123456789abcdef0123456789abcdef"
	trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
	job   = `{"conversation": "` + id + `", "message": "m1", "channel": "` + channels.Default + `", "account": "acme"}`
	// query signs the file's URL for a week from noon.
	query = "?x-goog-date=20240305T120000Z&x-goog-expires=604800&x-goog-signature=c0ffee"
	week  = 7 * 24 * time.Hour
)

var noon = time.Date(2024, 3, 5, 12, 0, 0, 0, time.UTC)

// world is a media function and everything around it, with one message.
type world struct {
	now     time.Time
	message conversation.Message
	readErr error
	setErr  error
	settled []conversation.Media

	putErr error
	put    map[string]string

	file   http.HandlerFunc
	asked  int
	origin string
	log    bytes.Buffer
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{now: noon.Add(time.Second), put: map[string]string{}}
	w.file = func(rw http.ResponseWriter, _ *http.Request) { _, _ = rw.Write(picture(t)) }
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.asked++
		w.file(rw, r)
	}))
	t.Cleanup(server.Close)
	w.origin = server.URL
	w.message = conversation.Message{
		ID: "m1", Direction: conversation.In, URL: server.URL + "/business-messages-us/1/2" + query, ReceivedAt: noon,
		Media: &conversation.Media{Status: conversation.MediaCopying}, Author: conversation.Author{Name: "Dana Okafor"},
	}
	return w
}

func picture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 3))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (w *world) Message(_ context.Context, c conversation.ID, message string) (conversation.Message, error) {
	if c != id || message != "m1" {
		return conversation.Message{}, store.ErrNotFound
	}
	return w.message, w.readErr
}

func (w *world) SetMedia(_ context.Context, _ conversation.ID, _ string, m conversation.Media) error {
	if w.setErr == nil {
		w.settled = append(w.settled, m)
		w.message.Media = &m
	}
	return w.setErr
}

func (w *world) Put(_ context.Context, f bucket.File, data []byte) error {
	if w.putErr == nil {
		w.put[f.Object+" "+f.Type] = string(data)
	}
	return w.putErr
}

func (w *world) Stream(ctx context.Context, f bucket.File, content io.Reader) (int64, error) {
	data, err := io.ReadAll(content)
	if err == nil {
		err = w.Put(ctx, f, data)
	}
	return int64(len(data)), err
}

// push has Pub/Sub push a job, and checks that the log keeps the customer's
// secrets.
func (w *world) push(t *testing.T, job string) *httptest.ResponseRecorder {
	t.Helper()
	body, err := json.Marshal(map[string]any{
		"message": map[string]any{"data": []byte(job), "attributes": map[string]string{topic.Trace: trace}},
	})
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]channels.Addresses{channels.Default: {Files: w.origin}}
	sources, err := media.Channels(channels.Adapters(at, nil))
	if err != nil {
		t.Fatal(err)
	}
	h := &media.Handler{
		Messages: w, Bucket: w, Channels: sources,
		Now: func() time.Time { return w.now }, Log: logging.New(&w.log, "p", "media"),
	}
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", bytes.NewReader(body)))
	for _, secret := range []string{"c0ffee", "/1/2", "Dana"} {
		if strings.Contains(w.log.String(), secret) || strings.Contains(rec.Body.String(), secret) {
			t.Errorf("the log or the answer tells %q:\n%s", secret, &w.log)
		}
	}
	return rec
}

func (w *world) logs(t *testing.T, want ...string) {
	t.Helper()
	for _, s := range want {
		if !strings.Contains(w.log.String(), s) {
			t.Errorf("the log lacks %s:\n%s", s, &w.log)
		}
	}
}

func TestHandlerCopiesAPicture(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if got := w.push(t, job); got.Code != http.StatusOK {
		t.Errorf("answered %d", got.Code)
	}
	object := "inbound/" + id + "/m1"
	want := []conversation.Media{{
		Status: conversation.MediaStored, Object: object, Type: "image/png",
		Size: int64(len(picture(t))), Width: 4, Height: 3,
	}}
	if diff := cmp.Diff(want, w.settled); diff != "" {
		t.Errorf("settled (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]string{object + " image/png": string(picture(t))}, w.put); diff != "" {
		t.Errorf("put (-want +got):\n%s", diff)
	}
	w.logs(t, id, `"status":"stored"`, "4bf92f3577b34da6a3ce929d0e0e4736")
}

func TestHandlerCopiesOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 3 {
		if got := w.push(t, job); got.Code != http.StatusOK {
			t.Errorf("answered %d", got.Code)
		}
	}
	if w.asked != 1 || len(w.settled) != 1 {
		t.Errorf("fetched %d times and settled %d times, want once", w.asked, len(w.settled))
	}
}

func TestHandlerLeavesAloneWhatIsSettled(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*world){
		"stored":          func(w *world) { w.message.Media.Status = conversation.MediaStored },
		"failed":          func(w *world) { w.message.Media.Status = conversation.MediaFailed },
		"refused":         func(w *world) { w.message.Media.Status = conversation.MediaRefused },
		"without a file":  func(w *world) { w.message.URL, w.message.Media = "", nil },
		"erased between":  func(w *world) { w.setErr = fmt.Errorf("set media: %w", store.ErrNotFound) },
		"settled between": func(w *world) { w.setErr = fmt.Errorf("set media: %w", store.ErrDuplicate) },
	} {
		w := newWorld(t)
		change(w)
		if got := w.push(t, job); got.Code != http.StatusOK || len(w.settled) > 0 || !strings.HasSuffix(name, "between") && w.asked > 0 {
			t.Errorf("%s: answered %d, fetched %d times, settled %v", name, got.Code, w.asked, w.settled)
		}
	}
}

// TestNothingIsCopiedForAMessageThatIsGone: jobs are published after the commit of
// their message, so it was erased, and it does not come again.
func TestNothingIsCopiedForAMessageThatIsGone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if got := w.push(t, strings.Replace(job, "m1", "m2", 1)); got.Code != http.StatusOK || w.asked > 0 || len(w.settled) > 0 {
		t.Errorf("answered %d, fetched %d times, settled %v", got.Code, w.asked, w.settled)
	}
}

// refusals are servers that never give a picture, and what the agent reads.
func refusals() map[string]struct {
	file http.HandlerFunc
	want string
} {
	text := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "image/png")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}
	}
	const bomb = "GIF89a\xff\xff\xff\xff\x00\x00\x00"
	return map[string]struct {
		file http.HandlerFunc
		want string
	}{
		"deleted":                {text(404, ""), "file.gone"},
		"expired":                {text(400, "ExpiredToken"), "file.gone"},
		"nothing":                {text(200, ""), "file.empty"},
		"a cut picture":          {text(200, "\x89PNG\r\n\x1a\n\x00\x00"), "file.notAPicture"},
		"a bomb":                 {text(200, bomb), "file.tooManyPixels"},
		"a file that is too big": {text(200, strings.Repeat("x", media.MaxFile+1)), "file.tooLarge most=104857600"},
		"a picture that is":      {text(200, "\xff\xd8\xff"+strings.Repeat("x", media.MaxPicture)), "file.hugePicture most=10485760"},
		"a redirect": {
			http.RedirectHandler("http://169.254.169.254/", http.StatusFound).ServeHTTP,
			"file.elsewhere",
		},
	}
}

func TestHandlerSaysWhyThereIsNoCopy(t *testing.T) {
	t.Parallel()
	for name, tt := range refusals() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.file = tt.file
			if got := w.push(t, job); got.Code != http.StatusOK {
				t.Errorf("answered %d, want 200: trying again would not help", got.Code)
			}
			if len(w.settled) != 1 || len(w.put) > 0 {
				t.Fatalf("put %d objects, settled %v", len(w.put), w.settled)
			}
			got := w.settled[0]
			if got.Status != conversation.MediaFailed || got.Reason.String() != tt.want || media.Codes().Check(*got.Reason) != nil {
				t.Errorf("settled %s for %v, want failed for %s", got.Status, got.Reason, tt.want)
			}
			w.logs(t, `"status":"failed"`, tt.want)
		})
	}
}

func TestHandlerFetchesFromNowhereElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.origin = "http://127.0.0.1:1"
	w.push(t, job)
	if w.asked > 0 || len(w.settled) != 1 || w.settled[0].Status != conversation.MediaFailed {
		t.Errorf("asked %d times, settled %v", w.asked, w.settled)
	}
}

// TestHandlerHasPubSubTryAgainUntilItIsTooLate: the same failure is temporary
// while the URL lives and final at its end.
func TestHandlerHasPubSubTryAgainUntilItIsTooLate(t *testing.T) {
	t.Parallel()
	busy := fault.New(fault.Unavailable, "Cloud Storage: busy")
	tests := []struct {
		name string
		fail func(*world)
		code int
	}{
		{"an outage of the source", func(w *world) {
			w.file = func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusBadGateway) }
		}, 503},
		{"an outage of the bucket", func(w *world) { w.putErr = busy }, 503},
		{"no right to the bucket", func(w *world) { w.putErr = errors.New("Cloud Storage: forbidden") }, 500},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			tt.fail(w)
			for _, age := range []time.Duration{time.Second, week - 16*time.Minute} {
				w.now = noon.Add(age)
				if got := w.push(t, job); got.Code != tt.code || len(w.settled) > 0 {
					t.Errorf("after %v: answered %d, settled %v; want %d and nothing", age, got.Code, w.settled, tt.code)
				}
			}
			w.now = noon.Add(week - 15*time.Minute)
			want := []conversation.Media{{
				Status: conversation.MediaFailed, Reason: reason.New("file.tooLate", nil),
			}}
			got := w.push(t, job)
			if diff := cmp.Diff(want, w.settled); diff != "" || got.Code != http.StatusOK {
				t.Errorf("at the end: answered %d, settled (-want +got):\n%s", got.Code, diff)
			}
			w.logs(t, "gave up copying")
		})
	}
}

func TestHandlerIsTriedAgainWhileTheStoreFails(t *testing.T) {
	t.Parallel()
	broken := errors.New("aborted")
	for name, tt := range map[string]struct {
		fail func(*world)
		job  string
		code int
	}{
		"it cannot be read":    {func(w *world) { w.readErr = broken }, job, 500},
		"it cannot be written": {func(w *world) { w.setErr = broken }, job, 500},
	} {
		w := newWorld(t)
		tt.fail(w)
		if got := w.push(t, tt.job); got.Code != tt.code || len(w.settled) > 0 {
			t.Errorf("%s: answered %d, settled %v; want %d", name, got.Code, w.settled, tt.code)
		}
	}
}

func TestHandlerDropsAJobThatNobodyCanDo(t *testing.T) {
	t.Parallel()
	for _, job := range []string{"", "copy!", "[]", `{"conversation": "` + id + `"}`, `{"conversation": "../x", "message": "m1"}`} {
		w := newWorld(t)
		if got := w.push(t, job); got.Code != http.StatusOK || w.asked > 0 {
			t.Errorf("%q: answered %d, want 200", job, got.Code)
		}
		w.logs(t, `"severity":"ERROR"`, "dropped a job")
	}
}

func TestHandlerRefusesWhatPubSubDoesNotSend(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	at := map[string]channels.Addresses{channels.Default: {Files: w.origin}}
	sources, err := media.Channels(channels.Adapters(at, nil))
	if err != nil {
		t.Fatal(err)
	}
	h := &media.Handler{
		Messages: w, Bucket: w, Channels: sources,
		Now: time.Now, Log: logging.New(&w.log, "p", "media"),
	}
	for method, want := range map[string]int{http.MethodGet: 405, http.MethodPost: 400} {
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), method, "/", strings.NewReader("{}")))
		if rec.Code != want {
			t.Errorf("%s answered %d, want %d", method, rec.Code, want)
		}
	}
}
