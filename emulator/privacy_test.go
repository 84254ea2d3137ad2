package main

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"

	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"
	"github.com/google/uuid"

	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/shared/alert"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// mark is in everything that the customer who will be erased says and is told.
const mark = "PIIMARK"

// printed is everything that the functions log.
type printed struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write takes what is logged.
func (p *printed) Write(text []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.Write(text)
}

func (p *printed) contains(word string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Contains(p.text.String(), word)
}

// aCustomerIsErased walks the table of docs/privacy.md: what holds the customer's marks
// before is named there, and nothing holds them afterwards.
func aCustomerIsErased(o *office) {
	o.Setenv("FIRESTORE_EMULATOR_HOST", o.FirestoreHost)
	o.Setenv("PUBSUB_EMULATOR_HOST", o.PubSubHost)
	const watched = "erased"
	if o.on == o.Sides[0] {
		_, err := o.PubSub.SubscriptionAdminClient.CreateSubscription(o.context(), &pubsubpb.Subscription{
			Name:  fmt.Sprintf("projects/%s/subscriptions/%s", o.Project, watched),
			Topic: fmt.Sprintf("projects/%s/topics/%s", o.Project, stack.InboundTopic), AckDeadlineSeconds: 60,
		})
		o.must(err)
	}
	other := o.customer()
	other.writes("I am somebody else")
	other.does("eve", conversation.Close) // so that nobody waits in front of the customer
	c := o.customer()
	c.livesALife()
	letter := o.pulls(watched, mark+" once more")
	before := o.everything()
	key := o.on.Peer(c.phone.Customer()).Key
	c.isInTheTable(before, key)
	backup := c.backup()

	c.isExported()
	line := []string{"erase", "--project", o.Project, "--conversation", string(c.id), "--reason", "The customer asked for it."}
	code, stdout, stderr := runCommand(o.T, line...)
	if code != exitOK || !strings.Contains(stdout, "messages") || !strings.Contains(stdout, "nothing was erased") {
		o.Fatalf("the dry run: exit status %d, printed %q and %q", code, stdout, stderr)
	}
	if len(holding(o.everything(), mark)) < len(holding(before, mark)) {
		o.Error("the dry run erased something")
	}
	code, stdout, stderr = runCommand(o.T, append(line, "--yes")...)
	if code != exitOK || !strings.Contains(stdout, "erased "+string(c.id)) {
		o.Fatalf("exit status %d, printed %q and %q", code, stdout, stderr)
	}
	o.isGone(c, key)
	c.isAlone(before, o.everything(), key)

	o.restores(c, backup)
	if code, stdout, stderr = runCommand(o.T, "erase", "replay", "--project", o.Project); code != exitOK {
		o.Fatalf("replay: exit status %d, printed %q and %q", code, stdout, stderr)
	}
	o.isGone(c, key)

	// A delivery that the provider repeats and an earlier dead letter bring nothing back, and
	// a new message starts a new conversation.
	o.publishes(stack.InboundTopic, letter)
	o.publishes("inbound-dead-letter", letter)
	if code, stdout, stderr = runCommand(o.T, "redrive", "--project", o.Project, "--yes"); code != exitOK {
		o.Fatalf("exit status %d, printed %q and %q", code, stdout, stderr)
	}
	c.writes("Hello, I am new here")
	v := c.sees("the new conversation", func(v desk.View) bool { return v.Conversation.Session.Number == 1 })
	if len(v.Messages) != 1 || v.Conversation.Messages != 1 {
		o.Errorf("the new conversation has %d messages", len(v.Messages))
	}
	if found := holding(o.everything(), mark); len(found) > 0 {
		o.Errorf("the dead letter brought back %v", found)
	}
	c.does("eve", conversation.Close)
	if o.printed.contains(mark) || o.printed.contains(key) {
		o.Error("a function logged what a customer said, or who it is")
	}
}

// publishes puts a request of the provider's into a topic once more.
func (o *office) publishes(topic string, letter *pubsubpb.PubsubMessage) {
	o.Helper()
	_, err := o.PubSub.TopicAdminClient.Publish(o.context(), &pubsubpb.PublishRequest{
		Topic: fmt.Sprintf("projects/%s/topics/%s", o.Project, topic),
		Messages: []*pubsubpb.PubsubMessage{{
			Data: letter.GetData(), Attributes: letter.GetAttributes(), OrderingKey: letter.GetOrderingKey(),
		}},
	})
	o.must(err)
}

// backup is every document of the conversation, and its place in a queue.
func (c *client) backup() map[string]map[string]any {
	c.Helper()
	all := map[string]map[string]any{}
	for path := range c.everything() {
		if !strings.HasPrefix(path, c.name()) && path != "queues/front/items/"+string(c.id) {
			continue
		}
		doc, err := c.Firestore.Doc(path).Get(c.context())
		c.must(err)
		all[path] = doc.Data()
	}
	return all
}

// restores writes a backup of before an erasure into the database, which then knows
// nothing of that.
func (o *office) restores(c *client, backup map[string]map[string]any) {
	o.Helper()
	for path, data := range backup {
		_, err := o.Firestore.Doc(path).Set(o.context(), data)
		o.must(err)
	}
	_, err := o.Firestore.Doc("tombstones/" + string(c.id)).Delete(o.context())
	o.must(err)
	if len(holding(o.everything(), mark)) == 0 {
		o.Fatal("the backup has nothing of the customer")
	}
}

// isAlone checks that what is not the customer's is as it was. What agents can take, and
// what is counted, is another matter.
func (c *client) isAlone(before, after map[string]string, key string) {
	c.Helper()
	own := holding(before, mark, key, string(c.id))
	for path, was := range before {
		top := strings.SplitN(path, "/", 2)[0]
		if slices.Contains([]string{"agents", "leases", "figures", "figureWeeks", "dataRequests", "config", "configs", "alerts"}, top) || slices.Contains(own, path) {
			continue
		}
		if after[path] != was {
			c.Errorf("%s was\n%s and is\n%s", path, was, after[path])
		}
	}
}

// livesALife has something of the customer in every place.
func (c *client) livesALife() {
	c.Helper()
	c.comes("ana")
	c.writes(mark + " hello")
	c.is(conversation.Offered, "ana")
	c.does("ana", conversation.Accept)
	c.must(c.agent("ana").Reply(c.context(), c.id, uuid.NewString(), mark+" how are you"))
	c.gets(mark + " how are you")
	c.does("ana", conversation.WriteNote, func(a *conversation.Action) {
		a.Text, a.Agents = mark+" note", []string{email("ben")}
	})
	_, err := c.phone.Attach(c.context(), "image/jpeg", photo(c.T))
	c.must(err)
	c.sees("the copy of the picture", func(v desk.View) bool {
		return slices.ContainsFunc(v.Messages, func(m conversation.Message) bool {
			return m.Media != nil && m.Media.Status == conversation.MediaStored
		})
	})
	c.over("ana")
	c.leaves("ana")
	// Other stories have the survey and the plea for help; what comes of them is what counts here.
	plea := alert.Cause{Kind: alert.Help, Conversation: c.id}
	_, err = c.Firestore.Doc("alerts/"+plea.ID()).Set(c.context(), alert.Alert{Cause: plea, Seen: map[string]string{}})
	c.must(err)
	rating := conversation.Rating{Conversation: c.id, Session: 1, Rating: 2, Comment: mark + " comment"}
	_, err = c.Firestore.Doc("ratings/"+rating.Name()).Set(c.context(), rating)
	c.must(err)
	c.writes(mark + " once more")
	c.is(conversation.Open, "")
}

func (c *client) name() string { return "conversations/" + string(c.id) }

// place is the name of a path's place in the table: the collections without the names of
// documents.
func place(path string) string {
	part := strings.Split(path, "/")
	if part[0] == "files" {
		return "files"
	}
	name := part[0]
	for i := 2; i < len(part); i += 2 {
		name += "/" + part[i]
	}
	return name
}

var row = regexp.MustCompile("(?m)^\\| `?([a-zA-Z/]+)`?[^|]*\\|[^|]*\\|[^|]*\\|[^|]*\\| ([^|]*) \\|$")

// isInTheTable checks that the table names every place that has something of the customer,
// and each place of the table that an erasure deletes has something.
func (c *client) isInTheTable(all map[string]string, key string) {
	c.Helper()
	text, err := os.ReadFile("../docs/privacy.md")
	c.must(err)
	deleted := map[string]bool{}
	for _, found := range row.FindAllStringSubmatch(string(text), -1) {
		deleted[found[1]] = strings.Contains(found[2], "**deleted**")
	}
	seen := map[string]bool{}
	for _, path := range holding(all, mark, key, string(c.id)) {
		if place := place(path); !deleted[place] && !strings.HasPrefix(place, "dataRequests") && place != "tombstones" {
			c.Errorf("%s has something of the customer, and the table does not say that it is deleted", path)
		} else {
			seen[place] = true
		}
	}
	for place, goes := range deleted {
		if goes && !seen[place] && place != "starts" && place != "BigQuery" && (place != "conversations/private" || c.on.Peer("x").Personal) {
			c.Errorf("the table says that %s is deleted, and this life left nothing there", place)
		}
	}
}

// isGone checks that nothing holds the customer any more.
func (o *office) isGone(c *client, key string) {
	o.Helper()
	all := o.everything()
	if found := holding(all, mark, key); len(found) > 0 {
		o.Errorf("there is still something of the customer: %v", found)
	}
	for _, path := range holding(all, string(c.id)) {
		if place := place(path); !strings.HasPrefix(place, "dataRequests") && place != "tombstones" {
			o.Errorf("%s names the conversation", path)
		}
	}
}
