package conformance_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	oauth "golang.org/x/oauth2/google"

	"github.com/frontdesk-gcp/frontdesk/emulator/conformance"
	fake "github.com/frontdesk-gcp/frontdesk/emulator/google"
	side "github.com/frontdesk-gcp/frontdesk/emulator/google/businessmessages"
	rcsside "github.com/frontdesk-gcp/frontdesk/emulator/google/rcs"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/google"
	"github.com/frontdesk-gcp/frontdesk/shared/rcs"
)

// clients carry the tokens that Google's side gives out.
type clients struct {
	key   []byte
	scope string
}

func (c clients) Client(context.Context, string, bool) (*http.Client, error) {
	config, err := oauth.JWTConfigFromJSON(c.key, c.scope)
	if err != nil {
		return nil, fmt.Errorf("key: %w", err)
	}
	return config.Client(context.Background()), nil
}

// subjects make what the suite runs against, by the names of channels.
func subjects() map[string]func(*testing.T) conformance.Subject {
	return map[string]func(*testing.T) conformance.Subject{businessmessages.Name: businessMessages, rcs.Name: onRCS}
}

func TestEveryChannelOfTheListConforms(t *testing.T) {
	t.Parallel()
	for _, c := range channels.All() {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			subject, ok := subjects()[c.Name]
			if !ok {
				t.Fatal("the channel is in the list, and the suite has no subject for it")
			}
			conformance.Run(t, subject(t))
		})
	}
}

// businessMessages is the channel beside Google's side of it.
func businessMessages(t *testing.T) conformance.Subject {
	t.Helper()
	webhook := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(webhook.Close)
	phones := phone.New(time.Now)
	g, err := side.New(side.Config{Phones: phones, Agent: "brands/b/agents/a", ClientToken: "t", Now: time.Now, WebhookURL: webhook.URL})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(g.Close)
	api := httptest.NewServer(g.API())
	t.Cleanup(api.Close)
	dana := phones.Phone("customer-1", "Dana")
	if _, err := dana.Write(t.Context(), "hello"); err != nil {
		t.Fatal(err)
	}
	return conformance.Subject{
		Adapter: &businessmessages.Adapter{Clients: clients{g.ServiceAccountKey(api.URL), businessmessages.Scope}, URL: api.URL},
		Sign: func(body []byte, key string) http.Header {
			return http.Header{google.SignatureHeader: {google.Sign(body, key)}}
		},
		Handshake: handshake,
		Payloads:  payloads(t, "../../shared/businessmessages/testdata/webhook-*.json"),
		Customers: 1,
		Peer:      channel.Peer{Channel: businessmessages.Name, Account: "acme", Key: "customer-1"},
		Fail:      func(status int) { g.Inject(fake.Fault{Method: side.MessagesCreate, Status: status}) },
		Lose:      func() { g.Inject(fake.Fault{Method: side.MessagesCreate, AnswerLost: true}) },
		Received:  func(id string) int { return received(dana, id) },
	}
}

// onRCS is the channel beside Google's side of it.
func onRCS(t *testing.T) conformance.Subject {
	t.Helper()
	webhook := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(webhook.Close)
	phones := phone.New(time.Now)
	g, err := rcsside.New(rcsside.Config{
		Phones: phones, Now: time.Now, AuthNow: time.Now,
		Agents: []rcsside.Agent{{ID: "harbor", ClientToken: "t", WebhookURL: webhook.URL}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(g.Close)
	api := httptest.NewServer(g.API())
	t.Cleanup(api.Close)
	g.SetFileBase(api.URL)
	const number = "+15550100123"
	dana := phones.Phone(number, "Dana")
	if _, err := dana.Write(t.Context(), "hello"); err != nil {
		t.Fatal(err)
	}
	wrap := func(signed []byte) []byte {
		return fmt.Appendf(nil, `{"message":{"data":%q}}`, base64.StdEncoding.EncodeToString(signed))
	}
	all := payloads(t, "../../shared/rcs/testdata/webhook-envelope/*.json")
	all["a kind to come"] = wrap([]byte(`{"senderPhoneNumber":"+15550100123","messageId":"m","agentId":"harbor","sticker":{"id":"s"}}`))
	return conformance.Subject{
		Adapter: &rcs.Adapter{Clients: clients{g.ServiceAccountKey(api.URL), rcs.Scope}, URL: api.URL, FilesURL: api.URL},
		Sign: func(body []byte, key string) http.Header {
			return http.Header{google.SignatureHeader: {google.Sign(data(body), key)}}
		},
		Unwrap:    data,
		Wrap:      wrap,
		Handshake: handshake,
		Payloads:  all,
		Silent:    []string{"agent-launch-event.json"},
		Customers: 1,
		Peer:      channel.Peer{Channel: rcs.Name, Account: "acme", BrandAgent: "harbor", Key: number},
		Fail:      func(status int) { g.Inject(fake.Fault{Method: rcsside.MessagesCreate, Status: status}) },
		Lose:      func() { g.Inject(fake.Fault{Method: rcsside.MessagesCreate, AnswerLost: true}) },
		Received:  func(id string) int { return received(dana, rcs.MessageID("", id)) },
	}
}

// data is the signed part of an envelope, if it is one.
func data(body []byte) []byte {
	var e struct{ Message struct{ Data []byte } }
	_ = json.Unmarshal(body, &e)
	return e.Message.Data
}

// handshake is how Google tries a webhook out.
func handshake(key string) (channel.Request, string) {
	return channel.Request{
		Method: http.MethodPost, Header: http.Header{}.Values,
		Body: fmt.Appendf(nil, `{"clientToken": %q, "secret": "8675309"}`, key),
	}, "8675309"
}

// received is how often the phone shows the message of that id.
func received(p *phone.Phone, id string) int {
	n := 0
	for _, e := range p.Messages() {
		if e.ID == id && e.From == phone.Business {
			n++
		}
	}
	return n
}

func payloads(t *testing.T, pattern string) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		t.Fatalf("no payloads: %v", err)
	}
	all := map[string][]byte{}
	for _, name := range names {
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if base := filepath.Base(name); !strings.HasPrefix(base, "webhook-verification") {
			all[base] = body
		}
	}
	return all
}
