package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/firestore"
	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"
	"github.com/google/uuid"

	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
	"github.com/frontdesk-gcp/frontdesk/emulator/rules"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/topic"
)

// theClockIsMoved: rules let clients write the real time only, which is long ago for a
// product whose clock is ahead. What agents write is not too late because of that, on a
// channel with a time to live, too.
func theClockIsMoved(o *office) {
	o.later(30 * 24 * time.Hour)
	c := o.customer()
	c.begins("ana")
	c.must(c.agent("ana").Reply(c.context(), c.id, uuid.NewString(), "In time"))
	c.gets("In time")
	c.over("ana")
	if channels.Profiles().Of(o.on.Channel).Settings.Outbound {
		o.writesFirst("ana")
	}
}

// gets waits until the phone shows a text.
func (c *client) gets(text string) {
	c.Helper()
	shown, err := c.phone.Await(c.context(), func(all []phone.Entry) bool {
		for _, e := range all {
			if e.From == phone.Business && e.Text == text {
				return true
			}
		}
		return false
	})
	if err != nil {
		c.Fatalf("the phone never shows %q but %+v: %v", text, shown, err)
	}
}

// writesFirst has an agent begin a conversation with somebody who never wrote.
func (o *office) writesFirst(name string) {
	o.Helper()
	c := o.customer()
	ref := o.Clients.Doc("starts/" + uuid.NewString())
	as := rules.As(o.context(), rules.Token(email(name), true))
	_, err := ref.Create(as, map[string]any{
		"author": conversation.Author{Email: email(name), Name: "Ana"}, "account": o.on.Account, "brandAgent": "desk",
		"queue": "front", "number": o.on.Peer(c.phone.Customer()).Key, "text": "Your lamp is here", "purpose": channel.Transaction,
		"status": conversation.StartPending, "createdAt": firestore.ServerTimestamp,
	})
	o.must(err)
	c.gets("Your lamp is here")
	c.is(conversation.Active, name)
	c.over(name)
}

// decisionsAreReplayed: the decision about a customer of the channel is one that `replay`
// makes again, and it comes out the same.
func decisionsAreReplayed(o *office) {
	o.Setenv("FIRESTORE_EMULATOR_HOST", o.FirestoreHost)
	before := o.replays()
	o.customer().writes("Hello")
	if after := o.replays(); after != before+1 {
		o.Errorf("%d decisions are made again, after %d before the customer wrote", after, before)
	}
}

// replays makes all decisions again and returns how many there are.
func (o *office) replays() int {
	o.Helper()
	status, stdout, stderr := runCommand(o.T, "replay", "--project", o.Project, "--format", "json")
	var report struct{ Decisions, Same int }
	if err := json.Unmarshal([]byte(stdout), &report); err != nil || status != exitOK || report.Same != report.Decisions {
		o.Fatalf("exit status %d, %v: %s%s", status, err, stdout, stderr)
	}
	return report.Decisions
}

// aDeadLetterIsRedriven: what the channel's provider delivered is decoded again.
func aDeadLetterIsRedriven(o *office) {
	o.Setenv("PUBSUB_EMULATOR_HOST", o.PubSubHost)
	const watched = "redriven"
	if o.on == o.Sides[0] {
		_, err := o.PubSub.SubscriptionAdminClient.CreateSubscription(o.context(), &pubsubpb.Subscription{
			Name:  fmt.Sprintf("projects/%s/subscriptions/%s", o.Project, watched),
			Topic: fmt.Sprintf("projects/%s/topics/%s", o.Project, stack.InboundTopic), AckDeadlineSeconds: 60,
		})
		o.must(err)
	}
	c := o.customer()
	id, err := c.phone.Write(o.context(), "Hello")
	o.must(err)
	letter := o.pulls(watched, id)
	letter.Data = bytes.ReplaceAll(letter.GetData(), []byte(id), []byte(id+"-2"))
	letter.Attributes[topic.Reason] = "it was a bad day"
	_, err = o.PubSub.TopicAdminClient.Publish(o.context(), &pubsubpb.PublishRequest{
		Topic:    fmt.Sprintf("projects/%s/topics/inbound-dead-letter", o.Project),
		Messages: []*pubsubpb.PubsubMessage{{Data: letter.GetData(), Attributes: letter.GetAttributes()}},
	})
	o.must(err)
	status, stdout, stderr := runCommand(o.T, "redrive", "--project", o.Project, "--yes")
	if want := "account " + o.on.Account + " of " + o.on.Channel + "\n    put aside because: it was a bad day"; status != exitOK || !strings.Contains(stdout, want) {
		o.Errorf("exit status %d, printed %q and %q", status, stdout, stderr)
	}
	c.sees("both messages", func(v desk.View) bool { return len(v.Messages) == 2 })
}

// pulls waits for the message in a subscription that has a text.
func (o *office) pulls(subscription, text string) *pubsubpb.PubsubMessage {
	o.Helper()
	for {
		res, err := o.PubSub.SubscriptionAdminClient.Pull(o.context(), &pubsubpb.PullRequest{
			Subscription: fmt.Sprintf("projects/%s/subscriptions/%s", o.Project, subscription), MaxMessages: 100,
		})
		o.must(err)
		for _, received := range res.GetReceivedMessages() {
			if m := received.GetMessage(); bytes.Contains(m.GetData(), []byte(text)) {
				return m
			}
		}
	}
}
