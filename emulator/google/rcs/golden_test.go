package rcs_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/google/rcs"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

// call is a recorded request or response.
type call struct {
	Method, URL  string
	Query        map[string]string
	Body         json.RawMessage
	Status       int
	Headers      map[string]string
	Note         string
	Form, Claims any
}

func parse(t *testing.T, name string) call {
	t.Helper()
	var c call
	if err := json.Unmarshal(recorded(t, name), &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// TestRecordedRequestsGetTheRecordedResponses plays every recorded request that is for this API and is JSON.
func TestRecordedRequestsGetTheRecordedResponses(t *testing.T) {
	paths, err := filepath.Glob(testdata + "api/*.request.json")
	if err != nil || len(paths) == 0 {
		t.Fatal("no requests", err)
	}
	// uploads are in files_test.go, tokens come from another host, and so do testers by now; of Dialogflow there is nothing
	elsewhere := []string{
		"file-create-upload-media", "file-create-upload-multipart", "oauth-token", "bc-tester-create", "bc-agent-webhook-create",
		"dialogflow-message-create",
	}
	for _, file := range paths {
		name := strings.TrimSuffix(filepath.Base(file), ".request.json")
		if slices.Contains(elsewhere, name) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			prepare(t, w, name)
			request, response := parse(t, "api/"+name+".request"), parse(t, "api/"+name+".response")
			body := withFiles(t, w, string(request.Body))
			var sent any
			if body != "" {
				sent = body
			}
			code, answer := w.call(request.Method, address(t, request), sent)
			if code != response.Status {
				t.Fatalf("got %d %s", code, answer)
			}
			want, got := object(t, response.Body), object(t, []byte(answer))
			if strings.HasPrefix(name, "event-") || name == "file-create-url" || name == "capabilities" || body != string(request.Body) {
				want, got = shapes(want), shapes(got) // times, ids and the list of features are their own
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// prepare makes the world in which a recorded request was made.
func prepare(t *testing.T, w *world, name string) {
	t.Helper()
	ada := w.ada()
	switch name {
	case "message-revoke":
		set(ada, rcs.Offline, phone.Checked)
		if code, answer := w.send("7c1e5b90-2d3f-4a68-9e7b-000000000001", text("x")); code != http.StatusOK {
			t.Fatalf("got %d %s", code, answer)
		}
	case "message-text-unsubscribe-acknowledgement":
		if err := ada.Consent(t.Context(), false); err != nil {
			t.Fatal(err)
		}
	}
}

func address(t *testing.T, c call) string {
	t.Helper()
	u, err := url.Parse(c.URL)
	if err != nil {
		t.Fatal(err)
	}
	query := url.Values{}
	for name, value := range c.Query {
		query.Set(name, value)
	}
	return u.Path + "?" + query.Encode()
}

var fileName = regexp.MustCompile(`files/[A-Za-z0-9]{16}`)

// withFiles puts names of files that were uploaded here, and an id of a message that was sent, in the place of those of
// the records.
func withFiles(t *testing.T, w *world, body string) string {
	t.Helper()
	body = fileName.ReplaceAllStringFunc(body, func(string) string {
		return w.uploadURL("https://harbor.example/media/map.png")
	})
	const message = "MxQ7pLr2-kTcy0ZbW9eHsUaGV4nd"
	if strings.Contains(body, message) {
		id, err := w.ada().Write(t.Context(), "hello")
		if err != nil {
			t.Fatal(err)
		}
		body = strings.ReplaceAll(body, message, id)
	}
	return body
}

// shapes replaces values by the names of their types.
func shapes(v fields) fields {
	out := fields{}
	for name, value := range v {
		out[name] = shape(value)
	}
	return out
}

func shape(value any) any {
	switch value := value.(type) {
	case fields:
		return shapes(value)
	case []any:
		if len(value) == 0 {
			return "empty list"
		}
		return []any{shape(value[0])}
	default:
		return fmt.Sprintf("%T", value)
	}
}

// TestEveryRecordedPayloadIsProducedInItsShape has the customer, the clock and Google do whatever makes each of the
// recorded payloads.
func TestEveryRecordedPayloadIsProducedInItsShape(t *testing.T) {
	todo := map[string]func(*testing.T, *world, *phone.Phone) error{
		"user-text": func(t *testing.T, _ *world, p *phone.Phone) error {
			t.Helper()
			_, err := p.Write(t.Context(), "hello")
			return err
		},
		"user-text-us": func(t *testing.T, _ *world, p *phone.Phone) error {
			t.Helper()
			set(p, rcs.Carrier, "EXAMPLE_CARRIER")
			_, err := p.Write(t.Context(), "Thanks")
			return err
		},
		"user-text-unsubscribe-keyword": func(t *testing.T, _ *world, p *phone.Phone) error {
			t.Helper()
			_, err := p.Write(t.Context(), "STOP")
			return err
		},
		"user-event-unsubscribe": func(t *testing.T, _ *world, p *phone.Phone) error {
			t.Helper()
			return p.Consent(t.Context(), false)
		},
		"user-event-subscribe": func(t *testing.T, _ *world, p *phone.Phone) error {
			t.Helper()
			return p.Consent(t.Context(), true)
		},
		"user-event-is-typing": func(t *testing.T, _ *world, p *phone.Phone) error {
			t.Helper()
			return p.Typing(t.Context(), true)
		},
		"user-file-image": func(t *testing.T, _ *world, p *phone.Phone) error {
			t.Helper()
			_, err := p.AttachNamed(t.Context(), "ticket.png", "image/png", drawing(300, 200))
			return err
		},
		"user-file-audio-no-thumbnail": func(t *testing.T, _ *world, p *phone.Phone) error {
			t.Helper()
			_, err := p.AttachNamed(t.Context(), "voice.m4a", "audio/mp4", []byte("not really"))
			return err
		},
		"user-file-pdf": func(t *testing.T, _ *world, p *phone.Phone) error {
			t.Helper()
			_, err := p.AttachNamed(t.Context(), "booking.pdf", "application/pdf", []byte("%PDF-1.7"))
			return err
		},
		"user-location": func(t *testing.T, _ *world, p *phone.Phone) error {
			t.Helper()
			_, err := p.SharePlace(t.Context(), phone.Place{Latitude: 47.602035, Longitude: -122.338997})
			return err
		},
		"user-suggestion-reply":  tap(0),
		"user-suggestion-action": tap(1),
		"user-suggestion-action-eventid-variant": func(t *testing.T, w *world, p *phone.Phone) error {
			t.Helper()
			w.Switch(func(s *rcs.Switches) { s.EventTaps = true })
			return tap(1)(t, w, p)
		},
		"user-event-delivered": func(_ *testing.T, w *world, _ *phone.Phone) error { w.says(text("x")); return nil },
		"user-event-read": func(t *testing.T, w *world, p *phone.Phone) error {
			t.Helper()
			w.says(text("x"))
			return p.Read(t.Context())
		},
		"server-event-ttl-revoked":       lapsing(""),
		"server-event-ttl-revoke-failed": lapsing("REVOCATION"),
		"agent-launch-event": func(_ *testing.T, w *world, _ *phone.Phone) error {
			w.Launch(agentID, "LAUNCHED")
			return nil
		},
	}
	for _, name := range recordedNames(t, "webhook-data") {
		t.Run(name, func(t *testing.T) {
			do, ok := todo[name]
			if !ok {
				t.Fatal("nothing makes this payload")
			}
			w := newWorld(t, func(c *rcs.Config) { c.Agents[0].Unlaunched = name == "agent-launch-event" })
			events := watch(t, w.Service)
			want := object(t, recorded(t, "webhook-data/"+name))
			if err := do(t, w, w.ada()); err != nil {
				t.Fatal(err)
			}
			got, header, whole := w.awaits(events, want)
			if diff := cmp.Diff(shapes(want), shapes(got)); diff != "" {
				t.Error(diff)
			}
			for _, member := range []string{"senderPhoneNumber", "phoneNumber", "agentId", "eventType", "newLaunchState", "oldLaunchState"} {
				if want[member] != got[member] {
					t.Errorf("%s is %v, want %v", member, got[member], want[member])
				}
			}
			if diff := cmp.Diff(envelopeShape(t, recorded(t, "webhook-envelope/"+name)), envelopeShape(t, whole)); diff != "" {
				t.Error(diff)
			}
			checkHeaders(t, name, header, whole)
		})
	}
}

// checkHeaders compares the headers of a delivery with those that are recorded.
func checkHeaders(t *testing.T, name string, header http.Header, body []byte) {
	t.Helper()
	var control struct {
		Cases map[string]struct{ Headers map[string]string }
	}
	if err := json.Unmarshal(recorded(t, "control/signatures"), &control); err != nil {
		t.Fatal(err)
	}
	for key := range control.Cases[name].Headers {
		if len(header.Values(key)) != 1 {
			t.Errorf("header %s is there %d times", key, len(header.Values(key)))
		}
	}
	if want, got := control.Cases[name].Headers["X-Goog-Webhook-Type"], header.Get("X-Goog-Webhook-Type"); want != got {
		t.Errorf("X-Goog-Webhook-Type is %q, want %q", got, want)
	}
	if header.Get("X-Goog-Signature") != google.Sign(clientToken, data(t, body)) {
		t.Error("the signature is not that of the data")
	}
}

// envelopeShape is an envelope's members and types, and the values of the attributes.
func envelopeShape(t *testing.T, body []byte) fields {
	t.Helper()
	e := object(t, body)
	attributes := e["message"].(fields)["attributes"]
	shape := shapes(e)
	shape["message"].(fields)["attributes"] = attributes
	return shape
}

func recordedNames(t *testing.T, folder string) []string {
	t.Helper()
	paths, err := filepath.Glob(testdata + folder + "/*.json")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no files in %s: %v", folder, err)
	}
	var all []string
	for _, p := range paths {
		all = append(all, strings.TrimSuffix(filepath.Base(p), ".json"))
	}
	return all
}

// awaits waits until the webhook accepts a payload with the members of another one.
func (w *world) awaits(events <-chan google.Event, like fields) (payload fields, header http.Header, body []byte) {
	w.t.Helper()
	for range events {
		for _, r := range w.webhook.all() {
			p := object(w.t, data(w.t, r.body))
			if p["eventType"] == like["eventType"] && slices.Equal(keys(p), keys(like)) {
				return p, r.header, r.body
			}
		}
	}
	w.t.Fatalf("no delivery has the members of %v", like)
	return nil, nil, nil
}

func keys(m fields) []string {
	var all []string
	for name := range m {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

// tap sends two chips and taps one.
func tap(index int) func(*testing.T, *world, *phone.Phone) error {
	return func(t *testing.T, w *world, p *phone.Phone) error {
		t.Helper()
		id := w.says(content(fields{"text": "Which?", "suggestions": []any{reply("North"), action("dialAction", fields{"phoneNumber": "+15550100999"})}}))
		return p.Tap(t.Context(), id, index)
	}
}

// lapsing lets a message expire on its way to a device that is offline and lacks a feature.
func lapsing(lacks string) func(*testing.T, *world, *phone.Phone) error {
	return func(_ *testing.T, w *world, p *phone.Phone) error {
		set(p, rcs.Offline, phone.Checked)
		set(p, rcs.Lacks, lacks)
		w.says(with(text("x"), "ttl", "600s"))
		w.clock.move(10 * time.Minute)
		w.Lapse()
		return nil
	}
}

func reply(label string) fields { return fields{"reply": fields{"text": label, "postbackData": "p"}} }

func action(kind string, body fields) fields {
	return fields{"action": fields{"text": "Do", "postbackData": "p", kind: body}}
}
