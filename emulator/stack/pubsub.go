package stack

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/pubsub/v2"
	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"

	"github.com/frontdesk-gcp/frontdesk/functions/routing"
)

// The resources of Pub/Sub, named as Terraform names them.
const (
	// InboundTopic is what the webhook publishes to.
	InboundTopic        = "inbound"
	deadLetterTopic     = "inbound-dead-letter"
	routingSubscription = "inbound-routing"
	// DeadLetterSubscription keeps what could not be handled.
	DeadLetterSubscription = "inbound-dead-letter"
	// MediaTopic holds the jobs to copy customers' files.
	MediaTopic        = "media"
	mediaSubscription = "media-copy"
	// resultsTopic holds what became of those jobs.
	resultsTopic        = "media-results"
	resultsSubscription = "media-results-routing"
	// EventsSubscription keeps the published events. In the cloud, it writes them
	// into BigQuery.
	EventsSubscription = "events-bigquery"
	eventsTopic        = "events"
)

// PubSub connects to a Pub/Sub emulator, ignoring the environment.
func PubSub(ctx context.Context, host, project string) (*pubsub.Client, error) {
	client, err := pubsub.NewClient(ctx, project, option.WithEndpoint(host), option.WithoutAuthentication(),
		option.WithTelemetryDisabled(), option.WithGRPCDialOption(grpc.WithTransportCredentials(insecure.NewCredentials())))
	if err != nil {
		return nil, fmt.Errorf("Pub/Sub: %w", err)
	}
	return client, nil
}

// ProvisionPubSub creates the topics and subscriptions, again if the emulator was
// restarted.
func (s *Stack) ProvisionPubSub(ctx context.Context) error {
	if err := provisionPubSub(ctx, s.PubSub, s.Project, s.ports.url(routingPort), s.ports.url(mediaPort)); err != nil {
		return fmt.Errorf("the Pub/Sub emulator on %s: %w", s.PubSubHost, err)
	}
	return nil
}

// provisionPubSub creates the topics and subscriptions.
func provisionPubSub(ctx context.Context, client *pubsub.Client, project, routingURL, mediaURL string) error {
	topic := func(id string) string { return fmt.Sprintf("projects/%s/topics/%s", project, id) }
	subscription := func(id string) string { return fmt.Sprintf("projects/%s/subscriptions/%s", project, id) }
	for _, id := range []string{InboundTopic, deadLetterTopic, MediaTopic, resultsTopic, eventsTopic} {
		_, err := client.TopicAdminClient.CreateTopic(ctx, &pubsubpb.Topic{Name: topic(id)})
		if err != nil && status.Code(err) != codes.AlreadyExists {
			return fmt.Errorf("topic %s: %w", id, err)
		}
	}
	for _, s := range []*pubsubpb.Subscription{
		{
			Name: subscription(routingSubscription), Topic: topic(InboundTopic),
			PushConfig:            &pubsubpb.PushConfig{PushEndpoint: routingURL},
			EnableMessageOrdering: true,
			AckDeadlineSeconds:    60,
			RetryPolicy:           retryPolicy(),
		},
		{
			Name: subscription(mediaSubscription), Topic: topic(MediaTopic),
			PushConfig:         &pubsubpb.PushConfig{PushEndpoint: mediaURL},
			AckDeadlineSeconds: 60,
			RetryPolicy:        retryPolicy(),
		},
		{
			Name: subscription(resultsSubscription), Topic: topic(resultsTopic),
			PushConfig:         &pubsubpb.PushConfig{PushEndpoint: routingURL + routing.Copies},
			AckDeadlineSeconds: 60,
			RetryPolicy:        retryPolicy(),
		},
		{Name: subscription(DeadLetterSubscription), Topic: topic(deadLetterTopic), AckDeadlineSeconds: 60},
		{Name: subscription(EventsSubscription), Topic: topic(eventsTopic), AckDeadlineSeconds: 60},
	} {
		if err := recreate(ctx, client, s); err != nil {
			return err
		}
	}
	return nil
}

// retryPolicy is faster than the cloud's, so that nobody has to wait.
func retryPolicy() *pubsubpb.RetryPolicy {
	return &pubsubpb.RetryPolicy{
		MinimumBackoff: durationpb.New(200 * time.Millisecond), MaximumBackoff: durationpb.New(10 * time.Second),
	}
}

// recreate replaces a subscription: an emulator that somebody else started may
// still push to the address of an earlier run.
func recreate(ctx context.Context, client *pubsub.Client, s *pubsubpb.Subscription) error {
	err := client.SubscriptionAdminClient.DeleteSubscription(ctx, &pubsubpb.DeleteSubscriptionRequest{Subscription: s.GetName()})
	if err != nil && status.Code(err) != codes.NotFound {
		return fmt.Errorf("delete %s: %w", s.GetName(), err)
	}
	if _, err := client.SubscriptionAdminClient.CreateSubscription(ctx, s); err != nil {
		return fmt.Errorf("create %s: %w", s.GetName(), err)
	}
	return nil
}

// MostPulled is how many messages are pulled at once.
const MostPulled = 100

// Pull returns some messages of a subscription, or none if none come for a while.
func Pull(ctx context.Context, client *pubsub.Client, subscription string, wait time.Duration) ([]*pubsubpb.ReceivedMessage, error) {
	bounded, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	res, err := client.SubscriptionAdminClient.Pull(bounded, &pubsubpb.PullRequest{Subscription: subscription, MaxMessages: MostPulled})
	if err != nil && bounded.Err() != nil && ctx.Err() == nil {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("pull from %s: %w", subscription, err)
	}
	return res.GetReceivedMessages(), nil
}
