package businessmessages_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// Google's envelope around a member, with and without the request's id.
const (
	head     = `{"agent":"brands/b/agents/a","conversationId":"c","requestId":"r","sendTime":"2024-03-05T09:00:00Z",`
	headless = `{"agent":"brands/b/agents/a","conversationId":"c","sendTime":"2024-03-05T09:00:00Z",`
)

var sendTime = time.Date(2024, 3, 5, 9, 0, 0, 0, time.UTC)

// inbound is an event in that envelope, but for what change says.
func inbound(change func(*channel.Inbound)) channel.Inbound {
	in := channel.Inbound{
		ID: "r",
		Peer: channel.Peer{
			Channel: businessmessages.Name, Account: "acme", BrandAgent: "brands/b/agents/a", Key: "c",
		},
		SentAt: sendTime, ReceivedAt: received,
	}
	change(&in)
	return in
}

func other(body string) []channel.Inbound {
	return []channel.Inbound{inbound(func(in *channel.Inbound) { in.Kind, in.Raw = channel.Other, []byte(body) })}
}

func text(id, words string) []channel.Inbound {
	return []channel.Inbound{inbound(func(in *channel.Inbound) { in.ID, in.Kind, in.Text = id, channel.Text, words })}
}

// requested are events of the request "r" whose message has an id of its own.
func requested(events []channel.Inbound) []channel.Inbound {
	events[0].Request = "r"
	return events
}

func typing(on bool) []channel.Inbound {
	return []channel.Inbound{inbound(func(in *channel.Inbound) { in.Kind, in.On = channel.Typing, on })}
}

func wantsPerson() []channel.Inbound {
	return []channel.Inbound{inbound(func(in *channel.Inbound) { in.Kind = channel.WantsPerson })}
}

func receipt(of string, status channel.Status) channel.Inbound {
	return inbound(func(in *channel.Inbound) {
		in.ID, in.Kind, in.Of, in.Status = of+"-"+string(status), channel.Receipt, of, status
	})
}

func hashed(body string) string {
	sum := sha256.Sum256([]byte(body))
	return "sha256-" + hex.EncodeToString(sum[:])
}

func TestDecodeIsLenient(t *testing.T) {
	t.Parallel()
	const noID = headless + `"message":{"text":"hi"}}`
	tests := []struct {
		name, body string
		want       []channel.Inbound
	}{
		{"typing as a boolean", head + `"userStatus":{"isTyping":true}}`, typing(true)},
		{"typing as a string", head + `"userStatus":{"isTyping":"true"}}`, typing(true)},
		{"the end of typing as a string", head + `"userStatus":{"isTyping":"false"}}`, typing(false)},
		{"a person wanted, as a string", head + `"userStatus":{"requestedLiveAgent":"true"}}`, wantsPerson()},
		{
			"a person wanted while typing",
			head + `"userStatus":{"isTyping":true,"requestedLiveAgent":true}}`, wantsPerson(),
		},
		{
			"no person wanted while typing",
			head + `"userStatus":{"isTyping":true,"requestedLiveAgent":false}}`, typing(true),
		},

		{"the message's id before the request's", head + `"message":{"messageId":"m","text":"hi"}}`, requested(text("m", "hi"))},
		{"the request's id when the message has none", head + `"message":{"text":"hi"}}`, text("r", "hi")},
		{
			"an id that is a number",
			head + `"message":{"messageId":123456789012345678901,"text":"hi"}}`, requested(text("123456789012345678901", "hi")),
		},
		{"an id that is an object counts as missing", head + `"message":{"messageId":{},"text":"hi"}}`, text("r", "hi")},
		{"without any id it is the body's hash", noID, text(hashed(noID), "hi")},
		{"a null id is none", head + `"message":{"messageId":null,"text":"hi"}}`, text("r", "hi")},
		{"escaped text", head + `"message":{"text":"a\u003db\u0026c \ud83d\udc4b"}}`, text("r", "a=b&c 👋")},
		{"half of a character", head + `"message":{"text":"\ud83d"}}`, text("r", "\uFFFD")},
		{"bytes that are no UTF-8", head + "\"message\":{\"text\":\"a\xff\"}}", text("r", "a\uFFFD")},
		{
			"members that are null are skipped",
			head + `"message":null,"context":null,"userStatus":{"isTyping":true}}`, typing(true),
		},
		{"members in another case", strings.ToUpper(`{"AGENT":`) + head[9:] + `"Message":{"Text":"hi"}}`, text("r", "hi")},
		{"a context of the wrong type is none", head + `"context":"MAPS","message":{"text":"hi"}}`, text("r", "hi")},

		{
			"several receipts, the unknown ones left out",
			head + `"receipts":{"receipts":[{"message":"conversations/c/messages/a","receiptType":"READ"},
				{"message":"conversations/c/messages/b","receiptType":"SMELLED"},{"receiptType":"READ"},
				{"message":"conversations/c/messages/","receiptType":"READ"},{"message":"d","receiptType":"DELIVERED"}]}}`,
			[]channel.Inbound{receipt("a", channel.Read), receipt("d", channel.Delivered)},
		},
		{
			"receipts without a request's id have ids of their own",
			headless + `"receipts":{"receipts":[{"message":"conversations/c/messages/a","receiptType":"READ"}]}}`,
			[]channel.Inbound{receipt("a", channel.Read)},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := decode([]byte(tt.body))
			if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
				t.Errorf("error %v, events (-want +got):\n%s", err, diff)
			}
		})
	}
}

func TestDecodeKeepsWhatItDoesNotUnderstand(t *testing.T) {
	t.Parallel()
	for name, member := range map[string]string{
		"a member of a kind that is unknown":    `"reaction":{"emoji":"👍"}`,
		"a message that is a string":            `"message":"hello"`,
		"a message without text":                `"message":{"messageId":"m"}`,
		"a message whose text is a number":      `"message":{"text":5}`,
		"a status that says nothing":            `"userStatus":{}`,
		"typing that is a word":                 `"userStatus":{"isTyping":"BOOLEAN"}`,
		"typing that is null":                   `"userStatus":{"isTyping":null}`,
		"no person wanted":                      `"userStatus":{"requestedLiveAgent":false}`,
		"a status that is a list":               `"userStatus":[true]`,
		"receipts of unknown types":             `"receipts":{"receipts":[{"message":"m","receiptType":"LOST"}]}`,
		"receipts that are none":                `"receipts":{"receipts":[]}`,
		"receipts that are a list":              `"receipts":[{"message":"m","receiptType":"READ"}]`,
		"a suggestion that is a string":         `"suggestionResponse":"Blue"`,
		"a survey that is a number":             `"surveyResponse":5`,
		"an answer to an authentication":        `"authenticationResponse":{"code":"x"}`,
		"nothing at all":                        `"x":0`,
		"nesting that is deep":                  `"x":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000),
		"a number that no computer can hold":    `"x":1e999999`,
		"bytes that are no UTF-8 in a surprise": "\"x\":\"\xff\"",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := head + member + "}"
			got, err := decode([]byte(body))
			if diff := cmp.Diff(other(body), got); diff != "" || err != nil {
				t.Errorf("error %v, events (-want +got):\n%s", err, diff)
			}
		})
	}
}

func TestDecodeBelievesATimeThatCanBe(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, send, create string
		want               time.Time
	}{
		{"the message's own time", `"2024-03-05T09:00:00Z"`, `"2024-03-05T08:59:58.123456789Z"`, sendTime.Add(-1876543211)},
		{
			"another zone's time is kept as UTC",
			`"2024-03-05T09:00:00Z"`, `"2024-03-05T09:30:00+01:00"`, sendTime.Add(-30 * time.Minute),
		},
		{"none in the message: the envelope's", `"2024-03-05T09:00:00Z"`, `null`, sendTime},
		{"words in the message: the envelope's", `"2024-03-05T09:00:00Z"`, `"yesterday"`, sendTime},
		{"a number in the message: the envelope's", `"2024-03-05T09:00:00Z"`, `1709629200`, sendTime},
		{"a placeholder in the message: the envelope's", `"2024-03-05T09:00:00Z"`, `"1970-01-01T00:00:00Z"`, sendTime},
		{"the year zero in the message: the envelope's", `"2024-03-05T09:00:00Z"`, `"0001-01-01T00:00:00Z"`, sendTime},
		{"a message of the year 9999: the envelope's", `"2024-03-05T09:00:00Z"`, `"9999-12-31T23:59:59Z"`, sendTime},
		{"a message from after its sending: the envelope's", `"2024-03-05T09:00:00Z"`, `"2024-03-05T09:00:00.000000001Z"`, sendTime},
		{"a message from after its receipt: when it was received", `""`, `"2024-03-05T10:02:00Z"`, received},
		{"both from after the receipt: when it was received", `"2024-03-05T10:00:01Z"`, `"2024-03-05T10:02:00Z"`, received},
		{"no time anywhere: when it was received", `null`, `null`, received},
		{"nonsense everywhere: when it was received", `"soon"`, `{}`, received},
		{"a future envelope: when it was received", `"2030-01-01T00:00:00Z"`, `""`, received},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := decode([]byte(`{"conversationId":"c","sendTime":` + tt.send +
				`,"message":{"text":"hi","createTime":` + tt.create + `}}`))
			if err != nil {
				t.Fatal(err)
			}
			if !got[0].SentAt.Equal(tt.want) || got[0].SentAt.Location() != time.UTC {
				t.Errorf("sent at %v, want %v", got[0].SentAt, tt.want)
			}
		})
	}
}

func TestDecodeRefusesWhatNobodyCanBeGiven(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body string
		nobody     bool
	}{
		{"no conversation", `{"agent":"a","message":{"text":"hi"}}`, true},
		{"an empty conversation", `{"conversationId":"","message":{"text":"hi"}}`, true},
		{"a conversation that is null", `{"conversationId":null}`, true},
		{"a conversation that is an object", `{"conversationId":{"id":"c"}}`, true},
		{"null", `null`, true},
		{"no JSON", `message=hello`, false},
		{"half of a payload", head + `"message":{"te`, false},
		{"nothing", ``, false},
		{"an array", `[` + head + `"message":{"text":"hi"}}]`, false},
		{"a string", `"hello"`, false},
		{"nesting without end", strings.Repeat(`{"x":`, 20_000), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := decode([]byte(tt.body))
			if err == nil || errors.Is(err, businessmessages.ErrNoConversation) != tt.nobody {
				t.Errorf("Decode = %+v, %v, want ErrNoConversation: %v", got, err, tt.nobody)
			}
			if err != nil && strings.Contains(err.Error(), "hello") {
				t.Errorf("the error quotes the payload: %v", err)
			}
			if key := admittedKey(t, tt.body); key != "" {
				t.Errorf("ordering key = %q, want none", key)
			}
		})
	}
}
