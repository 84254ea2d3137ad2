package dispatch_test

import (
	"context"
	"log/slog"
	"maps"
	"os"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/api/option"

	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/emulator/properties/bill"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/assign"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/dispatch"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/task"
)

// host is the Firestore emulator's address.
var host string

func TestMain(m *testing.M) {
	os.Exit(official.WithFirestore(func(of string) int {
		host = of
		return m.Run()
	}))
}

const shop = `{
"accounts": {"acme": {"workstream": "support"}},
"workstreams": {
  "support": {"fallback_queue": "front", "offer": {"timeout": "1m", "pause": "2m"}, "affinity": {"within": "1h", "wait": "0s"}},
  "kept": {"fallback_queue": "front", "affinity": {"within": "1h", "wait": "40s"}},
  "express": {"fallback_queue": "front", "offer": {"auto_accept": true}, "capacity_cost": 2,
    "distribution": {"presences": ["available"]}},
  "counter": {"fallback_queue": "front", "distribution": {"mode": "pick"}}},
"queues": {
  "front": {"display_name": "Front"},
  "roomy": {"display_name": "Roomy", "assignment": {"method": "highest-capacity"}},
  "idle": {"display_name": "Idle", "assignment": {"method": "least-active"}},
  "own": {"display_name": "Own", "assignment": {"method": "custom", "order_by": ["skill:french", "free-capacity"]}},
  "roomy-skilled": {"display_name": "Roomy and skilled", "assignment": {"method": "custom", "order_by": ["free-capacity", "skill:french"]}},
  "near": {"display_name": "Near", "assignment": {"skills": "closest"}},
  "loose": {"display_name": "Loose", "assignment": {"relax": [{"after": "1m", "drop": ["french"]}]}}}}`

var noon = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

// fixed is a configuration that does not change.
type fixed struct{ *configuration.Config }

func (f fixed) Current(context.Context) (*configuration.Config, error) { return f.Config, nil }

// world is a dispatcher on a database of its own.
type world struct {
	*dispatch.Dispatcher
	t      *testing.T
	store  *store.Store
	db     *firestore.Client
	bill   *bill.Bill
	config *configuration.Config
	mu     sync.Mutex
	clock  time.Time
	timers []task.Timer
	// refuse fails the timers.
	refuse error
}

func (w *world) Set(_ context.Context, t task.Timer) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.refuse == nil {
		w.timers = append(w.timers, t)
	}
	return w.refuse
}

func newWorld(t *testing.T) *world {
	t.Helper()
	b := &bill.Bill{}
	conn, err := b.Dial(host)
	if err != nil {
		t.Fatal(err)
	}
	db, err := firestore.NewClient(t.Context(), official.Project("dispatch"), option.WithGRPCConn(conn))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	config, err := configuration.Load([]byte(shop), channels.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, db: db, store: store.Of(db), bill: b, config: config, clock: noon}
	w.Dispatcher = &dispatch.Dispatcher{
		Store: w.store, Configuration: fixed{config}, Timers: w, Now: w.now, Log: slog.New(slog.DiscardHandler),
	}
	return w
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clock = w.clock.Add(time.Microsecond)
	return w.clock
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clock = w.clock.Add(d)
}

// findWork looks for work for an agent, whatever comes of it.
func (w *world) findWork(email string) error {
	_, err := w.FindWork(w.t.Context(), email)
	return err
}

// must fails the test.
func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// agentCalled is an agent who is there and has room.
func agentCalled(name string, change ...func(*agent.Agent)) agent.Agent {
	a := agent.Agent{
		Email: name + "@x", DisplayName: name, Role: agent.Plain, Queues: []string{"front"}, Capacity: 2, Presence: agent.Available,
	}
	for _, f := range change {
		f(&a)
	}
	return a
}

func serves(queues ...string) func(*agent.Agent) { return func(a *agent.Agent) { a.Queues = queues } }

func can(skill string, level int64) func(*agent.Agent) {
	return func(a *agent.Agent) {
		if a.Skills == nil {
			a.Skills = map[string]int64{}
		}
		a.Skills[skill] = level
	}
}

func room(n int64) func(*agent.Agent) { return func(a *agent.Agent) { a.Capacity = n } }

func uses(n int64) func(*agent.Agent) { return func(a *agent.Agent) { a.Used = n } }

func chose(p agent.Presence) func(*agent.Agent) { return func(a *agent.Agent) { a.Presence = p } }

func assigned(before time.Duration) func(*agent.Agent) {
	return func(a *agent.Agent) { a.LastAssignedAt = noon.Add(-before) }
}

func released(before time.Duration) func(*agent.Agent) {
	return func(a *agent.Agent) { a.LastReleasedAt = noon.Add(-before) }
}

// hire writes agents who are there, with what follows from that.
func (w *world) hire(all ...agent.Agent) {
	w.t.Helper()
	for _, a := range all {
		w.lease(a.Email, time.Hour)
		derived, _ := a.Derive(true, w.config.Presences())
		derived, _ = derived.Show(agent.Lease{Until: w.now().Add(time.Hour)}, w.now())
		_, err := w.db.Doc("agents/"+a.Email).Set(w.t.Context(), derived)
		w.must(err)
	}
}

func (w *world) lease(email string, d time.Duration) {
	w.t.Helper()
	_, err := w.db.Doc("leases/"+email).Set(w.t.Context(), agent.Lease{Until: w.now().Add(d)})
	w.must(err)
}

// session is what waits.
type session struct {
	workstream, queue string
	skills            map[string]int64
	change            func(*conversation.Conversation)
}

// enqueue lets a session wait, without looking for anybody.
func (w *world) enqueue(key string, s session) conversation.Conversation {
	w.t.Helper()
	if s.workstream == "" {
		s.workstream = "support"
	}
	if s.queue == "" {
		s.queue = "front"
	}
	c, err := w.store.Update(w.t.Context(), keyring.IDs().Of(peer(key)), func(c conversation.Conversation) (conversation.Change, error) {
		if s.change != nil {
			s.change(&c)
		}
		in := channel.Inbound{ID: w.now().Format("m150405000000"), Kind: channel.Text, Peer: peer(key), SentAt: w.now(), ReceivedAt: w.now()}
		c.ID = keyring.IDs().Of(in.Peer)
		return c.Receive(in, w.now(), placed(w.config, route.Decision{
			Workstream: s.workstream, Queue: s.queue, Skills: s.skills, Action: configuration.QueueAnyway,
		}))
	})
	w.must(err)
	return c
}

func peer(key string) channel.Peer {
	return channel.Peer{Channel: channels.Default, Account: "acme", BrandAgent: "b", Key: key}
}

// placed is a session whose place is decided.
func placed(config *configuration.Config, d route.Decision) conversation.Routing {
	return conversation.Routing{Config: config, Placement: &conversation.Placement{
		Config: config, Decision: d, Signals: channels.Profiles()[0].Signals(),
	}}
}

// comes is a session that begins to wait, and what follows.
func (w *world) comes(key string, s session) conversation.Conversation {
	w.t.Helper()
	c := w.enqueue(key, s)
	w.must(w.Dispatch(w.t.Context(), c))
	return w.get(c.ID)
}

func (w *world) get(id conversation.ID) conversation.Conversation {
	w.t.Helper()
	c, err := w.store.Conversation(w.t.Context(), id)
	w.must(err)
	return c
}

func (w *world) agent(email string) agent.Agent {
	w.t.Helper()
	p, err := w.store.Person(w.t.Context(), email)
	w.must(err)
	return p.Agent
}

// spelled is reasons as text. They are of codes that are defined.
func spelled(reasons []reason.Reason) []string {
	defined := dispatch.Codes()
	maps.Copy(defined, assign.Codes())
	var all []string
	for _, r := range reasons {
		if err := defined.Check(r); err != nil {
			all = append(all, err.Error())
		}
		all = append(all, r.String())
	}
	return all
}

// why is what the item of a session says.
func (w *world) why(c conversation.Conversation) []string {
	w.t.Helper()
	doc, err := w.db.Doc("queues/" + c.Queue + "/items/" + string(c.ID)).Get(w.t.Context())
	w.must(err)
	var item conversation.Item
	w.must(doc.DataTo(&item))
	return spelled(item.Why)
}

// has fails unless a session is as it should be.
func (w *world) has(c conversation.Conversation, state conversation.State, owner string) {
	w.t.Helper()
	got := w.get(c.ID)
	if got.State != state || got.Owner != owner {
		w.t.Errorf("the session is %s with %q, want %s with %q", got.State, got.Owner, state, owner)
	}
}

// spent fails if more was read or written since the last look than may be.
func (w *world) spent(what string, reads, writes int) {
	w.t.Helper()
	gotReads, gotWrites := w.bill.Take()
	w.t.Logf("%s: %d reads, %d writes", what, gotReads, gotWrites)
	if gotReads > reads || gotWrites > writes {
		w.t.Errorf("%s cost %d reads and %d writes, at most %d and %d may be", what, gotReads, gotWrites, reads, writes)
	}
}

// timer is the timer of a cause that was set last.
func (w *world) timer(cause string) (task.Timer, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i := len(w.timers) - 1; i >= 0; i-- {
		if w.timers[i].Cause == cause {
			return w.timers[i], true
		}
	}
	return task.Timer{}, false
}
