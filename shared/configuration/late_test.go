package configuration_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestLateAtIsWhenAPromiseIsBroken holds the instant against the time that is counted.
func TestLateAtIsWhenAPromiseIsBroken(t *testing.T) {
	t.Parallel()
	config := load(t, []byte(`{
		"accounts": {"acme": {"workstream": "support"}},
		"workstreams": {"support": {"fallback_queue": "always"}},
		"hours": {
			"office": {"time_zone": "Europe/Paris", "week": {"monday": ["09:00-17:00"], "wednesday": ["22:00-02:00"]}},
			"closed": {"time_zone": "Europe/Paris", "week": {}}},
		"queues": {
			"always": {"display_name": "Always"},
			"never": {"display_name": "Never", "hours": "closed"},
			"day": {"display_name": "Day", "hours": "office", "service_level": {"within": "2m"}}}}`))
	rapid.Check(t, func(t *rapid.T) {
		queue := rapid.SampledFrom([]string{"day", "always"}).Draw(t, "queue")
		since := time.Unix(rapid.Int64Range(1_700_000_000, 1_800_000_000).Draw(t, "since"), 0).UTC()
		at, promise := config.LateAt(queue, since, config.Promise(queue)), config.Promise(queue)
		if waited := config.Waited(queue, since, at); waited != promise {
			t.Fatalf("waited %v by %v, want %v", waited, at, promise)
		}
		if waited := config.Waited(queue, since, at.Add(-time.Second)); waited >= promise {
			t.Fatalf("waited %v a second before %v", waited, at)
		}
	})
	night := time.Date(2026, 3, 7, 1, 0, 0, 0, time.UTC) // a Saturday
	if got, want := config.LateAt("day", night, config.Promise("day")), time.Date(2026, 3, 9, 8, 2, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("late at %v, want %v: it opens on Monday at 09:00 in Paris", got, want)
	}
	if got := config.LateAt("never", night, config.Promise("never")); !got.IsZero() {
		t.Errorf("late at %v where it never opens", got)
	}
}
