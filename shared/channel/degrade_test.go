package channel_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// poor is a channel that has texts with links and little room.
func poor() channel.Limits {
	return channel.Limits{
		Kinds: []channel.Kind{channel.Text}, ChoiceKinds: []channel.ChoiceKind{channel.ReplyChoice, channel.URLChoice},
		CardChoiceKinds: []channel.ChoiceKind{channel.ReplyChoice},
		Text:            100, Fallback: 100, Label: 20, Postback: 20, Choices: 2, Cards: 2, CardChoices: 2, CardTitle: 20, CardBody: 30,
	}
}

// bare is the same without links.
func bare() channel.Limits {
	l := poor()
	l.ChoiceKinds = []channel.ChoiceKind{channel.ReplyChoice}
	return l
}

// withCards is the same with cards that show pictures.
func withCards() channel.Limits {
	l := poor()
	l.Kinds, l.CardFileTypes = append(l.Kinds, channel.Card), []string{"image/png"}
	return l
}

func appointment() *channel.Appointment {
	at := time.Date(2026, 11, 21, 5, 40, 0, 0, time.FixedZone("", 3600))
	return &channel.Appointment{Title: "Ferry & tea", Body: "pier 50", Start: at, End: at.Add(time.Hour)}
}

func TestDegradeShowsWhatItCan(t *testing.T) {
	t.Parallel()
	const (
		onMap      = "https://www.google.com/maps/search/?api=1&query=47.600000,-122.300000"
		inCalendar = "https://calendar.google.com/calendar/render?action=TEMPLATE" +
			"&dates=20261121T044000Z%2F20261121T054000Z&details=pier+50&text=Ferry+%26+tea"
	)
	pier := &channel.Place{Latitude: 47.6, Longitude: -122.3, Label: "Pier"}
	reply := channel.ChoiceItem{Label: "Yes", Postback: "y"}
	page := channel.ChoiceItem{Kind: channel.URLChoice, Label: "Page", Postback: "p", URL: "https://x.example"}
	call := channel.ChoiceItem{Kind: channel.DialChoice, Label: "Call", Postback: "c", Phone: "+15550100"}
	there := channel.ChoiceItem{Kind: channel.PlaceChoice, Label: "Pier", Postback: "m", Place: pier}
	choices := func(text string, c ...channel.ChoiceItem) channel.Outbound {
		return channel.Outbound{Text: text, Choices: c}
	}
	cards := func(c ...channel.CardItem) channel.Outbound { return channel.Outbound{Kind: channel.Card, Cards: c} }
	link := func(label, postback, url string) channel.ChoiceItem {
		return channel.ChoiceItem{Kind: channel.URLChoice, Label: label, Postback: postback, URL: url}
	}
	picture, video := &channel.Attachment{URL: "https://x.example/a.png", Type: "image/png"}, &channel.Attachment{
		URL: "https://x.example/a.mp4", Type: "video/mp4", Name: "Film",
	}
	for name, tt := range map[string]struct {
		limits    channel.Limits
		out, want channel.Outbound
	}{
		"a text stays": {bare(), channel.Outbound{Text: "hello"}, channel.Outbound{Text: "hello"}},
		"markup is taken off": {
			poor(), channel.Outbound{Text: `**a** [b](https://c.example) \*`, Markup: true}, channel.Outbound{Text: "a b https://c.example *"},
		},
		"a file is its address": {
			poor(),
			channel.Outbound{Kind: channel.File, Media: video, Text: "look"},
			channel.Outbound{Kind: channel.Text, Text: "look\nFilm\nhttps://x.example/a.mp4"},
		},
		"a file is a link with its name, where there is markup": {
			channel.Limits{Markup: true, ChoiceKinds: []channel.ChoiceKind{channel.URLChoice}, Choices: 1, URL: 100, Label: 25},
			channel.Outbound{Kind: channel.File, Media: &channel.Attachment{URL: "https://x.example/(a)", Name: "Bill [2]*.exe\\"}},
			channel.Outbound{Kind: channel.Text, Text: "[Bill (2).exe/](https://x.example/%28a%29)", Markup: true},
		},
		"a file is something to tap, where there is no markup": {
			channel.Limits{ChoiceKinds: []channel.ChoiceKind{channel.URLChoice}, Choices: 1, URL: 100, Label: 8},
			channel.Outbound{Kind: channel.File, Media: &channel.Attachment{URL: "https://x.example/a", Name: "Invoice.docx"}},
			channel.Outbound{Kind: channel.Text, Text: "Invoice.docx", Choices: []channel.ChoiceItem{
				{Kind: channel.URLChoice, Label: "Invoi…", Postback: "file", URL: "https://x.example/a"},
			}},
		},
		"a place is its address": {
			poor(), channel.Outbound{Kind: channel.Location, Place: pier}, channel.Outbound{Kind: channel.Text, Text: "Pier\n" + onMap},
		},
		"a choice of a place is a link to it":      {poor(), choices("a", there), choices("a", link("Pier", "m", onMap))},
		"and an address, where there are no links": {bare(), choices("a", there), choices("a\nPier: " + onMap)},
		"a question for the place is one to answer": {
			bare(), choices("a", channel.ChoiceItem{Kind: channel.AskPlaceChoice, Label: "Where?", Postback: "w"}),
			choices("a", channel.ChoiceItem{Kind: channel.ReplyChoice, Label: "Where?", Postback: "w"}),
		},
		"an appointment is a page that notes it": {
			poor(), choices("a", channel.ChoiceItem{Kind: channel.CalendarChoice, Label: "Note", Postback: "n", Appointment: appointment()}),
			choices("a\nFerry & tea: 2026-11-21 04:40 – 05:40 UTC", link("Note", "n", inCalendar)),
		},
		"an appointment with a page of its own is that": {
			poor(),
			choices("a", channel.ChoiceItem{Kind: channel.CalendarChoice, Label: "Note", Postback: "n", URL: "https://n.example", Appointment: appointment()}),
			choices("a\nFerry & tea: 2026-11-21 04:40 – 05:40 UTC", link("Note", "n", "https://n.example")),
		},
		"a number to call is in words":     {poor(), choices("a", reply, call), choices("a\nCall: +15550100", reply)},
		"and so is a link, without a text": {bare(), choices("", page), choices("Page: https://x.example")},
		"what has no substitute stays": {
			poor(), choices("a", channel.ChoiceItem{Kind: channel.SignInChoice}, channel.ChoiceItem{Kind: "wink", Label: "x"}),
			choices("a", channel.ChoiceItem{Kind: channel.SignInChoice}, channel.ChoiceItem{Kind: "wink", Label: "x"}),
		},
		"too many choices stay too many": {poor(), choices("a", reply, reply, reply), choices("a", reply, reply, reply)},
		"a file is the customer's own address of it": {
			poor(),
			channel.Outbound{Kind: channel.File, Media: &channel.Attachment{
				Name: "a.zip", Type: "application/zip", URL: "https://x.example/signed", Link: "https://desk.example/f/a/b/c",
			}},
			channel.Outbound{Kind: channel.Text, Text: "a.zip\nhttps://desk.example/f/a/b/c"},
		},
		"cards are their texts": {
			poor(), cards(
				channel.CardItem{Title: "One", Body: "first", Media: picture, Choices: []channel.ChoiceItem{reply, call}},
				channel.CardItem{Title: "Two", Choices: []channel.ChoiceItem{page, reply}},
			),
			channel.Outbound{
				Kind: channel.Text, Text: "One\nfirst\nhttps://x.example/a.png\nTwo\nCall: +15550100\nYes",
				Choices: []channel.ChoiceItem{reply, page},
			},
		},
		"a card keeps what it can show": {
			withCards(), cards(channel.CardItem{Title: "One", Media: picture, Choices: []channel.ChoiceItem{reply}}),
			cards(channel.CardItem{Title: "One", Media: picture, Choices: []channel.ChoiceItem{reply}}),
		},
		"a card says what else there is, and the text below what it has no room for": {
			withCards(), cards(channel.CardItem{Title: "One", Media: video, Choices: []channel.ChoiceItem{reply, page}}),
			channel.Outbound{
				Kind: channel.Card, Text: "Page: https://x.example",
				Cards: []channel.CardItem{{Title: "One", Body: "Film\nhttps://x.example/a.mp4", Choices: []channel.ChoiceItem{reply}}},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := cmp.Diff(nil, tt.out)
			got := channel.Degrade(tt.out, tt.limits)
			if diff := cmp.Diff(tt.want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("degraded (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(got, channel.Degrade(got, tt.limits), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("a second time (-first +second):\n%s", diff)
			}
			if after := cmp.Diff(nil, tt.out); after != before {
				t.Error("what was to be degraded has changed itself")
			}
		})
	}
}

func TestPiecesFollowEachOther(t *testing.T) {
	t.Parallel()
	chips := []channel.ChoiceItem{{Label: "Yes"}}
	long := strings.TrimSpace(strings.Repeat("word ", 45))
	until := time.Date(2026, 11, 21, 5, 40, 0, 0, time.UTC)
	got := channel.Pieces(channel.Outbound{ID: "r", Text: long, Choices: chips, Fallback: "f", ExpiresAt: until}, poor())
	var ids, texts []string
	for i, p := range got {
		last := i == len(got)-1
		ids, texts = append(ids, p.ID), append(texts, p.Text)
		if last != (len(p.Choices) == 1 && p.Fallback == "f") || !p.ExpiresAt.Equal(until) {
			t.Errorf("piece %d is %+v", i, p)
		}
	}
	if !slices.Equal(ids, []string{"r.1", "r.2", "r"}) || strings.Join(texts, " ") != long {
		t.Errorf("pieces %q of %q", ids, texts)
	}
	picture := &channel.Attachment{URL: "https://x.example/a.png", Type: "image/png"}
	card := []channel.CardItem{{Title: "One"}}
	for name, tt := range map[string]struct {
		out  channel.Outbound
		want []channel.Outbound
	}{
		"the text of a file follows it": {
			channel.Outbound{ID: "r", Kind: channel.File, Media: picture, Text: "look", Choices: chips},
			[]channel.Outbound{{ID: "r.1", Kind: channel.File, Media: picture}, {ID: "r", Kind: channel.Text, Text: "look", Choices: chips}},
		},
		"the text of cards follows them": {
			channel.Outbound{ID: "r", Kind: channel.Card, Cards: card, Text: "look"},
			[]channel.Outbound{{ID: "r.1", Kind: channel.Card, Cards: card}, {ID: "r", Kind: channel.Text, Text: "look"}},
		},
		"a file alone keeps its choices": {
			channel.Outbound{ID: "r", Kind: channel.File, Media: picture, Choices: chips},
			[]channel.Outbound{{ID: "r", Kind: channel.File, Media: picture, Choices: chips}},
		},
		"a text with markup is not cut": {
			channel.Outbound{ID: "r", Text: long, Markup: true}, []channel.Outbound{{ID: "r", Text: long, Markup: true}},
		},
		"nothing is one piece": {channel.Outbound{ID: "r"}, []channel.Outbound{{ID: "r"}}},
		"a signal is one piece": {
			channel.Outbound{ID: "r", Kind: channel.Seen, Of: "m"}, []channel.Outbound{{ID: "r", Kind: channel.Seen, Of: "m"}},
		},
	} {
		if diff := cmp.Diff(tt.want, channel.Pieces(tt.out, poor())); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
