package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"cloud.google.com/go/pubsub/v2"
	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"

	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
)

const (
	// batch is how many dead letters are requested at once.
	batch = 100
	// quietTime is how long to wait for another dead letter before concluding that
	// there are none left.
	quietTime = 3 * time.Second
)

// redrive publishes every dead letter again, as the webhook did, and then
// acknowledges it. What fails again comes back, and what is handled twice takes
// effect once.
func redrive(ctx context.Context, o options, stdout, _ io.Writer) error {
	client, err := broker(ctx, &o)
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }()
	topic := fmt.Sprintf("projects/%s/topics/%s", o.project, o.topic)
	subscription := fmt.Sprintf("projects/%s/subscriptions/%s", o.project, o.subscription)
	seen := map[string]bool{} // what comes back immediately would go round forever
	for until := time.Now().Add(quietTime); time.Now().Before(until); {
		letters, err := pull(ctx, client, subscription)
		if err != nil {
			return fmt.Errorf("after %d dead letters: %w", len(seen), err)
		}
		for _, letter := range letters {
			m := letter.GetMessage()
			if seen[m.GetMessageId()] || m.GetPublishTime().AsTime().After(o.began) {
				continue
			}
			if err := republish(ctx, client, topic, subscription, letter); err != nil {
				return fmt.Errorf("after %d dead letters: %w", len(seen), err)
			}
			seen[m.GetMessageId()], until = true, time.Now().Add(quietTime)
			_, _ = fmt.Fprintf(stdout, "%s  account %s, buried because: %s\n",
				m.GetMessageId(), m.GetAttributes()["account"], m.GetAttributes()["reason"])
		}
	}
	_, _ = fmt.Fprintf(stdout, "%d dead letters are on their way again\n", len(seen))
	return nil
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

// pull returns some dead letters, or none if none arrive for a while.
func pull(ctx context.Context, client *pubsub.Client, subscription string) ([]*pubsubpb.ReceivedMessage, error) {
	bounded, cancel := context.WithTimeout(ctx, quietTime)
	defer cancel()
	res, err := client.SubscriptionAdminClient.Pull(bounded, &pubsubpb.PullRequest{
		Subscription: subscription, MaxMessages: batch,
	})
	if err != nil && bounded.Err() != nil && ctx.Err() == nil {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("pull from %s: %w", subscription, err)
	}
	return res.GetReceivedMessages(), nil
}

// republish publishes one dead letter and then acknowledges it.
func republish(
	ctx context.Context, client *pubsub.Client, topic, subscription string, letter *pubsubpb.ReceivedMessage,
) error {
	m := &pubsubpb.PubsubMessage{Data: letter.GetMessage().GetData(), Attributes: map[string]string{}}
	for key, value := range letter.GetMessage().GetAttributes() {
		if key != "reason" {
			m.Attributes[key] = value
		}
	}
	_, err := client.TopicAdminClient.Publish(ctx, &pubsubpb.PublishRequest{Topic: topic, Messages: []*pubsubpb.PubsubMessage{m}})
	if err != nil {
		return fmt.Errorf("publish to %s: %w", topic, err)
	}
	err = client.SubscriptionAdminClient.Acknowledge(ctx, &pubsubpb.AcknowledgeRequest{
		Subscription: subscription, AckIds: []string{letter.GetAckId()},
	})
	if err != nil {
		return fmt.Errorf("acknowledge: %w", err)
	}
	return nil
}
