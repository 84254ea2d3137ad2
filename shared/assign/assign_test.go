package assign_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/assign"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

var noon = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

// ago is an instant before noon; 0 is never.
func ago(minutes int) time.Time {
	if minutes == 0 {
		return time.Time{}
	}
	return noon.Add(-time.Duration(minutes) * time.Minute)
}

// named is an agent at the front desk with room for one session of two units.
func named(name string, change func(*agent.Agent)) agent.Agent {
	a := agent.Agent{
		Email: strings.ToLower(name) + "@example.com", DisplayName: name, Role: agent.Plain, Queues: []string{"front"},
		Capacity: 2, Presence: agent.Available,
	}
	if change != nil {
		change(&a)
	}
	return a
}

// asks is a session at the front desk that takes two units.
func asks(a configuration.Assignment) assign.Session {
	return assign.Session{
		Queue: "front", Cost: 2, Presences: []string{"available", "busy"}, Assignment: a,
	}
}

// declinedUntil is one agent who declined, and until when that counts.
func declinedUntil(email string, until time.Time) map[string]assign.Declined {
	return map[string]assign.Declined{email: {Times: 1, PausesUntil: until}}
}

func names(agents []agent.Agent) []string {
	var all []string
	for _, a := range agents {
		all = append(all, a.DisplayName)
	}
	return all
}

func skilled(levels map[string]int64) func(*agent.Agent) {
	return func(a *agent.Agent) { a.Skills = levels }
}

func TestEachMethodHasItsOrder(t *testing.T) {
	t.Parallel()
	// Ada has the most room, Bo was assigned longest ago, Cy was never released, and
	// Di speaks the best French. All but Ada have the same room.
	staff := []agent.Agent{
		named("Ada", func(a *agent.Agent) {
			a.Capacity, a.LastAssignedAt, a.LastReleasedAt = 9, ago(1), ago(10)
			a.Skills = map[string]int64{"french": 3}
		}),
		named("Bo", func(a *agent.Agent) {
			a.LastAssignedAt, a.LastReleasedAt, a.Skills = ago(30), ago(5), map[string]int64{"french": 3}
		}),
		named("Cy", func(a *agent.Agent) {
			a.LastAssignedAt, a.LastReleasedAt, a.Skills = ago(20), ago(0), map[string]int64{"french": 3}
		}),
		named("Di", func(a *agent.Agent) {
			a.LastAssignedAt, a.LastReleasedAt, a.Skills = ago(10), ago(20), map[string]int64{"french": 9, "tact": 1}
		}),
	}
	for _, tt := range []struct {
		name       string
		assignment configuration.Assignment
		want       []string
	}{
		{"round robin: who was assigned longest ago", configuration.Assignment{Method: configuration.RoundRobin}, []string{"Bo", "Cy", "Di", "Ada"}},
		{"no method is round robin", configuration.Assignment{}, []string{"Bo", "Cy", "Di", "Ada"}},
		{"highest capacity: who has most room, then round robin", configuration.Assignment{Method: configuration.HighestCapacity}, []string{"Ada", "Bo", "Cy", "Di"}},
		{"least active: who was released longest ago, never first", configuration.Assignment{Method: configuration.LeastActive}, []string{"Cy", "Di", "Ada", "Bo"}},
		{
			"custom: the best French, then who was released longest ago",
			configuration.Assignment{Method: configuration.Custom, OrderBy: []string{"skill:french", "last-released"}},
			[]string{"Di", "Cy", "Ada", "Bo"},
		},
		{
			"custom: room, then who was assigned longest ago",
			configuration.Assignment{Method: configuration.Custom, OrderBy: []string{"free-capacity", "last-assigned"}},
			[]string{"Ada", "Bo", "Cy", "Di"},
		},
		{
			"custom: a skill that only one has, then round robin",
			configuration.Assignment{Method: configuration.Custom, OrderBy: []string{"skill:tact"}},
			[]string{"Di", "Bo", "Cy", "Ada"},
		},
	} {
		best, _ := assign.Best(asks(tt.assignment), staff)
		if diff := cmp.Diff(tt.want, names(best)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestTiesGoToTheMethodAndThenToTheAddress(t *testing.T) {
	t.Parallel()
	staff := []agent.Agent{named("Cy", nil), named("Ada", nil), named("Bo", func(a *agent.Agent) { a.LastAssignedAt = ago(5) })}
	for _, method := range []string{configuration.RoundRobin, configuration.HighestCapacity, configuration.LeastActive} {
		best, _ := assign.Best(asks(configuration.Assignment{Method: method}), staff)
		if diff := cmp.Diff([]string{"Ada", "Cy", "Bo"}, names(best)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", method, diff)
		}
	}
}

func TestTheNearestAgentsShareTheWork(t *testing.T) {
	t.Parallel()
	s := asks(configuration.Assignment{Method: configuration.RoundRobin, Skills: configuration.Closest})
	s.Skills = map[string]int64{"french": 5, "billing": 3}
	staff := []agent.Agent{
		named("Far", skilled(nil)),
		named("Near", func(a *agent.Agent) { a.Skills, a.LastAssignedAt = map[string]int64{"french": 5, "billing": 2}, ago(1) }),
		named("Nigh", func(a *agent.Agent) { a.Skills, a.LastAssignedAt = map[string]int64{"french": 4, "billing": 9}, ago(9) }),
		named("Exact", skilled(map[string]int64{"french": 9, "billing": 3})),
	}
	best, trace := assign.Best(s, staff)
	// Near and Nigh lack one level each: the one who was assigned longer ago is next.
	if diff := cmp.Diff([]string{"Exact", "Nigh", "Near", "Far"}, names(best)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if want := "agent.ranks agent=Far by=[(agent.distance levels=8) (agent.neverAssigned)] capacity=2 rank=4 used=0"; trace[3].String() != want {
		t.Errorf("trace %q, want %q", trace[3], want)
	}
}

func TestWhoDeclinedIsAskedAfterTheOthers(t *testing.T) {
	t.Parallel()
	s := asks(configuration.Assignment{Method: configuration.RoundRobin, Skills: configuration.Closest})
	s.Now, s.Skills = noon, map[string]int64{"french": 1}
	s.Declined = map[string]assign.Declined{
		"ada@example.com": {Times: 2, PausesUntil: ago(1)}, "bo@example.com": {Times: 1, PausesUntil: noon},
		"cy@example.com": {Times: 1, PausesUntil: ago(-1)},
	}
	french := skilled(map[string]int64{"french": 1})
	best, trace := assign.Best(s, []agent.Agent{named("Ada", french), named("Bo", french), named("Cy", french), named("Di", nil)})
	if diff := cmp.Diff([]string{"Di", "Bo", "Ada"}, names(best)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if want := "agent.ranks agent=Bo by=[(agent.declined times=1) (agent.distance levels=0) (agent.neverAssigned)] capacity=2 rank=2 used=0"; trace[1].String() != want {
		t.Errorf("trace %q, want %q", trace[1], want)
	}
}

func TestObjections(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		agent   func(*agent.Agent)
		session func(*assign.Session)
		want    string
	}{
		{"none", nil, nil, ""},
		{"who is not in the roster", func(a *agent.Agent) { a.Role = "" }, nil, "agent.notOnRoster"},
		{"who serves other queues", func(a *agent.Agent) { a.Queues = []string{"back"} }, nil, "agent.notServing"},
		{"who is away", func(a *agent.Agent) { a.Presence = agent.Away }, nil, "agent.away"},
		{"who never came", func(a *agent.Agent) { a.Presence = "" }, nil, "agent.offline"},
		{
			"who is busy, where only the available work",
			func(a *agent.Agent) { a.Presence = agent.Busy },
			func(s *assign.Session) { s.Presences = []string{"available"} },
			"agent.busy",
		},
		{"who has no room", func(a *agent.Agent) { a.Used = 1 }, nil, "agent.noRoom capacity=2 cost=2 used=1"},
		{"who is full, for what costs nothing", func(a *agent.Agent) { a.Used = 2 }, func(s *assign.Session) { s.Cost = 0 }, ""},
		{
			"who declined it a moment ago", nil,
			func(s *assign.Session) { s.Now, s.Declined = noon, declinedUntil("ada@example.com", ago(-1)) },
			"agent.hasDeclined until=" + ago(-1).Format(time.RFC3339),
		},
		{
			"who declined it, when the pause is over", nil,
			func(s *assign.Session) { s.Now, s.Declined = noon, declinedUntil("ada@example.com", noon) },
			"",
		},
		{
			"whom another's decline does not concern", nil,
			func(s *assign.Session) { s.Now, s.Declined = noon, declinedUntil("bo@example.com", ago(-1)) },
			"",
		},
		{
			"who lacks skills hears of the first",
			skilled(map[string]int64{"french": 2}),
			func(s *assign.Session) { s.Skills = map[string]int64{"tact": 1, "french": 3} },
			"agent.lacksSkill level=2 needed=3 skill=french",
		},
		{
			"who has exactly the skills",
			skilled(map[string]int64{"french": 3}),
			func(s *assign.Session) { s.Skills = map[string]int64{"french": 3} },
			"",
		},
		{
			"who lacks skills, where the nearest do",
			nil,
			func(s *assign.Session) {
				s.Skills, s.Assignment.Skills = map[string]int64{"french": 3}, configuration.Closest
			},
			"",
		},
	} {
		s := asks(configuration.Assignment{})
		if tt.session != nil {
			tt.session(&s)
		}
		got := ""
		if objection := s.Objection(named("Ada", tt.agent)); objection != nil {
			got = objection.String()
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestWhatIsForTodayDecidesUntilTheDayIsOver: whoever has yet to write that down.
func TestWhatIsForTodayDecidesUntilTheDayIsOver(t *testing.T) {
	t.Parallel()
	lent := named("Jo", func(a *agent.Agent) { *a = a.For(agent.Today{Until: noon}, []string{"back"}, 1) })
	for _, tt := range []struct {
		name, queue string
		at          time.Time
		cost        int64
		want        string
	}{
		{"today's queue, today", "back", noon.Add(-time.Second), 1, ""},
		{"more than today's capacity", "back", noon.Add(-time.Second), 2, "agent.noRoom"},
		{"the roster's queue, today", "front", noon.Add(-time.Second), 1, "agent.notServing"},
		{"today's queue, tomorrow", "back", noon, 1, "agent.notServing"},
		{"the roster's queue and capacity, tomorrow", "front", noon, 2, ""},
	} {
		s := asks(configuration.Assignment{})
		s.Queue, s.Now, s.Cost = tt.queue, tt.at, tt.cost
		got := ""
		if why := s.Objection(lent); why != nil {
			got = string(why.Code)
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestNobodyCanHaveIt(t *testing.T) {
	t.Parallel()
	best, trace := assign.Best(asks(configuration.Assignment{}), nil)
	if len(best)+len(trace) > 0 {
		t.Errorf("Best of nobody = %v, %v", best, trace)
	}
}

// TestTraceSaysOfEverybodyWhy compares with what an agent lead reads.
func TestTraceSaysOfEverybodyWhy(t *testing.T) {
	t.Parallel()
	s := asks(configuration.Assignment{
		Method: configuration.Custom, OrderBy: []string{"skill:french", "free-capacity", "last-released", "last-assigned"},
	})
	s.Skills = map[string]int64{"french": 2}
	s.Now, s.Declined = noon, declinedUntil("gil@example.com", ago(-2))
	french := skilled(map[string]int64{"french": 4})
	staff := []agent.Agent{
		named("Bo", french),
		named("Ada", func(a *agent.Agent) { french(a); a.LastReleasedAt, a.LastAssignedAt = ago(3), ago(4) }),
		named("Cy", func(a *agent.Agent) { french(a); a.Used = 2 }),
		named("Di", nil),
		named("Eve", func(a *agent.Agent) { french(a); a.Presence = agent.Away }),
		named("Fox", func(a *agent.Agent) { french(a); a.Queues = nil }),
		named("Gil", french),
		named("Hal", func(a *agent.Agent) { a.Role = "" }),
	}
	_, trace := assign.Best(s, staff)
	var lines strings.Builder
	for _, line := range trace {
		if err := assign.Codes().Check(line); err != nil {
			t.Error(err)
		}
		lines.WriteString(line.String() + "\n")
	}
	got := lines.String()
	path := filepath.Join("testdata", "trace.txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got); run with -update if it is meant to change:\n%s", path, diff)
	}
}

// TestTheOrderDoesNotDependOnThatOfTheCandidates also finds an order that is none:
// with one, the best of some is the best of all of them.
func TestTheOrderDoesNotDependOnThatOfTheCandidates(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := asks(configuration.Assignment{
			Method: rapid.SampledFrom([]string{configuration.RoundRobin, configuration.HighestCapacity, configuration.LeastActive, configuration.Custom}).Draw(t, "method"),
			Skills: rapid.SampledFrom([]string{configuration.Exact, configuration.Closest}).Draw(t, "skills"),
		})
		if s.Assignment.Method == configuration.Custom {
			s.Assignment.OrderBy = rapid.SliceOfN(rapid.SampledFrom([]string{
				"free-capacity", "last-assigned", "last-released", "skill:french", "skill:tact",
			}), 1, 3).Draw(t, "order")
		}
		s.Skills = map[string]int64{"french": rapid.Int64Range(0, 2).Draw(t, "needs")}
		s.Now = noon
		s.Declined = map[string]assign.Declined{"bo@example.com": {
			Times: rapid.Int64Range(0, 3).Draw(t, "declined"), PausesUntil: ago(rapid.IntRange(-1, 1).Draw(t, "pause")),
		}}
		staff := candidates(t)
		best, trace := assign.Best(s, staff)
		again, same := assign.Best(s, rapid.Permutation(staff).Draw(t, "another order"))
		if diff := cmp.Diff(best, again); diff != "" {
			t.Errorf("another order of candidates makes another order:\n%s", diff)
		}
		if diff := cmp.Diff(trace, same); diff != "" || len(trace) != len(staff) {
			t.Errorf("%d candidates and another trace:\n%s", len(staff), diff)
		}
		for i := range best {
			for _, b := range best[i+1:] {
				if two, _ := assign.Best(s, []agent.Agent{b, best[i]}); two[0].Email != best[i].Email {
					t.Errorf("%s comes before %s among all and after it alone", best[i].Email, b.Email)
				}
			}
		}
		if s.Objection(staff[0]) == nil != slices.ContainsFunc(best, func(a agent.Agent) bool { return a.Email == staff[0].Email }) {
			t.Errorf("%s is one of the best, or is not, against the objection", staff[0].Email)
		}
	})
}

func candidates(t *rapid.T) []agent.Agent {
	var staff []agent.Agent
	for _, name := range []string{"Ada", "Bo", "Cy", "Di", "Eve"}[:rapid.IntRange(1, 5).Draw(t, "agents")] {
		staff = append(staff, named(name, func(a *agent.Agent) {
			a.Capacity = rapid.Int64Range(1, 4).Draw(t, "capacity")
			a.Skills = map[string]int64{
				"french": rapid.Int64Range(0, 2).Draw(t, "french"), "tact": rapid.Int64Range(0, 1).Draw(t, "tact"),
			}
			a.LastAssignedAt = ago(rapid.IntRange(0, 2).Draw(t, "assigned"))
			a.LastReleasedAt = ago(rapid.IntRange(0, 2).Draw(t, "released"))
		}))
	}
	return staff
}
