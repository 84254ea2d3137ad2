package google_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/google"
)

// content is what deliveries of Business Messages have and handshakes have not.
const content = "conversationId"

func TestParseHandshake(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body string
		want       google.Handshake
		ok         bool
	}{
		{
			"token and secret", `{"clientToken":"T","secret":"S"}`,
			google.Handshake{ClientToken: "T", Secret: "S"},
			true,
		},
		{
			"further members do not matter", `{"clientToken":"T","secret":"S","agent":"a","x":[1]}`,
			google.Handshake{ClientToken: "T", Secret: "S"},
			true,
		},
		{"empty strings are strings", `{"clientToken":"","secret":""}`, google.Handshake{}, true},
		{
			"text is unescaped", `{"clientToken":"\u0054","secret":"a\"b\n"}`,
			google.Handshake{ClientToken: "T", Secret: "a\"b\n"},
			true,
		},
		{"a conversation makes it an event", `{"clientToken":"T","secret":"S","conversationId":"c"}`, none, false},
		{"so does an empty one", `{"clientToken":"T","secret":"S","conversationId":""}`, none, false},
		{"so does null", `{"clientToken":"T","secret":"S","conversationId":null}`, none, false},
		{"no secret", `{"clientToken":"T"}`, none, false},
		{"no token", `{"secret":"S"}`, none, false},
		{"a token that is null", `{"clientToken":null,"secret":"S"}`, none, false},
		{"a secret that is a number", `{"clientToken":"T","secret":5}`, none, false},
		{"a token that is an object", `{"clientToken":{},"secret":"S"}`, none, false},
		{"an array", `[{"clientToken":"T","secret":"S"}]`, none, false},
		{"something behind it", `{"clientToken":"T","secret":"S"}{}`, none, false},
		{"nothing", ``, none, false},
		{"more than is parsed", `{"clientToken":"T","secret":"S"}` + strings.Repeat(" ", channel.MaxUnsigned), none, false},
		{"no JSON", `clientToken=T&secret=S`, none, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, ok := google.ParseHandshake([]byte(tt.body), content)
			if got != tt.want || ok != tt.ok {
				t.Errorf("ParseHandshake = %+v, %v, want %+v, %v", got, ok, tt.want, tt.ok)
			}
		})
	}
}

var none google.Handshake

func TestParseHandshakeOfTheRecordedRequest(t *testing.T) {
	t.Parallel()
	got, ok := google.ParseHandshake(recorded(t, "webhook-verification.request.json"), content)
	if want := (google.Handshake{ClientToken: key, Secret: "8675309123"}); got != want || !ok {
		t.Errorf("ParseHandshake = %+v, %v, want %+v", got, ok, want)
	}
}

func TestHandshakeAnswer(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, token string
		keys        []string
		ok          bool
	}{
		{"the right token", "T", []string{"T"}, true},
		{"the second of several", "T", []string{"U", "T"}, true},
		{"a wrong token", "T", []string{"U"}, false},
		{"a token that only begins like the right one", "T", []string{"TT"}, false},
		{"a token in the wrong case", "t", []string{"T"}, false},
		{"no keys", "T", nil, false},
		{"an empty token does not match an empty key", "", []string{""}, false},
		{"an empty token", "", []string{"T"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			secret, ok := google.Handshake{ClientToken: tt.token, Secret: "S"}.Answer(tt.keys)
			want := ""
			if tt.ok {
				want = "S"
			}
			if secret != want || ok != tt.ok {
				t.Errorf("Answer = %q, %v, want %q, %v", secret, ok, want, tt.ok)
			}
		})
	}
}

func FuzzParseHandshake(f *testing.F) {
	for _, name := range []string{"webhook-message-text.json", "webhook-verification.request.json"} {
		f.Add(recorded(f, name))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		h, ok := google.ParseHandshake(body, content)
		if !ok {
			if h != none {
				t.Errorf("no handshake, and yet %+v", h)
			}
			return
		}
		var members map[string]any
		if err := json.Unmarshal(body, &members); err != nil || members[content] != nil {
			t.Errorf("a handshake names the conversation %q", members[content])
		}
		if secret, ok := h.Answer([]string{h.ClientToken}); ok != (h.ClientToken != "") || ok && secret != h.Secret {
			t.Errorf("the handshake's own token: %q, %v, want %q", secret, ok, h.Secret)
		}
		if secret, ok := h.Answer([]string{h.ClientToken + "x", ""}); ok || secret != "" {
			t.Errorf("another token gets the secret %q", secret)
		}
	})
}
