package assign_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/assign"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// The floor of an assignment is sorting the agents by how much they have, and no word about why.
func BenchmarkBest(b *testing.B) {
	for _, n := range []int{10, 100, 1000} {
		var agents []agent.Agent
		for i := range n {
			agents = append(agents, named(fmt.Sprintf("Agent %d", i), func(a *agent.Agent) {
				a.Capacity, a.Used, a.LastAssignedAt = 10, int64(i*7%10), ago(i*13%60)
				a.Skills = map[string]int64{"french": int64(i % 10)}
			}))
		}
		session := asks(configuration.Assignment{})
		session.Skills = map[string]int64{"french": 3}
		b.Run(fmt.Sprintf("agents=%d/of=product", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if best, _ := assign.Best(session, agents); len(best) == 0 {
					b.Fatal("nobody suits")
				}
			}
		})
		b.Run(fmt.Sprintf("agents=%d/of=floor", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				all := slices.Clone(agents)
				slices.SortStableFunc(all, func(a, b agent.Agent) int { return cmp.Compare(a.Used, b.Used) })
			}
		})
	}
}
