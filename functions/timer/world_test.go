package timer_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/functions/timer"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/alert"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/logging"
	"github.com/frontdesk-gcp/frontdesk/shared/mask"
	"github.com/frontdesk-gcp/frontdesk/shared/request"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/task"
)

const (
	shop = `{"accounts":{"acme":{"workstream":"support"},"asks":{"workstream":"asking"}},
		"automated_messages":{"notice":{"texts":{"en":"We keep what you write."}}},
		"workstreams":{
		  "support":{"fallback_queue":"front","inactivity":{"no_answer":"5m"},"affinity":{"within":"0s"}},
		  "asking":{"fallback_queue":"front","notice":{"message":"notice","ask":true,"unanswered":{"action":"transfer","queue":"second"}}},
		  "strict":{"fallback_queue":"front","inactivity":{"no_answer":"5m","action":"requeue"}}},
		"queues":{
		  "front":{"display_name":"Front","overflow":{"waiting":{"after":"30m","action":"transfer","queue":"second"}}},
		  "second":{"display_name":"Second","assignment":{"relax":[{"after":"2m","drop":["french"]}]}},
		  "night":{"display_name":"Night","hours":"night"},
		  "early":{"display_name":"Early","hours":"early"}},
		"hours":{
		  "night":{"time_zone":"UTC","week":{"thursday":["00:00-11:10"]}},
		  "early":{"time_zone":"UTC","week":{"thursday":["11:30-16:00"]}}}}`
	jo = "jo@example.com"
)

var noon = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

// world is a timer function and everything around it. What it keeps changes as the
// store would change it.
type world struct {
	now           time.Time
	conversations map[conversation.ID]conversation.Conversation
	people        store.People
	// fails is why a call fails, by its method and what it is about: "after c1".
	fails map[string]error
	// meanwhile happens before an update.
	meanwhile func(conversation.ID)
	// removed are accounts that the configuration had once.
	removed []string
	// held is what is found with agents, if it is not what they have.
	held []conversation.Conversation
	// stuck are the replies that wait, off what recounting finds, and served whether
	// work was found.
	stuck  []string
	off    map[string]int64
	served map[string]bool
	// waits is for how long somebody has waited in a queue.
	waits map[string]time.Duration
	// unattended are the queues whose work nobody takes, late the sessions of a queue whose
	// agents do not answer, and away those who were set away; failed counts replies.
	unattended map[string]bool
	late       map[string]alert.Cause
	away       []agent.Agent
	failed     int64
	// alerts are what supervisors were told.
	alerts map[string]alert.Alert
	// outdated wait by an old configuration.
	outdated []conversation.ID
	// actions are those without an outcome, by conversation and name.
	actions map[string]conversation.Action
	// starts are the first words without an outcome, by when they were written.
	starts map[string]time.Time
	// changes are the changes of the roster without an outcome, by when they were written.
	changes map[string]time.Time
	// requests are the requests about customers' data without an outcome, likewise, and
	// asked are those that the timer made.
	requests map[string]time.Time
	asked    []string
	// rolled counts how often the weeks of the figures were brought up to date.
	rolled int
	// waited is for how long a session had waited that is given away.
	waited time.Duration
	// steps are what was done, in turn, and timers the timers that were set.
	steps  []string
	timers []task.Timer
	log    bytes.Buffer
}

// newWorld is one in which Jo is there and nothing happens, at noon.
func newWorld() *world {
	return &world{
		now: noon, conversations: map[conversation.ID]conversation.Conversation{}, fails: map[string]error{},
		people: store.People{jo: {
			Agent: agent.Agent{
				Email: jo, DisplayName: "Jo Sand", Role: agent.Plain, Presence: agent.Available, Queues: []string{"front"},
				Capacity: 3,
			},
			Lease: agent.Lease{Until: noon.Add(2 * time.Minute)},
		}},
		off: map[string]int64{}, served: map[string]bool{}, waits: map[string]time.Duration{}, waited: time.Hour,
		unattended: map[string]bool{}, alerts: map[string]alert.Alert{},
	}
}

// has adds a conversation of Dana's, in the queue front for as long as it takes.
func (w *world) has(id conversation.ID, state conversation.State, change func(*conversation.Conversation)) {
	c := conversation.Conversation{
		ID: id, Customer: conversation.Customer{Context: channel.Context{DisplayName: "Dana Okafor"}},
		Thread: conversation.Thread{Seq: 4, Preview: "Where is my parcel?"},
		Session: conversation.Session{
			Number: 1, State: state, Workstream: "support", Queue: "front", EnqueuedAt: noon, WaitingSince: noon,
		},
	}
	if state == conversation.Offered || state == conversation.Active || state == conversation.WrapUp {
		c.Owner, c.OwnerName, c.Cost = jo, "Jo Sand", 1
		p := w.people[jo]
		p.Used++
		w.people[jo] = p
	}
	if change != nil {
		change(&c)
	}
	w.conversations[id] = c
}

// gone has Jo's client end so long ago.
func (w *world) gone(ago time.Duration) {
	p := w.people[jo]
	p.Lease.Until = w.now.Add(-ago)
	w.people[jo] = p
}

func (w *world) step(format string, args ...any) error {
	step := fmt.Sprintf(format, args...)
	w.steps = append(w.steps, step)
	return w.fails[step]
}

func (w *world) Current(context.Context) (*configuration.Config, error) {
	if err := w.fails["config"]; err != nil {
		return nil, err
	}
	return configuration.Load([]byte(shop), channels.Profiles())
}

func (w *world) Update(
	ctx context.Context, id conversation.ID, f func(conversation.Conversation) (conversation.Change, error),
) (conversation.Conversation, error) {
	return w.UpdateWith(ctx, id, func(conversation.Conversation) []string { return nil },
		func(c conversation.Conversation, _ store.People) (conversation.Change, error) { return f(c) })
}

func (w *world) UpdateWith(
	_ context.Context, id conversation.ID, who func(conversation.Conversation) []string,
	f func(conversation.Conversation, store.People) (conversation.Change, error),
) (conversation.Conversation, error) {
	if err := w.fails["update "+string(id)]; err != nil {
		return conversation.Conversation{}, err
	}
	if w.meanwhile != nil {
		w.meanwhile(id)
	}
	c, people := w.conversations[id], store.People{}
	for _, email := range who(c) {
		if email != "" {
			p := w.people[email]
			p.Email = email
			people[email] = p
		}
	}
	ch, err := f(c, people)
	if err != nil {
		return c, fmt.Errorf("update conversation: %w", err)
	}
	for _, l := range ch.Loads {
		p := w.people[l.Agent]
		p.Used += l.Cost
		w.people[l.Agent] = p
	}
	w.conversations[id] = ch.Conversation
	for _, e := range ch.Events {
		w.steps = append(w.steps, fmt.Sprintf("%s %s by %s", id, e.To, e.Cause))
	}
	if ch.Enqueue != nil && len(ch.Events) == 0 {
		w.steps = append(w.steps, fmt.Sprintf("%s waits in %s", id, ch.Enqueue.Lanes[len(ch.Enqueue.Lanes)-1]))
	}
	return ch.Conversation, nil
}

func (w *world) RollUp(context.Context) ([]string, error) {
	w.rolled++
	return nil, w.fails["roll up"]
}

func (w *world) Derive(_ context.Context, email string, now time.Time, config *configuration.Config) (conversation.Person, bool, error) {
	p := w.people[email]
	p.Email = email
	var wrote bool
	if p.OnRoster() {
		p.Agent, wrote = p.Derive(p.Present(now), config.Presences())
		w.people[email] = p
	}
	return p, wrote, w.fails["derive"]
}

func (w *world) Held(_ context.Context, email string, limit int) ([]conversation.Conversation, error) {
	if w.held != nil {
		return w.held, nil
	}
	var all []conversation.Conversation
	for _, id := range slices.Sorted(maps.Keys(w.conversations)) {
		if c := w.conversations[id]; c.Owner == email && len(all) < limit {
			all = append(all, c)
		}
	}
	return all, w.step("held")
}

func (w *world) Visited(_ context.Context, email string, limit int) ([]conversation.Conversation, error) {
	var all []conversation.Conversation
	for _, id := range slices.Sorted(maps.Keys(w.conversations)) {
		if c := w.conversations[id]; c.Guests[email] != "" && len(all) < limit {
			all = append(all, c)
		}
	}
	return all, w.step("visited")
}

func (w *world) Unassigned(_ context.Context, queue string) (int64, time.Time, error) {
	waited, any := w.waits[queue]
	if !any {
		return 0, time.Time{}, w.fails["waits "+queue]
	}
	return 2, w.now.Add(-waited), w.fails["waits "+queue]
}

func (w *world) Attended(_ context.Context, queue string) (bool, error) {
	return !w.unattended[queue], w.fails["attended "+queue]
}

func (w *world) Late(context.Context, time.Time) (map[string]alert.Cause, error) {
	return w.late, w.fails["late"]
}

func (w *world) Away(context.Context) ([]agent.Agent, error) { return w.away, w.fails["away"] }

func (w *world) FailedReplies(context.Context, time.Time) (int64, error) {
	return w.failed, w.fails["failed replies"]
}

func (w *world) Conversation(_ context.Context, id conversation.ID) (conversation.Conversation, error) {
	return w.conversations[id], w.fails["conversation "+string(id)]
}

func (w *world) OpenAlerts(context.Context) ([]alert.Alert, error) {
	var all []alert.Alert
	for _, id := range slices.Sorted(maps.Keys(w.alerts)) {
		if a := w.alerts[id]; a.Open {
			a.ID = id
			all = append(all, a)
		}
	}
	return all, w.fails["open alerts"]
}

func (w *world) ChangeAlert(_ context.Context, id string, f func(alert.Alert) (alert.Alert, bool)) error {
	a := w.alerts[id]
	a.ID = id
	if after, changed := f(a); changed && w.fails["alert "+id] == nil {
		w.alerts[id] = after
	}
	return w.fails["alert "+id]
}

func (w *world) KnownAccounts(context.Context) ([]string, error) {
	return append([]string{"acme", "asks"}, w.removed...), w.fails["accounts"]
}

func (w *world) OpenOf(_ context.Context, account string, f func(conversation.ID) error) error {
	for _, id := range slices.Sorted(maps.Keys(w.conversations)) {
		if c := w.conversations[id]; c.Account == account && c.State != conversation.Closed {
			if err := f(id); err != nil {
				return err
			}
		}
	}
	return w.fails["open of "+account]
}

func (w *world) CountOpen(_ context.Context, queue string) (int64, error) {
	return 0, w.step("count %s", queue)
}

func (w *world) Overdue(_ context.Context, before time.Time, f func(conversation.Conversation) error) error {
	for _, id := range slices.Sorted(maps.Keys(w.conversations)) {
		c := w.conversations[id]
		if c.DueAt.IsZero() || !c.DueAt.Before(before) {
			continue
		}
		if err := f(c); err != nil {
			return err
		}
	}
	return w.fails["overdue"]
}

func (w *world) FollowLater(_ context.Context, id conversation.ID, at time.Time) error {
	return w.step("follow %s at %s", id, at.Format(time.TimeOnly))
}

func (w *world) ToFollow(_ context.Context, now time.Time, f func(conversation.Conversation) error) error {
	for _, id := range slices.Sorted(maps.Keys(w.conversations)) {
		if c := w.conversations[id]; !c.FollowAt.IsZero() && !c.FollowAt.After(now) {
			if err := f(c); err != nil {
				return err
			}
		}
	}
	return w.fails["to follow"]
}

func (w *world) StuckActions(
	_ context.Context, before time.Time, f func(conversation.ID, string, time.Time) error,
) error {
	for _, name := range slices.Sorted(maps.Keys(w.actions)) {
		id, action, _ := strings.Cut(name, "/")
		if asked := w.actions[name].CreatedAt; asked.Before(before) {
			if err := f(conversation.ID(id), action, asked); err != nil {
				return err
			}
		}
	}
	return w.fails["actions"]
}

func (w *world) StuckStarts(_ context.Context, before time.Time, f func(string) error) error {
	for _, id := range slices.Sorted(maps.Keys(w.starts)) {
		if w.starts[id].Before(before) {
			if err := f(id); err != nil {
				return err
			}
		}
	}
	return w.fails["starts"]
}

func (w *world) StuckRosterChanges(_ context.Context, before time.Time, f func(string) error) error {
	for _, id := range slices.Sorted(maps.Keys(w.changes)) {
		if w.changes[id].Before(before) {
			if err := f(id); err != nil {
				return err
			}
		}
	}
	return w.fails["changes"]
}

func (w *world) WakeRoster(_ context.Context, id string, _ time.Time) error {
	return w.step("change %s woken", id)
}

func (w *world) StuckRequests(_ context.Context, before time.Time, f func(string, bool) error) error {
	for _, id := range slices.Sorted(maps.Keys(w.requests)) {
		if w.requests[id].Before(before) {
			if err := f(id, strings.HasPrefix(id, "planned")); err != nil {
				return err
			}
		}
	}
	return w.fails["requests"]
}

func (w *world) WakeRequest(_ context.Context, id string, _ time.Time) error {
	return w.step("request %s woken", id)
}

func (w *world) AskRequest(_ context.Context, r request.Request) error {
	w.asked = append(w.asked, r.ID)
	return nil
}

func (w *world) RefuseStart(_ context.Context, id string, refused *conversation.RefusedError, _ time.Time) error {
	return w.step("start %s refused %s", id, refused.Code)
}

func (w *world) Act(
	_ context.Context, id conversation.ID, action string, _ *mask.Set, now time.Time,
	f func(conversation.Conversation, conversation.Action, store.People) (conversation.Change, error),
) (conversation.Conversation, conversation.Action, error) {
	name := string(id) + "/" + action
	a, c := w.actions[name], w.conversations[id]
	ch, err := f(c, a, w.people)
	refused, _ := errors.AsType[*conversation.RefusedError](err)
	a = a.Outcome(refused, now)
	delete(w.actions, name)
	if err == nil {
		c = ch.Conversation
		w.conversations[id] = c
	}
	return c, a, w.step("%s %s %s", name, a.Status, a.Reason)
}

func (w *world) Outdated(_ context.Context, version string, f func(conversation.ID) error) error {
	if config, err := w.Current(context.Background()); err != nil || config.Version != version {
		return fmt.Errorf("asked for others than those of %s", version)
	}
	for _, id := range w.outdated {
		if err := f(id); err != nil {
			return err
		}
	}
	return w.fails["outdated"]
}

func (w *world) StuckReplies(_ context.Context, before time.Time, f func(conversation.ID, string) error) error {
	if want := w.now.Add(-10 * time.Minute); !before.Equal(want) {
		return fmt.Errorf("asked for replies before %v, want %v", before, want)
	}
	for _, name := range w.stuck {
		id, reply, _ := strings.Cut(name, "/")
		if err := f(conversation.ID(id), reply); err != nil {
			return err
		}
	}
	return w.fails["stuck"]
}

func (w *world) Nudge(_ context.Context, id conversation.ID, now time.Time) error {
	return w.step("nudge %s at %s", id, now.Format(time.TimeOnly))
}

func (w *world) Agents(_ context.Context, f func(string) error) error {
	for _, email := range slices.Sorted(maps.Keys(w.people)) {
		if err := f(email); err != nil {
			return err
		}
	}
	return w.fails["agents"]
}

func (w *world) Recount(_ context.Context, email string) (int64, error) {
	off := w.off[email]
	delete(w.off, email)
	return off, w.fails["recount "+email]
}

func (w *world) Dispatch(_ context.Context, c conversation.Conversation) error {
	return w.step("after %s %s", c.ID, c.State)
}

func (w *world) Watch(_ context.Context, p conversation.Person) error {
	return w.step("watch %s from %s", p.Email, p.Lease.Until.Format(time.TimeOnly))
}

func (w *world) FindWork(_ context.Context, email string) (time.Time, error) {
	if !w.served[email] {
		return time.Time{}, w.fails["serve "+email]
	}
	return w.now.Add(-w.waited), w.fails["serve "+email]
}

func (w *world) Set(_ context.Context, t task.Timer) error {
	w.timers = append(w.timers, t)
	return w.step("set %s", t.Cause)
}

// call makes a request to the function.
func (w *world) call(method, path string, body []byte) *httptest.ResponseRecorder {
	h := &timer.Handler{
		Store: w, Configuration: w, Dispatcher: w, Timers: w,
		Now: func() time.Time { return w.now }, Log: logging.New(&w.log, "p", "timer"),
	}
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, httptest.NewRequest(method, path, bytes.NewReader(body)))
	return recorder
}

// fire makes the call of a timer, and checks the answer.
func (w *world) fire(t *testing.T, timer task.Timer, status int) {
	t.Helper()
	body, err := json.Marshal(timer)
	if err != nil {
		t.Fatal(err)
	}
	if got := w.call(http.MethodPost, "/", body); got.Code != status {
		t.Errorf("answered %d %s, want %d\n%s", got.Code, got.Body, status, &w.log)
	}
}

// did checks what was done, and forgets it.
func (w *world) did(t *testing.T, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, w.steps); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
	w.steps = nil
}

// logged checks the severities of the log's lines, and that they name nobody.
func (w *world) logged(t *testing.T, want ...string) {
	t.Helper()
	var got []string
	for line := range strings.Lines(w.log.String()) {
		var entry struct{ Severity, Message string }
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatal(err)
		}
		got = append(got, entry.Severity+" "+entry.Message)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
	for _, secret := range []string{"parcel", "Dana", "Okafor", "jo@", "Sand"} {
		if strings.Contains(w.log.String(), secret) {
			t.Errorf("the log holds %q:\n%s", secret, &w.log)
		}
	}
}
