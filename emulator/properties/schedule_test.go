package properties

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
)

// atOnce is how many runs there are at once, at most.
const atOnce = 3

// schedule decides what happens next, and everything follows from its draws.
type schedule struct {
	*world
	// draw returns 0 to n-1; 0 is the simplest.
	draw func(n int, what string) int
	runs []*run
	// unforced is whether no supervisor assigns anything.
	unforced bool
}

// begin starts a run and waits until it is about to do something.
func (s *schedule) begin(d *delivery) {
	ctx, cancel := context.WithCancel(context.Background())
	r := &run{world: s.world, delivery: d, cancel: cancel, gate: make(chan verdict)}
	s.say("begin %s", d)
	go func() {
		defer cancel()
		r.err = s.call(context.WithValue(ctx, runKey{}, r), d)
		r.finished = true
		s.signals <- r
	}()
	s.runs = append(s.runs, r)
	s.hear()
}

// hear waits for the one run that runs.
func (s *schedule) hear() {
	r := <-s.signals
	if !r.finished {
		return
	}
	s.runs = slices.DeleteFunc(s.runs, func(other *run) bool { return other == r })
	s.end(r)
}

// end takes a delivery back that did not succeed.
func (w *world) end(r *run) {
	w.mu.Lock()
	defer w.mu.Unlock()
	failed := r.err != nil || r.dead.Load()
	switch d := r.delivery; {
	case d.task != nil:
		d.task.running, d.task.done = false, d.task.done || !failed
	case failed && !d.isRound():
		w.pending = append(w.pending, d)
	}
	if failed {
		w.note("  failed: %s: died %v, %v", r.delivery, r.dead.Load(), r.err)
	}
}

// resume lets a run do what it is about to do, or not.
func (s *schedule) resume(r *run, v verdict) {
	if v != goesOn {
		s.say("  %s: %s: verdict %d", r.delivery, r.what, v)
	} else if r.next == commits {
		s.say("  %s: %s", r.delivery, r.what)
	}
	r.gate <- v
	s.hear()
}

func (s *schedule) move() {
	moves := []struct {
		weight int
		do     func()
	}{
		{10, s.customerMoves},
		{16, s.agentActs},
		{3, s.agentChooses},
		{3, s.agentAnswers},
		{3, s.timePasses},
		{2, s.rosterChanges},
		{1, s.receiptComes},
		{1, s.messageExpires},
		{2, s.consentChanges},
		{2, s.agentTakesBack},
		{2, s.agentStarts},
		{1, s.burst},
	}
	total := 0
	for _, m := range moves {
		total += m.weight
	}
	n := s.draw(total, "move")
	for _, m := range moves {
		if n -= m.weight; n < 0 {
			m.do()
			return
		}
	}
}

func pick[T any](s *schedule, all []T, what string) T { return all[s.draw(len(all), what)] }

func (s *schedule) timePasses() {
	d := pick(s, []time.Duration{
		time.Second, time.Second, 5 * time.Second, 15 * time.Second, 31 * time.Second, 45 * time.Second, 61 * time.Second,
		155 * time.Second, 290 * time.Second, 11 * time.Minute, time.Hour,
	}, "time")
	s.say("%s passes", d)
	s.pass(d)
}

// even draws 0 to n-1, each as often: rapid's own ranges are mostly small.
func even(n int) *rapid.Generator[int] {
	return rapid.Custom(func(t *rapid.T) int {
		v := 0
		for most := n * 8; most > 0; most /= 2 {
			v *= 2
			if rapid.Bool().Draw(t, "bit") {
				v++
			}
		}
		return v % n
	})
}

// TestScheduleKeepsEveryProperty: whatever comes, in whatever order, and whoever
// dies meanwhile.
func TestScheduleKeepsEveryProperty(t *testing.T) {
	t.Parallel()
	scheduleKeepsEveryProperty(t, contact)
}

func scheduleKeepsEveryProperty(t *testing.T, config string) {
	t.Helper()
	rapid.Check(t, func(rt *rapid.T) {
		w, err := newWorld(config)
		if err != nil {
			rt.Fatal(err)
		}
		w.live = true
		s := &schedule{world: w, draw: func(n int, what string) int { return even(n).Draw(rt, what) }}
		s.hire(people())
		for _, a := range people() {
			if s.draw(3, "there") < 2 {
				s.come(a.Email, agent.Available)
			}
		}
		for range 50 + s.draw(300, "turns") {
			s.turn()
			s.mustHold(rt)
		}
		if err := s.settle(); err != nil {
			rt.Fatal(err)
		}
		s.mustHold(rt)
	})
}

// mustHold fails with the schedule where something is wrong.
func (s *schedule) mustHold(rt *rapid.T) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.wrong) == 0 {
		return
	}
	for len(s.runs) > 0 { // nobody waits for them
		r := s.runs[0]
		s.mu.Unlock()
		s.resume(r, diesBefore)
		s.mu.Lock()
	}
	rt.Fatalf("%s\n\nthe schedule:\n%s", s.short(strings.Join(s.wrong, "\n")), strings.Join(s.trace, "\n"))
}
