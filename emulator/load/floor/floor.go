package floor

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"time"

	"cloud.google.com/go/pubsub/v2"
	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"
	"google.golang.org/protobuf/types/known/durationpb"

	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/emulator/process"
)

// startTimeout is how long a function may take to listen.
const startTimeout = 30 * time.Second

// Options say where the emulators are.
type Options struct {
	Project, PubSubHost, FirestoreHost string
	PubSub                             *pubsub.Client
	// More are more settings, in the form KEY=VALUE.
	More []string
	// Log gets what the functions print.
	Log io.Writer
}

// Floors are the functions that run.
type Floors struct {
	options   Options
	group     *process.Group
	processes map[string]*process.Process
	webhook   string
}

// Start starts the webhook; the others are started when they are needed.
func Start(ctx context.Context, o Options) (*Floors, error) {
	group, err := process.NewGroup()
	if err != nil {
		return nil, err
	}
	f := &Floors{options: o, group: group, processes: map[string]*process.Process{}}
	f.webhook, err = f.start(ctx, Webhook)
	if err != nil {
		f.Stop()
		return nil, err
	}
	return f, nil
}

// StartFurther starts the function of further messages.
func (f *Floors) StartFurther(ctx context.Context) error { return f.subscribe(ctx, Further) }

// StartFirst starts the function of first messages, which writes so many documents.
func (f *Floors) StartFirst(ctx context.Context, n int) error {
	return f.subscribe(ctx, First, documents+"="+strconv.Itoa(n))
}

// subscribe starts a function, and has what is published to a topic of its name pushed to it, in
// the order of the conversation, as the product has.
func (f *Floors) subscribe(ctx context.Context, name string, settings ...string) error {
	url, err := f.start(ctx, name, settings...)
	if err != nil {
		return err
	}
	topic := fmt.Sprintf("projects/%s/topics/%s", f.options.Project, name)
	if _, err := f.options.PubSub.TopicAdminClient.CreateTopic(ctx, &pubsubpb.Topic{Name: topic}); err != nil {
		return fmt.Errorf("topic %s: %w", name, err)
	}
	_, err = f.options.PubSub.SubscriptionAdminClient.CreateSubscription(ctx, &pubsubpb.Subscription{
		Name: f.subscription(name), Topic: topic,
		PushConfig: &pubsubpb.PushConfig{PushEndpoint: url}, EnableMessageOrdering: true, AckDeadlineSeconds: 60,
		RetryPolicy: &pubsubpb.RetryPolicy{
			MinimumBackoff: durationpb.New(200 * time.Millisecond), MaximumBackoff: durationpb.New(10 * time.Second),
		},
	})
	if err != nil {
		return fmt.Errorf("subscription %s: %w", name, err)
	}
	return nil
}

func (f *Floors) subscription(name string) string {
	return fmt.Sprintf("projects/%s/subscriptions/%s", f.options.Project, name)
}

// Unsubscribe ends the pushes to a function. Twenty times a second the emulator goes through all
// ordering keys that a subscription has ever seen. After thousands of customers who wrote once each,
// that takes a whole core.
func (f *Floors) Unsubscribe(ctx context.Context, name string) error {
	err := f.options.PubSub.SubscriptionAdminClient.DeleteSubscription(ctx,
		&pubsubpb.DeleteSubscriptionRequest{Subscription: f.subscription(name)})
	if err != nil {
		return fmt.Errorf("subscription %s: %w", name, err)
	}
	return nil
}

// start starts a function in a process of this program, and returns its address.
func (f *Floors) start(ctx context.Context, name string, settings ...string) (url string, err error) {
	binary, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find this program: %w", err)
	}
	port, err := official.FreePort()
	if err != nil {
		return "", err
	}
	address := fmt.Sprintf("127.0.0.1:%d", port)
	p, err := f.group.Start(process.Command{Name: name, Path: binary, Output: f.options.Log, Env: append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "FUNCTION_TARGET=" + name, fmt.Sprintf("PORT=%d", port),
		"GOOGLE_CLOUD_PROJECT=" + f.options.Project, "PUBSUB_EMULATOR_HOST=" + f.options.PubSubHost,
		"FIRESTORE_EMULATOR_HOST=" + f.options.FirestoreHost,
	}, append(settings, f.options.More...)...)})
	if err != nil {
		return "", err
	}
	f.processes[name] = p
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	return "http://" + address, p.Await(ctx, func(ctx context.Context) bool {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
		return err == nil && conn.Close() == nil
	})
}

// URL is where the webhook takes a message for the function of a name.
func (f *Floors) URL(name, conversation, message string) string {
	return f.webhook + "/" + name + "/" + conversation + "/" + message
}

// Processes are the functions' process ids by name.
func (f *Floors) Processes() map[string]int {
	all := map[string]int{}
	for name, p := range f.processes {
		all[name] = p.Pid()
	}
	return all
}

// Stop stops all of them.
func (f *Floors) Stop() { f.group.Stop() }
