package businessmessages_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/npm"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

// npmInstalled installs the packages of npm/: third-party clients of the stand-in, and the program that runs them.
var npmInstalled = sync.OnceValues(func() (string, error) { return npm.Install(os.DirFS("npm")) })

// npmFolder returns the folder with the packages of npm/, or skips the test.
func npmFolder(t *testing.T) string {
	t.Helper()
	dir, err := npmInstalled()
	if errors.Is(err, npm.ErrMissing) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// npmCall is a call to make with the npm client, and what it should come to.
type npmCall struct {
	Method string         `json:"method"`
	Params map[string]any `json:"params"`

	status int
	answer string // of testdata; or, when status is not 200, the canonical status
}

// npmAnswer is what drive.mjs prints for a call.
type npmAnswer struct {
	Status int
	Data   map[string]any
	Error  json.RawMessage
	Tokens int
}

// npmDrive makes calls with the npm client and returns the answers, and how many tokens it requested.
func (w *world) npmDrive(key []byte, calls []npmCall) (answers []npmAnswer, tokens int) {
	w.t.Helper()
	dir := npmFolder(w.t)
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "node", "drive.mjs")
	cmd.Dir = dir
	cmd.Stdin = bytes.NewReader(asJSON(w.t, map[string]any{
		"rootUrl": w.api.URL + "/", "key": json.RawMessage(key), "calls": calls,
	}))
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		w.t.Fatalf("node: %v\n%s", err, &stderr)
	}
	d := json.NewDecoder(bytes.NewReader(out))
	for range len(calls) + 1 {
		var a npmAnswer
		if err := d.Decode(&a); err != nil {
			w.t.Fatalf("%v in\n%s", err, out)
		}
		answers = append(answers, a)
	}
	return answers[:len(calls)], answers[len(calls)].Tokens
}

const parent = "conversations/" + conversation

// create is a call that sends a recorded request and should get the recorded response. query holds the parameters of
// the URL.
func (w *world) create(kind, name string, query map[string]any) npmCall {
	w.t.Helper()
	params := map[string]any{"parent": parent, "requestBody": object(w.t, recorded(w.t, "api-"+name+".request"))}
	for k, v := range query {
		params[k] = v
	}
	return npmCall{Method: kind + ".create", Params: params, status: 200, answer: "api-" + name + ".response"}
}

func (w *world) createEvent(name string) npmCall {
	w.t.Helper()
	return w.create("events", "event-"+name, map[string]any{"eventId": "ev-" + name})
}

// refused is a call like another that should be refused.
func refused(c npmCall, status int, canonical string) npmCall {
	c.status, c.answer = status, canonical
	return c
}

func (c npmCall) check(t *testing.T, got npmAnswer) {
	t.Helper()
	switch {
	case got.Status != c.status:
		t.Errorf("%s %v: got %d %s, want %d", c.Method, c.Params, got.Status, got.Error, c.status)
	case c.status != 200:
		if canonical, _ := errorOf(t, string(got.Error)); canonical != c.answer {
			t.Errorf("%s %v: got %s, want %s", c.Method, c.Params, canonical, c.answer)
		}
	default:
		if diff := cmp.Diff(object(t, recorded(t, c.answer)), got.Data); diff != "" {
			t.Errorf("%s %s: %s", c.Method, c.answer, diff)
		}
	}
}

// TestTheNpmClientDrivesEveryMethod uses the client that partners used, as they did. It has quirks, none of which
// matter to the stand-in:
//
//   - it declares no dependencies, although it needs googleapis-common, which has to be installed explicitly
//   - rootUrl is heeded as an option of the constructor; its googleapis-common keeps only the path of the method's URL
//   - the body is called requestBody, and resource in the client's own samples; both are used here
//   - google-auth-library does not read token_uri, see npm/drive.mjs
func TestTheNpmClientDrivesEveryMethod(t *testing.T) {
	w := newWorld(t)
	p := w.begin()
	hello := p.Messages()[0].ID
	var calls []npmCall
	for _, name := range []string{"text", "human", "rich-text", "image", "rich-card", "carousel", "suggestions", "auth-request"} {
		calls = append(calls, w.create("messages", "message-"+name, nil))
	}
	sample := npmCall{Method: "messages.create, callback", status: 200, Params: map[string]any{
		"parent": parent, "resource": message("of-the-samples", map[string]any{"text": "Hello, World!"}),
	}}
	forced := w.create("messages", "message-force-fallback", map[string]any{"forceFallback": true})
	survey := w.create("surveys", "survey-create", map[string]any{"surveyId": "sv-0001"})
	receipt := npmCall{Method: "messages.updateReceipt", status: 200, Params: map[string]any{
		"name": parent + "/messages/" + hello + "/receipt", "requestBody": object(t, recorded(t, "api-receipt-read.request")),
	}}
	elsewhere := w.create("messages", "message-text", map[string]any{"parent": "conversations/unknown"})
	calls = append(calls, forced, sample, receipt,
		w.createEvent("representative-joined"), w.createEvent("typing-started"), w.createEvent("typing-stopped"),
		w.createEvent("representative-left"), survey,
		refused(calls[0], 409, "ALREADY_EXISTS"), refused(w.createEvent("typing-started"), 409, "ALREADY_EXISTS"),
		refused(survey, 409, "ALREADY_EXISTS"), refused(elsewhere, 403, "PERMISSION_DENIED"),
		refused(w.create("surveys", "survey-create", map[string]any{"surveyId": "sv-2"}), 429, "RESOURCE_EXHAUSTED"),
		refused(npmCall{Method: "messages.create", Params: map[string]any{
			"parent": parent, "requestBody": message("empty", nil),
		}}, 400, "INVALID_ARGUMENT"),
	)
	answers, tokens := w.npmDrive(w.ServiceAccountKey(w.api.URL), calls)
	for i, c := range calls {
		if answer := answers[i]; c.answer != "" {
			c.check(t, answer)
		} else if answer.Status != 200 || !strings.HasPrefix(fmt.Sprint(answer.Data["name"]), parent+"/messages/") {
			t.Errorf("%s: got %+v", c.Method, answer)
		}
	}
	if tokens != 1 {
		t.Errorf("asked for %d tokens, want one for all calls", tokens)
	}
	checkWhatThePhoneShows(t, p)
}

// checkWhatThePhoneShows compares the whole transcript, in short.
func checkWhatThePhoneShows(t *testing.T, p *phone.Phone) {
	t.Helper()
	var got []string
	for _, e := range p.Messages() {
		line := fmt.Sprintf("%s %s %s %.20s", e.From, e.Kind, e.State, e.Text)
		if e.Fallback {
			line += " (fallback)"
		}
		for _, s := range e.Spans {
			line += fmt.Sprintf("|%.6s", s.Text)
		}
		if e.From == phone.Business && e.Kind == phone.EntryMessage {
			line += fmt.Sprintf("; %d chips", len(e.Chips))
		}
		if e.Picture != nil {
			line += " under an image"
		}
		if len(e.Cards) > 0 {
			line += " under a card"
		}
		if e.CardWidth != "" {
			line += fmt.Sprintf(" of %d", len(e.Cards))
		}
		got = append(got, strings.ReplaceAll(line, "\n", " "))
	}
	want := []string{
		"customer message read hello",
		"business message delivered Yes, blue is in stoc; 0 chips",
		"business message delivered Hi, Jo here. Give me; 0 chips",
		"business message delivered **Blue** is in stock|Blue| is in|grey| is no|the ra|.; 0 chips",
		"business message delivered ; 0 chips under an image",
		"business message delivered ; 0 chips under a card",
		"business message delivered ; 0 chips under a card of 2",
		"business message delivered What next?; 4 chips",
		"business message delivered Please sign in to se; 1 chips",
		"business message delivered This is shown instea (fallback); 0 chips",
		"business message delivered Hello, World!; 0 chips",
		"business joined  ",
		"business left  ",
		"business survey  ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheNpmClientGetsNoTokenForAnotherTokenURL(t *testing.T) {
	w := newWorld(t)
	w.begin()
	key := object(t, w.ServiceAccountKey(w.api.URL))
	key["token_uri"] = w.api.URL + "/token?" // reaches the endpoint, and is not its name
	answers, _ := w.npmDrive(asJSON(t, key), []npmCall{w.create("messages", "message-text", nil)})
	if got := answers[0]; got.Status != 400 || !strings.Contains(string(got.Error), "invalid_grant") {
		t.Errorf("got %d %s, want 400 invalid_grant", got.Status, got.Error)
	}
}
