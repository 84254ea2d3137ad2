package businessmessages_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// sent is what reached the API.
type sent struct {
	Method, Path, Query string
	Body                any
}

// record sends a message to a recording API, prepared as the product does.
func record(t *testing.T, out channel.Outbound) []sent {
	t.Helper()
	var all []sent
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		var body any
		if err := json.Unmarshal(raw, &body); err != nil {
			t.Error(err)
		}
		all = append(all, sent{r.Method, r.URL.Path, r.URL.RawQuery, body})
	}))
	defer server.Close()
	messages, err := new(businessmessages.Adapter).Prepare(out)
	if err != nil {
		t.Fatal(err)
	}
	sender := &businessmessages.Adapter{Clients: anybody{server.Client()}, URL: server.URL}
	for _, m := range messages {
		if _, err := sender.Send(t.Context(), channel.Peer{Key: "c-1"}, m); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func assistant() channel.Speaker {
	return channel.Speaker{Name: "Northwind Assistant", Bot: true, Avatar: "https://cdn.example.com/bot.png"}
}

func jo() channel.Speaker { return channel.Speaker{Name: "Jo at Northwind"} }

func card(n string) channel.CardItem {
	return channel.CardItem{
		Title: "Option " + n, Body: "Description " + n,
		Media:   &channel.Attachment{URL: "https://cdn.example.com/" + n + ".jpg", Alt: "Option " + n},
		Choices: []channel.ChoiceItem{{Label: "Choose " + n, Postback: "choose:" + n}},
	}
}

// outbound is every kind of message, by the recorded request that it becomes.
func outbound() map[string]channel.Outbound {
	return map[string]channel.Outbound{
		"message-text":  {ID: "a0e1c2d3-0001-4f00-8000-000000000001", Speaker: assistant(), Text: "Yes, blue is in stock."},
		"message-human": {ID: "a0e1c2d3-0001-4f00-8000-000000000008", Speaker: jo(), Text: "Hi, Jo here. Give me a second to read back."},
		"message-rich-text": {
			ID: "a0e1c2d3-0001-4f00-8000-000000000002", Speaker: assistant(), Markup: true,
			Text:     "**Blue** is in stock, *grey* is not. See [the range](https://shop.example.com/range).",
			Fallback: "Blue is in stock, grey is not. See https://shop.example.com/range",
		},
		"message-suggestions": {
			ID: "a0e1c2d3-0001-4f00-8000-000000000003", Speaker: assistant(), Text: "What next?",
			Fallback: `What next? Reply "Order" or "Call".`,
			Choices: []channel.ChoiceItem{
				{Label: "Order", Postback: "order:start"},
				{Kind: channel.URLChoice, Label: "Returns", Postback: "open-returns-page", URL: "https://shop.example.com/returns"},
				{Kind: channel.DialChoice, Label: "Call us", Postback: "dial", Phone: "+15550100"},
				{Kind: channel.PersonChoice},
			},
		},
		"message-auth-request": {
			ID: "a0e1c2d3-0001-4f00-8000-000000000004", Speaker: assistant(), Text: "Please sign in to see your order.",
			Fallback: "Sign in at https://shop.example.com/login",
			Choices: []channel.ChoiceItem{{Kind: channel.SignInChoice, SignIn: &channel.SignIn{
				ClientID: "northwind-client", Challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
				ChallengeMethod: "S256", Scopes: []string{"orders.read"},
			}}},
		},
		"message-image": {
			ID: "a0e1c2d3-0001-4f00-8000-000000000005", Speaker: jo(), Kind: channel.File,
			Media: &channel.Attachment{
				URL: "https://cdn.example.com/blue.jpg", Thumbnail: "https://cdn.example.com/blue-thumb.jpg",
				Alt: "Blue jacket", Type: "image/jpeg",
			},
		},
		"message-rich-card": {
			ID: "a0e1c2d3-0001-4f00-8000-000000000006", Speaker: assistant(), Kind: channel.Card,
			Cards: []channel.CardItem{card("1")},
		},
		"message-carousel": {
			ID: "a0e1c2d3-0001-4f00-8000-000000000007", Speaker: assistant(), Kind: channel.Card,
			Cards: []channel.CardItem{card("1"), card("2")},
		},
		"event-typing-started":        {ID: "ev-1", Speaker: jo(), Kind: channel.Typing, On: true},
		"event-typing-stopped":        {ID: "ev-2", Speaker: jo(), Kind: channel.Typing},
		"event-representative-joined": {ID: "ev-3", Speaker: jo(), Kind: channel.Joined},
		"event-representative-left":   {ID: "ev-4", Speaker: jo(), Kind: channel.Left},
		"receipt-read":                {ID: "ev-5", Kind: channel.Seen, Of: "5C0B8E4A-6F1D-4E0C-A1A9-2B7D3F9E8C55"},
		"survey-create":               {ID: "sv-0001", Kind: channel.Survey},
	}
}

func TestEveryOutboundKindBecomesTheRecordedRequest(t *testing.T) {
	t.Parallel()
	for name, out := range outbound() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var body any
			if err := json.Unmarshal(read(t, "testdata/api-"+name+".request.json"), &body); err != nil {
				t.Fatal(err)
			}
			want := sent{Method: http.MethodPost, Path: "/v1/conversations/c-1/messages", Body: body}
			switch {
			case strings.HasPrefix(name, "event-"):
				want.Path, want.Query = "/v1/conversations/c-1/events", "eventId="+out.ID
			case name == "survey-create":
				want.Path, want.Query = "/v1/conversations/c-1/surveys", "surveyId="+out.ID
			case name == "receipt-read":
				want.Method, want.Path = http.MethodPatch, "/v1/conversations/c-1/messages/"+out.Of+"/receipt"
			}
			if diff := cmp.Diff([]sent{want}, record(t, out)); diff != "" {
				t.Errorf("request (-want +got):\n%s", diff)
			}
		})
	}
}

func TestALongTextIsCutAndOnlyItsLastPieceHasTheId(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("A sentence of some length. ", 300)
	requests := record(t, channel.Outbound{ID: "r1", Speaker: jo(), Text: text})
	var ids, texts []string
	for _, r := range requests {
		body, _ := r.Body.(map[string]any)
		ids = append(ids, body["messageId"].(string))
		texts = append(texts, body["text"].(string))
	}
	if diff := cmp.Diff([]string{"r1.1", "r1.2", "r1"}, ids); diff != "" {
		t.Errorf("ids (-want +got):\n%s", diff)
	}
	if got := strings.Join(texts, " "); got != strings.TrimSpace(text) {
		t.Error("the pieces are not the text")
	}
}

func TestAFileThatIsNoPictureGoesOutAsALink(t *testing.T) {
	t.Parallel()
	requests := record(t, channel.Outbound{
		ID: "r1", Speaker: jo(), Kind: channel.File,
		Media: &channel.Attachment{URL: "https://files.example.com/x", Type: "application/pdf", Name: "invoice.pdf"},
	})
	body, _ := requests[0].Body.(map[string]any)
	if want := "[invoice.pdf](https://files.example.com/x)"; body["text"] != want || body["containsRichText"] != true {
		t.Errorf("text = %q, want %q", body["text"], want)
	}
}

func TestFallbacksAreMadeForWhatAnOldDeviceCannotShow(t *testing.T) {
	t.Parallel()
	chips := []channel.ChoiceItem{{Label: "Yes"}, {Kind: channel.URLChoice, Label: "Shop", URL: "https://shop.example.com"}}
	tests := []struct {
		name string
		out  channel.Outbound
		want string
	}{
		{"a plain text needs none", channel.Outbound{Text: "hello"}, ""},
		{"markup is taken off", channel.Outbound{Text: `**a** *b* [c](https://d.example) \*`, Markup: true}, `a b c https://d.example *`},
		{"choices are numbered", channel.Outbound{Text: "Well?", Choices: chips}, "Well?\n1. Yes\n2. Shop https://shop.example.com"},
		{"one's own is kept", channel.Outbound{Text: "Well?", Choices: chips, Fallback: "own"}, "own"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.out.ID = "r1"
			got, err := new(businessmessages.Adapter).Prepare(tt.out)
			if err != nil || got[0].Fallback != tt.want {
				t.Errorf("fallback %q, error %v, want %q", got[0].Fallback, err, tt.want)
			}
		})
	}
}
