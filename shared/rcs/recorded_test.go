package rcs_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/google"
	"github.com/frontdesk-gcp/frontdesk/shared/rcs"
)

// answer is a recorded answer of the API.
type answer struct {
	Status int             `json:"status"`
	Body   json.RawMessage `json:"body"`
}

// TestEveryRecordedErrorMeansSomething to whoever waits for the message.
func TestEveryRecordedErrorMeansSomething(t *testing.T) {
	t.Parallel()
	seen := 0
	for file, want := range map[string]string{
		"400-invalid-argument": `reply.refused message="The message uses a feature or value that is not accepted." ` +
			`status="400 INVALID_ARGUMENT"`,
		"401-unauthenticated":    "the credentials",
		"403-permission-denied":  "reply.notAllowed",
		"404-not-found":          "reply.unreachable",
		"409-already-exists":     "sent",
		"429-resource-exhausted": "later, after 7s",
		"503-unavailable":        "unknown, after 7s",
	} {
		recorded := parse[answer](t, "api/error-"+file+".response.json")
		p := &provider{
			statuses: []int{recorded.Status, recorded.Status}, answer: recorded.Body, header: http.Header{"Retry-After": {"7"}},
		}
		_, err := adapter(p).Send(t.Context(), customer(), channel.Outbound{ID: "m", Text: "hello"})
		if got := meaning(err); got != want {
			t.Errorf("%s means %s, want %s", file, got, want)
		}
		seen++
	}
	if all := slices.DeleteFunc(names(t, "api"), func(n string) bool { return !strings.HasPrefix(n, "error-") }); len(all) != seen {
		t.Errorf("%d of %d errors were tried", seen, len(all))
	}
}

// meaning is what the error of a send says.
func meaning(err error) string {
	refused, isRefused := errors.AsType[*channel.RefusedError](err)
	retry, isRetry := errors.AsType[*channel.RetryError](err)
	switch {
	case err == nil:
		return "sent"
	case isRefused:
		return refused.Reason.String()
	case isRetry && retry.Credentials:
		return "the credentials"
	case isRetry && retry.Unknown:
		return "unknown, after " + retry.After.String()
	case isRetry:
		return "later, after " + retry.After.String()
	}
	return err.Error()
}

func TestADeviceThatLacksWhatAMessageUsesIsAReason(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"error":{"status":"FAILED_PRECONDITION","message":"x"}}`,
		`{"error":{"status":"INVALID_ARGUMENT","message":"The user's device does not support RICHCARD_CAROUSEL."}}`,
	} {
		p := &provider{statuses: []int{400}, answer: []byte(body)}
		a := adapter(p)
		out := channel.Outbound{ID: "m", Kind: channel.Card, Cards: []channel.CardItem{card("North", "22:40", "https://x.example/n.jpg")}}
		_, err := a.Send(t.Context(), customer(), out)
		if got := meaning(err); got != "reply.notSupported" || len(p.calls) != 1 {
			t.Errorf("%s means %s after %d calls", body, got, len(p.calls))
		}
		if _, err := a.Send(t.Context(), customer(), out); err != nil || len(p.lookUps) != 3 {
			t.Errorf("error %v, %d look-ups, want another one for what was wrong", err, len(p.lookUps))
		}
	}
}

// TestATakeBackThatIsTooLateSaysNothingOfTheCustomer, who can be reached.
func TestATakeBackThatIsTooLateSaysNothingOfTheCustomer(t *testing.T) {
	t.Parallel()
	p := &provider{statuses: []int{404}}
	_, err := adapter(p).Send(t.Context(), customer(), channel.Outbound{ID: "r", Kind: channel.Revoke, Of: "m"})
	if got := meaning(err); got != "reply.tooLateToRevoke" {
		t.Errorf("it means %s", got)
	}
}

// TestLookUpsAreTheRecordedCalls of one phone and of many.
func TestLookUpsAreTheRecordedCalls(t *testing.T) {
	t.Parallel()
	p := &provider{}
	p.unknown = func() (*http.Response, error) {
		body := parse[answer](t, "api/capabilities.response.json").Body
		return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(bytes.NewReader(body))}, nil
	}
	features, err := adapter(p).Features(t.Context(), customer())
	if err != nil || len(features) != 9 || len(p.lookUps) != 1 {
		t.Fatalf("features %v by %d look-ups, error %v", features, len(p.lookUps), err)
	}
	want, got := parse[request](t, "api/capabilities.request.json"), p.lookUps[0]
	want.Query["requestId"], got.Query["requestId"] = "R", "R"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("look-up (-want +got):\n%s", diff)
	}
	if l := features.Fit(new(rcs.Adapter).Profile().Limits); !slices.Contains(l.CardFileTypes, "application/pdf") || !slices.Contains(l.Kinds, channel.Card) {
		t.Errorf("limits %+v, want all and PDF on cards", l)
	}

	var numbers []string
	for i := range rcs.LeastReachable {
		numbers = append(numbers, "+1555"+strconv.Itoa(1_000_000+i))
	}
	if _, err := adapter(p).Reachable(t.Context(), "acme", "harbor-lights@rbm.goog", numbers); err != nil {
		t.Fatal(err)
	}
	want, got = parse[request](t, "api/users-batch-get.request.json"), p.calls[0]
	want.Query = map[string]string{}
	body, ok := want.Body.(map[string]any)
	if !ok {
		t.Fatal("the recorded body is no object")
	}
	var all []any
	for _, n := range numbers {
		all = append(all, n)
	}
	body["users"] = all // a real one has 500 numbers
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("batch (-want +got):\n%s", diff)
	}
}

func TestAnUploadIsTheRecordedCall(t *testing.T) {
	t.Parallel()
	p := &provider{}
	out := channel.Outbound{ID: "m", Kind: channel.File, Media: &channel.Attachment{
		Object: "outbound/f", URL: "https://harbor.example/media/map.png",
		Thumbnail: "https://harbor.example/media/map-thumb.jpg", Type: "image/png",
	}}
	if _, err := adapter(p).Send(t.Context(), customer(), out); err != nil {
		t.Fatal(err)
	}
	want := parse[request](t, "api/file-create-url.request.json")
	want.Query = map[string]string{}
	if diff := cmp.Diff(want, p.calls[0]); diff != "" {
		t.Errorf("call (-want +got):\n%s", diff)
	}
}

// notSent are recorded calls that the product does not make.
func notSent() map[string]string {
	return map[string]string{
		"bc-agent-webhook-create":      "an admin does it in Google's console",
		"bc-tester-create":             "an admin does it in Google's console",
		"tester-create":                "an admin does it in Google's console",
		"dialogflow-message-create":    "there is no Dialogflow",
		"file-create-upload-media":     "Google fetches files by their signed addresses",
		"file-create-upload-multipart": "Google fetches files by their signed addresses",
		"message-file-name-deprecated": "it is deprecated",
		"message-text-ttl":             "the time is given as an instant, so that a repetition does not prolong it",
		"oauth-token":                  "package credential asks for tokens",
	}
}

// TestNoRecordedCallIsForgotten: each is compared with what the product sends, or it is
// known why the product does not send it. The stand-in for Google plays them all.
func TestNoRecordedCallIsForgotten(t *testing.T) {
	t.Parallel()
	sent := []string{"capabilities", "users-batch-get", "file-create-url"}
	for file := range documented() {
		sent = append(sent, file)
	}
	for _, name := range names(t, "api") {
		call, isRequest := strings.CutSuffix(name, ".request")
		if _, known := notSent()[call]; isRequest && !known && !slices.Contains(sent, call) {
			t.Errorf("%s is compared with nothing that the product sends", name)
		}
	}
}

// failing answers look-ups in every way that is no help.
func failing() map[string]func() (*http.Response, error) {
	status := func(code int, body string) func() (*http.Response, error) {
		return func() (*http.Response, error) {
			return &http.Response{StatusCode: code, Body: io.NopCloser(strings.NewReader(body))}, nil
		}
	}
	return map[string]func() (*http.Response, error){
		"not found": status(404, ""), "busy": status(429, ""), "broken": status(500, ""), "refused": status(403, ""),
		"nonsense": status(200, "<html>"), "cut": func() (*http.Response, error) { return nil, errLost },
	}
}

// TestALookUpThatIsRefusedHoldsNothingUp, nor one whose answer nobody understands: text is what every device shows.
func TestALookUpThatIsRefusedHoldsNothingUp(t *testing.T) {
	t.Parallel()
	for name, answer := range failing() {
		p := &provider{unknown: answer}
		a := adapter(p)
		refused := name == "not found" || name == "refused" || name == "nonsense"
		for i := range 2 {
			out := channel.Outbound{ID: "m" + strconv.Itoa(i), Text: "How?", Choices: actions()[:2]}
			if _, err := a.Send(t.Context(), customer(), out); (err == nil) != refused || !refused && channel.OutcomeOf(err) != channel.Retry {
				t.Errorf("%s: %v", name, err)
			}
		}
		if !refused {
			if len(p.calls) > 0 {
				t.Errorf("%s: sent %+v, want it put off", name, p.calls)
			}
			continue
		}
		if len(p.calls) != 2 || len(p.lookUps) > 1 {
			t.Errorf("%s: %d messages after %d look-ups, want 2 after one", name, len(p.calls), len(p.lookUps))
			continue
		}
		text := fmt.Sprint(p.calls[0].Body)
		if !strings.Contains(text, "Timetable: https://harbor.example/timetable") || strings.Contains(text, "Action") {
			t.Errorf("%s: sent %s", name, text)
		}
	}
}

// TestALongDegradedMessageIsCut into messages that no other has the ids of.
func TestALongDegradedMessageIsCut(t *testing.T) {
	t.Parallel()
	p := &provider{features: []string{"ACTION_OPEN_URL"}}
	a := adapter(p)
	cards := slices.Repeat([]channel.CardItem{{Title: "North", Body: strings.Repeat("word ", 399)}}, 3)
	pieces, err := a.Prepare(channel.Outbound{ID: "m", Kind: channel.Card, Cards: cards, Text: strings.Repeat("more ", 1000)})
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	var last string
	for _, piece := range pieces {
		if last, err = a.Send(t.Context(), customer(), piece); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range p.calls {
		ids[c.Query["messageId"]] = true
	}
	if len(pieces) != 3 || len(p.calls) != 5 || len(ids) != 5 || last != rcs.MessageID("", "m") {
		t.Errorf("%d pieces are %d calls with %d ids, the last one %s", len(pieces), len(p.calls), len(ids), last)
	}
}

// TestAnAccountOfWhichTheKeyIsWrongWaits, and one whose key was rotated is read again.
func TestAnAccountOfWhichTheKeyIsWrongWaits(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		statuses []int
		want     string
	}{
		"rotated": {[]int{401, 200}, "sent"}, "wrong": {[]int{401, 401}, "the credentials"},
	} {
		_, err := adapter(&provider{statuses: tt.statuses}).Send(t.Context(), customer(), channel.Outbound{ID: "m", Text: "hello"})
		if got := meaning(err); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}

// TestTheProfileNamesTheProof, so that little is read of a body without one.
func TestTheProfileNamesTheProof(t *testing.T) {
	t.Parallel()
	p := new(rcs.Adapter).Profile()
	if p.ProofHeader != google.SignatureHeader || !p.Idempotent || p.Lifetime != 15*24*time.Hour {
		t.Errorf("profile %+v", p)
	}
}
