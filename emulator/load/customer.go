package load

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/rcs"
)

// customer is somebody who writes to a brand agent.
type customer struct {
	side       *stack.Side
	brandAgent string
	// key is what the channel calls the customer.
	key string
	id  conversation.ID
	// wrote is how many messages the customer has written.
	wrote atomic.Int64
}

// newCustomer is the nth customer of a run. Their brand agent is the one of the word, which is
// also the queue that the configuration puts them into.
func newCustomer(side *stack.Side, word string, n int) *customer {
	c := &customer{side: side, key: fmt.Sprintf("load-%s-%d", word, n)}
	names := channels.Profiles().Of(side.Channel).BrandAgents
	if c.brandAgent = names.Name("load", word); side.Channel == rcs.Name {
		c.brandAgent = names.Name("", "load-"+word)
		c.key = fmt.Sprintf("+336%08d", 10_000_000+n) // a number of its own, whichever brand agent it is for
	}
	c.id = keyring.IDs().Of(channel.Peer{Channel: side.Channel, Account: side.Account, BrandAgent: c.brandAgent, Key: c.key})
	return c
}

// post is a request to a webhook.
type post struct {
	url    string
	header http.Header
	body   []byte
}

const (
	// filler makes a message about a hundred bytes long.
	filler = "Good morning, could you tell me where the parcel is that was to be here last week?"
	stamp  = "2006-01-02T15:04:05.000000Z"
)

// next is the text of the customer's next message. Its number comes first, so that it can be told
// in lists, which show the beginning of the last message.
func (c *customer) next() (text string, number int64) {
	number = c.wrote.Add(1)
	return fmt.Sprintf("#%d %s", number, filler), number
}

// numberOf reads the number of a message in the beginning of its text.
func numberOf(preview string) (n int64, ok bool) {
	_, err := fmt.Sscanf(preview, "#%d ", &n)
	return n, err == nil
}

// newID is the id of something that the customer does, as phones of the channel make them.
func (c *customer) newID() string {
	if c.side.Channel == rcs.Name {
		return "Mx" + uuid.NewString()
	}
	return strings.ToUpper(uuid.NewString())
}

// message is the post of a message, signed as Google signs it.
func (c *customer) message(id, text string, now time.Time) post {
	at := now.UTC().Format(stamp)
	if c.side.Channel == rcs.Name {
		return c.envelope(map[string]string{"type": "message", "message_type": "TEXT"}, map[string]any{
			"senderPhoneNumber": c.key, "messageId": id, "sendTime": at, "agentId": c.brandAgent + "@rbm.goog", "text": text,
		})
	}
	return c.signed(map[string]any{
		"agent": c.brandAgent, "conversationId": c.key, "requestId": id, "sendTime": at,
		"message": map[string]any{
			"messageId": id, "name": "conversations/" + c.key + "/messages/" + id, "text": text, "createTime": at,
		},
		"context": map[string]any{
			"entryPoint": "PLACESHEET", "placeId": "ChIJexamplePlaceId0001", "resolvedLocale": "en",
			"userInfo": map[string]any{"displayName": "Dana", "userDeviceLocale": "en-GB"},
		},
	})
}

// typing is the post that says that the customer types.
func (c *customer) typing(now time.Time) post {
	id, at := c.newID(), now.UTC().Format(stamp)
	if c.side.Channel == rcs.Name {
		return c.envelope(map[string]string{"type": "event"}, map[string]any{
			"senderPhoneNumber": c.key, "eventType": "IS_TYPING", "eventId": id, "sendTime": at, "agentId": c.brandAgent + "@rbm.goog",
		})
	}
	return c.signed(map[string]any{
		"agent": c.brandAgent, "conversationId": c.key, "requestId": id, "sendTime": at,
		"userStatus": map[string]any{"isTyping": true, "createTime": at},
	})
}

// hasRead is the post that says that the customer has read a reply.
func (c *customer) hasRead(reply string, now time.Time) post {
	id, at := c.newID(), now.UTC().Format(stamp)
	if c.side.Channel == rcs.Name {
		return c.envelope(map[string]string{"type": "event"}, map[string]any{
			"senderPhoneNumber": c.key, "eventType": "READ", "eventId": id, "messageId": rcs.MessageID(string(c.id), reply),
			"sendTime": at, "agentId": c.brandAgent + "@rbm.goog",
		})
	}
	return c.signed(map[string]any{
		"agent": c.brandAgent, "conversationId": c.key, "requestId": id, "sendTime": at,
		"receipts": map[string]any{
			"receipts":   []any{map[string]any{"message": "conversations/" + c.key + "/messages/" + reply, "receiptType": "READ"}},
			"createTime": at,
		},
	})
}

// gibberish is a post that is signed and names no conversation.
func (c *customer) gibberish() post {
	if c.side.Channel == rcs.Name {
		return c.envelope(map[string]string{"type": "message"}, map[string]any{"messageId": c.newID(), "text": filler})
	}
	return c.signed(map[string]any{"agent": c.brandAgent, "requestId": c.newID(), "message": map[string]any{"text": filler}})
}

// signed is a post of Business Messages, whose body is signed.
func (c *customer) signed(body map[string]any) post {
	data := encode(body)
	return post{c.side.WebhookURL, http.Header{"X-Goog-Signature": {c.sign(data)}}, data}
}

// envelope is a post of RCS for Business, whose payload is signed and not the envelope.
func (c *customer) envelope(attributes map[string]string, payload map[string]any) post {
	data, id := encode(payload), uuid.NewString()
	attributes["business_id"], attributes["product"] = c.brandAgent+"@rbm.goog", "RBM"
	at := time.Now().UTC().Format("2006-01-02T15:04:05.000Z")
	return post{c.side.WebhookURL, http.Header{
		"X-Goog-Signature": {c.sign(data)}, "X-Goog-Webhook-Type": {"message_callback"},
	}, encode(map[string]any{
		"message":      map[string]any{"attributes": attributes, "data": data, "messageId": id, "message_id": id, "publishTime": at, "publish_time": at},
		"subscription": "projects/rbm-emulator/subscriptions/rbm-agent-subscription",
	})}
}

// sign is the signature of what the provider posts now.
func (c *customer) sign(data []byte) string {
	return google.Sign(c.side.Google.Token(c.side.ClientToken), data)
}

func encode(v map[string]any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings, booleans and maps of them
	}
	return data
}
