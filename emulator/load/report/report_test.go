package report_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/load/latency"
	"github.com/frontdesk-gcp/frontdesk/emulator/load/ledger"
	"github.com/frontdesk-gcp/frontdesk/emulator/load/report"
)

// example is a report of everything that a report may have.
func example() report.Report {
	var h latency.Histogram
	for i := range 100 {
		h.Add(time.Duration(i+1) * time.Millisecond)
	}
	r := report.Report{
		Command: "go run ./emulator load", Began: time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC), Took: 95,
		Machine: "2 processors", Measured: true,
		Phases: []report.Phase{{
			Name: "waiting", What: "customers wait", Rate: 40, Reached: 39.5, Sent: 100, Stored: 99, Refused: 1,
			Steps: []report.Step{report.NewStep("in the database", "the schedule", &h)},
			Processes: []report.Process{
				{Name: "routing", CPU: 250, PerMessage: 2.5, Memory: 30, Peak: 40}, {Name: "reply"},
			},
			Seconds: []report.Second{{Sent: 40, Stored: 38}, {Sent: 40, Stored: 42}, {Sent: 20, Stored: 19}},
		}},
		Ratios: []report.Ratio{
			report.NewRatio("function", "ms", 2.6, 2, 1.3, false),
			report.NewRatio("sustained", "a second", 60, 100, 0.8, true),
			report.NewRatio("webhook", "ms", 1, 1, 0, false),
		},
		Audits: []report.Audit{
			{After: 0, Memory: map[string]float64{"routing": 90}},
			{After: 1800, Memory: map[string]float64{"routing": 30}},
			{After: 3600, Memory: map[string]float64{"routing": 31}},
			{After: 5400, Memory: map[string]float64{"routing": 32}},
		},
		Faults: []report.Fault{{Name: "storm", What: "each comes twice", CaughtUp: 4.25, Posted: 20, Stored: 10, Duplicates: 9, Refused: 1, Breaks: 3}},
		Ledger: ledger.Ledger{Posted: 100, Stored: 98, Refused: 1, Breaks: []ledger.Break{{Kind: ledger.Lost, What: "message m"}}},
	}
	s := report.Sustained{Name: "waiting"}
	s.Add(report.Attempt{Rate: 60, P99: 200, Held: true})
	s.Add(report.Attempt{Rate: 80, P99: 2000})
	r.Sustained = []report.Sustained{s}
	r.Judge()
	return r
}

func TestWhatIsOutOfItsBoundAndEachBreakIsASentence(t *testing.T) {
	t.Parallel()
	want := []string{
		"sustained: 60.0 a second are 0.60 times the floor's 100; at least 0.80 is wanted",
		"the ledger does not balance: lost: message m",
	}
	if diff := cmp.Diff(want, example().Problems); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWhatWasNotMeasuredIsNotWithinItsBound(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		ratio report.Ratio
		want  bool
	}{
		"at the most":            {report.NewRatio("", "", 1.3, 1, 1.3, false), true},
		"over the most":          {report.NewRatio("", "", 1.31, 1, 1.3, false), false},
		"at the least":           {report.NewRatio("", "", 80, 100, 0.8, true), true},
		"below the least":        {report.NewRatio("", "", 79, 100, 0.8, true), false},
		"a floor that is 0":      {report.NewRatio("", "", 1, 0, 1.3, false), false},
		"a product that is 0":    {report.NewRatio("", "", 0, 1, 1.3, false), false},
		"without a bound":        {report.NewRatio("", "", 9, 1, 0, false), true},
		"the least, not reached": {report.NewRatio("", "", 0, 100, 0.8, true), false},
	} {
		if got := tt.ratio.Holds(); got != tt.want {
			t.Errorf("%s: holds: %t, want %t", name, got, tt.want)
		}
	}
}

func TestTheHighestRateThatHeldCounts(t *testing.T) {
	t.Parallel()
	var s report.Sustained
	s.Add(report.Attempt{Rate: 60, Held: true})
	if s.Rate != 60 || !s.More {
		t.Errorf("%v or more: %t, want 60 or more", s.Rate, s.More)
	}
	s.Add(report.Attempt{Rate: 80})
	s.Add(report.Attempt{Rate: 70, Held: true})
	if s.Rate != 70 || s.More {
		t.Errorf("%v or more: %t, want 70", s.Rate, s.More)
	}
}

func TestMemoryDriftsAreThoseAfterTheWarmUp(t *testing.T) {
	t.Parallel()
	got := example().Drifts()
	want := []report.Drift{{Name: "routing", First: 30, Last: 32, PerHour: 2}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTextTellsAllOfIt(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	if err := example().Text(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"waiting: customers wait", "100 sent, 1 refused, 99 stored", "in the database, from the schedule", "routing",
		"60.0/s", "60.0: 200, 80.0: 2000", "≤ 1.30", "holds", "≥ 0.80", "OVER", "100 posted = 98 stored", "1 breaks", "Not well", "+2.0",
		"4.25      10      1           9", "storm: each comes twice",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("there is no %q in\n%s", want, b.String())
		}
	}
}

func TestJSONCanBeReadAgain(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	if err := example().JSON(&b); err != nil {
		t.Fatal(err)
	}
	var got report.Report
	if err := json.Unmarshal([]byte(b.String()), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(example(), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func html(t *testing.T, r report.Report) string {
	t.Helper()
	var b strings.Builder
	if err := r.HTML(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestNothingInTheReportIsMarkupOnThePage(t *testing.T) {
	t.Parallel()
	const evil = `"><script>alert(1)</script>`
	r := example()
	r.Command, r.Machine = evil, evil
	r.Phases[0].Name, r.Phases[0].What, r.Phases[0].Steps[0].Name, r.Phases[0].Processes[0].Name = evil, evil, evil, evil
	r.Ratios[0].Name, r.Sustained[0].Name, r.Problems = evil, evil, []string{evil}
	r.Audits[1].Memory[evil] = 1
	page := html(t, r)
	if strings.Contains(page, "<script") {
		t.Error("a script is on the page")
	}
	if n := strings.Count(page, "alert(1)"); n < 10 {
		t.Errorf("the texts are shown %d times, want each", n)
	}
}

func TestThePageNeedsNothingElseAndIsForLightAndDark(t *testing.T) {
	t.Parallel()
	page := html(t, example())
	if found := regexp.MustCompile(`(?i)(src|href|url|@import)\s*[=(]`).FindString(page); found != "" {
		t.Errorf("the page asks for something else: %s", found)
	}
	if !strings.Contains(page, "prefers-color-scheme: dark") {
		t.Error("the page has no dark colours")
	}
	charts, tables := strings.Count(page, "<svg"), strings.Count(page, "<table")
	if charts != 4 || tables < charts {
		t.Errorf("%d charts and %d tables, want 4 charts, each with a table", charts, tables)
	}
	if strings.Contains(page, "ZgotmplZ") || strings.Contains(page, "NaN") {
		t.Error("something on the page could not be written")
	}
	for _, axis := range []string{"seconds from the start", "messages a second", "times the floor"} {
		if !strings.Contains(page, axis) {
			t.Errorf("no axis is called %q", axis)
		}
	}
}

func TestAReportOfNothingIsAPageToo(t *testing.T) {
	t.Parallel()
	r := report.Report{Phases: []report.Phase{{Name: "nothing"}}}
	if page := html(t, r); strings.Contains(page, "NaN") || !strings.Contains(page, "All is well") {
		t.Error(page)
	}
}
