package dispatch_test

import (
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/dispatch"
)

// lentFor has an agent serve no queue but one, for so long.
func (w *world) lentFor(d time.Duration, queue string) func(*agent.Agent) {
	until := w.now().Add(d)
	return func(a *agent.Agent) { *a = a.For(agent.Today{Until: until}, []string{queue}, 2) }
}

// TestWhoIsLentForTodayGetsTheWorkOfToday: and from the end of the day on that of the
// roster, by the timer that was set for then.
func TestWhoIsLentForTodayGetsTheWorkOfToday(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.hire(agentCalled("ana", w.lentFor(time.Hour, "back")))
	w.must(w.findWork("ana@x"))
	timer, set := w.timer(dispatch.Lapses)
	if !set || timer.Agent != "ana@x" || timer.At.Sub(w.now()).Round(time.Minute) != time.Hour {
		t.Fatalf("the timer is %+v, %v; want one for the end of the day", timer, set)
	}
	c := w.comes("k", session{})
	w.has(c, conversation.Open, "")
	w.pass(2 * time.Hour)
	w.lease("ana@x", time.Hour)
	w.must(w.findWork("ana@x")) // as the timer does, and any change of the agent's document
	w.has(c, conversation.Offered, "ana@x")
}

// TestWhoWasLentGetsNothingOfYesterday, even where the timer was lost.
func TestWhoWasLentGetsNothingOfYesterday(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.hire(agentCalled("ana", serves("back"), w.lentFor(time.Hour, "front")))
	c := w.comes("k1", session{})
	w.has(c, conversation.Offered, "ana@x")
	w.pass(2 * time.Hour)
	w.lease("ana@x", time.Hour)
	w.has(w.comes("k2", session{}), conversation.Open, "")
}
