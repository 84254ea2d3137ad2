package configuration_test

import (
	"testing"
	"time"
)

func TestAQueuePromisesWhatIsWrittenOrTheUsual(t *testing.T) {
	t.Parallel()
	config := load(t, []byte(`{
		"accounts": {"acme": {"workstream": "support"}},
		"workstreams": {"support": {"fallback_queue": "usual", "time_zone": "Europe/Paris"}},
		"queues": {
			"usual": {"display_name": "Usual"},
			"soon": {"display_name": "Soon", "service_level": {"within": "30s", "percent": 99}},
			"half": {"display_name": "Half", "service_level": {"percent": 50}}}}`))
	for queue, want := range map[string]struct {
		within  time.Duration
		percent int64
	}{
		"usual": {5 * time.Minute, 80},
		"soon":  {30 * time.Second, 99},
		"half":  {5 * time.Minute, 50},
	} {
		if within, percent := config.Promise(queue), *config.Queues[queue].ServiceLevel.Percent; within != want.within || percent != want.percent {
			t.Errorf("%s promises %d %% within %s, want %d %% within %s", queue, percent, within, want.percent, want.within)
		}
	}
	if got := config.Promise("gone"); got != 5*time.Minute {
		t.Errorf("a queue that is gone promises %s", got)
	}
}

func TestAWorkstreamsClock(t *testing.T) {
	t.Parallel()
	config := load(t, []byte(`{
		"accounts": {"acme": {"workstream": "support"}},
		"workstreams": {"support": {"fallback_queue": "q", "time_zone": "Europe/Paris"}, "plain": {"fallback_queue": "q"}},
		"queues": {"q": {"display_name": "Q"}}}`))
	for workstream, want := range map[string]string{"support": "Europe/Paris", "plain": "UTC", "gone": "UTC"} {
		if got := config.Zone(workstream).String(); got != want {
			t.Errorf("%s is in %s, want %s", workstream, got, want)
		}
	}
}
