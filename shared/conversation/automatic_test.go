package conversation_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

func TestANoteIsKeptForAgents(t *testing.T) {
	t.Parallel()
	s := parked(t)
	s.does("Jo", conversation.WriteNote, saying("likes blue"))
	want := &conversation.Message{
		ID: "note-a3", Number: 3, Direction: conversation.Note, Kind: channel.Text, Session: 1, Queue: "front", Text: "likes blue",
		Author: conversation.Author{Email: address("Jo"), Name: "Jo"}, SentAt: s.now, ReceivedAt: s.now,
	}
	want.ID = s.last.Message.ID
	if diff := cmp.Diff(want, s.last.Message); diff != "" || !strings.HasPrefix(want.ID, "note-") {
		t.Errorf("message (-want +got):\n%s", diff)
	}
	if len(s.last.Replies)+len(s.last.Events) > 0 || s.c.Preview == "likes blue" {
		t.Errorf("the customer notices: %+v", s.last)
	}
	s.refused("action.noteEmpty", "Jo", conversation.WriteNote, saying(" \n"))
	s.refused("action.noteLong most=20000", "Jo", conversation.WriteNote, saying(strings.Repeat("x", 20_001)))
}

func TestTheCustomerIsToldWhatTheAgentDoes(t *testing.T) {
	t.Parallel()
	s := picked(t)
	for range 2 { // each time under another name, so that nothing is written over
		s.does("Jo", conversation.MarkRead, about("m1"))
		got := s.last.Replies[0]
		if got.Kind != channel.Seen || got.Of != "m1" || got.Author.Name != "Jo" || got.Status != channel.Pending {
			t.Errorf("reply = %+v", got)
		}
	}
	s.refused("action.noMessageRead", "Jo", conversation.MarkRead)
	for _, on := range []bool{true, false} {
		s.does("Jo", conversation.Type, conversation.Action{On: on})
		if got := s.last.Replies[0]; got.Kind != channel.Typing || got.On != on || got.Author.Name != "Jo" {
			t.Errorf("reply = %+v", got)
		}
	}
}

func TestAnActionOfAnyNameMakesAReplyThatTheProviderTakes(t *testing.T) {
	t.Parallel()
	s := picked(t)
	for _, id := range []string{"", "a.b", "a/b", strings.Repeat("x", 200)} {
		a := conversation.Action{ID: id, Kind: conversation.Type, Author: jo()}
		ch, err := s.c.CarryOut(a, conversation.ActionInput{Config: s.config, By: s.person(address("Jo")), Now: s.now})
		s.takes("typing as "+id, ch, err)
	}
}

func TestAnAutomatedMessageIsNoAnswer(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		reply conversation.Reply
		want  bool
	}{
		"an agent's reply":     {conversation.Reply{Author: jo(), Outbound: channel.Outbound{Text: "Yes."}}, true},
		"an agent's file":      {conversation.Reply{Author: jo(), Outbound: channel.Outbound{Kind: channel.File}}, true},
		"an agent's typing":    {conversation.Reply{Author: jo(), Outbound: channel.Outbound{Kind: channel.Typing}}, false},
		"an automated message": {conversation.Reply{Author: conversation.Author{Bot: true}}, false},
	} {
		if got := tt.reply.Answers(); got != tt.want {
			t.Errorf("%s: Answers = %v, want %v", name, got, tt.want)
		}
	}
}
