package ledger_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/load/ledger"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// sound is a product at rest in which all is well: one conversation waits, one is answered,
// one is closed, one duplicate was sent and one message was refused by the webhook.
func sound() ledger.Facts {
	return ledger.Facts{
		Messages: []ledger.Message{
			{ID: "m1", Conversation: "waits", Posted: 1, Accepted: 1, Stored: true},
			{ID: "m2", Conversation: "waits", Posted: 3, Accepted: 2, Stored: true},
			{ID: "m3", Conversation: "held", Posted: 1, Accepted: 1, Stored: true},
			{ID: "m4", Conversation: "held", Posted: 1},
		},
		Replies: []ledger.Reply{
			{ID: "r1", Conversation: "held", Stored: true, Status: channel.Delivered, Shown: 1},
			{ID: "r2", Conversation: "held", Stored: true, Status: channel.Failed, Reasoned: true},
		},
		Conversations: []ledger.Conversation{
			{ID: "waits", State: conversation.Open, Queue: "front", Waits: []string{"front"}, Counted: 2, Documents: 2, Inbound: 2},
			{ID: "held", State: conversation.Active, Owner: "ana", Cost: 2, Queue: "front", Counted: 9, Documents: 9, Inbound: 8},
			{ID: "closed", State: conversation.Closed, Queue: "front"},
		},
		Used:    map[string]int64{"ana": 2, "ben": 0},
		Earlier: map[conversation.ID]int64{"held": 7},
	}
}

func TestWhatIsSoundBalances(t *testing.T) {
	t.Parallel()
	want := ledger.Ledger{
		Posted: 6, Refused: 2, Stored: 3, Duplicates: 1, Written: 2, Delivered: 1, Failed: 1,
		Conversations: 3, Waiting: 1, Held: 2, Used: 2,
	}
	got := ledger.Balance(sound())
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got.Posted != got.Refused+got.Stored+got.Duplicates {
		t.Errorf("%d posted are not %d refused, %d stored and %d duplicates", got.Posted, got.Refused, got.Stored, got.Duplicates)
	}
}

func TestEachKindOfBreakIsFound(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		spoil func(*ledger.Facts)
		want  ledger.Kind
	}{
		"an accepted message is not stored": {
			func(f *ledger.Facts) { f.Messages[0].Stored, f.Conversations[0].Inbound = false, 1 }, ledger.Lost,
		},
		"a stored message has gone": {
			func(f *ledger.Facts) { f.Conversations[1].Inbound-- }, ledger.Lost,
		},
		"a conversation has gone": {
			func(f *ledger.Facts) { f.Conversations = f.Conversations[1:] }, ledger.Lost,
		},
		"a message is stored twice": {
			func(f *ledger.Facts) { f.Conversations[0].Inbound++ }, ledger.Doubled,
		},
		"a duplicate took effect a second time": {
			func(f *ledger.Facts) { f.Conversations[0].Counted++ }, ledger.Doubled,
		},
		"a reply is not stored": {
			func(f *ledger.Facts) { f.Replies[0].Stored = false }, ledger.Lost,
		},
		"a reply was shown twice": {
			func(f *ledger.Facts) { f.Replies[0].Shown = 2 }, ledger.Doubled,
		},
		"a reply that was delivered was never shown": {
			func(f *ledger.Facts) { f.Replies[0].Shown = 0 }, ledger.Lost,
		},
		"what cannot be read is nowhere": {
			func(f *ledger.Facts) { f.Poisons = 1 }, ledger.Buried,
		},
		"a reply waits for ever": {
			func(f *ledger.Facts) { f.Replies[0].Status = channel.Pending }, ledger.Stuck,
		},
		"a reply's receipt got lost": {
			func(f *ledger.Facts) { f.Replies[0].Status = channel.Sent }, ledger.Stuck,
		},
		"a reply failed for no reason": {
			func(f *ledger.Facts) { f.Replies[1].Reasoned = false }, ledger.Lost,
		},
		"an open session is in no queue": {
			func(f *ledger.Facts) { f.Conversations[0].Waits = nil }, ledger.Stuck,
		},
		"an open session is in another queue": {
			func(f *ledger.Facts) { f.Conversations[0].Waits = []string{"back"} }, ledger.Stuck,
		},
		"a session waits in two queues": {
			func(f *ledger.Facts) { f.Conversations[0].Waits = []string{"front", "back"} }, ledger.Doubled,
		},
		"a session that somebody has still waits": {
			func(f *ledger.Facts) { f.Conversations[1].Waits = []string{"front"} }, ledger.Doubled,
		},
		"a session is held by nobody": {
			func(f *ledger.Facts) { f.Conversations[1].Owner, f.Used["ana"] = "", 0 }, ledger.Stuck,
		},
		"a session is held by a stranger": {
			func(f *ledger.Facts) { f.Conversations[1].Owner, f.Used["ana"] = "eve", 0 }, ledger.Stuck,
		},
		"a closed session is held": {
			func(f *ledger.Facts) { f.Conversations[2].Owner = "ben" }, ledger.Capacity,
		},
		"an agent uses less than they hold": {
			func(f *ledger.Facts) { f.Used["ana"] = 1 }, ledger.Capacity,
		},
		"an agent uses more than they hold": {
			func(f *ledger.Facts) { f.Used["ben"] = 1 }, ledger.Capacity,
		},
		"a message is in the dead letter topic": {
			func(f *ledger.Facts) { f.Buried = 1 }, ledger.Buried,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			facts := sound()
			tt.spoil(&facts)
			got := ledger.Balance(facts).Breaks
			if len(got) != 1 || got[0].Kind != tt.want {
				t.Errorf("breaks %v, want one: %s", got, tt.want)
			}
		})
	}
}

func TestAMessageThatWasStoredWithoutAnAnswerIsNeitherLostNorDoubled(t *testing.T) {
	t.Parallel()
	f := sound()
	f.Messages[0].Accepted = 0 // the webhook's answer got lost
	l := ledger.Balance(f)
	if len(l.Breaks) > 0 || l.Posted != l.Refused+l.Stored+l.Duplicates {
		t.Errorf("%+v", l)
	}
}

func TestBalancesAddUp(t *testing.T) {
	t.Parallel()
	one := ledger.Ledger{
		Posted: 1, Refused: 2, Stored: 3, Duplicates: 4, Written: 5, Delivered: 6, Failed: 7, Conversations: 8, Waiting: 9, Held: 10, Used: 11,
		Breaks: []ledger.Break{{Kind: ledger.Lost, What: "a"}},
	}
	other := ledger.Ledger{
		Posted: 10, Refused: 20, Stored: 30, Duplicates: 40, Written: 50, Delivered: 60, Failed: 70, Conversations: 80, Waiting: 90, Held: 100, Used: 110,
		Breaks: []ledger.Break{{Kind: ledger.Stuck, What: "b"}},
	}
	want := ledger.Ledger{
		Posted: 11, Refused: 22, Stored: 33, Duplicates: 44, Written: 55, Delivered: 66, Failed: 77, Conversations: 80, Waiting: 90, Held: 100, Used: 110,
		Breaks: []ledger.Break{{Kind: ledger.Lost, What: "a"}, {Kind: ledger.Stuck, What: "b"}},
	}
	if diff := cmp.Diff(want, one.Then(other)); diff != "" {
		t.Errorf("of one product, later (-want +got):\n%s", diff)
	}
	want.Conversations, want.Waiting, want.Held, want.Used = 88, 99, 110, 121
	if diff := cmp.Diff(want, one.Beside(other)); diff != "" {
		t.Errorf("of two (-want +got):\n%s", diff)
	}
}
