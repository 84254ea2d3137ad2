package conversation_test

import (
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
