package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/google/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// wroteOnPhone returns a customer whose message has reached the agent, and the
// phone.
func wroteOnPhone(t *testing.T) (customer, *phone.Phone) {
	t.Helper()
	c := newCustomer(t, product(t))
	dana := c.Phones.Phone(c.key, "Dana")
	if _, err := dana.Write(t.Context(), "Hello?"); err != nil {
		t.Fatal(err)
	}
	c.sees("the message", func(v desk.View) bool { return len(v.Messages) == 1 })
	return c, dana
}

func (c customer) reply(id string) {
	c.t.Helper()
	if err := c.agent.Reply(c.t.Context(), c.id, id, "text of "+id); err != nil {
		c.t.Fatal(err)
	}
}

// reaches waits until a reply got as far as want.
func (c customer) reaches(id string, want channel.Status) conversation.Reply {
	c.t.Helper()
	var reply conversation.Reply
	c.sees(fmt.Sprintf("reply %s %s", id, want), func(v desk.View) bool {
		i := slices.IndexFunc(v.Replies, func(r conversation.Reply) bool { return r.ID == id })
		if i < 0 {
			return false
		}
		reply = v.Replies[i]
		return reply.Status == want
	})
	return reply
}

// shown is the business's messages on the phone.
func shown(dana *phone.Phone) []string {
	var ids []string
	for _, e := range dana.Messages() {
		if e.From == phone.Business && e.Kind == phone.EntryMessage {
			ids = append(ids, e.ID)
		}
	}
	return ids
}

func (c customer) awaitOnPhone(dana *phone.Phone, n int) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), time.Minute)
	defer cancel()
	if _, err := dana.Await(ctx, func([]phone.Entry) bool { return len(shown(dana)) >= n }); err != nil {
		c.t.Fatalf("the phone shows %v, want %d messages: %v", shown(dana), n, err)
	}
}

func TestRepliesArriveInTheOrderTheyWereWritten(t *testing.T) {
	t.Parallel()
	c, dana := wroteOnPhone(t)
	var want []string
	for i := range 12 {
		id := fmt.Sprintf("reply-%02d", (i*7)%12) // not in the order of their names
		want = append(want, id)
		c.reply(id)
	}
	c.awaitOnPhone(dana, len(want))
	if got := shown(dana); !slices.Equal(got, want) {
		t.Errorf("the phone shows %v, want %v", got, want)
	}
	c.reaches(want[len(want)-1], channel.Delivered)
}

func TestABusyProviderIsAskedAgainInOrder(t *testing.T) {
	t.Parallel()
	c, dana := wroteOnPhone(t)
	for _, status := range []int{http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusServiceUnavailable} {
		c.Google.Inject(google.Fault{Method: businessmessages.MessagesCreate, Conversation: c.key, Status: status})
	}
	want := []string{"first", "second"}
	for _, id := range want {
		c.reply(id)
	}
	c.awaitOnPhone(dana, 2)
	if got := shown(dana); !slices.Equal(got, want) {
		t.Errorf("the phone shows %v, want %v", got, want)
	}
	if r := c.reaches("first", channel.Delivered); r.Attempts < 4 {
		t.Errorf("the first reply took %d attempts, want 4 or more", r.Attempts)
	}
}

func TestALostAnswerDoublesNothing(t *testing.T) {
	t.Parallel()
	c, dana := wroteOnPhone(t)
	dana.Configure(func(s *phone.Settings) { s.AutoReceipts = false }) // a receipt would settle it
	c.Google.Inject(google.Fault{Method: businessmessages.MessagesCreate, Conversation: c.key, AnswerLost: true})
	c.reply("once")
	c.reaches("once", channel.Sent)
	if got := shown(dana); len(got) != 1 {
		t.Errorf("the phone shows %v, want the reply once", got)
	}
}

// TestAReplySurvivesACrashBetweenSendAndRecord kills the function after Google
// took the message and before the function heard of it.
func TestAReplySurvivesACrashBetweenSendAndRecord(t *testing.T) {
	t.Parallel()
	c, dana := wroteOnPhone(t)
	dana.Configure(func(s *phone.Settings) { s.AutoReceipts = false })
	answer := make(chan struct{})
	c.Google.Inject(google.Fault{Method: businessmessages.MessagesCreate, Conversation: c.key, Hold: answer})
	c.reply("survivor")
	c.awaitOnPhone(dana, 1)
	c.Functions["reply"].Kill()
	close(answer)
	c.reply("next")
	c.reaches("survivor", channel.Sent)
	c.reaches("next", channel.Sent)
	if got, want := shown(dana), []string{"survivor", "next"}; !slices.Equal(got, want) {
		t.Errorf("the phone shows %v, want %v", got, want)
	}
}

func TestARefusedReplyFailsWithTheReasonAndTheNextOneGoesOut(t *testing.T) {
	t.Parallel()
	c, dana := wroteOnPhone(t)
	c.Google.Inject(google.Fault{Method: businessmessages.MessagesCreate, Conversation: c.key, Status: http.StatusBadRequest})
	c.reply("refused")
	c.reply("fine")
	if r := c.reaches("refused", channel.Failed); r.Reason == nil {
		t.Error("the refused reply has no reason")
	}
	c.reaches("fine", channel.Delivered)
	if got, want := shown(dana), []string{"fine"}; !slices.Equal(got, want) {
		t.Errorf("the phone shows %v, want %v", got, want)
	}
}

func TestTheAgentSpeaksAsAPersonWithAName(t *testing.T) {
	t.Parallel()
	c, dana := wroteOnPhone(t)
	c.reply("hello")
	c.awaitOnPhone(dana, 1)
	for _, e := range dana.Messages() {
		if e.From == phone.Business && (e.Speaker.Automated || e.Speaker.Name != "Jo") {
			t.Errorf("speaker = %+v, want the human Jo", e.Speaker)
		}
	}
}

func TestReceiptsMoveTheReplyToRead(t *testing.T) {
	t.Parallel()
	c, dana := wroteOnPhone(t)
	c.reply("hello")
	c.reaches("hello", channel.Delivered)
	if err := dana.Read(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.reaches("hello", channel.Read)
}

func TestAReplyThatItsAuthorLeftIncompleteIsSentOrRefused(t *testing.T) {
	t.Parallel()
	c, dana := wroteOnPhone(t)
	replies := c.Firestore.Collection("conversations").Doc(string(c.id)).Collection("replies")
	for id, doc := range map[string]map[string]any{
		"bare": {"text": "hi"}, "empty": {"text": " ", "status": "pending", "createdAt": time.Now()},
	} {
		if _, err := replies.Doc(id).Create(t.Context(), doc); err != nil {
			t.Fatal(err)
		}
	}
	c.reaches("bare", channel.Delivered)
	if r := c.reaches("empty", channel.Failed); r.Reason == nil || r.Reason.Code != conversation.ReplyIsEmpty {
		t.Errorf("reason = %v", r.Reason)
	}
	if got := shown(dana); !slices.Equal(got, []string{"bare"}) {
		t.Errorf("the phone shows %v, want only the one with a text", got)
	}
}

// TestACustomerWhomSomebodyElsePlaysIsAnswered: anyone with the client token can
// post to the webhook, with times of long ago.
func TestACustomerWhomSomebodyElsePlaysIsAnswered(t *testing.T) {
	t.Parallel()
	c := newCustomer(t, product(t))
	c.deliver(c.payload(0))
	checkHistory(t, c, 1)
	c.reply("answer")
	c.reaches("answer", channel.Delivered)
}
