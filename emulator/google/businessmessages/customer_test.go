package businessmessages_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/google/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

// kinds returns the kinds of the payloads that a phone sent.
func kinds(w *world, p *phone.Phone) []string {
	w.t.Helper()
	var list []string
	for _, raw := range w.Events(p.Conversation()) {
		m := object(w.t, raw)
		for _, k := range []string{"message", "suggestionResponse", "userStatus", "receipts", "surveyResponse", "authenticationResponse"} {
			if v, ok := m[k]; ok {
				list = append(list, k+receiptType(v))
			}
		}
	}
	return list
}

func receiptType(v any) string {
	list, ok := v.(map[string]any)["receipts"].([]any)
	if !ok {
		return ""
	}
	return " " + list[0].(map[string]any)["receiptType"].(string)
}

func TestReceipts(t *testing.T) {
	for name, c := range map[string]struct {
		settings func(*phone.Settings)
		then     func(*phone.Phone)
		want     []string
	}{
		"DELIVERED at once": {
			nil, nil,
			[]string{"message", "receipts DELIVERED"},
		},
		"READ too when the phone is open": {
			func(s *phone.Settings) { s.Open = true }, nil,
			[]string{"message", "receipts DELIVERED", "receipts READ"},
		},
		"READ when it is opened, and once": {
			nil, func(p *phone.Phone) { p.LookAt(true); p.LookAt(false); p.LookAt(true) },
			[]string{"message", "receipts DELIVERED", "receipts READ"},
		},
		"none when they are switched off": {
			func(s *phone.Settings) { s.AutoReceipts, s.Open = false, true }, func(p *phone.Phone) { p.LookAt(true) },
			[]string{"message"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			p := w.begin()
			if c.settings != nil {
				p.Configure(c.settings)
			}
			w.send("m", "x")
			if c.then != nil {
				c.then(p)
			}
			if diff := cmp.Diff(c.want, kinds(w, p)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSeveralMessagesAreReadInOnePayload(t *testing.T) {
	w := newWorld(t)
	p := w.begin()
	p.Configure(func(s *phone.Settings) { s.AutoReceipts = false })
	w.send("m1", "x")
	w.send("m2", "y")
	if err := errors.Join(p.Read(t.Context()), p.Read(t.Context()), p.MarkDelivered(t.Context())); err != nil {
		t.Fatal(err)
	}
	all := w.webhook.all()
	if len(all) != 2 {
		t.Fatalf("got %d payloads, want the message and one with both receipts", len(all))
	}
	list := object(t, all[1].body)["receipts"].(map[string]any)["receipts"].([]any)
	if len(list) != 2 {
		t.Errorf("got %d receipts, want 2", len(list))
	}
}

func TestWhatACustomerCannotDo(t *testing.T) {
	const (
		suggestions = "a0e1c2d3-0001-4f00-8000-000000000003"
		signIn      = "a0e1c2d3-0001-4f00-8000-000000000004"
	)
	for name, do := range map[string]func(context.Context, *phone.Phone) error{
		"write nothing":                     func(ctx context.Context, p *phone.Phone) error { _, err := p.Write(ctx, ""); return err },
		"tap a chip of an older message":    func(ctx context.Context, p *phone.Phone) error { return p.Tap(ctx, suggestions, 0) },
		"tap a chip of no message":          func(ctx context.Context, p *phone.Phone) error { return p.Tap(ctx, "none", 0) },
		"tap a chip that is not there":      func(ctx context.Context, p *phone.Phone) error { return p.Tap(ctx, signIn, 1) },
		"tap a chip before the first":       func(ctx context.Context, p *phone.Phone) error { return p.Tap(ctx, signIn, -1) },
		"tap a chip to sign in":             func(ctx context.Context, p *phone.Phone) error { return p.Tap(ctx, signIn, 0) },
		"tap a card that is not there":      func(ctx context.Context, p *phone.Phone) error { return p.TapCard(ctx, signIn, 0, 0) },
		"sign in where nobody asked":        func(ctx context.Context, p *phone.Phone) error { return p.SignIn(ctx, suggestions, true) },
		"answer an unknown survey":          func(ctx context.Context, p *phone.Phone) error { return p.AnswerSurvey(ctx, "none", 0, 0) },
		"answer an unknown question":        func(ctx context.Context, p *phone.Phone) error { return p.AnswerSurvey(ctx, "s", 3, 0) },
		"answer with something else":        func(ctx context.Context, p *phone.Phone) error { return p.AnswerSurvey(ctx, "s", 0, 2) },
		"attach a document":                 attach("application/pdf", "x"),
		"attach nothing":                    attach("image/png", ""),
		"answer one question a second time": twice,
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			p := w.begin()
			w.sendRecorded("message-suggestions")
			w.sendRecorded("message-auth-request")
			w.do("POST", "/surveys?surveyId=s", nil)
			before := len(w.Events(p.Conversation()))
			if err := do(t.Context(), p); err == nil {
				t.Error("got no error")
			}
			if name != "answer one question a second time" && len(w.Events(p.Conversation())) != before {
				t.Error("it was sent")
			}
		})
	}
}

func attach(kind, data string) func(context.Context, *phone.Phone) error {
	return func(ctx context.Context, p *phone.Phone) error {
		_, err := p.Attach(ctx, kind, []byte(data))
		return err
	}
}

func twice(ctx context.Context, p *phone.Phone) error {
	if err := p.AnswerSurvey(ctx, "s", 0, 1); err != nil {
		return nil //nolint:nilerr // the caller wants an error from the second
	}
	return p.AnswerSurvey(ctx, "s", 0, 0)
}

func TestTapsThatAreNoPostback(t *testing.T) {
	w := newWorld(t)
	p := w.begin()
	id := w.sendRecorded("message-suggestions")
	if err := p.Tap(t.Context(), id, 3); err != nil {
		t.Fatal(err)
	}
	sent := kinds(w, p)
	if sent[len(sent)-1] != "userStatus" {
		t.Errorf("asking for a person sent %v", sent)
	}
}

func TestTheBusinessMayReadATap(t *testing.T) {
	w := newWorld(t)
	p := w.begin()
	id := w.sendRecorded("message-suggestions")
	if err := p.Tap(t.Context(), id, 0); err != nil {
		t.Fatal(err)
	}
	if code, answer := w.do("PATCH", "/messages/"+id+"/receipt", `{"receiptType":"READ"}`); code != http.StatusOK {
		t.Errorf("got %d %s", code, answer)
	}
}

func TestChipsOfCardsStayWhenTheTalkGoesOn(t *testing.T) {
	w := newWorld(t)
	p := w.begin()
	id := w.sendRecorded("message-carousel")
	w.send("m", "x")
	if err := p.TapCard(t.Context(), id, 1, 0); err != nil {
		t.Fatal(err)
	}
	if err := p.TapCard(t.Context(), id, 2, 0); err == nil {
		t.Error("a third card of two was tapped")
	}
	payloads := w.Events(p.Conversation())
	got := object(t, payloads[len(payloads)-1])["suggestionResponse"].(map[string]any)
	if got["postbackData"] != "choose:2" {
		t.Errorf("got %v", got)
	}
}

func TestWritingCancelsASurvey(t *testing.T) {
	w := newWorld(t)
	p := w.begin()
	w.do("POST", "/surveys?surveyId=s", nil)
	if _, err := p.Write(t.Context(), "something else"); err != nil {
		t.Fatal(err)
	}
	if err := p.AnswerSurvey(t.Context(), "s", 0, 0); err == nil {
		t.Error("a cancelled survey was answered")
	}
}

func TestASurveyEndsAfterSevenDays(t *testing.T) {
	w := newWorld(t)
	p := w.begin()
	w.do("POST", "/surveys?surveyId=s", nil)
	w.clock.move(7*24*time.Hour + time.Second)
	if err := p.AnswerSurvey(t.Context(), "s", 0, 0); err == nil {
		t.Error("an old survey was answered")
	}
}

func TestASurveySpeaksTheCustomersLanguage(t *testing.T) {
	w := newWorld(t)
	p := w.begin()
	p.Configure(func(s *phone.Settings) { s.Locale = "fr-CA" })
	w.do("POST", "/surveys?surveyId=s", nil)
	if got := p.Messages()[1].Survey.Questions[1].Options[0].Text; got != "Très facile" {
		t.Errorf("got %q", got)
	}
}

func TestTheTranscript(t *testing.T) {
	w := newWorld(t)
	p := w.begin()
	w.do("POST", "/events?eventId=e1", joined)
	w.do("POST", "/messages", string(recorded(t, "api-message-rich-text.request")))
	w.do("POST", "/events?eventId=e2", strings.Replace(joined, "JOINED", "LEFT", 1))
	var got []string
	for _, e := range p.Messages() {
		line := string(e.From) + " " + string(e.Kind)
		for _, s := range e.Spans {
			line += "|" + s.Text + strings.Repeat(" b", map[bool]int{true: 1}[s.Bold]) +
				strings.Repeat(" i", map[bool]int{true: 1}[s.Italic]) + s.Href
		}
		got = append(got, line)
	}
	want := []string{
		"customer message", "business joined",
		"business message|Blue b| is in stock, |grey i| is not. See |the rangehttps://shop.example.com/range|.",
		"business left",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAwaitEndsWithItsContext(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := w.begin().Await(ctx, func([]phone.Entry) bool { return false })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestAnImageIsServedUnderItsSignedURLForSevenDays(t *testing.T) {
	w := newWorld(t)
	p := w.Phone(conversation, "Dana")
	if _, err := p.Attach(t.Context(), "image/png", []byte("picture")); err != nil {
		t.Fatal(err)
	}
	url := p.Messages()[0].Text
	if !p.Messages()[0].Image {
		t.Error("the phone does not know that it is an image")
	}
	for _, c := range []struct {
		name, url string
		after     time.Duration
		want      int
	}{
		{"at once", url, 0, 200},
		{"with another signature", strings.Replace(url, "x-goog-signature=", "x-goog-signature=0", 1), 0, 403},
		{"without the query", url[:strings.IndexByte(url, '?')], 0, 403},
		{"for another image", strings.Replace(url, "?", "x?", 1), 0, 403},
		{"after eight days", url, 8 * 24 * time.Hour, 400},
	} {
		w.clock.move(c.after)
		code, kind, body := get(t, c.url)
		if code != c.want {
			t.Errorf("%s: got %d %s, want %d", c.name, code, body, c.want)
		}
		if code == http.StatusOK && (body != "picture" || kind != "image/png") {
			t.Errorf("got %q as %s", body, kind)
		}
	}
}

func get(t *testing.T, url string) (code int, kind, body string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header.Get("Content-Type"), string(raw)
}

const toElsewhere = "/v1/conversations/elsewhere/messages"

func aMessage() json.RawMessage {
	return json.RawMessage(`{"messageId": "m1", "representative": {"representativeType": "HUMAN"}, "text": "hello"}`)
}

func TestAStrangerIsAnsweredWhereSomebodyElsePlaysCustomers(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*businessmessages.Config){
		"who wrote to the webhook": func(c *businessmessages.Config) {
			c.AgentOf = func(conversation string) (string, bool) { return "", conversation == "elsewhere" }
		},
		"whoever it is": func(c *businessmessages.Config) { c.Strangers = true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, change)
			if code, answer := w.call(w.client, http.MethodPost, toElsewhere, aMessage()); code != http.StatusOK {
				t.Fatalf("status %d: %s", code, answer)
			}
			if got := w.Phone("elsewhere", "").Messages(); len(got) != 1 || got[0].Text != "hello" {
				t.Errorf("the phone shows %+v", got)
			}
		})
	}
}

func TestAConversationThatNobodyHeardOfIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *businessmessages.Config) {
		c.AgentOf = func(string) (string, bool) { return "", false }
	})
	code, answer := w.call(w.client, http.MethodPost, toElsewhere, aMessage())
	if code != http.StatusForbidden || !strings.Contains(answer, "PERMISSION_DENIED") {
		t.Errorf("status %d: %s", code, answer)
	}
	if _, ok := w.Find("elsewhere"); ok {
		t.Error("there is a phone of it now")
	}
}
