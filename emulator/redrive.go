package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/pubsub/v2"
	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"

	"github.com/frontdesk-gcp/frontdesk/emulator/redrive"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
)

const (
	// quietTime is how long to wait for another dead letter before concluding that
	// there are none left.
	quietTime = 3 * time.Second
)

// letters is what the command redrive is told.
type letters struct {
	redrive.Choice
	// yes is whether to send, and not only to say what would be sent.
	yes bool
}

// deadLetters is what the name of a topic's dead letters ends with.
const deadLetters = "-dead-letter"

func redriveFlags(f *flag.FlagSet, o *options) {
	c := &o.letters
	f.BoolVar(&c.yes, "yes", false, "send them on their way; without it, only list them")
	f.StringVar(&c.IDs, "id", "", "only those of these `ids`, separated by commas")
	f.StringVar(&c.Account, "account", "", "only those of this `account`")
	f.StringVar(&c.Channel, "channel", "", "only those of this `channel`: "+list(channels.Profiles().Names()))
	f.StringVar(&c.Why, "why", "", "only those whose reason has this `text` in it")
	f.BoolVar(&c.Readable, "readable", false, "only those that this version can read: the others would be put aside again")
	f.DurationVar(&c.Since, "since", 0, "only those received in the last `time`, such as 36h")
	f.DurationVar(&c.Until, "until", 0, "only those received before the last `time`")
	f.IntVar(&c.Most, "most", 0, "no more than `n`; 0 is all")
	f.StringVar(&o.project, "project", "", "the Google Cloud project's `id`; without it, the emulator that runs here")
	f.StringVar(&o.topic, "topic", "", "the `id` of the topic to publish to; without it, the subscription's without "+deadLetters)
	f.StringVar(&o.subscription, "subscription", stack.DeadLetterSubscription, "the `id` of the dead letters' subscription")
	formatted(f, o)
	port(f, o)
}

// listed is what the command says as JSON.
type listed struct {
	Letters []redrive.Letter `json:"letters"`
	// There are so many; those in Letters were chosen. Sent is whether they were sent.
	There int  `json:"there"`
	Sent  bool `json:"sent"`
}

// redriveLetters lists the dead letters that were chosen or, told to, publishes them again
// as the webhook did, and acknowledges each. What fails again comes back, and what is
// handled twice takes effect once, so it may be stopped anywhere and repeated. What is from
// before its customer's erasure is dropped by routing.
func redriveLetters(ctx context.Context, o options, stdout, _ io.Writer) error {
	if err := o.letters.Check(); err != nil {
		return err
	}
	if o.topic == "" {
		o.topic = strings.TrimSuffix(o.subscription, deadLetters)
	}
	if o.topic == o.subscription {
		return fmt.Errorf("--topic is missing: the subscription's name does not end with %s", deadLetters)
	}
	client, err := broker(ctx, &o)
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }()
	box := mailbox{
		client: client, adapters: channels.Adapters(nil, nil),
		topic:        fmt.Sprintf("projects/%s/topics/%s", o.project, o.topic),
		subscription: fmt.Sprintf("projects/%s/subscriptions/%s", o.project, o.subscription),
	}
	defer box.release(ctx)
	out := listed{Letters: []redrive.Letter{}, Sent: o.letters.yes}
	err = box.each(ctx, o.began, func(l redrive.Letter, m *pubsubpb.ReceivedMessage) error {
		out.There++
		if !o.letters.Takes(l, len(out.Letters), o.began) {
			return nil
		}
		out.Letters = append(out.Letters, l)
		if !o.letters.yes {
			return nil
		}
		return box.republish(ctx, m)
	})
	if err != nil {
		return fmt.Errorf("after %d dead letters: %w", out.There, err)
	}
	return show(stdout, o, out)
}

// Write writes it for people.
func (out listed) Write(w io.Writer) error {
	for _, l := range out.Letters {
		_, _ = fmt.Fprintf(w, "%s  received %s", l.ID, l.ReceivedAt.UTC().Format(time.RFC3339))
		if l.Channel != "" {
			_, _ = fmt.Fprintf(w, ", account %s of %s", l.Account, l.Channel)
		}
		_, _ = fmt.Fprintf(w, "\n    put aside because: %s\n", l.Why)
		switch {
		case l.Holds != "":
			_, _ = fmt.Fprintf(w, "    holds: %s\n", l.Holds)
		case l.Unreadable != "":
			_, _ = fmt.Fprintf(w, "    would be put aside again: %s\n", l.Unreadable)
		}
	}
	chosen := fmt.Sprintf("%d of %d dead letters", len(out.Letters), out.There)
	switch {
	case out.Sent:
		_, _ = fmt.Fprintf(w, "%s are on their way again\n", chosen)
	case len(out.Letters) > 0:
		_, _ = fmt.Fprintf(w, "%s would be sent; --yes sends them\n", chosen)
	default:
		_, _ = fmt.Fprintf(w, "%s would be sent\n", chosen)
	}
	return nil
}

// mailbox is a subscription of dead letters, and the topic that they go to.
type mailbox struct {
	client              *pubsub.Client
	adapters            map[string]channel.Adapter
	topic, subscription string
	// kept are the tickets of what was pulled and not acknowledged, by the message's id.
	kept map[string]string
}

// each hands over every dead letter that was there at an instant, once.
func (b *mailbox) each(ctx context.Context, began time.Time, f func(redrive.Letter, *pubsubpb.ReceivedMessage) error) error {
	seen := map[string]bool{} // what comes back immediately would go round forever
	b.kept = map[string]string{}
	for until := time.Now().Add(quietTime); time.Now().Before(until); {
		pulled, err := stack.Pull(ctx, b.client, b.subscription, quietTime)
		if err != nil {
			return err
		}
		for _, letter := range pulled {
			m := letter.GetMessage()
			b.kept[m.GetMessageId()] = letter.GetAckId()
			if seen[m.GetMessageId()] || m.GetPublishTime().AsTime().After(began) {
				continue
			}
			seen[m.GetMessageId()], until = true, time.Now().Add(quietTime)
			if err := f(redrive.Read(m, b.adapters), letter); err != nil {
				return err
			}
		}
	}
	return nil
}

// release lets whoever asks next have what was pulled and stays, instead of a minute later.
func (b *mailbox) release(ctx context.Context) {
	for ids := range slices.Chunk(slices.Collect(maps.Values(b.kept)), stack.MostPulled) {
		_ = b.client.SubscriptionAdminClient.ModifyAckDeadline(ctx, &pubsubpb.ModifyAckDeadlineRequest{
			Subscription: b.subscription, AckIds: ids, AckDeadlineSeconds: 0,
		})
	}
}

// broker is a project's Pub/Sub or, if no project is named, that of the emulator on this
// machine, whose project it then names. It honours PUBSUB_EMULATOR_HOST.
func broker(ctx context.Context, o *options) (*pubsub.Client, error) {
	host, local := os.Getenv("PUBSUB_EMULATOR_HOST"), o.project == ""
	if local {
		o.project = defaultProject
	}
	if local && host == "" {
		host = stack.PubSubAt(o.port)
		if err := listening(ctx, host); err != nil {
			return nil, err
		}
	}
	if host != "" {
		return stack.PubSub(ctx, host, o.project)
	}
	client, err := pubsub.NewClient(ctx, o.project)
	if err != nil {
		return nil, fmt.Errorf("Pub/Sub: %w", err)
	}
	return client, nil
}

// republish publishes one dead letter and then acknowledges it.
func (b *mailbox) republish(ctx context.Context, letter *pubsubpb.ReceivedMessage) error {
	_, err := b.client.TopicAdminClient.Publish(ctx, &pubsubpb.PublishRequest{
		Topic: b.topic, Messages: []*pubsubpb.PubsubMessage{redrive.Again(letter.GetMessage())},
	})
	if err != nil {
		return fmt.Errorf("publish to %s: %w", b.topic, err)
	}
	err = b.client.SubscriptionAdminClient.Acknowledge(ctx, &pubsubpb.AcknowledgeRequest{
		Subscription: b.subscription, AckIds: []string{letter.GetAckId()},
	})
	if err != nil {
		return fmt.Errorf("acknowledge: %w", err)
	}
	delete(b.kept, letter.GetMessage().GetMessageId())
	return nil
}
