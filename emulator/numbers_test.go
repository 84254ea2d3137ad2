package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/emulator/documents"
	device "github.com/frontdesk-gcp/frontdesk/emulator/google/rcs"
	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
	"github.com/frontdesk-gcp/frontdesk/emulator/rules"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/topic"
)

// The customer's number, and what of it must be nowhere, however it is written.
const (
	dialled = "+33612345698"
	digits  = "612345698"
)

// hasNumber reports whether a text has the number, in one piece or grouped.
func hasNumber(text string) bool {
	bare := strings.NewReplacer(" ", "", "-", "", ".", "", "\u00a0", "", "%20", "").Replace(text)
	return strings.Contains(bare, digits)
}

// TestANumberIsInOnePlace lets a customer with a phone number and an agent do what can
// be done, and looks at everything that was written and printed: the number is in the
// one document that is for it, and where the payload itself is, the body of the message
// in the topic "inbound".
func TestANumberIsInOnePlace(t *testing.T) {
	file, err := readConfig("testdata/numbers.tfvars", os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	log := newWitness()
	s, err := stack.Start(context.Background(), stack.Options{
		Project: official.Project("numbers"), FirestoreHost: os.Getenv("FIRESTORE_EMULATOR_HOST"), Log: log, Config: file, Traces: true, Export: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Stop()
	o := &office{T: t, Stack: s, on: s.Sides[0], staff: map[string]*desk.Agent{}}
	o.watches(stack.InboundTopic)
	o.watches(stack.MediaTopic)
	dana, err := o.Phone(dialled, "Dana")
	o.must(err)
	c := &client{office: o, phone: dana, id: keyring.IDs().Of(o.Peer(dialled))}
	names := c.talks()
	o.buries(`{"senderPhoneNumber":"` + dialled + `","messageId":7,"agentId":"acme-desk","text":` + dialled[1:])
	o.buries(`[{"senderPhoneNumber":"` + dialled + `"}]`)

	for _, name := range names {
		if hasNumber(name) {
			t.Errorf("a task is called %s", name)
		}
	}
	c.published(stack.InboundTopic, false)
	c.published(stack.MediaTopic, true)
	c.published(stack.EventsSubscription, true)
	c.published(stack.DeadLetterSubscription, false)
	for _, body := range o.Traces.Bodies() {
		if hasNumber(string(body)) {
			t.Errorf("a trace has the number: %.500s", body)
		}
	}
	for line := range strings.Lines(log.printed()) {
		if hasNumber(line) {
			t.Errorf("this was printed: %s", line)
		}
	}
	if private := c.stored(); private != 1 {
		t.Errorf("%d documents have the number, want one", private)
	}
}

// talks is a whole talk with a file, a refusal and a survey. It returns the names of the
// tasks that there were.
func (c *client) talks() (tasks []string) {
	c.Helper()
	look := func() {
		for _, task := range c.Tasks.Pending() {
			tasks = append(tasks, task.Name)
		}
	}
	c.writes("Hello")
	look()
	c.comes("ana")
	c.is(conversation.Offered, "ana")
	look()
	c.does("ana", conversation.Accept)
	c.isMasked()
	_, err := c.phone.Attach(c.context(), "image/jpeg", photo(c.T))
	c.must(err)
	c.sees("the copy", func(v desk.View) bool {
		for _, m := range v.Messages {
			if m.Media != nil && m.Media.Status == conversation.MediaStored {
				return true
			}
		}
		return false
	})
	c.must(c.agent("ana").Reply(c.context(), c.id, "answer-1", "We are here"))
	c.ends("answer-1", channel.Delivered)
	c.phone.Configure(func(set *phone.Settings) { set.Fields[device.Device] = device.NoRCS })
	c.must(c.agent("ana").Reply(c.context(), c.id, "answer-2", "Still there?"))
	c.ends("answer-2", channel.Failed)
	c.phone.Configure(func(set *phone.Settings) { set.Fields[device.Device] = "" })
	look()
	c.does("ana", conversation.End)
	c.rates(3)
	c.does("ana", conversation.Close)
	look()
	return tasks
}

// ends waits until a reply has got that far.
func (c *client) ends(reply string, is channel.Status) {
	c.Helper()
	c.sees(reply, func(v desk.View) bool {
		for _, m := range v.Messages {
			if m.ID == reply && m.Status == is {
				return true
			}
		}
		return false
	})
}

// rates taps a choice of the survey, twice, and waits until it counts, once.
func (c *client) rates(choice int) {
	c.Helper()
	entries, err := c.phone.Await(c.context(), func(all []phone.Entry) bool {
		return len(all) > 0 && len(all[len(all)-1].Chips) == 5
	})
	c.must(err)
	c.must(c.phone.Tap(c.context(), entries[len(entries)-1].ID, choice))
	is := c.sees("the rating", func(v desk.View) bool { return v.Conversation.Surveyed.Rating == int64(choice+1) }).Conversation
	if is.State != conversation.WrapUp || is.Session.Number != 1 || is.Tally.Rating != int64(choice+1) {
		c.Errorf("after the rating it is %s, session %d, rated %d", is.State, is.Session.Number, is.Tally.Rating)
	}
}

// buries publishes what routing cannot read, and waits until it is buried.
func (o *office) buries(body string) {
	o.Helper()
	_, err := o.PubSub.TopicAdminClient.Publish(o.context(), &pubsubpb.PublishRequest{
		Topic: fmt.Sprintf("projects/%s/topics/%s", o.Project, stack.InboundTopic),
		Messages: []*pubsubpb.PubsubMessage{{Data: []byte(body), Attributes: map[string]string{
			topic.Account: "acme", topic.Channel: o.Channel, topic.ReceivedAt: "2026-03-05T12:00:00Z",
		}}},
	})
	o.must(err)
}

// watches subscribes to a topic, to see all that is published there.
func (o *office) watches(name string) {
	o.Helper()
	_, err := o.PubSub.SubscriptionAdminClient.CreateSubscription(o.context(), &pubsubpb.Subscription{
		Name:  fmt.Sprintf("projects/%s/subscriptions/%s", o.Project, name),
		Topic: fmt.Sprintf("projects/%s/topics/%s", o.Project, name), AckDeadlineSeconds: 60,
	})
	o.must(err)
}

// published looks at the messages of a subscription: never may the attributes or the
// ordering key have the number, nor the body if whole is true.
func (c *client) published(subscription string, whole bool) {
	c.Helper()
	res, err := c.PubSub.SubscriptionAdminClient.Pull(c.context(), &pubsubpb.PullRequest{
		Subscription: fmt.Sprintf("projects/%s/subscriptions/%s", c.Project, subscription), MaxMessages: 100,
	})
	c.must(err)
	if len(res.GetReceivedMessages()) == 0 {
		c.Errorf("%s: nothing was published", subscription)
	}
	for _, received := range res.GetReceivedMessages() {
		m := received.GetMessage()
		attributes := fmt.Sprint(m.GetAttributes())
		if hasNumber(attributes) || hasNumber(m.GetOrderingKey()) {
			c.Errorf("%s: attributes %s, ordering key %q", subscription, attributes, m.GetOrderingKey())
		}
		if whole && hasNumber(string(m.GetData())) {
			c.Errorf("%s: %s", subscription, m.GetData())
		}
	}
}

// stored looks at every document, and counts those with the number that may have it.
// Names of files are in the documents of their messages.
func (c *client) stored() (private int) {
	c.Helper()
	docs, err := documents.All(c.context(), c.FirestoreHost, c.Firestore)
	c.must(err)
	for _, doc := range docs {
		path := documents.Path(doc)
		text, err := json.Marshal(doc.Data())
		c.must(err)
		switch {
		case hasNumber(path):
			c.Errorf("a document is called %s", path)
		case path == "conversations/"+string(c.id)+"/private/peer":
			private++
		case hasNumber(string(text)):
			c.Errorf("%s has the number: %s", path, text)
		}
	}
	return private
}

// isMasked checks that the agent of a queue that masks cannot read the number of a customer of
// theirs, and a supervisor can.
func (c *client) isMasked() {
	c.Helper()
	peer := c.Clients.Doc("conversations/" + string(c.id) + "/private/peer")
	for who, want := range map[string]codes.Code{"ana": codes.PermissionDenied, "eve": codes.OK} {
		_, err := peer.Get(rules.As(c.context(), rules.Token(email(who), true)))
		if status.Code(err) != want {
			c.Errorf("%s reads the number: %v, want %s", who, err, want)
		}
	}
}
