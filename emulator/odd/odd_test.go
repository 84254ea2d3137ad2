package odd_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/cloudevents/sdk-go/v2/event"
	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/emulator/odd"
	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/functions/media"
	"github.com/frontdesk-gcp/frontdesk/functions/reply"
	"github.com/frontdesk-gcp/frontdesk/functions/routing"
	"github.com/frontdesk-gcp/frontdesk/functions/webhook"
	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/config"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/logging"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/topic"
)

var host string // of the Firestore emulator: one a package

func TestMain(m *testing.M) {
	os.Exit(official.WithFirestore(func(of string) int {
		host = of
		return m.Run()
	}))
}

// world is the product around a provider: webhook, routing, media and reply over one
// database. What a topic takes waits in it until it is pushed.
type world struct {
	t        *testing.T
	provider *odd.Provider
	adapters map[string]channel.Adapter
	db       *firestore.Client
	now      time.Time
	log      bytes.Buffer
	inbound  topicOf
	jobs     topicOf
	stored   map[string][]byte
}

type topicOf struct{ messages []topic.Message }

func (q *topicOf) Publish(_ context.Context, m topic.Message) error {
	q.messages = append(q.messages, m)
	return nil
}

func newWorld(t *testing.T) *world {
	t.Helper()
	db, err := stack.Firestore(t.Context(), host, fmt.Sprintf("demo-odd-%d", time.Now().UnixNano()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	p, stop := odd.Start()
	t.Cleanup(stop)
	return &world{
		t: t, provider: p, db: db, now: time.Date(2024, 3, 5, 12, 0, 0, 0, time.UTC), stored: map[string][]byte{},
		adapters: map[string]channel.Adapter{odd.Name: &odd.Adapter{URL: p.URL}},
	}
}

func (w *world) clock() time.Time { return w.now }

// Keys are the account's: one key.
func (*world) Keys(context.Context, []string, bool) ([]string, error) { return []string{"key"}, nil }

// Current is a configuration with one queue.
func (*world) Current(context.Context) (*configuration.Config, error) {
	return configuration.Load([]byte(`{"accounts":{"acme":{"workstream":"support"}},
		"workstreams":{"support":{"fallback_queue":"front","attachments":true,"survey":true}},"queues":{"front":{"display_name":"Front"}}}`), channels.Profiles())
}

// Dispatch leaves sessions in their queue.
func (*world) Dispatch(context.Context, conversation.Conversation) error { return nil }

// Put keeps a copied file.
func (w *world) Put(_ context.Context, f bucket.File, data []byte) error {
	w.stored[f.Object] = data
	return nil
}

// Stream stores a file that is no picture.
func (w *world) Stream(_ context.Context, f bucket.File, content io.Reader) (int64, error) {
	data, err := io.ReadAll(content)
	w.stored[f.Object] = data
	return int64(len(data)), err
}

// Keep keeps nothing, and SignedURL signs nothing: no file is sent here.
func (*world) Keep(context.Context, string) error { return nil }

// SignedURL is there for the same interface.
func (*world) SignedURL(context.Context, string, time.Time) (string, error) { return "", nil }

// calls makes a request to the webhook.
func (w *world) calls(r *http.Request) *httptest.ResponseRecorder {
	rec := httptest.NewRecorder()
	h := &webhook.Handler{
		Accounts: config.Accounts{"acme": {Channel: odd.Name, Keys: []string{"k"}}}, Adapters: w.adapters, Keys: w,
		Names: keyring.Key(), Inbound: &w.inbound, Now: w.clock, Wall: time.Now,
		Log: logging.New(&w.log, "p", "webhook"),
	}
	h.ServeHTTP(rec, r)
	return rec
}

// posts has the provider post events by customer, and everything that follows pushed.
func (w *world) posts(customers ...string) {
	w.t.Helper()
	body := `{"customers":[` + strings.Join(customers, ",") + `]}`
	r := httptest.NewRequest(http.MethodPost, "/acme", strings.NewReader(body))
	r.Header.Set(odd.SignatureHeader, odd.Sign([]byte(body), "key"))
	if rec := w.calls(r); rec.Code != http.StatusOK {
		w.t.Fatalf("the webhook answered %d", rec.Code)
	}
	w.push(&w.inbound, &routing.Handler{
		IDs: keyring.IDs(), Conversations: store.Of(w.db), Configuration: w, Dispatcher: w, Adapters: w.adapters,
		Media: &w.jobs, DeadLetters: new(topicOf), Now: w.clock, Log: logging.New(&w.log, "p", "routing"),
	})
}

// push pushes what waits in a topic.
func (w *world) push(q *topicOf, h http.Handler) {
	w.t.Helper()
	for _, m := range q.messages {
		body, err := json.Marshal(map[string]any{"message": map[string]any{"data": m.Data, "attributes": m.Attributes}})
		if err != nil {
			w.t.Fatal(err)
		}
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, httptest.NewRequestWithContext(w.t.Context(), http.MethodPost, "/", bytes.NewReader(body)))
		if rec.Code != http.StatusOK {
			w.t.Fatalf("a push was answered %d:\n%s", rec.Code, &w.log)
		}
	}
	q.messages = nil
}

// customer is one customer's events.
func customer(key string, events ...string) string {
	return `{"key":"` + key + `","number":"number-7","events":[` + strings.Join(events, ",") + `]}`
}

func idOf(key string) conversation.ID {
	return keyring.IDs().Of(channel.Peer{Channel: odd.Name, Account: "acme", BrandAgent: "number-7", Key: key})
}

// writes has an agent write a reply.
func (w *world) writes(id conversation.ID, name string) {
	w.t.Helper()
	w.now = w.now.Add(time.Second)
	_, err := w.db.Doc("conversations/"+string(id)+"/replies/"+name).Set(w.t.Context(), conversation.Reply{
		Outbound: channel.Outbound{Text: name}, Author: conversation.Author{Email: "jo@acme.example"},
		Status: channel.Pending, CreatedAt: w.now,
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// wakes delivers the event that a reply was created.
func (w *world) wakes(id conversation.ID, name string) {
	w.t.Helper()
	e := event.New()
	e.SetID("event-" + name)
	e.SetSubject("documents/conversations/" + string(id) + "/replies/" + name)
	h := &reply.Handler{
		Store: store.Of(w.db), Adapters: w.adapters, Files: w, Now: w.clock, Log: logging.New(&w.log, "p", "reply"),
	}
	if err := h.Handle(w.t.Context(), e); err != nil {
		w.t.Fatal(err)
	}
}

// history is how far the replies of these names got, by the history.
func (w *world) history(id conversation.ID, names ...string) []channel.Status {
	w.t.Helper()
	var all []channel.Status
	for _, name := range names {
		m, err := store.Of(w.db).Message(w.t.Context(), id, name)
		if err != nil {
			w.t.Fatal(err)
		}
		all = append(all, m.Status)
	}
	return all
}

func (w *world) took() []string {
	var texts []string
	for _, m := range w.provider.Took() {
		texts = append(texts, m.Text)
	}
	return texts
}

func TestAnOddHandshakeIsAnsweredAndOnlyItsMethodsAreAllowed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for target, want := range map[string]int{
		"/acme?token=key&challenge=42": http.StatusOK, "/acme?token=other&challenge=42": http.StatusUnauthorized,
	} {
		rec := w.calls(httptest.NewRequest(http.MethodGet, target, nil))
		if rec.Code != want || (want == http.StatusOK) != (rec.Body.String() == "42") {
			t.Errorf("%s: %d %q", target, rec.Code, rec.Body)
		}
	}
	rec := w.calls(httptest.NewRequest(http.MethodPut, "/acme", nil))
	if rec.Code != http.StatusUnauthorized || rec.Header().Get("Allow") != "" || len(w.inbound.messages) > 0 { // 405 would tell that there is an account
		t.Errorf("PUT: %d, allowed are %q", rec.Code, rec.Header().Get("Allow"))
	}
}

func TestOneRequestReachesEveryCustomersConversation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.posts(customer("c1", `{"id":"e1","kind":"text","text":"one"}`, `{"id":"e2","kind":"text","text":"two"}`),
		customer("c2", `{"id":"e3","kind":"text","text":"three"}`))
	for key, want := range map[string]int64{"c1": 2, "c2": 1} {
		c, err := store.Of(w.db).Conversation(t.Context(), idOf(key))
		if err != nil || c.State != conversation.Open || c.Unread != want || len(c.Signals) > 0 {
			t.Errorf("%s: %s with %d unread and signals %v, %v", key, c.State, c.Unread, c.Signals, err)
		}
	}
}

// TestACrashLeavesWhatNobodyKnowsAndAReceiptTells: nothing is sent twice, what is
// behind goes out, and receipts settle both, by our id and by the provider's.
func TestACrashLeavesWhatNobodyKnowsAndAReceiptTells(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.posts(customer("c1", `{"id":"e1","kind":"text","text":"hello"}`))
	id := idOf("c1")
	w.writes(id, "first")
	w.writes(id, "second")
	claimed, conv, err := store.Of(w.db).Outbox(id, "dead").Claim(t.Context(), w.now, w.now.Add(time.Second))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.adapters[odd.Name].Send(t.Context(), conv.Peer, claimed.ForChannel()); err != nil { // and there it dies
		t.Fatal(err)
	}
	w.now = w.now.Add(time.Minute)
	w.wakes(id, "second")
	if diff := cmp.Diff([]string{"first", "second"}, w.took()); diff != "" {
		t.Errorf("the provider took (-want +got):\n%s", diff)
	}
	want := []channel.Status{channel.Unknown, channel.Sent}
	if diff := cmp.Diff(want, w.history(id, "first", "second")); diff != "" {
		t.Errorf("the history (-want +got):\n%s", diff)
	}
	w.posts(customer("c1", `{"id":"e2","kind":"receipt","of":"odd/1","ref":"first","status":"delivered"}`,
		`{"id":"e3","kind":"receipt","of":"odd/2","status":"delivered"}`,
		`{"id":"e4","kind":"receipt","of":"odd/1","status":"read"}`))
	want = []channel.Status{channel.Read, channel.Delivered}
	if diff := cmp.Diff(want, w.history(id, "first", "second")); diff != "" {
		t.Errorf("after the receipts (-want +got):\n%s", diff)
	}
}

// TestACustomerWhoCannotBeReachedEndsTheirReply: its author reads why, and what is
// behind goes out.
func TestACustomerWhoCannotBeReachedEndsTheirReply(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.posts(customer("c1", `{"id":"e1","kind":"text","text":"hello"}`))
	id := idOf("c1")
	w.writes(id, "first")
	w.writes(id, "second")
	w.provider.Fail(http.StatusGone)
	w.wakes(id, "first")
	if diff := cmp.Diff([]channel.Status{channel.Failed, channel.Sent}, w.history(id, "first", "second")); diff != "" {
		t.Errorf("the history (-want +got):\n%s", diff)
	}
	doc, err := w.db.Doc("conversations/" + string(id) + "/messages/first").Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if code, err := doc.DataAt("reason.code"); err != nil || code != string(channel.Unreachable) {
		t.Errorf("its author reads %v, %v", code, err)
	}
}

func TestAFileIsFetchedWithTheChannelsToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var cat bytes.Buffer
	if err := png.Encode(&cat, image.NewGray(image.Rect(0, 0, 4, 3))); err != nil {
		t.Fatal(err)
	}
	w.provider.Files["cat.png"] = cat.Bytes()
	w.posts(customer("c1", `{"id":"e1","kind":"file","file":"cat.png"}`))
	channels, err := media.Channels(w.adapters)
	if err != nil {
		t.Fatal(err)
	}
	w.push(&w.jobs, &media.Handler{
		Messages: store.Of(w.db), Bucket: w, Channels: channels, Now: w.clock, Log: logging.New(&w.log, "p", "media"),
	})
	m, err := store.Of(w.db).Message(t.Context(), idOf("c1"), "e1")
	if err != nil || m.Media == nil || m.Media.Status != conversation.MediaStored {
		t.Fatalf("the copy is %+v, %v", m.Media, err)
	}
	if !bytes.Equal(w.stored[m.Media.Object], cat.Bytes()) {
		t.Error("the bucket has another file")
	}
}
