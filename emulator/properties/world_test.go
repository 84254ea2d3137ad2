package properties

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"cloud.google.com/go/firestore"
	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/api/option"

	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/functions/action"
	"github.com/frontdesk-gcp/frontdesk/functions/presence"
	"github.com/frontdesk-gcp/frontdesk/functions/reply"
	"github.com/frontdesk-gcp/frontdesk/functions/routing"
	"github.com/frontdesk-gcp/frontdesk/functions/start"
	"github.com/frontdesk-gcp/frontdesk/functions/timer"
	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/dispatch"
	"github.com/frontdesk-gcp/frontdesk/shared/rcs"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// contact is a configuration with some of everything that the properties are
// about: offers and none, skills and closest, reservations, pick mode, overflow,
// relaxation, wrap-up and none, a late answer, a channel with consent and revocation, on
// which agents write first.
const contact = `{
"accounts": {"acme": {"workstream": "support"}, "rush": {"workstream": "express"}, "walk": {"workstream": "counter"},
  "text": {"channel": "rcs", "workstream": "support", "time_to_live": "1h", "outbound": true, "outbound_per_hour": 3,
    "brand_agents": {"b": {"agent_id": "b"}}}},
"workstreams": {
  "support": {"fallback_queue": "front",
    "classification": [
      {"name": "language", "rules": [{"name": "fr", "when": "message.text.contains('french')", "set": {"skills": {"french": 2}, "priority": 1}}]},
      {"name": "subject", "rules": [{"name": "tech", "when": "message.text.contains('tech')", "set": {"skills": {"tech": 3}}}]}],
    "routes": [{"name": "tech", "when": "message.text.contains('tech')", "queue": "tech"},
      {"name": "near", "when": "message.text.contains('near')", "queue": "near"}],
    "offer": {"timeout": "30s", "away_after": 2, "pause": "45s"}, "affinity": {"within": "1h", "wait": "40s"},
    "wrap_up": {"blocks": "for", "for": "1m"}, "inactivity": {"no_answer": "3m", "action": "requeue", "close": "1h"},
    "survey": true, "messages": {"greeting": "hello", "agent_joined": "joined", "ended": "ended"}},
  "express": {"fallback_queue": "front", "capacity_cost": 2, "offer": {"auto_accept": true, "timeout": "20s"},
    "distribution": {"presences": ["available"]}, "affinity": {"within": "0s"}, "wrap_up": {"blocks": "never"}},
  "counter": {"fallback_queue": "front", "distribution": {"mode": "pick"}, "affinity": {"within": "1h"},
    "wrap_up": {"blocks": "always"}}},
"queues": {
  "front": {"display_name": "Front", "overflow": {"waiting": {"after": "10m", "action": "transfer", "queue": "near"}}},
  "tech": {"display_name": "Tech", "priority": 2,
    "assignment": {"method": "highest-capacity", "relax": [{"after": "1m", "drop": ["french"]}]}},
  "near": {"display_name": "Near", "assignment": {"method": "least-active", "skills": "closest"}}},
"automated_messages": {"hello": {"texts": {"en": "Hello"}}, "joined": {"texts": {"en": "Here I am"}},
  "ended": {"texts": {"en": "Bye"}}}}`

// noon is when every test begins.
var noon = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

// fixed is a configuration that does not change.
type fixed struct{ *configuration.Config }

func (f fixed) Current(context.Context) (*configuration.Config, error) { return f.Config, nil }

// world is the product on a database of its own, and everything around it.
type world struct {
	db     *firestore.Client
	store  *store.Store
	config *configuration.Config

	routing  *routing.Handler
	action   *action.Handler
	presence *presence.Handler
	timer    *timer.Handler
	reply    *reply.Handler
	start    *start.Handler

	// signals are the runs that stop or end, one at a time.
	signals chan *run
	// dice throws what becomes of what a run does that nobody schedules.
	dice func(step) verdict

	// down says which messages the provider never takes; nil stands for none.
	down func(id string) bool

	mu     sync.Mutex // guards what follows where runs are truly concurrent
	clock  time.Time
	log    bytes.Buffer
	events int64
	// pending are the deliveries that have to be made.
	pending []*delivery
	tasks   map[string]*task
	// lastRound is when Cloud Scheduler made its last round.
	lastRound time.Time
	known     map[string]bool // documents that were created
	mirror    mirror
	live      bool // whether the mirror is kept at every commit
	sent      []sending
	phones    map[string]*received
	// asked is when the provider was first asked to take each reply.
	asked    map[string]time.Time
	consents consents
	starts   starts
	// commits is how many there were.
	commits int
	wrong   []string
	clients map[string]*client
	said    []said
	// holdings are who had each conversation's session, from what was committed.
	holdings map[string][]holding
	minted   int64
	// leases are those that there were.
	leases map[string][]span
	trace  []string
}

func newWorld(config string) (*world, error) {
	loaded, err := configuration.Load([]byte(config), channels.Profiles())
	if err != nil {
		return nil, err
	}
	project := official.Project("properties")
	db, err := firestore.NewClient(context.Background(), project, option.WithGRPCConn(conn))
	if err != nil {
		return nil, err
	}
	w := &world{
		db: db, store: store.Of(db), config: loaded, signals: make(chan *run), clock: noon, lastRound: noon,
		tasks: map[string]*task{}, known: map[string]bool{}, clients: map[string]*client{}, mirror: newMirror(),
		leases: map[string][]span{}, holdings: map[string][]holding{}, dice: func(step) verdict { return goesOn },
		phones: map[string]*received{}, asked: map[string]time.Time{}, consents: newConsents(), starts: newStarts(),
	}
	log := slog.New(slog.NewTextHandler(&lockedBuffer{w}, &slog.HandlerOptions{Level: slog.LevelError}))
	current := fixed{loaded}
	d := &dispatch.Dispatcher{Store: w.store, Configuration: current, Timers: timers{w}, Now: w.now, Log: log}
	adapters := map[string]channel.Adapter{
		businessmessages.Name: provider{w: w, name: businessmessages.Name}, rcs.Name: provider{w: w, name: rcs.Name},
	}
	// What a process remembers is its own: the others change conversations behind its back.
	own := store.Of(db)
	w.routing = &routing.Handler{
		IDs: keyring.IDs(), Conversations: own, Configuration: current, Adapters: adapters,
		Dispatcher: &dispatch.Dispatcher{Store: own, Configuration: current, Timers: timers{w}, Now: w.now, Log: log},
		Media:      nowhere{w, "media"}, DeadLetters: nowhere{w, "dead letters"}, Now: w.now, Log: log,
	}
	w.action = &action.Handler{Actions: w.store, Configuration: current, Dispatcher: d, Now: w.now, Log: log}
	w.presence = &presence.Handler{Dispatcher: d, Log: log}
	w.timer = &timer.Handler{Store: w.store, Configuration: current, Dispatcher: d, Timers: timers{w}, Now: w.now, Log: log}
	w.reply = &reply.Handler{
		Store: w.store, Adapters: adapters, Now: w.now, Log: log,
		Defaults: map[string]reply.Defaults{texting: {TimeToLive: time.Duration(loaded.Accounts[texting].TimeToLive)}},
	}
	w.start = &start.Handler{
		Store: w.store, Configuration: current, IDs: keyring.IDs(), Adapters: adapters, Now: w.now, Log: log,
	}
	return w, nil
}

// span is a lease as it was written.
type span struct{ from, until time.Time }

// lockedBuffer is the world's log.
type lockedBuffer struct{ w *world }

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.w.mu.Lock()
	defer b.w.mu.Unlock()
	return b.w.log.Write(p)
}

// now is the time; no two things happen at the same.
func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clock = w.clock.Add(time.Microsecond)
	return w.clock
}

// errs notes that a property does not hold.
func (w *world) errs(format string, args ...any) {
	w.wrong = append(w.wrong, fmt.Sprintf(format, args...))
}

// commit makes a commit and lets Eventarc and the mirror know.
func (w *world) commit(c *firestorepb.CommitRequest, answer any, do func() error) error {
	if err := do(); err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.commits++
	committed, _ := answer.(*firestorepb.CommitResponse)
	for _, write := range c.GetWrites() {
		w.wake(write)
		w.noteHolding(write, committed.GetCommitTime().AsTime())
	}
	if w.live {
		w.look(paths(c))
	}
	return nil
}

// wake makes the events that follow from a write.
func (w *world) wake(write *firestorepb.Write) {
	if write.GetDelete() != "" {
		return
	}
	_, path, _ := strings.Cut(write.GetUpdate().GetName(), "/documents/")
	part := strings.Split(path, "/")
	created := !w.known[path]
	w.known[path] = true
	switch {
	case len(part) == 2 && part[0] == "agents":
		w.emit("presence", path)
	case len(part) == 2 && part[0] == "starts" && created:
		w.emit("start", path)
	case len(part) == 4 && part[2] == "actions" && created:
		w.emit("action", path)
	case len(part) == 4 && part[2] == "replies" && created:
		w.emit("reply", path)
	}
}

func (w *world) emit(function, path string) {
	w.events++
	w.pending = append(w.pending, &delivery{function: function, path: path, id: fmt.Sprintf("e%d", w.events)})
}
