package conformance

import (
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

func receivedAt() time.Time { return time.Date(2024, 3, 6, 0, 0, 0, 0, time.UTC) }

func picture() *channel.Attachment {
	return &channel.Attachment{URL: "https://cdn.example.com/a.png", Type: "image/png", Alt: "a picture"}
}

// samples are messages of every kind that the limits promise, up to the limits.
func (s Subject) samples() map[string]channel.Outbound {
	l := s.Adapter.Profile()
	longest := func(n int) string { return strings.Repeat("x", n) }
	all := map[string]channel.Outbound{
		"text":            {Text: "hello"},
		"the longest":     {Text: longest(l.Text)},
		"file":            {Kind: channel.File, Media: picture()},
		"a file as link":  {Kind: channel.File, Media: &channel.Attachment{URL: "https://cdn.example.com/a.zip", Type: "application/zip"}},
		"card":            {Kind: channel.Card, Cards: []channel.CardItem{{Title: longest(l.CardTitle), Body: longest(l.CardBody)}}},
		"the most cards":  {Kind: channel.Card, Cards: slices.Repeat([]channel.CardItem{{Title: "t", Media: picture()}}, l.Cards)},
		"the most chips":  {Text: "choose", Choices: slices.Repeat([]channel.ChoiceItem{{Label: longest(l.Label)}}, l.Choices)},
		"every choice":    {Text: "choose", Choices: s.choices(l.ChoiceKinds)},
		"typing":          {Kind: channel.Typing, On: true},
		"no longer":       {Kind: channel.Typing},
		"joined":          {Kind: channel.Joined},
		"left":            {Kind: channel.Left},
		"a final survey":  {Kind: channel.Survey},
		"a place":         {Kind: channel.Location, Place: pier()},
		"file and text":   {Kind: channel.File, Media: picture(), Text: "look"},
		"cards and text":  {Kind: channel.Card, Cards: []channel.CardItem{{Title: "t", Choices: everyChoice()[:2]}}, Text: "look"},
		"what no one has": {Text: "choose", Choices: everyChoice()},
		"emoji and signs": {Text: "👩‍👩‍👧 é ﷽ <b>&amp;</b>"},
	}
	if l.Markup {
		all["markup"] = channel.Outbound{Text: "**bold** and *italic*", Markup: true}
	}
	for name, o := range all {
		kind := o.Kind
		if kind == "" {
			kind = channel.Text
		}
		if !slices.Contains(l.Kinds, kind) {
			delete(all, name)
			continue
		}
		o.ID, o.Speaker = strings.ReplaceAll(name, " ", "-"), channel.Speaker{Name: "Jo"}
		all[name] = o
	}
	return all
}

func pier() *channel.Place {
	return &channel.Place{Latitude: 47.6, Longitude: -122.3, Label: "Pier 50"}
}

// everyChoice is one of each kind that is a channel's own or can be put into words.
func everyChoice() []channel.ChoiceItem {
	at := time.Date(2024, 3, 7, 0, 0, 0, 0, time.UTC)
	return []channel.ChoiceItem{
		{Kind: channel.ReplyChoice, Label: "Yes", Postback: "yes"},
		{Kind: channel.URLChoice, Label: "Shop", Postback: "shop", URL: "https://shop.example.com"},
		{Kind: channel.DialChoice, Label: "Call", Postback: "call", Phone: "+15550100"},
		{Kind: channel.PersonChoice, Label: "A person", Postback: "person"},
		{Kind: channel.PlaceChoice, Label: "Pier", Postback: "pier", Place: pier()},
		{Kind: channel.AskPlaceChoice, Label: "Where?", Postback: "where"},
		{
			Kind: channel.CalendarChoice, Label: "Note", Postback: "note",
			Appointment: &channel.Appointment{Title: "Ferry", Start: at, End: at.Add(time.Hour)},
		},
	}
}

// choices are one of each of these kinds.
func (s Subject) choices(kinds []channel.ChoiceKind) []channel.ChoiceItem {
	all := append(everyChoice(), channel.ChoiceItem{
		Kind: channel.SignInChoice, SignIn: &channel.SignIn{ClientID: "c", Challenge: "x", Scopes: []string{"s"}},
	})
	return slices.DeleteFunc(all, func(c channel.ChoiceItem) bool { return !slices.Contains(kinds, c.Kind) })
}

// tooMuch are messages that break one limit, by the field that does.
func (s Subject) tooMuch() map[string]channel.Outbound {
	l := s.Adapter.Profile()
	over := func(n int) string { return strings.Repeat("x", n+1) }
	card := func(c channel.CardItem) channel.Outbound {
		return channel.Outbound{Kind: channel.Card, Cards: []channel.CardItem{{Title: "fine"}, c}}
	}
	chip := func(c channel.ChoiceItem) channel.Outbound {
		return channel.Outbound{Text: "choose", Choices: []channel.ChoiceItem{c}}
	}
	all := map[string]channel.Outbound{
		"kind":                      {Kind: "smoke signal", Text: "hello"},
		"text":                      {},
		"fallback":                  {Text: "hello", Fallback: over(l.Fallback)},
		"media":                     {Kind: channel.File},
		"media.url":                 {Kind: channel.File, Media: &channel.Attachment{Type: "image/png"}},
		"choices":                   {Text: "choose", Choices: slices.Repeat([]channel.ChoiceItem{{Label: "x"}}, l.Choices+1)},
		"choices[0].label":          chip(channel.ChoiceItem{Label: over(l.Label)}),
		"choices[0].postback":       chip(channel.ChoiceItem{Label: "x", Postback: over(l.Postback)}),
		"choices[0].url":            chip(channel.ChoiceItem{Kind: channel.URLChoice, Label: "x"}),
		"choices[0].phone":          chip(channel.ChoiceItem{Kind: channel.DialChoice, Label: "x"}),
		"choices[0].kind":           chip(channel.ChoiceItem{Kind: "wink", Label: "x"}),
		"cards":                     {Kind: channel.Card, Cards: slices.Repeat([]channel.CardItem{{Title: "x"}}, l.Cards+1)},
		"cards[1]":                  card(channel.CardItem{}),
		"cards[1].title":            card(channel.CardItem{Title: over(l.CardTitle)}),
		"cards[1].body":             card(channel.CardItem{Body: over(l.CardBody)}),
		"cards[1].choices":          card(channel.CardItem{Title: "x", Choices: slices.Repeat([]channel.ChoiceItem{{Label: "x"}}, l.CardChoices+1)}),
		"cards[1].choices[0].label": card(channel.CardItem{Title: "x", Choices: []channel.ChoiceItem{{Label: over(l.Label)}}}),
		"cards[1].media.url":        card(channel.CardItem{Title: "x", Media: &channel.Attachment{}}),
	}
	for field, o := range all {
		if field != "kind" && !s.offers(o) {
			delete(all, field)
		}
	}
	return all
}

// offers reports whether the channel has what the message is made of, so that its
// limits are of interest.
func (s Subject) offers(o channel.Outbound) bool {
	p := s.Adapter.Profile()
	for _, choice := range o.Choices {
		if choice.Kind != "" && choice.Kind != "wink" && !slices.Contains(p.ChoiceKinds, choice.Kind) {
			return false
		}
	}
	return p.Sends(o.Kind)
}
