package businessmessages_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

func TestDecodeContext(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, context string
		want          *channel.Context
	}{
		{"none", `null`, nil},
		{"an empty one is one", `{}`, &channel.Context{}},
		{"an empty place counts as none", `{"placeId":"","entryPoint":"MAPS"}`, &channel.Context{EntryPoint: "MAPS"}},
		{
			"numbers keep their digits",
			`{"customContext":42,"placeId":1e3}`, &channel.Context{CustomContext: "42", PlaceID: "1e3"},
		},
		{"an entry point that nobody documented", `{"entryPoint":"MOON"}`, &channel.Context{EntryPoint: "MOON"}},
		{
			"members that are null or of the wrong type are left out",
			`{"entryPoint":[],"resolvedLocale":null,"userInfo":{"displayName":true,"userDeviceLocale":"en-GB"}}`,
			&channel.Context{DeviceLocale: "en-GB"},
		},
		{
			"a user of the wrong type spoils nothing else",
			`{"userInfo":"Dana","entryPoint":"MAPS","widget":7}`, &channel.Context{EntryPoint: "MAPS"},
		},
		{"a user that is null", `{"userInfo":null,"entryPoint":"MAPS"}`, &channel.Context{EntryPoint: "MAPS"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := decode([]byte(head + `"context":` + tt.context + `,"message":{"text":"hi"}}`))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got[0].Context); diff != "" {
				t.Errorf("context (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDecodePictures(t *testing.T) {
	t.Parallel()
	const picture = "https://storage.googleapis.com/business-messages-us/9/x" +
		"?X-Goog-Algorithm=a&x-goog-credential=c&x-goog-signature=s"
	tests := []struct {
		name, text string
		picture    bool
	}{
		{"a signed URL is a picture", picture, true},
		{"another bucket makes it a text", strings.Replace(picture, "business-messages-us", "any-bucket", 1), false},
		{"a bucket whose name begins so", strings.Replace(picture, "business-messages-us", "business-messages-us-2", 1), false},
		{"a path that leads elsewhere", strings.Replace(picture, "/9/x", "/9/../../any-bucket/x", 1), false},
		{"a path that leads elsewhere in escapes", strings.Replace(picture, "/9/x", "/9/%2E%2E/x", 1), false},
		{"a path without a number", strings.Replace(picture, "/9/x", "/x", 1), false},
		{"words beside it make it a text", "look: " + picture, false},
		{"words behind it make it a text", picture + " nice?", false},
		{"no signature", "https://storage.googleapis.com/b/x?x-goog-algorithm=a&x-goog-credential=c", false},
		{"no query", "https://storage.googleapis.com/b/x", false},
		{"in the clear", "http" + picture[len("https"):], false},
		{
			"another host",
			"https://storage.googleapis.com.evil.example" + picture[len("https://storage.googleapis.com"):], false,
		},
		{"another port", "https://storage.googleapis.com:444" + picture[len("https://storage.googleapis.com"):], false},
		{
			"a user before the host",
			"https://x@storage.googleapis.com" + picture[len("https://storage.googleapis.com"):], false,
		},
		{"no URL at all", "https://%zz", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			want := text("r", tt.text)
			if tt.picture {
				want = []channel.Inbound{inbound(func(in *channel.Inbound) { in.Kind, in.URL, in.File.Type = channel.File, tt.text, "image/*" })}
			}
			got, err := decode([]byte(head + `"message":{"text":"` + tt.text + `"}}`))
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("error %v, events (-want +got):\n%s", err, diff)
			}
		})
	}
}

func TestDecodeSuggestions(t *testing.T) {
	t.Parallel()
	choice := func(change func(*channel.Inbound)) []channel.Inbound {
		return []channel.Inbound{inbound(func(in *channel.Inbound) { in.Kind = channel.Choice; change(in) })}
	}
	tests := []struct {
		name, body string
		want       []channel.Inbound
	}{
		{
			"postback data is not decoded, whatever its type is called",
			head + `"suggestionResponse":{"message":"conversations/c/messages/m","postbackData":"Y29sb3Vy",
				"text":"Blue","suggestionType":"REPLY"}}`,
			choice(func(in *channel.Inbound) { in.Text, in.Postback, in.Of = "Blue", "Y29sb3Vy", "m" }),
		},
		{
			"a conversation starter answers no message",
			head + `"suggestionResponse":{"postbackData":"start","text":"Hours?","type":"WHATEVER"}}`,
			choice(func(in *channel.Inbound) { in.Text, in.Postback = "Hours?", "start" }),
		},
		{"an empty one is still a tap", head + `"suggestionResponse":{}}`, choice(func(*channel.Inbound) {})},
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
