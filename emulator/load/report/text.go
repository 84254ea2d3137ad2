package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

// Text writes the report for people at a terminal.
func (r Report) Text(w io.Writer) error {
	t := &text{tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)}
	t.line("%s\n%s, %s, %s", r.Command, r.Machine, r.Began.Format(time.DateTime), time.Duration(r.Took*float64(time.Second)).Round(time.Second))
	if !r.Measured {
		t.line("What processes take is not measured: this system has no /proc.")
	}
	for _, p := range r.Phases {
		t.phase(p)
	}
	t.sustained(r.Sustained)
	t.ratios(r.Ratios)
	t.drifts(r)
	t.faults(r.Faults)
	t.ledger(r)
	t.verdict(r.Problems)
	if err := t.Flush(); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

// text writes lines and tables; a table ends where a line has no cells.
type text struct{ *tabwriter.Writer }

func (t *text) line(format string, args ...any) { _, _ = fmt.Fprintf(t, format+"\n", args...) }

// row writes the cells of a table; the last, which is aligned to the left, may be long.
func (t *text) row(cells ...string) { t.line("%s", strings.Join(cells, "\t")) }

func (t *text) phase(p Phase) {
	t.line("\n%s: %s\n%s/s for the asking, %s/s stored: %d sent, %d refused, %d stored, %d replies",
		p.Name, p.What, number(p.Rate), number(p.Reached), p.Sent, p.Refused, p.Stored, p.Replies)
	t.row("ms", "p50", "p90", "p99", "max", "count", "  step")
	for _, s := range p.Steps {
		t.row("", number(s.P50), number(s.P90), number(s.P99), number(s.Max), strconv.FormatInt(s.Count, 10), "  "+s.Name+", from "+s.From)
	}
	if len(p.Processes) == 0 {
		return
	}
	t.line("")
	t.row("CPU ms", "a message", "MiB", "peak", "  process")
	for _, one := range p.Processes {
		t.row(number(one.CPU), number(one.PerMessage), number(one.Memory), number(one.Peak), "  "+one.Name)
	}
}

func (t *text) sustained(all []Sustained) {
	for i, s := range all {
		if i == 0 {
			t.line("\nSustained with p99 under a second, from the schedule to the database")
			t.row("held", "rates that were tried, with their p99 in ms", "  what")
		}
		rate := number(s.Rate) + "/s"
		if s.More {
			rate += " or more"
		}
		var tries []string
		for _, a := range s.Tries {
			tries = append(tries, fmt.Sprintf("%s: %.0f", number(a.Rate), a.P99))
		}
		t.row(rate, strings.Join(tries, ", "), "  "+s.Name)
	}
}

func (t *text) ratios(all []Ratio) {
	for i, r := range all {
		if i == 0 {
			t.line("\nBeside the floor, in this run")
			t.row("product", "floor", "ratio", "bound", "", "  what")
		}
		t.row(number(r.Product), number(r.Floor), fmt.Sprintf("%.2f", r.Ratio), r.bound(), r.word(), "  "+r.Name+", "+r.Unit)
	}
}

// bound is the bound in a table.
func (r Ratio) bound() string {
	switch {
	case r.Bound == 0:
		return ""
	case r.Least:
		return fmt.Sprintf("≥ %.2f", r.Bound)
	}
	return fmt.Sprintf("≤ %.2f", r.Bound)
}

// word says whether the ratio is within it.
func (r Ratio) word() string {
	switch {
	case r.Bound == 0:
		return ""
	case r.Holds():
		return "holds"
	}
	return "OVER"
}

func (t *text) drifts(r Report) {
	for i, d := range r.Drifts() {
		if i == 0 {
			t.line("\nMemory over %d audits", len(r.Audits))
			t.row("first MiB", "last", "an hour", "  process")
		}
		t.row(number(d.First), number(d.Last), fmt.Sprintf("%+.1f", d.PerHour), "  "+d.Name)
	}
}

func (t *text) faults(all []Fault) {
	for i, f := range all {
		if i == 0 {
			t.line("\nFaults, and how long after its end all was where it belongs that was sent until then")
			t.row("after s", "stored", "again", "duplicates", "replies", "failed", "breaks", "  what")
		}
		t.row(number(f.CaughtUp), strconv.Itoa(f.Stored), strconv.Itoa(f.Refused), strconv.Itoa(f.Duplicates),
			strconv.Itoa(f.Replies), strconv.Itoa(f.Failed), strconv.Itoa(f.Breaks), "  "+f.Name+": "+f.What)
	}
}

func (t *text) ledger(r Report) {
	l := r.Ledger
	t.line("\nLedger")
	t.line("%d posted = %d stored + %d duplicates refused + %d refused by the webhook", l.Posted, l.Stored, l.Duplicates, l.Refused)
	t.line("%d replies written = %d delivered + %d failed with a reason", l.Written, l.Delivered, l.Failed)
	t.line("%d units of capacity used = %d held; %d conversations, of which %d wait", l.Used, l.Held, l.Conversations, l.Waiting)
	t.line("%d breaks", len(l.Breaks))
}

func (t *text) verdict(problems []string) {
	if len(problems) == 0 {
		t.line("\nAll is well.")
		return
	}
	t.line("\nNot well:")
	for _, p := range problems {
		t.line("- %s", p)
	}
}
