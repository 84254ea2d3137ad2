package businessmessages_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// conversation is whom the tests write to; it may be in no error's text.
const conversation = "3f6a0c9e-2d71-4b8e-9c14-6e5d2a7b8f03"

func customer() channel.Peer {
	return channel.Peer{Channel: businessmessages.Name, Account: "acme", Key: conversation}
}

// greeting is the message of testdata/api-message-human.request.json.
func greeting() channel.Outbound {
	return channel.Outbound{
		ID: "a0e1c2d3-0001-4f00-8000-000000000008", Text: "Hi, Jo here. Give me a second to read back.",
		Speaker: channel.Speaker{Name: "Jo at Northwind"},
	}
}

// serve starts an API that answers with handler and returns its URL.
func serve(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	return s.URL
}

// send sends the greeting to the API at a URL.
func send(t *testing.T, url string) error {
	t.Helper()
	return client(t, url).Send(t.Context(), customer(), greeting())
}

// client has connections of its own: a test server that ends closes those of the
// default client.
func client(t *testing.T, url string) *businessmessages.Client {
	t.Helper()
	own := &http.Transport{}
	t.Cleanup(own.CloseIdleConnections)
	return &businessmessages.Client{HTTP: &http.Client{Transport: own}, URL: url}
}

// discreet fails the test when an error tells whom a message was for.
func discreet(t *testing.T, err error) {
	t.Helper()
	refusal, _ := errors.AsType[*channel.RefusedError](err)
	for _, text := range []string{fmt.Sprint(err), fmt.Sprintf("%+v", refusal)} {
		for _, secret := range []string{conversation, "/v1/", "http://", greeting().Text} {
			if strings.Contains(text, secret) {
				t.Errorf("the error holds %q: %s", secret, text)
			}
		}
	}
}

// object is a JSON text as a value that cmp can compare.
func object(t *testing.T, text []byte) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return v
}

func TestSendMakesTheRecordedRequest(t *testing.T) {
	t.Parallel()
	var requests atomic.Int32
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(object(t, read(t, "testdata/api-message-human.request.json")), object(t, body)); diff != "" {
			t.Errorf("body (-want +got):\n%s", diff)
		}
		got := []string{r.Method, r.URL.RequestURI(), r.Header.Get("Content-Type")}
		want := []string{http.MethodPost, "/v1/conversations/" + conversation + "/messages", "application/json"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("request (-want +got):\n%s", diff)
		}
		_, _ = w.Write(read(t, "testdata/api-message-human.response.json"))
	})
	for _, base := range []string{url, url + "/"} {
		if err := send(t, base); err != nil {
			t.Errorf("Send to %q = %v", base, err)
		}
	}
	if got := requests.Load(); got != 2 {
		t.Errorf("%d requests, want 2", got)
	}
}

func TestSendNamesTheSpeaker(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		speaker channel.Speaker
		want    map[string]any
	}{
		{"a person", channel.Speaker{Name: "Jo"}, map[string]any{"representativeType": "HUMAN", "displayName": "Jo"}},
		{"a person without a name", channel.Speaker{}, map[string]any{"representativeType": "HUMAN"}},
		{
			"automation",
			channel.Speaker{Name: "Desk", Bot: true},
			map[string]any{"representativeType": "BOT", "displayName": "Desk"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			bodies := make(chan []byte, 1)
			url := serve(t, func(_ http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				bodies <- body
			})
			out := channel.Outbound{ID: "m", Text: "x", Speaker: tt.speaker}
			if err := client(t, url).Send(t.Context(), customer(), out); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, object(t, <-bodies)["representative"]); diff != "" {
				t.Errorf("representative (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSendEscapesTheConversation(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"a/b", "a?b=c#d", "../../v2", "50%", "größe", "a b"} {
		t.Run(key, func(t *testing.T) {
			t.Parallel()
			paths := make(chan string, 1)
			url := serve(t, func(_ http.ResponseWriter, r *http.Request) {
				paths <- r.URL.Path
				if got := strings.Count(r.URL.EscapedPath(), "/"); got != 4 || r.URL.RawQuery != "" {
					t.Errorf("requested %s, want one segment for the conversation", r.RequestURI)
				}
			})
			if err := client(t, url).Send(t.Context(), channel.Peer{Key: key}, greeting()); err != nil {
				t.Fatal(err)
			}
			if got, want := <-paths, "/v1/conversations/"+key+"/messages"; got != want {
				t.Errorf("path = %q, want %q", got, want)
			}
		})
	}
}
