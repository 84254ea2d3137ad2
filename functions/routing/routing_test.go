package routing_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/emulator/odd"
	"github.com/frontdesk-gcp/frontdesk/functions/routing"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/logging"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/topic"
)

const (
	trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
	text  = `{"agent":"brands/b/agents/a","conversationId":"3f6a0c9e","sendTime":"2024-03-05T10:00:00Z",` +
		`"message":{"messageId":"m1","text":"Where is my parcel?"},"context":{"userInfo":{"displayName":"Dana Okafor"}}}`
	receipts = `{"agent":"brands/b/agents/a","conversationId":"3f6a0c9e","receipts":{"receipts":[
		{"message":"conversations/3f6a0c9e/messages/r1","receiptType":"READ"},
		{"message":"conversations/3f6a0c9e/messages/r/2","receiptType":"DELIVERED"},
		{"message":"conversations/3f6a0c9e/messages/r.3","receiptType":"DELIVERED"}]}}`
	shop = `{"accounts":{"acme":{"workstream":"support"}},"workstreams":{"support":{"fallback_queue":"front","attachments":true}},
		"queues":{"front":{"display_name":"Front","priority":3}}}`
)

var now = time.Date(2024, 3, 5, 10, 0, 5, 0, time.UTC)

// conversations fold events into a conversation that is as it was before, each time.
type conversations struct {
	err      error
	ids      []conversation.ID
	changes  []conversation.Change
	receipts []string
	before   conversation.Conversation
	// contended is what the conversation was at a first attempt, which others got
	// in the way of.
	contended *conversation.Conversation
	// now is the conversation as it is now, for whoever reads it again.
	now        conversation.Conversation
	repliesErr error
	readErr    error
	media      []string
}

func (c *conversations) Receive(
	_ context.Context, id conversation.ID, _ time.Time, f func(conversation.Conversation) (conversation.Change, error),
) (conversation.Conversation, error) {
	if c.contended != nil {
		if _, err := f(*c.contended); err != nil {
			return *c.contended, err
		}
	}
	ch, err := f(c.before)
	if err := errors.Join(err, c.err); err != nil {
		return c.before, fmt.Errorf("update: %w", err)
	}
	c.ids, c.changes = append(c.ids, id), append(c.changes, ch)
	return ch.Conversation, nil
}

func (c *conversations) Conversation(context.Context, conversation.ID) (conversation.Conversation, error) {
	return c.now, c.readErr
}

func (c *conversations) Receipt(
	_ context.Context, id conversation.ID, reply string, heard conversation.Report, at time.Time,
) error {
	c.ids = append(c.ids, id)
	c.receipts = append(c.receipts, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", reply, heard.Status, at.Format(time.TimeOnly), heard.Reason)))
	return c.err
}

// ReplyOf knows one reply that the provider calls otherwise.
func (c *conversations) ReplyOf(_ context.Context, _ conversation.ID, providerID string) (string, error) {
	if c.repliesErr != nil || providerID == "minted" {
		return "r1", c.repliesErr
	}
	return "", store.ErrNotFound
}

func (c *conversations) SetMedia(_ context.Context, id conversation.ID, message string, m conversation.Media) error {
	if c.err == nil {
		c.ids, c.media = append(c.ids, id), append(c.media, message+" "+string(m.Status)+" "+m.Object+" "+m.Reason.String())
	}
	return c.err
}

// waiting is how many wait in any queue.
const waiting = 4

func (*conversations) CountOpen(context.Context, string) (int64, error) { return waiting, nil }

// dispatcher keeps what it is told, unless it is told to fail.
type dispatcher struct {
	after []conversation.State
	// committed is how many changes there were at each call.
	committed []int
	world     *world
	err       error
}

func (d *dispatcher) Dispatch(_ context.Context, c conversation.Conversation) error {
	d.after, d.committed = append(d.after, c.State), append(d.committed, len(d.world.conversations.changes))
	return d.err
}

// deadLetters keep what is buried, unless they are told to fail.
type deadLetters struct {
	messages []topic.Message
	err      error
}

func (d *deadLetters) Publish(_ context.Context, m topic.Message) error {
	if d.err != nil {
		return d.err
	}
	d.messages = append(d.messages, m)
	return nil
}

// settings is a routing configuration, or why there is none.
type settings struct {
	text string
	err  error
}

func (c settings) Current(context.Context) (*configuration.Config, error) {
	if c.err != nil {
		return nil, c.err
	}
	return configuration.Load([]byte(c.text), channels.Profiles())
}

// world is a routing function and everything around it.
type world struct {
	conversations conversations
	deadLetters   deadLetters
	media         deadLetters
	dispatcher    dispatcher
	settings      settings
	log           bytes.Buffer
}

func newWorld() *world {
	w := &world{settings: settings{text: shop}}
	w.dispatcher.world = w
	return w
}

func (w *world) do(r *http.Request) *httptest.ResponseRecorder {
	adapters := channels.Adapters(nil, nil)
	adapters[odd.Name] = new(odd.Adapter)
	h := &routing.Handler{
		IDs: keyring.IDs(), Conversations: &w.conversations, Configuration: w.settings, Dispatcher: &w.dispatcher,
		DeadLetters: &w.deadLetters, Media: &w.media,
		Adapters: adapters,
		Now:      func() time.Time { return now }, Log: logging.New(&w.log, "p", "routing"),
	}
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, r)
	return recorder
}

// attributes are the webhook's, with some of them changed.
func attributes(changes ...string) map[string]string {
	a := map[string]string{
		topic.Account: "acme", topic.Channel: channels.Default,
		topic.ReceivedAt: "2024-03-05T10:00:01Z", topic.Trace: trace,
	}
	for i := 0; i < len(changes); i += 2 {
		a[changes[i]] = changes[i+1]
	}
	return a
}

// push is a request as Pub/Sub makes it.
func push(t *testing.T, data string, attributes map[string]string) *http.Request {
	t.Helper()
	return pushTo(t, "/", data, attributes)
}

func pushTo(t *testing.T, path, data string, attributes map[string]string) *http.Request {
	t.Helper()
	body, err := json.Marshal(map[string]any{
		"message": map[string]any{"data": []byte(data), "attributes": attributes}, "subscription": "s",
	})
	if err != nil {
		t.Fatal(err)
	}
	return httptest.NewRequest(http.MethodPost, path, bytes.NewReader(body))
}

// discreet fails the test when the log tells of a customer.
func (w *world) discreet(t *testing.T) {
	t.Helper()
	for _, secret := range []string{"parcel", "Dana", "3f6a0c9e"} {
		if strings.Contains(w.log.String(), secret) {
			t.Errorf("the log holds %q:\n%s", secret, &w.log)
		}
	}
}

// dana is the id of the conversation that the payloads are of.
func dana() conversation.ID {
	return keyring.IDs().Of(channel.Peer{
		Channel: channels.Default, Account: "acme", BrandAgent: "brands/b/agents/a", Key: "3f6a0c9e",
	})
}

func TestHandlerFoldsAMessageIntoItsConversation(t *testing.T) {
	t.Parallel()
	w := newWorld()
	got := w.do(push(t, text, attributes()))
	if got.Code != http.StatusOK || len(w.conversations.changes) != 1 || w.conversations.ids[0] != dana() {
		t.Fatalf("answered %d after %v", got.Code, w.conversations.ids)
	}
	ch := w.conversations.changes[0]
	wantItem := &conversation.Item{
		Conversation: dana(), Queue: "front", Lanes: []string{"front", "front|"}, Cost: 1, Priority: 3, Rank: now.Add(-3 * time.Minute), Language: "en",
		Customer: "Dana Okafor", Channel: channels.Default, Preview: "Where is my parcel?", Kind: channel.Text, EnqueuedAt: now,
		Session: 1, Account: "acme", BrandAgent: "brands/b/agents/a", LateAt: now.Add(5 * time.Minute), ConfigVersion: configuration.Version([]byte(shop)),
	}
	if diff := cmp.Diff(wantItem, ch.Enqueue); diff != "" {
		t.Errorf("enqueued (-want +got):\n%s", diff)
	}
	if m := ch.Message; m.ID != "m1" || !m.ReceivedAt.Equal(now.Add(-4*time.Second)) {
		t.Errorf("message = %+v, want m1, received when the webhook says", m)
	}
	c, version := ch.Conversation, configuration.Version([]byte(shop))
	if c.Workstream != "support" || c.ConfigVersion != version || len(ch.Events[0].Trace) == 0 {
		t.Errorf("conversation = %+v, want the decision in it", c)
	}
	if len(w.deadLetters.messages) > 0 {
		t.Errorf("buried %v", w.deadLetters.messages)
	}
	for _, want := range []string{string(dana()), `"kind":"text"`, "4bf92f3577b34da6a3ce929d0e0e4736"} {
		if !strings.Contains(w.log.String(), want) {
			t.Errorf("the log lacks %s:\n%s", want, &w.log)
		}
	}
	w.discreet(t)
}

func TestHandlerTakesItsOwnClockWhereTheWebhooksTimeIsLost(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.do(push(t, text, attributes(topic.ReceivedAt, "yesterday")))
	if got := w.conversations.changes[0].Message.ReceivedAt; !got.Equal(now) {
		t.Errorf("received at %v, want %v", got, now)
	}
}

func TestHandlerAppliesEveryReceiptOfABatch(t *testing.T) {
	t.Parallel()
	w := newWorld()
	if got := w.do(push(t, receipts, attributes())); got.Code != http.StatusOK {
		t.Errorf("answered %d", got.Code)
	}
	want := []string{"r1 read 10:00:05", "2 delivered 10:00:05", conversation.DocumentID("r.3") + " delivered 10:00:05"}
	if diff := cmp.Diff(want, w.conversations.receipts); diff != "" {
		t.Errorf("receipts (-want +got):\n%s", diff)
	}
	w.discreet(t)
}

func TestHandlerAnswers(t *testing.T) {
	t.Parallel()
	unset := settings{err: errors.New("no routing configuration yet")}
	busy := fault.New(fault.Unavailable, "contention")
	tests := []struct {
		name, body string
		store      error
		config     settings
		code       int
	}{
		{"200 to a second delivery", text, store.ErrDuplicate, settings{text: shop}, 200},
		{"200 to a receipt for what was not sent from here", receipts, store.ErrNotFound, settings{text: shop}, 200},
		{"500 while the store fails", text, errors.New("aborted"), settings{text: shop}, 500},
		{"500 while the store fails with a receipt", receipts, errors.New("aborted"), settings{text: shop}, 500},
		{"503 while the store is busy", text, busy, settings{text: shop}, 503},
		{"500 without a configuration", text, nil, unset, 500},
		{
			"500 for an account that is not configured yet",
			text, nil,
			settings{text: strings.ReplaceAll(shop, "acme", "other")},
			500,
		},
		{"200 to a receipt without a configuration: none is needed", receipts, nil, unset, 200},
		{
			"200 to typing without a configuration",
			strings.Replace(text, `"message":{`, `"userStatus":{"isTyping":true,`, 1), nil, unset, 200,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			w.conversations.err, w.settings = tt.store, tt.config
			got := w.do(push(t, tt.body, attributes()))
			if got.Code != tt.code || len(w.deadLetters.messages) > 0 {
				t.Errorf("answered %d and buried %v, want %d and nothing", got.Code, w.deadLetters.messages, tt.code)
			}
			if w.log.Len() == 0 {
				t.Error("nothing in the log")
			}
			w.discreet(t)
		})
	}
}

func TestHandlerRefusesWhatIsNoPush(t *testing.T) {
	t.Parallel()
	w := newWorld()
	for want, r := range map[int]*http.Request{
		405: httptest.NewRequest(http.MethodGet, "/", nil),
		400: httptest.NewRequest(http.MethodPost, "/", strings.NewReader("Where is my parcel?")),
	} {
		if got := w.do(r); got.Code != want {
			t.Errorf("answered %d, want %d", got.Code, want)
		}
	}
	w.discreet(t)
}
