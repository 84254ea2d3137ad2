package conversation_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// wraps is a shop with a wrap-up of its own.
func wraps(blocks string, last time.Duration) func(*configuration.Spec) {
	return terms(func(w *configuration.Workstream) { w.WrapUp = configuration.WrapUp{Blocks: blocks, For: span(last)} })
}

func TestAWrapUpUsesCapacityForAsLongAsTheWorkstreamSays(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		blocks string
		last   time.Duration
		want   time.Duration
	}{
		"for a time":                    {configuration.BlocksFor, 5 * time.Minute, 5 * time.Minute},
		"for two minutes if left out":   {"", 2 * time.Minute, 2 * time.Minute},
		"until done, for a day at most": {configuration.BlocksAlways, time.Minute, 24 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := picked(t, wraps(tt.blocks, tt.last))
			s.later(time.Hour)
			s.does("Jo", conversation.End)
			s.is(conversation.WrapUp, "front", "Jo")
			if s.used[address("Jo")] != 2 {
				t.Errorf("Jo has used %d, want the session's 2", s.used[address("Jo")])
			}
			ended := s.now
			s.expires(conversation.WrapUpEnds)
			s.is(conversation.Closed, "front", "")
			if got := s.now.Sub(ended); got != tt.want {
				t.Errorf("it lasted %v, want %v", got, tt.want)
			}
		})
	}
}

func TestWhereThereIsNoWrapUpAnEndCloses(t *testing.T) {
	t.Parallel()
	s := picked(t, wraps(configuration.BlocksNever, time.Minute))
	s.does("Jo", conversation.End)
	s.is(conversation.Closed, "front", "")
	if s.used[address("Jo")] != 0 || !s.c.EndedAt.Equal(s.now) || !s.c.ClosedAt.Equal(s.now) {
		t.Errorf("Jo has used %d, ended at %v and closed at %v", s.used[address("Jo")], s.c.EndedAt, s.c.ClosedAt)
	}
}

func TestTheAgentEndsTheWrapUpEarly(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.does("Jo", conversation.End)
	s.refused("action.beingWrappedUp agent=Jo", "Sam", conversation.Close)
	late := s.deadline(conversation.WrapUpEnds)
	s.does("Jo", conversation.Close)
	s.is(conversation.Closed, "front", "")
	s.now = late.At
	s.over(late)
}

func TestTheAgentTakesTheEndBackDuringTheWrapUp(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		answers bool
		want    time.Duration
	}{
		"and owes nothing": {answers: true},
		"and owes the answer to what was open before the end": {want: time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := picked(t, impatient(configuration.Alert), func(c *configuration.Spec) {
				terms(func(w *configuration.Workstream) { w.Survey = true })(c)
			})
			s.later(time.Minute)
			s.writes()
			asked := s.now
			if tt.answers {
				s.later(time.Second)
				s.answer()
			}
			s.later(time.Minute)
			s.does("Jo", conversation.End)
			first := s.deadline(conversation.WrapUpEnds)
			s.refused("action.ended", "Sam", conversation.Revive)
			s.refused("action.ended", "Max", conversation.Revive)
			s.later(time.Second)
			ch := s.does("Jo", conversation.Revive)
			s.is(conversation.Active, "front", "Jo")
			if diff := cmp.Diff([]string{"(joined)"}, s.told()); diff != "" {
				t.Errorf("told (-want +got):\n%s", diff)
			}
			if e := ch.Events[0]; e.Cause != conversation.Revived || e.From != conversation.WrapUp || !s.c.EndedAt.IsZero() {
				t.Errorf("event = %+v, ended at %v", e, s.c.EndedAt)
			}
			if s.used[address("Jo")] != 2 || s.c.Session.Number != 1 {
				t.Errorf("Jo has used %d in session %d", s.used[address("Jo")], s.c.Session.Number)
			}
			if open := !s.c.UnansweredSince.IsZero(); open == tt.answers || open && !s.c.UnansweredSince.Equal(asked) {
				t.Errorf("unanswered since %v", s.c.UnansweredSince)
			}
			if s.c.OwedSince.IsZero() != tt.answers {
				t.Errorf("an answer is owed since %v", s.c.OwedSince)
			}
			s.later(time.Second)
			s.does("Jo", conversation.End)
			s.now = first.At
			s.over(first)
			s.expires(conversation.WrapUpEnds)
			s.is(conversation.Closed, "front", "")
		})
	}
}

// TestWhoHasGoneTakesNoEndBack: the request came in time, and is carried out late.
func TestWhoHasGoneTakesNoEndBack(t *testing.T) {
	t.Parallel()
	s := picked(t, impatient(configuration.Alert))
	s.does("Jo", conversation.End)
	s.vanishes("Jo")
	s.refused("action.notConnected agent=Jo", "Jo", conversation.Revive)
	s.is(conversation.WrapUp, "front", "Jo")
}

func TestASupervisorClosesWhateverTheStateIs(t *testing.T) {
	t.Parallel()
	for state, s := range situations(t) {
		ch := s.does("Max", conversation.Close, saying("spam"))
		s.is(conversation.Closed, "front", "")
		if state == conversation.Closed {
			continue
		}
		if e := ch.Events[0]; e.Cause != conversation.ClosedBySupervisor || e.Actor != address("Max") || e.Trace[0].String() != "session.said text=spam" {
			t.Errorf("%s: event = %+v", state, e)
		}
		var want []string
		if state == conversation.Active {
			want = []string{"(left)"}
		}
		if diff := cmp.Diff(want, s.told()); diff != "" {
			t.Errorf("%s: told (-want +got):\n%s", state, diff)
		}
	}
}

func TestASupervisorEndsWhatAnAgentHasInTheAgentsName(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.does("Max", conversation.End)
	s.is(conversation.WrapUp, "front", "Jo")
	if by := s.last.Replies[1].Author; s.last.Replies[1].Kind != channel.Left || by.Name != "Jo" {
		t.Errorf("replies = %+v", s.last.Replies)
	}
	if diff := cmp.Diff([]string{"Jo says goodbye, Dana.", "(left)"}, s.told()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

func TestACustomerWhoReturnsDuringTheWrapUpHasANewSessionAtOnce(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.does("Jo", conversation.End)
	s.later(time.Second)
	ch := s.writes()
	s.is(conversation.Open, "front", "")
	if s.c.Session.Number != 2 || s.used[address("Jo")] != 0 || ch.Message.Session != 2 {
		t.Errorf("session %d, Jo has used %d, the message is of session %d", s.c.Session.Number, s.used[address("Jo")], ch.Message.Session)
	}
	var walk []conversation.State
	for _, e := range ch.Events {
		walk = append(walk, e.To)
	}
	if diff := cmp.Diff([]conversation.State{conversation.Closed, conversation.Open}, walk); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{address("Jo")}, s.favourites()); diff != "" {
		t.Errorf("asked first (-want +got):\n%s", diff)
	}
}

func TestACustomerWhoReturnsDuringTheWrapUpIntoAnOverflowLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.does("Jo", conversation.End)
	s.router.placement.Decision.Action = configuration.End
	s.writes()
	s.is(conversation.Closed, "front", "")
	if s.c.Session.Number != 2 || s.used[address("Jo")] != 0 {
		t.Errorf("session %d, Jo has used %d", s.c.Session.Number, s.used[address("Jo")])
	}
}

func TestACustomerWhoReturnsAfterTheEndHasANewSession(t *testing.T) {
	t.Parallel()
	for name, after := range map[string]time.Duration{"at once": 0, "after a week": 7 * 24 * time.Hour, "after a year": 365 * 24 * time.Hour} {
		s := parked(t)
		s.does("Max", conversation.Close)
		s.later(after)
		asked := 0
		s.router.asked = &asked
		s.writes()
		s.is(conversation.Open, "front", "")
		if s.c.Session.Number != 2 || asked != 1 || s.c.WasParked {
			t.Errorf("%s: session %d, placed %d times, parked: %v", name, s.c.Session.Number, asked, s.c.WasParked)
		}
	}
}
