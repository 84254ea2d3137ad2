package routing_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/topic"
)

// typing, asking and picture are events in the words of Business Messages.
var (
	typing  = strings.Replace(text, `"message":{`, `"userStatus":{"isTyping":true},"x":{`, 1)
	asking  = strings.Replace(text, `"message":{`, `"userStatus":{"requestedLiveAgent":true},"x":{`, 1)
	picture = strings.Replace(text, "Where is my parcel?", address, 1)
)

const address = "https://storage.googleapis.com/business-messages-us/9/x" +
	"?x-goog-algorithm=a&x-goog-credential=c&x-goog-signature=s"

func TestWhatACustomerSaysIsDispatchedAfterTheCommit(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{"a text": text, "a wish for a person": asking} {
		w := newWorld()
		if got := w.do(push(t, body, attributes())); got.Code != 200 {
			t.Errorf("%s: answered %d", name, got.Code)
		}
		if diff := cmp.Diff([]conversation.State{conversation.Open}, w.dispatcher.after); diff != "" {
			t.Errorf("%s: dispatched (-want +got):\n%s", name, diff)
		}
		if diff := cmp.Diff([]int{1}, w.dispatcher.committed); diff != "" {
			t.Errorf("%s: commits before (-want +got):\n%s", name, diff)
		}
	}
}

func TestNothingFollowsFromTypingAndReceipts(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{"typing": typing, "receipts": receipts} {
		w := newWorld()
		if got := w.do(push(t, body, attributes())); got.Code != 200 || len(w.conversations.ids) == 0 {
			t.Errorf("%s: answered %d", name, got.Code)
		}
		if len(w.dispatcher.after) > 0 || len(w.media.messages) > 0 {
			t.Errorf("%s: dispatched %v, asked for copies %v", name, w.dispatcher.after, w.media.messages)
		}
	}
}

// TestASecondDeliveryIsFollowedUp: the run of the first one may have died after its
// commit, or may be about to, having committed while the second one read.
func TestASecondDeliveryIsFollowedUp(t *testing.T) {
	t.Parallel()
	for name, again := range map[string]error{
		"the message is there": store.ErrDuplicate, "the request is known": conversation.ErrRepeated,
	} {
		w := newWorld()
		w.conversations.err = again
		w.conversations.now = conversation.Conversation{ID: dana(), Session: conversation.Session{State: conversation.Open}}
		if got := w.do(push(t, text, attributes())); got.Code != 200 {
			t.Errorf("%s: answered %d", name, got.Code)
		}
		if diff := cmp.Diff([]conversation.State{conversation.Open}, w.dispatcher.after); diff != "" {
			t.Errorf("%s: dispatched (-want +got):\n%s", name, diff)
		}
		if !strings.Contains(w.log.String(), "received again") {
			t.Errorf("%s: log = %s", name, &w.log)
		}
		w.discreet(t)
	}
}

func TestWhatCannotFollowNowComesAgain(t *testing.T) {
	t.Parallel()
	failure := errors.New("aborted")
	tests := []struct {
		name string
		fail func(*world)
		code int
	}{
		{"the dispatcher fails", func(w *world) { w.dispatcher.err = failure }, 500},
		{"no timer can be set", func(w *world) { w.dispatcher.err = fault.New(fault.Unavailable, "busy") }, 503},
		{"the dispatcher fails at the second delivery", func(w *world) {
			w.conversations.err, w.dispatcher.err = store.ErrDuplicate, failure
		}, 500},
		{"the conversation cannot be read again", func(w *world) {
			w.conversations.err, w.conversations.readErr = store.ErrDuplicate, failure
		}, 500},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			tt.fail(w)
			if got := w.do(push(t, text, attributes())); got.Code != tt.code {
				t.Errorf("answered %d, want %d so that Pub/Sub pushes it again", got.Code, tt.code)
			}
			if log := w.log.String(); strings.Contains(log, `"message":"received`) || len(w.deadLetters.messages) > 0 {
				t.Errorf("buried %v, log = %s", w.deadLetters.messages, log)
			}
			if !strings.Contains(w.log.String(), `"conversation":"`+string(dana())+`"`) {
				t.Errorf("the line does not say of which conversation: %s", &w.log)
			}
		})
	}
}

// TestAPictureIsFetchedAndItsSessionDispatched: each of them is done when the other
// fails, and when the picture came before.
func TestAPictureIsFetchedAndItsSessionDispatched(t *testing.T) {
	t.Parallel()
	failure := errors.New("aborted")
	tests := []struct {
		name string
		set  func(*world)
		code int
		jobs int
	}{
		{"all is well", func(*world) {}, 200, 1},
		{"it came before", func(w *world) {
			w.conversations.err = store.ErrDuplicate
			w.conversations.now = conversation.Conversation{ID: dana(), Session: conversation.Session{Attachments: true}}
		}, 200, 1},
		{"files are not wanted", func(w *world) {
			w.settings.text = strings.Replace(shop, `"attachments":true`, `"attachments":false`, 1)
		}, 200, 0},
		{"the dispatcher fails", func(w *world) { w.dispatcher.err = failure }, 500, 1},
		{"the topic fails", func(w *world) { w.media.err = failure }, 500, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			tt.set(w)
			if got := w.do(push(t, picture, attributes())); got.Code != tt.code {
				t.Errorf("answered %d, want %d", got.Code, tt.code)
			}
			if len(w.dispatcher.after) != 1 || len(w.media.messages) != tt.jobs {
				t.Fatalf("dispatched %v, asked for copies %v", w.dispatcher.after, w.media.messages)
			}
			want := topic.Media{
				Conversation: string(dana()), Message: "m1", Channel: channels.Default, Account: "acme", URL: address, Type: "image/*",
				ReceivedAt: time.Date(2024, 3, 5, 10, 0, 1, 0, time.UTC),
			}.Encode()
			if diff := cmp.Diff(want, append(w.media.messages, want)[0]); diff != "" {
				t.Errorf("the job (-want +got):\n%s", diff)
			}
		})
	}
}

// TestStaleTypingIsNotReadFor: it is handled late behind a flood of messages.
func TestStaleTypingIsNotReadFor(t *testing.T) {
	t.Parallel()
	w := newWorld()
	got := w.do(push(t, typing, attributes(topic.ReceivedAt, "2024-03-05T09:59:59Z")))
	if got.Code != 200 || len(w.conversations.ids) > 0 || len(w.dispatcher.after) > 0 {
		t.Errorf("answered %d, changed %v, dispatched %v", got.Code, w.conversations.ids, w.dispatcher.after)
	}
}

// TestAFurtherMessageWakesNobody: the customer waits for an agent, or for an agent's
// answer.
func TestAFurtherMessageWakesNobody(t *testing.T) {
	t.Parallel()
	for _, state := range []conversation.State{conversation.Open, conversation.Offered, conversation.Active} {
		w := newWorld()
		w.conversations.before = conversation.Conversation{
			ID: dana(), Thread: conversation.Thread{CreatedAt: now},
			Session: conversation.Session{Number: 1, State: state, UnansweredSince: now, OwedSince: now},
		}
		if got := w.do(push(t, text, attributes())); got.Code != 200 || len(w.conversations.changes) != 1 {
			t.Errorf("%s: answered %d, %d changes", state, got.Code, len(w.conversations.changes))
		}
		if len(w.dispatcher.after) > 0 {
			t.Errorf("%s: dispatched %v", state, w.dispatcher.after)
		}
	}
}
