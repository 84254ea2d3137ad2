package timer_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/functions/timer"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

// sweep makes Cloud Scheduler's call, and checks the answer.
func (w *world) sweep(t *testing.T, status int) {
	t.Helper()
	if got := w.call(http.MethodPost, timer.SweepPath, nil); got.Code != status {
		t.Errorf("answered %d, want %d\n%s", got.Code, status, &w.log)
	}
}

// due sets when a conversation's earliest deadline is.
func (w *world) due(id conversation.ID, at time.Time) {
	c := w.conversations[id]
	c.DueAt = at
	w.conversations[id] = c
}

func TestASweepFindsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.has("c1", conversation.Offered, func(c *conversation.Conversation) { c.OfferedUntil = noon.Add(-9 * time.Minute) })
	w.due("c1", noon.Add(-9*time.Minute)) // its timer is late, but not lost
	w.has("c2", conversation.Active, nil)
	w.due("c2", noon.Add(-time.Hour)) // the agent has answered since
	w.sweep(t, http.StatusOK)
	w.did(t, "watch "+jo+" from 12:02:00")
	w.logged(t, swept)
}

// TestTheSweepAsksForTheDaysRetention each time, by the same name.
func TestTheSweepAsksForTheDaysRetention(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.sweep(t, http.StatusOK)
	w.sweep(t, http.StatusOK)
	if want := []string{"daily-2026-03-05", "daily-2026-03-05"}; !slices.Equal(w.asked, want) {
		t.Errorf("asked for %v, want %v", w.asked, want)
	}
}

// swept is what a sweep says that has looked at everything.
const swept = "INFO swept"

func TestASweepMendsALostTimer(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.has("c1", conversation.Offered, func(c *conversation.Conversation) { c.OfferedUntil = noon.Add(-time.Hour) })
	w.due("c1", noon.Add(-time.Hour))
	w.has("c2", conversation.WrapUp, func(c *conversation.Conversation) { c.EndedAt = noon.Add(-12 * time.Minute) })
	w.due("c2", noon.Add(-10*time.Minute-1))
	w.sweep(t, http.StatusOK)
	w.did(t,
		"c1 open by offerExpired", "after c1 open",
		"c2 closed by wrapUpExpired", "after c2 closed",
		"watch "+jo+" from 12:02:00",
	)
	const lost, deadline = "ERROR sweep: a timer was lost", "INFO deadline"
	w.logged(t, lost, deadline, lost, deadline, swept)
}

// TestASweepForgetsADeadlineThatAnAnswerPutOff, which is not lost and would be
// looked at every hour.
func TestASweepForgetsADeadlineThatAnAnswerPutOff(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.has("c1", conversation.Active, nil)
	w.due("c1", noon.Add(-time.Hour))
	w.sweep(t, http.StatusOK)
	w.logged(t, swept)
	if due := w.conversations["c1"].DueAt; due.Equal(noon.Add(-time.Hour)) {
		t.Errorf("it is still due at %v", due)
	}
}

// TestASweepPutsWhatWaitsWhereTheConfigurationHasIt, which is no finding.
func TestASweepPutsWhatWaitsWhereTheConfigurationHasIt(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.has("c1", conversation.Open, nil)
	w.has("c2", conversation.Active, nil) // somebody has it by now
	w.has("c3", conversation.Open, func(c *conversation.Conversation) { c.Queue = "gone" })
	w.outdated = []conversation.ID{"c1", "c2", "c3"}
	w.sweep(t, http.StatusOK)
	w.did(t,
		"c1 waits in front|", "after c1 open",
		"c3 open by overflowedToQueue", "after c3 open",
		"watch "+jo+" from 12:02:00",
	)
	const adopted = "INFO waits by the configuration that is in force now"
	w.logged(t, adopted, adopted, swept)
}

func TestASweepWakesAConversationOfStuckRepliesOnce(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.stuck = []string{"c1/r1", "c2/r2", "c1/r3"}
	w.sweep(t, http.StatusOK)
	w.did(t, "nudge c1 at 12:00:00", "nudge c2 at 12:00:00", "watch "+jo+" from 12:02:00")
	const stuck = "ERROR sweep: a reply is stuck"
	w.logged(t, stuck, stuck, swept)
}

func TestASweepMendsWhatAnAgentHasUsed(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.off[jo] = -2
	w.sweep(t, http.StatusOK)
	w.sweep(t, http.StatusOK)
	w.logged(t, "ERROR sweep: an agent's capacity was wrong", swept, swept)
	// What the agent's tasks begin with tells agents apart.
	name, _, _ := strings.Cut(vanishes().Name(), "_")
	for _, want := range []string{`"off":-2`, `"agent":"` + name + `"`} {
		if !strings.Contains(w.log.String(), want) {
			t.Errorf("the log lacks %s:\n%s", want, &w.log)
		}
	}
}

func TestASweepGivesWhatWaits(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.served[jo] = true
	w.sweep(t, http.StatusOK)
	w.logged(t, "ERROR sweep: a session waited that an agent could take", swept)
}

// TestASweepIsNotAlarmedBySomethingFresh, which another run is about to give away.
func TestASweepIsNotAlarmedBySomethingFresh(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.served[jo], w.waited = true, time.Second
	w.sweep(t, http.StatusOK)
	w.logged(t, swept)
}

// TestASweepFindsTheSessionsOfAgentsWhoAreGone, whose own timer was lost. One who
// has just gone is left to it.
func TestASweepFindsTheSessionsOfAgentsWhoAreGone(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.has("c1", conversation.Active, nil)
	w.gone(agent.Grace + 9*time.Minute)
	w.sweep(t, http.StatusOK)
	w.did(t, "watch "+jo+" from 11:49:00")
	w.logged(t, swept)

	w.gone(agent.Grace + 10*time.Minute)
	w.sweep(t, http.StatusOK)
	w.did(t, "held", "set taken-back", "c1 open by agentGone", "after c1 open")
	w.logged(t, swept, "INFO taken from an agent who is gone", "ERROR sweep: an agent was gone and had sessions", swept)
	w.sweep(t, http.StatusOK)
	w.did(t, "held")
}

func TestASweepIsAPost(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.served[jo] = true
	if got := w.call(http.MethodGet, timer.SweepPath, nil); got.Code != http.StatusMethodNotAllowed {
		t.Errorf("answered %d, want 405", got.Code)
	}
	w.did(t)
	w.logged(t, "INFO failed")
}

// TestASweepThatFailsComesAgain whatever the failure means elsewhere, and has
// looked at all the rest.
func TestASweepThatFailsComesAgain(t *testing.T) {
	t.Parallel()
	for _, fails := range []string{
		"config", "overdue", "stuck", "agents", "derive", "update c1", "after c1 open", "nudge c2 at 12:00:00",
		"recount " + jo, "serve " + jo, "watch " + jo + " from 12:02:00",
	} {
		for _, failure := range []error{errAborted, fault.New(fault.Invalid, "no timer"), fault.New(fault.Unavailable, "busy")} {
			w := newWorld()
			w.has("c1", conversation.Offered, func(c *conversation.Conversation) { c.OfferedUntil = noon.Add(-time.Hour) })
			w.due("c1", noon.Add(-time.Hour))
			w.stuck = []string{"c2/r1"}
			w.fails[fails] = failure
			w.sweep(t, http.StatusInternalServerError)
			delete(w.fails, fails)
			w.sweep(t, http.StatusOK)
			all := strings.Join(w.steps, ", ")
			for _, want := range []string{"c1 open by offerExpired", "nudge c2", "watch " + jo} {
				if !strings.Contains(all, want) {
					t.Errorf("%s fails: %q is missing in %s", fails, want, all)
				}
			}
			if got := strings.Count(all, "c1 open by offerExpired"); got != 1 {
				t.Errorf("%s fails: the offer expired %d times", fails, got)
			}
		}
	}
}

func TestOneFailureDoesNotKeepASweepFromTheRest(t *testing.T) {
	t.Parallel()
	w := newWorld()
	for _, id := range []conversation.ID{"c1", "c2"} {
		w.has(id, conversation.Offered, func(c *conversation.Conversation) { c.OfferedUntil = noon.Add(-time.Hour) })
		w.due(id, noon.Add(-time.Hour))
	}
	w.stuck = []string{"c3/r1", "c4/r1"}
	sam := w.people[jo]
	w.people["al@example.com"] = sam
	for _, fails := range []string{"update c1", "nudge c3 at 12:00:00", "recount al@example.com"} {
		w.fails[fails] = errAborted
	}
	w.sweep(t, http.StatusInternalServerError)
	w.did(t,
		"c2 open by offerExpired", "after c2 open", "nudge c3 at 12:00:00", "nudge c4 at 12:00:00",
		"watch "+jo+" from 12:02:00",
	)
	w.logged(t,
		"ERROR sweep: a timer was lost", "ERROR sweep: a timer was lost", "INFO deadline",
		"ERROR sweep: a reply is stuck", "ERROR sweep: a reply is stuck", "ERROR failed",
	)
}

func TestManyFailuresEndASweep(t *testing.T) {
	t.Parallel()
	w := newWorld()
	for i := range 100 {
		w.stuck = append(w.stuck, fmt.Sprintf("c%02d/r", i))
		w.fails[fmt.Sprintf("nudge c%02d at 12:00:00", i)] = context.DeadlineExceeded
	}
	w.sweep(t, http.StatusInternalServerError)
	nudges := 0
	for _, step := range w.steps {
		if strings.HasPrefix(step, "nudge") {
			nudges++
		}
	}
	if nudges != 10 {
		t.Errorf("nudged %d conversations, want 10 attempts", nudges)
	}
	if line := w.log.String(); len(line) > 20_000 || !strings.Contains(line, "the rest was not looked at") {
		t.Errorf("log of %d bytes", len(line))
	}
}

// TestTheSweepBringsTheWeeksOfTheFiguresUpToDate, also when something else fails, and says
// when that does.
func TestTheSweepBringsTheWeeksOfTheFiguresUpToDate(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.fails = map[string]error{"roll up": errors.New("down")}
	w.sweep(t, http.StatusInternalServerError)
	w.fails = nil
	w.sweep(t, http.StatusOK)
	if w.rolled != 2 {
		t.Errorf("rolled up %d times", w.rolled)
	}
}
