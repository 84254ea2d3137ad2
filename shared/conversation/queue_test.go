package conversation_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// relaxed is a scene in which a session waits that needs French, for a minute, and
// billing, for three.
func relaxed(t *testing.T, edits ...func(*configuration.Spec)) *scene {
	t.Helper()
	s := open(t, edits...)
	s.router.placement.Decision.Queue = "relaxed"
	s.router.placement.Decision.Skills = map[string]int64{"french": 7, "billing": 4}
	s.writes()
	return s
}

// lane is the finest lane of an item, or empty.
func lane(item *conversation.Item) string {
	if len(item.Lanes) == 0 {
		return ""
	}
	return item.Lanes[len(item.Lanes)-1]
}

func TestASessionThatWaitsChangesLanesAsItsSkillsAreRelaxed(t *testing.T) {
	t.Parallel()
	s := relaxed(t)
	for _, want := range []struct {
		lane string
		next time.Duration // after noon; 0 is never
	}{
		{"relaxed|french:7", time.Minute},
		{"relaxed|billing:4", 3 * time.Minute},
		{"relaxed|", 0},
	} {
		if got := lane(s.last.Enqueue); got != want.lane {
			t.Errorf("after %v: lane %q, want %q", s.now.Sub(noon), got, want.lane)
		}
		due := time.Time{}
		if want.next > 0 {
			due = noon.Add(want.next)
		}
		if !s.c.DueAt.Equal(due) {
			t.Errorf("after %v: due at %v, want %v", s.now.Sub(noon), s.c.DueAt, due)
		}
		if want.next > 0 {
			s.expires(conversation.MatchesAgain)
			if len(s.last.Events) > 0 || s.c.Entry != 1 {
				t.Errorf("looking again is no event: %+v, entry %d", s.last.Events, s.c.Entry)
			}
		}
	}
}

func TestRequired(t *testing.T) {
	t.Parallel()
	s := relaxed(t)
	for seconds, want := range map[int]map[string]int64{
		0: {"french": 7, "billing": 4}, 59: {"french": 7, "billing": 4}, 60: {"billing": 4}, 179: {"billing": 4}, 180: {},
	} {
		if diff := cmp.Diff(want, s.c.Required(s.config, at(seconds))); diff != "" {
			t.Errorf("after %d s (-want +got):\n%s", seconds, diff)
		}
	}
}

func TestNobodyLooksAgainWhereNothingWouldChange(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, queue, skill string }{
		{"no skill of the session is dropped", "relaxed", "spanish"},
		{"agents choose for themselves", "self-service", "french"},
	} {
		s := open(t)
		s.router.placement.Decision.Queue, s.router.placement.Decision.Skills = tt.queue, map[string]int64{tt.skill: 1}
		s.writes()
		if all := s.c.Deadlines(s.config); len(all) > 0 {
			t.Errorf("%s: deadlines %+v, want none", tt.name, all)
		}
	}
}

func TestInAQueueWhereAgentsChooseThereAreNoLanesAndNoReservations(t *testing.T) {
	t.Parallel()
	s := parked(t, terms(func(w *configuration.Workstream) {
		w.Distribution.Mode, w.Affinity.Wait = configuration.Pick, configuration.Duration(time.Minute)
	}))
	s.writes()
	if lane(s.last.Enqueue) != "" || s.c.Reserved != "" || len(s.c.Deadlines(s.config)) > 0 {
		t.Errorf("lane %q, reserved for %q, deadlines %v", lane(s.last.Enqueue), s.c.Reserved, s.c.Deadlines(s.config))
	}
}

func TestWhereTheNearestAgentDoesSkillsMakeNoLane(t *testing.T) {
	t.Parallel()
	s := relaxed(t, queue("relaxed", func(q *configuration.Queue) { q.Assignment.Skills = configuration.Closest }))
	if got := lane(s.last.Enqueue); got != "relaxed|" {
		t.Errorf("lane %q, want that of everybody", got)
	}
}

// overflowing is a shop whose front desk overflows into the back office after two
// minutes.
func overflowing() func(*configuration.Spec) {
	return waits("front", 2*time.Minute, configuration.Remedy{Action: configuration.Transfer, Queue: "back", Message: "late"})
}

func waits(name string, after time.Duration, remedy configuration.Remedy) func(*configuration.Spec) {
	return queue(name, func(q *configuration.Queue) {
		q.Overflow.Waiting = &configuration.WaitingRemedy{After: configuration.Duration(after), Remedy: remedy}
	})
}

func TestASessionThatWaitedTooLongMovesAndKeepsItsPlace(t *testing.T) {
	t.Parallel()
	s := open(t, overflowing())
	s.writes()
	s.expires(conversation.Overflows)
	s.is(conversation.Open, "back", "")
	if s.last.Dequeue != "front" || s.c.Entry != 2 || !s.c.EnqueuedAt.Equal(s.now) || !s.c.WaitingSince.Equal(noon) {
		t.Errorf("left %q, entry %d at %v, waits since %v", s.last.Dequeue, s.c.Entry, s.c.EnqueuedAt, s.c.WaitingSince)
	}
	if diff := cmp.Diff([]string{"front"}, s.c.Visited); diff != "" {
		t.Errorf("visited (-want +got):\n%s", diff)
	}
	if want := noon.Add(-5 * time.Minute); !s.last.Enqueue.Rank.Equal(want) {
		t.Errorf("rank %v, want %v: the back office has priority 5", s.last.Enqueue.Rank, want)
	}
	e := s.last.Events[0]
	want := []string{"route.waited limit=120 queue=front then=[(route.takesIt queue=back)] waited=120"}
	if diff := cmp.Diff(want, spelled(e.Trace)); diff != "" || e.Queue != "back" {
		t.Errorf("event in %q, trace (-want +got):\n%s", e.Queue, diff)
	}
	if diff := cmp.Diff([]string{"Back office has you now."}, s.told()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

func TestASessionNeverMovesBackToAQueueThatItWasIn(t *testing.T) {
	t.Parallel()
	s := open(t, overflowing())
	s.writes()
	s.expires(conversation.Overflows)
	s.adopt(shop(t, waits("back", time.Minute, configuration.Remedy{Action: configuration.Transfer, Queue: "front"})))
	if all := s.c.Deadlines(s.config); len(all) > 0 {
		t.Errorf("deadlines %+v, want none: it was in front", all)
	}
	s.over(conversation.Deadline{Cause: conversation.Overflows, Number: s.c.Entry, At: s.now})
}

func TestASessionThatOverflowsToTheEndIsClosed(t *testing.T) {
	t.Parallel()
	s := open(t, waits("front", time.Minute, configuration.Remedy{Action: configuration.End, Message: "inactive"}))
	s.writes()
	s.expires(conversation.Overflows)
	s.is(conversation.Closed, "front", "")
	if e := s.last.Events[0]; e.Cause != conversation.OverflowedToClose || len(e.Trace) != 1 {
		t.Errorf("event = %+v", e)
	}
	if diff := cmp.Diff([]string{"We have not heard from you."}, s.told()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

func TestAnOverflowThatBecameDueDuringAnOfferHappensAfterTheDecline(t *testing.T) {
	t.Parallel()
	s := open(t, overflowing())
	s.writes()
	first := s.deadline(conversation.Overflows)
	s.later(90 * time.Second)
	s.gives("Jo")
	s.now = first.At
	s.over(first)
	s.later(10 * time.Second)
	s.does("Jo", conversation.Decline)
	again := s.deadline(conversation.Overflows)
	if !again.At.Equal(first.At) || again.Number == first.Number {
		t.Errorf("overflow %+v, want the time of %+v and another number", again, first)
	}
	ch, err := s.c.Expire(again, agent.Agent{}, s.config, s.now)
	s.takes("overflow", ch, err)
	s.is(conversation.Open, "back", "")
}

func TestAPriorityIsAHeadStartOfAMinuteAUnit(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.router.placement.Decision.Queue, s.router.placement.Decision.Priority = "back", -3
	s.writes()
	if i := s.last.Enqueue; i.Priority != 2 || !i.Rank.Equal(noon.Add(-2*time.Minute)) {
		t.Errorf("priority %d, rank %v", i.Priority, i.Rank)
	}
	s.later(time.Hour)
	s.does("Max", conversation.SetPriority, conversation.Action{Priority: 10})
	i := s.last.Enqueue
	if i.Priority != 15 || !i.Rank.Equal(noon.Add(-15*time.Minute)) || !i.EnqueuedAt.Equal(noon) {
		t.Errorf("what waits is %+v", i)
	}
	if e := s.last.Events[0]; e.Cause != conversation.PrioritySet || e.Trace[0].String() != "session.priority priority=10" {
		t.Errorf("event = %+v", e)
	}
	s.does("Max", conversation.SetPriority, conversation.Action{Priority: 10})
	if s.last.Enqueue != nil || len(s.last.Events) > 0 {
		t.Error("the same priority again changed something")
	}
	s.refused("action.priorityRange least=-100 most=100", "Max", conversation.SetPriority, conversation.Action{Priority: 101})
	s.refused("action.priorityRange least=-100 most=100", "Max", conversation.SetPriority, conversation.Action{Priority: -101})
}

func TestAPriorityOfASessionThatSomebodyHasEntersNoQueue(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.does("Jo", conversation.SetPriority, conversation.Action{Priority: 4})
	s.does("Jo", conversation.Release)
	if s.last.Enqueue.Priority != 4 {
		t.Errorf("what waits is %+v, want the new priority", s.last.Enqueue)
	}
}
