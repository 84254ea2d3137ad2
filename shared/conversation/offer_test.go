package conversation_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// load is what the last step does to somebody.
func (s *scene) load(name string) conversation.Load {
	i := slices.IndexFunc(s.last.Loads, func(l conversation.Load) bool { return l.Agent == address(name) })
	if i < 0 {
		return conversation.Load{Agent: address(name)}
	}
	return s.last.Loads[i]
}

func TestAnOfferHoldsCapacityUntilItIsAccepted(t *testing.T) {
	t.Parallel()
	s := offered(t)
	s.is(conversation.Offered, "front", "Jo")
	if !s.c.OfferedUntil.Equal(s.now.Add(time.Minute)) || s.used[address("Jo")] != 2 || s.c.Offers != 1 {
		t.Errorf("offer %d ends at %v, Jo has used %d", s.c.Offers, s.c.OfferedUntil, s.used[address("Jo")])
	}
	if diff := cmp.Diff([]reason.Reason{found()}, s.last.Events[0].Trace); diff != "" {
		t.Errorf("the event's trace (-want +got):\n%s", diff)
	}
	s.later(59 * time.Second)
	s.does("Jo", conversation.Accept)
	s.is(conversation.Active, "front", "Jo")
	if diff := cmp.Diff([]string{"(joined)", "Jo is here."}, s.told()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	if got := s.load("Jo"); got.Cost != 0 || !got.Answered {
		t.Errorf("load = %+v, want none but that Jo answered", got)
	}
}

func TestAnOfferThatIsAcceptedLateIsRefusedThoughItsTimerHasNotFired(t *testing.T) {
	t.Parallel()
	s := offered(t)
	s.later(time.Minute)
	s.refused("action.offerEnded ago=0", "Jo", conversation.Accept)
	s.later(3 * time.Second)
	s.refused("action.offerEnded ago=3", "Jo", conversation.Accept)
	s.refused("action.offerEnded ago=3", "Jo", conversation.Pick)
	s.is(conversation.Offered, "front", "Jo")
}

func TestATimerOfAnOfferThatWasAnsweredDoesNothing(t *testing.T) {
	t.Parallel()
	s := offered(t)
	first := s.deadline(conversation.OfferEnds)
	s.does("Jo", conversation.Decline)
	s.gives("Sam")
	s.now = first.At
	s.over(first)
	if second := s.deadline(conversation.OfferEnds); second.Number != 2 {
		t.Errorf("the second offer is %+v", second)
	}
}

// over lets a timer fire that has nothing to do.
func (s *scene) over(d conversation.Deadline) {
	s.Helper()
	if ch, err := s.c.Expire(d, s.person(s.c.Owner).Agent, s.config, s.now); err != conversation.ErrOver { //nolint:errorlint // as documented
		s.Errorf("%+v: %v and %+v, want ErrOver", d, err, ch)
	}
}

func TestADeadlineDoesNothingBeforeItsTimeAndNothingTwice(t *testing.T) {
	t.Parallel()
	s := offered(t)
	d := s.deadline(conversation.OfferEnds)
	s.now = d.At.Add(-time.Nanosecond)
	s.over(d)
	s.expires(conversation.OfferEnds)
	s.over(d)
	s.over(conversation.Deadline{Cause: "dance", At: noon})
}

func TestADeclinedSessionKeepsItsPlace(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.writes()
	before := *s.last.Enqueue
	s.later(time.Minute)
	s.gives("Jo")
	s.later(30 * time.Second)
	s.does("Jo", conversation.Decline, conversation.Action{Text: "lunch\nbreak"})
	s.is(conversation.Open, "front", "")
	if diff := cmp.Diff(before, *s.last.Enqueue); diff != "" {
		t.Errorf("what waits (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff([]string{`session.said text="lunch break"`}, spelled(s.last.Events[0].Trace)); diff != "" {
		t.Errorf("the event's trace (-want +got):\n%s", diff)
	}
	if got := s.load("Jo"); !got.Answered || got.Missed != 0 || declined(s.c)[address("Jo")] != 1 {
		t.Errorf("load %+v, declined %v: want one decline and none missed", got, s.c.Declined)
	}
}

func TestWhatWasRelaxedStaysSoThroughADecline(t *testing.T) {
	t.Parallel()
	s := relaxed(t)
	s.expires(conversation.MatchesAgain)
	s.gives("Jo")
	s.does("Jo", conversation.Decline)
	if got, want := lane(s.last.Enqueue), "relaxed|billing:4"; got != want {
		t.Errorf("lane %q, want %q", got, want)
	}
	if d := s.deadline(conversation.MatchesAgain); !d.At.Equal(noon.Add(3 * time.Minute)) {
		t.Errorf("it looks again at %v, want when billing is not needed any more", d.At)
	}
}

func TestAMissedOfferGoesOnAndIsCounted(t *testing.T) {
	t.Parallel()
	s := offered(t)
	s.expires(conversation.OfferEnds)
	s.is(conversation.Open, "front", "")
	if got := s.load("Jo"); got.Missed != 1 || got.Answered || got.AwayBy != nil || got.Cost != -2 {
		t.Errorf("load = %+v, want one missed", got)
	}
	if declined(s.c)[address("Jo")] != 1 {
		t.Errorf("declined = %v", s.c.Declined)
	}
}

func TestWhoMissesTooManyOffersIsAwayAndBeginsAnew(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		presence agent.Presence
		missed   int64
		away     bool
	}{
		{agent.Available, 0, false},
		{agent.Available, 1, true},
		{agent.Busy, 1, true},
		{agent.Busy, 5, true},
		{agent.Away, 5, false},
		{agent.Offline, 5, false},
	} {
		s := offered(t)
		p := s.people[address("Jo")]
		p.Presence, p.Missed = tt.presence, tt.missed
		s.people[address("Jo")] = p
		s.expires(conversation.OfferEnds)
		got := s.load("Jo")
		if away := got.AwayBy != nil; away != tt.away || got.Answered != tt.away {
			t.Errorf("%s, %d missed: load = %+v, want away: %v", tt.presence, tt.missed, got, tt.away)
		}
	}
}

func TestAnOfferToWhoIsNotInTheRosterAnyMoreExpires(t *testing.T) {
	t.Parallel()
	s := offered(t)
	delete(s.people, address("Jo"))
	s.expires(conversation.OfferEnds)
	s.is(conversation.Open, "front", "")
}

func TestAWorkstreamThatDoesNotAskGivesSessions(t *testing.T) {
	t.Parallel()
	s := offered(t, terms(func(w *configuration.Workstream) { w.Offer.AutoAccept = true }))
	s.is(conversation.Active, "front", "Jo")
	if e := s.last.Events[0]; e.Cause != conversation.Assigned || e.Actor != "routing" {
		t.Errorf("event = %+v", e)
	}
	if got := s.load("Jo"); got.Answered || got.Cost != 2 {
		t.Errorf("load = %+v: who is not asked does not answer", got)
	}
	if diff := cmp.Diff([]string{"(joined)", "Jo is here."}, s.told()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

func TestASessionIsGivenOnlyWhileItWaits(t *testing.T) {
	t.Parallel()
	for state, s := range situations(t) {
		ch, err := s.c.OfferTo(s.person(address("Sam")).Agent, s.config, nil, s.now)
		if got := err == nil; got != (state == conversation.Open) {
			t.Errorf("a session that is %q is given: %v, %+v", state, err, ch.Events)
		}
	}
}

func TestPickNeedsRoomAndPresence(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.writes()
	s.used[address("Jo")] = 5
	s.refused("action.noRoom agent=Jo capacity=6 cost=2 used=5", "Jo", conversation.Pick)
	s.refused("action.notConnected agent=Fern", "Fern", conversation.Pick)
	s.used[address("Jo")] = 4
	s.chooses("Jo", agent.Away) // who picks is there, whatever presence was chosen
	ch, err := s.carry("Jo", conversation.Action{Kind: conversation.Pick})
	if err != nil || ch.Conversation.Owner != address("Jo") {
		t.Errorf("Jo has the room and does not get it: %v", err)
	}
}

// TestADeclinedOfferSaysWhy by a reason that the workstream has, or not at all.
func TestADeclinedOfferSaysWhy(t *testing.T) {
	t.Parallel()
	reasons := func(s *configuration.Spec) {
		for name, w := range s.Workstreams {
			w.Offer.DeclineReasons = []configuration.DeclineReason{{Name: "break", Labels: map[string]string{"en": "A break"}}}
			s.Workstreams[name] = w
		}
	}
	s := offered(t, reasons)
	s.refused("action.noDeclineReason reason=brake", "Jo", conversation.Decline, of("brake"))
	s.does("Jo", conversation.Decline, conversation.Action{Of: "break", Text: "back at two"})
	if got := spelled(s.last.Events[0].Trace); len(got) != 2 || got[1] != "session.declinedFor reason=break" {
		t.Errorf("the event says %v", got)
	}
	s = offered(t, reasons)
	s.does("Jo", conversation.Decline)
	s = offered(t)
	s.refused("action.noDeclineReason reason=break", "Jo", conversation.Decline, of("break"))
}
