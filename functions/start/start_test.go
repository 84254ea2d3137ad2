package start_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/cloudevents/sdk-go/v2/event"

	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/functions/start"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/logging"
	"github.com/frontdesk-gcp/frontdesk/shared/rcs"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

var host string // of the Firestore emulator: one a package

func TestMain(m *testing.M) {
	os.Exit(official.WithFirestore(func(of string) int {
		host = of
		return m.Run()
	}))
}

const (
	shop = `{"accounts":{"acme":{"channel":"rcs","workstream":"support","outbound":true,"country":"FR",
			"brand_agents":{"shop":{"agent_id":"shop-agent"}}}},
		"workstreams":{"support":{"fallback_queue":"front"}},"queues":{"front":{"display_name":"Front"}}}`
	typed, number, text = "06 39 98 00 12", "+33639980012", "Your parcel is here."
)

// provider is asked about customers in a channel's name.
type provider struct {
	channel.Adapter

	mu    sync.Mutex
	asked []channel.Peer
	says  error
	// dies is what happens while it is asked, such as the function's death.
	dies func()
}

func (p *provider) Reach(_ context.Context, to channel.Peer) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked = append(p.asked, to)
	if p.dies != nil {
		p.dies()
	}
	return p.says
}

type world struct {
	provider provider
	db       *firestore.Client
	now      time.Time
	log      bytes.Buffer
	logger   *slog.Logger // of every run, since runs write at the same time
	config   string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	db, err := stack.Firestore(t.Context(), host, official.Project("start"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	w := &world{
		provider: provider{Adapter: channels.Adapters(nil, nil)[rcs.Name]}, db: db, config: shop,
		now: time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC),
	}
	w.logger = logging.New(&w.log, "p", "start")
	w.set(t, "agents/jo@example.com", agent.Agent{
		DisplayName: "Jo", Role: agent.Plain, Queues: []string{"front"}, Capacity: 3, Presence: agent.Available,
	})
	w.set(t, "leases/jo@example.com", agent.Lease{Until: w.now.Add(24 * time.Hour)})
	return w
}

func (w *world) set(t *testing.T, path string, doc any) {
	t.Helper()
	if _, err := w.db.Doc(path).Set(t.Context(), doc); err != nil {
		t.Fatal(err)
	}
}

func get[T any](t *testing.T, w *world, path string) T {
	t.Helper()
	doc, err := w.db.Doc(path).Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var v T
	if err := doc.DataTo(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// Current is the configuration in force.
func (w *world) Current(context.Context) (*configuration.Config, error) {
	return configuration.Load([]byte(w.config), channels.Profiles())
}

// asks writes what Jo asks for.
func (w *world) asks(t *testing.T, id string) {
	t.Helper()
	w.set(t, "starts/"+id, conversation.Start{
		Author: conversation.Author{Email: "jo@example.com", Name: "Jo"}, Account: "acme", BrandAgent: "shop", Queue: "front",
		Number: typed, Text: text, Purpose: channel.Transaction, Status: conversation.StartPending, CreatedAt: w.now,
	})
}

// wake delivers the event that a start was created.
func (w *world) wake(ctx context.Context, id string) error {
	e := event.New()
	e.SetID("event-" + id)
	e.SetSubject("documents/starts/" + id)
	h := &start.Handler{
		Store: store.Of(w.db), Configuration: w, IDs: keyring.IDs(),
		Adapters: map[string]channel.Adapter{rcs.Name: &w.provider},
		Now:      func() time.Time { return w.now }, Log: w.logger,
	}
	return h.Handle(ctx, e)
}

// starts asks, and delivers the event, which is not to be repeated.
func (w *world) starts(t *testing.T, id string) conversation.Start {
	t.Helper()
	w.asks(t, id)
	if err := w.wake(t.Context(), id); err != nil {
		t.Errorf("%s: %v, want no repetition", id, err)
	}
	return get[conversation.Start](t, w, "starts/"+id)
}

func peer() channel.Peer {
	return channel.Peer{Channel: rcs.Name, Account: "acme", BrandAgent: "shop-agent", Key: number}
}

// count counts the documents of a collection.
func (w *world) count(t *testing.T, path string) int {
	t.Helper()
	docs, err := w.db.Collection(path).Documents(t.Context()).GetAll()
	if err != nil {
		t.Fatal(err)
	}
	return len(docs)
}

// once checks that the conversation was begun, and once.
func (w *world) once(t *testing.T, id string) {
	t.Helper()
	in := keyring.IDs().Of(peer())
	s := get[conversation.Start](t, w, "starts/"+id)
	if s.Status != conversation.StartDone || s.Conversation != in || strings.Contains(s.Number, "9980012") || s.Text != "" {
		t.Errorf("start %+v, want it done, with nothing of the customer", s)
	}
	at := "conversations/" + string(in)
	c := get[conversation.Conversation](t, w, at)
	if c.State != conversation.Active || c.Owner != "jo@example.com" || c.Key != "" || c.Shown == "" || c.Session.Number != 1 {
		t.Errorf("conversation %+v", c)
	}
	if p := get[conversation.Private](t, w, at+"/private/peer"); p.Key != number {
		t.Errorf("the customer is %+v", p)
	}
	if r := get[conversation.Reply](t, w, at+"/replies/start-"+id); r.Text != text || r.Status != channel.Pending {
		t.Errorf("the outbox has %+v", r)
	}
	if replies, events := w.count(t, at+"/replies"), w.count(t, at+"/events"); replies != 1 || events != 1 {
		t.Errorf("%d replies and %d events, want one of each", replies, events)
	}
	if a := get[agent.Agent](t, w, "agents/jo@example.com"); a.Used != 1 || a.Free != -1 { // presence has yet to derive it
		t.Errorf("Jo has used %d", a.Used)
	}
	if b := get[conversation.Starts](t, w, "startBudgets/jo@example.com"); b.Counts["acme"] != 1 {
		t.Errorf("counted %+v, want one", b)
	}
}

func TestHandleBeginsAConversationOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.starts(t, "s1")
	for range 2 {
		if err := w.wake(t.Context(), "s1"); err != nil {
			t.Error(err)
		}
	}
	w.once(t, "s1")
	if len(w.provider.asked) != 1 || w.provider.asked[0] != peer() {
		t.Errorf("asked about %v, want the customer once", w.provider.asked)
	}
}

// TestAFirstWordIsMasked before it is kept, sent and shown, whatever the client wrote.
func TestAFirstWordIsMasked(t *testing.T) {
	t.Parallel()
	const card = "4111 1111 1111 1111"
	w := newWorld(t)
	w.asks(t, "s1")
	if _, err := w.db.Doc("starts/s1").Update(t.Context(), []firestore.Update{{Path: "text", Value: "Your card is " + card}}); err != nil {
		t.Fatal(err)
	}
	if err := w.wake(t.Context(), "s1"); err != nil {
		t.Fatal(err)
	}
	at := "conversations/" + string(keyring.IDs().Of(peer()))
	if r := get[conversation.Reply](t, w, at+"/replies/start-s1"); r.Text != "Your card is ••••" || len(r.Masked) != 1 {
		t.Errorf("the outbox has %q, masked by %v", r.Text, r.Masked)
	}
	for _, path := range []string{"starts/s1", at} {
		doc, err := w.db.Doc(path).Get(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if kept := fmt.Sprint(doc.Data()); strings.Contains(kept, card) {
			t.Errorf("%s holds the card: %s", path, kept)
		}
	}
}

// TestARunThatDiesIsRepeated, wherever it died: the event comes again.
func TestARunThatDiesIsRepeated(t *testing.T) {
	t.Parallel()
	t.Run("while the provider was asked", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		w.asks(t, "s1")
		ctx, die := context.WithCancel(t.Context())
		w.provider.dies = die
		if err := w.wake(ctx, "s1"); err == nil {
			t.Fatal("Handle = nil, want the event repeated")
		}
		if s := get[conversation.Start](t, w, "starts/s1"); s.Status != conversation.StartChecking {
			t.Errorf("start %+v", s)
		}
		w.provider.dies = nil
		if err := w.wake(t.Context(), "s1"); err != nil {
			t.Error(err)
		}
		w.once(t, "s1")
	})
	t.Run("together with another", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		w.asks(t, "s1")
		var runs sync.WaitGroup
		for range 4 {
			runs.Go(func() {
				if err := w.wake(t.Context(), "s1"); err != nil {
					t.Error(err)
				}
			})
		}
		runs.Wait()
		w.once(t, "s1")
	})
}

// TestTwoAgentsDoNotBeginTheSameConversation: whoever comes second is told so.
func TestTwoAgentsDoNotBeginTheSameConversation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.starts(t, "s1")
	if s := w.starts(t, "s2"); s.Reason == nil || s.Reason.Code != conversation.StartIsYours || s.Conversation != keyring.IDs().Of(peer()) {
		t.Errorf("again by Jo: %+v, want to be sent there", s)
	}
	w.set(t, "agents/sam@example.com", agent.Agent{Role: agent.Plain, Queues: []string{"front"}, Capacity: 3})
	w.set(t, "leases/sam@example.com", agent.Lease{Until: w.now.Add(time.Hour)})
	w.asks(t, "s3")
	if _, err := w.db.Doc("starts/s3").Update(t.Context(), []firestore.Update{{Path: "author.email", Value: "sam@example.com"}}); err != nil {
		t.Fatal(err)
	}
	if err := w.wake(t.Context(), "s3"); err != nil {
		t.Error(err)
	}
	if s := get[conversation.Start](t, w, "starts/s3"); s.Reason == nil || s.Reason.Code != conversation.StartInProgress || s.Conversation != "" {
		t.Errorf("by Sam: %+v, want that there is one, and nothing of it", s)
	}
}

func TestHandleTellsTheAgentWhyNot(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change func(*testing.T, *world)
		want   reason.Code
		asked  int
	}{
		"the customer cannot be reached": {func(_ *testing.T, w *world) {
			w.provider.says = &channel.RefusedError{Reason: *reason.New(channel.Unreachable, nil)}
		}, conversation.NobodyThere, 1},
		"the brand agent is not launched": {func(_ *testing.T, w *world) {
			w.provider.says = &channel.RefusedError{Reason: *reason.New(channel.NotAllowed, nil)}
		}, channel.NotAllowed, 1},
		"the customer has unsubscribed": {func(t *testing.T, w *world) {
			t.Helper()
			w.set(t, "conversations/"+string(keyring.IDs().Of(peer())), conversation.Conversation{
				Customer: conversation.Customer{Peer: peer(), Unsubscribed: true}, Thread: conversation.Thread{CreatedAt: w.now},
			})
		}, conversation.HasUnsubscribed, 1},
		"the agent has no room": {func(t *testing.T, w *world) {
			t.Helper()
			w.set(t, "agents/jo@example.com", agent.Agent{DisplayName: "Jo", Role: agent.Plain, Queues: []string{"front"}, Capacity: 3, Used: 3})
		}, conversation.AgentHasNoRoom, 0},
		"the budget is spent": {func(t *testing.T, w *world) {
			t.Helper()
			w.set(t, "startBudgets/jo@example.com", conversation.Starts{Since: w.now, Counts: map[string]int64{"acme": configuration.DefaultOutboundPerHour}})
		}, conversation.TooManyStarts, 0},
		"the account may not": {func(_ *testing.T, w *world) {
			w.config = strings.Replace(shop, `"outbound":true,"country":"FR",`, "", 1)
		}, conversation.StartNotAllowed, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			tt.change(t, w)
			s := w.starts(t, "s1")
			if s.Status != conversation.StartRefused || s.Reason == nil || s.Reason.Code != tt.want || strings.Contains(s.Number, "9980012") || s.Text != "" {
				t.Errorf("start %+v, want %s", s, tt.want)
			}
			if len(w.provider.asked) != tt.asked || w.count(t, "conversations/"+string(keyring.IDs().Of(peer()))+"/replies") != 0 {
				t.Errorf("the provider was asked %d times, want %d", len(w.provider.asked), tt.asked)
			}
		})
	}
}

// TestAnOutageIsTriedAgainUntilItIsTooLate: nobody's first word goes out when they have
// given up.
func TestAnOutageIsTriedAgainUntilItIsTooLate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.provider.says = &channel.RetryError{Err: errors.New("503")}
	w.asks(t, "s1")
	for range 2 {
		if err := w.wake(t.Context(), "s1"); err == nil {
			t.Fatal("Handle = nil, want the event repeated")
		}
		w.now = w.now.Add(time.Minute)
	}
	if b := get[conversation.Starts](t, w, "startBudgets/jo@example.com"); b.Counts["acme"] != 1 {
		t.Errorf("counted %v", b.Counts)
	}
	w.now = w.now.Add(conversation.MaxStartWait)
	w.provider.says = nil
	if err := w.wake(t.Context(), "s1"); err != nil {
		t.Error(err)
	}
	if s := get[conversation.Start](t, w, "starts/s1"); s.Reason == nil || s.Reason.Code != conversation.StartTooLate {
		t.Errorf("start %+v, want it refused as late", s)
	}
}

// TestNothingOfTheCustomerIsLogged, whatever fails.
func TestNothingOfTheCustomerIsLogged(t *testing.T) {
	t.Parallel()
	for name, says := range map[string]error{
		"reached": nil, "refused": &channel.RefusedError{Reason: *reason.New(channel.Unreachable, nil)},
		"an outage": &channel.RetryError{Err: errors.New("503")},
	} {
		w := newWorld(t)
		w.provider.says = says
		w.asks(t, "s1")
		_ = w.wake(t.Context(), "s1")
		log := w.log.String()
		for _, secret := range []string{number, number[1:], typed, "9980012", "parcel", "jo@example.com"} {
			if strings.Contains(log, secret) {
				t.Errorf("%s: %q is logged: %s", name, secret, log)
			}
		}
		var line map[string]any
		if err := json.Unmarshal([]byte(log), &line); err != nil {
			t.Errorf("%s: the log is not one line: %s", name, log)
		}
	}
}

func TestHandleGivesUpOnWhatIsNoStart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, subject := range []string{"", "documents/starts", "documents/starts/", "documents/starts/a/b", "documents/agents/a"} {
		e := event.New()
		e.SetID("e1")
		e.SetSubject(subject)
		h := &start.Handler{Log: w.logger}
		if err := h.Handle(t.Context(), e); err != nil {
			t.Errorf("%q: %v, want no repetition", subject, err)
		}
	}
	if err := w.wake(t.Context(), "deleted"); err != nil {
		t.Errorf("one that was deleted: %v", err)
	}
	w.set(t, "starts/odd", map[string]any{"number": 12, "status": "pending"})
	if err := w.wake(t.Context(), "odd"); err != nil {
		t.Error(err)
	}
	if doc, err := w.db.Doc("starts/odd").Get(t.Context()); err != nil || doc.Data()["status"] != "refused" {
		t.Errorf("one with wrong types: %v, %v", doc.Data(), err)
	}
}
