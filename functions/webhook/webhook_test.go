package webhook_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/functions/webhook"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/config"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/google"
	"github.com/frontdesk-gcp/frontdesk/shared/logging"
	"github.com/frontdesk-gcp/frontdesk/shared/topic"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

const (
	token  = "QWERTYUIOPASDFGH"
	header = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
	text   = `{"agent":"brands/b/agents/a","conversationId":"3f6a0c9e","message":{"text":"Where is my parcel?"},` +
		`"context":{"userInfo":{"displayName":"Dana Okafor"}}}`
)

// keys are an account's keys: those that are remembered and the newest.
type keys struct {
	remembered, fresh []string
	err               error
	asked             []bool
}

func (k *keys) Keys(_ context.Context, secrets []string, fresh bool) ([]string, error) {
	k.asked = append(k.asked, fresh)
	switch {
	case k.err != nil:
		return nil, k.err
	case !slices.Equal(secrets, []string{"acme-token"}):
		return nil, errors.New("another account's secrets")
	case fresh:
		return k.fresh, nil
	}
	return k.remembered, nil
}

// inbound keeps what is published, unless it is told to fail.
type inbound struct {
	messages []topic.Message
	err      error
	limited  bool // whether the call had a deadline
	trace    string
}

func (i *inbound) Publish(ctx context.Context, m topic.Message) error {
	_, i.limited = ctx.Deadline()
	i.trace = trace.Header(ctx)
	if i.err != nil {
		return i.err
	}
	i.messages = append(i.messages, m)
	return nil
}

// world is a webhook and everything around it.
type world struct {
	keys    keys
	inbound inbound
	log     bytes.Buffer
	http.Handler
}

func newWorld() *world {
	w := &world{keys: keys{remembered: []string{token}, fresh: []string{token}}}
	w.Handler = new(trace.Tracer).Handler(&webhook.Handler{
		Accounts: config.Accounts{"acme": {Channel: channels.Default, Keys: []string{"acme-token"}}},
		Adapters: channels.Adapters(nil, nil),
		Keys:     &w.keys, Names: keyring.Key(), Inbound: &w.inbound,
		Now:  func() time.Time { return time.Date(2024, 3, 5, 11, 0, 0, 123, time.FixedZone("CET", 3600)) },
		Wall: time.Now,
		Log:  logging.New(&w.log, "p", "webhook"),
	})
	return w
}

// do calls the webhook and returns its answer.
func (w *world) do(r *http.Request) *httptest.ResponseRecorder {
	recorder := httptest.NewRecorder()
	w.ServeHTTP(recorder, r)
	return recorder
}

// signed is a request as Google makes it.
func signed(body string) *http.Request {
	return signedWith(body, token)
}

func signedWith(body, key string) *http.Request {
	r := unsigned(body)
	r.Header.Set(google.SignatureHeader, google.Sign([]byte(body), key))
	return r
}

func unsigned(body string) *http.Request {
	return httptest.NewRequest(http.MethodPost, "/acme", strings.NewReader(body))
}

// discreet fails the test when the log tells of a customer.
func (w *world) discreet(t *testing.T) {
	t.Helper()
	for _, secret := range []string{"parcel", "Dana", "3f6a0c9e", token, "S3cret"} {
		if strings.Contains(w.log.String(), secret) {
			t.Errorf("the log holds %q:\n%s", secret, &w.log)
		}
	}
}

func TestHandlerAnswers(t *testing.T) {
	t.Parallel()
	const handshake = `{"clientToken":"` + token + `","secret":"S3cret"}`
	at := func(method, target string) *http.Request {
		return httptest.NewRequest(method, target, strings.NewReader(text))
	}
	long := strings.Repeat(" ", webhook.MaxBody)
	signedAt := func(path string) *http.Request {
		r := signed(text)
		r.URL.Path = path
		return r
	}
	broken := httptest.NewRequest(http.MethodPost, "/acme", io.MultiReader(strings.NewReader(text), failing{}))
	tests := []struct {
		name    string
		request *http.Request
		code    int
		body    string
	}{
		{"200 and nothing to an event", signed(text), 200, ""},
		{"200 to an event of an unknown kind", signed(`{"conversationId":"3f6a0c9e","somethingNew":{}}`), 200, ""},
		{"200 to what is signed, whatever it is", signed("no JSON"), 200, ""},
		{"200 and the bare secret to a handshake", unsigned(handshake), 200, "S3cret"},
		{"401 and nothing to a handshake with a wrong token", unsigned(`{"clientToken":"x","secret":"S3cret"}`), 401, ""},
		{
			"401 to a handshake that names a conversation",
			unsigned(`{"conversationId":"3f6a0c9e",` + handshake[1:]), 401, "",
		},
		{
			"200 to an event that looks like a handshake, if signed",
			signed(`{"conversationId":"3f6a0c9e",` + handshake[1:]), 200, "",
		},
		{"401 without a signature", unsigned(text), 401, ""},
		{"401 with another key's signature", signedWith(text, "x"), 401, ""},
		{"401 at the root", at(http.MethodPost, "/"), 401, ""},
		{"401 for an account that does not exist", at(http.MethodPost, "/acmee"), 401, ""},
		{"401 for a path below an account", at(http.MethodPost, "/acme/x"), 401, ""},
		{"401 to GET", at(http.MethodGet, "/acme"), 401, ""},
		{"401 to PUT", at(http.MethodPut, "/acme"), 401, ""},
		{"200 with a slash at the end", signedAt("/acme/"), 200, ""},
		{"200 with slashes around it", signedAt("//acme//"), 200, ""},
		{"401 for another account, signed", signedAt("/acmee"), 401, ""},
		{"401 to more than 4 KiB without a signature", unsigned(long[:4<<10+1]), 401, ""},
		{"200 to a body of just the limit", signed(long), 200, ""},
		{"413 to one byte more", signed(long + " "), 413, "the body is longer than 524288 bytes\n"},
		{"400 to a body that breaks off", broken, 400, "the body broke off\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			got := w.do(tt.request)
			if got.Code != tt.code || got.Body.String() != tt.body {
				t.Errorf("answer = %d %q, want %d %q", got.Code, got.Body, tt.code, tt.body)
			}
			want := http.Header{"Content-Type": {"text/plain; charset=utf-8"}, "X-Content-Type-Options": {"nosniff"}}
			got.Header().Del("Connection") // the server's own, with 413
			if diff := cmp.Diff(want, got.Header()); diff != "" {
				t.Errorf("headers (-want +got):\n%s", diff)
			}
			if published := len(w.inbound.messages) > 0; published != (tt.code == 200 && tt.body == "") {
				t.Errorf("published = %v, but answered %d", published, tt.code)
			}
			if logged := w.log.Len() > 0; logged != (tt.code != 200) {
				t.Errorf("log of a %d:\n%s", tt.code, &w.log)
			}
			w.discreet(t)
		})
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestHandlerPublishesTheBodyAsItCame(t *testing.T) {
	t.Parallel()
	w := newWorld()
	const odd = "{ \"conversationId\" : \"3f6a0c9e\",\r\n\t\"message\":{\"text\":\"\\u003d \xff\"} }\n"
	r := signed(odd)
	r.Header.Set("Traceparent", header)
	if got := w.do(r); got.Code != http.StatusOK {
		t.Fatalf("answered %d", got.Code)
	}
	want := []topic.Message{{
		Data: []byte(odd),
		Attributes: map[string]string{
			topic.Account: "acme", topic.Channel: channels.Default,
			topic.ReceivedAt: "2024-03-05T10:00:00.000000123Z",
		},
		Key: "49dfe4c1ffd98bf540bebb492b84cded",
	}}
	if diff := cmp.Diff(want, w.inbound.messages); diff != "" {
		t.Errorf("published (-want +got):\n%s", diff)
	}
	if !w.inbound.limited {
		t.Error("the topic may take as long as it likes")
	}
	if w.inbound.trace != header {
		t.Errorf("published in the trace %q, want the request's", w.inbound.trace)
	}
}

func TestHandlerForwardsOnlyATrace(t *testing.T) {
	t.Parallel()
	for _, nonsense := range []string{"", "nonsense", header + strings.Repeat("x", 2000)} {
		w := newWorld()
		r := signed(text)
		r.Header.Set("Traceparent", nonsense)
		if got := w.do(r); got.Code != http.StatusOK {
			t.Fatalf("answered %d", got.Code)
		}
		if w.inbound.trace != "" {
			t.Errorf("published in the trace %q", w.inbound.trace)
		}
	}
}

func TestHandlerOrdersTheEventsOfOneConversation(t *testing.T) {
	t.Parallel()
	key := func(body string) string {
		w := newWorld()
		if got := w.do(signed(body)); got.Code != http.StatusOK {
			t.Fatalf("answered %d to %s", got.Code, body)
		}
		return w.inbound.messages[0].Key
	}
	one := key(`{"conversationId":"c1","message":{"text":"a"}}`)
	tests := []struct {
		name, body string
		same       bool
	}{
		{"another event of it", `{"receipts":{},"conversationId":"c1"}`, true},
		{"another conversation", `{"conversationId":"c2","message":{"text":"a"}}`, false},
		{"a conversation deeper inside", `{"message":{"conversationId":"c1"}}`, false},
	}
	for _, tt := range tests {
		if got := key(tt.body) == one; got != tt.same {
			t.Errorf("%s: has the same key: %v, want %v", tt.name, got, tt.same)
		}
	}
	for _, body := range []string{
		`{"message":{"text":"a"}}`, `{"conversationId":""}`, `no JSON`, `[]`,
		`{"conversationId":"c1","userStatus":{"isTyping":true}}`,
		`{"conversationId":"c1","receipts":{"receipts":[{"message":"conversations/c1/messages/r1","receiptType":"READ"}]}}`,
	} {
		if got := key(body); got != "" {
			t.Errorf("key of %s = %q, want none: it need not wait for others", body, got)
		}
	}
	if want := keyring.Key().Name("ordering", "acme", "c1"); one != want {
		t.Errorf("key = %q, want %q: a hash without a key can be undone", one, want)
	}
}

func TestHandlerAnswers503WhenTheTopicDoesNotTakeIt(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.inbound.err = fault.New(fault.Unavailable, "publish: busy")
	got := w.do(signed(text))
	if got.Code != http.StatusServiceUnavailable || got.Header().Get("Retry-After") == "" || got.Body.Len() > 0 {
		t.Errorf("answer = %d %q %v, want 503 and when to come again", got.Code, got.Body, got.Header())
	}
	w.discreet(t)
}
