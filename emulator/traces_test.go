package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"

	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/emulator/traces"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// lines keeps what functions and emulators print.
type lines struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.Write(p)
}

// about are the log records about a conversation.
func (l *lines) about(id conversation.ID) []map[string]any {
	l.mu.Lock()
	defer l.mu.Unlock()
	var found []map[string]any
	for line := range strings.Lines(l.all.String()) {
		var record map[string]any
		if json.Unmarshal([]byte(line), &record) == nil && record["conversation"] == string(id) {
			found = append(found, record)
		}
	}
	return found
}

// watchedProduct is one with a receiver of traces and with events being published.
func watchedProduct(t *testing.T) (*office, *lines) {
	t.Helper()
	file, err := readConfig("testdata/traces.tfvars", os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	log := &lines{}
	s, err := stack.Start(context.Background(), stack.Options{
		Project: "demo-watched", Log: log, Config: file, Traces: true, Export: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("what was printed:\n%s", log.all.String())
		}
	})
	return &office{T: t, Stack: s, staff: map[string]*desk.Agent{}}, log
}

// TestAMessageIsFollowedThroughEverything is told on one product: a start takes
// seconds.
func TestAMessageIsFollowedThroughEverything(t *testing.T) {
	o, log := watchedProduct(t)
	for _, story := range []struct {
		name string
		tell func(*office, *lines)
	}{
		{"a message, its greeting and an agent's answer are one story", aStoryIsWhole},
		{"an offer that ends is linked to the message that it was for", anOfferIsFollowed},
		{"a message that Pub/Sub delivers again stays in its trace", aRedeliveryIsInTheTrace},
		{"what happened is published, once for each event at least", eventsArePublished},
	} {
		t.Run(story.name, func(t *testing.T) {
			story.tell(&office{T: t, Stack: o.Stack, staff: o.staff}, log)
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

func (o *office) caller() *client {
	key := fmt.Sprintf("watched-%d", time.Now().UnixNano())
	return &client{office: o, phone: o.Google.Phone(key, called), id: conversation.NewID(channel.Peer{
		Channel: channel.BusinessMessages, Account: o.Account, BrandAgent: o.BrandAgent, Key: key,
	})}
}

// spans are those of everything that happened to the conversation, when they are what
// done wants: of each trace in which the conversation is named.
func (c *client) spans(what string, done func([]traces.Span) bool) []traces.Span {
	c.Helper()
	var all []traces.Span
	_, err := c.Traces.Await(c.context(), func(spans []traces.Span) bool {
		mine := map[string]bool{}
		for _, s := range spans {
			if s.Attributes["conversation"] == string(c.id) {
				mine[s.Trace] = true
			}
		}
		all = slices.DeleteFunc(slices.Clone(spans), func(s traces.Span) bool { return !mine[s.Trace] })
		return done(all)
	})
	if err != nil {
		c.Fatalf("%s: %v\n%s", what, err, traces.Tree(all))
	}
	return all
}

func named(spans []traces.Span, name string) []traces.Span {
	return slices.DeleteFunc(slices.Clone(spans), func(s traces.Span) bool { return s.Name != name })
}

// connected checks that every parent is there, that every trace has one root, and that
// links lead from every trace to the webhook's.
func connected(t *testing.T, spans []traces.Span, webhook traces.Span) {
	t.Helper()
	known, roots, next := map[string]bool{}, map[string]int{}, map[string][]string{}
	for _, s := range spans {
		known[s.Trace+s.ID] = true
	}
	for _, s := range spans {
		if s.Parent == "" {
			roots[s.Trace]++
		} else if !known[s.Trace+s.Parent] {
			t.Errorf("%s has a parent that nobody sent", s.Name)
		}
		for _, l := range s.Links {
			next[l.Trace] = append(next[l.Trace], s.Trace)
			if !known[l.Trace+l.Span] {
				t.Errorf("%s has a link that leads nowhere", s.Name)
			}
		}
	}
	reached := map[string]bool{}
	for queue := []string{webhook.Trace}; len(queue) > 0; queue = queue[1:] {
		if !reached[queue[0]] {
			reached[queue[0]] = true
			queue = append(queue, next[queue[0]]...)
		}
	}
	for id, n := range roots {
		if n != 1 || !reached[id] {
			t.Errorf("the trace %s has %d roots, linked to the message: %v", id, n, reached[id])
		}
	}
	if t.Failed() {
		t.Log("\n" + traces.Tree(spans))
	}
}

func aStoryIsWhole(o *office, log *lines) {
	o.comes("ana")
	c := o.caller()
	c.writes(question)
	c.is(conversation.Offered, "ana")
	c.does("ana", conversation.Accept)
	c.is(conversation.Active, "ana")
	o.must(c.agent("ana").Reply(c.context(), c.id, "answer-1", answer))
	_, err := c.phone.Await(c.context(), func([]google.Entry) bool { return len(shown(c.phone)) == 2 })
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
	c.over("ana")
	o.leaves("ana")
}

// answers counts the replies that were sent in a trace of their own, linked to another.
func answers(spans []traces.Span) int {
	n := 0
	for _, s := range named(spans, "reply send") {
		if s.Parent == "" && len(s.Links) == 1 {
			n++
		}
	}
	return n
}

// documentsLeadTo the message's trace: from what one sees to what led to it.
func (c *client) documentsLeadTo(want string) {
	c.Helper()
	v := c.sees("the answer", func(v desk.View) bool { return len(v.Messages) == 3 })
	if got := trace.Parse(v.Conversation.Traceparent).Trace; got != want {
		c.Errorf("the conversation's trace is %q, want its message's, %q", got, want)
	}
	for _, e := range v.Events {
		at := trace.Parse(e.Traceparent)
		// Whether routing makes the offer or presence depends on who looks first.
		if at.Trace == "" || e.Cause != conversation.Pushed && (at.Trace == want) != (e.Actor == "customer") {
			c.Errorf("%s by %s is of the trace %q, the message's is %s", e.Cause, e.Actor, at.Trace, want)
		}
	}
	for _, m := range v.Messages {
		if at := trace.Parse(m.Traceparent); at.Trace == "" || m.Direction == conversation.In && at.Trace != want {
			c.Errorf("the message %s is of the trace %q", m.ID, at.Trace)
		}
	}
}

// unexplained are the lines about the conversation that name no span that was sent,
// and those that are missing.
func (c *client) unexplained(spans []traces.Span, log *lines) []string {
	known, missing := map[string]bool{}, map[string]bool{"received": true, "reply sent": true, "action carried out": true}
	for _, s := range spans {
		known["projects/demo-watched/traces/"+s.Trace+" "+s.ID+" true"] = true
	}
	var all []string
	for _, record := range log.about(c.id) {
		delete(missing, fmt.Sprint(record["message"]))
		const of = "logging.googleapis.com/"
		if !known[fmt.Sprint(record[of+"trace"], " ", record[of+"spanId"], " ", record[of+"trace_sampled"])] {
			all = append(all, fmt.Sprint(record))
		}
	}
	return append(all, slices.Collect(maps.Keys(missing))...)
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

func anOfferIsFollowed(o *office, _ *lines) {
	o.comes("ana")
	c := o.caller()
	c.writes(question)
	c.is(conversation.Offered, "ana")
	o.comes("ben")
	o.later(61 * time.Second)
	c.is(conversation.Offered, "ben")
	spans := c.spans("the timer", func(spans []traces.Span) bool { return len(named(spans, "timer fire")) > 0 })
	webhook := named(spans, "webhook receive")[0]
	connected(o.T, spans, webhook)
	fired := named(spans, "timer fire")[0]
	if len(fired.Links) == 0 || fired.Links[0].Trace != webhook.Trace || fired.Attributes["cause"] != "offer" {
		o.Errorf("the timer is %+v, want a link to the message", fired)
	}
	c.does("eve", conversation.Close)
	o.leaves("ana")
	o.leaves("ben")
}

// aRedeliveryIsInTheTrace takes away a topic that routing needs after its commit, so
// that Pub/Sub pushes the message again.
func aRedeliveryIsInTheTrace(o *office, _ *lines) {
	media := fmt.Sprintf("projects/%s/topics/%s", o.Project, stack.MediaTopic)
	o.must(o.PubSub.TopicAdminClient.DeleteTopic(o.context(), &pubsubpb.DeleteTopicRequest{Topic: media}))
	c := o.caller()
	_, err := c.phone.AttachImage(o.context(), "image/jpeg", photo(o.T))
	o.must(err)
	c.spans("the failure", func(spans []traces.Span) bool {
		return slices.ContainsFunc(named(spans, "routing receive"), func(s traces.Span) bool { return s.Failed })
	})
	_, err = o.PubSub.TopicAdminClient.CreateTopic(o.context(), &pubsubpb.Topic{Name: media})
	o.must(err)
	spans := c.spans("the redelivery", func(spans []traces.Span) bool {
		return slices.ContainsFunc(named(spans, "routing receive"), func(s traces.Span) bool { return !s.Failed })
	})
	webhook := named(spans, "webhook receive")[0]
	connected(o.T, spans, webhook)
	published := named(spans, "webhook publish")
	received := named(spans, "routing receive")
	if len(published) != 1 || len(received) < 2 {
		o.Fatalf("published %d times, received %d times", len(published), len(received))
	}
	for _, s := range received {
		if s.Trace != webhook.Trace || s.Parent != published[0].ID {
			o.Errorf("a delivery is %+v, want it below the publishing", s)
		}
	}
	c.does("eve", conversation.Close)
}

// eventsArePublished of all conversations so far, as rows of the table.
func eventsArePublished(o *office, _ *lines) {
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
