package businessmessages_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/google/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

func TestAMessageGoesBothWays(t *testing.T) {
	w := newWorld(t)
	events := watch(t, w.Service)
	dana := w.begin()

	code, answer := w.send("m-1", "Yes, blue is in stock.")
	if code != http.StatusOK {
		t.Fatalf("got %d %s", code, answer)
	}
	next(t, events, google.PhoneMessage)
	if e := next(t, events, google.WebhookAccepted); e.Payload != "receipts" {
		t.Errorf("got %s, want the DELIVERED receipt", e.Payload)
	}
	var got []string
	for _, e := range dana.Messages() {
		got = append(got, string(e.From)+": "+e.Text+" ("+string(e.State)+")")
	}
	want := []string{"customer: hello (sent)", "business: Yes, blue is in stock. (delivered)"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestNewWants(t *testing.T) {
	good := businessmessages.Config{Phones: phone.New(time.Now), Agent: agent, ClientToken: "t", Now: time.Now}
	for name, c := range map[string]struct {
		spoil func(*businessmessages.Config)
		want  string
	}{
		"an agent's name":          {func(c *businessmessages.Config) { c.Agent = "agents/a" }, "is not brands/"},
		"a client token":           {func(c *businessmessages.Config) { c.ClientToken = "" }, "no client token"},
		"phones":                   {func(c *businessmessages.Config) { c.Phones = nil }, "no phones"},
		"a clock":                  {func(c *businessmessages.Config) { c.Now = nil }, "no clock"},
		"the name of every agent":  {func(c *businessmessages.Config) { c.Others = []businessmessages.Agent{{Name: "b"}} }, `agent "b" is not brands/`},
		"each agent once":          {func(c *businessmessages.Config) { c.Others = []businessmessages.Agent{{Name: agent}} }, "is there twice"},
		"nothing more than it has": {func(*businessmessages.Config) {}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := good
			c.spoil(&cfg)
			s, err := businessmessages.New(cfg)
			if err == nil {
				s.Close()
			}
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestHandshakeWants200AndTheSecretAlone(t *testing.T) {
	for name, c := range map[string]struct {
		answer func(w http.ResponseWriter, secret string)
		ok     bool
	}{
		"the secret":            {func(w http.ResponseWriter, s string) { _, _ = w.Write([]byte(s)) }, true},
		"the secret in quotes":  {func(w http.ResponseWriter, s string) { _, _ = w.Write([]byte(`"` + s + `"`)) }, false},
		"the secret and a line": {func(w http.ResponseWriter, s string) { _, _ = w.Write([]byte(s + "\n")) }, false},
		"nothing":               {func(http.ResponseWriter, string) {}, false},
		"the secret with 201": {func(w http.ResponseWriter, s string) {
			w.WriteHeader(http.StatusCreated)
			_, _ = w.Write([]byte(s))
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.webhook.then(func(rw http.ResponseWriter, _ *http.Request) {
				posted := w.webhook.all()[0]
				c.answer(rw, object(t, posted.body)["secret"].(string))
			})
			if err := w.Handshake(t.Context()); (err == nil) != c.ok {
				t.Errorf("got %v, want ok = %t", err, c.ok)
			}
			got := w.webhook.all()[0]
			if token := object(t, got.body)["clientToken"]; token != clientToken {
				t.Errorf("clientToken = %v", token)
			}
			if sig := got.header.Get("X-Goog-Signature"); sig != "" {
				t.Errorf("the handshake is signed: %s", sig)
			}
		})
	}
}

func TestHandshakeWithoutAWebhookFails(t *testing.T) {
	w := newWorld(t)
	w.SetWebhook("")
	if err := w.Handshake(t.Context()); err == nil {
		t.Error("got no error")
	}
}

func TestNothingIsDeliveredAfterClose(t *testing.T) {
	w := newWorld(t)
	p := w.Phone("c", "Dana")
	w.Service.Close()
	if _, err := p.Write(t.Context(), "hello"); err == nil || !strings.Contains(err.Error(), "closed") {
		t.Errorf("got %v, want ErrClosed", err)
	}
	if _, open := <-w.Watch(t.Context()); open {
		t.Error("a watch after Close gives events")
	}
}
