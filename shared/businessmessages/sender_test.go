package businessmessages_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"

	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

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
			sender := &businessmessages.Adapter{Clients: c, URL: "https://api.example"}
			_, err := sender.Send(t.Context(), customer(), greeting())
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
	sender := &businessmessages.Adapter{Clients: &clients{remembered: errNoCredentials}}
	_, err := sender.Send(t.Context(), customer(), greeting())
	if !errors.Is(err, channel.ErrRetry) || !errors.Is(err, errNoCredentials) {
		t.Errorf("Send = %v, want ErrRetry and the reason", err)
	}
}

func TestSenderCallsGoogleUnlessToldOtherwise(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]string{
		"": "https://businessmessages.googleapis.com", "http://localhost:8080": "http://localhost:8080",
	} {
		c := &clients{remembered: 200}
		if _, err := (&businessmessages.Adapter{Clients: c, URL: url}).Send(t.Context(), customer(), greeting()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{want}, c.hosts); diff != "" {
			t.Errorf("URL %q (-want +got):\n%s", url, diff)
		}
	}
}
