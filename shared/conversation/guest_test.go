package conversation_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

func TestAGuestReadsAlongAtNoCost(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.does("Jo", conversation.Consult, toAgent("Fern")) // need not be there
	s.does("Max", conversation.Consult, toAgent("Max"))
	want := map[string]string{address("Fern"): "Fern", address("Max"): "Max"}
	if diff := cmp.Diff(want, s.c.Guests); diff != "" || len(s.last.Loads) > 0 {
		t.Errorf("loads %v, guests (-want +got):\n%s", s.last.Loads, diff)
	}
	if e := s.last.Events[0]; e.Cause != conversation.Consulted || e.Trace[0].String() != "session.guest agent=Max" {
		t.Errorf("event = %+v", e)
	}
	s.does("Jo", conversation.Consult, toAgent("Fern"))
	if len(s.last.Events) > 0 {
		t.Error("a guest was invited twice")
	}
	s.does("Fern", conversation.Leave)
	s.refused("action.notAGuest", "Fern", conversation.Leave)
	s.does("Max", conversation.Close)
	if len(s.c.Guests) > 0 {
		t.Errorf("guests after the end: %v", s.c.Guests)
	}
}

func TestAGuestWhoGetsTheSessionIsNoGuestAnyMore(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.does("Jo", conversation.Consult, toAgent("Sam"))
	s.does("Jo", conversation.Consult, toAgent("Kim"))
	s.does("Jo", conversation.Transfer, toAgent("Sam"))
	s.does("Sam", conversation.Accept)
	if diff := cmp.Diff(map[string]string{address("Kim"): "Kim"}, s.c.Guests); diff != "" {
		t.Errorf("guests (-want +got):\n%s", diff)
	}
}

func TestAtMostFiveReadAlong(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.refused("action.yours", "Jo", conversation.Consult, toAgent("Jo"))
	s.refused("action.noAgent agent=ash@example.com", "Jo", conversation.Consult, conversation.Action{Agent: "ash@example.com"})
	for n := range 6 {
		email := fmt.Sprintf("guest%d@example.com", n)
		s.people[email] = conversation.Person{Agent: agent.Agent{Email: email, Role: agent.Plain}}
		if n == 5 {
			s.refused("action.tooManyGuests most=5", "Jo", conversation.Consult, conversation.Action{Agent: email})
			continue
		}
		s.does("Jo", conversation.Consult, conversation.Action{Agent: email})
	}
}

func TestAStepDoesNotChangeTheConversationThatItBeganWith(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.does("Jo", conversation.Consult, toAgent("Sam"))
	before, guests := s.c, map[string]string{address("Sam"): "Sam"}
	s.does("Jo", conversation.Consult, toAgent("Kim"))
	s.does("Sam", conversation.Leave)
	if diff := cmp.Diff(guests, before.Guests); diff != "" {
		t.Errorf("guests before (-want +got):\n%s", diff)
	}
	s.does("Jo", conversation.Transfer, toAgent("Sam"))
	before = s.c
	s.does("Sam", conversation.Decline)
	if diff := cmp.Diff(map[string]int64{address("Jo"): 1}, declined(before)); diff != "" {
		t.Errorf("declined before (-want +got):\n%s", diff)
	}
}

// TestOnlyWhoHasTheSessionInvites: neither a guest nor whoever could pick the session, is
// offered it or has passed it on lets others in, not by a mention either.
func TestOnlyWhoHasTheSessionInvites(t *testing.T) {
	t.Parallel()
	const refused = "action.onlyOwnerInvites agent=Kim"
	for name, tt := range map[string]struct {
		scene func(*testing.T) *scene
		who   string
		may   bool
	}{
		"the owner":                     {func(t *testing.T) *scene { t.Helper(); return picked(t) }, "Jo", true},
		"a supervisor":                  {func(t *testing.T) *scene { t.Helper(); return picked(t) }, "Max", true},
		"a guest":                       {withGuest, "Fern", false},
		"who could pick it":             {inQueue, "Sam", false},
		"a supervisor, while it waits":  {inQueue, "Max", true},
		"who is offered it":             {passedOn, "Sam", false},
		"who has passed it on":          {passedOn, "Jo", false},
		"the owner, who set it aside":   {setAside, "Jo", true},
		"another one, of what is aside": {setAside, "Max", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := tt.scene(t)
			if !tt.may {
				s.refused(refused, tt.who, conversation.WriteNote, noting("Kim"))
				if s.c.Guests[address("Kim")] != "" {
					t.Errorf("guests = %v", s.c.Guests)
				}
				return
			}
			s.does(tt.who, conversation.WriteNote, noting("Kim"))
			if s.c.Guests[address("Kim")] == "" {
				t.Errorf("guests = %v, want Kim", s.c.Guests)
			}
		})
	}
}

func withGuest(t *testing.T) *scene {
	t.Helper()
	s := picked(t)
	s.does("Jo", conversation.Consult, toAgent("Fern"))
	return s
}

func inQueue(t *testing.T) *scene {
	t.Helper()
	s := open(t)
	s.writes()
	return s
}

func passedOn(t *testing.T) *scene {
	t.Helper()
	s := picked(t)
	s.does("Jo", conversation.Transfer, toAgent("Sam"))
	return s
}

func setAside(t *testing.T) *scene {
	t.Helper()
	s := picked(t)
	s.does("Jo", conversation.Park)
	return s
}

func TestAGuestIsSentAway(t *testing.T) {
	t.Parallel()
	for _, who := range []string{"Jo", "Max"} {
		s := withGuest(t)
		s.does("Jo", conversation.Consult, toAgent("Kim"))
		s.does(who, conversation.Dismiss, toAgent("Fern"))
		if diff := cmp.Diff(map[string]string{address("Kim"): "Kim"}, s.c.Guests); diff != "" {
			t.Errorf("%s: guests (-want +got):\n%s", who, diff)
		}
		e := s.last.Events[0]
		if e.Cause != conversation.GuestDismissed || e.Actor != address(who) || e.Trace[0].String() != "session.guest agent=Fern" {
			t.Errorf("event = %+v", e)
		}
	}
	s := withGuest(t)
	s.refused("action.taken agent=Jo", "Sam", conversation.Dismiss, toAgent("Fern"))  // somebody else
	s.refused("action.taken agent=Jo", "Fern", conversation.Dismiss, toAgent("Fern")) // who leaves instead
	s.refused("action.noGuest agent=kim@example.com", "Jo", conversation.Dismiss, toAgent("Kim"))
}

// TestWhoLeavesTheRosterIsNoGuestAnyMore, and the others stay.
func TestWhoLeavesTheRosterIsNoGuestAnyMore(t *testing.T) {
	t.Parallel()
	s := withGuest(t)
	s.does("Jo", conversation.Consult, toAgent("Kim"))
	ch, err := s.c.LoseGuest(address("Fern"), s.config, s.now)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{address("Kim"): "Kim"}, ch.Conversation.Guests); diff != "" || len(s.c.Guests) != 2 {
		t.Errorf("before %v, guests (-want +got):\n%s", s.c.Guests, diff)
	}
	if e := ch.Events[0]; e.Cause != conversation.GuestDismissed || e.Actor != "routing" || e.Trace[0].String() != "session.guest agent=Fern" {
		t.Errorf("event = %+v", e)
	}
	for _, no := range []string{address("Fern"), address("Jo"), ""} {
		if _, err := ch.Conversation.LoseGuest(no, s.config, s.now); !errors.Is(err, conversation.ErrOver) {
			t.Errorf("%q: %v, want ErrOver", no, err)
		}
	}
}

// TestGuestsGoWithTheQueue: they were invited by those whose queue it was. An agent who
// takes over keeps them.
func TestGuestsGoWithTheQueue(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		do   func(*scene)
		stay bool
	}{
		"to another queue": {func(s *scene) { s.does("Jo", conversation.Transfer, to("back")) }, false},
		"to the same one":  {func(s *scene) { s.does("Jo", conversation.Transfer, to("front")) }, true},
		"released":         {func(s *scene) { s.does("Jo", conversation.Release) }, true},
		"to an agent":      {func(s *scene) { s.does("Jo", conversation.Transfer, toAgent("Sam")) }, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := withGuest(t)
			tt.do(s)
			if stay := s.c.Guests[address("Fern")] != ""; stay != tt.stay {
				t.Errorf("guests = %v", s.c.Guests)
			}
		})
	}
}
