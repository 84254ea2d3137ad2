package load

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/load/ledger"
	"github.com/frontdesk-gcp/frontdesk/emulator/load/report"
	"github.com/frontdesk-gcp/frontdesk/functions/timer"
)

// fault is something that goes wrong while customers write and agents answer.
type fault struct {
	name, what string
	// strike lets it go wrong for so long, and has mended it when it returns.
	strike func(ctx context.Context, d time.Duration) error
	// shape changes what is sent meanwhile, if it is there.
	shape func(p *phase)
	// proves looks for what the ledger does not know of, if it is there.
	proves func(ctx context.Context) ([]ledger.Break, error)
}

// patience is how long everything may take to be where it belongs after a fault.
const patience = 5 * time.Minute

// roundEvery is how often Cloud Scheduler calls, as in Terraform.
const roundEvery = time.Minute

// Faults are the names of the faults, in the order in which they strike.
func Faults() []string {
	var names []string
	for _, f := range (&run{}).faults() {
		names = append(names, f.name)
	}
	return names
}

// UnknownFault returns the first of some names that no fault has, or nothing.
func UnknownFault(names []string) string {
	all := Faults()
	for _, name := range names {
		if !slices.Contains(all, name) {
			return name
		}
	}
	return ""
}

// suffers has one fault after the other strike, and balances the ledger after each.
func (r *run) suffers(ctx context.Context) error {
	r.report.Phases = []report.Phase{}
	if err := r.openAll(ctx); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go r.rounds(ctx)
	closed, err := r.opensDesks(ctx)
	if err != nil {
		return err
	}
	for _, f := range r.faults() {
		if !slices.Contains(r.Faults, f.name) {
			continue
		}
		if f.name == poison { // it is among so many that open desks would be too much for the emulator
			closed()
			closed = func() {}
		}
		if err := r.suffer(ctx, f); err != nil {
			closed()
			return fmt.Errorf("%s: %w", f.name, err)
		}
	}
	closed()
	return nil
}

// rounds calls the timer as Cloud Scheduler does. A call that fails is made again by the next.
func (r *run) rounds(ctx context.Context) {
	for pause(ctx, roundEvery) == nil {
		_, _ = r.stack.Scheduled(ctx, timer.WaitingPath)
	}
}

// suffer has a fault strike in the middle of a phase. Whatever the webhook does not take is
// posted again, as Google does.
func (r *run) suffer(ctx context.Context, f fault) error {
	if err := r.rest(ctx); err != nil {
		return err
	}
	everybody := append(append([]*customer{}, r.waiting...), r.taken...)
	p := phase{
		name: f.name, what: f.what, rate: r.talkingRate(), d: r.For, from: among(everybody),
		duplicates: share, typing: share, persists: true,
	}
	if f.shape != nil {
		f.shape(&p)
	}
	size, began := r.book.size(), time.Now()
	stop := r.progress(p, r.book, size, began)
	defer stop()
	struck := make(chan error, 1)
	var mended time.Time
	go func() {
		err := pause(ctx, p.d/4)           //nolint:mnd // a quarter before, a quarter after
		if err == nil && f.strike != nil { // what has no strike is in what is sent
			err = f.strike(ctx, p.d/2) //nolint:mnd // half of it
		}
		mended = time.Now()
		struck <- err
	}()
	pace(ctx, p.rate, p.d, func(n int, due time.Time) { r.send(ctx, p, r.book, n, due) })
	if err := <-struck; err != nil {
		return err
	}
	messages := r.book.since(size)
	have, err := r.have(ctx)
	if err != nil {
		return err
	}
	late, err := r.settles(ctx, messages, began)
	if err != nil {
		return err
	}
	settled := time.Now()
	if late != "" {
		r.report.Problems = append(r.report.Problems, fmt.Sprintf("%s: after %s, %s", f.name, patience, late))
	}
	if err := r.dates(ctx, p, messages); err != nil {
		return err
	}
	replies := r.book.answers(began)
	r.book.mu.Lock() // phones go on
	last := caughtUp(messages, replies, mended)
	r.book.mu.Unlock()
	if have < len(r.taken) { // until everything was settled
		last = settled
	}
	return r.balances(ctx, f, report.Fault{Name: f.name, What: f.what, CaughtUp: last.Sub(mended).Seconds()})
}

// caughtUp is when all was where it belongs that customers and agents sent until the fault was
// over.
func caughtUp(messages []*message, replies []*reply, over time.Time) time.Time {
	last := over
	for _, m := range messages {
		if m.due.Before(over) && m.stored.After(last) {
			last = m.stored
		}
	}
	for _, one := range replies {
		if one.began.Before(over) && one.shown.After(last) {
			last = one.shown
		}
	}
	return last
}

// balances balances the ledger after a fault, and keeps the sums.
func (r *run) balances(ctx context.Context, f fault, result report.Fault) error {
	if err := r.rest(ctx); err != nil {
		return err
	}
	l, err := r.auditor.audit(ctx)
	if err != nil {
		return err
	}
	if f.proves != nil {
		more, err := f.proves(ctx)
		if err != nil {
			return err
		}
		l.Breaks = append(l.Breaks, more...)
	}
	result.Posted, result.Refused, result.Stored, result.Duplicates = l.Posted, l.Refused, l.Stored, l.Duplicates
	result.Replies, result.Failed, result.Breaks = l.Written, l.Failed, len(l.Breaks)
	r.report.Faults = append(r.report.Faults, result)
	r.say("  caught up after %.1f s: %d stored, %d posted again, %d breaks", result.CaughtUp, l.Stored, l.Refused, len(l.Breaks))
	r.book.forget()
	sum(&r.report.Ledger, l)
	return nil
}

// settles waits until what was sent is stored, what agents wrote has an outcome, and agents have
// what is theirs. late says what is not so when patience ends.
func (r *run) settles(ctx context.Context, messages []*message, began time.Time) (late string, err error) {
	left := r.documentsOf(phase{}, messages)
	for ends := time.Now().Add(patience); ; {
		if left, err = missing(ctx, r.stack.Firestore, left); err != nil {
			return "", err
		}
		open, err := r.unfinished(ctx, r.book.answers(began))
		if err != nil {
			return "", err
		}
		have, err := r.have(ctx)
		if err != nil {
			return "", err
		}
		if len(left) == 0 && open == 0 && have == len(r.taken) {
			return "", nil
		}
		if time.Now().After(ends) {
			return fmt.Sprintf("%d messages are not stored, %d replies have no outcome, and agents have %d conversations of %d",
				len(left), open, have, len(r.taken)), nil
		}
		if err := pause(ctx, 300*time.Millisecond); err != nil { //nolint:mnd // as in settle
			return "", err
		}
	}
}

// insists posts until that is answered with 200, as Google does for days.
func (r *run) insists(ctx context.Context, what func() post) error {
	for !r.post(ctx, what()) {
		if err := pause(ctx, postedAgain); err != nil {
			return err
		}
	}
	return nil
}
