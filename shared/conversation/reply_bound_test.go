package conversation_test

import (
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

func TestThePauseBetweenAttemptsGrowsToABound(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		attempts    int64
		after, want time.Duration
	}{
		{0, 0, 5 * time.Second}, // nobody counts so
		{1, 0, 5 * time.Second},
		{2, 0, 10 * time.Second},
		{5, 0, 80 * time.Second},
		{6, 0, 2 * time.Minute},
		{1 << 40, 0, 2 * time.Minute},
		{1, time.Second, 5 * time.Second},
		{6, 5 * time.Minute, 5 * time.Minute},
		{1, 24 * time.Hour, 10 * time.Minute},
	} {
		r := conversation.Reply{Attempts: tt.attempts}
		if got := r.NextAttempt(tt.after, at(0)).Sub(at(0)); got != tt.want {
			t.Errorf("after %d attempts and a call for %s: %s, want %s", tt.attempts, tt.after, got, tt.want)
		}
	}
}

func TestAReplyIsOverdueBySixHoursAndASignalByMinutes(t *testing.T) {
	t.Parallel()
	for kind, want := range map[channel.Kind]time.Duration{
		"": 6 * time.Hour, channel.File: 6 * time.Hour, channel.Card: 6 * time.Hour, channel.Survey: 6 * time.Hour,
		channel.Typing: 10 * time.Minute, channel.Seen: 10 * time.Minute, channel.Joined: 10 * time.Minute, channel.Left: 10 * time.Minute,
	} {
		r := conversation.Reply{Outbound: channel.Outbound{Kind: kind}, CreatedAt: at(0)}
		if r.IsOverdue(at(0).Add(want-time.Second)) || !r.IsOverdue(at(0).Add(want)) {
			t.Errorf("%q is not overdue after %s", kind, want)
		}
	}
}

// TestAReplyThatIsTooLargeStandsInTheHistoryWithoutItsContent: a page of the history is
// read whole.
func TestAReplyThatIsTooLargeStandsInTheHistoryWithoutItsContent(t *testing.T) {
	t.Parallel()
	r := written()
	r.Kind, r.Cards = channel.Card, []channel.CardItem{{Title: "Offer", Body: strings.Repeat("x", conversation.MaxContent)}}
	failed := r.RecordOutcome(conversation.Report{Status: channel.Failed, Reason: r.Fault()}, at(5))
	m := failed.Message()
	if m.Sent != nil || m.Text != "" || m.Kind != channel.Card {
		t.Errorf("the history has %q and %v as a %s", m.Text, m.Sent != nil, m.Kind)
	}
	if m.ID != r.ID || m.Status != channel.Failed || spell(m.Reason) != "reply.large most=65536" || m.Author != r.Author {
		t.Errorf("the history says %+v", m)
	}
}

func TestADiscardedReplyEndsAndTheOthersAreWoken(t *testing.T) {
	t.Parallel()
	s := picked(t)
	ch, err := s.c.CarryOut(conversation.Action{ID: "a1", Kind: conversation.Discard, Author: jo(), Of: "r1", Reply: unsent()},
		conversation.ActionInput{Config: s.config, By: s.person(address("Jo")), Now: at(90)})
	if err != nil {
		t.Fatal(err)
	}
	r := ch.Discarded
	if r == nil || r.Status != channel.Failed || spell(r.Reason) != "reply.discarded agent=Jo" || r.Holder != "" || !r.RetryAt.IsZero() {
		t.Fatalf("the reply is %+v", r)
	}
	if m := ch.Message; m == nil || m.ID != "r1" || m.Text != "hello" || m.Status != channel.Failed || m.Session != 1 {
		t.Errorf("the history has %+v", m)
	}
	if got := r.RecordOutcome(conversation.Report{Status: channel.Delivered}, at(95)).Status; got != channel.Delivered {
		t.Errorf("with proof that the customer has it, it is %s", got)
	}
	if len(ch.Replies) != 1 || ch.Replies[0].ID != "nudge-a1" || ch.Replies[0].Status != channel.Sent || ch.Replies[0].ExpireAt.IsZero() {
		t.Errorf("what wakes the others is %+v", ch.Replies)
	}
}

func TestOnlyAReplyThatWaitsCanBeDiscarded(t *testing.T) {
	t.Parallel()
	s := picked(t)
	for want, change := range map[string]func(*conversation.Action){
		"action.noReply":      func(a *conversation.Action) { a.Reply = nil },
		"action.replySending": func(a *conversation.Action) { a.Reply.Status, a.Reply.LeaseUntil = channel.Sending, at(1) },
		"action.replyEnded":   func(a *conversation.Action) { a.Reply.Status = channel.Unknown },
	} {
		a := conversation.Action{ID: "a1", Kind: conversation.Discard, Author: jo(), Of: "r1", Reply: unsent()}
		change(&a)
		_, err := s.c.CarryOut(a, conversation.ActionInput{Config: s.config, By: s.person(address("Jo")), Now: at(90)})
		if err == nil || err.Error() != "refused: "+want {
			t.Errorf("CarryOut = %v, want %s", err, want)
		}
	}
	signal := conversation.Action{Kind: conversation.Discard, Author: jo(), Reply: &conversation.Reply{
		Outbound: channel.Outbound{Kind: channel.Typing}, Status: channel.Pending,
	}}
	if _, err := s.c.CarryOut(signal, conversation.ActionInput{Config: s.config, By: s.person(address("Jo")), Now: at(90)}); err == nil {
		t.Error("a signal can be discarded")
	}
}
