package roster_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/cloudevents/sdk-go/v2/event"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/functions/roster"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/logging"
	"github.com/frontdesk-gcp/frontdesk/shared/mask"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	change "github.com/frontdesk-gcp/frontdesk/shared/roster"
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
	shop = `{"accounts":{"acme":{"workstream":"support"}},
		"workstreams":{"support":{"fallback_queue":"front"}},"queues":{"front":{"display_name":"Front"}}}`
	ada, bob, ben, eve = "ada@acme.example", "bob@acme.example", "ben@acme.example", "eve+desk@acme.example"
)

var noon = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

// world is a roster with two admins and an agent, who has work.
type world struct {
	t      *testing.T
	db     *firestore.Client
	log    bytes.Buffer
	logger *slog.Logger
	// broken is why there is no configuration.
	broken error
	// dies is what happens after a commit, such as the function's death.
	dies error
}

func newWorld(t *testing.T) *world {
	t.Helper()
	db, err := stack.Firestore(t.Context(), host, official.Project("roster"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	w := &world{t: t, db: db}
	w.logger = logging.New(&w.log, "p", "roster")
	for email, role := range map[string]agent.Role{ada: agent.Admin, bob: agent.Admin, ben: agent.Plain} {
		w.set("agents/"+email, agent.Agent{
			DisplayName: strings.ToUpper(email[:1]) + email[1:3], Role: role, Queues: []string{"front"}, Skills: map[string]int64{}, Capacity: 3,
			Languages: []string{}, Presence: agent.Available, Used: 2, Free: 1, Lanes: []string{"front|"},
		})
		w.set("leases/"+email, agent.Lease{Until: noon.Add(time.Hour)})
	}
	return w
}

func (w *world) set(path string, doc any) {
	w.t.Helper()
	if _, err := w.db.Doc(path).Set(w.t.Context(), doc); err != nil {
		w.t.Fatal(err)
	}
}

// get reads a document, or reports that it is not there.
func get[T any](w *world, path string) (v T, there bool) {
	w.t.Helper()
	doc, err := w.db.Doc(path).Get(w.t.Context())
	if status.Code(err) == codes.NotFound {
		return v, false
	}
	if err != nil {
		w.t.Fatal(err)
	}
	if err := doc.DataTo(&v); err != nil {
		w.t.Fatal(err)
	}
	return v, true
}

func (w *world) agent(email string) (agent.Agent, bool) { return get[agent.Agent](w, "agents/"+email) }

func (w *world) change(id string) change.Change {
	c, _ := get[change.Change](w, "rosterChanges/"+id)
	return c
}

// Current is the configuration in force.
func (w *world) Current(context.Context) (*configuration.Config, error) {
	if w.broken != nil {
		return nil, w.broken
	}
	return configuration.Load([]byte(shop), channels.Profiles())
}

// mortal is a store whose caller dies after its commits.
type mortal struct {
	*store.Store
	w *world
}

func (m mortal) ChangeRoster(
	ctx context.Context, id string, rules *mask.Set, now time.Time, f func(change.Change, change.Input) (change.Change, error),
) (change.Change, bool, error) {
	c, ended, err := m.Store.ChangeRoster(ctx, id, rules, now, f)
	if err == nil && m.w.dies != nil {
		return c, ended, m.w.dies
	}
	return c, ended, err
}

// wake delivers the event that a change was written.
func (w *world) wake(id string) error {
	e := event.New()
	e.SetID("event-" + id)
	e.SetSubject("documents/rosterChanges/" + id)
	h := &roster.Handler{
		Store: mortal{store.Of(w.db), w}, Configuration: w, Now: func() time.Time { return noon }, Log: w.logger,
	}
	return h.Handle(w.t.Context(), e)
}

// asks writes what somebody asks for.
func (w *world) asks(id string, kind change.Kind, by, of string, entry *change.Entry) {
	w.t.Helper()
	w.set("rosterChanges/"+id, change.Change{
		Author: conversation.Author{Email: by, Name: "X"}, Kind: kind, Agent: of, Entry: entry, Why: "Because.",
		Status: conversation.ActionPending, CreatedAt: noon,
	})
}

func entry(role agent.Role) *change.Entry {
	return (&change.Entry{DisplayName: "Eve", Role: role, Queues: []string{"front"}, Capacity: 3}).Whole()
}

// does asks and delivers the event, and the event of the outcome.
func (w *world) does(id string, kind change.Kind, by, of string, entry *change.Entry) change.Change {
	w.t.Helper()
	w.asks(id, kind, by, of, entry)
	for range 2 {
		if err := w.wake(id); err != nil {
			w.t.Fatal(err)
		}
	}
	return w.change(id)
}

func (w *world) refused(c change.Change, why reason.Code) {
	w.t.Helper()
	if c.Status != conversation.ActionRefused || c.Reason == nil || c.Reason.Code != why || c.After != nil {
		w.t.Errorf("change %+v, want it refused by %s", c, why)
	}
}

func TestAnEntryIsAddedChangedSuspendedAndRemoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if c := w.does("c1", change.Add, ada, eve, entry(agent.Plain)); c.Status != conversation.ActionDone || c.Before != nil || c.After.DisplayName != "Eve" {
		t.Errorf("added: %+v", c)
	}
	if a, _ := w.agent(eve); a.Role != agent.Plain || a.Capacity != 3 || a.Queues[0] != "front" {
		t.Errorf("the entry is %+v", a)
	}
	changed := entry(agent.Plain)
	changed.Capacity = 7
	w.does("c2", change.Edit, ada, ben, changed)
	if a, _ := w.agent(ben); a.Capacity != 7 || a.DisplayName != "Eve" || a.Used != 2 || a.Presence != agent.Available {
		t.Errorf("a change of the roster's part changes %+v", a)
	}
	c := w.does("c3", change.Suspend, ada, ben, nil)
	if a, _ := w.agent(ben); a.Role != agent.None || len(a.Lanes) > 0 || a.Used != 2 || a.Capacity != 7 || c.Before.Role != agent.Plain || c.After.Role != agent.None {
		t.Errorf("suspended: %+v by %+v", a, c)
	}
	c = w.does("c4", change.Remove, ada, ben, nil)
	_, there := w.agent(ben)
	_, lease := get[agent.Lease](w, "leases/"+ben)
	if there || lease || c.Before.Capacity != 7 || c.After != nil || !c.EndedAt.Equal(noon) {
		t.Errorf("removed: there %v, lease %v, by %+v", there, lease, c)
	}
	w.refused(w.does("c5", change.Edit, ada, ben, entry(agent.Plain)), change.NoEntry)
}

// TestAnEventThatIsRepeatedChangesNothing, whatever has happened since.
func TestAnEventThatIsRepeatedChangesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.does("c1", change.Suspend, ada, ben, nil)
	w.does("c2", change.Edit, ada, ben, entry(agent.Plain))
	for range 3 {
		if err := w.wake("c1"); err != nil {
			t.Fatal(err)
		}
	}
	if a, _ := w.agent(ben); a.Role != agent.Plain {
		t.Errorf("the suspension is repeated: %+v", a)
	}
	if turn, _ := get[change.Turn](w, "config/roster"); turn.Changes != 2 {
		t.Errorf("there were %d changes", turn.Changes)
	}
}

// TestARunThatDiesAfterItsCommitIsRepeated: the change is done once, and the alert said.
func TestARunThatDiesAfterItsCommitIsRepeated(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.asks("c1", change.Add, ada, eve, entry(agent.Supervisor))
	w.dies = errors.New("the instance was stopped")
	if err := w.wake("c1"); err == nil {
		t.Fatal("the run did not die")
	}
	w.dies = nil
	if err := w.wake("c1"); err != nil { // both the repetition and the event of the outcome
		t.Fatal(err)
	}
	if c := w.change("c1"); c.Status != conversation.ActionDone {
		t.Errorf("change %+v", c)
	}
	if log := w.log.String(); !strings.Contains(log, `"supervision given"`) || strings.Contains(log, "acme.example") {
		t.Errorf("log: %s", log)
	}
}

// TestOnlyWhoeverSupervisesNewlyRaisesAnAlert: the line has no address.
func TestOnlyWhoeverSupervisesNewlyRaisesAnAlert(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.does("c1", change.Add, ada, eve, entry(agent.Plain))
	w.does("c2", change.Edit, ada, ben, entry(agent.Plain))
	w.refused(w.does("c3", change.Edit, ben, ben, entry(agent.Admin)), change.NotSupervisor)
	if log := w.log.String(); strings.Contains(log, "supervision given") {
		t.Errorf("log: %s", log)
	}
	w.does("c4", change.Edit, ada, ben, entry(agent.Supervisor))
	if log := w.log.String(); strings.Count(log, "supervision given") != 1 || strings.Contains(log, "acme.example") {
		t.Errorf("log: %s", log)
	}
}

// TestTwoAdminsWhoEndEachOther: one of them remains, whatever the instant.
func TestTwoAdminsWhoEndEachOther(t *testing.T) {
	t.Parallel()
	for n := range 5 {
		w := newWorld(t)
		kind := []change.Kind{change.Suspend, change.Remove}[n%2]
		w.asks("c1", kind, ada, bob, nil)
		w.asks("c2", kind, bob, ada, nil)
		var wg sync.WaitGroup
		for _, id := range []string{"c1", "c2"} {
			wg.Go(func() {
				err := w.wake(id)
				for err != nil {
					err = w.wake(id) // Eventarc delivers it again
				}
			})
		}
		wg.Wait()
		var admins []string
		for _, email := range []string{ada, bob} {
			if a, _ := w.agent(email); a.Role == agent.Admin {
				admins = append(admins, email)
			}
		}
		ended := []conversation.ActionStatus{w.change("c1").Status, w.change("c2").Status}
		slices.Sort(ended)
		if len(admins) != 1 || ended[0] != conversation.ActionDone || ended[1] != conversation.ActionRefused {
			t.Errorf("admins are %v, and the changes %v", admins, ended)
		}
	}
}

// TestTheOrderOfEventsDoesNotMatter: a change is decided by the roster as it is then.
func TestTheOrderOfEventsDoesNotMatter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.asks("c1", change.Suspend, ada, bob, nil)
	w.asks("c2", change.Remove, bob, ben, nil)
	for _, id := range []string{"c1", "c2"} {
		if err := w.wake(id); err != nil {
			t.Fatal(err)
		}
	}
	w.refused(w.change("c2"), change.NotSupervisor) // the author is suspended by now
	if _, there := w.agent(ben); !there {
		t.Error("somebody who was suspended removes an agent")
	}
}

// TestAccessEndsWithoutAConfiguration: what the queues are does not matter for it.
func TestAccessEndsWithoutAConfiguration(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.broken = errors.New("the configuration cannot be read")
	w.does("c1", change.Suspend, ada, ben, nil)
	if a, _ := w.agent(ben); a.Role != agent.None {
		t.Errorf("the agent is still %s", a.Role)
	}
	w.asks("c2", change.Edit, ada, ben, entry(agent.Plain))
	if err := w.wake("c2"); err == nil {
		t.Error("a change of queues is done without a configuration")
	}
	w.broken = nil
	if err := w.wake("c2"); err != nil || w.change("c2").Status != conversation.ActionDone {
		t.Errorf("with one: %v, %+v", err, w.change("c2"))
	}
}

// TestTheReasonOfAChangeIsMasked, whatever becomes of the change and whoever has not done
// it before: with a configuration and without one.
func TestTheReasonOfAChangeIsMasked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	asks := func(id string, kind change.Kind, of string) {
		w.set("rosterChanges/"+id, change.Change{
			Author: conversation.Author{Email: ada, Name: "X"}, Kind: kind, Agent: of, Status: conversation.ActionPending, CreatedAt: noon,
			Why: "Wrote down 4111 1111 1111 1111 of a customer.",
		})
	}
	asks("done", change.Suspend, ben)
	asks("refused", change.Remove, eve)
	asks("broken", change.Remove, ben)
	for _, id := range []string{"done", "refused", "broken"} {
		if id == "broken" {
			w.broken = errors.New("the configuration cannot be read")
		}
		if err := w.wake(id); err != nil {
			t.Fatal(err)
		}
		c := w.change(id)
		if (c.Status == conversation.ActionRefused) != (id == "refused") || !c.Ended() || strings.Contains(c.Why, "1111") || !strings.HasPrefix(c.Why, "Wrote down ") || !strings.HasSuffix(c.Why, " of a customer.") {
			t.Errorf("%s: %s, because %q", id, c.Status, c.Why)
		}
	}
}

func TestWhatCannotBeReadIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for id, doc := range map[string]map[string]any{
		"text":    {"kind": "suspend", "agent": 5, "status": "pending"},
		"spelled": {"kind": "suspend", "agent": ben, "Why": "x", "status": "pending", "author": map[string]any{"email": ada}},
	} {
		w.set("rosterChanges/"+id, doc)
		if err := w.wake(id); err != nil {
			t.Fatal(err)
		}
		after, _ := get[map[string]any](w, "rosterChanges/"+id)
		why, _ := after["reason"].(map[string]any)
		if after["status"] != "refused" || why["code"] != string(change.Malformed) {
			t.Errorf("%s is %v", id, after)
		}
	}
	w.refused(w.does("path", change.Remove, ada, "a/b", nil), change.BadAddress)
	if err := w.wake("nothing"); err != nil {
		t.Errorf("a change that was deleted: %v", err)
	}
}

// seed writes a first roster as Terraform does.
func (w *world) seed(id, roster string) {
	w.t.Helper()
	w.set("rosterChanges/"+id, map[string]any{"kind": "seed", "operator": "terraform", "status": "pending", "roster": roster})
	if err := w.wake(id); err != nil {
		w.t.Fatal(err)
	}
	for _, email := range []string{ada, ben, eve} { // the events of what it wrote
		if err := w.wake(change.FirstID(email)); err != nil {
			w.t.Fatal(err)
		}
	}
}

// TestTheFirstRosterAddsEverybodyOnce: whoever was removed does not come back with the
// next apply, and nobody's entry is changed by one.
func TestTheFirstRosterAddsEverybodyOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const first = `{"ada@acme.example":{"display_name":"Nobody","role":"agent"},"eve+desk@acme.example":{"display_name":"Eve","role":"supervisor"}`
	w.seed("seed-1", first+"}")
	if c := w.change("seed-1"); c.Status != conversation.ActionDone {
		t.Errorf("the seed is %+v", c)
	}
	if a, there := w.agent(eve); !there || a.Role != agent.Supervisor || a.Capacity != 3 {
		t.Errorf("the new one is %+v", a)
	}
	if a, _ := w.agent(ada); a.Role != agent.Admin || a.DisplayName != "Ada" {
		t.Errorf("who was there is %+v", a)
	}
	w.refused(w.change(change.FirstID(ada)), change.Known)

	w.does("c1", change.Remove, ada, eve, nil)
	w.does("c2", change.Remove, ada, ben, nil) // by hand, before the settings name him
	w.seed("seed-1", first+"}")                // by hand once more
	w.seed("seed-2", first+`,"ben@acme.example":{"display_name":"Ben"}}`)
	for _, email := range []string{eve, ben} {
		if _, there := w.agent(email); there {
			t.Errorf("%s came back", email)
		}
	}
	w.refused(w.change(change.FirstID(ben)), change.WasThere)
	w.does("c3", change.Add, ada, eve, entry(agent.Plain))
	if _, there := w.agent(eve); !there {
		t.Error("a supervisor cannot add who was there before")
	}
}

func TestAFirstRosterThatCannotBeReadIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.seed("seed-1", "[")
	w.refused(w.change("seed-1"), change.Malformed)
}

func TestHandleGivesUpOnASubjectThatIsNone(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	h := &roster.Handler{Log: logging.New(&log, "p", "roster")}
	for _, subject := range []string{"", "documents/rosterChanges/", "documents/agents/jo", "documents/rosterChanges/a/b/c"} {
		e := event.New()
		e.SetSubject(subject)
		if err := h.Handle(t.Context(), e); err != nil {
			t.Errorf("%q is tried again: %v", subject, err)
		}
	}
}
