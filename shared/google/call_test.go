package google_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/google"
)

// conversation is whom the tests write to, and text what; they may be in no error's text.
const (
	conversation = "3f6a0c9e-2d71-4b8e-9c14-6e5d2a7b8f03"
	text         = "Hi, Jo here. Give me a second to read back."
)

// recorded is a file of what Google's side of Business Messages says.
func recorded(tb testing.TB, name string) []byte {
	tb.Helper()
	content, err := os.ReadFile(filepath.Join("..", "businessmessages", "testdata", name))
	if err != nil {
		tb.Fatal(err)
	}
	return content
}

// serve starts an API that answers with handler and returns its URL.
func serve(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	return s.URL
}

// send sends the text to the API at a URL, as the adapters do.
func send(t *testing.T, url string) error {
	t.Helper()
	// The connections are its own: a test server that ends closes those of the default
	// client.
	own := &http.Transport{}
	t.Cleanup(own.CloseIdleConnections)
	return sendWith(t, anybody{&http.Client{Transport: own}}, url)
}

func sendWith(t *testing.T, c google.Clients, url string) error {
	t.Helper()
	caller := google.Caller{Clients: c, Account: "acme", URL: url}
	call := google.Call{
		Method: http.MethodPost, Path: "/v1/conversations/" + conversation + "/messages", Body: map[string]string{"text": text},
	}
	return google.Outcome(google.Redact(caller.Do(t.Context(), call, nil), conversation), google.Refusal)
}

// anybody has the same client for every account.
type anybody struct{ client *http.Client }

func (a anybody) Client(context.Context, string, bool) (*http.Client, error) { return a.client, nil }

// discreet fails the test when an error tells whom a message was for.
func discreet(t *testing.T, err error) {
	t.Helper()
	refusal, _ := errors.AsType[*channel.RefusedError](err)
	for _, shown := range []string{fmt.Sprint(err), fmt.Sprintf("%+v", refusal)} {
		for _, secret := range []string{conversation, "/v1/", "http://", text} {
			if strings.Contains(shown, secret) {
				t.Errorf("the error holds %q: %s", secret, shown)
			}
		}
	}
}

// call is what a sender asked the credentials for.
type call struct {
	Account string
	Fresh   bool
}

// clients hands out clients whose calls end as told: with a status or an error.
type clients struct {
	remembered, fresh any
	calls             []call
	hosts             []string
}

func (c *clients) Client(_ context.Context, account string, fresh bool) (*http.Client, error) {
	c.calls = append(c.calls, call{account, fresh})
	end := c.remembered
	if fresh {
		end = c.fresh
	}
	if err, ok := end.(error); ok && errors.Is(err, errNoCredentials) {
		return nil, err
	}
	return &http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
		c.hosts = append(c.hosts, r.URL.Scheme+"://"+r.URL.Host)
		if err, ok := end.(error); ok {
			return nil, err
		}
		code, _ := end.(int)
		return &http.Response{StatusCode: code, Body: http.NoBody}, nil
	})}, nil
}

type transport func(*http.Request) (*http.Response, error)

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) { return t(r) }

var errNoCredentials = errors.New("no such account")

func TestSenderReadsTheCredentialsAnewOnce(t *testing.T) {
	t.Parallel()
	badKey := &oauth2.RetrieveError{Response: &http.Response{Status: "400 Bad Request"}, ErrorCode: "invalid_grant"}
	remembered := []call{{"acme", false}}
	both := []call{{"acme", false}, {"acme", true}}
	tests := []struct {
		name              string
		remembered, fresh any
		want              []call
		sent              bool
	}{
		{"remembered credentials that do", 200, 500, remembered, true},
		{"401 and then a new key", 401, 200, both, true},
		{"a key that the token's issuer does not know any more, and then a new one", badKey, 200, both, true},
		{"401 twice is given up", 401, 401, both, false},
		{"a repetition with a new key counts as sent", 401, 409, both, true},
		{"403 is not about the key", 403, 200, remembered, false},
		{"500 is not about the key", 500, 200, remembered, false},
		{"a broken network is not about the key", errors.New("cut"), 200, remembered, false},
		{"no credentials at all", errNoCredentials, 200, remembered, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := &clients{remembered: tt.remembered, fresh: tt.fresh}
			err := sendWith(t, c, "https://api.example")
			if (err == nil) != tt.sent {
				t.Errorf("Send = %v, want sent: %v", err, tt.sent)
			}
			if diff := cmp.Diff(tt.want, c.calls); diff != "" {
				t.Errorf("credentials asked for (-want +got):\n%s", diff)
			}
			discreet(t, err)
		})
	}
}

func TestSenderRetriesWithoutCredentials(t *testing.T) {
	t.Parallel()
	err := sendWith(t, &clients{remembered: errNoCredentials}, "https://api.example")
	retry, ok := errors.AsType[*channel.RetryError](err)
	if !ok || !retry.Credentials || !errors.Is(err, errNoCredentials) {
		t.Errorf("Send = %v, want another attempt and the reason", err)
	}
}

func TestACallReadsItsAnswer(t *testing.T) {
	t.Parallel()
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Body == nil || r.ContentLength != 0 || r.Header.Get("Content-Type") != "" || r.URL.RawQuery != "a=b+c" {
			t.Errorf("the request is %s with %d bytes", r.RequestURI, r.ContentLength)
		}
		_, _ = fmt.Fprint(w, `{"name":"files/f"}`)
	})
	var answer struct{ Name string }
	call := google.Call{Method: http.MethodGet, Path: "/v1/files", Query: map[string][]string{"a": {"b c"}}}
	err := google.Caller{Clients: anybody{http.DefaultClient}, URL: url + "/"}.Do(t.Context(), call, &answer)
	if err != nil || answer.Name != "files/f" {
		t.Errorf("answer %+v, error %v", answer, err)
	}
}
