package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"

	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/emulator/traces"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// TestAMessageIsFollowedThroughEverything is told on one product: a start takes
// seconds.
func TestAMessageIsFollowedThroughEverything(t *testing.T) {
	o, log := watchedProduct(t)
	for _, story := range []struct {
		name string
		tell func(*office, *witness)
	}{
		{"a message, its greeting and an agent's answer are one story", aStoryIsWhole},
		{"an offer that ends is linked to the message that it was for", anOfferIsFollowed},
		{"a message that Pub/Sub delivers again stays in its trace", aRedeliveryIsInTheTrace},
		{"what happened is published, once for each event at least", eventsArePublished},
	} {
		t.Run(story.name, func(t *testing.T) {
			story.tell(&office{T: t, Stack: o.Stack, on: o.on, staff: o.staff}, log)
			if err := o.Traces.Err(); err != nil {
				t.Errorf("the receiver refuses: %v", err)
			}
		})
	}
}

// What customers and agents say and are called, which is nobody's business but theirs.
const (
	question = "Where is parcel 4711 of mine"
	answer   = "It burned, we are so sorry"
	called   = "Okafor"
)

func aStoryIsWhole(o *office, log *witness) {
	o.comes("ana")
	c := o.caller()
	c.says(question)
	c.has("export event", 2) // it was written, and offered
	c.asks("ana", conversation.Accept)
	o.must(c.agent("ana").Reply(c.context(), c.id, "answer-1", answer))
	_, err := c.phone.Await(c.context(), func([]phone.Entry) bool { return len(shown(c.phone)) == 2 })
	o.must(err)
	spans := c.spans("the story", func(spans []traces.Span) bool {
		return len(c.unexplained(spans, log)) == 0 && len(named(spans, "export event")) == 3 && answers(spans) > 0
	})
	webhook := named(spans, "webhook receive")[0]
	connected(o.T, spans, webhook)
	greeted := 0
	for _, s := range named(spans, "reply send") {
		if s.Trace == webhook.Trace {
			greeted++
		}
	}
	if greeted != 1 || answers(spans) != 1 {
		o.Errorf("%d greetings and %d answers, want one in the message's trace and one linked to it", greeted, answers(spans))
	}
	c.documentsLeadTo(webhook.Trace)
	c.isDiscreet(spans)
	if o.T.Failed() {
		o.Log("\n" + traces.Tree(spans))
	}
	c.asks("ana", conversation.End)
	o.leaves("ana")
}

// documentsLeadTo the message's trace: from what one sees to what led to it.
func (c *client) documentsLeadTo(want string) {
	c.Helper()
	doc := c.Firestore.Collection("conversations").Doc(string(c.id))
	now, err := doc.Get(c.context())
	c.must(err)
	var found conversation.Conversation
	c.must(now.DataTo(&found))
	if got := trace.Parse(found.Traceparent).Trace; got != want {
		c.Errorf("the conversation's trace is %q, want its message's, %q", got, want)
	}
	for _, e := range all[conversation.Event](c, doc.Collection("events"), 3) {
		at := trace.Parse(e.Traceparent)
		// Whether routing makes the offer or presence depends on who looks first.
		if at.Trace == "" || e.Cause != conversation.Pushed && (at.Trace == want) != (e.Actor == "customer") {
			c.Errorf("%s by %s is of the trace %q, the message's is %s", e.Cause, e.Actor, at.Trace, want)
		}
	}
	for _, m := range all[conversation.Message](c, doc.Collection("messages"), 3) {
		if at := trace.Parse(m.Traceparent); at.Trace == "" || m.Direction == conversation.In && at.Trace != want {
			c.Errorf("the message %q is of the trace %q", m.Text, at.Trace)
		}
	}
}

// isDiscreet: spans are named by a few words, say what they may, and hold nothing of
// anybody.
func (c *client) isDiscreet(spans []traces.Span) {
	c.Helper()
	names, keys := map[string]bool{}, map[string]bool{}
	for _, s := range spans {
		names[s.Name] = true
		for key := range s.Attributes {
			keys[key] = true
		}
	}
	for name := range names {
		if !slices.Contains([]string{
			"webhook receive", "webhook publish", "routing receive", "routing commit", "routing offer", "routing set timer",
			"reply send", "reply call", "reply commit", "action carry out", "action commit", "action offer", "action set timer",
			"presence look", "presence commit", "presence offer", "presence set timer", "export event", "export publish",
		}, name) {
			c.Errorf("a span is named %q", name)
		}
	}
	for key := range keys {
		if !slices.Contains([]string{"conversation", "step", "cause", "attempt", "channel", "status"}, key) {
			c.Errorf("spans say %q", key)
		}
	}
	for _, body := range c.Traces.Bodies() {
		for _, secret := range []string{question, "4711", answer, "burned", called, "one moment", c.phone.Conversation(), "@acme", "answer-1"} {
			if bytes.Contains(bytes.ToLower(body), []byte(strings.ToLower(secret))) {
				c.Errorf("%q is in a trace", secret)
			}
		}
	}
}

func anOfferIsFollowed(o *office, _ *witness) {
	o.comes("ana")
	c := o.caller()
	c.says(question)
	c.has("export event", 2)
	o.comes("ben")
	o.later(61 * time.Second)
	c.has("export event", 4) // the offer ended, and ben has the next one
	spans := c.spans("the timer", func(spans []traces.Span) bool { return len(named(spans, "timer fire")) > 0 })
	webhook := named(spans, "webhook receive")[0]
	connected(o.T, spans, webhook)
	fired := named(spans, "timer fire")[0]
	// The offer itself may be in the trace of ana's coming, if the message came sooner than that was known.
	linked := slices.ContainsFunc(fired.Links, func(l traces.Link) bool { return l.Trace == webhook.Trace })
	if !linked || fired.Attributes["cause"] != "offer" {
		o.Errorf("the timer is %+v, want a link to the message", fired)
	}
	c.asks("eve", conversation.Close)
	o.leaves("ana")
	o.leaves("ben")
}

// aRedeliveryIsInTheTrace takes away a topic that routing needs after its commit, so
// that Pub/Sub pushes the message again.
func aRedeliveryIsInTheTrace(o *office, _ *witness) {
	media := fmt.Sprintf("projects/%s/topics/%s", o.Project, stack.MediaTopic)
	o.must(o.PubSub.TopicAdminClient.DeleteTopic(o.context(), &pubsubpb.DeleteTopicRequest{Topic: media}))
	c := o.caller()
	_, err := c.phone.Attach(o.context(), "image/jpeg", photo(o.T))
	o.must(err)
	c.spans("the failure", func(spans []traces.Span) bool {
		return slices.ContainsFunc(named(spans, "routing receive"), func(s traces.Span) bool { return s.Failed })
	})
	_, err = o.PubSub.TopicAdminClient.CreateTopic(o.context(), &pubsubpb.Topic{Name: media})
	o.must(err)
	spans := c.spans("the redelivery", func(spans []traces.Span) bool {
		message := named(spans, "webhook receive")[0].Trace // receipts do not wait for it, and have traces of their own
		return slices.ContainsFunc(named(spans, "routing receive"), func(s traces.Span) bool { return s.Trace == message && !s.Failed })
	})
	webhook := named(spans, "webhook receive")[0]
	connected(o.T, spans, webhook)
	elsewhere := func(s traces.Span) bool { return s.Trace != webhook.Trace }
	published := slices.DeleteFunc(named(spans, "webhook publish"), elsewhere)
	received := slices.DeleteFunc(named(spans, "routing receive"), elsewhere)
	if len(published) != 1 || len(received) < 2 {
		o.Fatalf("published %d times, received %d times", len(published), len(received))
	}
	for _, s := range received {
		if s.Trace != webhook.Trace || s.Parent != published[0].ID {
			o.Errorf("a delivery is %+v, want it below the publishing", s)
		}
	}
	c.asks("eve", conversation.Close)
}

// eventsArePublished of all conversations so far, as rows of the table.
func eventsArePublished(o *office, _ *witness) {
	want := map[string]int{}
	docs, err := o.Firestore.CollectionGroup("events").Documents(o.context()).GetAll()
	o.must(err)
	for _, doc := range docs {
		seq, _ := doc.Data()["seq"].(int64)
		want[fmt.Sprintf("%s/%d", doc.Ref.Parent.Parent.ID, seq)]++
	}
	got := map[string]int{}
	for len(got) < len(want) {
		res, err := o.PubSub.SubscriptionAdminClient.Pull(o.context(), &pubsubpb.PullRequest{
			Subscription: fmt.Sprintf("projects/%s/subscriptions/%s", o.Project, stack.EventsSubscription), MaxMessages: 100,
		})
		o.must(err)
		for _, m := range res.GetReceivedMessages() {
			var row struct {
				Conversation string `json:"conversation"`
				Seq          int64  `json:"seq"`
				TraceID      string `json:"trace_id"`
			}
			o.must(json.Unmarshal(m.GetMessage().GetData(), &row))
			got[fmt.Sprintf("%s/%d", row.Conversation, row.Seq)]++
			if row.TraceID == "" {
				o.Errorf("the row %s names no trace", m.GetMessage().GetData())
			}
		}
	}
	if len(want) < 8 || !slices.Equal(slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(got))) {
		o.Errorf("published %v, want each of %v", got, want)
	}
}
