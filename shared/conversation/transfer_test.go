package conversation_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/hours"
)

func to(queue string) conversation.Action      { return conversation.Action{Queue: queue} }
func toAgent(name string) conversation.Action  { return conversation.Action{Agent: address(name)} }
func saying(text string) conversation.Action   { return conversation.Action{Text: text} }
func about(message string) conversation.Action { return conversation.Action{Of: message} }
func who(emails ...string) conversation.Action { return conversation.Action{Agents: emails} }

func TestATransferToAQueueFreesTheAgentAndLetsTheCustomerWaitThere(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.answer()
	s.later(time.Minute)
	a := to("back")
	a.Text = "a matter of invoices"
	s.does("Jo", conversation.Transfer, a)
	s.is(conversation.Open, "back", "")
	if s.used[address("Jo")] != 0 || !s.c.WaitingSince.Equal(s.now) || !s.c.EnqueuedAt.Equal(s.now) {
		t.Errorf("Jo has used %d, waits since %v in this queue since %v", s.used[address("Jo")], s.c.WaitingSince, s.c.EnqueuedAt)
	}
	e := s.last.Events[0]
	if e.Queue != "back" || !slices.Equal(spelled(e.Trace), []string{`session.said text="a matter of invoices"`}) || !slices.Equal(s.c.Visited, []string{"front"}) {
		t.Errorf("event in %q because of %v, visited %v", e.Queue, e.Trace, s.c.Visited)
	}
	if diff := cmp.Diff([]string{"A colleague in Back office goes on."}, s.told()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

func TestWhoHandsASessionOnIsNotAskedForItAtOnceAgain(t *testing.T) {
	t.Parallel()
	for name, hand := range map[string]func(*scene){
		"released":                 func(s *scene) { s.does("Jo", conversation.Release, saying("cannot help")) },
		"released by a supervisor": func(s *scene) { s.does("Max", conversation.Release) },
		"transferred to a queue":   func(s *scene) { s.does("Jo", conversation.Transfer, to("self-service")) },
		"transferred to its queue": func(s *scene) { s.does("Jo", conversation.Transfer, to("front")) },
		"transferred to an agent who declines": func(s *scene) {
			s.does("Jo", conversation.Transfer, toAgent("Sam"))
			s.does("Sam", conversation.Decline)
		},
	} {
		s := picked(t)
		hand(s)
		if got := s.favourites(); s.c.State != conversation.Open || declined(s.c)[address("Jo")] != 1 || len(got) > 0 {
			t.Errorf("%s: %s, declined %v, asked first %v", name, s.c.State, s.c.Declined, got)
		}
		s.does("Sam", conversation.Pick)
		s.does("Sam", conversation.Park)
		s.writes()
		if got := s.favourites(); !slices.Equal(got, []string{address("Sam")}) || len(s.c.Declined) > 0 {
			t.Errorf("%s: asked first after the next agent: %v, declined %v", name, got, s.c.Declined)
		}
	}
}

func TestAQueueThatIsClosedTakesATransferForItsOpening(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.refused("action.noQueue queue=moon", "Jo", conversation.Transfer, to("moon"))
	s.refused("action.noDestination", "Jo", conversation.Transfer)
	s.refused("action.noDestination", "Jo", conversation.Transfer,
		conversation.Action{Queue: "back", Agent: address("Sam")})
	s.does("Jo", conversation.Transfer, to("night"))
	s.is(conversation.Open, "night", "")
	if !s.c.LateAt.After(s.now.Add(time.Hour)) {
		t.Errorf("late at %v, want a promise that counts from the opening", s.c.LateAt)
	}
	if diff := cmp.Diff([]string{"A colleague in Night desk goes on."}, s.told()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

func TestACustomerIsToldByAQueueThatIsClosedWhatItTellsEverybody(t *testing.T) {
	t.Parallel()
	says := func(s *configuration.Spec) {
		s.AutomatedMessages["closed"] = configuration.AutomatedMessage{Texts: map[string]string{"en": "{QueueName} is closed now."}}
	}
	s := picked(t, says, queue("night", func(q *configuration.Queue) {
		q.Overflow.Closed = &configuration.Remedy{Action: configuration.QueueAnyway, Message: "closed"}
	}))
	s.does("Jo", conversation.Transfer, to("night"))
	if diff := cmp.Diff([]string{"Night desk is closed now."}, s.told()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

func TestAQueueThatNeverOpensTakesTransfersOfSupervisorsOnly(t *testing.T) {
	t.Parallel()
	s := picked(t, func(s *configuration.Spec) { s.Hours["night"] = hours.Definition{TimeZone: "UTC"} })
	s.refused(`action.queueClosed queue="Night desk"`, "Jo", conversation.Transfer, to("night"))
	s.does("Max", conversation.Transfer, to("night"))
	s.is(conversation.Open, "night", "")
}

func TestACustomerIsNotPutThroughToWhereTheCustomerIs(t *testing.T) {
	t.Parallel()
	for name, a := range map[string]conversation.Action{"the same queue": to("front"), "an agent": toAgent("Kim")} {
		s := picked(t)
		s.does("Jo", conversation.Transfer, a)
		if got := s.told(); len(got) > 0 {
			t.Errorf("%s: told %q", name, got)
		}
	}
}

func TestWhoeverIsOfferedAHandedOverSessionKnowsByWhomAndWhy(t *testing.T) {
	t.Parallel()
	s := picked(t)
	a := toAgent("Kim")
	a.Text = "wants an invoice"
	s.does("Jo", conversation.Transfer, a)
	want := conversation.Handover{By: address("Jo"), Name: "Jo", Why: "wants an invoice", Agent: address("Kim")}
	if diff := cmp.Diff(want, s.c.Handover); diff != "" {
		t.Errorf("offered (-want +got):\n%s", diff)
	}
	s.does("Kim", conversation.Decline)
	want.Refused = "Kim"
	if diff := cmp.Diff(want, s.last.Enqueue.Handover); diff != "" {
		t.Errorf("waiting after it was declined (-want +got):\n%s", diff)
	}
	s.does("Sam", conversation.Pick)
	if s.c.Handover != (conversation.Handover{}) {
		t.Errorf("still handed over: %+v", s.c.Handover)
	}
	s.does("Sam", conversation.Release, saying("not mine"))
	if got := s.c.Handover; got.Name != "Sam" || got.Why != "not mine" || got.Agent != "" {
		t.Errorf("released: %+v", got)
	}
}

func TestASessionThatWaitsKeepsItsPlaceWhereASupervisorMovesIt(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.writes()
	s.gives("Jo")
	s.does("Jo", conversation.Decline)
	s.later(time.Minute)
	s.does("Max", conversation.Transfer, to("back"))
	s.is(conversation.Open, "back", "")
	if s.last.Dequeue != "front" || !s.c.WaitingSince.Equal(noon) || declined(s.c)[address("Jo")] != 1 {
		t.Errorf("left %q, waits since %v, declined %v", s.last.Dequeue, s.c.WaitingSince, s.c.Declined)
	}
	s.later(time.Minute)
	s.does("Max", conversation.Transfer, to("back"))
	if s.last.Dequeue != "" || s.last.Enqueue == nil || !slices.Equal(s.c.Visited, []string{"front"}) {
		t.Errorf("moved to where it is: left %q, enters %v, visited %v", s.last.Dequeue, s.last.Enqueue, s.c.Visited)
	}
}

func TestAQueueIsVisitedOnce(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.writes()
	for _, queue := range []string{"back", "front", "back", "relaxed"} {
		s.does("Max", conversation.Transfer, to(queue))
	}
	if diff := cmp.Diff([]string{"front", "back"}, s.c.Visited); diff != "" {
		t.Errorf("visited (-want +got):\n%s", diff)
	}
}

func TestAReservationEndsWhereTheSessionMoves(t *testing.T) {
	t.Parallel()
	reserves := terms(func(w *configuration.Workstream) { w.Affinity.Wait = configuration.Duration(10 * time.Minute) })
	for name, move := range map[string]func(*scene){
		"a supervisor": func(s *scene) { s.does("Max", conversation.Transfer, to("back")) },
		"an overflow":  func(s *scene) { s.expires(conversation.Overflows) },
	} {
		s := parked(t, reserves, overflowing())
		s.writes()
		if lane(s.last.Enqueue) != agent.OwnLane(address("Jo")) {
			t.Fatalf("lane %q, want Jo's own", lane(s.last.Enqueue))
		}
		move(s)
		if lane(s.last.Enqueue) != "back|" || s.c.Reserved != "" {
			t.Errorf("%s: lane %q, reserved for %q: Jo does not serve that queue", name, lane(s.last.Enqueue), s.c.Reserved)
		}
	}
}

func TestATransferToAnAgentAsksTheAgent(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.answer()
	s.later(time.Minute)
	s.does("Jo", conversation.Transfer, toAgent("Kim")) // who does not serve the queue
	s.is(conversation.Offered, "front", "Kim")
	if s.used[address("Jo")] != 0 || s.used[address("Kim")] != 2 {
		t.Errorf("used %v, want what Jo had to be Kim's", s.used)
	}
	s.does("Kim", conversation.Accept)
	s.is(conversation.Active, "front", "Kim")
}

func TestADeclinedTransferWaitsInTheSessionsQueueAsFromTheTransfer(t *testing.T) {
	t.Parallel()
	s := picked(t, overflowing(), queue("front", func(q *configuration.Queue) {
		q.Assignment.Relax = []configuration.Relaxation{{After: configuration.Duration(time.Minute), Drop: []string{"french"}}}
	}))
	s.c.Skills = map[string]int64{"french": 1}
	s.answer()
	s.later(time.Hour)
	s.does("Jo", conversation.Transfer, toAgent("Kim"))
	transferred := s.now
	s.later(30 * time.Second)
	s.does("Kim", conversation.Decline)
	s.is(conversation.Open, "front", "")
	if !s.c.EnqueuedAt.Equal(transferred) || !s.c.WaitingSince.Equal(transferred) || lane(s.last.Enqueue) != "front|french:1" {
		t.Errorf("in the queue since %v, waits since %v, lane %q", s.c.EnqueuedAt, s.c.WaitingSince, lane(s.last.Enqueue))
	}
	if got := s.deadline(conversation.Overflows); !got.At.Equal(transferred.Add(2 * time.Minute)) {
		t.Errorf("overflow at %v, want it counted from the transfer", got.At)
	}
}

func TestATransferToAnAgentNeedsOneWhoCanHaveIt(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.refused("action.noAgent agent=ash@example.com", "Jo", conversation.Transfer, conversation.Action{Agent: "ash@example.com"})
	s.refused("action.yours", "Jo", conversation.Transfer, toAgent("Jo"))
	s.refused("action.taken agent=Jo", "Max", conversation.Transfer, toAgent("Jo"))
	s.refused("action.notConnected agent=Fern", "Jo", conversation.Transfer, toAgent("Fern"))
	s.used[address("Sam")] = 5
	s.refused("action.noRoom agent=Sam capacity=6 cost=2 used=5", "Jo", conversation.Transfer, toAgent("Sam"))
	s.used[address("Sam")] = 0
	s.chooses("Sam", agent.Away)
	s.refused("action.away agent=Sam", "Jo", conversation.Transfer, toAgent("Sam"))
	s.chooses("Sam", agent.Offline)
	s.refused("action.offline agent=Sam", "Jo", conversation.Transfer, toAgent("Sam"))
	s.chooses("Sam", agent.Busy)
	s.does("Jo", conversation.Transfer, toAgent("Sam"))
}

func TestACustomerWhoWritesDuringATransferIsWaitedFor(t *testing.T) {
	t.Parallel()
	s := picked(t, impatient(configuration.Alert))
	s.answer()
	s.later(time.Minute)
	s.does("Jo", conversation.Transfer, toAgent("Sam"))
	s.later(10 * time.Second)
	s.writes()
	if s.last.Message == nil || s.last.Message.Session != 1 || len(s.last.Events) > 0 {
		t.Errorf("message %+v, events %+v", s.last.Message, s.last.Events)
	}
	s.is(conversation.Offered, "front", "Sam")
	s.does("Sam", conversation.Accept)
	if got := s.deadline(conversation.AnswerIsLate); !got.At.Equal(s.now.Add(5 * time.Minute)) {
		t.Errorf("deadline %+v, want Sam to owe an answer", got)
	}
}

func TestACustomerWithoutAnAnswerKeepsTheirPlaceThroughARelease(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.later(time.Hour)
	s.does("Jo", conversation.Release)
	if !s.c.WaitingSince.Equal(noon) {
		t.Errorf("waits since %v, want since noon: nobody ever answered", s.c.WaitingSince)
	}
	s.does("Sam", conversation.Pick)
	s.later(time.Minute)
	s.answer()
	s.later(time.Minute)
	s.writes()
	asked := s.now
	s.later(time.Minute)
	s.does("Sam", conversation.Release)
	if !s.c.WaitingSince.Equal(asked) {
		t.Errorf("waits since %v, want since the question, %v", s.c.WaitingSince, asked)
	}
}
