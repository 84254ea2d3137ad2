package media_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
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
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/logging"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/topic"
)

const (
	id    = "0123456789abcdef0123456789abcdef"
	trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
	// query signs the file's URL for a week from noon.
	query = "?x-goog-date=20240305T120000Z&x-goog-expires=604800&x-goog-signature=c0ffee"
	week  = 7 * 24 * time.Hour
)

var noon = time.Date(2024, 3, 5, 12, 0, 0, 0, time.UTC)

// world is a media function and everything around it, with one file.
type world struct {
	now     time.Time
	job     topic.Media
	results []topic.Copy
	pubErr  error

	findErr error
	putErr  error
	put     map[string]string

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
	w.job = topic.Media{
		Conversation: id, Message: "m1", Channel: channels.Default, Account: "acme",
		URL: server.URL + "/business-messages-us/1/2" + query, ReceivedAt: noon,
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

// Publish takes a result.
func (w *world) Publish(_ context.Context, m topic.Message) error {
	if w.pubErr != nil {
		return w.pubErr
	}
	result, err := topic.DecodeCopy(m)
	w.results = append(w.results, result)
	return err
}

// Find finds what was put.
func (w *world) Find(_ context.Context, object string) (*bucket.Content, error) {
	for key, data := range w.put {
		if name, contentType, _ := strings.Cut(key, " "); name == object {
			return &bucket.Content{
				ReadCloser: io.NopCloser(strings.NewReader(data)), Type: contentType, Size: int64(len(data)), Length: int64(len(data)),
			}, nil
		}
	}
	if w.findErr != nil {
		return nil, w.findErr
	}
	return nil, bucket.ErrNotFound
}

func (w *world) Put(_ context.Context, f bucket.File, data []byte) error {
	if w.putErr == nil {
		w.put[f.Object+" "+f.Type] = string(data)
	}
	return w.putErr
}

// Stream keeps a file of up to a megabyte.
func (w *world) Stream(ctx context.Context, f bucket.File, content io.Reader) (int64, error) {
	const most = 1 << 20
	data, err := io.ReadAll(io.LimitReader(content, most))
	if err != nil {
		return 0, err
	}
	switch more, err := io.Copy(io.Discard, content); {
	case err != nil:
		return 0, err
	case more > 0:
		return 0, errors.New("this file is not kept")
	}
	return int64(len(data)), w.Put(ctx, f, data)
}

// do has Pub/Sub push the job.
func (w *world) do(t *testing.T) *httptest.ResponseRecorder {
	t.Helper()
	return w.push(t, string(w.job.Encode().Data))
}

// push has Pub/Sub push a message, and checks that the log keeps the customer's secrets.
func (w *world) push(t *testing.T, data string) *httptest.ResponseRecorder {
	t.Helper()
	body, err := json.Marshal(map[string]any{
		"message": map[string]any{"data": []byte(data), "attributes": map[string]string{topic.Trace: trace}},
	})
	if err != nil {
		t.Fatal(err)
	}
	rec := httptest.NewRecorder()
	w.handler(t).ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", bytes.NewReader(body)))
	for _, secret := range []string{"c0ffee", "/1/2", "Dana"} {
		if strings.Contains(w.log.String(), secret) || strings.Contains(rec.Body.String(), secret) {
			t.Errorf("the log or the answer tells %q:\n%s", secret, &w.log)
		}
	}
	return rec
}

func (w *world) handler(t *testing.T) http.Handler {
	t.Helper()
	at := map[string]channels.Addresses{channels.Default: {Files: w.origin}}
	sources, err := media.Channels(channels.Adapters(at, nil))
	if err != nil {
		t.Fatal(err)
	}
	return &media.Handler{
		Bucket: w, Results: w, Channels: sources,
		Now: func() time.Time { return w.now }, Log: logging.New(&w.log, "p", "media"),
	}
}

// result is what a copy of the job came to.
func (w *world) result(c topic.Copy) []topic.Copy {
	c.Conversation, c.Message = id, "m1"
	return []topic.Copy{c}
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
	if got := w.do(t); got.Code != http.StatusOK {
		t.Errorf("answered %d", got.Code)
	}
	want := w.result(topic.Copy{Type: "image/png", Size: int64(len(picture(t))), Width: 4, Height: 3})
	if diff := cmp.Diff(want, w.results); diff != "" {
		t.Errorf("published (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]string{"inbound/" + id + "/m1 image/png": string(picture(t))}, w.put); diff != "" {
		t.Errorf("put (-want +got):\n%s", diff)
	}
	w.logs(t, id, `"status":"stored"`, "4bf92f3577b34da6a3ce929d0e0e4736")
}

// TestHandlerCopiesOnce: an earlier run may have died before its result was published,
// and what is behind the URL may have changed, or be gone.
func TestHandlerCopiesOnce(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{"a picture": string(picture(t)), "a PDF": "%PDF-1.7\n", "bytes": "<html>"} {
		w := newWorld(t)
		w.file = func(rw http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(rw, content) }
		w.job.Type = "application/pdf"
		w.pubErr = fault.New(fault.Unavailable, "publish: busy")
		if got := w.do(t); got.Code != http.StatusServiceUnavailable {
			t.Errorf("%s: answered %d while no result can be published", name, got.Code)
		}
		w.pubErr, w.file = nil, http.NotFound
		for range 2 {
			if got := w.do(t); got.Code != http.StatusOK {
				t.Errorf("%s: answered %d", name, got.Code)
			}
		}
		if w.asked != 1 || len(w.results) != 2 || !cmp.Equal(w.results[0], w.results[1]) || w.results[0].Failed != nil ||
			w.results[0].Size != int64(len(content)) || name == "a picture" && w.results[0].Height != 3 {
			t.Errorf("%s: fetched %d times and published %+v, want once and the file twice", name, w.asked, w.results)
		}
		w.logs(t, "copied again")
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
		"deleted":       {text(404, ""), "file.gone"},
		"expired":       {text(400, "ExpiredToken"), "file.gone"},
		"nothing":       {text(200, ""), "file.empty"},
		"a cut picture": {text(200, "\x89PNG\r\n\x1a\n\x00\x00"), "file.notAPicture"},
		"a bomb":        {text(200, bomb), "file.tooManyPixels"},
		"a file that is too big": {func(w http.ResponseWriter, _ *http.Request) {
			for left := media.MaxFile + 1; left > 0; left -= 1 << 16 {
				_, _ = w.Write(make([]byte, min(left, 1<<16)))
			}
		}, "file.tooLarge most=104857600"},
		"a picture that is": {text(200, "\xff\xd8\xff"+strings.Repeat("x", media.MaxPicture)), "file.hugePicture most=10485760"},
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
			if got := w.do(t); got.Code != http.StatusOK {
				t.Errorf("answered %d, want 200: trying again would not help", got.Code)
			}
			if len(w.results) != 1 || len(w.put) > 0 {
				t.Fatalf("put %d objects, settled %v", len(w.put), w.results)
			}
			got := w.results[0].Failed
			if got.String() != tt.want || media.Codes().Check(*got) != nil {
				t.Errorf("failed for %v, want %s", got, tt.want)
			}
			w.logs(t, `"status":"failed"`, tt.want)
		})
	}
}

func TestHandlerFetchesFromNowhereElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.origin = "http://127.0.0.1:1"
	w.do(t)
	if w.asked > 0 || len(w.results) != 1 || w.results[0].Failed == nil {
		t.Errorf("asked %d times, settled %v", w.asked, w.results)
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
		{"an outage of the bucket's looks", func(w *world) { w.findErr = busy }, 503},
		{"no right to the bucket", func(w *world) { w.putErr = errors.New("Cloud Storage: forbidden") }, 500},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			tt.fail(w)
			for _, age := range []time.Duration{time.Second, week - 16*time.Minute} {
				w.now = noon.Add(age)
				if got := w.do(t); got.Code != tt.code || len(w.results) > 0 {
					t.Errorf("after %v: answered %d, settled %v; want %d and nothing", age, got.Code, w.results, tt.code)
				}
			}
			w.now = noon.Add(week - 15*time.Minute)
			want := w.result(topic.Copy{Failed: reason.New("file.tooLate", nil)})
			got := w.do(t)
			if diff := cmp.Diff(want, w.results); diff != "" || got.Code != http.StatusOK {
				t.Errorf("at the end: answered %d, settled (-want +got):\n%s", got.Code, diff)
			}
			w.logs(t, "gave up copying")
		})
	}
}

func TestHandlerDropsAJobThatNobodyCanDo(t *testing.T) {
	t.Parallel()
	elsewhere := strings.Replace(string(newWorld(t).job.Encode().Data), channels.Default, "pigeon", 1)
	for _, job := range []string{elsewhere, "", "copy!", "[]", `{"conversation": "` + id + `"}`, `{"conversation": "../x", "message": "m1"}`} {
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
	h := w.handler(t)
	for method, want := range map[string]int{http.MethodGet: 405, http.MethodPost: 400} {
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), method, "/", strings.NewReader("{}")))
		if rec.Code != want {
			t.Errorf("%s answered %d, want %d", method, rec.Code, want)
		}
	}
}
