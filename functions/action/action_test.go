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
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/logging"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

var now = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

// actions hands a picked action to the handler and keeps what comes of it.
type actions struct {
	err    error
	asked  []string
	change conversation.Change
}

func (a *actions) Act(
	_ context.Context, id conversation.ID, action string, at time.Time,
	f func(conversation.Conversation, conversation.Action) (conversation.Change, error),
) error {
	a.asked = append(a.asked, string(id)+"/"+action+" at "+at.Format(time.TimeOnly))
	if a.err != nil {
		return a.err
	}
	var err error
	a.change, err = f(
		conversation.Conversation{ID: id, State: conversation.Open, Queue: "front"},
		conversation.Action{Kind: conversation.Pick, Author: conversation.Author{Email: "jo@example.com"}})
	return err
}

// created is the event that a document was created.
func created(subject string) event.Event {
	e := event.New()
	e.SetID("e1")
	e.SetSubject(subject)
	return e
}

func handle(a *actions, subject string) (logged string, err error) {
	var log bytes.Buffer
	h := &action.Handler{Actions: a, Now: func() time.Time { return now }, Log: logging.New(&log, "p", "action")}
	err = h.Handle(context.Background(), created(subject))
	return log.String(), err
}

func TestHandleCarriesOutTheAction(t *testing.T) {
	t.Parallel()
	a := &actions{}
	log, err := handle(a, "documents/conversations/c1/actions/a1")
	if diff := cmp.Diff([]string{"c1/a1 at 12:00:00"}, a.asked); diff != "" || err != nil {
		t.Errorf("error %v, acted on (-want +got):\n%s", err, diff)
	}
	if got := a.change; got.Conversation.Owner != "jo@example.com" || got.Dequeue != "front" || !got.Events[0].At.Equal(now) {
		t.Errorf("change = %+v, want the conversation picked now", got)
	}
	if !strings.Contains(log, `"conversation":"c1","action":"a1"`) || strings.Contains(log, "jo@") {
		t.Errorf("log = %s, want what was done and not by whom", log)
	}
}

func TestHandleGivesUpOnASubjectThatIsNone(t *testing.T) {
	t.Parallel()
	for _, subject := range []string{
		"", "documents", "documents/conversations/c1", "documents/conversations/c1/replies/r1",
		"documents/customers/c1/actions/a1", "conversations/c1/actions/a1", "documents/conversations/c1/actions/a1/x/y",
	} {
		t.Run(subject, func(t *testing.T) {
			t.Parallel()
			a := &actions{}
			log, err := handle(a, subject)
			if err != nil || len(a.asked) > 0 {
				t.Errorf("Handle = %v after acting on %v, want neither a repetition nor an effect", err, a.asked)
			}
			if !strings.Contains(log, `"severity":"ERROR"`) || strings.Count(log, "\n") != 1 {
				t.Errorf("log = %q, want one error", log)
			}
		})
	}
}

func TestHandleRepeatsWhatMaySucceedLater(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		err   error
		again bool
	}{
		{"a store that fails", errors.New("aborted"), true},
		{"an action that its author took back", store.ErrNotFound, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			log, err := handle(&actions{err: tt.err}, "documents/conversations/c1/actions/a1")
			result, again := errors.AsType[*cehttp.Result](err)
			if again != tt.again || again && result.StatusCode != 500 {
				t.Errorf("Handle = %v, want the event repeated: %v", err, tt.again)
			}
			if logged := log != ""; logged != tt.again {
				t.Errorf("log = %q, want a line: %v", log, tt.again)
			}
		})
	}
}
