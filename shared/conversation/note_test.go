package conversation_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// noting is a note for some colleagues.
func noting(names ...string) conversation.Action {
	a := saying("look at this")
	for _, name := range names {
		a.Agents = append(a.Agents, address(name))
	}
	return a
}

func TestWhomANoteIsForReadsAlong(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.does("Jo", conversation.Consult, toAgent("Sam"))
	s.does("Jo", conversation.WriteNote, noting("Fern", "Sam", "Fern"))
	if diff := cmp.Diff(map[string]string{address("Fern"): "Fern", address("Sam"): "Sam"}, s.c.Guests); diff != "" {
		t.Errorf("guests (-want +got):\n%s", diff)
	}
	if s.c.Notes != 1 {
		t.Errorf("%d notes, want 1", s.c.Notes)
	}
	if diff := cmp.Diff([]string{address("Fern"), address("Sam")}, s.last.Message.Mentions); diff != "" {
		t.Errorf("mentions (-want +got):\n%s", diff)
	}
	if all := s.last.Events; len(all) != 1 || all[0].Cause != conversation.Consulted || all[0].Trace[0].String() != "session.guest agent=Fern" {
		t.Errorf("events = %+v, want that Fern came", all)
	}
	s.does("Fern", conversation.WriteNote, noting("Jo", "Sam")) // a guest, of the owner and of another guest
	if len(s.c.Guests) != 2 || len(s.last.Message.Mentions) != 2 {
		t.Errorf("guests = %v, mentions = %v, want the two guests and both mentions", s.c.Guests, s.last.Message.Mentions)
	}
	s.does("Fern", conversation.Leave)
	s.refused("action.taken agent=Jo", "Fern", conversation.WriteNote, noting())
}

func TestNobodyInvitesThemselvesByANote(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.writes()
	s.does("Sam", conversation.WriteNote, noting("Sam"))
	if len(s.c.Guests) > 0 || len(s.last.Message.Mentions) != 1 {
		t.Errorf("guests %v", s.c.Guests)
	}
}

// TestASupervisorsNoteIsHeard: by whoever has the session, without being mentioned.
func TestASupervisorsNoteIsHeard(t *testing.T) {
	t.Parallel()
	heard := func(s *scene) (by []string) {
		for _, m := range s.last.Mentions {
			by = append(by, m.Agent)
		}
		return by
	}
	s := open(t)
	s.writes()
	s.does("Max", conversation.WriteNote, noting())
	if by := heard(s); len(by) > 0 {
		t.Errorf("%v hear a note in what nobody has", by)
	}
	s = picked(t)
	s.does("Max", conversation.WriteNote, noting())
	if diff := cmp.Diff([]string{address("Jo")}, heard(s)); diff != "" || len(s.last.Message.Mentions) > 0 {
		t.Errorf("a supervisor's note mentions %v and is heard (-want +got):\n%s", s.last.Message.Mentions, diff)
	}
	s.does("Max", conversation.WriteNote, noting("Jo"))
	if diff := cmp.Diff([]string{address("Jo")}, heard(s)); diff != "" {
		t.Errorf("a mention is heard (-want +got):\n%s", diff)
	}
	s.does("Jo", conversation.WriteNote, noting())
	if by := heard(s); len(by) > 0 {
		t.Errorf("%v hear what the owner notes", by)
	}
	s.does("Jo", conversation.Consult, toAgent("Sam"))
	s.does("Sam", conversation.WriteNote, noting())
	if by := heard(s); len(by) > 0 {
		t.Errorf("%v hear a guest's note as if they were mentioned", by)
	}
}

func TestWhatIsClosedHasNoGuests(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.does("Max", conversation.Close)
	s.does("Max", conversation.WriteNote, noting("Sam"))
	if len(s.c.Guests) > 0 || len(s.last.Message.Mentions) != 1 {
		t.Errorf("guests %v, message %+v", s.c.Guests, s.last.Message)
	}
}

// TestANoteIsWrittenWhoeverIsFirst: its author asked for it before the transfer, and
// it is carried out after.
func TestANoteIsWrittenWhoeverIsFirst(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.does("Jo", conversation.Transfer, toAgent("Sam"))
	s.does("Sam", conversation.Accept)
	s.does("Jo", conversation.WriteNote, noting())
	s.does("Max", conversation.Close)
	s.does("Jo", conversation.WriteNote, noting())
	s.later(time.Minute)
	s.writes() // another session, of others
	s.does("Max", conversation.Transfer, to("back"))
	s.refused(`action.notServing queue="Back office"`, "Jo", conversation.WriteNote, noting())
}

func TestWhatANoteIsRefusedFor(t *testing.T) {
	t.Parallel()
	full := func(s *scene, guests int) {
		for n := range guests {
			email := fmt.Sprintf("guest%d@example.com", n)
			s.people[email] = conversation.Person{Agent: agent.Agent{Email: email, Role: agent.Plain}}
			s.does("Jo", conversation.Consult, conversation.Action{Agent: email})
		}
	}
	for want, note := range map[string]conversation.Action{
		"action.noteEmpty":                             saying(" \n"),
		"action.noteLong most=20000":                   saying(strings.Repeat("x", 20_001)),
		"action.tooManyMentions most=3":                noting("Jo", "Sam", "Fern", "Kim"),
		"action.noAgent agent=ash@example.com":         {Text: "look", Agents: []string{address("Sam"), "ash@example.com"}},
		"action.noAgent agent=a/b":                     {Text: "look", Agents: []string{"a/b"}},
		"action.tooManyGuests most=5":                  noting("Sam", "Fern"), // the second one is too many
		"action.noAgent agent=" + long("x", 119) + "…": {Text: "look", Agents: []string{long("x", 500)}},
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			s := picked(t)
			full(s, 4)
			before := s.c
			s.refused(want, "Jo", conversation.WriteNote, note)
			if diff := cmp.Diff(before, s.c); diff != "" {
				t.Errorf("and yet:\n%s", diff)
			}
		})
	}
}

func long(letter string, n int) string { return strings.Repeat(letter, n) }

// TestNamesAreWhoseEntriesAreRead: few, whatever a client asks for.
func TestNamesAreWhoseEntriesAreRead(t *testing.T) {
	t.Parallel()
	by := conversation.Author{Email: "jo@x"}
	for name, tt := range map[string]struct {
		action conversation.Action
		want   []string
	}{
		"a note":                     {conversation.Action{Kind: conversation.WriteNote, Agents: []string{"a", "b"}}, []string{"jo@x", "", "a", "b"}},
		"a note for a crowd":         {conversation.Action{Kind: conversation.WriteNote, Agents: make([]string, 4)}, []string{"jo@x", ""}},
		"a transfer":                 {conversation.Action{Kind: conversation.Transfer, Agent: "a"}, []string{"jo@x", "a"}},
		"whom a customer likes":      {conversation.Action{Kind: conversation.Prefer, Agents: []string{"a"}}, []string{"jo@x", "", "a"}},
		"many whom a customer likes": {conversation.Action{Kind: conversation.Prefer, Agents: make([]string, 4)}, []string{"jo@x", ""}},
	} {
		tt.action.Author = by
		if diff := cmp.Diff(tt.want, tt.action.AgentsNamed()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
