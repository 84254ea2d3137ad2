package load

import (
	"context"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/emulator/load/report"
)

// begins is how many times the rate of a phase is the first that is tried of a floor.
const begins = 4

// searches is whether the highest rate that holds is looked for: if somebody asks for it, or it has
// a bound.
func (r *run) searches(bound float64) bool {
	if r.Short {
		return bound > 0
	}
	return r.Step > 0
}

// firstSustained looks for the highest rates of first messages that hold. Each is tried on a
// product that has just been started: the emulator of the database answers a search by going through
// all documents that it has, and the broker's goes through everybody who ever wrote.
func (r *run) firstSustained(ctx context.Context) error {
	if !r.wants(waits) || !r.searches(r.Bounds.First) {
		return nil
	}
	step := r.step()
	product, least := r.firstOnes(), r.firstFloor()
	product.anew, least.anew = true, true
	held, err := r.climb(ctx, least, begins*r.firstRate(), step)
	if err != nil {
		return err
	}
	return r.against(ctx, product, held, r.Bounds.First, step)
}

// furtherSustained looks for the highest rates of further messages that hold.
func (r *run) furtherSustained(ctx context.Context) error {
	if !r.searches(r.Bounds.Sustained) {
		return nil
	}
	least, err := r.climb(ctx, r.furtherFloor(), begins*r.Rate, r.step())
	if err != nil {
		return err
	}
	for _, p := range r.furtherOnes() {
		if err := r.against(ctx, p, least, r.Bounds.Sustained, r.step()); err != nil {
			return err
		}
	}
	return nil
}

// step is by how much the rate is raised.
func (r *run) step() float64 {
	if r.Step > 0 {
		return r.Step
	}
	return r.Rate / 2
}

// try tries whether a rate holds.
func (r *run) try(ctx context.Context, p phase, rate float64) (a report.Attempt, err error) {
	if !p.anew {
		return r.attempt(ctx, p, rate)
	}
	err = r.within(ctx, func(ctx context.Context) error {
		if p.floor != "" {
			if err := r.floors.StartFirst(ctx, r.firstDocuments); err != nil {
				return err
			}
		}
		if err := r.warmsUp(ctx, p, 2*warmUp); err != nil { //nolint:mnd // nothing has run before
			return err
		}
		if a, err = r.attempt(ctx, p, rate); err != nil {
			return err
		}
		_, err := r.balanced(ctx, nil)
		return err
	})
	return a, err
}

// attempt plays a phase at a rate, and says whether that holds.
func (r *run) attempt(ctx context.Context, p phase, rate float64) (report.Attempt, error) {
	p.rate, p.d, p.trial = rate, trial, true
	result, err := r.play(ctx, p)
	p99 := result.Step(inDatabase).P99
	a := report.Attempt{Rate: rate, Reached: result.Reached, P99: p99, Held: p99 < late && result.Refused == 0 && result.Stored == result.Sent}
	r.say("  p99 %.0f ms, %.0f/s stored", a.P99, a.Reached)
	return a, err
}

// watches ends the sending of a trial when message after message is late. It reads one document at
// each look.
func (r *run) watches(ctx context.Context, p phase, b *book, size int, end func()) {
	const (
		look    = time.Second / 2
		longest = 3 * late * time.Millisecond / 2 // half more, as the looking takes a while
		most    = 6                               // three seconds' messages in a row: more than one in a hundred
	)
	for inARow := 0; inARow < most && pause(ctx, look) == nil; {
		m := dueBefore(b.since(size), time.Now().Add(-longest))
		if m == nil {
			continue
		}
		left, err := missing(ctx, r.database(p), []*firestore.DocumentRef{r.document(p, m)})
		if err != nil || len(left) == 0 {
			inARow = 0
			continue
		}
		inARow++
	}
	end()
}

// dueBefore is the last message that was due before a time, or nil.
func dueBefore(messages []*message, t time.Time) *message {
	var last *message
	for _, m := range messages {
		if m.due.Before(t) && (last == nil || m.due.After(last.due)) {
			last = m
		}
	}
	return last
}

// climb raises the rate until it no longer holds, or lowers it until it does.
func (r *run) climb(ctx context.Context, p phase, rate, step float64) (report.Sustained, error) {
	const most = 20
	s := report.Sustained{Name: p.name}
	for more := true; more && len(s.Tries) < most; rate, more = nextRate(s, step) {
		a, err := r.try(ctx, p, rate)
		if err != nil {
			return s, err
		}
		s.Add(a)
	}
	r.report.Sustained = append(r.report.Sustained, s)
	return s, nil
}

// nextRate is the rate to try after those that were tried, if there is one: a higher one while all
// held, and a lower one while none did.
func nextRate(s report.Sustained, step float64) (rate float64, more bool) {
	last := s.Tries[len(s.Tries)-1]
	switch {
	case s.More:
		return last.Rate + step, true
	case s.Rate == 0:
		return last.Rate - step, last.Rate > step
	}
	return 0, false
}

// against looks for the rate that the product holds and compares it with the floor's. A short run
// only tries the share of the floor's that is wanted, and lower ones if that does not hold.
func (r *run) against(ctx context.Context, p phase, least report.Sustained, bound, step float64) error {
	if least.Rate == 0 {
		r.report.Problems = append(r.report.Problems, p.name+": the floor held none of the rates that were tried, so there is nothing to compare with")
		return nil
	}
	var s report.Sustained
	var err error
	if r.Short {
		s, err = r.descend(ctx, p, bound*least.Rate)
	} else {
		s, err = r.climb(ctx, p, p.rate, step)
	}
	r.report.Ratios = append(r.report.Ratios, report.NewRatio(p.name+", sustained", "a second", s.Rate, least.Rate, bound, true))
	return err
}

// descend lowers the rate until it holds. The first is tried twice, as others may have used the
// machine.
func (r *run) descend(ctx context.Context, p phase, rate float64) (report.Sustained, error) {
	s := report.Sustained{Name: p.name}
	for _, part := range []float64{1, 1, 0.8, 0.6, 0.4} {
		a, err := r.try(ctx, p, rate*part)
		if err != nil {
			return s, err
		}
		if s.Add(a); a.Held {
			break
		}
	}
	r.report.Sustained = append(r.report.Sustained, s)
	return s, nil
}
