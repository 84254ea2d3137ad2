package roster_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/roster"
)

// zones is a configuration with a shop in Paris, and a queue that is open in Tokyo.
func zones(t *testing.T) *configuration.Config {
	t.Helper()
	config, err := configuration.Load([]byte(`{"accounts":{"acme":{"workstream":"support"}},
		"workstreams":{"support":{"fallback_queue":"front","time_zone":"Europe/Paris"}},
		"hours":{"tokyo":{"time_zone":"Asia/Tokyo","week":{"monday":["24h"]}}},
		"queues":{"front":{"display_name":"Front"},"night":{"display_name":"Night","hours":"tokyo"}}}`), channels.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	return config
}

// day is a change for a day, or at once.
type day struct {
	by, of   string
	kind     roster.Kind
	today    *roster.Work
	presence agent.Presence
	before   bool // whether there is one for today already
}

var one = &roster.Work{Queues: []string{"front"}, Capacity: 1}

func (d day) carryOut(t *testing.T, now time.Time) (roster.Change, agent.Agent, error) {
	t.Helper()
	config := zones(t)
	of, by := everybody()[d.of], everybody()[d.by]
	if d.before {
		of = of.For(agent.Today{Until: now.Add(time.Hour)}, nil, 0)
	}
	c, err := roster.Change{
		ID: "c1", Kind: d.kind, Agent: d.of, Today: d.today, Presence: d.presence,
		Author: conversation.Author{Email: d.by}, Status: conversation.ActionPending,
	}.CarryOut(roster.Input{Config: config, By: by, Of: of, Now: now})
	if err != nil {
		return c, of, err
	}
	return c, c.Apply(of, by, now), nil
}

// TestWhoMayChangeWhomForToday has the rights of the roster: no equals, no admins.
func TestWhoMayChangeWhomForToday(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		day
		want reason.Code
	}{
		"a supervisor sets an agent away":              {day{by: sue, of: ben, kind: roster.Presence, presence: agent.Away}, ""},
		"a supervisor sets another one away":           {day{by: sue, of: sam, kind: roster.Presence, presence: agent.Away}, roster.OnlyAdminsChange},
		"a supervisor sets an admin away":              {day{by: sue, of: ada, kind: roster.Presence, presence: agent.Away}, roster.OnlyAdminsChange},
		"an admin sets a supervisor away":              {day{by: ada, of: sue, kind: roster.Presence, presence: agent.Away}, ""},
		"an agent sets another one away":               {day{by: ben, of: sue, kind: roster.Presence, presence: agent.Away}, roster.NotSupervisor},
		"somebody sets themselves away":                {day{by: sue, of: sue, kind: roster.Presence, presence: agent.Away}, roster.OwnPresence},
		"somebody suspended is made available":         {day{by: sue, of: kim, kind: roster.Presence, presence: agent.Available}, roster.NotWorking},
		"nobody is made available":                     {day{by: sue, of: eve, kind: roster.Presence, presence: agent.Available}, roster.NoEntry},
		"there is no such presence":                    {day{by: sue, of: ben, kind: roster.Presence, presence: "asleep"}, roster.Malformed},
		"there is no presence":                         {day{by: sue, of: ben, kind: roster.Presence}, roster.Malformed},
		"a presence comes with work":                   {day{by: sue, of: ben, kind: roster.Presence, presence: agent.Away, today: one}, roster.Malformed},
		"a supervisor lends an agent":                  {day{by: sue, of: ben, kind: roster.Today, today: one}, ""},
		"a supervisor lends another one":               {day{by: sue, of: sam, kind: roster.Today, today: one}, roster.OnlyAdminsChange},
		"a supervisor gives themselves less to do":     {day{by: sue, of: sue, kind: roster.Today, today: one}, roster.OwnEntry},
		"a supervisor gives themselves another queue":  {day{by: sue, of: sue, kind: roster.Today, today: &roster.Work{Queues: []string{"front"}, Capacity: 3}}, ""},
		"an admin gives themselves less to do":         {day{by: ada, of: ada, kind: roster.Today, today: one}, ""},
		"an agent is lent to no queue":                 {day{by: sue, of: ben, kind: roster.Today, today: &roster.Work{}}, ""},
		"an agent is lent to a queue that is not":      {day{by: sue, of: ben, kind: roster.Today, today: &roster.Work{Queues: []string{"moon"}}}, roster.NoSuchQueue},
		"an agent is lent to a queue twice":            {day{by: sue, of: ben, kind: roster.Today, today: &roster.Work{Queues: []string{"front", "front"}}}, roster.TooMany},
		"an agent can do no less than nothing":         {day{by: sue, of: ben, kind: roster.Today, today: &roster.Work{Capacity: -1}}, roster.BadCapacity},
		"nor more than anybody":                        {day{by: sue, of: ben, kind: roster.Today, today: &roster.Work{Capacity: agent.MaxCapacity + 1}}, roster.BadCapacity},
		"a day without work":                           {day{by: sue, of: ben, kind: roster.Today}, roster.Malformed},
		"somebody suspended is lent":                   {day{by: sue, of: kim, kind: roster.Today, today: one}, roster.NotWorking},
		"a day ends before its time":                   {day{by: sue, of: ben, kind: roster.EndToday, before: true}, ""},
		"a day ends that is as any other":              {day{by: sue, of: ben, kind: roster.EndToday}, roster.NotToday},
		"a supervisor ends what an admin gave another": {day{by: sue, of: sam, kind: roster.EndToday, before: true}, roster.OnlyAdminsChange},
	} {
		_, _, err := tt.carryOut(t, time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC))
		var got reason.Code
		if refused, ok := errors.AsType[*conversation.RefusedError](err); ok {
			got = refused.Reason.Code
		} else if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got != tt.want {
			t.Errorf("%s: refused for %q, want %q", name, got, tt.want)
		}
	}
}

func TestADayEndsAtMidnightInTheQueuesZone(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, now, want string
		queues          []string
	}{
		{"that of most workstreams, without opening hours", "2026-03-05T12:00:00Z", "2026-03-05T23:00:00Z", []string{"front"}},
		{"a moment before midnight", "2026-03-05T22:59:59Z", "2026-03-05T23:00:00Z", []string{"front"}},
		{"at midnight a new day begins", "2026-03-05T23:00:00Z", "2026-03-06T23:00:00Z", []string{"front"}},
		{"the day on which clocks change has 23 hours", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", []string{"front"}},
		{"that of the hours", "2026-03-05T12:00:00Z", "2026-03-05T15:00:00Z", []string{"night"}},
		{"that of the first hours", "2026-03-05T16:00:00Z", "2026-03-06T15:00:00Z", []string{"front", "night"}},
		{"without a queue", "2026-03-05T12:00:00Z", "2026-03-05T23:00:00Z", nil},
	} {
		now, err := time.Parse(time.RFC3339, tt.now)
		if err != nil {
			t.Fatal(err)
		}
		c, after, err := day{by: sue, of: ben, kind: roster.Today, today: &roster.Work{Queues: tt.queues, Capacity: 1}}.carryOut(t, now)
		if got := c.Until.Format(time.RFC3339); err != nil || got != tt.want || !after.Today.Until.Equal(c.Until) {
			t.Errorf("in the zone, %s: until %s (%v), want %s", tt.name, got, err, tt.want)
		}
	}
}

func TestWhatIsForTodayIsKeptBesideWhatTheRosterSays(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	c, after, err := day{by: sue, of: ben, kind: roster.Today, today: one}.carryOut(t, now)
	if err != nil {
		t.Fatal(err)
	}
	want := &agent.Today{
		Queues: []string{"front", "gone"}, Capacity: 3, Until: time.Date(2026, 3, 5, 23, 0, 0, 0, time.UTC), By: sue, Name: "Sue", At: now,
	}
	if diff := cmp.Diff(want, after.Today); diff != "" || after.Capacity != 1 || len(after.Queues) != 1 {
		t.Errorf("serves %v with %d, for today (-want +got):\n%s", after.Queues, after.Capacity, diff)
	}
	if diff := cmp.Diff(c.Before, c.After); diff != "" {
		t.Errorf("the roster's entry changes (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff(roster.EntryOf(everybody()[ben]), roster.EntryOf(after)); diff != "" {
		t.Errorf("the entry has what is for today (-want +got):\n%s", diff)
	}
}

func TestWhoSetAnAgentAwayIsSaid(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	_, after, err := day{by: sue, of: ben, kind: roster.Presence, presence: agent.Away}.carryOut(t, now)
	if err != nil || after.Presence != agent.Away || !after.PresenceAt.Equal(now) || after.AwayBy.String() != "roster.setBy by=Sue" {
		t.Errorf("%s since %s by %v: %v", after.Presence, after.PresenceAt, after.AwayBy, err)
	}
}
