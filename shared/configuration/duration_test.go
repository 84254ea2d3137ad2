package configuration_test

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

func TestDurationsAreReadAndWritten(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	tests := []struct {
		text string
		want time.Duration
		back string
	}{
		{"0s", 0, "0s"},
		{"0", 0, "0s"},
		{"0d", 0, "0s"},
		{"90s", 90 * time.Second, "1m30s"},
		{"2m", 2 * time.Minute, "2m"},
		{"10m", 10 * time.Minute, "10m"},
		{"1h", time.Hour, "1h"},
		{"10h", 10 * time.Hour, "10h"},
		{"1h30m", 90 * time.Minute, "1h30m"},
		{"1h0m5s", time.Hour + 5*time.Second, "1h0m5s"},
		{"1.5h", 90 * time.Minute, "1h30m"},
		{"250ms", 250 * time.Millisecond, "250ms"},
		{"24h", day, "1d"},
		{"7d", 7 * day, "7d"},
		{"7d12h", 7*day + 12*time.Hour, "7d12h"},
		{"1d0h0m1s", day + time.Second, "1d1s"},
		{"36h", day + 12*time.Hour, "1d12h"},
		{"65535d", 65535 * day, "65535d"},
	}
	for _, tt := range tests {
		d, err := configuration.ParseDuration(tt.text)
		if err != nil || time.Duration(d) != tt.want || d.String() != tt.back {
			t.Errorf("%s is %s (%v), written %s; want %s, written %s", tt.text, time.Duration(d), err, d, tt.want, tt.back)
		}
	}
}

func TestWhatIsNoDurationIsRefused(t *testing.T) {
	t.Parallel()
	const want = `it is no time span, such as "90s", "2m", "1h30m" or "7d"`
	for _, text := range []string{
		"", " ", "7", "d", "s", "-1d", "+1d", "-5s", "+5s", "1d-5s", "1d+5s", "1.5d", "1d1d", "1d 2h", "1 d", "1D", "2w", "2 minutes",
		"65536d", "99999999999d", "9999999999h", "65535d2562047h", "1h30", "1:30", "０d",
	} {
		if d, err := configuration.ParseDuration(text); err == nil || err.Error() != want || d != 0 {
			t.Errorf("%q is %s (%v), want an error", text, d, err)
		}
	}
}

func TestADurationThatWasWrittenIsReadAsItWas(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.SampledFrom([]time.Duration{1, time.Millisecond, time.Second, time.Minute, time.Hour, 24 * time.Hour}).Draw(t, "unit")
		most := min(int64(math.MaxInt64)/int64(unit), 65535)
		want := configuration.Duration(unit) * configuration.Duration(rapid.Int64Range(0, most).Draw(t, "count"))
		got, err := configuration.ParseDuration(want.String())
		if err != nil || got != want {
			t.Fatalf("%s is written %s and read %s (%v)", time.Duration(want), want, time.Duration(got), err)
		}
	})
}
