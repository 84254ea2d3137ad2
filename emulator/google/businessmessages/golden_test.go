package businessmessages_test

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

func TestRecordedRequestsGetTheRecordedResponses(t *testing.T) {
	for name, query := range map[string]string{
		"message-auth-request": "", "message-carousel": "", "message-human": "", "message-image": "",
		"message-rich-card": "", "message-rich-text": "", "message-suggestions": "", "message-text": "",
		"message-force-fallback":      "?forceFallback=true",
		"event-typing-started":        "?eventId=ev-typing-started",
		"event-typing-stopped":        "?eventId=ev-typing-stopped",
		"event-representative-joined": "?eventId=ev-representative-joined",
		"event-representative-left":   "?eventId=ev-representative-left",
		"survey-create":               "?surveyId=sv-0001",
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.begin()
			kind, _, _ := strings.Cut(name, "-")
			code, answer := w.do(http.MethodPost, "/"+kind+"s"+query, string(recorded(t, "api-"+name+".request")))
			if code != http.StatusOK {
				t.Fatalf("got %d %s", code, answer)
			}
			want := object(t, recorded(t, "api-"+name+".response"))
			if diff := cmp.Diff(want, object(t, []byte(answer))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRecordedReceiptGetsTheRecordedResponse(t *testing.T) {
	w := newWorld(t)
	p := w.Phone(conversation, "Dana Okafor")
	id, err := p.Write(t.Context(), "hello")
	if err != nil {
		t.Fatal(err)
	}
	code, answer := w.do(http.MethodPatch, "/messages/"+id+"/receipt", string(recorded(t, "api-receipt-read.request")))
	if code != http.StatusOK {
		t.Fatalf("got %d %s", code, answer)
	}
	want := object(t, recorded(t, "api-receipt-read.response"))
	want["name"] = "conversations/" + conversation + "/messages/" + id + "/receipt"
	if diff := cmp.Diff(want, object(t, []byte(answer))); diff != "" {
		t.Error(diff)
	}
	if got := p.Messages()[0].State; got != phone.Read {
		t.Errorf("the phone shows %s, want read", got)
	}
}

func TestRecordedErrorsAreWhatFaultsAnswer(t *testing.T) {
	for name, code := range map[string]int{
		"400-invalid-argument": 400, "401-unauthenticated": 401, "403-permission-denied": 403,
		"409-already-exists": 409, "429-quota": 429, "500-internal": 500, "503-unavailable": 503,
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.Inject(google.Fault{Status: code})
			gotCode, got := w.send("m", "x")
			want := object(t, recorded(t, "api-error."+name))
			if diff := cmp.Diff(want, object(t, []byte(got))); gotCode != code || diff != "" {
				t.Errorf("got %d, want %d; %s", gotCode, code, diff)
			}
		})
	}
}

func TestSignaturesAreTheRecordedOnes(t *testing.T) {
	var file struct {
		Vectors []struct {
			Note, Key, BodyBase64 string
			Signature             string `json:"X-Goog-Signature"`
		}
	}
	if err := json.Unmarshal(recorded(t, "signature-vectors"), &file); err != nil {
		t.Fatal(err)
	}
	for _, v := range file.Vectors {
		t.Run(v.Note, func(t *testing.T) {
			body, err := base64.StdEncoding.DecodeString(v.BodyBase64)
			if err != nil {
				t.Fatal(err)
			}
			if got := google.Sign(v.Key, body); got != v.Signature {
				t.Errorf("got %s, want %s", got, v.Signature)
			}
		})
	}
}

// TestThePhonePostsWhatWasRecorded does everything a customer can do and compares the shape of each event with the
// recorded one: the same fields, and the same values where they are not invented by the phone.
func TestThePhonePostsWhatWasRecorded(t *testing.T) {
	for name, do := range map[string]func(*world, *phone.Phone) error{
		"webhook-message-text": func(w *world, p *phone.Phone) error {
			_, err := p.Write(w.t.Context(), "Do you have this in blue?")
			return err
		},
		"webhook-message-image": func(w *world, p *phone.Phone) error {
			_, err := p.Attach(w.t.Context(), "image/png", []byte("not looked at"))
			return err
		},
		"webhook-user-status.typing-started": func(w *world, p *phone.Phone) error { return p.Typing(w.t.Context(), true) },
		"webhook-user-status.typing-stopped": func(w *world, p *phone.Phone) error { return p.Typing(w.t.Context(), false) },
		"webhook-user-status.requested-live-agent": func(w *world, p *phone.Phone) error {
			return p.AskForPerson(w.t.Context())
		},
		"webhook-suggestion-response.reply":  tapping("message-suggestions", -1, 0),
		"webhook-suggestion-response.action": tapping("message-suggestions", -1, 1),
		"webhook-authentication-response.success": func(w *world, p *phone.Phone) error {
			return p.SignIn(w.t.Context(), w.sendRecorded("message-auth-request"), true)
		},
		"webhook-authentication-response.error": func(w *world, p *phone.Phone) error {
			return p.SignIn(w.t.Context(), w.sendRecorded("message-auth-request"), false)
		},
		"webhook-receipts.delivered": func(w *world, p *phone.Phone) error {
			w.sendRecorded("message-text")
			return p.MarkDelivered(w.t.Context())
		},
		"webhook-receipts.read": func(w *world, p *phone.Phone) error {
			w.sendRecorded("message-text")
			return p.Read(w.t.Context())
		},
		"webhook-survey-response.standard": answering(0, 0),
		"webhook-survey-response.template": answering(1, 0),
		"webhook-survey-response.custom":   answering(2, 1),
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			p := w.begin()
			p.Configure(func(s *phone.Settings) { s.AutoReceipts = false })
			if err := do(w, p); err != nil {
				t.Fatal(err)
			}
			all := w.webhook.all()
			got := all[len(all)-1]
			if sig := got.header.Get("X-Goog-Signature"); sig != google.Sign(clientToken, got.body) {
				t.Errorf("X-Goog-Signature %q does not fit the body", sig)
			}
			if ct := got.header.Get("Content-Type"); ct != "application/json" {
				t.Errorf("Content-Type %q", ct)
			}
			want := invented(object(t, recorded(t, name)))
			if diff := cmp.Diff(want, invented(object(t, got.body))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestTheContextSaysWhereTheCustomerCameFrom tests fields that routing may use and the recorded messages lack.
func TestTheContextSaysWhereTheCustomerCameFrom(t *testing.T) {
	w := newWorld(t)
	p := w.Phone(conversation, "Dana")
	p.Configure(func(s *phone.Settings) {
		s.Fields = map[string]string{"entryPoint": "URL", "resolved": "fr-CA", "custom": "spring"}
	})
	if _, err := p.Write(t.Context(), "hello"); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"entryPoint": "URL", "resolvedLocale": "fr-CA", "customContext": "spring",
		"userInfo": map[string]any{"displayName": "Dana", "userDeviceLocale": "en-GB"},
	}
	if diff := cmp.Diff(want, object(t, w.webhook.all()[0].body)["context"]); diff != "" {
		t.Error(diff)
	}
}

func TestTextIsEscapedAsGoogleDid(t *testing.T) {
	w := newWorld(t)
	if _, err := w.Phone(conversation, "Dana").Write(t.Context(), "a=b&c <3 é 👋"); err != nil {
		t.Fatal(err)
	}
	raw := string(w.webhook.all()[0].body)
	if !strings.Contains(raw, `"a\u003db\u0026c \u003c3 é 👋"`) || strings.ContainsAny(raw, "=&<") {
		t.Errorf("got %s", raw)
	}
}

// sendRecorded sends a recorded message and returns its id.
func (w *world) sendRecorded(name string) string {
	w.t.Helper()
	raw := recorded(w.t, "api-"+name+".request")
	if code, answer := w.do(http.MethodPost, "/messages", string(raw)); code != http.StatusOK {
		w.t.Fatalf("got %d %s", code, answer)
	}
	return object(w.t, raw)["messageId"].(string)
}

func tapping(message string, card, index int) func(*world, *phone.Phone) error {
	return func(w *world, p *phone.Phone) error {
		id := w.sendRecorded(message)
		if card >= 0 {
			return p.TapCard(w.t.Context(), id, card, index)
		}
		return p.Tap(w.t.Context(), id, index)
	}
}

func answering(question, option int) func(*world, *phone.Phone) error {
	return func(w *world, p *phone.Phone) error {
		if code, answer := w.do(http.MethodPost, "/surveys?surveyId=sv-0001", nil); code != http.StatusOK {
			w.t.Fatalf("got %d %s", code, answer)
		}
		return p.AnswerSurvey(w.t.Context(), "sv-0001", question, option)
	}
}

var timestamp = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$`)

// invented replaces the values that differ between events with what they have in common.
func invented(m map[string]any) map[string]any {
	m = maps.Clone(m)
	for k, v := range m {
		switch s := v.(type) {
		case map[string]any:
			m[k] = invented(s)
		case []any:
			m[k] = inventedAll(s)
		case string:
			m[k] = inventedText(k, s)
		}
	}
	return m
}

func inventedAll(list []any) []any {
	list = slices.Clone(list)
	for i, v := range list {
		if o, ok := v.(map[string]any); ok {
			list[i] = invented(o)
		}
	}
	return list
}

func inventedText(key, value string) string {
	switch {
	case timestamp.MatchString(value):
		return "a time"
	case key == "surveyTriggerSource":
		return "a source" // recorded once as GOOGLE, otherwise PARTNER
	case key == "message" || key == "name":
		return value[:strings.LastIndexByte(value, '/')]
	case key == "requestId", key == "messageId", key == "code", key == "postbackData":
		return "something"
	case key == "text" && strings.Contains(value, "x-goog-signature"):
		return strings.Join(regexp.MustCompile(`[?&][a-z-]+=`).FindAllString(value, -1), "")
	case key == "text" && len(value) < 10:
		return "a label"
	}
	return value
}
