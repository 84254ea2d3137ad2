package timer_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/task"
)

var errAborted = errors.New("aborted")

// offer is the timer of the third offer of a conversation, which ends at noon.
func offer() task.Timer {
	return task.Timer{Conversation: "c1", Cause: conversation.OfferEnds, Number: 3, At: noon}
}

// offered is a world in which that offer was made.
func offered() *world {
	w := newWorld()
	w.has("c1", conversation.Offered, func(c *conversation.Conversation) { c.Offers, c.OfferedUntil = 3, noon })
	return w
}

func TestATimerThatIsSecondsEarlyComesAgain(t *testing.T) {
	t.Parallel()
	for _, early := range []time.Duration{time.Nanosecond, time.Second, time.Minute} {
		w := offered()
		w.now = noon.Add(-early)
		w.fire(t, offer(), http.StatusServiceUnavailable)
		w.did(t)
		w.logged(t, "WARNING failed")
	}
}

func TestATimerFurtherAheadThanCloudTasksPlansIsSetAgain(t *testing.T) {
	t.Parallel()
	w := offered()
	w.now = noon.Add(-time.Minute - 1)
	w.fire(t, offer(), http.StatusOK)
	w.did(t, "set offer")
	want := offer()
	want.At = noon.Add(time.Second) // the name of its own second may be this very call's
	if diff := cmp.Diff([]task.Timer{want}, w.timers); diff != "" || w.timers[0].Name() == offer().Name() {
		t.Errorf("timers (-want +got):\n%s", diff)
	}
	w.now = want.At
	w.fire(t, w.timers[0], http.StatusOK)
	w.did(t, "c1 open by offerExpired", "after c1 open")
}

func TestATimerThatCannotBeSetAgainComesAgain(t *testing.T) {
	t.Parallel()
	w := offered()
	w.now, w.fails["set offer"] = noon.Add(-time.Hour), fault.New(fault.Unavailable, "busy")
	w.fire(t, offer(), http.StatusServiceUnavailable)
}

func TestADeadlineHasItsEffectAndThenWhatFollows(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		timer  task.Timer
		state  conversation.State
		set    func(*conversation.Conversation)
		effect []string
		logged []string
	}{
		{
			"an offer ends", offer(), conversation.Offered,
			func(c *conversation.Conversation) { c.Offers, c.OfferedUntil = 3, noon },
			[]string{"c1 open by offerExpired", "after c1 open"},
			nil,
		},
		{
			"a session overflows",
			task.Timer{Conversation: "c1", Cause: conversation.Overflows, Number: 2, At: noon},
			conversation.Open,
			func(c *conversation.Conversation) { c.Entry, c.EnqueuedAt = 2, noon.Add(-30*time.Minute) },
			[]string{"c1 open by overflowedToQueue", "after c1 open"},
			nil,
		},
		{
			"a skill is not needed any more",
			task.Timer{Conversation: "c1", Cause: conversation.MatchesAgain, Number: 2, At: noon},
			conversation.Open,
			func(c *conversation.Conversation) {
				c.Queue, c.Entry, c.EnqueuedAt = "second", 2, noon.Add(-2*time.Minute)
				c.Skills = map[string]int64{"french": 3, "heating": 1}
			},
			[]string{"c1 waits in second|heating:1", "after c1 open"},
			nil,
		},
		{
			"a customer waits for an answer, which somebody has to look at",
			task.Timer{Conversation: "c1", Cause: conversation.AnswerIsLate, Number: 1, At: noon},
			conversation.Active,
			func(c *conversation.Conversation) { c.OwedSince = noon.Add(-5 * time.Minute) },
			[]string{"c1 active by alerted", "after c1 active"},
			[]string{"WARNING a customer waits for an agent's answer"},
		},
		{
			"a customer waits for an answer, and others are looked for",
			task.Timer{Conversation: "c1", Cause: conversation.AnswerIsLate, Number: 1, At: noon},
			conversation.Active,
			func(c *conversation.Conversation) {
				c.Workstream, c.OwedSince = "strict", noon.Add(-5*time.Minute)
			},
			[]string{"c1 open by noAnswer", "after c1 open"},
			nil,
		},
		{
			"a parked session is forgotten",
			task.Timer{Conversation: "c1", Cause: conversation.BecomesIdle, Number: 1, At: noon},
			conversation.Parked,
			func(c *conversation.Conversation) { c.ParkedAt = noon.Add(-7 * 24 * time.Hour) },
			[]string{"c1 closed by inactive", "after c1 closed"},
			nil,
		},
		{
			"a session comes back that was parked until now",
			task.Timer{Conversation: "c1", Cause: conversation.ParkEnds, Number: 1, At: noon},
			conversation.Parked,
			func(c *conversation.Conversation) { c.ParkedAt, c.ParkedUntil = noon.Add(-time.Hour), noon },
			[]string{"c1 open by parkOver", "after c1 open"},
			nil,
		},
		{
			"a notice is not answered, and the session goes where it has to",
			task.Timer{Conversation: "c1", Cause: conversation.NoticeEnds, Number: 1, At: noon},
			conversation.Closed,
			func(c *conversation.Conversation) {
				c.Account, c.Notice.Until, c.Notice.Opening = "asks", noon, &conversation.Opening{Kind: "text", Text: "hello"}
			},
			[]string{"c1 open by customerWrote", "c1 open by noticeUnanswered", "after c1 open"},
			nil,
		},
		{
			"a notice is not answered, and the account is gone",
			task.Timer{Conversation: "c1", Cause: conversation.NoticeEnds, Number: 1, At: noon},
			conversation.Closed,
			func(c *conversation.Conversation) {
				c.Account, c.Notice.Until, c.Notice.Opening = "gone", noon, &conversation.Opening{Kind: "text", Text: "hello"}
			},
			[]string{"c1 closed by noticeUnanswered", "after c1 closed"},
			nil,
		},
		{
			"a wrap-up ends",
			task.Timer{Conversation: "c1", Cause: conversation.WrapUpEnds, Number: 1, At: noon},
			conversation.WrapUp,
			func(c *conversation.Conversation) { c.EndedAt = noon.Add(-2 * time.Minute) },
			[]string{"c1 closed by wrapUpExpired", "after c1 closed"},
			nil,
		},
	}
	for _, tt := range tests {
		for name, late := range map[string]time.Duration{"in time": 0, "late": time.Hour} {
			t.Run(tt.name+" "+name, func(t *testing.T) {
				t.Parallel()
				w := newWorld()
				w.has("c1", tt.state, tt.set)
				w.now = noon.Add(late)
				w.fire(t, tt.timer, http.StatusOK)
				w.did(t, tt.effect...)
				w.logged(t, append([]string{"INFO deadline"}, tt.logged...)...)

				w.fire(t, tt.timer, http.StatusOK) // once more: the answer may have been lost
				w.did(t, tt.effect[len(tt.effect)-1])
			})
		}
	}
}

func TestADeadlineThatIsOverOnlyHasWhatFollows(t *testing.T) {
	t.Parallel()
	for name, set := range map[string]func(*conversation.Conversation){
		"accepted":   func(c *conversation.Conversation) { c.State = conversation.Active },
		"put off":    func(c *conversation.Conversation) { c.OfferedUntil = noon.Add(time.Minute) },
		"made again": func(c *conversation.Conversation) { c.Offers = 4 },
	} {
		w := offered()
		c := w.conversations["c1"]
		set(&c)
		w.conversations["c1"] = c
		w.fire(t, offer(), http.StatusOK)
		if diff := cmp.Diff(c, w.conversations["c1"]); diff != "" {
			t.Errorf("%s: the conversation (-want +got):\n%s", name, diff)
		}
		w.did(t, "after c1 "+string(c.State))
		w.logged(t)
	}
}

func TestATimerOfAConversationThatIsGoneIsDoneWith(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.fire(t, offer(), http.StatusOK)
	w.did(t)
	w.logged(t)
}

func TestATimerComesAgainWhenSomethingFails(t *testing.T) {
	t.Parallel()
	busy := fault.New(fault.Unavailable, "busy")
	for fails, want := range map[string]int{"config": 500, "update c1": 500, "after c1 open": 503} {
		w := offered()
		w.fails[fails] = errAborted
		if want == http.StatusServiceUnavailable {
			w.fails[fails] = busy
		}
		w.fire(t, offer(), want)
		w.steps = nil
		delete(w.fails, fails)
		w.fire(t, offer(), http.StatusOK)
		if w.conversations["c1"].State != conversation.Open || w.steps[len(w.steps)-1] != "after c1 open" {
			t.Errorf("%s: then %v", fails, w.steps)
		}
	}
}

func TestHandlerRefusesWhatIsNoTimer(t *testing.T) {
	t.Parallel()
	w := newWorld()
	if got := w.call(http.MethodGet, "/", nil); got.Code != http.StatusMethodNotAllowed {
		t.Errorf("a GET is answered %d", got.Code)
	}
	// Cloud Tasks would call for ever.
	if got := w.call(http.MethodPost, "/", []byte(`{"cause":"offer"}`)); got.Code != http.StatusOK {
		t.Errorf("a timer for nobody is answered %d", got.Code)
	}
	w.did(t)
	w.logged(t, "INFO failed", "ERROR timer given up")
}

// TestAParkThatEndedIsFollowedUpAgain: a run that dies between bringing the session back and
// looking for an agent is repeated, and a timer that fires twice brings it back once.
func TestAParkThatEndedIsFollowedUpAgain(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.has("c1", conversation.Parked, func(c *conversation.Conversation) { c.ParkedAt, c.ParkedUntil = noon.Add(-time.Hour), noon })
	timer := task.Timer{Conversation: "c1", Cause: conversation.ParkEnds, Number: 1, At: noon}
	w.now, w.fails["after c1 open"] = noon, fault.New(fault.Unavailable, "died")
	w.fire(t, timer, http.StatusServiceUnavailable)
	w.did(t, "c1 open by parkOver", "after c1 open")
	delete(w.fails, "after c1 open")
	w.fire(t, timer, http.StatusOK)
	w.did(t, "after c1 open")
}
