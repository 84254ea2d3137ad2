package businessmessages_test

import (
	"context"
	"encoding/json"
	"errors"
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

// conversation is whom the tests write to.
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
	_, err := adapter(t, url).Send(t.Context(), customer(), greeting())
	return err
}

// adapter has connections of its own: a test server that ends closes those of the
// default client.
func adapter(t *testing.T, url string) *businessmessages.Adapter {
	t.Helper()
	own := &http.Transport{}
	t.Cleanup(own.CloseIdleConnections)
	return &businessmessages.Adapter{Clients: anybody{&http.Client{Transport: own}}, URL: url}
}

// anybody has the same client for every account.
type anybody struct{ client *http.Client }

func (a anybody) Client(context.Context, string, bool) (*http.Client, error) { return a.client, nil }

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
			if _, err := adapter(t, url).Send(t.Context(), customer(), out); err != nil {
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
			if _, err := adapter(t, url).Send(t.Context(), channel.Peer{Key: key}, greeting()); err != nil {
				t.Fatal(err)
			}
			if got, want := <-paths, "/v1/conversations/"+key+"/messages"; got != want {
				t.Errorf("path = %q, want %q", got, want)
			}
		})
	}
}

func TestASurveyTooManyIsRefused(t *testing.T) {
	t.Parallel()
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusTooManyRequests)
		_, _ = io.WriteString(w, `{"error":{"status":"RESOURCE_EXHAUSTED","message":"There was a survey today."}}`)
	})
	for kind, want := range map[channel.Kind]channel.Outcome{channel.Survey: channel.Rejected, channel.Text: channel.Retry} {
		_, err := adapter(t, url).Send(t.Context(), customer(), channel.Outbound{ID: "m", Kind: kind, Text: "hello"})
		if got := channel.OutcomeOf(err); got != want {
			t.Errorf("a %s is %s (%v), want %s", kind, got, err, want)
		}
	}
}

// TestCallsGoogleUnlessToldOtherwise, and tells nobody whom a message was for.
func TestCallsGoogleUnlessToldOtherwise(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]string{
		"": "https://businessmessages.googleapis.com", "http://localhost:8080": "http://localhost:8080",
	} {
		var host string
		clients := anybody{&http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
			host = r.URL.Scheme + "://" + r.URL.Host
			body := `{"error":{"status":"NOT_FOUND","message":"no ` + conversation + `"}}`
			return &http.Response{StatusCode: http.StatusNotFound, Body: io.NopCloser(strings.NewReader(body))}, nil
		})}}
		_, err := (&businessmessages.Adapter{Clients: clients, URL: url}).Send(t.Context(), customer(), greeting())
		refusal, ok := errors.AsType[*channel.RefusedError](err)
		if !ok || host != want || strings.Contains(err.Error()+refusal.Reason.String(), conversation) {
			t.Errorf("URL %q: called %q, error %v, want %q", url, host, err, want)
		}
	}
}

type transport func(*http.Request) (*http.Response, error)

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) { return t(r) }
