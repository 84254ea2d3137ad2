package properties

import (
	"context"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// TestConcurrentRunsKeepEveryProperty is the schedules' test with runs that are
// truly concurrent: no order is chosen, and none can be repeated.
func TestConcurrentRunsKeepEveryProperty(t *testing.T) {
	t.Parallel()
	moves := 300
	if *full {
		moves = 10_000
	}
	w, err := newWorld(contact)
	if err != nil {
		t.Fatal(err)
	}
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	// Without what may put an agent above the limit, so that it can be looked at all
	// the time.
	s := &schedule{world: w, draw: func(n int, _ string) int { return random.IntN(n) }, unforced: true}
	w.dice = faults(seed)
	s.hire(people())
	for _, a := range people() {
		s.come(a.Email, agent.Available)
	}
	var over atomic.Bool
	var wg sync.WaitGroup
	const workers = 6
	for i := range workers {
		wg.Go(func() { w.work(rand.New(rand.NewPCG(seed, uint64(i+1))), &over) })
	}
	wg.Go(func() { w.audit(t, &over) })
	for n := range moves {
		if n%20 == 0 {
			if err := w.readAll(); err != nil {
				t.Error(err)
			}
		}
		s.concurrentMove()
		time.Sleep(time.Duration(random.IntN(12)) * time.Millisecond) // lets some of them run
	}
	over.Store(true)
	wg.Wait()
	w.dice = func(step) verdict { return goesOn }
	if err := s.settle(); err != nil {
		t.Fatal(err)
	}
	for _, wrong := range w.wrong {
		t.Error(w.short(wrong))
	}
	w.checkLeases(t)
	if t.Failed() {
		t.Log(strings.Join(w.trace, "\n"))
	}
}

// concurrentMove leaves the roster as it is.
func (s *schedule) concurrentMove() {
	for _, m := range []struct {
		weight int
		do     func()
	}{
		{8, s.customerMoves},
		{16, s.agentActs},
		{3, s.agentChooses},
		{3, s.agentAnswers},
		{2, s.timePasses},
		{1, s.receiptComes},
		{1, s.messageExpires},
		{1, s.consentChanges},
		{1, s.agentTakesBack},
		{1, s.agentStarts},
		{1, s.burst},
	} {
		if s.draw(20, "move") < m.weight {
			m.do()
			return
		}
	}
}

// faults are what goes wrong now and then.
func faults(seed uint64) func(step) verdict {
	var mu sync.Mutex
	random := rand.New(rand.NewPCG(seed, 99))
	return func(next step) verdict {
		mu.Lock()
		defer mu.Unlock()
		switch v := random.IntN(100); {
		case v == 0:
			return diesBefore
		case v == 1 && next != reads:
			return diesAfter
		case v == 2 && next == commits:
			return loses
		case v == 2 && next >= affects:
			return fails
		case v == 3 && next == asks:
			return throttles
		case v == 4 && next == asks:
			return refuses
		case v == 5 && next == asks:
			return loses
		}
		return goesOn
	}
}

// work makes deliveries, some of them twice, until it is over.
func (w *world) work(random *rand.Rand, over *atomic.Bool) {
	for !over.Load() {
		d := w.claim(random)
		if d == nil {
			time.Sleep(time.Millisecond)
			continue
		}
		ctx, cancel := context.WithCancel(context.Background())
		r := &run{world: w, delivery: d, cancel: cancel}
		r.err = w.call(context.WithValue(ctx, runKey{}, r), d)
		w.end(r)
		cancel()
	}
}

// claim takes any delivery.
func (w *world) claim(random *rand.Rand) *delivery {
	w.mu.Lock()
	now := w.clock
	w.mu.Unlock()
	due, isTime := w.due(now), !now.Before(w.nextRound())
	w.mu.Lock()
	defer w.mu.Unlock()
	if isTime {
		w.lastRound = now
		return round()
	}
	n := len(w.pending) + len(due)
	if n == 0 {
		return nil
	}
	i := random.IntN(n)
	if i >= len(w.pending) {
		t := due[i-len(w.pending)]
		if t.running || t.done {
			return nil
		}
		t.running = true
		return &delivery{function: "timer", task: t}
	}
	d := w.pending[i]
	if random.IntN(10) == 0 {
		copied := *d
		return &copied
	}
	w.pending = append(w.pending[:i:i], w.pending[i+1:]...)
	return d
}

// audit looks at the limits all the time.
func (w *world) audit(t *testing.T, over *atomic.Bool) {
	t.Helper()
	for !over.Load() {
		docs, err := w.db.Collection("agents").Documents(context.Background()).GetAll()
		if err != nil {
			t.Error(err)
			return
		}
		for _, doc := range docs {
			var a agent.Agent
			if err := doc.DataTo(&a); err != nil {
				t.Error(err)
			}
			if a.Used > a.Capacity || a.Used < 0 {
				t.Errorf("P5: %s has used %d of %d", doc.Ref.ID, a.Used, a.Capacity)
			}
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// checkLeases: whoever was given a session was there.
func (w *world) checkLeases(t *testing.T) {
	t.Helper()
	for key, e := range w.mirror.events {
		to := e.Actor
		if !gives(e) || e.Cause != conversation.Picked && e.Cause != conversation.Revived {
			continue // the event does not say to whom
		}
		was := false
		for _, l := range w.leases[to] {
			was = was || l.from.Before(e.At) && l.until.After(e.At)
		}
		if !was {
			t.Errorf("P6: %s %s of %s, who was not there", key, e.Cause, to)
		}
	}
}
