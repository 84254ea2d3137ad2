package load

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/load/report"
	"github.com/frontdesk-gcp/frontdesk/emulator/load/usage"
)

func TestAPhaseIsMeasuredFromTheSchedule(t *testing.T) {
	t.Parallel()
	began := time.Now().Add(-time.Hour)
	at := func(ms int) time.Time { return began.Add(time.Duration(ms) * time.Millisecond) }
	messages := []*message{
		{due: at(0), answered: at(100), stored: at(200), heard: at(300), posted: 1, accepted: 1},
		{due: at(1000), answered: at(1900), stored: at(3000), posted: 2, accepted: 2},
		{due: at(1500), posted: 1}, // the webhook refused it
	}
	replies := []*reply{{began: at(300), written: at(320), shown: at(1400)}, {began: at(400), written: at(420)}}
	got := measure(phase{name: "p", rate: 1, d: 2 * time.Second}, messages, replies, began)
	want := []report.Second{{Sent: 1, Stored: 1}, {Sent: 2, Shown: 1}, {}, {Stored: 1}}
	if diff := cmp.Diff(want, got.Seconds); diff != "" {
		t.Errorf("over time (-want +got):\n%s", diff)
	}
	if got.Sent != 3 || got.Refused != 1 || got.Stored != 2 || got.Replies != 2 || got.Reached != 2/3.0 {
		t.Errorf("%d sent, %d refused, %d stored, %d replies, %v reached", got.Sent, got.Refused, got.Stored, got.Replies, got.Reached)
	}
	for name, most := range map[string]float64{atWebhook: 900, inDatabase: 2000, atListener: 300, written: 20, atPhone: 1100} {
		if s := got.Step(name); s.Max != most {
			t.Errorf("%s: max %v ms, want %v", name, s.Max, most)
		}
	}
}

func TestWhatIsNotStoredIsLate(t *testing.T) {
	t.Parallel()
	began := time.Now().Add(-time.Hour)
	got := measure(phase{d: time.Second}, []*message{{due: began, answered: began, posted: 1, accepted: 1}}, nil, began)
	if p99 := got.Step(inDatabase).P99; got.Stored != 0 || p99 < time.Hour.Seconds()*1000 {
		t.Errorf("%d stored, p99 %v ms", got.Stored, p99)
	}
}

func TestAProcessTakesWhatItTookMoreThanBefore(t *testing.T) {
	t.Parallel()
	before := map[string]usage.Sample{"old": {CPU: time.Second}, "idle": {CPU: time.Second}}
	after := map[string]usage.Sample{
		"old": {CPU: 3 * time.Second, Memory: 1 << 20, Peak: 2 << 20}, "idle": {CPU: time.Second}, "new": {CPU: 500 * time.Millisecond},
	}
	want := []report.Process{
		{Name: "old", CPU: 2000, PerMessage: 20, Memory: 1, Peak: 2}, {Name: "new", CPU: 500, PerMessage: 5},
	}
	if diff := cmp.Diff(want, processes(before, after, 100)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTheRateGoesUpWhileItHoldsOrDownUntilItDoes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		holds float64 // the highest rate that does
		want  []float64
	}{
		{75, []float64{40, 60, 80}},
		{40, []float64{40, 60}},
		{30, []float64{40, 20}},
		{5, []float64{40, 20}},
	} {
		var s report.Sustained
		var got []float64
		for rate, more := 40.0, true; more; rate, more = nextRate(s, 20) {
			got = append(got, rate)
			s.Add(report.Attempt{Rate: rate, Held: rate <= tt.holds})
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("where %v holds (-want +got):\n%s", tt.holds, diff)
		}
	}
}

// TestOnlyWhatWasSentUntilAFaultWasOverHasToBeCaughtUpWith: later messages are on time.
func TestOnlyWhatWasSentUntilAFaultWasOverHasToBeCaughtUpWith(t *testing.T) {
	t.Parallel()
	over := time.Now()
	at := func(s int) time.Time { return over.Add(time.Duration(s) * time.Second) }
	messages := []*message{{due: at(-2), stored: at(3)}, {due: at(-1), stored: at(2)}, {due: at(5), stored: at(9)}}
	replies := []*reply{{began: at(-1), shown: at(4)}, {began: at(1), shown: at(7)}}
	for _, tt := range []struct {
		messages []*message
		replies  []*reply
		want     int
	}{{messages, replies, 4}, {messages, nil, 3}, {messages[2:], replies[1:], 0}} {
		if got := caughtUp(tt.messages, tt.replies, over); !got.Equal(at(tt.want)) {
			t.Errorf("caught up after %s, want %d s", got.Sub(over), tt.want)
		}
	}
}
