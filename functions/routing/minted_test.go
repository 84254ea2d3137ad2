package routing_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/emulator/odd"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/rcs"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/topic"
)

// pushOdd pushes an event of a customer on a channel whose provider mints ids.
func (w *world) pushOdd(t *testing.T, event string, age time.Duration) int {
	t.Helper()
	body := `{"key":"k","number":"brands/b/agents/a","events":[` + event + `]}`
	receivedAt := now.Add(-age).Format(time.RFC3339Nano)
	return w.do(push(t, body, attributes(topic.Channel, odd.Name, topic.ReceivedAt, receivedAt))).Code
}

// TestAReceiptFindsAReplyByTheProvidersID: one that came before its message was
// written down waits for that, but not for ever.
func TestAReceiptFindsAReplyByTheProvidersID(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		event    string
		err      error
		age      time.Duration
		receipts int
		code     int
	}{
		"the reply is known":           {`"of":"minted"`, nil, 0, 1, http.StatusOK},
		"our own id is told":           {`"of":"minted","ref":"r1"`, store.ErrNotFound, 0, 1, http.StatusOK},
		"nobody here sent it":          {`"of":"other"`, nil, 0, 0, http.StatusOK},
		"it is being written down":     {`"of":"minted"`, store.ErrBusy, time.Second, 0, http.StatusServiceUnavailable},
		"it never was written down":    {`"of":"minted"`, store.ErrBusy, time.Hour, 0, http.StatusOK},
		"the database does not answer": {`"of":"minted"`, errors.New("out"), 0, 0, http.StatusInternalServerError},
	} {
		w := newWorld()
		w.conversations.repliesErr = tt.err
		code := w.pushOdd(t, `{"id":"e1","kind":"receipt","status":"delivered",`+tt.event+`}`, tt.age)
		if code != tt.code || len(w.conversations.receipts) != tt.receipts {
			t.Errorf("%s: answered %d with %v", name, code, w.conversations.receipts)
		}
	}
}

// TestAReceiptOnRCSFindsAReplyOfAnAgentWithoutLookingItUp: its id is told by what the provider calls it.
func TestAReceiptOnRCSFindsAReplyOfAnAgentWithoutLookingItUp(t *testing.T) {
	t.Parallel()
	const phone, brandAgent, reply = "+33612345678", "shop", "3f6a0c9e-2d71-4b8e-9c14-6e5d2a7b8f03"
	id := keyring.IDs().Of(channel.Peer{Channel: rcs.Name, Account: "acme", BrandAgent: brandAgent, Key: phone})
	for name, tt := range map[string]struct {
		messageID string
		want      []string
	}{
		"an agent's reply": {rcs.MessageID(string(id), reply), []string{reply + " delivered 10:00:05"}},
		"a greeting":       {rcs.MessageID(string(id), "greeting"), nil}, // which nobody finds
	} {
		w := newWorld()
		payload, err := json.Marshal(map[string]string{
			"senderPhoneNumber": phone, "eventType": "DELIVERED", "eventId": "e1", "messageId": tt.messageID,
			"sendTime": now.Format(time.RFC3339), "agentId": brandAgent + "@rbm.goog",
		})
		if err != nil {
			t.Fatal(err)
		}
		if code := w.do(push(t, string(payload), attributes(topic.Channel, rcs.Name))).Code; code != http.StatusOK {
			t.Fatalf("%s: answered %d:\n%s", name, code, &w.log)
		}
		if got := w.conversations.receipts; !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

func TestAChoiceNamesOurMessageWhateverTheProviderCallsIt(t *testing.T) {
	t.Parallel()
	for of, want := range map[string]string{"minted": "r1", "other": ""} {
		w := newWorld()
		if code := w.pushOdd(t, `{"id":"e1","kind":"choice","text":"Yes","of":"`+of+`"}`, 0); code != http.StatusOK {
			t.Fatalf("%s: answered %d:\n%s", of, code, &w.log)
		}
		if got := w.conversations.changes[0].Message.Of; got != want {
			t.Errorf("%s: the choice is of %q, want %q", of, got, want)
		}
	}
}

func TestWhatExpiredOrFailedWasNotDelivered(t *testing.T) {
	t.Parallel()
	for event, want := range map[string]string{
		`"kind":"expired"`:                   "r1 failed 10:00:05 reply.expired",
		`"kind":"receipt","status":"failed"`: "r1 failed 10:00:05 reply.notDelivered",
	} {
		w := newWorld()
		if code := w.pushOdd(t, `{"id":"e1","ref":"r1",`+event+`}`, 0); code != http.StatusOK {
			t.Fatalf("%s: answered %d", event, code)
		}
		if got := w.conversations.receipts; len(got) != 1 || got[0] != want {
			t.Errorf("%s: %q, want %q", event, got, want)
		}
	}
}
