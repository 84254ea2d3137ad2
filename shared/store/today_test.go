package store_test

import (
	"slices"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/mask"
	"github.com/frontdesk-gcp/frontdesk/shared/roster"
)

// day is an agent, Ben, who serves Front with a capacity of 3, and a supervisor.
type day struct {
	world
	t      *testing.T
	config *configuration.Config
	rules  *mask.Set
	n      int
}

const benIs, sueIs = "ben@acme.example", "sue@acme.example"

func newDay(t *testing.T) *day {
	t.Helper()
	d := &day{world: open(t), t: t}
	d.rules, _ = mask.New(mask.Default())
	var err error
	d.config, err = configuration.Load([]byte(`{"accounts":{"acme":{"workstream":"support"}},
		"workstreams":{"support":{"fallback_queue":"front"}},"queues":{"front":{"display_name":"Front"},"billing":{"display_name":"Billing"},"returns":{"display_name":"Returns"}}}`), channels.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	d.put(t, "agents/"+sueIs, agent.Agent{Role: agent.Supervisor, DisplayName: "Sue"})
	d.put(t, "agents/"+benIs, agent.Agent{
		Role: agent.Plain, DisplayName: "Ben", Queues: []string{"front"}, Capacity: 3, Used: 1, Presence: agent.Available, PresenceAt: noon.Add(-time.Hour),
	})
	d.put(t, "leases/"+benIs, agent.Lease{Until: noon.Add(48 * time.Hour)})
	d.derive(noon)
	return d
}

// does carries a change of Ben out.
func (d *day) does(at time.Time, c roster.Change) {
	d.t.Helper()
	d.n++
	id := "day" + string(rune('0'+d.n))
	c.Agent, c.Author, c.Status = benIs, conversation.Author{Email: sueIs}, conversation.ActionPending
	d.put(d.t, "rosterChanges/"+id, c)
	d.counter.Take()
	after, _, err := d.ChangeRoster(d.t.Context(), id, d.rules, at, func(c roster.Change, in roster.Input) (roster.Change, error) {
		in.Config = d.config
		return c.CarryOut(in)
	})
	if err != nil || after.Status != conversation.ActionDone {
		d.t.Fatalf("%s is %s: %v, %v", c.Kind, after.Status, after.Reason, err)
	}
}

func (d *day) derive(at time.Time) agent.Agent {
	d.t.Helper()
	p, _, err := d.Derive(d.t.Context(), benIs, at, working(d.t, "available"))
	if err != nil {
		d.t.Fatal(err)
	}
	return p.Agent
}

// serves checks what the database has of Ben.
func (d *day) serves(when string, capacity int64, today bool, queues ...string) {
	d.t.Helper()
	p, err := d.Person(d.t.Context(), benIs)
	if err != nil || !slices.Equal(p.Queues, queues) || p.Capacity != capacity || (p.Today != nil) != today {
		d.t.Errorf("%s: serves %v with %d, for today: %+v, %v; want %v with %d", when, p.Queues, p.Capacity, p.Today, err, queues, capacity)
	}
}

func TestWhatIsForTodayLapsesByItself(t *testing.T) {
	t.Parallel()
	d := newDay(t)
	d.does(noon, roster.Change{Kind: roster.Today, Today: &roster.Work{Queues: []string{"billing"}, Capacity: 5}})
	d.costs(t, "to lend an agent for today", 4, 3)
	d.serves("at once", 5, true, "billing")
	midnight := time.Date(noon.Year(), noon.Month(), noon.Day()+1, 0, 0, 0, 0, time.UTC)
	if a := d.derive(midnight.Add(-time.Second)); a.Free != 4 || !slices.Contains(a.Lanes, "billing|") || slices.Contains(a.Lanes, "front|") {
		t.Errorf("before midnight %d free in %v", a.Free, a.Lanes)
	}
	d.serves("before midnight", 5, true, "billing")
	if a := d.derive(midnight); a.Free != 2 || slices.Contains(a.Lanes, "billing|") || !slices.Contains(a.Lanes, "front|") {
		t.Errorf("after midnight %d free in %v", a.Free, a.Lanes)
	}
	d.serves("after midnight", 3, false, "front")
	d.counter.Take()
	d.derive(midnight)
	d.costs(t, "to find it lapsed", 2, 0)
}

func TestWhatTheRosterSaysMeanwhileIsForTomorrow(t *testing.T) {
	t.Parallel()
	d := newDay(t)
	d.does(noon, roster.Change{Kind: roster.Today, Today: &roster.Work{Queues: []string{"billing"}, Capacity: 5}})
	edit := roster.Change{Kind: roster.Edit, Entry: &roster.Entry{
		DisplayName: "Benjamin", Role: agent.Plain, Queues: []string{"returns"}, Skills: map[string]int64{}, Capacity: 2, Languages: []string{},
	}}
	d.does(noon, edit)
	d.serves("today", 5, true, "billing")
	d.does(noon, roster.Change{Kind: roster.EndToday})
	d.serves("from then on", 2, false, "returns")
}

func TestWhatHasLapsedIsGoneWhateverComesNext(t *testing.T) {
	t.Parallel()
	d := newDay(t)
	d.does(noon, roster.Change{Kind: roster.Today, Today: &roster.Work{Queues: []string{"billing"}, Capacity: 5}})
	edit := roster.Change{Kind: roster.Edit, Entry: &roster.Entry{
		DisplayName: "Ben", Role: agent.Plain, Queues: []string{"returns"}, Skills: map[string]int64{}, Capacity: 2, Languages: []string{},
	}}
	d.does(noon.Add(36*time.Hour), edit) // nobody has written down that the day is over
	d.serves("after it", 2, false, "returns")
}

func TestAPresenceThatASupervisorChoseIsTheAgents(t *testing.T) {
	t.Parallel()
	d := newDay(t)
	d.does(noon, roster.Change{Kind: roster.Presence, Presence: agent.Away})
	d.costs(t, "to set an agent away", 4, 3)
	a := d.derive(noon.Add(time.Minute))
	if a.Presence != agent.Away || len(a.Lanes) > 0 || a.AwayBy.String() != "roster.setBy by=Sue" || a.Shown != agent.Away || !a.ShownAt.Equal(noon) {
		t.Errorf("%s in %v by %v, shown as %s since %s", a.Presence, a.Lanes, a.AwayBy, a.Shown, a.ShownAt)
	}
	d.serves("all the same", 3, false, "front")
}
