package reply_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/cloudevents/sdk-go/v2/event"

	"github.com/frontdesk-gcp/frontdesk/emulator/traces"
	"github.com/frontdesk-gcp/frontdesk/functions/reply"
	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

const (
	customerWrote = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
	timerFired    = "00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-00f067aa0ba902b7-01"
)

// google is the channel's API. It keeps the headers of requests.
type google struct {
	mu      sync.Mutex
	headers []http.Header
	code    int
}

func (g *google) Client(context.Context, string, bool) (*http.Client, error) {
	return &http.Client{}, nil
}

func (g *google) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.headers = append(g.headers, r.Header)
	w.WriteHeader(g.code)
	_, _ = w.Write([]byte("{}"))
}

// TestEachReplyIsSentInATraceOfItsOwnKind: an automated reply is sent in the trace that it was written in, an
// agent's in one of its own that leads to what the customer wrote. Each is told apart
// when one run sends several. The channel gets to know of none.
func TestEachReplyIsSentInATraceOfItsOwnKind(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		code   int
		failed bool
	}{"the channel takes them": {200, false}, "the channel refuses them": {404, true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.set(t, "", conversation.Conversation{
				Customer: conversation.Customer{Peer: channel.Peer{Channel: channels.Default, Account: "acme", Key: "k"}},
				Session:  conversation.Session{State: conversation.Active, Number: 1}, Thread: conversation.Thread{LastHeardAt: w.now, Traceparent: customerWrote},
			})
			for id, traceparent := range map[string]string{"1-bot": customerWrote, "2-timer": timerFired, "3-agent": ""} {
				w.set(t, "/replies/"+id, conversation.Reply{
					Outbound: channel.Outbound{ID: id, Text: "Hello"}, Author: conversation.Author{Name: "Jo", Bot: traceparent != ""},
					Status: channel.Pending, CreatedAt: w.now, Traceparent: traceparent,
				})
				w.now = w.now.Add(time.Millisecond)
			}
			api := &google{code: tt.code}
			spans := w.drain(t, api)
			var got []string
			for _, s := range spans {
				if s.Name != "reply send" {
					continue
				}
				line := s.Trace[:4]
				if s.Parent == "" {
					line = "new"
				}
				for _, l := range s.Links {
					line += " → " + l.Trace[:4]
				}
				got = append(got, line)
			}
			slices.Sort(got)
			if want := []string{"4bf9", "aaaa", "new → 4bf9"}; !slices.Equal(want, got) {
				t.Errorf("sent in %q, want %q\n%s", got, want, traces.Tree(spans))
			}
			calls := 0
			for _, s := range spans {
				if s.Name == "reply call" && s.Failed == tt.failed && s.Attributes["conversation"] == string(w.id) {
					calls++
				}
			}
			if calls != 3 || len(api.headers) != 3 {
				t.Errorf("%d spans of %d calls, want 3, failed: %v\n%s", calls, len(api.headers), tt.failed, traces.Tree(spans))
			}
			for _, header := range api.headers {
				for _, name := range []string{"Traceparent", "Tracestate", "Baggage", "X-Cloud-Trace-Context"} {
					if header.Get(name) != "" {
						t.Errorf("the channel is told %s: %s", name, header.Get(name))
					}
				}
			}
		})
	}
}

// drain wakes the function with the channel's own adapter and returns what is traced.
func (w *world) drain(t *testing.T, api *google) []traces.Span {
	t.Helper()
	server := httptest.NewServer(api)
	t.Cleanup(server.Close)
	collector := traces.New()
	receiver := httptest.NewServer(collector)
	t.Cleanup(receiver.Close)
	log := slog.New(slog.DiscardHandler)
	tracer, err := trace.New(t.Context(), trace.Settings{
		Endpoint: receiver.URL, Ratio: 1, Project: "p", Function: "reply", Now: time.Now, Log: log,
	})
	if err != nil {
		t.Fatal(err)
	}
	h := &reply.Handler{
		Store: store.Of(w.db), Files: files{}, Now: func() time.Time { return w.now }, Log: log,
		Adapters: map[string]channel.Adapter{
			channels.Default: &businessmessages.Adapter{Clients: api, URL: server.URL},
		},
	}
	e := event.New()
	e.SetID("event")
	e.SetSubject("documents/conversations/" + string(w.id) + "/replies/1-bot")
	ctx, end := tracer.Begin(t.Context())
	if err := h.Handle(ctx, e); err != nil {
		t.Fatal(err)
	}
	end()
	if err := collector.Err(); err != nil {
		t.Errorf("the receiver refuses: %v", err)
	}
	return collector.Spans()
}
