package conversation_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// TestPresenceCountsOnTheDaysOfTheMainZone, in whole seconds, also on the day that has an
// hour less.
func TestPresenceCountsOnTheDaysOfTheMainZone(t *testing.T) {
	t.Parallel()
	config := shop(t, terms(func(w *configuration.Workstream) { w.TimeZone = "Europe/Paris" }))
	paris := config.MainZone()
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 3, day, hour, minute, 0, 0, paris) }
	for name, tt := range map[string]struct {
		presence agent.Presence
		from, to time.Time
		want     map[string]int64
	}{
		"within a day":                   {agent.Available, at(5, 9, 0), at(5, 12, 30), map[string]int64{"2026-03-05": 12600}},
		"over midnight":                  {agent.Busy, at(5, 23, 0), at(6, 0, 10), map[string]int64{"2026-03-05": 3600, "2026-03-06": 600}},
		"over the end of winter":         {agent.Away, at(28, 23, 0), at(30, 0, 0), map[string]int64{"2026-03-28": 3600, "2026-03-29": 23 * 3600}},
		"offline":                        {agent.Offline, at(5, 9, 0), at(5, 12, 0), nil},
		"no time at all":                 {agent.Away, at(5, 9, 0), at(5, 9, 0), nil},
		"a clock that ran the wrong way": {agent.Away, at(5, 9, 0), at(5, 8, 0), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got map[string]int64
			for _, f := range conversation.PresenceFigures("jo@example.com", tt.presence, tt.from, tt.to, config) {
				if got == nil {
					got = map[string]int64{}
				}
				m := f.ByAgent["jo@example.com"]
				got[f.Date] += m.Available + m.Busy + m.Away
				if f.Queue != "" || !f.ExpireAt.After(tt.to.AddDate(1, 0, 0)) {
					t.Errorf("counted %+v", f)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("seconds by day (-want +got):\n%s", diff)
			}
		})
	}
	forgotten := conversation.PresenceFigures("jo@example.com", agent.Away, at(1, 0, 0), at(30, 0, 0), config)
	if len(forgotten) != 7 {
		t.Errorf("a month of being away counts on %d days, want a week", len(forgotten))
	}
}
