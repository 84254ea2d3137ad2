package timer_test

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/functions/timer"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/alert"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// told are the alerts that are open after a round.
func (w *world) told(t *testing.T) []string {
	t.Helper()
	w.call(http.MethodPost, timer.WaitingPath, nil)
	var all []string
	for _, id := range slices.Sorted(maps.Keys(w.alerts)) {
		if w.alerts[id].Open {
			all = append(all, id)
		}
	}
	return all
}

// TestSupervisorsAreToldOfEachCause, and of nothing else.
func TestSupervisorsAreToldOfEachCause(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		there func(*world)
		want  []string
	}{
		"nothing":                           {func(*world) {}, nil},
		"somebody waits within the promise": {func(w *world) { w.waits["front"] = 5 * time.Minute }, nil},
		"somebody waits for longer":         {func(w *world) { w.waits["front"] = 301 * time.Second }, []string{"waiting_front"}},
		"somebody waits in a closed queue": {func(w *world) {
			w.waits["night"], w.unattended["night"] = time.Hour, true
		}, nil},
		"somebody waits, and nobody takes work": {func(w *world) {
			w.waits["front"], w.unattended["front"] = time.Minute, true
		}, []string{"unattended_front"}},
		"nobody takes work, and nobody waits": {func(w *world) { w.unattended["front"] = true }, nil},
		"agents do not answer": {func(w *world) {
			w.late = map[string]alert.Cause{
				"front": {Kind: alert.Unanswered, Queue: "front", Count: 2}, "night": {Kind: alert.Unanswered, Queue: "night", Count: 1},
			}
		}, []string{"unanswered_front"}},
		"an agent was set away": {func(w *world) { w.away = []agent.Agent{{Email: jo}} }, []string{"set-away_" + jo}},
		"a supervisor set an agent away": {func(w *world) {
			w.away = []agent.Agent{{Email: jo, AwayBy: reason.New(agent.SetBy, reason.Args{"by": "Sue"})}}
		}, nil},
		"four replies failed": {func(w *world) { w.failed = 4 }, nil},
		"five replies failed": {func(w *world) { w.failed = 5 }, []string{"failed-replies"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			tt.there(w)
			if diff := cmp.Diff(tt.want, w.told(t)); diff != "" {
				t.Errorf("alerts (-want +got):\n%s", diff)
			}
		})
	}
}

// TestAnAlertIsLoggedOnceAndEndsByItself: the line is what e-mails and chats are sent by.
func TestAnAlertIsLoggedOnceAndEndsByItself(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.waits["front"] = 10 * time.Minute
	logged := func() int {
		w.told(t)
		return strings.Count(w.log.String(), "alert raised")
	}
	if first, second := logged(), logged(); first != 1 || second != 1 {
		t.Errorf("logged %d times after a round and %d after two, want 1", first, second)
	}
	w.now = w.now.Add(time.Minute)
	delete(w.waits, "front")
	if open := w.told(t); len(open) != 0 || !w.alerts["waiting_front"].ClearedAt.Equal(w.now) {
		t.Errorf("still open: %v, %+v", open, w.alerts)
	}
	w.waits["front"] = 6 * time.Minute
	if n := logged(); n != 2 {
		t.Errorf("logged %d times, want it again", n)
	}
}

// TestWhatCouldNotBeLookedAtIsNotOver: a failure tells nobody that all is well, and keeps
// nothing else from being told.
func TestWhatCouldNotBeLookedAtIsNotOver(t *testing.T) {
	t.Parallel()
	for _, fails := range []string{"waits front", "waits second", "attended second", "late", "away", "failed replies", "conversation c1"} {
		t.Run(fails, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			author := conversation.Author{Email: jo}
			w.alerts["help_c1"] = alert.Alert{
				Cause: alert.Cause{Kind: alert.Help, Conversation: "c1"}, Open: true, Author: &author,
			}
			w.has("c1", conversation.Active, nil)
			w.waits["front"] = 10 * time.Minute
			if open := w.told(t); len(open) != 2 {
				t.Fatalf("open: %v", open)
			}
			delete(w.waits, "front")
			w.waits["second"] = 10 * time.Minute
			w.fails[fails] = errors.New("no")
			open := w.told(t)
			if !slices.Contains(open, "waiting_front") || !slices.Contains(open, "help_c1") {
				t.Errorf("open: %v", open)
			}
			if !slices.Contains(open, "waiting_second") && fails != "waits second" {
				t.Errorf("the failure hides another one: %v", open)
			}
			delete(w.fails, fails)
			if diff := cmp.Diff([]string{"help_c1", "waiting_second"}, w.told(t)); diff != "" {
				t.Errorf("a round later (-want +got):\n%s", diff)
			}
		})
	}
}

// TestAPleaForHelpIsPassedOnOnce to those who are not at the desk, each time that somebody asks,
// whatever a round has to do twice; one that is over before is not.
func TestAPleaForHelpIsPassedOnOnce(t *testing.T) {
	t.Parallel()
	w := newWorld()
	author := conversation.Author{Email: jo}
	asks := func(open bool) {
		w.alerts["help_c1"] = alert.Alert{
			Cause: alert.Cause{Kind: alert.Help, Queue: "front", Conversation: "c1"}, Open: open, RaisedAt: w.now, Author: &author,
		}
	}
	lines := func() int { return strings.Count(w.log.String(), `"kind":"help","queue":"front"`) }
	w.has("c1", conversation.Active, nil)
	asks(false)
	w.told(t)
	if n := lines(); n != 0 {
		t.Errorf("a plea that is over has %d lines", n)
	}
	for times := range 2 {
		asks(true)
		for range 3 {
			if open := w.told(t); !slices.Contains(open, "help_c1") {
				t.Fatalf("open: %v", open)
			}
		}
		if n := lines(); n != times+1 {
			t.Errorf("asked %d times, %d lines:\n%s", times+1, n, w.log.String())
		}
		w.alerts["help_c1"] = alert.Alert{}
	}
}

// TestAPleaForHelpIsOverWhenTheConversationIsSomebodyElses or nobody's.
func TestAPleaForHelpIsOverWhenTheConversationIsSomebodyElses(t *testing.T) {
	t.Parallel()
	w := newWorld()
	author := conversation.Author{Email: jo}
	for _, id := range []conversation.ID{"c1", "c2", "c3"} {
		w.alerts["help_"+string(id)] = alert.Alert{
			Cause: alert.Cause{Kind: alert.Help, Conversation: id}, Open: true, Author: &author,
		}
	}
	w.has("c1", conversation.Active, nil)
	w.has("c2", conversation.Active, func(c *conversation.Conversation) { c.Owner = "max@example.com" })
	if diff := cmp.Diff([]string{"help_c1"}, w.told(t)); diff != "" {
		t.Errorf("open (-want +got):\n%s", diff)
	}
}
