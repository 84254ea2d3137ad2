package properties

import (
	"slices"
	"strings"
	"time"
)

// deliverable are the deliveries that can be made now.
func (w *world) deliverable() []*delivery {
	w.mu.Lock()
	all := slices.Clone(w.pending)
	now := w.clock
	w.mu.Unlock()
	for _, t := range w.due(now) {
		all = append(all, &delivery{function: "timer", task: t})
	}
	if !now.Before(w.nextRound()) {
		all = append(all, round())
	}
	return all
}

// take begins a delivery; again leaves it there to be made once more.
func (w *world) take(d *delivery, again bool) *delivery {
	w.mu.Lock()
	defer w.mu.Unlock()
	if d.task != nil {
		d.task.running = true
		return d
	}
	if d.isRound() {
		w.lastRound = w.clock
		return d
	}
	if !again {
		w.pending = slices.DeleteFunc(w.pending, func(other *delivery) bool { return other == d })
		return d
	}
	copied := *d
	return &copied
}

// turn is one thing that happens.
func (s *schedule) turn() {
	todo := s.deliverable()
	kind := s.draw(16, "turn")
	switch {
	case len(s.runs) > 0 && kind < 9:
		s.advance(s.runs[s.draw(len(s.runs), "run")])
	case len(todo) > 0 && kind < 13 && len(s.runs) < atOnce:
		d := todo[s.draw(len(todo), "delivery")]
		again := d.task == nil && s.draw(10, "again") == 9
		s.begin(s.take(d, again))
		for whole := s.draw(3, "whole") > 0; whole && len(s.runs) > 0; {
			if r := s.runs[len(s.runs)-1]; r.delivery == d || r.delivery.id == d.id && d.task == nil {
				s.resume(r, s.verdict(r.next))
				continue
			}
			break
		}
	default:
		s.move()
	}
}

// advance lets a run do a few things.
func (s *schedule) advance(r *run) {
	for range 1 + s.draw(4, "things") {
		if r.finished {
			return
		}
		s.resume(r, s.verdict(r.next))
	}
}

// verdict is mostly to go on.
func (s *schedule) verdict(next step) verdict {
	v := s.draw(40, "verdict")
	switch {
	case v == 39:
		return diesBefore
	case v == 38 && next != reads:
		return diesAfter
	case v == 37 && next == commits:
		return loses
	case v == 37 && next >= affects:
		return fails
	case v == 36 && next == asks:
		return throttles
	case v == 35 && next == asks:
		return refuses
	case v == 34 && next == asks:
		return loses
	}
	return goesOn
}

// finish lets all runs end and makes all deliveries, until there is nothing left to
// do without time. What fails is tried again a while later.
func (s *schedule) finish() {
	const most = 3000
	for range most {
		if len(s.runs) > 0 {
			s.resume(s.runs[0], goesOn)
			continue
		}
		todo := s.deliverable()
		if len(todo) == 0 {
			return
		}
		d := s.take(todo[0], false)
		before := len(s.trace)
		s.begin(d)
		for len(s.runs) > 0 {
			s.resume(s.runs[0], goesOn)
		}
		if failed := strings.Contains(strings.Join(s.trace[before:], "\n"), "failed:"); failed {
			s.pass(5 * time.Second)
		}
	}
	s.errs("it does not come to rest: %v", s.deliverable())
}

// settle brings everything to rest, twice: within the two rounds that make up for what
// failed, and after all that time does within a while. Then nothing may be wrong.
func (s *schedule) settle() error {
	s.finish()
	for range 2 {
		s.pass(time.Minute)
		s.finish()
	}
	s.wholeSecond()
	s.finish()
	if err := s.readAll(); err != nil {
		return err
	}
	s.checkSettled("at once")
	s.say("time passes")
	for until := s.clock.Add(25 * time.Minute); s.clock.Before(until); {
		next := s.nextRound()
		if due := s.due(next); len(due) > 0 {
			next = due[0].at
		}
		s.pass(max(0, next.Sub(s.clock)))
		s.finish()
	}
	s.wholeSecond()
	s.finish()
	if err := s.readAll(); err != nil {
		return err
	}
	s.checkSettled("later")
	s.checkSweep()
	return nil
}

// wholeSecond: timers are called at whole seconds.
func (w *world) wholeSecond() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clock = w.clock.Truncate(time.Second).Add(time.Second)
}
