package reply_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/cloudevents/sdk-go/v2/event"

	"github.com/frontdesk-gcp/frontdesk/functions/reply"
	"github.com/frontdesk-gcp/frontdesk/shared/logging"
)

func TestHandleGivesUpOnASubjectThatIsNone(t *testing.T) {
	t.Parallel()
	for _, subject := range []string{
		"", "documents", "documents/conversations/c1", "documents/conversations/c1/actions/a1",
		"documents/customers/c1/replies/r1", "conversations/c1/replies/r1", "documents/conversations/c1/replies/r1/x/y",
	} {
		t.Run(subject, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			e := event.New()
			e.SetID("e1")
			e.SetSubject(subject)
			// There is no store: whatever went on from here would fail loudly.
			h := &reply.Handler{Log: logging.New(&log, "p", "reply")}
			if err := h.Handle(t.Context(), e); err != nil {
				t.Errorf("Handle = %v, want nil: the subject will not get better", err)
			}
			if got := log.String(); !strings.Contains(got, `"severity":"ERROR"`) || strings.Count(got, "\n") != 1 {
				t.Errorf("log = %q, want one error", got)
			}
		})
	}
}
