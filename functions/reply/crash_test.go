package reply_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	oauth "golang.org/x/oauth2/google"

	side "github.com/frontdesk-gcp/frontdesk/emulator/google"
	bmside "github.com/frontdesk-gcp/frontdesk/emulator/google/businessmessages"
	rcsside "github.com/frontdesk-gcp/frontdesk/emulator/google/rcs"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/rcs"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// line is the world with a channel's own adapter, and Google's strict side of it.
type line struct {
	*world
	phone *phone.Phone
	// fault makes the next message end in a way of its own.
	fault func(side.Fault)
}

// authorized carries tokens of Google's side.
type authorized struct {
	key   []byte
	scope string
}

func (a authorized) Client(ctx context.Context, _ string, _ bool) (*http.Client, error) {
	config, err := oauth.JWTConfigFromJSON(a.key, a.scope)
	if err != nil {
		return nil, fmt.Errorf("key: %w", err)
	}
	return config.Client(ctx), nil
}

// lines are the channels of the list, by what is special about the provider.
func lines() map[string]func(*testing.T) line {
	return map[string]func(*testing.T) line{
		"Business Messages":                  onBusinessMessages,
		"RCS that ignores a repetition":      func(t *testing.T) line { t.Helper(); return onRCS(t, rcsside.Switches{}) },
		"RCS that answers 409 to repetition": func(t *testing.T) line { t.Helper(); return onRCS(t, rcsside.Switches{Conflict: true}) },
	}
}

// webhook is the address of a webhook that takes everything.
func webhook(t *testing.T) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(s.Close)
	return s.URL
}

func onBusinessMessages(t *testing.T) line {
	t.Helper()
	phones := phone.New(time.Now)
	provider, err := bmside.New(bmside.Config{Phones: phones, Agent: "brands/b/agents/a", ClientToken: "t", Now: time.Now, WebhookURL: webhook(t)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(provider.Close)
	api := httptest.NewServer(provider.API())
	t.Cleanup(api.Close)
	clients := authorized{provider.ServiceAccountKey(api.URL), businessmessages.Scope}
	l := newLine(t, channel.Peer{Channel: businessmessages.Name, Account: "acme", BrandAgent: "brands/b/agents/a", Key: "customer-1"}, phones,
		&businessmessages.Adapter{Clients: clients, URL: api.URL})
	l.fault = func(f side.Fault) { f.Method = bmside.MessagesCreate; provider.Inject(f) }
	return l
}

func onRCS(t *testing.T, switches rcsside.Switches) line {
	t.Helper()
	phones := phone.New(time.Now)
	provider, err := rcsside.New(rcsside.Config{
		Phones: phones, Now: time.Now, AuthNow: time.Now, Switches: switches,
		Agents: []rcsside.Agent{{ID: "harbor", ClientToken: "t", WebhookURL: webhook(t)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(provider.Close)
	api := httptest.NewServer(provider.API())
	t.Cleanup(api.Close)
	clients := authorized{provider.ServiceAccountKey(api.URL), rcs.Scope}
	l := newLine(t, channel.Peer{Channel: rcs.Name, Account: "acme", BrandAgent: "harbor", Key: "+15550100123"}, phones,
		&rcs.Adapter{Clients: clients, URL: api.URL})
	l.fault = func(f side.Fault) { f.Method = rcsside.MessagesCreate; provider.Inject(f) }
	return l
}

// newLine is a line on which the customer has written.
func newLine(t *testing.T, peer channel.Peer, phones *phone.Phones, adapter channel.Adapter) line {
	t.Helper()
	l := line{world: newWorld(t), phone: phones.Phone(peer.Key, "Dana")}
	l.adapters = map[string]channel.Adapter{peer.Channel: adapter}
	if _, err := l.phone.Write(t.Context(), "hello"); err != nil {
		t.Fatal(err)
	}
	l.set(t, "", conversation.Conversation{
		Customer: conversation.Customer{Peer: peer},
		Session:  conversation.Session{State: conversation.Active, Number: 1}, Thread: conversation.Thread{LastHeardAt: l.now},
	})
	return l
}

// sent sends a reply that a run has claimed, as that run did before it died.
func (l line) sent(t *testing.T, out channel.Outbound) {
	t.Helper()
	for name, adapter := range l.adapters {
		pieces, err := adapter.Prepare(out)
		if err != nil {
			t.Fatal(err)
		}
		var conv conversation.Conversation
		doc, err := l.db.Doc("conversations/" + string(l.id)).Get(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := doc.DataTo(&conv); err != nil || conv.Channel != name {
			t.Fatal(err)
		}
		for _, piece := range pieces {
			piece.Conversation = string(l.id)
			if _, err := adapter.Send(t.Context(), conv.Peer, piece); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// shown is what the business says on the phone.
func (l line) shown() []string {
	var texts []string
	for _, e := range l.phone.Messages() {
		if e.From == phone.Business && e.Kind == phone.EntryMessage {
			texts = append(texts, e.Text)
		}
	}
	return texts
}

// TestAReplyIsOnThePhoneOnceWhateverHappens to the run that sends it, and to its call. The
// one after it follows.
func TestAReplyIsOnThePhoneOnceWhateverHappens(t *testing.T) {
	t.Parallel()
	first := channel.Outbound{ID: "a", Text: "one"}
	for name, tt := range map[string]struct {
		trouble func(*testing.T, line)
		// again is whether the first run leaves the reply to another one.
		again  bool
		status channel.Status
	}{
		"no trouble":                 {func(*testing.T, line) {}, false, channel.Sent},
		"a crash before the call":    {func(t *testing.T, l line) { t.Helper(); l.crashes(t) }, false, channel.Sent},
		"a crash after the call":     {func(t *testing.T, l line) { t.Helper(); l.sent(t, first); l.crashes(t) }, false, channel.Sent},
		"two crashes after the call": {func(t *testing.T, l line) { t.Helper(); l.sent(t, first); l.crashes(t); l.crashes(t) }, false, channel.Sent},
		"more crashes than are made up for": {func(t *testing.T, l line) {
			t.Helper()
			l.sent(t, first)
			for range conversation.MaxInterruptions + 1 {
				l.crashes(t)
			}
		}, false, channel.Unknown},
		"429":                    {func(_ *testing.T, l line) { l.fault(side.Fault{Status: http.StatusTooManyRequests}) }, true, channel.Sent},
		"500":                    {func(_ *testing.T, l line) { l.fault(side.Fault{Status: http.StatusInternalServerError}) }, true, channel.Sent},
		"503":                    {func(_ *testing.T, l line) { l.fault(side.Fault{Status: http.StatusServiceUnavailable}) }, true, channel.Sent},
		"404":                    {func(_ *testing.T, l line) { l.fault(side.Fault{Status: http.StatusNotFound}) }, false, channel.Failed},
		"an answer that is lost": {func(_ *testing.T, l line) { l.fault(side.Fault{AnswerLost: true}) }, true, channel.Sent},
		"a crash, and then an answer that is lost": {func(t *testing.T, l line) {
			t.Helper()
			l.crashes(t)
			l.fault(side.Fault{AnswerLost: true})
		}, true, channel.Sent},
	} {
		for where, newLine := range lines() {
			t.Run(name+" on "+where, func(t *testing.T) {
				t.Parallel()
				l := newLine(t)
				l.write(t, first)
				l.write(t, channel.Outbound{ID: "b", Text: "two"})
				tt.trouble(t, l)
				if err := l.wake(t, "a"); (err != nil) != tt.again {
					t.Errorf("the first run: %v", err)
				}
				l.now = l.now.Add(time.Minute)
				if err := l.wake(t, "b"); err != nil {
					t.Errorf("the second run: %v", err)
				}
				want, shown := map[string]channel.Status{"a": tt.status, "b": channel.Sent}, []string{"one", "two"}
				if tt.status == channel.Failed {
					shown = shown[1:]
				}
				if diff := cmp.Diff(want, l.statuses(t, "a", "b")); diff != "" {
					t.Errorf("statuses (-want +got):\n%s", diff)
				}
				if got := l.shown(); !slices.Equal(got, shown) {
					t.Errorf("the phone shows %q, want %q", got, shown)
				}
			})
		}
	}
}

// TestAReceiptFindsAReplyWhoseAnswerWasLost: the customer has it, and says so before it is tried
// again.
func TestAReceiptFindsAReplyWhoseAnswerWasLost(t *testing.T) {
	t.Parallel()
	for name, lost := range map[string]side.Fault{
		"cut": {AnswerLost: true}, "500": {AnswerLost: true, Status: http.StatusInternalServerError},
	} {
		for where, newLine := range lines() {
			t.Run(name+" on "+where, func(t *testing.T) {
				t.Parallel()
				l := newLine(t)
				l.write(t, channel.Outbound{ID: "a", Text: "one"})
				l.fault(lost)
				if err := l.wake(t, "a"); err == nil {
					t.Error("the first run: no error, want a repetition")
				}
				s := store.Of(l.db)
				if _, on := l.adapters[rcs.Name]; on {
					called := rcs.MessageID(string(l.id), "a")
					if found, err := s.ReplyOf(t.Context(), l.id, called); found != "a" || err != nil {
						t.Fatalf("%s is %q, %v", called, found, err)
					}
				}
				if err := s.Receipt(t.Context(), l.id, "a", conversation.Report{Status: channel.Delivered}, l.now); err != nil {
					t.Fatal(err)
				}
				l.now = l.now.Add(time.Minute)
				if err := l.wake(t, "a"); err != nil {
					t.Errorf("the second run: %v", err)
				}
				if got := l.reply(t, "a").Status; got != channel.Delivered {
					t.Errorf("the reply is %s", got)
				}
				if got := l.shown(); !slices.Equal(got, []string{"one"}) {
					t.Errorf("the phone shows %q", got)
				}
			})
		}
	}
}
