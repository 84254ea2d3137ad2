package rcs_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	xgoogle "golang.org/x/oauth2/google"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/google/rcs"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

const (
	agentID     = "harbor-lights"
	number      = "+15550100123"
	clientToken = "lumen-client-token-0001"
	apiScope    = "https://www.googleapis.com/auth/rcsbusinessmessaging"
	testdata    = "../../../shared/rcs/testdata/"
)

// clock is a clock that stands where the recorded calls were made, until a test moves it.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// webhook is a receiver that keeps its requests and answers as configured.
type webhook struct {
	*httptest.Server
	mu       sync.Mutex
	requests []received
	answers  []int // used one by one; then 200
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
	defer h.mu.Unlock()
	h.requests = append(h.requests, received{r.Header.Clone(), body})
	if len(h.answers) > 0 {
		w.WriteHeader(h.answers[0])
		h.answers = h.answers[1:]
	}
}

func (h *webhook) then(answers ...int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.answers = answers
}

func (h *webhook) all() []received {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]received(nil), h.requests...)
}

// payloads are the signed parts of all deliveries.
func (h *webhook) payloads(t *testing.T) []map[string]any {
	t.Helper()
	var all []map[string]any
	for _, r := range h.all() {
		all = append(all, object(t, data(t, r.body)))
	}
	return all
}

// data is the signed part of an envelope.
func data(t *testing.T, body []byte) []byte {
	t.Helper()
	var e struct{ Message struct{ Data []byte } }
	if err := json.Unmarshal(body, &e); err != nil {
		t.Fatal(err)
	}
	return e.Message.Data
}

// world is a service between a webhook and a client of the API.
type world struct {
	*rcs.Service
	*phone.Phones
	t       *testing.T
	clock   *clock
	webhook *webhook
	api     *httptest.Server
	client  *http.Client // with a token
	ids     int
}

func newWorld(t *testing.T, changes ...func(*rcs.Config)) *world {
	t.Helper()
	w := &world{t: t, clock: &clock{at: time.Date(2026, 11, 20, 9, 30, 0, 512345000, time.UTC)}, webhook: newWebhook(t)}
	w.Phones = phone.New(w.clock.now)
	config := rcs.Config{
		Phones: w.Phones, Now: w.clock.now, AuthNow: time.Now,
		Agents: []rcs.Agent{{ID: agentID, ClientToken: clientToken, WebhookURL: w.webhook.URL}},
	}
	for _, change := range changes {
		change(&config)
	}
	var err error
	w.Service, err = rcs.New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.close)
	w.api = httptest.NewServer(w.API())
	t.Cleanup(w.api.Close)
	w.SetFileBase(w.api.URL)
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

// ada is the phone that the recorded calls are about.
func (w *world) ada() *phone.Phone { return w.Phone(number, "Ada") }

func (w *world) call(method, path string, body any) (int, string) {
	w.t.Helper()
	return w.callAs("application/json", method, path, body)
}

func (w *world) callAs(contentType, method, path string, body any) (int, string) {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), method, w.api.URL+path, asReader(w.t, body))
	if err != nil {
		w.t.Fatal(err)
	}
	req.Header.Set("Content-Type", contentType)
	res, err := w.client.Do(req)
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

func asReader(t *testing.T, v any) io.Reader {
	t.Helper()
	switch v := v.(type) {
	case nil:
		return http.NoBody
	case string:
		return strings.NewReader(v)
	case []byte:
		return bytes.NewReader(v)
	}
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(raw)
}

// id returns a new UUID.
func (w *world) id() string {
	w.ids++
	return fmt.Sprintf("7c1e5b90-2d3f-4a68-9e7b-1%011d", w.ids)
}

// path of a call about Ada's number; kind is "agentMessages?messageId=" or the like.
func path(kind, id string) string {
	return "/v1/phones/" + number + "/" + kind + id + "&agentId=" + agentID
}

// send sends a message of the business to Ada; message is what stands beside and in contentMessage.
func (w *world) send(id string, message map[string]any) (int, string) {
	w.t.Helper()
	return w.call(http.MethodPost, path("agentMessages?messageId=", id), message)
}

// says sends a message, which has to be accepted, and returns its id.
func (w *world) says(message map[string]any) string {
	w.t.Helper()
	id := w.id()
	if code, answer := w.send(id, message); code != http.StatusOK {
		w.t.Fatalf("got %d %.300s", code, answer)
	}
	return id
}

type fields = map[string]any

// content is a message with only this content.
func content(c fields) fields { return fields{"contentMessage": c} }

func text(s string) fields { return content(fields{"text": s}) }

// with returns a copy with another field.
func with(m fields, name string, value any) fields {
	c := fields{name: value}
	for k, v := range m {
		if k != name {
			c[k] = v
		}
	}
	return c
}

// object reads JSON into a map.
func object(t *testing.T, raw []byte) fields {
	t.Helper()
	var m fields
	if err := json.Unmarshal(raw, &m); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	return m
}

func recorded(t *testing.T, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(testdata + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// errorOf reads the status and the message out of an error's envelope.
func errorOf(t *testing.T, answer string) (canonical, message string) {
	t.Helper()
	var v struct {
		Error struct {
			Code            int
			Status, Message string
		}
	}
	if err := json.Unmarshal([]byte(answer), &v); err != nil || v.Error.Code == 0 {
		t.Fatalf("not an error's envelope: %s", answer)
	}
	return v.Error.Status, v.Error.Message
}

func watch(t *testing.T, s *rcs.Service) <-chan google.Event {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return s.Watch(ctx)
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

// accepted reads a watch until the webhook has accepted so many payloads, and returns their names.
func accepted(t *testing.T, events <-chan google.Event, n int) []string {
	t.Helper()
	var all []string
	for len(all) < n {
		all = append(all, next(t, events, google.WebhookAccepted).Payload)
	}
	return all
}

// set changes a setting of the channel's own.
func set(p *phone.Phone, name, value string) {
	p.Configure(func(s *phone.Settings) { s.Fields[name] = value })
}

// answering is a webhook that answers a handshake in a way of its own, with %s for the secret; empty is a refusal.
func answering(t *testing.T, answer string, header *http.Header) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		var body struct{ ClientToken, Secret string }
		*header = r.Header.Clone()
		if json.NewDecoder(r.Body).Decode(&body) != nil || body.ClientToken != clientToken || answer == "" {
			rw.WriteHeader(http.StatusBadRequest)
			return
		}
		_, _ = io.WriteString(rw, strings.ReplaceAll(answer, "%s", body.Secret))
	}))
	t.Cleanup(s.Close)
	return s.URL
}
