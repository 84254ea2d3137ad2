package presence_test

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

	"github.com/frontdesk-gcp/frontdesk/functions/presence"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/logging"
)

// dispatcher keeps whom it is to find work for.
type dispatcher struct {
	err    error
	agents []string
}

func (d *dispatcher) FindWork(_ context.Context, email string) (time.Time, error) {
	d.agents = append(d.agents, email)
	return time.Time{}, d.err
}

// written delivers the event that a document was written.
func written(d *dispatcher, subject string) (logged string, err error) {
	var log bytes.Buffer
	e := event.New()
	e.SetID("e1")
	e.SetSubject(subject)
	h := &presence.Handler{Dispatcher: d, Log: logging.New(&log, "p", "presence")}
	err = h.Handle(context.Background(), e)
	return log.String(), err
}

func TestHandleLooksForWorkForTheAgent(t *testing.T) {
	t.Parallel()
	d := &dispatcher{}
	log, err := written(d, "documents/agents/jo@example.com")
	if diff := cmp.Diff([]string{"jo@example.com"}, d.agents); diff != "" || err != nil {
		t.Errorf("error %v, agents (-want +got):\n%s", err, diff)
	}
	if log != "" {
		t.Errorf("log = %s, want nothing: agents' documents are written all day", log)
	}
}

func TestHandleGivesUpOnASubjectThatIsNone(t *testing.T) {
	t.Parallel()
	for _, subject := range []string{
		"", "documents", "documents/agents", "documents/agents/", "agents/jo", "documents/leases/jo",
		"documents/agents/jo/notes/n1",
	} {
		t.Run(subject, func(t *testing.T) {
			t.Parallel()
			d := &dispatcher{}
			log, err := written(d, subject)
			if err != nil || len(d.agents) > 0 {
				t.Errorf("Handle = %v and looked for work for %v, want neither a repetition nor an effect", err, d.agents)
			}
			if !strings.Contains(log, `"severity":"ERROR"`) || strings.Count(log, "\n") != 1 {
				t.Errorf("log = %q, want one error", log)
			}
		})
	}
}

func TestHandleRepeatsWhatFailed(t *testing.T) {
	t.Parallel()
	for want, failure := range map[int]error{
		500: errors.New("aborted"), 503: fault.New(fault.Unavailable, "Cloud Tasks: busy"),
	} {
		log, err := written(&dispatcher{err: failure}, "documents/agents/jo@example.com")
		if result, ok := errors.AsType[*cehttp.Result](err); !ok || result.StatusCode != want {
			t.Errorf("Handle = %v, want the event repeated for a %d", err, want)
		}
		if strings.Count(log, "\n") != 1 || strings.Contains(log, "jo@") {
			t.Errorf("log = %q, want one line that names nobody", log)
		}
	}
}
