package route_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

const tagging = `{"accounts":{"acme":{"workstream":"support"}},
	"workstreams":{"support":{"fallback_queue":"front","classification":[
		{"name":"again","rules":[{"name":"refund","when":"'refund' in customer.tags && customer.lastOutcome == 'unsolved'",
			"set":{"tags":["vip","refund"]}}]},
		{"name":"more","rules":[{"name":"seen","when":"'vip' in session.tags","set":{"tags":["refund","again"]}}]}],
		"routes":[{"name":"vip","when":"'again' in session.tags","queue":"back"}]}},
	"queues":{"front":{"display_name":"Front"},"back":{"display_name":"Back"}},
	"outcomes":{"unsolved":{"labels":{"en":"Not solved"}}},
	"tags":{"refund":{"labels":{"en":"Refund"}},"vip":{"labels":{"en":"VIP"}},"again":{"labels":{"en":"Again"}}}}`

// TestRulesReadAndSetTags: those of the session before, and those that were found so far.
func TestRulesReadAndSetTags(t *testing.T) {
	t.Parallel()
	config, err := configuration.Load([]byte(tagging), channels.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	facts := route.Facts{Conversation: "c", Account: "acme", Now: time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)}
	if d, _, err := route.Decide(config, facts); err != nil || d.Queue != "front" || len(d.Tags) > 0 {
		t.Errorf("a new customer goes to %s with %v, %v", d.Queue, d.Tags, err)
	}
	facts.LastTags, facts.LastOutcome = []string{"refund"}, "unsolved"
	d, trace, err := route.Decide(config, facts)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"again", "refund", "vip"}, d.Tags); diff != "" || d.Queue != "back" {
		t.Errorf("it goes to %s with the tags (-want +got):\n%s", d.Queue, diff)
	}
	sets := 0
	for _, line := range trace.Lines(10_000) {
		sets += strings.Count(line.String(), "route.setsTag tag=")
	}
	if sets != 4 {
		t.Errorf("the trace has %d tags that rules set, want those of both", sets)
	}
}
