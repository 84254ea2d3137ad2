package agent_test

import (
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
)

var noon = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

// jo speaks French well and serves the front desk.
func jo() agent.Agent {
	return agent.Agent{
		Email: "jo@example.com", DisplayName: "Jo", Role: agent.Plain, Queues: []string{"front"},
		Skills: map[string]int64{"french": 2}, Capacity: 6, Presence: agent.Available,
	}
}

func TestRoleSupervises(t *testing.T) {
	t.Parallel()
	for role, want := range map[agent.Role]bool{
		agent.Plain: false, agent.Supervisor: true, agent.Admin: true, "": false, "boss": false,
	} {
		if got := role.Supervises(); got != want {
			t.Errorf("%q supervises: %v, want %v", role, got, want)
		}
	}
}

func TestAnAgentIsKnownByTheRoster(t *testing.T) {
	t.Parallel()
	stray := agent.Agent{Email: "ash@example.com", Presence: agent.Available}
	if stray.OnRoster() || stray.Name() != "ash@example.com" || !jo().OnRoster() || jo().Name() != "Jo" {
		t.Errorf("%s is known: %v, %s: %v", stray.Name(), stray.OnRoster(), jo().Name(), jo().OnRoster())
	}
}

func TestWhoNeverChoseIsOffline(t *testing.T) {
	t.Parallel()
	if got := (agent.Agent{}).ChosenPresence(); got != agent.Offline {
		t.Errorf("ChosenPresence = %q, want offline", got)
	}
}

func TestFits(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name                 string
		capacity, used, cost int64
		want                 bool
	}{
		{"there is room", 6, 4, 2, true},
		{"there is not enough", 6, 5, 2, false},
		{"an agent who is full", 6, 6, 1, false},
		{"what costs nothing fits who is full", 6, 6, 0, true},
		{"and who is beyond the limit", 6, 9, 0, true},
		{"and who has no capacity", 0, 0, 0, true},
		{"nothing else fits who has no capacity", 0, 0, 1, false},
	} {
		a := agent.Agent{Capacity: tt.capacity, Used: tt.used}
		if got := a.Fits(tt.cost); got != tt.want {
			t.Errorf("%s: Fits = %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestEffectivePresence(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name           string
		chose          agent.Presence
		capacity, used int64
		lease          time.Duration
		want           agent.Presence
	}{
		{"the agent's choice", agent.Available, 6, 0, time.Minute, agent.Available},
		{"with some work, too", agent.Available, 6, 5, time.Minute, agent.Available},
		{"all capacity is used", agent.Available, 6, 6, time.Minute, agent.Busy},
		{"more than that is used", agent.Available, 6, 8, time.Minute, agent.Busy},
		{"work that costs nothing changes nothing", agent.Available, 0, 0, time.Minute, agent.Available},
		{"who is away stays away", agent.Away, 6, 6, time.Minute, agent.Away},
		{"who is busy stays busy", agent.Busy, 6, 0, time.Minute, agent.Busy},
		{"whose client is gone is offline", agent.Available, 6, 0, -1, agent.Offline},
		{"from the instant when the lease ends", agent.Busy, 6, 6, 0, agent.Offline},
		{"who never chose is offline", "", 6, 0, time.Minute, agent.Offline},
	} {
		a := agent.Agent{Presence: tt.chose, Capacity: tt.capacity, Used: tt.used}
		if got := a.Effective(agent.Lease{Until: noon.Add(tt.lease)}, noon); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestDeriveTakesTheLanesOfWhoCannotBeGivenWork(t *testing.T) {
	t.Parallel()
	works := []string{"available", "busy"}
	for name, tt := range map[string]struct {
		change  func(*agent.Agent)
		present bool
		want    bool
	}{
		"who is there and available":    {func(*agent.Agent) {}, true, true},
		"who is busy, where that works": {func(a *agent.Agent) { a.Presence = agent.Busy }, true, true},
		"who is full, for what is free": {func(a *agent.Agent) { a.Used = 6 }, true, true},
		"who is away":                   {func(a *agent.Agent) { a.Presence = agent.Away }, true, false},
		"who is offline":                {func(a *agent.Agent) { a.Presence = "" }, true, false},
		"whose client is gone":          {func(*agent.Agent) {}, false, false},
		"who is not in the roster":      {func(a *agent.Agent) { a.Role = "" }, true, false},
	} {
		a := jo()
		a.Lanes = []string{"before"}
		tt.change(&a)
		got, changed := a.Derive(tt.present, works)
		if has := len(got.Lanes) > 0; has != tt.want || !changed {
			t.Errorf("%s: lanes %v, changed: %v, want some: %v", name, got.Lanes, changed, tt.want)
		}
	}
}

func TestDeriveCountsWhatIsFreeBelowZero(t *testing.T) {
	t.Parallel()
	a := jo()
	a.Used = 9
	if got, changed := a.Derive(false, nil); got.Free != -3 || !changed {
		t.Errorf("free %d, changed: %v, want -3 where a supervisor gave too much", got.Free, changed)
	}
}
