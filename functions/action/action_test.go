package action_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/cloudevents/sdk-go/v2/event"
	cehttp "github.com/cloudevents/sdk-go/v2/protocol/http"
	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/functions/action"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/logging"
	"github.com/frontdesk-gcp/frontdesk/shared/mask"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

const (
	shop = `{"accounts":{"acme":{"workstream":"support"}},"workstreams":{"support":{"fallback_queue":"front"}},
		"queues":{"front":{"display_name":"Front"}}}`
	subject = "documents/conversations/c1/actions/a1"
)

var now = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

// world is an action function and everything around it: one action, asked for in
// one conversation.
type world struct {
	action       conversation.Action
	conversation conversation.Conversation
	// storeErr, configErr and afterErr are why the store, the configuration and the
	// dispatcher fail.
	storeErr, configErr, afterErr error
	// steps are what was done, in turn.
	steps  []string
	change conversation.Change
	// answered is what the dispatcher was told: whether the session was taken in the
	// commit it follows.
	answered []bool
	log      bytes.Buffer
}

// newWorld is the world in which Jo asks for something about a session that waits.
func newWorld(kind conversation.ActionKind) *world {
	return &world{
		action: conversation.Action{
			Kind: kind, Author: conversation.Author{Email: "jo@example.com"}, Status: conversation.ActionPending,
		},
		conversation: conversation.Conversation{ID: "c1", Session: conversation.Session{State: conversation.Open, Workstream: "support", Queue: "front"}},
	}
}

// Act does as the store does.
func (w *world) Act(
	_ context.Context, id conversation.ID, action string, _ *mask.Set, at time.Time,
	f func(conversation.Conversation, conversation.Action, store.People) (conversation.Change, error),
) (conversation.Conversation, conversation.Action, error) {
	if w.storeErr != nil {
		return conversation.Conversation{}, conversation.Action{}, w.storeErr
	}
	if w.action.Ended() {
		return w.conversation, w.action, nil
	}
	ch, err := f(w.conversation, w.action, store.People{
		"jo@example.com": {
			Agent: agent.Agent{Email: "jo@example.com", Role: agent.Plain, Queues: []string{"front"}, Capacity: 3},
			Lease: agent.Lease{Until: now.Add(time.Minute)},
		},
		"sam@example.com": {Agent: agent.Agent{Email: "sam@example.com", DisplayName: "Sam", Role: agent.Plain}},
	})
	refused, no := errors.AsType[*conversation.RefusedError](err)
	if err != nil && !no {
		return w.conversation, w.action, err
	}
	if !no {
		w.change, w.conversation = ch, ch.Conversation
	}
	w.action = w.action.Outcome(refused, at)
	w.steps = append(w.steps, string(id)+"/"+action+" "+string(w.action.Status)+" at "+at.Format(time.TimeOnly))
	return w.conversation, w.action, nil
}

func (w *world) Current(context.Context) (*configuration.Config, error) {
	if w.configErr != nil {
		return nil, w.configErr
	}
	return configuration.Load([]byte(shop), channels.Profiles())
}

func (w *world) LogAnswered(_ context.Context, c conversation.Conversation, _ *configuration.Config, at time.Time) {
	w.answered = append(w.answered, c.Tally.AnsweredAt.Equal(at))
}

func (w *world) Dispatch(_ context.Context, c conversation.Conversation) error {
	w.steps = append(w.steps, "after "+string(c.State))
	return w.afterErr
}

func (w *world) SetTimers(_ context.Context, c conversation.Conversation) error {
	w.steps = append(w.steps, "timers of "+string(c.State))
	return w.afterErr
}

// created delivers the event that a document was created.
func (w *world) created(subject string) error {
	e := event.New()
	e.SetID("e1")
	e.SetSubject(subject)
	h := &action.Handler{
		Actions: w, Configuration: w, Dispatcher: w,
		Now: func() time.Time { return now }, Log: logging.New(&w.log, "p", "action"),
	}
	return h.Handle(context.Background(), e)
}

// did checks what was done.
func (w *world) did(t *testing.T, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, w.steps); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
}

func TestHandleCarriesOutTheActionAndThenWhatFollows(t *testing.T) {
	t.Parallel()
	w := newWorld(conversation.Pick)
	if err := w.created(subject); err != nil {
		t.Error(err)
	}
	w.did(t, "c1/a1 done at 12:00:00", "after active")
	if got := w.change; got.Conversation.Owner != "jo@example.com" || got.Dequeue != "front" || !got.Events[0].At.Equal(now) {
		t.Errorf("change = %+v, want the conversation picked now", got)
	}
	if log := w.log.String(); !strings.Contains(log, `"function":"action","action":"a1","conversation":"c1"`) || strings.Contains(log, "jo@") {
		t.Errorf("log = %s, want what was done and not by whom", log)
	}
	if diff := cmp.Diff([]bool{true}, w.answered); diff != "" {
		t.Errorf("that somebody took it was told (-want +got):\n%s", diff)
	}
}

func TestHandleCarriesOutAnActionOnceAndWhatFollowsAsOftenAsItIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(conversation.Pick)
	for range 3 { // the run before may have died after the commit
		if err := w.created(subject); err != nil {
			t.Error(err)
		}
	}
	w.did(t, "c1/a1 done at 12:00:00", "after active", "after active", "after active")
}

// TestHandleTellsTheAgentWhyNot, and looks for nobody: what was refused changed
// nothing, however often the event comes.
func TestHandleTellsTheAgentWhyNot(t *testing.T) {
	t.Parallel()
	w := newWorld(conversation.Accept)
	for range 2 {
		if err := w.created(subject); err != nil {
			t.Error(err)
		}
	}
	w.did(t, "c1/a1 refused at 12:00:00")
	if w.action.Reason == nil || w.action.Reason.Code != conversation.OfferIsOver {
		t.Errorf("reason = %v", w.action.Reason)
	}
}

func TestNothingFollowsFromWhatOnlyTheCustomersScreenShows(t *testing.T) {
	t.Parallel()
	for _, kind := range []conversation.ActionKind{conversation.Type, conversation.MarkRead} {
		w := newWorld(kind)
		w.conversation.State, w.conversation.Owner, w.action.Of = conversation.Active, "jo@example.com", "m1"
		w.conversation.Signals = []channel.Kind{channel.Typing, channel.Seen}
		if err := w.created(subject); err != nil {
			t.Error(err)
		}
		w.did(t, "c1/a1 done at 12:00:00")
		if len(w.change.Replies) != 1 {
			t.Errorf("%s: the channel is told %v, want one signal", kind, w.change.Replies)
		}
	}
}

func TestWhomANoteMentionsIsLookedUp(t *testing.T) {
	t.Parallel()
	w := newWorld(conversation.WriteNote)
	w.conversation.State, w.conversation.Owner = conversation.Active, "jo@example.com"
	w.action.Text, w.action.Agents = "look", []string{"sam@example.com"}
	if err := w.created(subject); err != nil {
		t.Error(err)
	}
	w.did(t, "c1/a1 done at 12:00:00", "timers of active") // and nobody looks for an agent
	if diff := cmp.Diff(map[string]string{"sam@example.com": "Sam"}, w.conversation.Guests); diff != "" {
		t.Errorf("guests (-want +got):\n%s", diff)
	}
}

func TestNothingFollowsWhereThereIsNoConversation(t *testing.T) {
	t.Parallel()
	w := newWorld(conversation.Pick)
	w.conversation = conversation.Conversation{}
	if err := w.created(subject); err != nil {
		t.Error(err)
	}
	w.did(t, "c1/a1 refused at 12:00:00")
}

func TestHandleGivesUpOnASubjectThatIsNone(t *testing.T) {
	t.Parallel()
	for _, subject := range []string{
		"", "documents", "documents/conversations/c1", "documents/conversations/c1/replies/r1",
		"documents/customers/c1/actions/a1", "conversations/c1/actions/a1", "documents/conversations/c1/actions/a1/x/y",
	} {
		t.Run(subject, func(t *testing.T) {
			t.Parallel()
			w := newWorld(conversation.Pick)
			if err := w.created(subject); err != nil {
				t.Errorf("Handle = %v, want no repetition", err)
			}
			w.did(t)
			if log := w.log.String(); !strings.Contains(log, `"severity":"ERROR"`) || strings.Count(log, "\n") != 1 {
				t.Errorf("log = %q, want one error", log)
			}
		})
	}
}

func TestHandleRepeatsWhatMaySucceedLater(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		fail   func(*world)
		status int // 0 is no repetition
	}{
		{"a store that fails", func(w *world) { w.storeErr = errors.New("aborted") }, 500},
		{"an action that its author took back", func(w *world) { w.storeErr = store.ErrNotFound }, 0},
		{"no configuration", func(w *world) { w.configErr = errors.New("no routing configuration yet") }, 500},
		{"what follows fails", func(w *world) { w.afterErr = errors.New("aborted") }, 500},
		{"no timer can be set", func(w *world) { w.afterErr = fault.New(fault.Unavailable, "Cloud Tasks: busy") }, 503},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(conversation.Pick)
			tt.fail(w)
			err := w.created(subject)
			result, again := errors.AsType[*cehttp.Result](err)
			if again != (tt.status != 0) || again && result.StatusCode != tt.status {
				t.Errorf("Handle = %v, want the event repeated for a %d", err, tt.status)
			}
			if logged := strings.Contains(w.log.String(), `"message":"failed"`); logged != again {
				t.Errorf("log = %q, want a failure: %v", w.log.String(), again)
			}
		})
	}
}

func TestWhatFollowsIsDoneWhenItFailedTheFirstTime(t *testing.T) {
	t.Parallel()
	w := newWorld(conversation.Pick)
	w.afterErr = errors.New("aborted")
	if err := w.created(subject); err == nil {
		t.Fatal("Handle = nil, want the event repeated")
	}
	w.afterErr = nil
	if err := w.created(subject); err != nil {
		t.Error(err)
	}
	w.did(t, "c1/a1 done at 12:00:00", "after active", "after active")
}
