// Package report says what a load did to the product: as text, as JSON and as a page with charts.
package report

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/load/latency"
	"github.com/frontdesk-gcp/frontdesk/emulator/load/ledger"
)

// Report is what a run found.
type Report struct {
	Command string    `json:"command"`
	Began   time.Time `json:"began"`
	Took    float64   `json:"seconds"`
	// Machine says what it ran on. Measured is whether that tells what processes take.
	Machine  string `json:"machine"`
	Measured bool   `json:"processesMeasured"`

	Phases    []Phase       `json:"phases"`
	Sustained []Sustained   `json:"sustained,omitempty"`
	Ratios    []Ratio       `json:"ratios,omitempty"`
	Audits    []Audit       `json:"audits,omitempty"`
	Faults    []Fault       `json:"faults,omitempty"`
	Ledger    ledger.Ledger `json:"ledger"`
	// Problems are sentences: why the run has failed.
	Problems []string `json:"problems"`
}

// Phase is a stretch of a run in which one thing was sent at a constant rate.
type Phase struct {
	Name string `json:"name"`
	What string `json:"what"`
	// Rate is how many a second were to be sent, Reached how many a second were stored until
	// the last was.
	Rate    float64 `json:"rate"`
	Reached float64 `json:"reached"`
	Sent    int     `json:"sent"`
	Refused int     `json:"refused"`
	Stored  int     `json:"stored"`
	Replies int     `json:"replies"`

	Steps     []Step    `json:"steps"`
	Processes []Process `json:"processes"`
	Seconds   []Second  `json:"overTime"`
}

// Step is a stretch of a message's way, in milliseconds.
type Step struct {
	Name string `json:"name"`
	// From is what the time counts from.
	From  string  `json:"from"`
	Count int64   `json:"count"`
	P50   float64 `json:"p50"`
	P90   float64 `json:"p90"`
	P99   float64 `json:"p99"`
	Max   float64 `json:"max"`
}

// NewStep sums durations up.
func NewStep(name, from string, h *latency.Histogram) Step {
	return Step{name, from, h.Count(), ms(h.Percentile(50)), ms(h.Percentile(90)), ms(h.Percentile(99)), ms(h.Max())}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// Process is what one took in a phase.
type Process struct {
	Name string `json:"name"`
	// CPU is in milliseconds, PerMessage for each message that was stored.
	CPU        float64 `json:"cpuMs"`
	PerMessage float64 `json:"cpuMsPerMessage"`
	// Memory is what it occupied in the end, and Peak the most since its start, in MiB.
	Memory float64 `json:"memoryMiB"`
	Peak   float64 `json:"peakMiB"`
}

// Of is the process of that name; a phase in which it did not run has an empty one.
func (p Phase) Of(name string) Process {
	i := slices.IndexFunc(p.Processes, func(p Process) bool { return p.Name == name })
	if i < 0 {
		return Process{Name: name}
	}
	return p.Processes[i]
}

// Step is the step of that name.
func (p Phase) Step(name string) Step {
	i := slices.IndexFunc(p.Steps, func(s Step) bool { return s.Name == name })
	if i < 0 {
		return Step{Name: name}
	}
	return p.Steps[i]
}

// Second is what happened within one of a phase's seconds.
type Second struct {
	Sent   int `json:"sent"`
	Stored int `json:"stored"`
	Shown  int `json:"shown"`
}

// Sustained is the search for the highest rate that holds.
type Sustained struct {
	Name string `json:"name"`
	// Rate is the highest that held; 0 if none did. More is whether none was tried that did not.
	Rate  float64   `json:"rate"`
	More  bool      `json:"orMore"`
	Tries []Attempt `json:"tries"`
}

// Attempt is a rate that was tried.
type Attempt struct {
	Rate    float64 `json:"rate"`
	Reached float64 `json:"reached"`
	P99     float64 `json:"p99ms"`
	Held    bool    `json:"held"`
}

// Add adds an attempt.
func (s *Sustained) Add(a Attempt) {
	s.Tries = append(s.Tries, a)
	s.Rate, s.More = 0, true
	for _, t := range s.Tries {
		if t.Held {
			s.Rate = max(s.Rate, t.Rate)
		}
		s.More = s.More && t.Held
	}
}

// Ratio compares the product with its floor.
type Ratio struct {
	Name    string  `json:"name"`
	Unit    string  `json:"unit"`
	Product float64 `json:"product"`
	Floor   float64 `json:"floor"`
	Ratio   float64 `json:"ratio"`
	// Bound is what the ratio may be at most, or at least; 0 is none.
	Bound float64 `json:"bound"`
	Least bool    `json:"boundIsLeast"`
}

// NewRatio compares two numbers.
func NewRatio(name, unit string, product, floor, bound float64, least bool) Ratio {
	r := Ratio{Name: name, Unit: unit, Product: product, Floor: floor, Bound: bound, Least: least}
	if floor > 0 {
		r.Ratio = product / floor
	}
	return r
}

// Holds says whether the ratio is within its bound. What was not measured is not.
func (r Ratio) Holds() bool {
	switch {
	case r.Bound == 0:
		return true
	case r.Ratio == 0:
		return false
	case r.Least:
		return r.Ratio >= r.Bound
	}
	return r.Ratio <= r.Bound
}

// String is a sentence about a ratio that is out of its bound.
func (r Ratio) String() string {
	word := "most"
	if r.Least {
		word = "least"
	}
	return fmt.Sprintf("%s: %s %s are %.2f times the floor's %s; at %s %.2f is wanted",
		r.Name, number(r.Product), r.Unit, r.Ratio, number(r.Floor), word, r.Bound)
}

// Audit is a look at everything at rest during a long run.
type Audit struct {
	After  float64 `json:"seconds"`
	Stored int     `json:"stored"`
	Breaks int     `json:"breaks"`
	// Memory is what each process occupies, in MiB.
	Memory map[string]float64 `json:"memoryMiB"`
}

// Fault is something that went wrong while customers wrote and agents answered.
type Fault struct {
	Name string `json:"name"`
	What string `json:"what"`
	// Posted to Failed are the ledger's of that time; what the webhook refused was posted again.
	Posted     int `json:"posted"`
	Refused    int `json:"refusedByWebhook"`
	Stored     int `json:"stored"`
	Duplicates int `json:"duplicatesRefused"`
	Replies    int `json:"repliesWritten"`
	Failed     int `json:"repliesFailed"`
	Breaks     int `json:"breaks"`
	// CaughtUp is how many seconds after the fault was over all was where it belongs that was sent
	// until then, and agents had what is theirs.
	CaughtUp float64 `json:"caughtUpSeconds"`
}

// Drift is how much a process's memory grew over a run's audits.
type Drift struct {
	Name        string
	First, Last float64
	// PerHour is the slope of the line that fits best, in MiB an hour.
	PerHour float64
}

// Drifts are those of the processes that every audit saw. The first audit is left out if there
// are three or more: until then, processes warm up.
func (r Report) Drifts() []Drift {
	audits := r.Audits
	if len(audits) >= 3 {
		audits = audits[1:]
	}
	if len(audits) < 2 {
		return nil
	}
	var all []Drift
	for name := range audits[0].Memory {
		d := Drift{Name: name, First: audits[0].Memory[name], Last: audits[len(audits)-1].Memory[name]}
		d.PerHour = slope(audits, name) * 3600
		all = append(all, d)
	}
	slices.SortFunc(all, func(a, b Drift) int { return cmp.Compare(a.Name, b.Name) })
	return all
}

// slope is that of the least squares.
func slope(audits []Audit, name string) float64 {
	var x, y, xx, xy float64
	for _, a := range audits {
		x += a.After
		y += a.Memory[name]
		xx += a.After * a.After
		xy += a.After * a.Memory[name]
	}
	n := float64(len(audits))
	if d := n*xx - x*x; d != 0 {
		return (n*xy - x*y) / d
	}
	return 0
}

// Judge adds a sentence for each ratio that is out of its bound and each break of the ledger.
func (r *Report) Judge() {
	for _, ratio := range r.Ratios {
		if !ratio.Holds() {
			r.Problems = append(r.Problems, ratio.String())
		}
	}
	const most = 20
	for i, b := range r.Ledger.Breaks {
		if i == most {
			r.Problems = append(r.Problems, fmt.Sprintf("the ledger has %d more breaks", len(r.Ledger.Breaks)-most))
			break
		}
		r.Problems = append(r.Problems, fmt.Sprintf("the ledger does not balance: %s: %s", b.Kind, b.What))
	}
}

// JSON writes the report as JSON.
func (r Report) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	if err := e.Encode(r); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

// number is a number with as many digits as mean something.
func number(x float64) string {
	switch {
	case x == 0:
		return "0"
	case x >= 100:
		return fmt.Sprintf("%.0f", x)
	case x >= 10:
		return fmt.Sprintf("%.1f", x)
	}
	return fmt.Sprintf("%.2f", x)
}
