package erase_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"maps"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"github.com/cloudevents/sdk-go/v2/event"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	standin "github.com/frontdesk-gcp/frontdesk/emulator/bucket"
	"github.com/frontdesk-gcp/frontdesk/emulator/documents"
	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/emulator/properties/bill"
	bigquery "github.com/frontdesk-gcp/frontdesk/emulator/warehouse"
	"github.com/frontdesk-gcp/frontdesk/functions/erase"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/logging"
	"github.com/frontdesk-gcp/frontdesk/shared/rcs"
	"github.com/frontdesk-gcp/frontdesk/shared/request"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/warehouse"
)

var host string // of the Firestore emulator: one a package

func TestMain(m *testing.M) {
	os.Exit(official.WithFirestore(func(of string) int {
		host = of
		return m.Run()
	}))
}

const (
	shop = `{"accounts":{"acme":{"channel":"rcs","workstream":"support","brand_agents":{"shop":{"agent_id":"shop_abc_agent"}}},
			"acme-2":{"channel":"business-messages","workstream":"support","brand_agents":{"shop":{"brand_id":"acme","agent_id":"shop"}}}},
		"workstreams":{"support":{"fallback_queue":"front"}},"queues":{"front":{"display_name":"Front"}}}`
	ada, ben = "ada@acme.example", "ben@acme.example"
	number   = "+33639981234"
	mark     = "PIIMARK"
	events   = "demo.frontdesk_events.events"
)

var noon = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

// world has two customers: jane, who will be erased, and another one.
type world struct {
	*testing.T

	db, raw *firestore.Client
	files   *bucket.Bucket
	ledger  *bucket.Ledger
	table   *bigquery.Server
	rows    *warehouse.Rows
	log     bytes.Buffer
	logger  *slog.Logger
	now     time.Time
	// calls are the functions' calls that change something; the one of that number dies,
	// before or after it took effect.
	calls, dies int
	after       bool
	jane, other conversation.ID
	// account is the one of both customers, and so says which channel they write through.
	account string
	// watch is how often the clock was looked at that a run is measured by. Each look takes
	// slow.
	watch int
	slow  time.Duration
}

func (w *world) wall() time.Time {
	w.watch++
	return noon.Add(time.Duration(w.watch) * w.slow)
}

func newWorld(t *testing.T) *world { t.Helper(); return newWorldOf(t, "acme") }

// newWorldOf is one whose customers write to an account.
func newWorldOf(t *testing.T, account string) *world {
	t.Helper()
	w := &world{T: t, now: noon, dies: -1, account: account}
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(w.log.String())
		}
	})
	w.logger = logging.New(&w.log, "p", "erase")
	project := official.Project("erase")
	connect := func(options ...grpc.DialOption) *firestore.Client {
		conn, err := new(bill.Bill).Dial(host, options...)
		if err != nil {
			t.Fatal(err)
		}
		db, err := firestore.NewClient(t.Context(), project, option.WithGRPCConn(conn))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		return db
	}
	w.raw, w.db = connect(), connect(grpc.WithChainUnaryInterceptor(w.mortal))
	server, err := standin.New(standin.Config{Dir: t.TempDir(), Buckets: []string{"files", "ledger"}, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(server)
	t.Cleanup(func() {
		web.Close()
		_ = server.Close()
	})
	open := func(name string) *bucket.Bucket {
		b, err := bucket.New(t.Context(), name, strings.TrimPrefix(web.URL, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = b.Close() })
		return b
	}
	w.files, w.ledger = open("files"), bucket.NewLedger(open("ledger"))
	w.table = bigquery.New(events, func() time.Time { return w.now })
	query := httptest.NewServer(w.table)
	t.Cleanup(query.Close)
	w.rows, err = warehouse.New(t.Context(), events, strings.TrimPrefix(query.URL, "http://"))
	w.check(err)
	w.set("agents/"+ada, agent.Agent{DisplayName: "Ada", Role: agent.Admin, Capacity: 3, Free: 3})
	w.set("agents/"+ben, agent.Agent{DisplayName: "Ben", Role: agent.Plain, Capacity: 3, Used: 2, Free: 1})
	w.jane, w.other = w.life(number, mark), w.life("+33639985678", "OTHER")
	return w
}

func (w *world) check(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) set(path string, doc any) {
	w.Helper()
	_, err := w.raw.Doc(path).Set(w.Context(), doc)
	w.check(err)
}

// mortal lets a call die.
func (w *world) mortal(
	ctx context.Context, method string, req, reply any, cc *grpc.ClientConn, invoke grpc.UnaryInvoker, o ...grpc.CallOption,
) error {
	if _, ok := req.(*firestorepb.CommitRequest); !ok {
		return invoke(ctx, method, req, reply, cc, o...)
	}
	return w.change(func() error { return invoke(ctx, method, req, reply, cc, o...) })
}

var errDead = status.Error(codes.PermissionDenied, "the function died")

func (w *world) change(do func() error) error {
	n := w.calls
	w.calls++
	if n == w.dies && !w.after {
		return errDead
	}
	err := do()
	if n == w.dies && err == nil {
		return errDead
	}
	return err
}

// mortalFiles, mortalRows and mortalLedger die likewise.
type mortalFiles struct {
	*bucket.Bucket
	w *world
}

func (m mortalFiles) Delete(ctx context.Context, o bucket.Stored) error {
	return m.w.change(func() error { return m.Bucket.Delete(ctx, o) })
}

type mortalRows struct{ *world }

func (m mortalRows) Count(ctx context.Context, id string, until time.Time) (int64, error) {
	return m.rows.Count(ctx, id, until)
}

func (m mortalRows) Delete(ctx context.Context, all ...warehouse.Erased) (n int64, err error) {
	err = m.change(func() error {
		n, err = m.rows.Delete(ctx, all...)
		return err
	})
	return n, err
}

type mortalLedger struct{ w *world }

func (m mortalLedger) Add(ctx context.Context, id string, at time.Time, entry any) error {
	return m.w.change(func() error { return m.w.ledger.Add(ctx, id, at, entry) })
}

// Current is the configuration in force.
func (w *world) Current(context.Context) (*configuration.Config, error) {
	return configuration.Load([]byte(shop), channels.Profiles())
}

func (w *world) peer(key string) channel.Peer {
	config, err := w.Current(w.Context())
	w.check(err)
	of := config.Accounts[w.account].Channel
	return channel.Peer{
		Channel: of, Account: w.account, BrandAgent: config.ProviderName(w.account, "shop"), Key: key, Personal: of == rcs.Name,
	}
}

// life is a conversation with something in every place, which ben has a session of.
func (w *world) life(key, word string) conversation.ID {
	w.Helper()
	peer := w.peer(key)
	id := keyring.IDs().Of(peer)
	c := conversation.Conversation{ID: id}
	c.Peer, c.Context.DisplayName, c.Preview, c.CreatedAt = peer, word, word, noon.Add(-time.Hour)
	c.Notice = conversation.Notice{Version: "v1", Answer: configuration.ConsentGiven, Opening: &conversation.Opening{Text: word}}
	c.Surveyed = conversation.Surveyed{Session: 1, Rating: 2, Comment: word, OwnerName: "Ben"}
	c.Session = conversation.Session{
		Number: 1, State: conversation.Active, Workstream: "support", Queue: "front", Owner: ben, OwnerName: "Ben", Cost: 1,
		Tally:    conversation.Tally{Day: "2026-03-05", Hour: "11"},
		OpenedAt: noon.Add(-time.Hour), Guests: map[string]string{ada: "Ada"}, Attributes: map[string]string{"word": word},
	}
	public, private := c.Part()
	doc := "conversations/" + string(id)
	w.set(doc, public)
	if private != nil {
		w.set(doc+"/private/peer", private)
	}
	for i := range 3 {
		w.set(fmt.Sprintf("%s/messages/m%d", doc, i), conversation.Message{Text: word, SentAt: noon.Add(-time.Hour)})
	}
	w.set(doc+"/replies/r1", conversation.Reply{Outbound: channel.Outbound{Text: word}, Status: channel.Pending, CreatedAt: noon})
	w.set(doc+"/actions/a1", conversation.Action{Kind: conversation.WriteNote, Text: word, Status: conversation.ActionPending, CreatedAt: noon})
	w.set(doc+"/events/000000000001", conversation.Event{Seq: 1, Facts: word})
	w.set(doc+"/sessions/000000000001", conversation.Session{Number: 1, Attributes: map[string]string{"word": word}})
	w.set(doc+"/readings/"+ada, conversation.Reading{Name: "Ada", At: noon})
	rating := conversation.Rating{Conversation: id, Session: 1, Rating: 2, Comment: word, RatedAt: noon.Add(-time.Hour)}
	w.set("ratings/"+rating.Name(), rating)
	past := conversation.ClosedSession{Conversation: id, Session: 1, ClosedAt: noon.Add(-time.Hour), Words: []string{word}}
	w.set("closedSessions/"+past.Name(), past)
	mention := conversation.Mention{Agent: ada, Conversation: id, Note: "note-n1", At: noon.Add(-time.Hour)}
	w.set("mentions/"+mention.Name(), mention)
	w.set(doc+"/whatever-comes-later/x", map[string]string{"text": word})
	w.set("queues/front/items/"+string(id), conversation.Item{Conversation: id, Customer: word})
	w.set("starts/"+word, conversation.Start{Conversation: id, Status: conversation.StartDone, Text: word})
	for _, object := range []string{bucket.Inbound(string(id), "m1"), bucket.Outbound(string(id), "r1")} {
		w.check(w.files.Put(w.Context(), bucket.File{Object: object, Type: "image/png", Name: word}, []byte(word)))
	}
	for _, ago := range []time.Duration{2 * time.Hour, 3 * time.Hour} {
		w.table.Add(bigquery.Row{Conversation: string(id), OccurredAt: noon.Add(-ago), WrittenAt: noon.Add(-ago)})
	}
	return id
}

// asks writes what ada asks for.
func (w *world) asks(id string, r request.Request) {
	w.Helper()
	r.Status, r.CreatedAt = conversation.ActionPending, w.now
	if r.Author.Email == "" && r.Operator == "" {
		r.Author = conversation.Author{Email: ada, Name: "Ada"}
	}
	w.set("dataRequests/"+id, r)
}

// wake delivers the event that a request was written.
func (w *world) wake(id string) error {
	e := event.New()
	e.SetID("event-" + id)
	e.SetSubject("documents/dataRequests/" + id)
	h := &erase.Handler{
		Store: store.Of(w.db), Configuration: w, IDs: keyring.IDs(), Files: mortalFiles{w.files, w}, Ledger: mortalLedger{w}, Rows: mortalRows{w},
		Copies: 30 * 24 * time.Hour, Now: func() time.Time { return w.now }, Wall: w.wall, Log: w.logger,
	}
	return h.Handle(w.Context(), e)
}

func (w *world) mustWake(id string) request.Request {
	w.Helper()
	w.check(w.wake(id))
	return w.request(id)
}

func (w *world) request(id string) request.Request {
	w.Helper()
	doc, err := w.raw.Doc("dataRequests/" + id).Get(w.Context())
	w.check(err)
	r := request.Request{ID: id}
	w.check(doc.DataTo(&r))
	return r
}

// everything is every document, file, entry of the ledger and row, as text, by its path.
func (w *world) everything() map[string]string {
	w.Helper()
	all := map[string]string{}
	docs, err := documents.All(w.Context(), host, w.raw)
	w.check(err)
	for _, doc := range docs {
		all[documents.Path(doc)] = fmt.Sprintf("%s %v", documents.Path(doc), doc.Data())
	}
	w.check(w.files.Each(w.Context(), func(o bucket.Stored) error {
		content, err := w.files.Open(w.Context(), o.Object, bucket.All())
		if err != nil {
			return err
		}
		defer func() { _ = content.Close() }()
		var b bytes.Buffer
		_, err = b.ReadFrom(content)
		all["files/"+o.Object] = b.String()
		return err
	}))
	w.check(w.ledger.Each(w.Context(), func(entry []byte) error {
		all[fmt.Sprintf("ledger/%d", len(all))] = string(entry)
		return nil
	}))
	for _, row := range w.table.Rows() {
		all[fmt.Sprintf("rows/%s/%s", row.Conversation, row.OccurredAt.Format(time.RFC3339))] = "a row"
	}
	return all
}

// holds lists where there is one of some words.
func holds(all map[string]string, words ...string) []string {
	var found []string
	for _, path := range slices.Sorted(maps.Keys(all)) {
		if slices.ContainsFunc(words, func(word string) bool { return strings.Contains(path+all[path], word) }) {
			found = append(found, path)
		}
	}
	return found
}
