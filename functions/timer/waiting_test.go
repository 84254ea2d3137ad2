package timer_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/functions/timer"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

// look makes Cloud Scheduler's call, checks the answer and returns what was logged of
// the queues.
func (w *world) look(t *testing.T, status int) []line {
	t.Helper()
	w.log.Reset()
	if got := w.call(http.MethodPost, timer.WaitingPath, nil); got.Code != status {
		t.Errorf("answered %d, want %d\n%s", got.Code, status, &w.log)
	}
	var all []line
	for text := range strings.Lines(w.log.String()) {
		var l line
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			t.Fatal(err)
		}
		if l.Message == "customers wait" {
			all = append(all, l)
		}
	}
	return all
}

// line is what is logged of a queue.
type line struct {
	Severity, Message, Queue string
	Sessions, Longest        int64
	Share                    float64
}

func wait(queue string, longest int64, share float64) line {
	return line{"INFO", "customers wait", queue, 2, longest, share}
}

// TestALookTellsWhoWaits, in seconds and as a multiple of the five minutes that are
// promised; of a queue in which nobody does it says nothing.
func TestALookTellsWhoWaits(t *testing.T) {
	t.Parallel()
	w := newWorld()
	if got := w.look(t, http.StatusOK); len(got) != 0 {
		t.Errorf("nobody waits, and it says %v", got)
	}
	w.waits["front"], w.waits["second"] = 100*time.Second+time.Millisecond, 11*time.Minute
	want := []line{wait("front", 100, 0.33), wait("second", 660, 2.2)}
	if diff := cmp.Diff(want, w.look(t, http.StatusOK)); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}

// TestAClosedQueueOwesNobodyAnything. It is noon: one closed at ten past eleven, the other opened at half past.
func TestAClosedQueueOwesNobodyAnything(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.waits["night"], w.waits["early"] = time.Hour, time.Hour
	want := []line{wait("early", 1800, 6), wait("night", 600, 0)}
	if diff := cmp.Diff(want, w.look(t, http.StatusOK)); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}

func TestALookIsAPost(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.waits["front"] = time.Hour
	if got := w.call(http.MethodGet, timer.WaitingPath, nil); got.Code != http.StatusMethodNotAllowed {
		t.Errorf("answered %d, want 405", got.Code)
	}
	w.logged(t, "INFO failed")
}

// TestALookThatFailsComesAgain whatever the failure means elsewhere, and has looked at
// the other queues.
func TestALookThatFailsComesAgain(t *testing.T) {
	t.Parallel()
	for _, fails := range []string{"config", "waits front"} {
		for _, failure := range []error{errAborted, fault.New(fault.Invalid, "no queue")} {
			w := newWorld()
			w.waits["front"], w.waits["second"], w.fails[fails] = time.Minute, time.Minute, failure
			got := w.look(t, http.StatusInternalServerError)
			if looked := len(got) == 1 && got[0].Queue == "second"; looked != (fails != "config") {
				t.Errorf("%s fails with %v: %v", fails, failure, got)
			}
			delete(w.fails, fails)
			if got := w.look(t, http.StatusOK); len(got) != 2 {
				t.Errorf("%s failed: the next look says %v", fails, got)
			}
		}
	}
}
