package webhook_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/functions/webhook"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/config"
	"github.com/frontdesk-gcp/frontdesk/shared/logging"
)

// office is a webhook of two accounts with different numbers of keys, which records
// the work that a request causes.
type office struct {
	http.Handler
	channel.Adapter

	mutex sync.Mutex
	work  []string
}

// Keys is what an account's secrets hold.
func (o *office) Keys(_ context.Context, secrets []string, _ bool) ([]string, error) {
	if secrets[0] == "acme-token" {
		return []string{token, "the older token of acme"}, nil
	}
	return []string{"the only token of zen"}, nil
}

// Admit notes with how many keys it verifies.
func (o *office) Admit(r channel.Request, keys []string) (channel.Admission, error) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	o.work = append(o.work, fmt.Sprintf("verify %d bytes with %d keys", len(r.Body), len(keys)))
	return o.Adapter.Admit(r, keys)
}

func newOffice() *office {
	o := &office{Adapter: channels.Adapters(nil, nil)[channels.Default]}
	o.Handler = &webhook.Handler{
		Accounts: config.Accounts{
			"acme": {Channel: channels.Default, Keys: []string{"acme-token"}},
			"zen":  {Channel: channels.Default, Keys: []string{"zen-token"}},
		},
		Adapters: map[string]channel.Adapter{channels.Default: o},
		Keys:     o, Names: keyring.Key(), Inbound: &inbound{}, Now: time.Now, Wall: time.Now,
		Log: logging.New(io.Discard, "p", "webhook"),
	}
	return o
}

func TestAStrangerCannotTellWhichAccountsThereAre(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", webhook.MaxBody+1)
	with := func(method, body, key string) func() *http.Request {
		return func() *http.Request {
			r := httptest.NewRequest(method, "/", strings.NewReader(body))
			if key != "" {
				r.Header = signedWith(body, key).Header
			}
			return r
		}
	}
	tests := map[string]func() *http.Request{
		"GET":                            with(http.MethodGet, "", ""),
		"HEAD":                           with(http.MethodHead, "", ""),
		"PUT":                            with(http.MethodPut, text, ""),
		"an event, unsigned":             with(http.MethodPost, text, ""),
		"an event, wrongly signed":       with(http.MethodPost, text, "a wrong key"),
		"a handshake with a wrong token": with(http.MethodPost, `{"clientToken":"x","secret":"S3cret"}`, ""),
		"nothing":                        with(http.MethodPost, "", ""),
		"5 kB, unsigned":                 with(http.MethodPost, long[:5000], ""),
		"500 kB, wrongly signed":         with(http.MethodPost, long[:500_000], "a wrong key"),
		"too much, unsigned":             with(http.MethodPost, long, ""),
		"too much, wrongly signed":       with(http.MethodPost, long, "a wrong key"),
	}
	for name, request := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answer := func(path string) (string, []string) {
				o, recorder, r := newOffice(), httptest.NewRecorder(), request()
				r.URL.Path = path
				o.ServeHTTP(recorder, r)
				return fmt.Sprintf("%d %v %q", recorder.Code, recorder.Header(), recorder.Body), o.work
			}
			want, work := answer("/acme")
			if strings.HasPrefix(want, "200") {
				t.Fatalf("answered %s", want)
			}
			for _, path := range []string{"/zen", "/nobody", "/", "/acme/x", "/nobody/"} {
				got, same := answer(path)
				if got != want {
					t.Errorf("%s answers %s, /acme %s", path, got, want)
				}
				if diff := cmp.Diff(work, same); diff != "" {
					t.Errorf("%s makes other work than /acme (-acme +other):\n%s", path, diff)
				}
			}
		})
	}
}

func TestHandlerVerifiesAgainOnlyWithOtherKeys(t *testing.T) {
	t.Parallel()
	o := newOffice()
	r := signedWith(text, "a wrong key")
	o.ServeHTTP(httptest.NewRecorder(), r)
	if len(o.work) != 1 {
		t.Errorf("work = %q, want to verify once: the keys have not changed", o.work)
	}
}

func TestAnotherAccountsKeyProvesNothing(t *testing.T) {
	t.Parallel()
	for path, code := range map[string]int{"/acme": 200, "/zen": 401, "/nobody": 401, "/": 401} {
		recorder, r := httptest.NewRecorder(), signed(text)
		r.URL.Path = path
		newOffice().ServeHTTP(recorder, r)
		if recorder.Code != code {
			t.Errorf("%s answers %d to what acme's provider signed, want %d", path, recorder.Code, code)
		}
	}
}
