package cold_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/cold"
)

var report = cold.Report{Times: 3, Starts: []cold.Start{
	{Function: cold.Empty, Took: 10 * time.Millisecond, Ratio: 1, Memory: 100 << 20},
	{Function: "desk", Took: 30 * time.Millisecond, Ratio: 3, Memory: 30 << 20},
	{Function: "reply", Took: 12 * time.Millisecond, Ratio: 1.2, Memory: 50 << 20},
}}

func TestWhatIsOverItsBoundIsNamed(t *testing.T) {
	t.Parallel()
	want := []string{
		"desk takes 3.00 times as long as a function that does nothing, at most 1.50 is wanted",
		"reply holds 50 MiB, at most 40 are wanted",
	}
	if diff := cmp.Diff(want, report.Over(cold.Bounds{Ratio: 1.5, Memory: 40})); diff != "" {
		t.Error(diff)
	}
	if over := report.Over(cold.Bounds{}); over != nil {
		t.Errorf("without bounds: %q", over)
	}
}

func TestAReportIsATable(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	if err := report.Write(&text); err != nil {
		t.Fatal(err)
	}
	got := strings.Join(strings.Fields(text.String()), " ")
	want := "first answer, median of 3 starts ms × empty MiB empty 10.0 1.00 100 desk 30.0 3.00 30 reply 12.0 1.20 50"
	if got != want {
		t.Errorf("%s", text.String())
	}
}
