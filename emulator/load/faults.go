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
	// proves checks what the ledger leaves out, if it is there.
	proves func(ctx context.Context) ([]ledger.Break, error)
	// closes is whether agents close their desks before it, for good.
	closes bool
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
	defer closed()
	for _, f := range r.faults() {
		if !slices.Contains(r.Faults, f.name) {
			continue
		}
		if f.closes {
			closed()
		}
		if err := r.suffer(ctx, f); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
	}
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
	p := phase{
		name: f.name, what: f.what, rate: r.talkingRate(), d: r.For, from: among(r.everybody()),
		duplicates: share, typing: share, persists: true,
	}
	if f.shape != nil {
		f.shape(&p)
	}
	size, began := r.book.size(), time.Now()
	stop := r.progress(p, r.book, size, began)
	defer stop()
	mended, err := r.strikes(ctx, f, p)
	if err != nil {
		return err
	}
	messages := r.book.since(size)
	have, err := r.have(ctx)
	if err != nil {
		return err
	}
	late, err := r.settles(ctx, p, messages, began)
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
	return r.reports(ctx, f, last.Sub(mended))
}

// strikes sends what a phase has, with the fault in the middle of it, and returns when that was mended.
func (r *run) strikes(ctx context.Context, f fault, p phase) (mended time.Time, err error) {
	struck := make(chan error, 1)
	go func() {
		err := pause(ctx, p.d/4)           //nolint:mnd // a quarter before, a quarter after
		if err == nil && f.strike != nil { // what has no strike is in what is sent
			err = f.strike(ctx, p.d/2) //nolint:mnd // half of it
		}
		mended = time.Now()
		struck <- err
	}()
	pace(ctx, p.rate, p.d, func(n int, due time.Time) { r.send(ctx, p, r.book, n, due) })
	err = <-struck
	return mended, err
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

// reports balances the ledger after a fault, and adds it to the report.
func (r *run) reports(ctx context.Context, f fault, late time.Duration) error {
	l, err := r.balanced(ctx, f.proves)
	if err != nil {
		return err
	}
	result := report.Fault{
		Name: f.name, What: f.what, CaughtUp: late.Seconds(), Posted: l.Posted, Refused: l.Refused, Stored: l.Stored, Duplicates: l.Duplicates,
		Replies: l.Written, Failed: l.Failed, Breaks: len(l.Breaks),
	}
	r.report.Faults = append(r.report.Faults, result)
	r.say("  caught up after %.1f s: %d stored, %d posted again, %d breaks", result.CaughtUp, l.Stored, l.Refused, len(l.Breaks))
	return nil
}

// settles waits until what was sent is stored, what agents wrote has an outcome, and agents have
// what is theirs. late says what is not so when patience ends.
func (r *run) settles(ctx context.Context, p phase, messages []*message, began time.Time) (late string, err error) {
	left := r.documentsOf(p, messages)
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
