package agent_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

func TestASessionIsInTheLanesOfTheSkillThatIsHardestToHave(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		skills map[string]int64
		want   []string
	}{
		{"no skills", nil, []string{"front", "front|"}},
		{"a skill without a level", map[string]int64{"french": 0}, []string{"front", "front|"}},
		{"one skill", map[string]int64{"french": 3}, []string{"front", "front|french", "front|french:3"}},
		{
			"the highest level",
			map[string]int64{"french": 3, "billing": 2, "tact": 7},
			[]string{"front", "front|tact", "front|tact:7"},
		},
		{
			"of several, the first by name",
			map[string]int64{"tact": 3, "french": 3, "billing": 1},
			[]string{"front", "front|french", "front|french:3"},
		},
	} {
		if diff := cmp.Diff(tt.want, agent.ItemLanes("front", tt.skills)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestASessionLooksForALevelAndThoseAboveIt(t *testing.T) {
	t.Parallel()
	skills := map[string]int64{"tact": 9, "french": 2, "spanish": 0}
	want := []string{"front|tact:9", "front|tact:10"}
	if diff := cmp.Diff(want, agent.Candidates("front", skills)); diff != "" {
		t.Errorf("the hardest skill (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"front|"}, agent.Candidates("front", nil)); diff != "" {
		t.Errorf("no skill (-want +got):\n%s", diff)
	}
	if got := agent.CandidatesWithAny("front", skills); len(got) != 2*agent.MaxLevel || got[0] != "front|french:1" || got[19] != "front|tact:10" {
		t.Errorf("any skill: %v", got)
	}
}

func TestDeriveGivesAnAgentALaneForEachQueueAndSkill(t *testing.T) {
	t.Parallel()
	a := jo()
	a.Queues, a.Used = []string{"front", "back", "front"}, 2
	a.Skills = map[string]int64{"french": 2, "tact": 10, "none": 0}
	got, changed := a.Derive(true, []string{"available"})
	want := []string{
		"@jo@example.com", "back|", "back|french:2", "back|tact:10", "front|", "front|french:2", "front|tact:10",
	}
	if diff := cmp.Diff(want, got.Lanes); diff != "" || got.Free != 4 || !changed {
		t.Errorf("free %d, changed: %v, lanes (-want +got):\n%s", got.Free, changed, diff)
	}
	if again, changed := got.Derive(true, []string{"available"}); changed || !slices.Equal(again.Lanes, got.Lanes) {
		t.Errorf("derived again: changed: %v, lanes %v", changed, again.Lanes)
	}
}

func TestAnAgentLooksByTheFinestLanesThatAreFewEnough(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		queues, skills int
		level          int64
		n              int
		first          string
	}{
		{1, 1, 3, 1 + 4, "q00|s00:1"},
		{3, 5, 7, 1 + 3*36, "q00|s00:1"},
		{10, 10, 7, 1 + 10*11, "q00|s00"},
		{30, 35, 10, 1 + 30, "q01"},
		{50, 50, 10, 1 + 50, "q01"},
	} {
		all := able(tt.queues, tt.skills, tt.level).Searches()
		if len(all) != tt.n || len(all) > agent.MaxSearches || all[min(2, len(all)-1)] != tt.first {
			t.Errorf("%d queues, %d skills: %d lanes, %v, want %d and %s", tt.queues, tt.skills, len(all), all[:3], tt.n, tt.first)
		}
	}
}

// able is an agent with many queues and skills.
func able(queues, skills int, level int64) agent.Agent {
	a := jo()
	a.Queues, a.Skills = nil, map[string]int64{}
	for i := range queues {
		a.Queues = append(a.Queues, fmt.Sprintf("q%02d", i))
	}
	for i := range skills {
		a.Skills[fmt.Sprintf("s%02d", i)] = level
	}
	return a
}

// TestTheLargestAgentIsADocumentThatTheDatabaseTakes: 1 MiB, and 40,000 entries in
// indexes. Each composite index with the lanes has one for each lane.
func TestTheLargestAgentIsADocumentThatTheDatabaseTakes(t *testing.T) {
	t.Parallel()
	a := able(agent.MaxQueues, agent.MaxSkills, agent.MaxLevel)
	longest := strings.Repeat("x", 36)
	if name := longest + "q00"; !regexp.MustCompile("^"+configuration.NameForm+"$").MatchString(name) ||
		regexp.MustCompile("^"+configuration.NameForm+"$").MatchString(name+"x") {
		t.Fatalf("%q is not the longest name", name)
	}
	for i := range a.Queues {
		a.Queues[i] = longest + a.Queues[i]
	}
	for i := range agent.MaxSkills {
		name := fmt.Sprintf("s%02d", i)
		delete(a.Skills, name)
		a.Skills[longest+name] = agent.MaxLevel
	}
	a, _ = a.Derive(true, []string{"available"})
	if len(a.Lanes) != agent.MaxLanes {
		t.Errorf("%d lanes, want %d", len(a.Lanes), agent.MaxLanes)
	}
	size := 0
	for _, lane := range a.Lanes {
		size += len(lane) + 1
	}
	if most := 1 << 18; size > most {
		t.Errorf("the lanes take %d bytes, more than %d", size, most)
	}
	indexes, err := os.ReadFile("../../terraform/firestore.tf")
	if err != nil {
		t.Fatal(err)
	}
	n := strings.Count(string(indexes), `collection = "agents"
      scope      = "COLLECTION"
      fields     = [["lanes", "CONTAINS"]`)
	if entries := n * len(a.Lanes); n != 3 || entries > 10_000 {
		t.Errorf("%d indexes with %d entries, want 3 and few", n, entries)
	}
	if !strings.Contains(string(indexes), `{ collection = "agents", field = "lanes" }`) {
		t.Error("the database indexes lanes by themselves, too")
	}
}

func TestWhatIsBeyondTheBoundsMakesNoLanes(t *testing.T) {
	t.Parallel()
	a := able(agent.MaxQueues+9, agent.MaxSkills+9, 1<<40)
	a, _ = a.Derive(true, []string{"available"})
	if len(a.Lanes) != agent.MaxLanes || a.Lanes[2] != "q00|s00:10" {
		t.Errorf("%d lanes, the third is %s", len(a.Lanes), a.Lanes[2])
	}
	if n := len(a.Searches()); n != 1+agent.MaxQueues {
		t.Errorf("%d lanes to look in", n)
	}
}

// TestWhoHasTheSkillsFindsTheSession is what lanes are for: an agent who serves the
// queue and has every skill is found by the session, and finds it.
func TestWhoHasTheSkillsFindsTheSession(t *testing.T) {
	t.Parallel()
	meet := func(one, other []string) bool {
		return slices.ContainsFunc(one, func(lane string) bool { return slices.Contains(other, lane) })
	}
	rapid.Check(t, func(t *rapid.T) {
		skills := rapid.MapOf(rapid.SampledFrom([]string{"french", "billing", "tact", "spanish"}), rapid.Int64Range(0, 10))
		needs := skills.Draw(t, "needs")
		// Up to many queues and skills, so that the agent looks by each kind of lane.
		a := able(rapid.IntRange(0, agent.MaxQueues-2).Draw(t, "queues"), rapid.IntRange(0, agent.MaxSkills-4).Draw(t, "skills"), 1)
		for skill, level := range skills.Draw(t, "has") {
			a.Skills[skill] = level
		}
		a.Queues = append(a.Queues, rapid.SliceOf(rapid.SampledFrom([]string{"front", "back"})).Draw(t, "serves")...)
		enough, some := a.Serves("front"), false
		for skill, level := range needs {
			enough = enough && a.Skills[skill] >= level
			some = some || level > 0 && a.Skills[skill] > 0
		}
		a, _ = a.Derive(true, []string{"available"})
		found, finds := meet(a.Lanes, agent.Candidates("front", needs)), meet(a.Searches(), agent.ItemLanes("front", needs))
		if enough && (!found || !finds) {
			t.Errorf("%v has %v; found: %v, finds it: %v", a.Queues, a.Skills, found, finds)
		}
		if !a.Serves("front") && (found || finds) {
			t.Errorf("%v looks into front", a.Queues)
		}
		if near := meet(a.Lanes, agent.CandidatesWithAny("front", needs)); near != (some && a.Serves("front")) {
			t.Errorf("%v has some skill: %v, found by it: %v", a.Skills, some, near)
		}
	})
}
