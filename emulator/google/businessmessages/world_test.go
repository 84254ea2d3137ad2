package businessmessages_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	xgoogle "golang.org/x/oauth2/google"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/google/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

const (
	agent        = "brands/7d9f2c1e-4b0a-4c55-9a3e-0f6f2b8f1a10/agents/b1c7e6d2-93f4-4e0b-8a77-5f2d9c3e4b61"
	conversation = "3f6a0c9e-2d71-4b8e-9c14-6e5d2a7b8f03"
	clientToken  = "QWERTYUIOPASDFGH"
	apiScope     = "https://www.googleapis.com/auth/businessmessages"
)

// clock is a clock that a test can move.
type clock struct {
	mu  sync.Mutex
	add time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.add)
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.add += d
}

// webhook is a receiver that keeps its requests and answers as configured.
type webhook struct {
	*httptest.Server
	mu       sync.Mutex
	requests []received
	answers  []func(http.ResponseWriter, *http.Request) // used one by one; then 200
}

type received struct {
	header http.Header
	body   []byte
}

func newWebhook(t *testing.T) *webhook {
	t.Helper()
	h := &webhook{}
	h.Server = httptest.NewServer(http.HandlerFunc(h.serve))
	t.Cleanup(h.Close)
	return h
}

func (h *webhook) serve(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	h.mu.Lock()
	h.requests = append(h.requests, received{r.Header.Clone(), body})
	var do func(http.ResponseWriter, *http.Request)
	if len(h.answers) > 0 {
		do, h.answers = h.answers[0], h.answers[1:]
	}
	h.mu.Unlock()
	if do != nil {
		do(w, r)
	}
}

func (h *webhook) then(answers ...func(http.ResponseWriter, *http.Request)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.answers = append(h.answers, answers...)
}

func status(code int) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

func (h *webhook) all() []received {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]received(nil), h.requests...)
}

// world is a service between a webhook and a client of the API.
type world struct {
	*businessmessages.Service
	*phone.Phones
	t       *testing.T
	clock   *clock
	webhook *webhook
	api     *httptest.Server
	client  *http.Client // with a token
}

func newWorld(t *testing.T, changes ...func(*businessmessages.Config)) *world {
	t.Helper()
	w := &world{t: t, clock: &clock{}, webhook: newWebhook(t)}
	w.Phones = phone.New(w.clock.now)
	config := businessmessages.Config{
		Phones: w.Phones,
		Agent:  agent, CustomAgentID: "northwind-support", ClientToken: clientToken, WebhookURL: w.webhook.URL,
		Now: w.clock.now, AuthNow: time.Now,
	}
	for _, change := range changes {
		change(&config)
	}
	var err error
	w.Service, err = businessmessages.New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.close)
	w.api = httptest.NewServer(w.API())
	t.Cleanup(w.api.Close)
	w.SetImageBase(w.api.URL)
	w.client = w.oauthClient(w.ServiceAccountKey(w.api.URL))
	return w
}

// close ends the deliveries, and then the streams of the pages.
func (w *world) close() {
	w.Service.Close()
	w.Phones.Close()
}

func (w *world) oauthClient(key []byte) *http.Client {
	w.t.Helper()
	cfg, err := xgoogle.JWTConfigFromJSON(key, apiScope)
	if err != nil {
		w.t.Fatal(err)
	}
	return cfg.Client(w.t.Context())
}

// begin returns the phone of a conversation in which the customer has said hello.
func (w *world) begin() *phone.Phone {
	w.t.Helper()
	p := w.Phone(conversation, "Dana Okafor")
	if _, err := p.Write(w.t.Context(), "hello"); err != nil {
		w.t.Fatal(err)
	}
	return p
}

// do calls the API; path begins after the conversation. A body may be a string of JSON or anything to marshal.
func (w *world) do(method, path string, body any) (int, string) {
	w.t.Helper()
	return w.call(w.client, method, "/v1/conversations/"+conversation+path, body)
}

func (w *world) call(client *http.Client, method, path string, body any) (int, string) {
	w.t.Helper()
	var reader io.Reader
	if body != nil {
		reader = bytes.NewReader(asJSON(w.t, body))
	}
	req, err := http.NewRequestWithContext(w.t.Context(), method, w.api.URL+path, reader)
	if err != nil {
		w.t.Fatal(err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := client.Do(req)
	if err != nil {
		return 0, err.Error()
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return res.StatusCode, string(answer)
}

// send sends a text of the business with an id.
func (w *world) send(id, text string) (int, string) {
	w.t.Helper()
	return w.do(http.MethodPost, "/messages", message(id, map[string]any{"text": text}))
}

// message is a valid message with an id and the given fields.
func message(id string, fields map[string]any) map[string]any {
	m := map[string]any{"messageId": id, "representative": map[string]any{"representativeType": "BOT"}}
	for k, v := range fields {
		m[k] = v
	}
	return m
}

func asJSON(t *testing.T, v any) []byte {
	t.Helper()
	if s, ok := v.(string); ok {
		return []byte(s)
	}
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// object reads JSON into a map.
func object(t *testing.T, raw []byte) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal(raw, &m); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	return m
}

func recorded(t *testing.T, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// errorOf reads the status and the message out of an error's envelope.
func errorOf(t *testing.T, answer string) (canonical, message string) {
	t.Helper()
	var v struct {
		Error struct{ Status, Message string }
	}
	if err := json.Unmarshal([]byte(answer), &v); err != nil {
		t.Fatalf("not an error's envelope: %s", answer)
	}
	return v.Error.Status, v.Error.Message
}

// next reads a watch until an event of a kind comes.
func next(t *testing.T, events <-chan google.Event, kind google.Kind) google.Event {
	t.Helper()
	for e := range events {
		if e.Kind == kind {
			return e
		}
	}
	t.Fatalf("the watch ended without %s", kind)
	return google.Event{}
}

func watch(t *testing.T, s *businessmessages.Service) <-chan google.Event {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return s.Watch(ctx)
}

func form(values ...string) io.Reader {
	f := url.Values{}
	for i := 0; i < len(values); i += 2 {
		f.Set(values[i], values[i+1])
	}
	return strings.NewReader(f.Encode())
}
