package odd_test

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/inprocess"
	"github.com/frontdesk-gcp/frontdesk/emulator/odd"
	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

var host string // of the Firestore emulator: one a package

func TestMain(m *testing.M) {
	os.Exit(official.WithFirestore(func(of string) int {
		host = of
		return m.Run()
	}))
}

// world is the product around a provider.
type world struct {
	*inprocess.Product
	t        *testing.T
	provider *odd.Provider
	now      time.Time
}

func newWorld(t *testing.T) *world {
	t.Helper()
	p, stop := odd.Start()
	t.Cleanup(stop)
	w := &world{t: t, provider: p, now: time.Date(2024, 3, 5, 12, 0, 0, 0, time.UTC)}
	w.Product = inprocess.New(t, host, &odd.Adapter{URL: p.URL}, func() time.Time { return w.now })
	return w
}

// calls makes a request to the webhook.
func (w *world) calls(r *http.Request) *httptest.ResponseRecorder {
	rec := httptest.NewRecorder()
	w.Webhook().ServeHTTP(rec, r)
	return rec
}

// posts has the provider post events by customer, and everything that follows pushed.
func (w *world) posts(customers ...string) {
	w.t.Helper()
	body := `{"customers":[` + strings.Join(customers, ",") + `]}`
	r := httptest.NewRequest(http.MethodPost, "/"+inprocess.Account, strings.NewReader(body))
	r.Header.Set(odd.SignatureHeader, odd.Sign([]byte(body), inprocess.Key))
	if rec := w.calls(r); rec.Code != http.StatusOK {
		w.t.Fatalf("the webhook answered %d", rec.Code)
	}
	w.Route()
}

// customer is one customer's events.
func customer(key string, events ...string) string {
	return `{"key":"` + key + `","number":"number-7","events":[` + strings.Join(events, ",") + `]}`
}

func (w *world) idOf(key string) conversation.ID { return w.IDOf("number-7", key) }

// writes has an agent write a reply.
func (w *world) writes(id conversation.ID, name string) {
	w.t.Helper()
	w.now = w.now.Add(time.Second)
	_, err := w.DB.Doc("conversations/"+string(id)+"/replies/"+name).Set(w.t.Context(), conversation.Reply{
		Outbound: channel.Outbound{Text: name}, Author: conversation.Author{Email: "jo@acme.example"},
		Status: channel.Pending, CreatedAt: w.now,
	})
	if err != nil {
		w.t.Fatal(err)
	}
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
	if rec.Code != http.StatusUnauthorized || rec.Header().Get("Allow") != "" || len(w.Inbound.Messages) > 0 { // 405 would tell that there is an account
		t.Errorf("PUT: %d, allowed are %q", rec.Code, rec.Header().Get("Allow"))
	}
}

func TestOneRequestReachesEveryCustomersConversation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.posts(customer("c1", `{"id":"e1","kind":"text","text":"one"}`, `{"id":"e2","kind":"text","text":"two"}`),
		customer("c2", `{"id":"e3","kind":"text","text":"three"}`))
	for key, want := range map[string]int64{"c1": 2, "c2": 1} {
		c, err := store.Of(w.DB).Conversation(t.Context(), w.idOf(key))
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
	id := w.idOf("c1")
	w.writes(id, "first")
	w.writes(id, "second")
	claimed, conv, err := store.Of(w.DB).Outbox(id, "dead").Claim(t.Context(), w.now, w.now.Add(time.Second))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Channel.Send(t.Context(), conv.Peer, claimed.ForChannel()); err != nil { // and there it dies
		t.Fatal(err)
	}
	w.now = w.now.Add(time.Minute)
	w.Reply(id, "second")
	if diff := cmp.Diff([]string{"first", "second"}, w.took()); diff != "" {
		t.Errorf("the provider took (-want +got):\n%s", diff)
	}
	want := []channel.Status{channel.Unknown, channel.Sent}
	if diff := cmp.Diff(want, w.History(id, "first", "second")); diff != "" {
		t.Errorf("the history (-want +got):\n%s", diff)
	}
	w.posts(customer("c1", `{"id":"e2","kind":"receipt","of":"odd/1","ref":"first","status":"delivered"}`,
		`{"id":"e3","kind":"receipt","of":"odd/2","status":"delivered"}`,
		`{"id":"e4","kind":"receipt","of":"odd/1","status":"read"}`))
	want = []channel.Status{channel.Read, channel.Delivered}
	if diff := cmp.Diff(want, w.History(id, "first", "second")); diff != "" {
		t.Errorf("after the receipts (-want +got):\n%s", diff)
	}
}

// TestACustomerWhoCannotBeReachedEndsTheirReply: its author reads why, and what is
// behind goes out.
func TestACustomerWhoCannotBeReachedEndsTheirReply(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.posts(customer("c1", `{"id":"e1","kind":"text","text":"hello"}`))
	id := w.idOf("c1")
	w.writes(id, "first")
	w.writes(id, "second")
	w.provider.Fail(http.StatusGone)
	w.Reply(id, "first")
	if diff := cmp.Diff([]channel.Status{channel.Failed, channel.Sent}, w.History(id, "first", "second")); diff != "" {
		t.Errorf("the history (-want +got):\n%s", diff)
	}
	doc, err := w.DB.Doc("conversations/" + string(id) + "/messages/first").Get(t.Context())
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
	m, err := store.Of(w.DB).Message(t.Context(), w.idOf("c1"), "e1")
	if err != nil || m.Media == nil || m.Media.Status != conversation.MediaStored {
		t.Fatalf("the copy is %+v, %v", m.Media, err)
	}
	if !bytes.Equal(w.Stored[m.Media.Object], cat.Bytes()) {
		t.Error("the bucket has another file")
	}
}
