package conversation_test

import (
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// kept is the retention of a workstream that says nothing of it.
func kept() conversation.Retention {
	return conversation.Retention{Messages: 365, Raw: 30, Facts: 30, Sessions: 730, Files: 365, Figures: 400, Orders: 30}
}

// everything is a change with one of everything, in a conversation that is kept for ten days.
func everything(held time.Time) conversation.Change {
	c := conversation.Conversation{ID: "c"}
	c.CreatedAt, c.LastHeardAt, c.HeldSince, c.State = noon, noon.Add(time.Hour), held, conversation.Closed
	c.Keep = conversation.Retention{Messages: 10, Raw: 2, Facts: 3, Sessions: 20, Files: 4, Figures: 5, Orders: 6}
	return conversation.Change{
		Conversation: c,
		Message:      &conversation.Message{ReceivedAt: noon, Raw: "{}"},
		BotAnswer:    &conversation.Message{ReceivedAt: noon},
		Events: []conversation.Event{
			{At: noon, Trace: []reason.Reason{{Code: "x"}}}, {At: noon, Facts: "{}"}, {At: noon},
		},
		Closed: []conversation.Session{{ClosedAt: noon}},
		Discarded: &conversation.Reply{
			Outbound: channel.Outbound{Text: "x"}, Status: channel.Failed, SentAt: noon,
		},
		Rating: &conversation.Rating{RatedAt: noon},
		Past:   []conversation.ClosedSession{{ClosedAt: noon}},
	}
}

func TestEverythingSaysWhenItIsDeleted(t *testing.T) {
	t.Parallel()
	days := func(n int) time.Time { return noon.AddDate(0, 0, n) }
	never := time.Time{}
	for _, held := range []bool{false, true} {
		since := never
		if held {
			since = noon
		}
		ch := everything(since).Stamped()
		got := map[string]time.Time{
			"the conversation": ch.Conversation.DeleteAt, "a message": ch.Message.ExpireAt, "its payload": ch.Message.StripAt,
			"a bot's answer": ch.BotAnswer.ExpireAt, "an event": ch.Events[0].ExpireAt, "its trace": ch.Events[0].StripAt,
			"its facts": ch.Events[1].StripAt, "a session": ch.Closed[0].ExpireAt, "a reply": ch.Discarded.ExpireAt,
			"a rating": ch.Rating.ExpireAt, "its words": ch.Past[0].ExpireAt,
		}
		for what, want := range map[string]time.Time{
			"the conversation": days(10).Add(time.Hour), "a message": days(10), "its payload": days(2), "a bot's answer": days(10),
			"an event": days(20), "its trace": days(3), "its facts": days(3), "a session": days(20), "a reply": days(6),
			"a rating": days(5), "its words": days(10),
		} {
			if held {
				want = never
			}
			if !got[what].Equal(want) {
				t.Errorf("held %t: %s is deleted at %s, want %s", held, what, got[what], want)
			}
		}
		if !ch.BotAnswer.StripAt.IsZero() || !ch.Events[2].StripAt.IsZero() {
			t.Error("what has nothing to strip is to be stripped")
		}
	}
	signal := conversation.Reply{Outbound: channel.Outbound{Kind: channel.Typing}, Status: channel.Sent, ExpireAt: days(1)}
	if got := signal.Stamped(everything(noon).Conversation).ExpireAt; !got.Equal(days(1)) {
		t.Errorf("a signal is deleted at %s, want after a day in any case", got)
	}
	pending := conversation.Reply{Outbound: channel.Outbound{Text: "x"}, Status: channel.Pending}
	if got := pending.Stamped(everything(never).Conversation).ExpireAt; !got.IsZero() {
		t.Errorf("a reply that was not sent is deleted at %s", got)
	}
	done := conversation.Action{Kind: conversation.WriteNote}.Outcome(nil, noon)
	if got := done.Stamped(everything(never).Conversation).ExpireAt; !got.Equal(days(6)) {
		t.Errorf("an action is deleted at %s, want after six days", got)
	}
	if got := done.Stamped(everything(noon).Conversation).ExpireAt; !got.IsZero() {
		t.Errorf("an action of a held conversation is deleted at %s", got)
	}
}

func TestAConversationExpiresWhenNothingHappensAnyMore(t *testing.T) {
	t.Parallel()
	c := everything(time.Time{}).Conversation
	end := noon.Add(time.Hour).AddDate(0, 0, 10)
	if c.Expired(end.Add(-time.Second)) || !c.Expired(end) {
		t.Error("it does not expire ten days after the last message")
	}
	if open := c; true {
		open.State = conversation.Parked
		if open.Expired(end) {
			t.Error("an open session expires")
		}
	}
	c.HeldSince = noon
	if c.Expired(end) {
		t.Error("it expires although it is held")
	}
}

func TestAHoldIsRecorded(t *testing.T) {
	t.Parallel()
	c := everything(time.Time{}).Conversation
	held, err := c.Hold(true, "ada@acme.example", "A lawsuit.", noon)
	if err != nil || !held.Conversation.Held() || len(held.Events) != 1 || held.Events[0].Cause != conversation.HoldBegan ||
		held.Events[0].Actor != "ada@acme.example" || len(held.Events[0].Trace) != 1 {
		t.Fatalf("held: %+v, %v", held, err)
	}
	if again, err := held.Conversation.Hold(true, "ada@acme.example", "Once more.", noon.Add(time.Hour)); err != nil ||
		len(again.Events) > 0 || !again.Conversation.HeldSince.Equal(noon) {
		t.Errorf("held again: %+v, %v", again, err)
	}
	freed, err := held.Conversation.Hold(false, "ada@acme.example", "It is settled.", noon)
	if err != nil || freed.Conversation.Held() || len(freed.Events) != 1 || freed.Events[0].Cause != conversation.HoldEnded {
		t.Errorf("released: %+v, %v", freed, err)
	}
	if _, err := (conversation.Conversation{}).Hold(true, "ada@acme.example", "x", noon); err == nil {
		t.Error("a conversation that does not exist is held")
	}
}
