package businessmessages_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

// received is when the webhook took in what the tests decode.
var received = time.Date(2024, 3, 5, 10, 0, 0, 0, time.UTC)

func read(tb testing.TB, path string) []byte {
	tb.Helper()
	text, err := os.ReadFile(filepath.FromSlash(path))
	if err != nil {
		tb.Fatal(err)
	}
	return text
}

// payloads are the recorded events, by file name.
func payloads(tb testing.TB) map[string][]byte {
	tb.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", "webhook-*.json"))
	if err != nil {
		tb.Fatal(err)
	}
	found := map[string][]byte{}
	for _, path := range paths {
		if name := filepath.Base(path); !strings.HasPrefix(name, "webhook-verification.") {
			found[name] = read(tb, path)
		}
	}
	if len(found) == 0 {
		tb.Fatal("testdata holds no payloads")
	}
	return found
}

func decode(body []byte) ([]channel.Inbound, error) {
	return new(businessmessages.Adapter).Decode(channel.Delivery{Account: "acme", Body: body, ReceivedAt: received})
}

func TestDecodeRecordedPayloads(t *testing.T) {
	t.Parallel()
	for name, body := range payloads(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			events, err := decode(body)
			if err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", "golden", strings.TrimPrefix(name, "webhook-"))
			got, err := json.MarshalIndent(events, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			if *update {
				if err := os.WriteFile(golden, append(got, '\n'), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(read(t, golden)), string(got)+"\n"); diff != "" {
				t.Errorf("events (-want +got); run with -update if they are meant to change:\n%s", diff)
			}
		})
	}
}

func TestDecodeKeepsAnUnknownPayloadByteForByte(t *testing.T) {
	t.Parallel()
	body := read(t, "testdata/webhook-unknown-kind.json")
	events, err := decode(body)
	if err != nil || len(events) != 1 || !bytes.Equal(events[0].Raw, body) {
		t.Errorf("Decode = %+v, %v, want the whole payload kept", events, err)
	}
}

func TestEveryGoldenFileHasItsPayload(t *testing.T) {
	t.Parallel()
	recorded := payloads(t)
	paths, err := filepath.Glob(filepath.Join("testdata", "golden", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		if _, ok := recorded["webhook-"+filepath.Base(path)]; !ok {
			t.Errorf("%s belongs to no payload", path)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, body := range payloads(f) {
		f.Add(body)
	}
	f.Add([]byte(`{"conversationId":"c","userStatus":{"isTyping":"true","createTime":"9999-01-01T00:00:00Z"}}`))
	f.Add([]byte(`{"conversationId":1e9,"receipts":{"receipts":[{"message":"a/","receiptType":"READ"},{}]}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		events, err := decode(body)
		again, errAgain := decode(body)
		if diff := cmp.Diff(events, again); diff != "" || (err == nil) != (errAgain == nil) {
			t.Fatalf("the second time differs: %v, %v\n%s", err, errAgain, diff)
		}
		if err != nil {
			return
		}
		if len(events) == 0 {
			t.Fatal("no error and no event")
		}
		for _, e := range events {
			check(t, e, admittedKey(t, string(body)))
		}
	})
}

// check holds an event against what the rest of the product relies on.
func check(t *testing.T, e channel.Inbound, conversation string) {
	t.Helper()
	known := map[channel.Kind]bool{
		channel.Text: true, channel.Choice: true, channel.File: true, channel.Typing: true, channel.Receipt: true,
		channel.WantsPerson: true, channel.Survey: true, channel.Other: true,
	}
	switch {
	case e.ID == "":
		t.Error("an event without an id")
	case !known[e.Kind]:
		t.Errorf("there is no kind %q", e.Kind)
	case e.Peer.Key == "" || e.Peer.Key != conversation:
		t.Errorf("peer %q, but the ordering key is made of %q", e.Peer.Key, conversation)
	case e.Peer.Account != "acme" || e.Peer.Channel != businessmessages.Name || !e.ReceivedAt.Equal(received):
		t.Errorf("event %+v, want what the delivery says", e)
	case e.SentAt.IsZero() || e.SentAt.After(received):
		t.Errorf("sent at %v", e.SentAt)
	case (e.Kind == channel.Receipt) != (e.Of != "" && e.Status.Valid()) && e.Kind != channel.Choice:
		t.Errorf("%s of %q with status %q", e.Kind, e.Of, e.Status)
	case (e.Kind == channel.Other || e.Kind == channel.Survey) != (e.Raw != nil):
		t.Errorf("%s with the raw payload %q", e.Kind, e.Raw)
	}
}
