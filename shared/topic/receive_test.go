package topic_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/topic"
)

func post(body string) *http.Request {
	return httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
}

func TestReceiveReadsAPush(t *testing.T) {
	t.Parallel()
	recorded, err := os.ReadFile("testdata/push.json")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, body string
		want       topic.Message
	}{
		{
			"as Pub/Sub sends it", string(recorded),
			topic.Message{
				Data: []byte(`{"conversationId":"c","message":{"text":"héllo 👋"}}`),
				Attributes: map[string]string{
					topic.Account: "acme", topic.Channel: channels.Default, topic.ReceivedAt: "2024-03-05T10:00:00.123Z",
					topic.Trace: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
				},
				Key: "5f0c",
			},
		},
		{"without a key", `{"message":{"data":"aGk="}}`, topic.Message{Data: []byte("hi")}},
		{
			"with attributes only", `{"message":{"attributes":{"a":"b"}}}`,
			topic.Message{Attributes: map[string]string{"a": "b"}},
		},
		{"with a message that is empty", `{"message":{}}`, topic.Message{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := topic.Receive(post(tt.body))
			if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
				t.Errorf("error %v, message (-want +got):\n%s", err, diff)
			}
		})
	}
}

func TestReceiveRefuses(t *testing.T) {
	t.Parallel()
	broken := httptest.NewRequest(http.MethodPost, "/", iotest.ErrReader(errors.New("cut")))
	tests := []struct {
		name    string
		request *http.Request
		want    fault.Kind
	}{
		{"another method", httptest.NewRequest(http.MethodGet, "/", nil), fault.MethodNotAllowed},
		{"nothing", post(""), fault.Invalid},
		{"no JSON", post("hello"), fault.Invalid},
		{"an array", post(`[{"message":{}}]`), fault.Invalid},
		{"no message", post(`{"subscription":"s"}`), fault.Invalid},
		{"a message that is null", post(`{"message":null}`), fault.Invalid},
		{"data that is no base64", post(`{"message":{"data":"c2VjcmV0 c2VjcmV0"}}`), fault.Invalid},
		{"data in URL-safe base64", post(`{"message":{"data":"_-8="}}`), fault.Invalid},
		{"an attribute that is a number", post(`{"message":{"attributes":{"a":1}}}`), fault.Invalid},
		{
			"a body that is longer than a push",
			post(`{"message":{"data":"` + strings.Repeat("A", 14<<20) + `"}}`), fault.Invalid,
		},
		{"a body that breaks off may come whole the next time", broken, fault.Unavailable},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := topic.Receive(tt.request)
			if err == nil || fault.KindOf(err) != tt.want {
				t.Fatalf("Receive = %v, want an error of kind %d", err, tt.want)
			}
			if diff := cmp.Diff(topic.Message{}, got); diff != "" {
				t.Errorf("a message came with the error:\n%s", diff)
			}
			if strings.Contains(err.Error(), "c2Vj") {
				t.Errorf("the error quotes the data: %v", err)
			}
		})
	}
}

func TestReceiveTakesAMessageOfThe10MBThatPubSubAllows(t *testing.T) {
	t.Parallel()
	got, err := topic.Receive(post(`{"message":{"data":"` + strings.Repeat("AAAA", 10_000_000/3) + `"}}`))
	if len(got.Data) != 9_999_999 || err != nil {
		t.Errorf("Receive = %d bytes, %v, want 9,999,999", len(got.Data), err)
	}
}
