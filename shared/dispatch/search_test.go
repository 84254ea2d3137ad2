package dispatch_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/assign"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// TestEverybodyWhoQualifiesIsCompared, not only those whom the database names first:
// in each case the best one got work last.
func TestEverybodyWhoQualifiesIsCompared(t *testing.T) {
	t.Parallel()
	both := map[string]int64{"french": 5, "tech": 4}
	tests := []struct {
		name, queue string
		skills      map[string]int64
		agents      []agent.Agent
	}{
		{"custom: the highest level", "own", nil, []agent.Agent{
			agentCalled("a", serves("own"), can("french", 8), assigned(4*time.Hour)),
			agentCalled("b", serves("own"), can("french", 8), assigned(3*time.Hour)),
			agentCalled("c", serves("own"), can("french", 8), assigned(2*time.Hour)),
			agentCalled("best", serves("own"), can("french", 10), assigned(time.Hour)),
		}},
		{"custom: the highest level of those who have a skill", "own", map[string]int64{"tech": 2}, []agent.Agent{
			agentCalled("a", serves("own"), can("french", 8), can("tech", 3), assigned(4*time.Hour)),
			agentCalled("b", serves("own"), can("french", 8), can("tech", 9), assigned(3*time.Hour)),
			agentCalled("c", serves("own"), can("french", 8), can("tech", 2), assigned(2*time.Hour)),
			agentCalled("d", serves("own"), can("french", 10), can("tech", 1), assigned(2*time.Hour)),
			agentCalled("best", serves("own"), can("french", 9), can("tech", 2), assigned(time.Hour)),
		}},
		{"custom: equal room, and the highest level", "roomy-skilled", nil, []agent.Agent{
			agentCalled("a", serves("roomy-skilled"), can("french", 8), assigned(4*time.Hour)),
			agentCalled("b", serves("roomy-skilled"), can("french", 8), assigned(3*time.Hour)),
			agentCalled("c", serves("roomy-skilled"), can("french", 8), assigned(2*time.Hour)),
			agentCalled("best", serves("roomy-skilled"), can("french", 9), assigned(time.Hour)),
			agentCalled("less", serves("roomy-skilled"), can("french", 10), room(1), assigned(time.Hour)),
		}},
		{"closest: who has everything", "near", both, []agent.Agent{
			agentCalled("a", serves("near"), can("french", 5), assigned(4*time.Hour)),
			agentCalled("b", serves("near"), can("french", 6), can("tech", 3), assigned(3*time.Hour)),
			agentCalled("c", serves("near"), can("french", 9), assigned(2*time.Hour)),
			agentCalled("best", serves("near"), can("french", 5), can("tech", 4), assigned(time.Hour)),
		}},
		{"closest: who lacks the hardest skill, and is nearer for the other", "near", both, []agent.Agent{
			agentCalled("a", serves("near"), can("french", 1), assigned(4*time.Hour)),
			agentCalled("b", serves("near"), can("french", 2), assigned(3*time.Hour)),
			agentCalled("c", serves("near"), can("french", 2), assigned(2*time.Hour)),
			agentCalled("best", serves("near"), can("tech", 9), assigned(time.Hour)),
		}},
		{"closest: of more skills than a query compares with", "near", map[string]int64{"a": 5, "b": 2, "c": 2, "d": 2}, []agent.Agent{
			agentCalled("a", serves("near"), can("a", 4), assigned(4*time.Hour)),
			agentCalled("b", serves("near"), can("b", 2), assigned(3*time.Hour)),
			agentCalled("c", serves("near"), can("c", 2), assigned(2*time.Hour)),
			agentCalled("best", serves("near"), can("a", 5), can("d", 1), assigned(time.Hour)),
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.hire(tt.agents...)
			w.has(w.comes("k", session{queue: tt.queue, skills: tt.skills}), conversation.Offered, "best@x")
		})
	}
}

// TestWhoGetsASessionIsTheBestOfAll, as if all agents were compared at once.
func TestWhoGetsASessionIsTheBestOfAll(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for n := range 60 {
		r := rand.New(rand.NewPCG(7, uint64(n))) // the same cases each time
		queues := slices.Sorted(maps.Keys(w.config.Queues))
		queue := queues[r.IntN(len(queues))]
		var all []agent.Agent
		for i := range 4 + r.IntN(6) {
			a := agentCalled(fmt.Sprintf("n%d-a%d", n, i), serves(queue), room(r.Int64N(4)), can("french", r.Int64N(11)), can("tech", r.Int64N(11)),
				assigned(time.Duration(r.IntN(1000))*time.Minute), released(time.Duration(r.IntN(3))*time.Minute))
			if r.IntN(5) == 0 {
				a.Presence = agent.Away
			}
			all = append(all, a)
		}
		w.hire(all...)
		skills := map[string]int64{}
		for _, skill := range []string{"french", "tech"}[r.IntN(3):] {
			skills[skill] = 1 + r.Int64N(7)
		}
		want := ""
		best, _ := assign.Best(assign.Session{
			Queue: queue, Skills: skills, Cost: 1, Presences: w.config.Presences(),
			Assignment: w.config.Queues[queue].Assignment,
		}, all)
		if len(best) > 0 {
			want = best[0].Email
		}
		c := w.comes(fmt.Sprint("k", n), session{queue: queue, skills: skills})
		if got := w.get(c.ID).Owner; got != want {
			t.Errorf("case %d, %s, skills %v: %q has it, want %q of %v", n, queue, skills, got, want, all)
		}
		for _, a := range all {
			_, err := w.db.Doc("agents/" + a.Email).Delete(t.Context())
			w.must(err)
		}
	}
}

// TestWhatComparingCosts: one read for each agent who is compared, and a few for
// those that the database orders.
func TestWhatComparingCosts(t *testing.T) {
	t.Parallel()
	const others = 10 + 1 - 3 // what a session costs, and the test's look, without the agents
	tests := []struct {
		name, queue string
		skills      map[string]int64
		each, last  func(*agent.Agent)
		agents      int
		want        string
		reads       int
	}{
		{"custom by skill compares everybody", "own", nil, can("french", 2), can("french", 3), 40, "last@x", others + 41},
		{"up to a bound", "own", nil, can("french", 2), can("french", 3), assign.MaxCompared + 20, "a000@x", others + assign.MaxCompared},
		{"by room, everybody with most of it", "roomy-skilled", nil, room(2), room(3), 60, "last@x", others + 3},
		{"closest compares those who have some", "near", map[string]int64{"french": 5}, can("french", 2), can("french", 3), 40, "last@x", others + 41},
		{"and nobody when the first has everything", "near", map[string]int64{"french": 5}, can("french", 5), can("french", 6), 40, "a000@x", others + 3},
		{"exact reads only who has the level", "front", map[string]int64{"french": 5}, can("french", 4), can("french", 9), 40, "last@x", others + 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			for i := range tt.agents {
				at := assigned(time.Duration(tt.agents-i) * time.Minute)
				w.hire(agentCalled(fmt.Sprintf("a%03d", i), serves(tt.queue), at, tt.each))
			}
			w.hire(agentCalled("last", serves(tt.queue), assigned(0), tt.last))
			w.bill.Take()
			c := w.comes("k", session{queue: tt.queue, skills: tt.skills})
			w.spent(tt.name, tt.reads, 8)
			w.has(c, conversation.Offered, tt.want)
		})
	}
}

// TestAnAgentOfManyQueuesAndSkillsIsAnAgent: one write follows from a change, and a
// handful of queries finds what waits.
func TestAnAgentOfManyQueuesAndSkillsIsAnAgent(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ queues, skills, nameLength int }{
		{30, 35, 8}, {agent.MaxQueues, agent.MaxSkills, 39},
	} {
		t.Run(fmt.Sprintf("%d queues and %d skills", tt.queues, tt.skills), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			many := func(a *agent.Agent) {
				for i := range tt.queues - 1 {
					a.Queues = append(a.Queues, longName(fmt.Sprintf("q%02d", i), tt.nameLength))
				}
				a.Skills = map[string]int64{"french": 10}
				for i := range tt.skills - 1 {
					a.Skills[longName(fmt.Sprintf("s%02d", i), tt.nameLength)] = 10
				}
			}
			ana := agentCalled("ana", many, room(3))
			w.lease(ana.Email, time.Hour)
			_, err := w.db.Doc("agents/"+ana.Email).Set(t.Context(), ana)
			w.must(err)
			w.bill.Take()
			w.must(w.findWork(ana.Email))
			w.spent("a change of the roster, and nothing waits", 2+1+2, 1)
			if lanes := w.agent(ana.Email).Lanes; len(lanes) != 1+tt.queues*(1+tt.skills) {
				t.Errorf("%d lanes", len(lanes))
			}
			w.has(w.comes("k1", session{skills: map[string]int64{"french": 9}}), conversation.Offered, ana.Email)
			c := w.enqueue("k2", session{skills: map[string]int64{"french": 9}})
			w.bill.Take()
			w.must(w.findWork(ana.Email))
			w.spent("a look, and an offer", 2+1+2+3, 4)
			w.has(c, conversation.Offered, ana.Email)
		})
	}
}

func longName(name string, n int) string { return name + strings.Repeat("x", n-len(name)) }

// TestWhatAnAgentCannotHaveIsPassedOver where the agent looks by queue only.
func TestWhatAnAgentCannotHaveIsPassedOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.hire(agentCalled("bo", func(a *agent.Agent) { a.Used = a.Capacity }))
	for i := range 10 {
		w.enqueue(fmt.Sprint("k", i), session{skills: map[string]int64{"chess": 2}})
	}
	w.enqueue("reserved", session{workstream: "kept", change: func(c *conversation.Conversation) {
		c.LastOwner, c.LastOwnedAt = "bo@x", noon
	}})
	last := w.enqueue("last", session{skills: map[string]int64{"french": 2}})
	w.hire(agentCalled("ana", func(a *agent.Agent) {
		for i := range agent.MaxSearches / 2 {
			a.Queues = append(a.Queues[:min(len(a.Queues), agent.MaxQueues-1)], fmt.Sprint("q", i))
		}
		a.Skills = map[string]int64{"french": 2, "tech": 1, "chess": 1}
		if !slices.Contains(a.Queues, "front") || len(a.Searches()) != 1+len(a.Queues) {
			t.Errorf("ana looks by %v", a.Searches())
		}
	}))
	w.must(w.findWork("ana@x"))
	w.has(last, conversation.Offered, "ana@x")
}
