package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/frontdesk-gcp/frontdesk/emulator/properties/fold"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
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
