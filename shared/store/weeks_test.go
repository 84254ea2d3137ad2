package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/frontdesk-gcp/frontdesk/emulator/properties/fold"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// served is a visitor who wrote, was served and rates it.
func (w world) served(t *testing.T, n int) visitor {
	t.Helper()
	v := visitor{w, n, surveying(t)}
	if err := v.sends(t, channel.Inbound{ID: "hi", Kind: channel.Text, Text: "hi"}); err != nil {
		t.Fatal(err)
	}
	v.does(t, conversation.Pick)
	v.does(t, conversation.End)
	return v
}

// rolled are the measures of a day by a dimension, as its week has them.
func (w world) rolled(t *testing.T, d conversation.Dimension) map[string]conversation.Measures {
	t.Helper()
	week := get[conversation.Week](t, w.db.Doc("figureWeeks/"+string(d)+"_2024-03-04"))
	all, err := week.Measures("2024-03-05")
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestAWeekHasWhatItsDaysHave, by every dimension, and for each agent alone; also when a
// day changes long after.
func TestAWeekHasWhatItsDaysHave(t *testing.T) {
	t.Parallel()
	w := open(t)
	for n := range 5 {
		w.served(t, n)
	}
	w.rollsUp(t, "2024-03-05")
	w.isRolled(t)
	v := visitor{w, 3, surveying(t)}
	if err := v.sends(t, channel.Inbound{ID: "good", Kind: channel.Survey, Answer: &channel.Answer{Rating: 4}}); err != nil {
		t.Fatal(err)
	}
	w.rollsUp(t, "2024-03-05")
	w.isRolled(t)
	if m := w.rolled(t, conversation.ByQueue)["front"]; m.Closed != 5 || m.Rated != 1 || m.Ratings != 4 {
		t.Errorf("the queue has %+v", m)
	}
	own := get[conversation.Week](t, w.db.Doc("figureWeeks/own_jo@x_2024-03-04"))
	if all, err := own.Measures("2024-03-05"); own.Agent != "jo@x" || err != nil || len(all) != 1 || all["jo@x"].Closed != 5 {
		t.Errorf("Jo's own are %+v, error %v", own, err)
	}
}

func (w world) rollsUp(t *testing.T, want ...string) {
	t.Helper()
	if days, err := w.RollUp(t.Context()); err != nil || !cmp.Equal(days, want, cmpopts.EquateEmpty()) {
		t.Errorf("rolled up %v, error %v, want %v", days, err, want)
	}
}

// isRolled compares the week with the parts of the day.
func (w world) isRolled(t *testing.T) {
	t.Helper()
	sum := fold.All{}
	for _, name := range w.names(t, "figures") {
		f := get[conversation.Figures](t, w.db.Doc("figures/"+name))
		if !f.Rolled {
			t.Errorf("%s is not marked as rolled up", name)
		}
		sum.Add(f)
	}
	f := sum["2024-03-05_front"]
	for d, want := range map[conversation.Dimension]map[string]conversation.Measures{
		conversation.ByQueue: {"front": f.Measures}, conversation.ByAgent: f.ByAgent, conversation.ByChannel: f.ByChannel,
		conversation.ByWorkstream: f.ByWorkstream, conversation.ByHour: f.ByHour, conversation.ByTag: {},
	} {
		if diff := cmp.Diff(want, w.rolled(t, d)); diff != "" {
			t.Errorf("by %s (-days +week):\n%s", d, diff)
		}
	}
}

// TestWhatRollingUpCosts: a day with one part, nobody's and then nothing.
func TestWhatRollingUpCosts(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.served(t, 1)
	w.counter.Take()
	w.rollsUp(t, "2024-03-05")
	// The part that has changed, the day's one part, six dimensions and the one agent's; all
	// but the first are written.
	w.costs(t, "to roll up", 1+1+6+1, 1+6+1)
	w.rollsUp(t)
	w.costs(t, "to roll up what has not changed", 1, 0)
}

// working is a configuration in which agents work in some presences.
func working(t *testing.T, presences ...string) *configuration.Config {
	t.Helper()
	config, err := configuration.Load(fmt.Appendf(nil, `{"accounts": {"acme": {"workstream": "support"}},
		"workstreams": {"support": {"fallback_queue": "front", "distribution": {"presences": ["%s"]}}},
		"queues": {"front": {"display_name": "Front"}}}`, strings.Join(presences, `", "`)), channels.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	return config
}

// TestPresenceCountsWhenItIsOver, once, whoever looks how often.
func TestPresenceCountsWhenItIsOver(t *testing.T) {
	t.Parallel()
	w := open(t)
	config := working(t, "available")
	ana := worker("ana@x", 0, 3, 0)
	ana.PresenceAt = noon
	w.roster(t, ana)
	chooses := func(p agent.Presence, at time.Time) {
		t.Helper()
		_, err := w.db.Doc("agents/ana@x").Update(t.Context(), []firestore.Update{{Path: "presence", Value: p}, {Path: "presenceAt", Value: at}})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // the second time, nothing is new
			if _, _, err := w.Derive(t.Context(), "ana@x", at.Add(time.Second), config); err != nil {
				t.Fatal(err)
			}
		}
	}
	chooses(agent.Available, noon)
	w.counter.Take()
	chooses(agent.Away, noon.Add(10*time.Minute))
	w.costs(t, "to go away", 2+2, 2+1) // what the agent writes, twice two documents; the agent, the figures
	chooses(agent.Available, noon.Add(15*time.Minute))
	// The client is gone at one o'clock, and nobody looks before two.
	if _, _, err := w.Derive(t.Context(), "ana@x", noon.Add(2*time.Hour), config); err != nil {
		t.Fatal(err)
	}
	chooses(agent.Offline, noon.Add(3*time.Hour))
	w.rollsUp(t, "2024-03-05")
	m := w.rolled(t, conversation.ByAgent)["ana@x"]
	if m.Available != 10*60+45*60 || m.Away != 5*60 || m.Busy != 0 {
		t.Errorf("%d s available, %d s away, %d s busy", m.Available, m.Away, m.Busy)
	}
	if queues := w.rolled(t, conversation.ByQueue); len(queues) != 0 {
		t.Errorf("it counts in the queues %v", queues)
	}
}
