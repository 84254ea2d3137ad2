package conversation_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

func TestWhoParkedASessionGetsItBackWithoutBeingAsked(t *testing.T) {
	t.Parallel()
	s := parked(t)
	s.is(conversation.Parked, "front", "")
	s.later(24 * time.Hour)
	s.writes()
	s.is(conversation.Open, "front", "")
	if !s.c.WaitingSince.Equal(s.now) {
		t.Errorf("waits since %v, want since now", s.c.WaitingSince)
	}
	if got := s.favourites(); !slices.Equal(got, []string{address("Jo")}) {
		t.Errorf("asked first: %v, want Jo", got)
	}
	s.gives("Jo")
	s.is(conversation.Active, "front", "Jo")
	if e := s.last.Events[0]; e.Cause != conversation.Returned {
		t.Errorf("event = %+v", e)
	}
	if diff := cmp.Diff([]string{"(joined)"}, s.told()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

func TestWhoParkedASessionComesBeforeThoseWhomTheCustomerPrefers(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.does("Jo", conversation.Prefer, conversation.Action{Agents: []string{address("Kim"), address("Jo")}})
	s.does("Jo", conversation.Park)
	s.writes()
	if got, want := s.favourites(), []string{address("Jo"), address("Kim")}; !slices.Equal(got, want) {
		t.Errorf("asked first: %v, want %v", got, want)
	}
}

func TestAParkedSessionIsOfferedToOthersWhereItsAgentCannotHaveIt(t *testing.T) {
	t.Parallel()
	s := parked(t)
	s.writes()
	s.gives("Sam")
	s.is(conversation.Offered, "front", "Sam")
	s.does("Sam", conversation.Decline)
	s.gives("Jo") // is there again
	s.is(conversation.Active, "front", "Jo")
}

func TestAParkedSessionUsesNoCapacityAndEndsWhenNobodyWrites(t *testing.T) {
	t.Parallel()
	s := parked(t)
	if s.used[address("Jo")] != 0 || !s.c.LastOwnedAt.Equal(s.now) {
		t.Errorf("Jo has used %d, had it until %v", s.used[address("Jo")], s.c.LastOwnedAt)
	}
	first := s.deadline(conversation.BecomesIdle)
	s.later(time.Hour)
	s.does("Jo", conversation.Revive)
	s.later(time.Hour)
	s.does("Jo", conversation.Park)
	second := s.c.DueAt
	s.now = first.At
	s.over(first)
	if got := s.expires(conversation.BecomesIdle); !s.now.Equal(second) || len(got.Loads) > 0 {
		t.Errorf("closed at %v, want %v, loads %v", s.now, second, got.Loads)
	}
	s.is(conversation.Closed, "front", "")
	if diff := cmp.Diff([]string{"We have not heard from you."}, s.told()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

func TestReviveNeedsRoomAndPresence(t *testing.T) {
	t.Parallel()
	s := parked(t)
	s.used[address("Jo")] = 6
	s.refused("action.noRoom agent=Jo capacity=6 cost=2 used=6", "Jo", conversation.Revive)
	s.vanishes("Jo")
	s.refused("action.notConnected agent=Jo", "Jo", conversation.Revive)
}

func TestASupervisorAssignsBeyondTheLimitButOnlyToWhoIsThere(t *testing.T) {
	t.Parallel()
	for state, s := range situations(t) {
		if state == conversation.WrapUp || state == conversation.Closed {
			continue
		}
		s.refused("action.notConnected agent=Fern", "Max", conversation.Assign, conversation.Action{Agent: address("Fern")})
		s.refused("action.noAgent agent=ash@example.com", "Max", conversation.Assign, conversation.Action{Agent: "ash@example.com"})
		p := s.people[address("Sam")]
		p.Capacity = 1
		s.people[address("Sam")] = p
		s.does("Max", conversation.Assign, conversation.Action{Agent: address("Sam")})
		s.is(conversation.Active, "front", "Sam")
		if got := s.load("Sam"); got.Answered || got.Cost != 2 {
			t.Errorf("%s: load = %+v: who is not asked does not answer", state, got)
		}
		s.does("Max", conversation.Assign, conversation.Action{Agent: address("Sam")})
		if len(s.last.Events) > 0 {
			t.Errorf("%s: assigned twice", state)
		}
	}
}

func TestASupervisorAssignsAnOfferToTheOneWhoHasIt(t *testing.T) {
	t.Parallel()
	s := offered(t)
	s.does("Max", conversation.Assign, conversation.Action{Agent: address("Jo")})
	s.is(conversation.Active, "front", "Jo")
	if s.used[address("Jo")] != 2 {
		t.Errorf("Jo has used %d, want what was held", s.used[address("Jo")])
	}
}

func TestAnAgentWhoVanishesInMidConversationLosesItToTheQueue(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.answer()
	s.later(time.Minute)
	s.writes()
	wrote := s.now
	s.later(time.Minute)
	s.vanishes("Jo")
	s.later(5 * time.Minute)
	s.loses("Jo")
	s.is(conversation.Open, "front", "")
	if !s.c.WaitingSince.Equal(wrote) || !s.c.EnqueuedAt.Equal(s.now) {
		t.Errorf("waits since %v in this queue since %v, want since the question, %v", s.c.WaitingSince, s.c.EnqueuedAt, wrote)
	}
	if got := s.favourites(); !slices.Equal(got, []string{address("Jo")}) {
		t.Errorf("asked first: %v, want Jo if she comes back", got)
	}
	if _, err := s.c.Reclaim(address("Jo"), s.config, s.now); !errors.Is(err, conversation.ErrOver) {
		t.Errorf("lost a second time: %v, want ErrOver", err)
	}
	if _, err := s.c.Reclaim("", s.config, s.now); !errors.Is(err, conversation.ErrOver) {
		t.Errorf("lost by nobody: %v, want ErrOver", err)
	}
}

func TestWhoIsGoneDidNotDecline(t *testing.T) {
	t.Parallel()
	s := offered(t)
	since := s.c.EnqueuedAt
	s.loses("Jo")
	s.is(conversation.Open, "front", "")
	if len(s.c.Declined) > 0 || !s.c.EnqueuedAt.Equal(since) || s.load("Jo").Missed != 0 {
		t.Errorf("declined %v, in the queue since %v, load %+v", s.c.Declined, s.c.EnqueuedAt, s.load("Jo"))
	}
}

func TestAnAgentWhoVanishesAfterTheEndHasNothingLeftToWrapUp(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.does("Jo", conversation.End)
	s.loses("Jo")
	s.is(conversation.Closed, "front", "")
}

// impatient is a shop that looks after an agent's answer for five minutes.
func impatient(action string) func(*configuration.Spec) {
	return terms(func(w *configuration.Workstream) {
		w.Inactivity.NoAnswer, w.Inactivity.Action = configuration.Duration(5*time.Minute), action
	})
}

func TestAnAgentWhoTakesASessionAndNeverAnswersIsNoticed(t *testing.T) {
	t.Parallel()
	s := picked(t, impatient(configuration.Alert))
	took := s.now
	s.expires(conversation.AnswerIsLate)
	if !s.now.Equal(took.Add(5*time.Minute)) || s.last.Events[0].Cause != conversation.Alerted {
		t.Errorf("at %v: %+v", s.now, s.last.Events)
	}
	s.is(conversation.Active, "front", "Jo")
	if all := s.c.Deadlines(s.config); len(all) > 0 {
		t.Errorf("deadlines %v, want none until the customer writes again", all)
	}
	s.writes()
	if got := s.deadline(conversation.AnswerIsLate); !got.At.Equal(s.now.Add(5 * time.Minute)) {
		t.Errorf("deadline %+v", got)
	}
}

func TestAnAnswerEndsTheCustomersWait(t *testing.T) {
	t.Parallel()
	s := picked(t, impatient(configuration.Alert))
	late := s.deadline(conversation.AnswerIsLate)
	s.later(time.Minute)
	s.records(s.written())
	if s.c.DueAt.IsZero() || !s.c.Due(s.config).IsZero() {
		t.Errorf("due at %v, and by what is known now at %v", s.c.DueAt, s.c.Due(s.config))
	}
	s.now = late.At
	s.over(late)
	s.writes()
	first := s.c.DueAt
	s.later(time.Minute)
	s.writes()
	if !first.Equal(s.now.Add(4*time.Minute)) || !s.c.DueAt.Equal(first) {
		t.Errorf("due at %v and then at %v, want it counted from the first question", first, s.c.DueAt)
	}
}

func TestASessionWithoutAnAnswerGoesToSomebodyElse(t *testing.T) {
	t.Parallel()
	s := picked(t, impatient(configuration.Requeue))
	s.expires(conversation.AnswerIsLate)
	s.is(conversation.Open, "front", "")
	if !s.c.WaitingSince.Equal(noon) {
		t.Errorf("waits since %v, want since noon: nobody ever answered", s.c.WaitingSince)
	}
	if got := s.favourites(); len(got) > 0 {
		t.Errorf("asked first: %v, want nobody", got)
	}
	s.does("Sam", conversation.Pick)
	s.answer()
	s.later(time.Minute)
	s.writes()
	asked := s.now
	s.expires(conversation.AnswerIsLate)
	if !s.c.WaitingSince.Equal(asked) {
		t.Errorf("waits since %v, want since the question, %v", s.c.WaitingSince, asked)
	}
	s.does("Jo", conversation.Pick)
	s.does("Jo", conversation.Release)
	s.later(time.Hour)
	s.gives("Sam")
	s.does("Sam", conversation.Accept)
	if got := s.deadline(conversation.AnswerIsLate); !got.At.Equal(s.now.Add(5 * time.Minute)) {
		t.Errorf("deadline %+v, want Sam to have as long", got)
	}
}

func TestASessionThatChangesHandsGivesTheNextAgentAsLongToAnswer(t *testing.T) {
	t.Parallel()
	s := picked(t, impatient(configuration.Alert))
	s.later(4 * time.Minute)
	s.does("Max", conversation.Assign, conversation.Action{Agent: address("Sam")})
	if got := s.deadline(conversation.AnswerIsLate); !got.At.Equal(s.now.Add(5 * time.Minute)) {
		t.Errorf("deadline %+v", got)
	}
	s.answer()
	s.later(time.Minute)
	s.does("Max", conversation.Assign, conversation.Action{Agent: address("Jo")})
	if all := s.c.Deadlines(s.config); len(all) > 0 {
		t.Errorf("deadlines %v, want none: the customer has an answer", all)
	}
}

func TestAMessageIsTakenInWithoutAConfiguration(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.answer()
	s.later(time.Minute)
	s.router.err = errors.New("no configuration")
	ch, err := receive(s.c, s.inbound(channel.Text), s.now, s.router)
	if err != nil || ch.Message == nil || !ch.Conversation.UnansweredSince.Equal(s.now) {
		t.Errorf("error %v, message %v, unanswered since %v", err, ch.Message, ch.Conversation.UnansweredSince)
	}
	for _, state := range []conversation.State{conversation.Parked, conversation.WrapUp, conversation.Closed} {
		s := situation(t, state)
		s.router.err = errors.New("no configuration")
		if ch, err := receive(s.c, s.inbound(channel.Text), s.now, s.router); !errors.Is(err, s.router.err) || ch.Message != nil {
			t.Errorf("%s: error %v and message %v, want it to come again", state, err, ch.Message)
		}
	}
}

func TestWhoIsAskedAgainAfterSomebodyElseWorkedOnASession(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.does("Jo", conversation.Release)
	s.does("Sam", conversation.Pick)
	s.does("Sam", conversation.Release)
	if diff := cmp.Diff(map[string]int64{address("Sam"): 1}, declined(s.c)); diff != "" {
		t.Errorf("declined (-want +got):\n%s", diff)
	}
}

func TestOnlyWhoParkedASessionIsNotAskedAndOnlyUntilSomebodyWorksOnIt(t *testing.T) {
	t.Parallel()
	s := parked(t)
	s.writes()
	s.gives("Sam")
	s.does("Sam", conversation.Accept)
	s.loses("Sam")
	s.gives("Sam") // is there again
	s.is(conversation.Offered, "front", "Sam")

	s = parked(t)
	s.writes()
	s.does("Max", conversation.Transfer, to("self-service"))
	s.gives("Jo")
	s.is(conversation.Offered, "self-service", "Jo")

	s = parked(t)
	s.writes()
	s.does("Max", conversation.Close)
	s.writes()
	s.gives("Jo")
	s.is(conversation.Offered, "front", "Jo")
}

func TestAnOfferToAnotherAgentDoesNotBringTheLastOneCloser(t *testing.T) {
	t.Parallel()
	s := parked(t)
	since := s.c.LastOwnedAt
	s.later(time.Hour)
	s.writes()
	s.gives("Sam")
	s.does("Sam", conversation.Decline)
	if !s.c.LastOwnedAt.Equal(since) {
		t.Errorf("Jo had it until %v, want %v", s.c.LastOwnedAt, since)
	}
}

func TestAReplyOfTheSameInstantMayBeToAnotherQuestion(t *testing.T) {
	t.Parallel()
	s := picked(t, impatient(configuration.Alert))
	s.writes()
	s.records(s.written())
	s.deadline(conversation.AnswerIsLate)
}
