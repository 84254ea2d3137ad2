package load

import (
	"context"
	"fmt"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/load/ledger"
	"github.com/frontdesk-gcp/frontdesk/emulator/load/report"
)

// auditEvery is how long a soak sends before everything is looked at.
const auditEvery = 5 * time.Minute

// soak runs at a constant rate for long. Every few minutes the sending stops until everything is
// at rest, the ledger is balanced, and memory is read.
func (r *run) soak(ctx context.Context) error {
	if err := r.openAll(ctx); err != nil {
		return err
	}
	closed, err := r.opensDesks(ctx)
	if err != nil {
		return err
	}
	defer closed()
	began := time.Now()
	for n := 1; ; n++ {
		left := r.Soak - time.Since(began)
		if left <= 0 {
			return nil
		}
		_, err := r.plays(ctx, phase{
			name: fmt.Sprintf("soak, part %d", n), rate: r.Rate, d: min(left, auditEvery), from: among(r.everybody()), duplicates: share, typing: share,
			what: "half of the customers wait, agents answer one message in five of the others; customers type, and one post in ten comes twice at once",
		})
		if err != nil {
			return err
		}
		if err := r.look(ctx, time.Since(began)); err != nil {
			return err
		}
	}
}

// look balances the ledger, keeps the sums, and reads memory.
func (r *run) look(ctx context.Context, after time.Duration) error {
	if _, err := r.balanced(ctx, nil); err != nil {
		return err
	}
	const mib = 1 << 20
	a := report.Audit{After: after.Seconds(), Stored: r.report.Ledger.Stored, Breaks: len(r.report.Ledger.Breaks), Memory: map[string]float64{}}
	for name, s := range r.sample() {
		a.Memory[name] = float64(s.Memory) / mib
	}
	r.report.Audits = append(r.report.Audits, a)
	r.say("  audit after %s: %d messages stored, %d breaks", after.Round(time.Second), a.Stored, a.Breaks)
	return nil
}

// balanced balances the ledger of what was sent since it was the last time, with everything at rest.
// proves, if it is there, adds what the ledger leaves out. The sums are kept.
func (r *run) balanced(ctx context.Context, proves func(context.Context) ([]ledger.Break, error)) (ledger.Ledger, error) {
	if err := r.rest(ctx); err != nil {
		return ledger.Ledger{}, err
	}
	l, err := r.auditor.audit(ctx)
	if err == nil && proves != nil {
		var more []ledger.Break
		more, err = proves(ctx)
		l.Breaks = append(l.Breaks, more...)
	}
	if err != nil {
		return ledger.Ledger{}, err
	}
	r.book.forget()
	r.report.Ledger = r.report.Ledger.Then(l)
	return l, nil
}
