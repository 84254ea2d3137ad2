package routing_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/topic"
)

func TestHandlerBuriesWhatItCanNeverHandle(t *testing.T) {
	t.Parallel()
	const nobody = `{"message":{"text":"Where is my parcel?"}}`
	tests := []struct {
		name, data string
		attributes map[string]string
		reason     string
	}{
		{"no JSON", "Where is my parcel?", attributes(), "payload: invalid character 'W' looking for beginning of value"},
		{"no conversation", nobody, attributes(), "the payload has no conversationId"},
		{"a channel that does not exist", text, attributes(topic.Channel, "pigeon"), `there is no channel "pigeon"`},
		{"no channel", text, nil, `there is no channel ""`},
		{
			"a message that was buried before says why it is now",
			nobody, attributes(topic.Reason, "an old one"), "the payload has no conversationId",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			if got := w.do(push(t, tt.data, tt.attributes)); got.Code != http.StatusOK {
				t.Errorf("answered %d, want 200: it is safe in the dead letter topic", got.Code)
			}
			want := topic.Message{Data: []byte(tt.data), Attributes: map[string]string{}}
			for name, value := range tt.attributes {
				want.Attributes[name] = value
			}
			want.Attributes[topic.Reason] = tt.reason
			if diff := cmp.Diff([]topic.Message{want}, w.deadLetters.messages); diff != "" {
				t.Errorf("buried (-want +got):\n%s", diff)
			}
			if len(w.conversations.ids) > 0 {
				t.Errorf("and changed %v", w.conversations.ids)
			}
			if !strings.Contains(w.log.String(), `"severity":"ERROR"`) {
				t.Errorf("log = %s, want an error", &w.log)
			}
			w.discreet(t)
		})
	}
}

func TestHandlerKeepsWhatItCannotBury(t *testing.T) {
	t.Parallel()
	for want, err := range map[int]error{
		503: fault.New(fault.Unavailable, "publish: busy"), 500: errors.New("permission denied"),
	} {
		w := newWorld()
		w.deadLetters.err = err
		if got := w.do(push(t, "no JSON", attributes())); got.Code != want {
			t.Errorf("answered %d, want %d so that Pub/Sub pushes it again", got.Code, want)
		}
	}
}

// TestWhatTheDatabaseRefusesForGoodIsBuriedWithItsReason: Pub/Sub would push it again a
// hundred times, and what comes behind it would wait.
func TestWhatTheDatabaseRefusesForGoodIsBuriedWithItsReason(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.conversations.err = fault.New(fault.Invalid, "commit: %s", strings.Repeat("too large ", 500))
	if got := w.do(push(t, text, attributes())); got.Code != http.StatusOK {
		t.Errorf("answered %d, want 200: it is safe in the dead letter topic", got.Code)
	}
	if len(w.deadLetters.messages) != 1 {
		t.Fatalf("buried %v", w.deadLetters.messages)
	}
	reason := w.deadLetters.messages[0].Attributes[topic.Reason]
	if !strings.Contains(reason, "too large") || len(reason) > topic.MaxAttribute {
		t.Errorf("the reason has %d bytes, and Pub/Sub takes %d: %.60s", len(reason), topic.MaxAttribute, reason)
	}
	w.discreet(t)
}

// TestTheOtherEventsOfABuriedMessageCount: a request may hold several of one customer.
func TestTheOtherEventsOfABuriedMessageCount(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.conversations.err = fault.New(fault.Invalid, "too large")
	w.do(push(t, receipts, attributes()))
	if len(w.conversations.receipts) != 3 || len(w.deadLetters.messages) != 1 {
		t.Errorf("receipts %v, buried %d times", w.conversations.receipts, len(w.deadLetters.messages))
	}
}
