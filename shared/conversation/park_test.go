package conversation_test

import (
	"errors"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// aside is a scene in which Jo has parked Dana's session for so long.
func aside(t *testing.T, d time.Duration, edits ...func(*configuration.Spec)) *scene {
	t.Helper()
	s := picked(t, edits...)
	s.answer()
	s.later(time.Minute)
	s.does("Jo", conversation.Park, until(s, d))
	return s
}

func until(s *scene, d time.Duration) conversation.Action {
	return conversation.Action{Until: s.now.Add(d)}
}

// TestAParkedSessionComesBackAtItsTime to its queue, where whoever parked it comes first,
// however long ago that was.
func TestAParkedSessionComesBackAtItsTime(t *testing.T) {
	t.Parallel()
	for _, d := range []time.Duration{20 * time.Minute, conversation.MaxPark} {
		s := aside(t, d)
		s.is(conversation.Parked, "front", "")
		s.expires(conversation.ParkEnds)
		s.is(conversation.Open, "front", "")
		if got := s.favourites(); len(got) == 0 || got[0] != address("Jo") {
			t.Errorf("after %s the first to be asked are %v", d, got)
		}
		if !s.c.RemindedAt.Equal(s.now) || !s.last.Enqueue.RemindedAt.Equal(s.now) || !s.c.ParkedUntil.IsZero() {
			t.Errorf("reminded at %v, in the queue's list at %v, parked until %v", s.c.RemindedAt, s.last.Enqueue.RemindedAt, s.c.ParkedUntil)
		}
		s.gives("Jo")
		s.is(conversation.Active, "front", "Jo")
		if s.c.RemindedAt.IsZero() || !s.c.OwedSince.IsZero() || len(s.told()) > 1 {
			t.Errorf("Jo was reminded at %v, owes an answer since %v, and the customer is told %v", s.c.RemindedAt, s.c.OwedSince, s.told())
		}
		s.does("Jo", conversation.Park)
		if !s.c.RemindedAt.IsZero() {
			t.Error("it is put aside again, and still a reminder")
		}
	}
}

// TestEveryParkEnds: the latest time is bounded, and without one it is the workstream's.
func TestEveryParkEnds(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.refused("action.parkTooLong most=2592000", "Jo", conversation.Park, until(s, conversation.MaxPark+time.Second))
	s.refused("action.parkPast", "Jo", conversation.Park, until(s, 0))
	s.refused("action.taken agent=Jo", "Kim", conversation.Park, until(s, time.Hour))
	for _, s := range []*scene{parked(t), aside(t, conversation.MaxPark)} {
		all := s.c.Deadlines(s.config)
		if len(all) != 1 || all[0].At.After(s.now.Add(conversation.MaxPark)) || !s.c.DueAt.Equal(all[0].At) {
			t.Errorf("the deadlines are %v, due at %v", all, s.c.DueAt)
		}
	}
}

// TestAPromisePausesWhileASessionIsParked: an agent has decided that the customer waits on.
// How long the customer has waited is not forgotten by that.
func TestAPromisePausesWhileASessionIsParked(t *testing.T) {
	t.Parallel()
	s := picked(t)
	asked := s.c.UnansweredSince
	s.later(time.Minute)
	s.does("Jo", conversation.Park, until(s, time.Hour))
	late := func(what string, at time.Time) {
		t.Helper()
		if !s.c.LateAt.Equal(at) || !s.c.UnansweredSince.Equal(asked) {
			t.Errorf("%s: late at %v, want %v; unanswered since %v", what, s.c.LateAt, at, s.c.UnansweredSince)
		}
	}
	back, passed := s.now.Add(time.Hour), s.now.Sub(asked)
	s.expires(conversation.ParkEnds)
	late("back again", back.Add(5*time.Minute-passed))
	s.gives("Jo")
	s.does("Jo", conversation.Accept)
	late("accepted", back.Add(5*time.Minute-passed))
	s.later(time.Minute)
	passed += s.now.Sub(back)
	s.does("Jo", conversation.Park, until(s, 30*time.Hour))
	back = s.now.Add(30 * time.Hour)
	s.expires(conversation.ParkEnds)
	late("parked again", back.Add(5*time.Minute-passed))
	s.does("Jo", conversation.Pick)
	s.later(10 * time.Minute)
	s.does("Jo", conversation.Park)
	s.later(time.Hour)
	s.writes()
	late("after more than all", s.now)
	s.does("Jo", conversation.Pick)
	s.answer()
	s.later(time.Minute)
	s.writes()
	asked = s.now
	late("a new question", s.now.Add(5*time.Minute))
}

// TestWhatIsParkedIsNotLate, and what comes back is waiting for as long as before.
func TestWhatIsParkedIsNotLate(t *testing.T) {
	t.Parallel()
	s := picked(t)
	asked := s.c.UnansweredSince
	s.does("Jo", conversation.Park, until(s, time.Hour))
	if !s.c.LateAt.IsZero() || !s.c.UnansweredSince.Equal(asked) {
		t.Errorf("late at %v, unanswered since %v", s.c.LateAt, s.c.UnansweredSince)
	}
	s.expires(conversation.ParkEnds)
	if !s.c.WaitingSince.Equal(asked) || s.c.LateAt.IsZero() {
		t.Errorf("back, waiting since %v, late at %v", s.c.WaitingSince, s.c.LateAt)
	}
	s.gives("Jo")
	if s.c.OwedSince.IsZero() {
		t.Error("nobody owes the customer an answer")
	}
}

// TestATimerOfAnEarlierParkDoesNothing, whatever happened in between and in whatever order:
// a session comes back once for each time that it was parked, at the time that was last
// chosen, or earlier when the customer writes.
func TestATimerOfAnEarlierParkDoesNothing(t *testing.T) {
	t.Parallel()
	between := map[string]func(s *scene){
		"the customer writes":  func(s *scene) { s.writes() },
		"the agent resumes it": func(s *scene) { s.does("Jo", conversation.Revive) },
		"it is parked for later": func(s *scene) {
			s.does("Jo", conversation.Revive)
			s.does("Jo", conversation.Park, until(s, 2*time.Hour))
		},
		"it is parked for good": func(s *scene) { s.does("Jo", conversation.Revive); s.does("Jo", conversation.Park) },
		"it is closed":          func(s *scene) { s.does("Max", conversation.Close) },
		"the timer fires twice": func(s *scene) { s.expires(conversation.ParkEnds) },
	}
	for what, happens := range between {
		s := aside(t, time.Hour)
		timer := s.deadline(conversation.ParkEnds)
		if _, err := s.c.Expire(timer, agent.Agent{}, s.config, s.now); !errors.Is(err, conversation.ErrOver) {
			t.Errorf("a timer that is early: %v", err)
		}
		s.later(time.Minute)
		happens(s)
		s.now = timer.At
		if _, err := s.c.Expire(timer, agent.Agent{}, s.config, s.now); !errors.Is(err, conversation.ErrOver) {
			t.Errorf("%s, and the timer still does something: %v", what, err)
		}
	}
}

// TestTheAgentWhoParkedItNeedNotBeThere: somebody else gets it, who is told why, and the
// customer, who has asked for nothing, is not told of them.
func TestTheAgentWhoParkedItNeedNotBeThere(t *testing.T) {
	t.Parallel()
	s := aside(t, time.Hour)
	s.vanishes("Jo")
	s.expires(conversation.ParkEnds)
	s.gives("Sam")
	s.does("Sam", conversation.Accept)
	for _, text := range s.told() {
		if text[0] != '(' {
			t.Errorf("the customer is told %q", text)
		}
	}
	if s.c.RemindedAt.IsZero() || !s.c.OwedSince.IsZero() {
		t.Errorf("reminded at %v, owed since %v", s.c.RemindedAt, s.c.OwedSince)
	}
}
