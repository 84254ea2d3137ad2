package route_test

import (
	"slices"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// TestADecisionSaysWhoSetWhatItWasMadeUnder: the outage of its workstream, and the hours of a
// queue on the day; what was set for others is none of its business.
func TestADecisionSaysWhoSetWhatItWasMadeUnder(t *testing.T) {
	t.Parallel()
	const shop = `{"accounts": {"acme": {"workstream": "support"}},
		"workstreams": {"support": {"fallback_queue": "back", "routes": [{"name": "all", "queue": "front"}]}, "sales": {"fallback_queue": "back"}},
		"queues": {"front": {"display_name": "Front"}, "back": {"display_name": "Back"}}}`
	now := time.Date(2026, 12, 21, 9, 0, 0, 0, time.UTC)
	set := func(kind configuration.SettingKind, of, date string) configuration.Setting {
		return configuration.Setting{
			Kind: kind, Of: of, Date: date, Texts: map[string]string{"en": "We know of it."}, By: "sue@acme.example", Name: "Sue",
			At: now.Add(-time.Minute), Until: now.Add(time.Hour),
		}
	}
	config, _, refused, err := configuration.LoadWith([]byte(shop), []configuration.Setting{
		set(configuration.SetOutage, "support", ""), set(configuration.SetOutage, "sales", ""),
		set(configuration.SetHours, "front", "2026-12-21"), set(configuration.SetHours, "front", "2026-12-22"), set(configuration.SetHours, "back", "2026-12-21"),
	}, now, channels.Profiles())
	if err != nil || len(refused) > 0 {
		t.Fatal(err, refused)
	}
	d, trace, err := route.Decide(config, route.Facts{Account: "acme", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	lines := spelled(trace.Lines(route.MaxRecord))
	at := slices.Index(lines, `route.outageSet by=Sue until=2026-12-21T10:00:00Z workstream=support`)
	if hours := slices.Index(lines, "route.hoursSet by=Sue queue=front"); at != 2 || hours < at || len(lines) != 7 || d.Queue != "front" {
		t.Errorf("it went to %s:\n%q", d.Queue, lines)
	}
}
