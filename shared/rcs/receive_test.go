package rcs_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/google"
	"github.com/frontdesk-gcp/frontdesk/shared/rcs"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

// TestAdmitsEveryRecordedDelivery holds the recorded signatures against ours, both ways.
func TestAdmitsEveryRecordedDelivery(t *testing.T) {
	t.Parallel()
	all := parse[signatures](t, "control/signatures.json")
	for name, one := range all.Cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := parse[struct {
				Message struct {
					Data []byte `json:"data"`
				} `json:"message"`
			}](t, one.Envelope).Message.Data
			if strings.HasPrefix(one.SignedBytes, "webhook-data/") && !bytes.Equal(data, read(t, one.SignedBytes)) {
				t.Error("the envelope holds another payload")
			}
			if got := google.Sign(data, all.ClientToken); got != one.Headers[google.SignatureHeader] {
				t.Errorf("signed as %s, want %s", got, one.Headers[google.SignatureHeader])
			}
			r := channel.Request{Method: http.MethodPost, Header: header(one.Headers), Body: read(t, one.Envelope)}
			for _, keys := range [][]string{{all.ClientToken}, {"another", all.ClientToken}} {
				got, err := new(rcs.Adapter).Admit(r, keys)
				if err != nil || len(got.Parts) != 1 || !bytes.Equal(got.Parts[0].Body, data) {
					t.Errorf("keys %q: admitted %d parts, error %v", keys, len(got.Parts), err)
				}
			}
			if _, err := new(rcs.Adapter).Admit(r, []string{"another"}); !errors.Is(err, google.ErrWrongSignature) {
				t.Errorf("another key: error %v", err)
			}
		})
	}
}

func TestWhatIsNotSignedIsNotBelieved(t *testing.T) {
	t.Parallel()
	const key = "a-client-token-of-acme"
	data := []byte(`{"senderPhoneNumber":"+15550100123","messageId":"m","text":"hello"}`)
	envelope, err := json.Marshal(map[string]any{
		"message":      map[string]any{"data": data, "attributes": map[string]string{"business_id": "somebody-else"}},
		"subscription": "projects/p/subscriptions/s", "senderPhoneNumber": "+15550100999",
	})
	if err != nil {
		t.Fatal(err)
	}
	r := channel.Request{Body: envelope, Header: header(map[string]string{google.SignatureHeader: google.Sign(data, key)})}
	got, err := new(rcs.Adapter).Admit(r, []string{key})
	want := channel.Admission{Parts: []channel.Part{{Key: "+15550100123", Body: data}}}
	if err != nil || !cmp.Equal(got, want) {
		t.Errorf("admitted %+v, error %v, want %+v", got, err, want)
	}
	r.Header = header(map[string]string{google.SignatureHeader: google.Sign(envelope, key)})
	if _, err = new(rcs.Adapter).Admit(r, []string{key}); !errors.Is(err, google.ErrWrongSignature) {
		t.Errorf("a signature over the whole body: error %v", err)
	}
	for _, body := range []string{``, `[]`, `{}`, `{"message":null}`, `{"message":{"data":""}}`, `{"message":{"data":"%"}}`} {
		if a, err := new(rcs.Adapter).Admit(channel.Request{Body: []byte(body), Header: r.Header}, []string{key}); err == nil {
			t.Errorf("%s is admitted as %+v", body, a)
		}
	}
}

func TestHandshake(t *testing.T) {
	t.Parallel()
	request := parse[struct {
		Headers map[string]string `json:"headers"`
		Body    json.RawMessage   `json:"body"`
	}](t, "control/verification-request.json")
	answer := parse[struct {
		Body string `json:"bodyText"`
	}](t, "control/verification-response.json")
	token := parse[signatures](t, "control/signatures.json").ClientToken
	for _, headers := range []map[string]string{request.Headers, nil} {
		r := channel.Request{Method: http.MethodPost, Header: header(headers), Body: request.Body}
		got, err := new(rcs.Adapter).Admit(r, []string{"another", token})
		if want := (channel.Admission{Handshake: true, Answer: answer.Body}); err != nil || !cmp.Equal(got, want) {
			t.Errorf("answered %+v, error %v, want %+v", got, err, want)
		}
		if got, err = new(rcs.Adapter).Admit(r, []string{"another"}); err == nil {
			t.Errorf("with another token: %+v", got)
		}
	}
}

func TestDecodeRecordedPayloads(t *testing.T) {
	t.Parallel()
	for _, name := range names(t, "webhook-data") {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			events, err := decode(read(t, "webhook-data/"+name+".json"))
			if err != nil {
				t.Fatal(err)
			}
			got, err := json.MarshalIndent(events, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("testdata", "golden", name+".json")
			if *update {
				if err := os.WriteFile(path, append(got, '\n'), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(read(t, "golden/"+name+".json")), string(got)+"\n"); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
		})
	}
}

// TestDecodeTakesWhatDocumentsDisagreeOn is about payloads that no recording has.
func TestDecodeTakesWhatDocumentsDisagreeOn(t *testing.T) {
	t.Parallel()
	base := channel.Inbound{
		ID: "m", Peer: channel.Peer{Channel: rcs.Name, Account: "acme", BrandAgent: "harbor", Key: "+1555"},
		SentAt: received, ReceivedAt: received,
	}
	with := func(change func(*channel.Inbound)) channel.Inbound {
		in := base
		change(&in)
		return in
	}
	const head = `{"senderPhoneNumber":"+1555","messageId":"m","agentId":"harbor",`
	unknown := func(body string) channel.Inbound {
		return with(func(in *channel.Inbound) { in.Kind, in.Raw = channel.Other, json.RawMessage(body) })
	}
	tests := []struct {
		name, body string
		want       channel.Inbound
	}{
		{
			"a size that is a string", head + `"userFile":{"payload":{"fileUri":"https://x","fileSizeBytes":"12"}}}`,
			with(func(in *channel.Inbound) {
				in.Kind, in.URL, in.File = channel.File, "https://x", channel.FileInfo{Size: 12}
			}),
		},
		{
			"a null beside the content", head + `"text":null,"location":{"latitude":1,"longitude":-2}}`,
			with(func(in *channel.Inbound) {
				in.Kind, in.Place = channel.Location, &channel.Place{Latitude: 1, Longitude: -2}
			}),
		},
		{
			"a time of another offset", head + `"text":"a","sendTime":"2026-11-22T10:59:59.5+01:00"}`,
			with(func(in *channel.Inbound) { in.Kind, in.Text, in.SentAt = channel.Text, "a", received.Add(-5e8) }),
		},
		{
			"a tap without a label", head + `"suggestionResponse":{"postbackData":"p"}}`,
			with(func(in *channel.Inbound) { in.Kind, in.Postback = channel.Choice, "p" }),
		},
		{"an empty text", head + `"text":""}`, unknown(head + `"text":""}`)},
		{"a kind to come", head + `"sticker":{}}`, unknown(head + `"sticker":{}}`)},
		{"half a place", head + `"location":{"latitude":1}}`, unknown(head + `"location":{"latitude":1}}`)},
		{"an event to come", head + `"eventId":"e","eventType":"NODDED"}`, with(func(in *channel.Inbound) {
			in.ID, in.Kind, in.Raw = "e", channel.Other, json.RawMessage(head+`"eventId":"e","eventType":"NODDED"}`)
		})},
		{"a receipt without an id of its own", head + `"eventType":"READ"}`, with(func(in *channel.Inbound) {
			in.ID, in.Kind, in.Status, in.ProviderOf = "m-read", channel.Receipt, channel.Read, "m"
		})},
		{"a receipt for nothing", `{"senderPhoneNumber":"+1555","eventId":"m","agentId":"harbor","eventType":"READ"}`, with(func(in *channel.Inbound) {
			in.Kind = channel.Other
			in.Raw = json.RawMessage(`{"senderPhoneNumber":"+1555","eventId":"m","agentId":"harbor","eventType":"READ"}`)
		})},
		{
			"a number that is a number", `{"senderPhoneNumber":1555,"messageId":"m","agentId":"harbor@rbm.goog","text":"a"}`,
			with(func(in *channel.Inbound) { in.Kind, in.Text = channel.Text, "a" }),
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := decode([]byte(tt.body))
			if diff := cmp.Diff([]channel.Inbound{tt.want}, got); err != nil || diff != "" {
				t.Errorf("error %v, events (-want +got):\n%s", err, diff)
			}
		})
	}
	if _, err := decode([]byte(`{"text":"hello"}`)); !errors.Is(err, rcs.ErrNoCustomer) {
		t.Errorf("nobody's message: error %v", err)
	}
	if _, err := decode([]byte(`{"text":"hello","senderPhoneNumber":"+15550100123","messageId":"m"}`)); !errors.Is(err, rcs.ErrNoAgent) {
		t.Errorf("a message to nobody: error %v", err)
	}
}

// FuzzAdmit holds that nothing comes in but what a key signed, and a handshake with a key.
func FuzzAdmit(f *testing.F) {
	for _, name := range names(f, "webhook-envelope") {
		f.Add(read(f, "webhook-envelope/"+name+".json"))
	}
	f.Add([]byte(`{"clientToken":"key","secret":"s"}`))
	f.Add([]byte(`{"clientToken":"key","secret":"s","message":{"data":"e30="}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		var e struct{ Message struct{ Data []byte } }
		_ = json.Unmarshal(body, &e)
		data := e.Message.Data
		request := func(signature string) channel.Request {
			return channel.Request{Body: body, Header: header(map[string]string{google.SignatureHeader: signature})}
		}
		a, err := new(rcs.Adapter).Admit(request(google.Sign(data, "key")), []string{"key"})
		switch {
		case err != nil && len(data) > 0:
			t.Errorf("%q is refused: %v", body, err)
		case err == nil && !a.Handshake && (len(a.Parts) != 1 || !bytes.Equal(a.Parts[0].Body, data)):
			t.Errorf("%q is admitted as %+v", body, a)
		case err == nil && a.Handshake && !bytes.Contains(body, []byte("clientToken")):
			t.Errorf("%q is a handshake", body)
		}
		for _, signature := range []string{google.Sign(data, "another"), google.Sign(append(bytes.Clone(data), ' '), "key"), "", "AAAA"} {
			if a, err := new(rcs.Adapter).Admit(request(signature), []string{"key"}); err == nil && !a.Handshake {
				t.Errorf("%q with the signature %q is admitted as %+v", body, signature, a)
			}
		}
	})
}

// FuzzDecode holds events against what the rest of the product relies on.
func FuzzDecode(f *testing.F) {
	for _, name := range names(f, "webhook-data") {
		f.Add(read(f, "webhook-data/"+name+".json"))
	}
	f.Add([]byte(`{"senderPhoneNumber":1555,"eventType":"READ","messageId":"m","sendTime":"9999-01-01T00:00:00Z"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		events, err := decode(body)
		again, _ := decode(body)
		if !cmp.Equal(events, again) {
			t.Errorf("%q is decoded in two ways", body)
		}
		if err != nil && len(events) > 0 || len(events) > 1 {
			t.Errorf("%q: %d events, error %v", body, len(events), err)
		}
		for _, e := range events {
			if problem := wrong(e); problem != "" {
				t.Errorf("%q: %s: %+v", body, problem, e)
			}
		}
	})
}

// wrong says what is wrong with an event.
func wrong(e channel.Inbound) string {
	about := e.Kind == channel.Receipt || e.Kind == channel.Expired
	switch {
	case e.ID == "" || e.Peer.Key == "" || e.Peer.Account != "acme" || e.Peer.Channel != rcs.Name:
		return "it has no name"
	case e.SentAt.IsZero() || e.SentAt.After(received) || !e.ReceivedAt.Equal(received):
		return "it has no time"
	case strings.HasSuffix(e.Peer.BrandAgent, "@rbm.goog"):
		return "its brand agent is not spelled as accounts do"
	case !slices.Contains(channel.InboundKinds(), e.Kind):
		return "there is no such kind"
	case (e.Kind == channel.Other) != (e.Raw != nil):
		return "it is not kept as it came"
	case about != (e.ProviderOf != ""):
		return "it is about nothing"
	case (e.Kind == channel.Location) != (e.Place != nil), (e.Kind == channel.File) != (e.URL != ""):
		return "it has no content"
	}
	return ""
}
