package topic_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"
	"cloud.google.com/go/pubsub/v2/pstest"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc/codes"

	"github.com/frontdesk-gcp/frontdesk/emulator/traces"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/topic"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

const header = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

// serve starts Pub/Sub's own stand-in with a topic, and connects to it.
func serve(t *testing.T, options ...pstest.ServerReactorOption) (*pstest.Server, *topic.Publisher) {
	t.Helper()
	server := pstest.NewServer(options...)
	t.Cleanup(func() { _ = server.Close() })
	t.Setenv("PUBSUB_EMULATOR_HOST", server.Addr)
	_, err := server.GServer.CreateTopic(t.Context(), &pubsubpb.Topic{Name: "projects/p/topics/inbound"})
	if err != nil {
		t.Fatal(err)
	}
	publisher, err := topic.New(t.Context(), "p", "inbound")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = publisher.Close() })
	return server, publisher
}

func TestPublishTellsTheTraceToWhoeverGetsTheMessage(t *testing.T) {
	server, publisher := serve(t)
	old := map[string]string{topic.Account: "acme", topic.Trace: "an older one"}
	for name, tt := range map[string]struct {
		header     string
		attributes map[string]string
		want       map[string]string
	}{
		"a trace": {header, nil, map[string]string{topic.Trace: header}},
		"a trace in place of an older one": {
			header, old, map[string]string{topic.Account: "acme", topic.Trace: header},
		},
		"none":                    {"", nil, nil},
		"none keeps an older one": {"", old, old},
	} {
		server.ClearMessages()
		m := topic.Message{Data: []byte("hi"), Attributes: tt.attributes}
		if err := publisher.Publish(trace.With(t.Context(), tt.header), m); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, server.Messages()[0].Attributes); diff != "" {
			t.Errorf("%s: attributes (-want +got):\n%s", name, diff)
		}
	}
	if old[topic.Trace] != "an older one" {
		t.Error("the caller's own attributes were changed")
	}
}

func TestAPublisherAndItsReaderAreInOneTrace(t *testing.T) {
	server, publisher := serve(t)
	collector := traces.New()
	receiver := httptest.NewServer(collector)
	defer receiver.Close()
	tracer, err := trace.New(t.Context(), trace.Settings{
		Endpoint: receiver.URL, Ratio: 1, Project: "p", Function: "f", Now: time.Now, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := tracer.Begin(t.Context())
	ctx, span := trace.Continue(ctx, "work", header)
	if err := publisher.Publish(ctx, topic.Media{Conversation: "c", Message: "m"}.Encode()); err != nil {
		t.Fatal(err)
	}
	span.End(nil)
	end()
	sent := server.Messages()[0]
	push := `{"message": {"attributes": {"traceparent": "` + sent.Attributes[topic.Trace] + `"}}}`
	tracer.Handler(handler(func(context.Context, topic.Message) error { return fault.New(fault.Unavailable, "busy") })).
		ServeHTTP(httptest.NewRecorder(), post(push))
	spans := collector.Spans() // each is sent when it has ended, the inner one first
	if len(spans) != 3 || spans[0].Name != "f publish" || spans[2].Name != "f receive" {
		t.Fatalf("spans:\n%s", traces.Tree(spans))
	}
	if spans[2].Parent != spans[0].ID || spans[2].Trace != spans[0].Trace || !spans[2].Failed {
		t.Errorf("the reading is not below the publishing, or has not failed:\n%s", traces.Tree(spans))
	}
}

func TestPublishFailsWhenPubSubDoesNotTakeTheMessage(t *testing.T) {
	_, publisher := serve(t, pstest.WithErrorInjection("Publish", codes.PermissionDenied, "no"))
	err := publisher.Publish(t.Context(), topic.Message{Data: []byte("hi")})
	if fault.KindOf(err) != fault.Unavailable {
		t.Errorf("Publish = %v, want Unavailable", err)
	}
}

// handler serves pushes.
func handler(handle func(context.Context, topic.Message) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		topic.Serve(slog.New(slog.DiscardHandler), w, r, handle)
	})
}
