package route_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// splitting is a configuration with two splits, for the entry points ONE and TWO.
func splitting(tb testing.TB, one, two []configuration.Share) *configuration.Config {
	tb.Helper()
	queues := map[string]configuration.Queue{"rest": {DisplayName: "Rest"}}
	for _, share := range append(append([]configuration.Share{}, one...), two...) {
		queues[share.Queue] = configuration.Queue{DisplayName: share.Queue}
	}
	return load(tb, text(tb, configuration.Spec{
		Accounts: map[string]configuration.Account{"acme": {Workstream: "support"}},
		Workstreams: map[string]configuration.Workstream{"support": {FallbackQueue: "rest", Routes: []configuration.Route{
			{Name: "one", When: `entryPoint == "ONE"`, Split: one},
			{Name: "two", When: `entryPoint == "TWO"`, Split: two},
		}}},
		Queues: queues,
	}))
}

// chosen is the queue that a split gives a conversation.
func chosen(tb testing.TB, c *configuration.Config, conversation, entryPoint string) string {
	tb.Helper()
	f := route.Facts{Conversation: conversation, Account: "acme"}
	f.Context.EntryPoint = entryPoint
	d, _, err := route.Decide(c, f)
	if err != nil {
		tb.Fatal(err)
	}
	return d.Queue
}

func TestASplitGivesEachQueueItsShare(t *testing.T) {
	t.Parallel()
	const conversations = 20_000
	one := []configuration.Share{{Queue: "a", Percent: 1}, {Queue: "b", Percent: 20}, {Queue: "c", Percent: 29}, {Queue: "d", Percent: 50}}
	two := []configuration.Share{{Queue: "x", Percent: 33}, {Queue: "y", Percent: 67}}
	c := splitting(t, one, two)
	got, both := map[string]float64{}, map[[2]string]float64{}
	for i := range conversations {
		id := fmt.Sprint("conversation-", i)
		first, second := chosen(t, c, id, "ONE"), chosen(t, c, id, "TWO")
		got[first]++
		got[second]++
		both[[2]string{first, second}]++
	}
	fits(t, conversations, one, got)
	fits(t, conversations, two, got)
	independent(t, conversations, one, two, both)
}

// fits checks that each share is within four standard deviations and all
// together within what chance explains (chi-square).
func fits(t *testing.T, n float64, split []configuration.Share, got map[string]float64) {
	t.Helper()
	var square float64
	for _, share := range split {
		p := float64(share.Percent) / 100
		off := got[share.Queue] - n*p
		if sigma := math.Sqrt(n * p * (1 - p)); math.Abs(off) > 4*sigma {
			t.Errorf("queue %s got %.0f of %.0f, %.1f sigma from %d %%", share.Queue, got[share.Queue], n, off/sigma, share.Percent)
		}
		square += off * off / (n * p)
	}
	if most := chance(len(split) - 1); square > most {
		t.Errorf("chi-square of %v is %.1f, more than %.1f", split, square, most)
	}
}

// independent checks that one split says nothing of another one.
func independent(t *testing.T, n float64, one, two []configuration.Share, got map[[2]string]float64) {
	t.Helper()
	var square float64
	for _, a := range one {
		for _, b := range two {
			want := n * float64(a.Percent*b.Percent) / 10_000
			off := got[[2]string{a.Queue, b.Queue}] - want
			square += off * off / want
		}
	}
	if most := chance(len(one)*len(two) - 1); square > most {
		t.Errorf("chi-square of both splits is %.1f, more than %.1f", square, most)
	}
}

// chance is what chi-square exceeds once in 10,000 times (Wilson and Hilferty).
func chance(freedom int) float64 {
	const quantile = 3.719
	k := float64(freedom)
	return k * math.Pow(1-2/(9*k)+quantile*math.Sqrt(2/(9*k)), 3)
}

func TestASplitIsTheSameForEver(t *testing.T) {
	t.Parallel()
	c := splitting(t, []configuration.Share{{Queue: "a", Percent: 30}, {Queue: "b", Percent: 70}},
		[]configuration.Share{{Queue: "c", Percent: 50}, {Queue: "d", Percent: 50}})
	var got strings.Builder
	for i := range 40 {
		id := fmt.Sprint("conversation-", i)
		got.WriteString(chosen(t, c, id, "ONE") + chosen(t, c, id, "TWO"))
	}
	// A change here moves customers of open trials from one queue to the other.
	const want = "bcbdacbdbcbdbdbdbdbdbcadbdacbcadbdacacadbdbcacadacacbdacacacacbcbdbcbcbdbcbcbdbc"
	if got.String() != want {
		t.Errorf("split into %s, want %s", got.String(), want)
	}
}

func TestAChangeOfLaterSharesLeavesEarlierOnesAlone(t *testing.T) {
	t.Parallel()
	rest := []configuration.Share{{Queue: "x", Percent: 100}}
	before := splitting(t, []configuration.Share{{Queue: "a", Percent: 40}, {Queue: "b", Percent: 60}}, rest)
	after := splitting(t, []configuration.Share{{Queue: "a", Percent: 40}, {Queue: "b", Percent: 10}, {Queue: "c", Percent: 50}}, rest)
	for i := range 1000 {
		id := fmt.Sprint("conversation-", i)
		if was, is := chosen(t, before, id, "ONE"), chosen(t, after, id, "ONE"); (was == "a") != (is == "a") {
			t.Errorf("%s moved from %s to %s", id, was, is)
		}
	}
}
