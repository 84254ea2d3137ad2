package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"

	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/emulator/documents"
	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/mask"
)

// cards makes card numbers in disguises, and remembers them.
type cards struct {
	random  *rand.Rand
	numbers []string
}

// number is a new card number with its check digit.
func (c *cards) number() string {
	kind := [][2]string{{"4", "16"}, {"52", "16"}, {"2345", "16"}, {"37", "15"}, {"36", "14"}, {"6011", "16"}, {"3530", "16"}, {"62", "19"}}
	picked := kind[c.random.IntN(len(kind))]
	length := int(picked[1][0]-'0')*10 + int(picked[1][1]-'0')
	digits := picked[0]
	for len(digits) < length-1 {
		digits += string(rune('0' + c.random.IntN(10)))
	}
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 0 {
			d = d*2/10 + d*2%10
		}
		sum += d
	}
	digits += string(rune('0' + (10-sum%10)%10))
	c.numbers = append(c.numbers, digits)
	return digits
}

// disguised is a new card number as somebody might write it.
func (c *cards) disguised() string {
	zeros := []rune{'0', '0', '0', 0xFF10, 0x0660, 0x0966, 0x06F0, 0x1D7D8}
	between := []string{"", " ", "-", ".", "\u00a0", "\u2009", "\u200b", "\u00ad", "\n", " - ", "\u2013", "/", "\ufeff", "\u0336"}
	zero, gap := zeros[c.random.IntN(len(zeros))], between[c.random.IntN(len(between))]
	every := []int{1, 4, 6}[c.random.IntN(3)]
	var b strings.Builder
	for i, d := range c.number() {
		if i > 0 && i%every == 0 {
			b.WriteString(gap)
		}
		b.WriteRune(zero + d - '0')
	}
	return b.String()
}

// text is a text with some card numbers in it.
func (c *cards) text(n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = c.disguised()
	}
	return "My cards: " + strings.Join(all, " and ")
}

// plainDigits are a text's digits, whatever they look like.
func plainDigits(text string) string {
	var b strings.Builder
	for _, r := range text {
		for _, zero := range []rune{'0', 0xFF10, 0x0660, 0x0966, 0x06F0, 0x1D7D8} {
			if zero <= r && r <= zero+9 {
				b.WriteRune('0' + r - zero)
			}
		}
	}
	return b.String()
}

// left are the numbers that a text holds.
func (c *cards) left(text string) (found []string) {
	digits := plainDigits(text)
	for _, number := range c.numbers {
		if strings.Contains(digits, number) {
			found = append(found, number)
		}
	}
	return found
}

// textsIn are all texts of a document, and its fields' names.
func textsIn(value any) (all []string) {
	switch v := value.(type) {
	case string:
		return []string{v}
	case []any:
		for _, item := range v {
			all = append(all, textsIn(item)...)
		}
	case map[string]any:
		for key, item := range v {
			all = append(append(all, key), textsIn(item)...)
		}
	}
	return all
}

// TestNoCardNumberIsStored: a thousand of them are written in texts, names, replies, notes,
// reasons, names of tags and queues, first words, files' names, ratings' comments, payloads of
// no known kind, changes of the roster and requests about customers' data, by clients that do
// not mask, through both channels. None is in the database and so in what is named after its
// documents, in an export, in what is published but the raw bodies themselves, in the log or in
// a trace.
func TestNoCardNumberIsStored(t *testing.T) {
	file, err := readConfig("testdata/journey.tfvars", os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	log := newWitness()
	s, err := stack.Start(context.Background(), stack.Options{
		Project: official.Project("mask"), FirestoreHost: os.Getenv("FIRESTORE_EMULATOR_HOST"), Log: log, Config: file, Traces: true, Export: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Stop()
	made := &cards{random: rand.New(rand.NewPCG(1, 2))} // the same every time
	var heard []string
	for i, on := range s.Sides {
		o := &office{T: t, Stack: s, on: on, staff: map[string]*desk.Agent{}}
		if i == 0 {
			heard = listens(o)
		}
		cardsAreWritten(o, made)
		cardsAreHidden(o, made)
	}
	o := &office{T: t, Stack: s, on: s.Sides[0], staff: map[string]*desk.Agent{}}
	if len(made.numbers) < 1000 {
		t.Errorf("%d card numbers were written", len(made.numbers))
	}
	masked := 0
	docs, err := documents.All(o.context(), s.FirestoreHost, s.Firestore)
	o.must(err)
	for _, doc := range docs {
		for _, text := range append(textsIn(doc.Data()), doc.Ref.ID) {
			masked += strings.Count(text, mask.Replacement)
			if found := made.left(text); len(found) > 0 {
				t.Errorf("%s holds %v: %q", doc.Ref.Path, found, text)
			}
		}
	}
	if masked < len(made.numbers) {
		t.Errorf("%d documents, and only %d numbers are masked in them", len(docs), masked)
	}
	for _, message := range published(o, heard) {
		if found := made.left(message); len(found) > 0 {
			t.Errorf("what was published holds %v: %s", found, message)
		}
	}
	for line := range strings.Lines(log.printed()) {
		if found := made.left(line); len(found) > 0 {
			t.Errorf("the log holds %v: %s", found, line)
		}
	}
	for _, body := range s.Traces.Bodies() {
		if found := made.left(string(body)); len(found) > 0 {
			t.Errorf("a trace holds %v", found)
		}
	}
	t.Logf("%d card numbers, %d documents", len(made.numbers), len(docs))
}

// cardsAreWritten is a talk about 500 card numbers. Each message is marked.
func cardsAreWritten(o *office, made *cards) {
	o.Helper()
	const messages, inEach = 21, 12
	key := fmt.Sprintf("masked-%d", made.random.Int64())
	dana, err := o.on.Phone(key, "Dana "+made.disguised())
	o.must(err)
	if _, ok := dana.Settings().Fields["custom"]; ok {
		dana.Configure(func(s *phone.Settings) { s.Fields["custom"] = "card " + made.number() })
	}
	c := &client{office: o, phone: dana, id: keyring.IDs().Of(o.on.Peer(key))}
	c.begins("ana")
	c.is(conversation.Active, "ana")
	for range messages {
		c.writes(made.text(inEach))
	}
	const orders, inOrder = 8, 16
	for i := range orders {
		o.must(o.agent("ana").Write(o.context(), c.id, fmt.Sprintf("reply-%d", i), map[string]any{
			"text":    made.text(inOrder - 1),
			"choices": []map[string]any{{"label": "Yes", "postback": made.disguised()}},
		}))
		c.does("ana", conversation.WriteNote, func(a *conversation.Action) { a.Text = made.text(inOrder) })
	}
	for _, refused := range []conversation.Action{
		{Kind: conversation.Transfer, Agent: email("nobody"), Text: made.text(1)},
		{Kind: conversation.Transfer, Queue: made.disguised()},
		{Kind: conversation.SetTag, Of: made.disguised(), On: true},
		{Kind: conversation.SetOutcome, Of: made.disguised()},
	} {
		if err := o.agent("ana").Do(o.context(), c.id, refused); err == nil {
			o.Errorf("%s was carried out, of what there is not", refused.Kind)
		}
	}
	c.sees("every message with its mark", func(v desk.View) bool {
		marked := map[conversation.Direction]int{}
		for _, m := range v.Messages {
			if slices.Equal(m.Masked, []string{mask.Card}) && (m.Direction != conversation.Out || m.Status.Join(channel.Sent) == m.Status) {
				marked[m.Direction]++
			}
		}
		return marked[conversation.In] >= messages && marked[conversation.Out] == orders && marked[conversation.Note] == orders
	})
	c.does("ana", conversation.End)
	o.leaves("ana")
	inAnExport(o, made, c.id)
}

// listens makes a subscription to every topic, and returns their names.
func listens(o *office) (subscriptions []string) {
	o.Helper()
	topics := o.PubSub.TopicAdminClient.ListTopics(o.context(), &pubsubpb.ListTopicsRequest{Project: "projects/" + o.Project})
	for topic, err := range topics.All() {
		o.must(err)
		name := strings.Replace(topic.GetName(), "/topics/", "/subscriptions/", 1) + "-heard"
		_, err = o.PubSub.SubscriptionAdminClient.CreateSubscription(o.context(), &pubsubpb.Subscription{Name: name, Topic: topic.GetName()})
		o.must(err)
		subscriptions = append(subscriptions, name)
	}
	return subscriptions
}

// published are the attributes and keys of everything that was published, and what it says
// where that is not the provider's own words.
func published(o *office, subscriptions []string) (all []string) {
	o.Helper()
	for _, name := range subscriptions {
		for {
			res, err := o.PubSub.SubscriptionAdminClient.Pull(o.context(), &pubsubpb.PullRequest{
				Subscription: name, MaxMessages: 1000, ReturnImmediately: true, //nolint:staticcheck // there may be none
			})
			o.must(err)
			if len(res.GetReceivedMessages()) == 0 {
				break
			}
			var ids []string
			for _, m := range res.GetReceivedMessages() {
				text, err := json.Marshal(m.GetMessage().GetAttributes())
				o.must(err)
				said := string(text) + m.GetMessage().GetOrderingKey()
				if !strings.Contains(name, "/"+stack.InboundTopic) {
					said += string(m.GetMessage().GetData())
				}
				all, ids = append(all, said), append(ids, m.GetAckId())
			}
			o.must(o.PubSub.SubscriptionAdminClient.Acknowledge(o.context(), &pubsubpb.AcknowledgeRequest{Subscription: name, AckIds: ids}))
		}
	}
	if len(all) < 40 {
		o.Errorf("only %d messages were heard in Pub/Sub", len(all))
	}
	return all
}
