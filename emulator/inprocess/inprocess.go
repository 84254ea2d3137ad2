// Package inprocess is the product in one process: webhook, routing, media and reply
// over one database, for tests of channels that are not in the list. What a topic takes
// waits in it until it is pushed, and a reply is sent when the test says so.
package inprocess

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/cloudevents/sdk-go/v2/event"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/emulator/rules"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/functions/media"
	"github.com/frontdesk-gcp/frontdesk/functions/reply"
	"github.com/frontdesk-gcp/frontdesk/functions/routing"
	"github.com/frontdesk-gcp/frontdesk/functions/webhook"
	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/config"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/dispatch"
	"github.com/frontdesk-gcp/frontdesk/shared/logging"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/task"
	"github.com/frontdesk-gcp/frontdesk/shared/topic"
	"github.com/frontdesk-gcp/frontdesk/terraform"
)

// The account that the product has, and the key that proves its provider.
const (
	Account = "acme"
	Key     = "key"
)

// Product is the product with one channel.
type Product struct {
	// Project is the database's, DB a client that the rules do not bind.
	Project string
	DB      *firestore.Client
	// Channel is the channel's adapter.
	Channel channel.Adapter
	// Now is the product's time.
	Now func() time.Time
	// Inbound and Jobs are the topics, Stored the files in the bucket by their names.
	Inbound, Jobs Topic
	Stored        map[string][]byte

	t      *testing.T
	config *configuration.Config
	log    bytes.Buffer
}

// New is the product over a database of its own in the Firestore emulator at host. One
// queue, "front", gets every session.
func New(t *testing.T, host string, adapter channel.Adapter, now func() time.Time) *Product {
	t.Helper()
	p := &Product{
		Project: official.Project("inprocess"), Channel: adapter, Now: now,
		Stored: map[string][]byte{}, t: t,
	}
	var err error
	if p.DB, err = stack.Firestore(t.Context(), host, p.Project); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.DB.Close() })
	p.config, err = configuration.Load(fmt.Appendf(nil, `{"accounts":{%q:{"channel":%q,"workstream":"support"}},
		"workstreams":{"support":{"fallback_queue":"front","attachments":true,"survey":true,"offer":{"auto_accept":true}}},
		"queues":{"front":{"display_name":"Front"}}}`, Account, adapter.Profile().Channel), channel.Profiles{adapter.Profile()})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *Product) adapters() map[string]channel.Adapter {
	return map[string]channel.Adapter{p.Channel.Profile().Channel: p.Channel}
}

// Clients connects to the database without credentials, under the rules: each call says
// who makes it, see package desk.
func (p *Product) Clients(host string) *firestore.Client {
	p.t.Helper()
	if err := rules.Load(p.t.Context(), host, p.Project, terraform.Rules()); err != nil {
		p.t.Fatal(err)
	}
	conn, err := grpc.NewClient(host, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		p.t.Fatal(err)
	}
	db, err := firestore.NewClient(p.t.Context(), p.Project, option.WithGRPCConn(conn))
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { _ = db.Close() })
	return db
}

// Topic keeps what it takes.
type Topic struct{ Messages []topic.Message }

// Publish takes a message.
func (q *Topic) Publish(_ context.Context, m topic.Message) error {
	q.Messages = append(q.Messages, m)
	return nil
}

// Keys are the account's.
func (*Product) Keys(context.Context, []string, bool) ([]string, error) { return []string{Key}, nil }

// Current is the configuration.
func (p *Product) Current(context.Context) (*configuration.Config, error) { return p.config, nil }

// Set sets no timer: nothing happens later here.
func (*Product) Set(context.Context, task.Timer) error { return nil }

// Put keeps a copied file.
func (p *Product) Put(_ context.Context, f bucket.File, data []byte) error {
	p.Stored[f.Object] = data
	return nil
}

// Find finds nothing: no file is copied twice here.
func (*Product) Find(context.Context, string) (*bucket.Content, error) {
	return nil, bucket.ErrNotFound
}

// Stream keeps a file that is no picture.
func (p *Product) Stream(_ context.Context, f bucket.File, content io.Reader) (int64, error) {
	data, err := io.ReadAll(content)
	p.Stored[f.Object] = data
	return int64(len(data)), err
}

// Keep keeps nothing, and SignedURL signs nothing: no file is sent here.
func (*Product) Keep(context.Context, string) error { return nil }

// SignedURL is there for the same interface.
func (*Product) SignedURL(context.Context, string, time.Time) (string, error) { return "", nil }

// Secret has none, as there is no desk.
func (*Product) Secret(context.Context, string) (string, error) { return "", nil }

// Webhook is the webhook.
func (p *Product) Webhook() http.Handler {
	return &webhook.Handler{
		Accounts: config.Accounts{Account: {Channel: p.Channel.Profile().Channel, Keys: []string{"k"}}},
		Adapters: p.adapters(), Keys: p, Names: keyring.Key(), Inbound: &p.Inbound, Now: p.Now, Wall: time.Now,
		Log: logging.New(&p.log, "p", "webhook"),
	}
}

// Dispatcher brings sessions and agents together.
func (p *Product) Dispatcher() *dispatch.Dispatcher {
	return &dispatch.Dispatcher{
		Store: store.Of(p.DB), Configuration: p, Timers: p, Now: p.Now, Log: logging.New(&p.log, "p", "dispatch"),
	}
}

// Route pushes what the webhook published, and has the files copied that came with it.
func (p *Product) Route() {
	p.t.Helper()
	routes := &routing.Handler{
		IDs: keyring.IDs(), Conversations: store.Of(p.DB), Configuration: p, Dispatcher: p.Dispatcher(), Adapters: p.adapters(),
		Media: &p.Jobs, DeadLetters: new(Topic), Now: p.Now, Log: logging.New(&p.log, "p", "routing"),
	}
	p.push(&p.Inbound, "/", routes)
	channels, err := media.Channels(p.adapters())
	if err != nil {
		p.t.Fatal(err)
	}
	var copies Topic
	p.push(&p.Jobs, "/", &media.Handler{
		Bucket: p, Results: &copies, Channels: channels, Now: p.Now, Log: logging.New(&p.log, "p", "media"),
	})
	p.push(&copies, routing.Copies, routes)
}

// push pushes what waits in a topic to a path of a function.
func (p *Product) push(q *Topic, path string, h http.Handler) {
	p.t.Helper()
	for _, m := range q.Messages {
		body, err := json.Marshal(map[string]any{"message": map[string]any{"data": m.Data, "attributes": m.Attributes}})
		if err != nil {
			p.t.Fatal(err)
		}
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, httptest.NewRequestWithContext(p.t.Context(), http.MethodPost, path, bytes.NewReader(body)))
		if rec.Code != http.StatusOK {
			p.t.Fatalf("a push was answered %d:\n%s", rec.Code, &p.log)
		}
	}
	q.Messages = nil
}

// Reply delivers the event that a reply was created.
func (p *Product) Reply(id conversation.ID, name string) {
	p.t.Helper()
	e := event.New()
	e.SetID("event-" + name)
	e.SetSubject("documents/conversations/" + string(id) + "/replies/" + name)
	h := &reply.Handler{
		Store: store.Of(p.DB), Configuration: p, Adapters: p.adapters(), Files: p, Now: p.Now,
		Log: logging.New(&p.log, "p", "reply"),
	}
	if err := h.Handle(p.t.Context(), e); err != nil {
		p.t.Fatal(err)
	}
}

// IDOf is the id of a customer's conversation with a brand agent.
func (p *Product) IDOf(brandAgent, key string) conversation.ID {
	return keyring.IDs().Of(channel.Peer{Channel: p.Channel.Profile().Channel, Account: Account, BrandAgent: brandAgent, Key: key})
}

// History is how far the replies of these names got, by the history.
func (p *Product) History(id conversation.ID, names ...string) []channel.Status {
	p.t.Helper()
	var all []channel.Status
	for _, name := range names {
		m, err := store.Of(p.DB).Message(p.t.Context(), id, name)
		if err != nil {
			p.t.Fatal(err)
		}
		all = append(all, m.Status)
	}
	return all
}
