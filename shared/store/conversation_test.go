package store_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

var (
	noon = time.Date(2024, 3, 5, 12, 0, 0, 0, time.UTC)
	peer = channel.Peer{Channel: channels.Default, Account: "acme", BrandAgent: "brands/b/agents/a", Key: "c-1"}
	id   = keyring.IDs().Of(peer)
)

// front is the configuration of a shop with one queue.
func front() (*configuration.Config, error) {
	return configuration.Load([]byte(shop("front")), channels.Profiles())
}

// toFront sends every session to the one queue, by the rules.
func toFront() conversation.Routing {
	config, err := front()
	return conversation.Routing{Config: config, ConfigErr: err, Placement: &conversation.Placement{
		Config: config, Trace: []reason.Reason{*reason.New("why", nil)}, Signals: channels.Profiles()[0].Signals(),
		Decision: route.Decision{Workstream: "support", Queue: "front", Version: "v1", Action: configuration.QueueAnyway},
	}}
}

// said is a customer's n-th message, n seconds after noon.
func said(n int) channel.Inbound {
	at := noon.Add(time.Duration(n) * time.Second)
	return channel.Inbound{
		ID: fmt.Sprintf("m-%03d", n), Kind: channel.Text, Peer: peer, SentAt: at, ReceivedAt: at,
		Text: fmt.Sprintf("message %d", n), Context: &channel.Context{DisplayName: "Dana"},
	}
}

func (w world) receive(t *testing.T, in channel.Inbound) error {
	t.Helper()
	_, err := w.Receive(t.Context(), keyring.IDs().Of(in.Peer), in.ReceivedAt,
		func(c conversation.Conversation) (conversation.Change, error) {
			c.ID = keyring.IDs().Of(in.Peer)
			return c.Receive(in, in.ReceivedAt, toFront())
		})
	return err
}

func (w world) mustReceive(t *testing.T, in channel.Inbound) {
	t.Helper()
	if err := w.receive(t, in); err != nil {
		t.Fatal(err)
	}
}

func (w world) doc(path string) *firestore.DocumentRef {
	return w.db.Doc("conversations/" + string(id) + path)
}

// get reads a document that has to be there.
func get[T any](t *testing.T, ref *firestore.DocumentRef) T {
	t.Helper()
	doc, err := ref.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var v T
	if err := doc.DataTo(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// names lists the documents of a collection.
func (w world) names(t *testing.T, path string) []string {
	t.Helper()
	docs, err := w.db.Collection(path).Documents(t.Context()).GetAll()
	if err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for _, doc := range docs {
		names = append(names, doc.Ref.ID)
	}
	return names
}

func TestAFirstMessageOpensASessionAndQueuesIt(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	w.costs(t, "a new session", 2, 4)

	c := get[conversation.Conversation](t, w.doc(""))
	if c.State != conversation.Open || c.Session.Number != 1 || c.Queue != "front" || c.Preview != "message 1" || c.Key != "c-1" {
		t.Errorf("conversation = %+v", c)
	}
	item := get[conversation.Item](t, w.db.Doc("queues/front/items/"+string(id)))
	config, err := front()
	if err != nil {
		t.Fatal(err)
	}
	want := conversation.Item{
		Conversation: id, Queue: "front", Lanes: []string{"front", "front|"}, Cost: 1, Rank: said(1).ReceivedAt,
		Customer: "Dana", Channel: peer.Channel, Preview: "message 1", Kind: channel.Text, EnqueuedAt: said(1).ReceivedAt,
		Session: 1, Account: peer.Account, BrandAgent: peer.BrandAgent, LateAt: said(1).ReceivedAt.Add(5 * time.Minute), ConfigVersion: config.Version,
	}
	if diff := cmp.Diff(want, item); diff != "" {
		t.Errorf("item (-want +got):\n%s", diff)
	}
	e := get[conversation.Event](t, w.doc("/events/000000000001"))
	if e.Cause != conversation.CustomerWrote || e.To != conversation.Open || len(e.Trace) != 1 || e.Trace[0].Code != "why" {
		t.Errorf("event = %+v", e)
	}
	m := get[conversation.Message](t, w.doc("/messages/m-001"))
	if m.Text != "message 1" || m.Direction != conversation.In || m.CommittedAt.IsZero() {
		t.Errorf("message = %+v", m)
	}
}

func TestAFurtherMessageInARowCostsTwoWritesAndNoRead(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	w.counter.Take()
	for n := range 10 {
		w.mustReceive(t, said(2+n))
		w.costs(t, "a further message of somebody who waits", 0, 2)
	}
	w.act(t, "a1", conversation.Pick, "jo")
	w.counter.Take()
	for n := range 2 {
		w.mustReceive(t, said(20+n))
		w.costs(t, "the first messages to an agent", 1, 2)
	}
	for n := range 10 {
		w.mustReceive(t, said(22+n))
		w.costs(t, "a further message to an agent", 0, 2)
	}
}

// TestAMessageThatABotHasAnsweredIsStoredWithTheAnswerOnce in one commit, which costs one
// write more.
func TestAMessageThatABotHasAnsweredIsStoredWithTheAnswerOnce(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	w.counter.Take()
	in := said(2)
	in.Answered = &channel.BotAnswer{Text: "Nine to five."}
	w.mustReceive(t, in)
	w.costs(t, "a message that a bot has answered", 0, 3)
	if err := w.receive(t, in); !errors.Is(err, store.ErrDuplicate) {
		t.Errorf("second delivery: %v, want ErrDuplicate", err)
	}
	asked := get[conversation.Message](t, w.doc("/messages/"+conversation.ReceivedID(in.ID)))
	answer := get[conversation.Message](t, w.doc("/messages/bot-answer-"+conversation.ReceivedID(in.ID)))
	if answer.Text != "Nine to five." || !answer.ByChannel || answer.Number != asked.Number+1 || !answer.SentAt.Equal(asked.SentAt) {
		t.Errorf("the answer is %+v, behind %+v", answer, asked)
	}
	if c := get[conversation.Conversation](t, w.doc("")); c.Messages != 3 {
		t.Errorf("%d messages, want 3", c.Messages)
	}
}

func TestARedeliveredMessageChangesNothing(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	before := get[conversation.Conversation](t, w.doc(""))
	if err := w.receive(t, said(1)); !errors.Is(err, store.ErrDuplicate) {
		t.Fatalf("second delivery: %v, want ErrDuplicate", err)
	}
	if diff := cmp.Diff(before, get[conversation.Conversation](t, w.doc(""))); diff != "" {
		t.Errorf("conversation changed:\n%s", diff)
	}
}

func TestARedeliveryAfterTheEndOpensNoSession(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	w.act(t, "a1", conversation.Pick, "jo")
	w.act(t, "a2", conversation.End, "jo")
	w.act(t, "a3", conversation.Close, "jo")
	if err := w.receive(t, said(1)); !errors.Is(err, store.ErrDuplicate) {
		t.Fatalf("redelivery: %v, want ErrDuplicate", err)
	}
	if c := get[conversation.Conversation](t, w.doc("")); c.State != conversation.Closed || c.Session.Number != 1 {
		t.Errorf("conversation = %+v", c)
	}
	if items := w.names(t, "queues/front/items"); len(items) != 0 {
		t.Errorf("waiting items = %v, want none", items)
	}
}

// TestConcurrentRedeliveriesInAnyOrder is properties P1 and P3: one conversation,
// one session, each message once, in the right order.
func TestConcurrentRedeliveriesInAnyOrder(t *testing.T) {
	t.Parallel()
	const messages, copies, workers = 12, 3, 12
	w := open(t)
	var deliveries []channel.Inbound
	for n := range messages {
		for range copies {
			deliveries = append(deliveries, said(n))
		}
	}
	rand.Shuffle(len(deliveries), func(i, j int) { deliveries[i], deliveries[j] = deliveries[j], deliveries[i] })
	errs := make([]error, len(deliveries))
	var wg sync.WaitGroup
	for worker := range workers {
		wg.Go(func() {
			for i := worker; i < len(deliveries); i += workers {
				errs[i] = w.receive(t, deliveries[i])
				for status.Code(errs[i]) == codes.Aborted { // as Pub/Sub repeats what failed
					errs[i] = w.receive(t, deliveries[i])
				}
			}
		})
	}
	wg.Wait()
	fresh := 0
	for _, err := range errs {
		switch {
		case err == nil:
			fresh++
		case !errors.Is(err, store.ErrDuplicate):
			t.Errorf("delivery: %v", err)
		}
	}
	if fresh != messages {
		t.Errorf("%d deliveries had an effect, want %d", fresh, messages)
	}
	if all := w.names(t, "conversations"); len(all) != 1 {
		t.Errorf("conversations = %v, want one", all)
	}
	if all := w.names(t, "conversations/"+string(id)+"/messages"); len(all) != messages {
		t.Errorf("messages = %v, want %d", all, messages)
	}
	if all := w.names(t, "conversations/"+string(id)+"/events"); len(all) != 1 {
		t.Errorf("events = %v, want the one that opened the session", all)
	}
	c := get[conversation.Conversation](t, w.doc(""))
	if want := said(messages - 1); !c.LastCustomerAt.Equal(want.SentAt) || c.Preview != want.Text {
		t.Errorf("newest = %v %q, want that of message %d", c.LastCustomerAt, c.Preview, messages-1)
	}
}

func TestReceiptForAMessageOfAnotherSystemIsNotFound(t *testing.T) {
	t.Parallel()
	w := open(t)
	err := w.Receipt(t.Context(), id, "never-written", heard(channel.Read, nil), noon)
	if !errors.Is(err, store.ErrNotFound) {
		t.Errorf("error = %v, want ErrNotFound", err)
	}
}
