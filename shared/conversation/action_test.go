package conversation_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

func jo() conversation.Author  { return conversation.Author{Email: "jo@example.com", Name: "Jo"} }
func sam() conversation.Author { return conversation.Author{Email: "sam@example.com", Name: "Sam"} }

// joHas is Dana's conversation after Jo picked it.
func joHas(t *testing.T) conversation.Conversation {
	t.Helper()
	ch, err := begun(t).Carry(conversation.Action{Kind: conversation.Pick, Author: jo()}, at(20))
	if err != nil {
		t.Fatal(err)
	}
	return ch.Conversation
}

func TestCarryPickMakesTheAgentTheOwner(t *testing.T) {
	t.Parallel()
	c := begun(t)
	want := conversation.Change{
		Conversation: c,
		Events: []conversation.Event{{
			Seq: 2, Session: 1, From: conversation.Open, To: conversation.Active, Cause: conversation.Picked,
			Actor: "jo@example.com", Queue: "front", ConfigVersion: "v1", At: at(20),
		}},
		Replies: []conversation.Reply{signal("joined-2", channel.Joined, jo(), at(20))},
		Dequeue: "front",
	}
	want.Conversation.State, want.Conversation.Seq = conversation.Active, 2
	want.Conversation.Owner, want.Conversation.OwnerName = "jo@example.com", "Jo"
	got, err := c.Carry(conversation.Action{Kind: conversation.Pick, Author: jo()}, at(20))
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("error %v, change (-want +got):\n%s", err, diff)
	}
}

func TestCarryPickAgainChangesNothing(t *testing.T) {
	t.Parallel()
	c := joHas(t)
	got, err := c.Carry(conversation.Action{Kind: conversation.Pick, Author: jo()}, at(30))
	if diff := cmp.Diff(conversation.Change{Conversation: c}, got); diff != "" || err != nil {
		t.Errorf("error %v, change (-want +got):\n%s", err, diff)
	}
}

// signal is what tells the channel about the agent's work.
func signal(id string, kind channel.Kind, by conversation.Author, at time.Time) conversation.Reply {
	return conversation.Reply{
		Outbound: channel.Outbound{ID: id, Kind: kind}, Author: by, Status: channel.Pending, CreatedAt: at,
	}
}

func TestCarryEndClosesTheSessionAndAsksHowItWas(t *testing.T) {
	t.Parallel()
	c := joHas(t)
	c.Survey = true
	event := conversation.Event{Session: 1, Actor: "jo@example.com", Queue: "front", ConfigVersion: "v1", At: at(90)}
	ended, done := event, event
	ended.Seq, ended.From, ended.To, ended.Cause = 3, conversation.Active, conversation.WrapUp, conversation.Ended
	done.Seq, done.From, done.To, done.Cause = 4, conversation.WrapUp, conversation.Closed, conversation.Done
	want := conversation.Change{
		Conversation: c, Events: []conversation.Event{ended, done},
		Replies: []conversation.Reply{
			signal("left-4", channel.Left, jo(), at(90)),
			signal("survey-4", channel.Survey, conversation.Author{Bot: true}, at(90)),
		},
	}
	want.Conversation.State, want.Conversation.Seq = conversation.Closed, 4
	want.Conversation.Owner, want.Conversation.OwnerName = "", ""
	want.Conversation.ClosedAt = at(90)
	got, err := c.Carry(conversation.Action{Kind: conversation.End, Author: jo()}, at(90))
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("error %v, change (-want +got):\n%s", err, diff)
	}
}

func TestCarryRefuses(t *testing.T) {
	t.Parallel()
	nameless := joHas(t)
	nameless.OwnerName = ""
	closed := begun(t)
	closed.State = conversation.Closed
	tests := []struct {
		name   string
		in     conversation.Conversation
		kind   conversation.ActionKind
		author conversation.Author
		want   conversation.RefusedError
	}{
		{"a pick of what another agent has", joHas(t), conversation.Pick, sam(), "Jo has this conversation"},
		{"an end of what another agent has", joHas(t), conversation.End, sam(), "Jo has this conversation"},
		{
			"an owner without a name is named by the address",
			nameless, conversation.Pick, sam(), "jo@example.com has this conversation",
		},
		{
			"a pick after the session was closed",
			closed, conversation.Pick, jo(), `a session that is "closed" cannot change by "picked"`,
		},
		{
			"an end of what nobody has",
			begun(t), conversation.End, jo(), `a session that is "open" cannot change by "ended"`,
		},
		{"an end a second time", closed, conversation.End, jo(), `a session that is "closed" cannot change by "ended"`},
		{"an action that does not exist", begun(t), "dance", jo(), `there is no action "dance"`},
		{
			"an action without an author",
			begun(t), conversation.Pick,
			conversation.Author{Name: "Jo"},
			"the action has no author",
		},
		{
			"a conversation that does not exist",
			conversation.Conversation{},
			conversation.Pick, jo(), "there is no such conversation",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ch, err := tt.in.Carry(conversation.Action{Kind: tt.kind, Author: tt.author}, at(30))
			if got, ok := errors.AsType[conversation.RefusedError](err); !ok || got != tt.want {
				t.Errorf("error = %v, want the refusal %q", err, tt.want)
			}
			if diff := cmp.Diff(conversation.Change{}, ch); diff != "" {
				t.Errorf("a change came with the refusal:\n%s", diff)
			}
		})
	}
}

func TestActionOutcome(t *testing.T) {
	t.Parallel()
	asked := conversation.Action{ID: "a1", Kind: conversation.Pick, Author: jo(), Status: conversation.ActionPending}
	done, refused := asked, asked
	done.Status, done.EndedAt = conversation.ActionDone, at(5)
	refused.Status, refused.EndedAt, refused.Reason = conversation.ActionRefused, at(5), "Sam has this conversation"
	if diff := cmp.Diff(done, asked.Outcome("", at(5))); diff != "" {
		t.Errorf("done (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(refused, asked.Outcome("Sam has this conversation", at(5))); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
	for _, tt := range []struct {
		action conversation.Action
		want   bool
	}{{asked, false}, {conversation.Action{}, false}, {done, true}, {refused, true}} {
		if got := tt.action.Ended(); got != tt.want {
			t.Errorf("Ended of a %q action = %v, want %v", tt.action.Status, got, tt.want)
		}
	}
}
