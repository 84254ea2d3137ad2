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
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// wroteOnPhone returns a customer whose message has reached the agent, and the
// phone.
func wroteOnPhone(t *testing.T) (customer, *google.Phone) {
	t.Helper()
	c := newCustomer(t, product(t))
	phone := c.Google.Phone(c.key, "Dana")
	if _, err := phone.Write(t.Context(), "Hello?"); err != nil {
		t.Fatal(err)
	}
	c.sees("the message", func(v desk.View) bool { return len(v.Messages) == 1 })
	return c, phone
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
func shown(phone *google.Phone) []string {
	var ids []string
	for _, e := range phone.Messages() {
		if e.From == google.Business && e.Message != nil {
			ids = append(ids, e.ID)
		}
	}
	return ids
}

func (c customer) awaitOnPhone(phone *google.Phone, n int) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), time.Minute)
	defer cancel()
	if _, err := phone.Await(ctx, func([]google.Entry) bool { return len(shown(phone)) >= n }); err != nil {
		c.t.Fatalf("the phone shows %v, want %d messages: %v", shown(phone), n, err)
	}
}

func TestRepliesArriveInTheOrderTheyWereWritten(t *testing.T) {
	t.Parallel()
	c, phone := wroteOnPhone(t)
	var want []string
	for i := range 12 {
		id := fmt.Sprintf("reply-%02d", (i*7)%12) // not in the order of their names
		want = append(want, id)
		c.reply(id)
	}
	c.awaitOnPhone(phone, len(want))
	if got := shown(phone); !slices.Equal(got, want) {
		t.Errorf("the phone shows %v, want %v", got, want)
	}
	c.reaches(want[len(want)-1], channel.Delivered)
}

func TestABusyProviderIsAskedAgainInOrder(t *testing.T) {
	t.Parallel()
	c, phone := wroteOnPhone(t)
	for _, status := range []int{http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusServiceUnavailable} {
		c.Google.Inject(google.Fault{Method: google.MessagesCreate, Conversation: c.key, Status: status})
	}
	want := []string{"first", "second"}
	for _, id := range want {
		c.reply(id)
	}
	c.awaitOnPhone(phone, 2)
	if got := shown(phone); !slices.Equal(got, want) {
		t.Errorf("the phone shows %v, want %v", got, want)
	}
	if r := c.reaches("first", channel.Delivered); r.Attempts < 4 {
		t.Errorf("the first reply took %d attempts, want 4 or more", r.Attempts)
	}
}

func TestALostAnswerDoublesNothing(t *testing.T) {
	t.Parallel()
	c, phone := wroteOnPhone(t)
	phone.Configure(func(s *google.Settings) { s.AutoReceipts = false }) // a receipt would settle it
	c.Google.Inject(google.Fault{Method: google.MessagesCreate, Conversation: c.key, AnswerLost: true})
	c.reply("once")
	c.reaches("once", channel.Sent)
	if got := shown(phone); len(got) != 1 {
		t.Errorf("the phone shows %v, want the reply once", got)
	}
}

// TestAReplySurvivesACrashBetweenSendAndRecord kills the function after Google
// took the message and before the function heard of it.
func TestAReplySurvivesACrashBetweenSendAndRecord(t *testing.T) {
	t.Parallel()
	c, phone := wroteOnPhone(t)
	phone.Configure(func(s *google.Settings) { s.AutoReceipts = false })
	answer := make(chan struct{})
	c.Google.Inject(google.Fault{Method: google.MessagesCreate, Conversation: c.key, Hold: answer})
	c.reply("survivor")
	c.awaitOnPhone(phone, 1)
	c.Functions["reply"].Kill()
	close(answer)
	c.reply("next")
	c.reaches("survivor", channel.Sent)
	c.reaches("next", channel.Sent)
	if got, want := shown(phone), []string{"survivor", "next"}; !slices.Equal(got, want) {
		t.Errorf("the phone shows %v, want %v", got, want)
	}
}

func TestARefusedReplyFailsWithTheReasonAndTheNextOneGoesOut(t *testing.T) {
	t.Parallel()
	c, phone := wroteOnPhone(t)
	c.Google.Inject(google.Fault{Method: google.MessagesCreate, Conversation: c.key, Status: http.StatusBadRequest})
	c.reply("refused")
	c.reply("fine")
	if r := c.reaches("refused", channel.Failed); r.Reason == "" {
		t.Error("the refused reply has no reason")
	}
	c.reaches("fine", channel.Delivered)
	if got, want := shown(phone), []string{"fine"}; !slices.Equal(got, want) {
		t.Errorf("the phone shows %v, want %v", got, want)
	}
}

func TestTheAgentSpeaksAsAPersonWithAName(t *testing.T) {
	t.Parallel()
	c, phone := wroteOnPhone(t)
	c.reply("hello")
	c.awaitOnPhone(phone, 1)
	for _, e := range phone.Messages() {
		if e.From == google.Business && (e.Message.Representative.RepresentativeType != "HUMAN" ||
			e.Message.Representative.DisplayName != "Jo") {
			t.Errorf("representative = %+v, want the human Jo", e.Message.Representative)
		}
	}
}

func TestReceiptsMoveTheReplyToRead(t *testing.T) {
	t.Parallel()
	c, phone := wroteOnPhone(t)
	c.reply("hello")
	c.reaches("hello", channel.Delivered)
	if err := phone.Read(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.reaches("hello", channel.Read)
}

func TestAReplyThatItsAuthorLeftIncompleteIsSentOrRefused(t *testing.T) {
	t.Parallel()
	c, phone := wroteOnPhone(t)
	replies := c.Firestore.Collection("conversations").Doc(string(c.id)).Collection("replies")
	for id, doc := range map[string]map[string]any{
		"bare": {"text": "hi"}, "empty": {"text": " ", "status": "pending", "createdAt": time.Now()},
	} {
		if _, err := replies.Doc(id).Create(t.Context(), doc); err != nil {
			t.Fatal(err)
		}
	}
	c.reaches("bare", channel.Delivered)
	if r := c.reaches("empty", channel.Failed); r.Reason != "the reply has no text" {
		t.Errorf("reason = %q", r.Reason)
	}
	if got := shown(phone); !slices.Equal(got, []string{"bare"}) {
		t.Errorf("the phone shows %v, want only the one with a text", got)
	}
}

// TestACustomerWhomSomebodyElsePlaysIsAnswered: whoever has the client token may
// post to the webhook, with times of long ago.
func TestACustomerWhomSomebodyElsePlaysIsAnswered(t *testing.T) {
	t.Parallel()
	c := newCustomer(t, product(t))
	c.deliver(c.payload(0))
	checkHistory(t, c, 1)
	c.reply("answer")
	c.reaches("answer", channel.Delivered)
}
