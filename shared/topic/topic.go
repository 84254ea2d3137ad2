// Package topic publishes to Pub/Sub and reads what Pub/Sub pushes.
package topic

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"runtime"
	"time"

	"cloud.google.com/go/pubsub/v2"
	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"

	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// maxReconnect is the longest pause before a broken connection is tried again.
// The library's two minutes would extend an outage by as much.
const maxReconnect = 2 * time.Second

// The attributes of a message in the topic "inbound", and of one in its dead
// letter topic.
const (
	// Account is the messaging account whose URL was called.
	Account = "account"
	// Channel is that account's channel.
	Channel = "channel"
	// ReceivedAt is when the webhook received the message, as RFC 3339.
	ReceivedAt = "receivedAt"
	// Trace is the traceparent of the publisher.
	Trace = "traceparent"
	// Reason is why a message could not be handled.
	Reason = "reason"
)

// MaxAttribute is the longest value of an attribute, in bytes. Pub/Sub refuses a
// message with a longer one.
const MaxAttribute = 1024

// Message is a message in a topic.
type Message struct {
	// Data is the payload, unchanged.
	Data []byte
	// Attributes are the message's attributes.
	Attributes map[string]string
	// Key is the ordering key: Pub/Sub delivers messages with the same key in
	// order. It is empty for a message that need not wait for others.
	Key string
}

// Publisher publishes to one topic.
type Publisher struct {
	client *pubsub.Client
	name   string
}

// New returns a publisher to the topic of that id in the project. It honours
// PUBSUB_EMULATOR_HOST, as the library does.
func New(ctx context.Context, project, id string) (*Publisher, error) {
	backOff := backoff.DefaultConfig
	backOff.MaxDelay = maxReconnect
	client, err := pubsub.NewClient(ctx, project, option.WithGRPCDialOption(
		grpc.WithConnectParams(grpc.ConnectParams{Backoff: backOff, MinConnectTimeout: maxReconnect})))
	if err != nil {
		return nil, fmt.Errorf("Pub/Sub: %w", err)
	}
	return &Publisher{client: client, name: fmt.Sprintf("projects/%s/topics/%s", project, id)}, nil
}

// Close releases the connection.
func (p *Publisher) Close() error {
	if err := p.client.Close(); err != nil {
		return fmt.Errorf("Pub/Sub: %w", err)
	}
	return nil
}

// Publish returns nil once Pub/Sub has acknowledged the message. It sends
// messages one by one: batching would only delay the sender, and the library's
// own publisher blocks a key after a failure. The message carries the context's
// trace.
func (p *Publisher) Publish(ctx context.Context, m Message) (err error) {
	ctx, span := trace.Start(ctx, "publish")
	defer func() { span.End(err) }()
	_, err = p.client.TopicAdminClient.Publish(ctx, &pubsubpb.PublishRequest{
		Topic:    p.name,
		Messages: []*pubsubpb.PubsubMessage{{Data: m.Data, Attributes: m.traced(ctx), OrderingKey: m.Key}},
	})
	if err != nil {
		return fault.New(fault.Unavailable, "publish to %s: %w", p.name, err)
	}
	return nil
}

// traced returns the attributes with the context's trace, if there is one, in
// place of an older one.
func (m Message) traced(ctx context.Context) map[string]string {
	header := trace.Header(ctx)
	if header == "" {
		return m.Attributes
	}
	attributes := map[string]string{}
	maps.Copy(attributes, m.Attributes)
	attributes[Trace] = header
	return attributes
}

// Serve passes the message that a request pushes to handle, within the trace that
// the message carries. It answers 200 when handle is done with the message, and
// otherwise a status that makes Pub/Sub push it again.
func Serve(log *slog.Logger, w http.ResponseWriter, r *http.Request, handle func(context.Context, Message) error) {
	growStack(false)
	m, err := Receive(r)
	ctx, span := trace.Continue(r.Context(), "receive", m.Attributes[Trace])
	if err == nil {
		err = handle(ctx, m)
	}
	if err != nil {
		fault.Answer(ctx, log, w, err)
	}
	span.End(err)
}

// stackRoom is what handling a message takes of its goroutine's stack, in bytes, as
// conversations are passed by value.
const stackRoom = 96 << 10

// growStack makes the stack as large as handling a message takes, in one step: doubled whenever
// it is full, it was copied six times, which was a tenth of a function's processor time. Only
// what is used of the room has to be cleared, so none is.
//
//go:noinline
func growStack(used bool) {
	if used {
		var room [stackRoom]byte
		runtime.KeepAlive(&room)
	}
}

// maxPush bounds a pushed request: Pub/Sub's 10 MB for a message, in base64.
const maxPush = 14 << 20

// Receive reads the message that Pub/Sub pushes in a request.
func Receive(r *http.Request) (Message, error) {
	if r.Method != http.MethodPost {
		return Message{}, fault.New(fault.MethodNotAllowed, "a push is a POST")
	}
	// In one piece, as requests say how long they are.
	body := bytes.NewBuffer(make([]byte, 0, min(max(r.ContentLength, 0), maxPush)+bytes.MinRead))
	_, err := body.ReadFrom(io.LimitReader(r.Body, maxPush))
	if err != nil {
		return Message{}, fault.New(fault.Unavailable, "read push: %w", err)
	}
	var push struct {
		Message *struct {
			Data        []byte            `json:"data"`
			Attributes  map[string]string `json:"attributes"`
			OrderingKey string            `json:"orderingKey"`
		} `json:"message"`
	}
	if err := json.Unmarshal(body.Bytes(), &push); err != nil {
		return Message{}, fault.New(fault.Invalid, "push: %w", err)
	}
	if push.Message == nil {
		return Message{}, fault.New(fault.Invalid, "push: there is no message in it")
	}
	return Message{Data: push.Message.Data, Attributes: push.Message.Attributes, Key: push.Message.OrderingKey}, nil
}
