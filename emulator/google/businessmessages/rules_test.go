package businessmessages_test

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"
)

type fieldsOf = map[string]any

func chars(n int) string { return strings.Repeat("é", n) }

func many(n int, one any) []any {
	list := make([]any, n)
	for i := range list {
		list[i] = one
	}
	return list
}

func text(s string) fieldsOf  { return fieldsOf{"text": s} }
func reply(s string) fieldsOf { return fieldsOf{"reply": fieldsOf{"text": s, "postbackData": "p"}} }
func chips(list ...any) fieldsOf {
	return fieldsOf{"text": "x", "suggestions": list}
}

func openURL(url string) fieldsOf {
	return fieldsOf{"action": fieldsOf{"text": "Open", "postbackData": "p", "openUrlAction": fieldsOf{"url": url}}}
}

func dial(number string) fieldsOf {
	return fieldsOf{"action": fieldsOf{"text": "Call", "postbackData": "p", "dialAction": fieldsOf{"phoneNumber": number}}}
}

func picture(url string) fieldsOf {
	return fieldsOf{"image": fieldsOf{"contentInfo": fieldsOf{"fileUrl": url, "altText": "a"}}}
}

func media(height string) fieldsOf {
	return fieldsOf{"height": height, "contentInfo": fieldsOf{"fileUrl": "https://cdn.example.com/1.jpg"}}
}

func with(o fieldsOf, key string, value any) fieldsOf {
	o = maps.Clone(o)
	if value == nil {
		delete(o, key)
		return o
	}
	o[key] = value
	return o
}

func aCard() fieldsOf { return fieldsOf{"title": "t"} }

func standalone(card fieldsOf) fieldsOf {
	return fieldsOf{"richCard": fieldsOf{"standaloneCard": fieldsOf{"cardContent": card}}}
}

func carousel(width string, cards ...any) fieldsOf {
	return fieldsOf{"richCard": fieldsOf{"carouselCard": fieldsOf{"cardWidth": width, "cardContents": cards}}}
}

func rich(s string) fieldsOf { return fieldsOf{"text": s, "containsRichText": true} }

func oauth(change string, value any) fieldsOf {
	o := fieldsOf{"clientId": "c", "codeChallenge": "x", "codeChallengeMethod": "S256", "scopes": []any{"s"}}
	return chips(fieldsOf{"authenticationRequest": fieldsOf{"oauth": with(o, change, value)}})
}

type ruleCase struct {
	name   string
	fields fieldsOf
	want   string
}

// ruleCases returns fields of a message, and what Google's answer says about them: "" is 200, anything else is a part of
// the message of an INVALID_ARGUMENT.
func ruleCases() []ruleCase {
	return []ruleCase{
		{"text of 3072 characters is taken, however many bytes", text(chars(3072)), ""},
		{"text of 3073 characters is too long", text(chars(3073)), "At most 3072 characters, got 3073."},
		{"no content", fieldsOf{}, "Exactly one of text, image and richCard"},
		{"empty text is no content", text(""), "Exactly one of text, image and richCard"},
		{"two contents", with(picture("https://e.example/i.png"), "text", "x"), "Exactly one of text, image and richCard"},
		{"fallback of 3072 characters", with(text("x"), "fallback", chars(3072)), ""},
		{"fallback of 3073 characters", with(text("x"), "fallback", chars(3073)), "At most 3072"},
		{"null is the same as absent", with(text("x"), "image", any((*int)(nil))), ""},

		{"an unknown name", with(text("x"), "x", 1), "Unknown name \"x\" at 'message': Cannot find field."},
		{
			"an unknown name deep inside", chips(fieldsOf{"reply": fieldsOf{"text": "a", "postback_data": "b"}}),
			"Unknown name \"postback_data\" at 'message.suggestions[0].reply': Cannot find field.",
		},
		{"a name in another case", with(text("x"), "Fallback", "y"), "Unknown name \"Fallback\""},
		{"a number for a text", fieldsOf{"text": 1}, "Invalid value at 'message.text' (TYPE_STRING), 1"},
		{"a text for a flag", with(text("x"), "containsRichText", "true"), "Invalid value at 'message.contains_rich_text' (TYPE_BOOL)"},
		{"a text for an object", fieldsOf{"image": "x"}, "Invalid value at 'message.image'"},
		{"an object for a list", with(text("x"), "suggestions", fieldsOf{}), "Invalid value at 'message.suggestions'"},
		{"a null in a list", chips(any((*int)(nil))), "Invalid value at 'message.suggestions[0]'"},
		{"an output field", with(text("x"), "name", "conversations/c/messages/m"), "output only"},

		{"no message id", with(text("x"), "messageId", ""), "messageId is required"},
		{"a message id with a slash", with(text("x"), "messageId", "a/b"), "slash"},
		{"a message id that is a number", with(text("x"), "messageId", 5), "TYPE_STRING"},
		{"no representative", with(text("x"), "representative", any((*int)(nil))), "representative is required"},
		{"a representative of no type", with(text("x"), "representative", fieldsOf{"displayName": "Jo"}), "representativeType is required"},
		{
			"an unspecified representative",
			with(text("x"), "representative", fieldsOf{"representativeType": "REPRESENTATIVE_TYPE_UNSPECIFIED"}),
			"representativeType is required",
		},
		{
			"an unknown representative", with(text("x"), "representative", fieldsOf{"representativeType": "ROBOT"}),
			"Invalid value at 'message.representative.representative_type' (type.googleapis.com/",
		},
		{
			"an avatar without https",
			with(text("x"), "representative", fieldsOf{"representativeType": "BOT", "avatarImage": "http://e.example/a.png"}),
			"Not a public https URL",
		},

		{"rich text", rich("**b** *i* ***bi*** **b *i* b** [l](https://e.example/a?b=(c\\)) 2\\*2 \\[x]"), ""},
		{"stars in text that is not rich", text("2 * 3 ** ["), ""},
		{"bold that is not closed", rich("**b"), "Invalid rich text: ** is not closed"},
		{"italic that is not closed", rich("*i"), "Invalid rich text: * is not closed"},
		{"a star alone", rich("2 * 3"), "followed by a space"},
		{"space inside the end of bold", rich("**b **"), "closed after a space"},
		{"bold around nothing", rich("****"), "around nothing"},
		{"overlapping markers", rich("**b *i** x*"), "overlap"},
		{"bold over two paragraphs", rich("**a\n\nb**"), "not closed in its paragraph"},
		{"a bracket that begins no link", rich("[x] y"), "[ begins no link"},
		{"a link without a label", rich("[](https://e.example)"), "[ begins no link"},
		{"a link to something else", rich("[x](javascript:alert(1))"), "without an http or https URL"},
		{"a link that is not closed", rich("[x](https://e.example"), "without an http or https URL"},

		{"an image", picture("https://cdn.example.com/i.png"), ""},
		{"an image on this machine", picture("http://127.0.0.1:8080/i.png"), ""},
		{"an image without https", picture("http://cdn.example.com/i.png"), "Not a public https URL"},
		{"an image without a scheme", picture("cdn.example.com/i.png"), "Not a public https URL"},
		{"an image without a URL", picture(""), "fileUrl is required"},
		{"an image without content", fieldsOf{"image": fieldsOf{}}, "fileUrl is required"},
		{
			"a thumbnail without https",
			fieldsOf{"image": fieldsOf{"contentInfo": fieldsOf{"fileUrl": "https://e.example/i", "thumbnailUrl": "ftp://e.example/t"}}},
			"message.image.content_info.thumbnail_url",
		},
		{
			"forceRefresh as a text",
			fieldsOf{"image": fieldsOf{"contentInfo": fieldsOf{"fileUrl": "https://e.example/i", "forceRefresh": "false"}}},
			"",
		},
		{
			"forceRefresh as another text",
			fieldsOf{"image": fieldsOf{"contentInfo": fieldsOf{"fileUrl": "https://e.example/i", "forceRefresh": "no"}}},
			"TYPE_BOOL",
		},

		{"13 suggestions", chips(many(13, reply("a"))...), ""},
		{"14 suggestions", chips(many(14, reply("a"))...), "At most 13 suggestions, got 14."},
		{"a label of 25 characters", chips(reply(chars(25))), ""},
		{"a label of 26 characters", chips(reply(chars(26))), "At most 25 characters, got 26."},
		{"no label", chips(reply("")), "text is required"},
		{"postback of 2048 characters", chips(fieldsOf{"reply": fieldsOf{"text": "a", "postbackData": chars(2048)}}), ""},
		{"postback of 2049 characters", chips(fieldsOf{"reply": fieldsOf{"text": "a", "postbackData": chars(2049)}}), "At most 2048"},
		{"a suggestion of nothing", chips(fieldsOf{}), "exactly one of reply, action"},
		{"a suggestion of two things", chips(with(reply("a"), "liveAgentRequest", fieldsOf{})), "exactly one of reply, action"},
		{"an action of nothing", chips(fieldsOf{"action": fieldsOf{"text": "a"}}), "Exactly one of openUrlAction and dialAction"},
		{"a page", chips(openURL("http://shop.example.com/a b")), ""},
		{"a page with another scheme", chips(openURL("javascript:alert(1)")), "Not an http or https URL"},
		{"a page without a host", chips(openURL("https:///x")), "Not an http or https URL"},
		{"a page with a very long address", chips(openURL("https://e.example/" + chars(2048))), "At most 2048"},
		{"a number of E.164", chips(dial("+12015550123")), ""},
		{"a number of RFC 3966", chips(dial("+1-201-555-0123")), ""},
		{"a number without a plus", chips(dial("12015550123")), "Not a phone number"},
		{"a number with letters", chips(dial("+1-800-FLOWERS")), "Not a phone number"},
		{"a number of 16 digits", chips(dial("+1234567890123456")), "Not a phone number"},
		{"a request for a person", chips(fieldsOf{"liveAgentRequest": fieldsOf{}}), ""},
		{"a request for a person with something in it", chips(fieldsOf{"liveAgentRequest": fieldsOf{"a": 1}}), "Unknown name \"a\""},
		{"a request to sign in", oauth("codeChallengeMethod", nil), ""},
		{"a request to sign in without a client", oauth("clientId", nil), "needs clientId"},
		{"a request to sign in without scopes", oauth("scopes", []any{}), "needs clientId"},
		{"a request to sign in with another method", oauth("codeChallengeMethod", "S512"), "S256 or plain"},
		{"a scope that is a number", oauth("scopes", []any{1}), "Invalid value at 'message.suggestions[0].authentication_request.oauth.scopes[0]'"},

		{"a card", standalone(aCard()), ""},
		{"an empty card", standalone(fieldsOf{}), "needs a title"},
		{"no card", fieldsOf{"richCard": fieldsOf{"standaloneCard": fieldsOf{}}}, "cardContent is required"},
		{"a rich card of nothing", fieldsOf{"richCard": fieldsOf{}}, "Exactly one of standaloneCard"},
		{"a title of 200 characters", standalone(fieldsOf{"title": chars(200)}), ""},
		{"a title of 201 characters", standalone(fieldsOf{"title": chars(201)}), "At most 200"},
		{"a description of 2000 characters", standalone(fieldsOf{"description": chars(2000)}), ""},
		{"a description of 2001 characters", standalone(fieldsOf{"description": chars(2001)}), "At most 2000"},
		{"4 suggestions in a card", standalone(with(aCard(), "suggestions", many(4, reply("a")))), ""},
		{"5 suggestions in a card", standalone(with(aCard(), "suggestions", many(5, reply("a")))), "At most 4 suggestions in a card"},
		{
			"a request for a person in a card", standalone(with(aCard(), "suggestions", []any{fieldsOf{"liveAgentRequest": fieldsOf{}}})),
			"Only replies and actions",
		},
		{"tall media in a card", standalone(fieldsOf{"media": media("TALL")}), ""},
		{"media of no height", standalone(fieldsOf{"media": with(media("x"), "height", nil)}), "height is required"},
		{"media of an unknown height", standalone(fieldsOf{"media": media("HUGE")}), "Invalid value at 'message.rich_card.standalone_card.card_content.media.height'"},
		{"media of nothing", standalone(fieldsOf{"media": fieldsOf{"height": "TALL"}}), "fileUrl is required"},

		{"a carousel of 1", carousel("SMALL", many(1, aCard())...), "2 to 10 cards, got 1"},
		{"a carousel of 2", carousel("SMALL", many(2, aCard())...), ""},
		{"a carousel of 10", carousel("MEDIUM", many(10, aCard())...), ""},
		{"a carousel of 11", carousel("MEDIUM", many(11, aCard())...), "2 to 10 cards, got 11"},
		{"a carousel of no width", carousel("CARD_WIDTH_UNSPECIFIED", many(2, aCard())...), "cardWidth is required"},
		{"tall media in a small carousel", carousel("SMALL", aCard(), fieldsOf{"media": media("TALL")}), "card_contents[1].media.height"},
		{"tall media in a medium carousel", carousel("MEDIUM", aCard(), fieldsOf{"media": media("TALL")}), ""},
	}
}

func TestRulesOfAMessage(t *testing.T) {
	w := newWorld(t)
	w.begin()
	for i, c := range ruleCases() {
		t.Run(c.name, func(t *testing.T) {
			w.clock.move(time.Minute) // stay under the rate
			code, answer := w.do(http.MethodPost, "/messages", message(fmt.Sprint("m", i), c.fields))
			if c.want == "" {
				if code != http.StatusOK {
					t.Errorf("got %d %s", code, answer)
				}
				return
			}
			if canonical, got := errorOf(t, answer); code != 400 || canonical != "INVALID_ARGUMENT" || !strings.Contains(got, c.want) {
				t.Errorf("got %d %s %q, want %q", code, canonical, got, c.want)
			}
		})
	}
}
