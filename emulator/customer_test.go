package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"

	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// customer is a customer of a running product, and the agent who answers: a
// supervisor, who may look at everything and step in everywhere.
type customer struct {
	*stack.Stack
	t     *testing.T
	key   string
	id    conversation.ID
	agent *desk.Agent
}

func newCustomer(t *testing.T, s *stack.Stack) customer {
	t.Helper()
	key := fmt.Sprintf("c-%s-%d", strings.ToLower(t.Name()), rand.Int64())
	return customer{
		Stack: s, t: t, key: key,
		id: keyring.IDs().Of(channel.Peer{
			Channel: businessmessages.Name, Account: s.Account, BrandAgent: s.BrandAgent, Key: key,
		}),
		agent: desk.SignIn(s.Clients, conversation.Author{Email: "jo@northwind.example", Name: "Jo"}),
	}
}

// payload is the customer's n-th message as Google posts it.
func (c customer) payload(n int) []byte {
	at := time.Date(2024, 3, 5, 9, 0, n, 0, time.UTC).Format(time.RFC3339Nano)
	return fmt.Appendf(nil, `{"agent": %q, "conversationId": %q, "requestId": "m-%d", "message": {"messageId": "m-%d",
		"text": "message %d", "createTime": %q}, "context": {"userInfo": {"displayName": "Dana"}}, "sendTime": %q}`,
		c.BrandAgent, c.key, n, n, n, at, at)
}

// post posts a body with a signature and returns the status.
func (c customer) post(body []byte, signature string) int {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), 30*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.WebhookURL, bytes.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("X-Goog-Signature", signature)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0 // nobody listens, as when a function has just died
	}
	_ = res.Body.Close()
	return res.StatusCode
}

// deliver posts a body until it is taken, as Google does.
func (c customer) deliver(body []byte) {
	c.t.Helper()
	for pause := 20 * time.Millisecond; ; pause *= 2 {
		if c.post(body, google.Sign(c.ClientToken, body)) == http.StatusOK {
			return
		}
		select {
		case <-time.After(pause):
		case <-c.t.Context().Done():
			c.t.Fatal("the webhook never took a message")
		}
	}
}

// sees waits until the conversation is as done wants it.
func (c customer) sees(what string, done func(desk.View) bool) desk.View {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), time.Minute)
	defer cancel()
	var last desk.View
	err := c.agent.AwaitConversation(ctx, c.id, func(v desk.View) bool {
		last = v
		return done(v)
	})
	if err != nil {
		c.t.Fatalf("%s: not seen: %v\nlast seen: %+v", what, err, last)
	}
	return last
}

// waitingItems is how often the customer stands in the queue.
func (c customer) waitingItems() int {
	c.t.Helper()
	n := 0
	queue := c.sees("the queue", func(v desk.View) bool { return v.Conversation.Queue != "" }).Conversation.Queue
	err := c.agent.AwaitQueue(c.t.Context(), queue, func(items []conversation.Item) bool {
		for _, item := range items {
			if item.Conversation == c.id {
				n++
			}
		}
		return true
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return n
}

func TestRedeliveredReorderedAndConcurrentWebhooksAreOneConversation(t *testing.T) {
	t.Parallel()
	const messages, copies = 20, 3
	c := newCustomer(t, product(t))
	var bodies [][]byte
	for n := range messages {
		for range copies {
			bodies = append(bodies, c.payload(n))
		}
	}
	rand.Shuffle(len(bodies), func(i, j int) { bodies[i], bodies[j] = bodies[j], bodies[i] })
	var wg sync.WaitGroup
	for _, body := range bodies {
		wg.Go(func() { c.deliver(body) })
	}
	wg.Wait()
	checkHistory(t, c, messages)
}

// checkHistory checks that each of the first messages is there once, in order, in
// one session that waits once.
func checkHistory(t *testing.T, c customer, messages int) {
	t.Helper()
	v := c.sees("every message", func(v desk.View) bool { return len(v.Messages) >= messages && v.Conversation.Session.Number > 0 })
	for n, m := range v.Messages {
		if want := "message " + strconv.Itoa(n); m.Text != want {
			t.Errorf("message %d is %q, want %q", n, m.Text, want)
		}
	}
	if len(v.Messages) != messages || v.Conversation.Session.Number != 1 || v.Conversation.Seq != 1 {
		t.Errorf("%d messages in session %d after %d events, want %d in session 1 after 1",
			len(v.Messages), v.Conversation.Session.Number, v.Conversation.Seq, messages)
	}
	if n := c.waitingItems(); n != 1 {
		t.Errorf("the conversation waits %d times, want once", n)
	}
}

// TestNothingIsLostWhileFunctionsDie kills the functions on a message's way again
// and again (P1, P2). The other tests do without that, so it runs alone.
func TestNothingIsLostWhileFunctionsDie(t *testing.T) {
	const messages = 30
	c := newCustomer(t, product(t))
	for n := range messages {
		switch n % 10 {
		case 3:
			c.Functions["routing"].Kill()
		case 7:
			c.Functions["webhook"].Kill()
		}
		c.deliver(c.payload(n))
	}
	checkHistory(t, c, messages)
}

func TestOnlyASignedPayloadIsTaken(t *testing.T) {
	t.Parallel()
	c := newCustomer(t, product(t))
	body := c.payload(0)
	for name, signature := range map[string]string{
		"none": "", "of another key": google.Sign("another", body), "of another body": google.Sign(c.ClientToken, body[1:]),
		"not base64": "%%%", "cut": google.Sign(c.ClientToken, body)[:40],
	} {
		if got := c.post(body, signature); got != http.StatusUnauthorized {
			t.Errorf("signature %s: status %d, want 401", name, got)
		}
	}
	c.deliver(c.payload(1))
	v := c.sees("the signed one", func(v desk.View) bool { return len(v.Messages) > 0 })
	if len(v.Messages) != 1 || v.Messages[0].Text != "message 1" {
		t.Errorf("messages = %+v, want only the signed one", v.Messages)
	}
}

// TestAPoisonMessageEndsInTheDeadLetterAndBlocksNothing: neither the customer who
// sent it nor others wait for it.
func TestAPoisonMessageEndsInTheDeadLetterAndBlocksNothing(t *testing.T) {
	t.Parallel()
	c := newCustomer(t, product(t))
	poison := [][]byte{
		[]byte("this is " + c.key + ", not JSON"),
		fmt.Appendf(nil, `["a list", %q]`, c.key),
		fmt.Appendf(nil, `{"agent": %q, "message": {"messageId": "m", "text": "no conversation"}}`, c.key),
	}
	for _, body := range poison {
		c.deliver(body)
	}
	c.deliver(c.payload(0))
	checkHistory(t, c, 1)
	buried := c.deadLetters(len(poison))
	for _, body := range poison {
		if reason := buried[string(body)]; reason == "" {
			t.Errorf("%s is not in the dead letter topic with a reason", body)
		}
	}
}

// deadLetters pulls messages of this customer out of the dead letter topic, as
// body → reason.
func (c customer) deadLetters(n int) map[string]string {
	c.t.Helper()
	found := map[string]string{}
	subscription := fmt.Sprintf("projects/%s/subscriptions/%s", c.Project, stack.DeadLetterSubscription)
	for len(found) < n {
		res, err := c.PubSub.SubscriptionAdminClient.Pull(c.t.Context(), &pubsubpb.PullRequest{
			Subscription: subscription, MaxMessages: 100,
		})
		if err != nil {
			c.t.Fatal(err)
		}
		for _, m := range res.GetReceivedMessages() {
			if bytes.Contains(m.GetMessage().GetData(), []byte(c.key)) {
				found[string(m.GetMessage().GetData())] = m.GetMessage().GetAttributes()["reason"]
			}
		}
	}
	return found
}

func TestAnUnknownKindOfPayloadIsKept(t *testing.T) {
	t.Parallel()
	c := newCustomer(t, product(t))
	c.deliver(fmt.Appendf(nil, `{"agent": %q, "conversationId": %q, "requestId": "new-1", "somethingNew": {"a": 1}}`,
		c.BrandAgent, c.key))
	v := c.sees("the unknown", func(v desk.View) bool { return len(v.Messages) == 1 })
	if m := v.Messages[0]; m.Kind != channel.Other || !strings.Contains(m.Raw, "somethingNew") {
		t.Errorf("message = %+v, want the payload as it came", m)
	}
}
