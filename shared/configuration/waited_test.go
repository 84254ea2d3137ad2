package configuration_test

import (
	"testing"
	"time"
)

func TestOnlyOpeningTimeIsWaitedIn(t *testing.T) {
	t.Parallel()
	config := load(t, []byte(`{
		"accounts": {"acme": {"workstream": "support"}},
		"workstreams": {"support": {"fallback_queue": "always"}},
		"queues": {"always": {"display_name": "Always"}, "day": {"display_name": "Day", "hours": "day"}},
		"hours": {"day": {"time_zone": "Europe/Paris", "week": {"thursday": ["09:00-17:00"], "friday": ["09:00-17:00"]}}}}`))
	thursday := func(clock string) time.Time {
		at, err := time.Parse("2006-01-02 15:04 -07:00", "2026-03-05 "+clock+" +01:00")
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for name, tt := range map[string]struct {
		queue      string
		since, now time.Time
		waited     time.Duration
		owes       bool
	}{
		"a queue that is always open":       {"always", thursday("03:00"), thursday("23:00"), 20 * time.Hour, true},
		"a queue that is gone":              {"gone", thursday("03:00"), thursday("04:00"), time.Hour, true},
		"in the middle of the day":          {"day", thursday("10:00"), thursday("10:05"), 5 * time.Minute, true},
		"who came before it opened":         {"day", thursday("03:00"), thursday("09:05"), 5 * time.Minute, true},
		"at night":                          {"day", thursday("18:00"), thursday("23:00"), 0, false},
		"left over when it closed":          {"day", thursday("16:50"), thursday("23:00"), 10 * time.Minute, false},
		"the next morning":                  {"day", thursday("16:50"), thursday("09:01").AddDate(0, 0, 1), 11 * time.Minute, true},
		"a moment after it closed":          {"day", thursday("16:50"), thursday("17:00").Add(time.Millisecond), 10 * time.Minute, false},
		"by a clock that is behind":         {"always", thursday("10:00"), thursday("09:59"), 0, true},
		"by a clock that is behind, by day": {"day", thursday("10:00"), thursday("09:59"), 0, true},
	} {
		if got := config.Waited(tt.queue, tt.since, tt.now); got != tt.waited {
			t.Errorf("%s: waited %s, want %s", name, got, tt.waited)
		}
		if got := config.PromiseRuns(tt.queue, tt.now); got != tt.owes {
			t.Errorf("%s: owes %t", name, got)
		}
	}
}

func TestAQueuePromisesToSoManyInAHundred(t *testing.T) {
	t.Parallel()
	config := load(t, []byte(`{
		"accounts": {"acme": {"workstream": "support"}},
		"workstreams": {"support": {"fallback_queue": "usual"}},
		"queues": {"usual": {"display_name": "Usual"}, "most": {"display_name": "Most", "service_level": {"percent": 99}}}}`))
	for queue, want := range map[string]int64{"usual": 80, "most": 99, "gone": 80} {
		if got := config.Percent(queue); got != want {
			t.Errorf("%s promises it to %d in a hundred, want %d", queue, got, want)
		}
	}
}
