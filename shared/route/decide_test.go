package route_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

func TestAnAccountThatIsMissingIsNamed(t *testing.T) {
	t.Parallel()
	config := shop(t)
	_, _, err := route.Decide(config, route.Facts{Account: "acmee"})
	unknown, ok := errors.AsType[*route.UnknownAccountError](err)
	if !ok || unknown.Account != "acmee" || unknown.Version != config.Version {
		t.Fatalf("error = %#v", err)
	}
	if want := "routing configuration " + config.Version + ` has no account "acmee": add it and apply`; err.Error() != want {
		t.Errorf("error = %q, want %q", err, want)
	}
}

func TestALengthThatIsNotKnownIsAskedFor(t *testing.T) {
	t.Parallel()
	f := route.Facts{Account: "acme", Now: time.Date(2026, 7, 1, 8, 0, 0, 0, time.UTC)}
	f.Context.PlaceID = "returns"
	d, trace, err := route.Decide(shop(t), f)
	unknown, ok := errors.AsType[*route.LengthError](err)
	if !ok || unknown.Queue != "returns" || trace != nil || !cmp.Equal(d, route.Decision{}) {
		t.Fatalf("decided %+v, %v", d, err)
	}
	if want := `it has to be known how many wait in queue "returns"`; err.Error() != want {
		t.Errorf("error = %q, want %q", err, want)
	}
}

func TestManyDecideAtOnce(t *testing.T) {
	t.Parallel()
	config, all := shop(t), examples(t)
	decide := func() map[string][]string {
		lines := map[string][]string{}
		for name, e := range all {
			facts := e.Facts
			if _, trace, _, err := counted(config, &facts, e.Waiting); err == nil {
				lines[name] = spelled(trace.Lines(route.MaxRecord))
			}
		}
		return lines
	}
	want := decide()
	if len(want) != len(all) {
		t.Fatal("a decision failed")
	}
	var all8 sync.WaitGroup
	for range 8 {
		all8.Go(func() {
			if diff := cmp.Diff(want, decide()); diff != "" {
				t.Error(diff)
			}
		})
	}
	all8.Wait()
}

func TestADecisionLeavesTheConfigurationAlone(t *testing.T) {
	t.Parallel()
	config := shop(t)
	e := examples(t)["reopen.within-and-overruled"]
	before := string(text(t, e.Facts))
	d, _, _, err := counted(config, &e.Facts, e.Waiting)
	if err != nil {
		t.Fatal(err)
	}
	d.Skills["french"], d.Attributes["topic"] = 99, "changed"
	if after := string(text(t, e.Facts)); after != before {
		t.Errorf("the facts changed:\n%s\n%s", before, after)
	}
	if diff := cmp.Diff(shop(t).Spec, config.Spec); diff != "" {
		t.Errorf("the configuration changed (-want +got):\n%s", diff)
	}
}

func TestATraceQuotesValuesShort(t *testing.T) {
	t.Parallel()
	f := route.Facts{Account: "acme", Text: strings.Repeat("my parcel ", 1000)}
	d, trace, _, err := counted(shop(t), &f, nil)
	if err != nil || d.Queue != "parcels" {
		t.Fatal(d, err)
	}
	for _, line := range spelled(trace.Lines(route.MaxRecord)) {
		if len(line) > 500 {
			t.Errorf("a line of %d bytes: %s", len(line), line)
		}
	}
}

// july is a moment of July 2026.
func july(day, hour, minute int) time.Time {
	return time.Date(2026, 7, day, hour, minute, 0, 0, time.UTC)
}

// because stands for a reason that is spelled so.
func because(spelled string) reason.Reason { return reason.Reason{Code: reason.Code(spelled)} }

func TestASessionThatWaitsTooLongMovesOnce(t *testing.T) {
	t.Parallel()
	since := july(1, 8, 0)
	tests := []struct {
		name  string
		entry route.Entry
		now   time.Time
		want  route.Move
	}{
		{
			"before the time it stays",
			route.Entry{Queue: "parcels", Since: since},
			since.Add(10*time.Minute - 1),
			route.Move{Due: july(1, 8, 10), Trace: because("route.waitedOpen limit=600 queue=parcels then=[] waited=599")},
		},
		{
			"at once it stays",
			route.Entry{Queue: "parcels", Since: since},
			since,
			route.Move{Due: july(1, 8, 10), Trace: because("route.waitedOpen limit=600 queue=parcels then=[] waited=0")},
		},
		{
			"where clocks differ it stays",
			route.Entry{Queue: "parcels", Since: since},
			since.Add(-time.Minute),
			route.Move{Due: july(1, 8, 10), Trace: because("route.waitedOpen limit=600 queue=parcels then=[] waited=0")},
		},
		{
			"at the time it moves",
			route.Entry{Queue: "parcels", Since: since},
			july(1, 8, 10),
			route.Move{
				Due: july(1, 8, 10), Action: configuration.Transfer, Queue: "front", Message: "moved",
				Trace: because("route.waitedOpen limit=600 queue=parcels then=[(route.takesIt queue=front)] waited=600"),
			},
		},
		{
			"after the time it moves",
			route.Entry{Queue: "parcels", Since: since, Visited: []string{"default"}},
			july(2, 9, 0),
			route.Move{
				Due: july(1, 8, 10), Action: configuration.Transfer, Queue: "front", Message: "moved",
				Trace: because("route.waitedOpen limit=600 queue=parcels then=[(route.takesIt queue=front)] waited=90000"),
			},
		},
		{
			"only the time counts in which the queue is open",
			route.Entry{Queue: "parcels", Since: july(1, 15, 55)},
			july(2, 7, 0),
			route.Move{Due: july(2, 7, 5), Trace: because("route.waitedOpen limit=600 queue=parcels then=[] waited=54300")},
		},
		{
			"it never moves to a queue that it was in",
			route.Entry{Queue: "parcels", Since: since, Visited: []string{"default", "front"}},
			july(1, 9, 0),
			route.Move{Trace: because("route.waitedOpen limit=600 queue=parcels then=[(route.staysVisited queue=front)] waited=3600")},
		},
		{
			"where the end is the remedy it ends",
			route.Entry{Queue: "concierge", Since: since, Visited: []string{"front"}},
			july(1, 8, 5),
			route.Move{
				Due: july(1, 8, 5), Action: configuration.End, Message: "busy",
				Trace: because("route.waited limit=300 queue=concierge then=[(route.ends)] waited=300"),
			},
		},
		{
			"where the end is the remedy it stays until then",
			route.Entry{Queue: "concierge", Since: since},
			july(1, 8, 4),
			route.Move{Due: july(1, 8, 5), Trace: because("route.waited limit=300 queue=concierge then=[] waited=240")},
		},
		{
			"without a remedy it is never due",
			route.Entry{Queue: "front", Since: since},
			july(9, 8, 0),
			route.Move{Trace: because("route.noWaitLimit queue=front")},
		},
		{
			"a queue that is gone has no remedy",
			route.Entry{Queue: "gone", Since: since},
			july(9, 8, 0),
			route.Move{Trace: because("route.noWaitLimit queue=gone")},
		},
	}
	config := shop(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := route.Overdue(config, tt.entry, tt.now)
			if err := route.Codes().Check(got.Trace); err != nil {
				t.Error(err)
			}
			got.Trace = because(got.Trace.String())
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
