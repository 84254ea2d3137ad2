package channel

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Degrade turns what a channel, or a customer's device, cannot show into what it can,
// for every channel alike: a file of another type or size becomes its address, cards
// the texts on them, a place an address on a map, markup plain text, and a choice of
// another kind the nearest kind. What has no substitute stays as it is, and
// [Limits.Check] names it.
func Degrade(o Outbound, l Limits) Outbound {
	o = degradeFile(o, l)
	if o.Kind == Card && !slices.Contains(l.Kinds, Card) {
		o.Kind, o.Text, o.Cards, o.Choices = Text, join(o.Text, written(o.Cards)), nil, onCards(o, l)
	}
	if o.Kind == Location && !slices.Contains(l.Kinds, Location) && o.Place != nil {
		o.Kind, o.Text, o.Place = Text, join(o.Text, o.Place.Label, mapOf(*o.Place)), nil
	}
	if o.Markup && !l.Markup {
		o.Markup, o.Text = false, Plain(o.Text)
	}
	o.Choices = degradeChoices(o.Choices, l.ChoiceKinds)
	if len(o.Cards) > 0 {
		o.Cards = slices.Clone(o.Cards)
		for i := range o.Cards {
			o.Cards[i].Choices = degradeChoices(o.Cards[i].Choices, l.CardChoiceKinds)
		}
	}
	return o
}

// degradeFile makes a text with its address of a file that the channel cannot show.
func degradeFile(o Outbound, l Limits) Outbound {
	if o.Kind != File || o.Media == nil || o.Media.URL == "" {
		return o
	}
	if slices.Contains(l.FileTypes, o.Media.Type) && o.Media.Size <= l.FileSize {
		return o
	}
	o.Kind, o.Text, o.Media = Text, join(o.Text, o.Media.Name, o.Media.URL), nil
	return o
}

// written is what stands on cards.
func written(cards []CardItem) string {
	var lines []string
	for _, c := range cards {
		lines = append(lines, c.Title, c.Body)
		if c.Media != nil {
			lines = append(lines, c.Media.URL)
		}
	}
	return join(lines...)
}

// onCards are a message's choices and those on its cards, as many as the channel takes.
func onCards(o Outbound, l Limits) []ChoiceItem {
	all := slices.Clone(o.Choices)
	for _, c := range o.Cards {
		all = append(all, c.Choices...)
	}
	return all[:min(len(all), max(l.Choices, len(o.Choices)))]
}

func degradeChoices(choices []ChoiceItem, kinds []ChoiceKind) []ChoiceItem {
	var all []ChoiceItem
	for _, c := range choices {
		if c.Kind != "" && !slices.Contains(kinds, c.Kind) {
			c = nearest(c)
		}
		all = append(all, c)
	}
	return all
}

// nearest is the choice of a common kind that does most of what another one does.
func nearest(c ChoiceItem) ChoiceItem {
	switch {
	case c.Kind == PlaceChoice && c.Place != nil:
		return ChoiceItem{Kind: URLChoice, Label: c.Label, Postback: c.Postback, URL: mapOf(*c.Place)}
	case c.Kind == CalendarChoice && c.URL != "":
		return ChoiceItem{Kind: URLChoice, Label: c.Label, Postback: c.Postback, URL: c.URL}
	case c.Kind == AskPlaceChoice, c.Kind == PersonChoice && c.Label != "":
		return ChoiceItem{Kind: ReplyChoice, Label: c.Label, Postback: c.Postback}
	}
	return c
}

// mapOf is the address of a place on a map
// (https://developers.google.com/maps/documentation/urls/get-started).
func mapOf(p Place) string {
	return fmt.Sprintf("https://www.google.com/maps/search/?api=1&query=%.6f,%.6f", p.Latitude, p.Longitude)
}

// join puts what there is on lines of their own.
func join(lines ...string) string {
	lines = slices.DeleteFunc(slices.Clone(lines), func(line string) bool { return line == "" })
	return strings.Join(lines, "\n")
}

var (
	labelled = regexp.MustCompile(`\[([^\]]*)\]\(([^)\s]*)\)`)
	emphasis = regexp.MustCompile(`\*\*([^*]+)\*\*|\*([^*]+)\*`)
	escaped  = regexp.MustCompile(`\\([*\[\]()\\])`)
)

// Plain returns a text without its markup: **bold**, *italic*, [label](URL) and
// backslashes before markup characters.
func Plain(text string) string {
	text = labelled.ReplaceAllString(text, "$1 $2")
	text = emphasis.ReplaceAllString(text, "$1$2")
	return escaped.ReplaceAllString(text, "$1")
}
