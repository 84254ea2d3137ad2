package channel

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Degrade turns what a channel, or a customer's device, cannot show into what it can,
// for every channel alike: a file of another type or size becomes its address, cards
// the texts on them, a place an address on a map, markup plain text, and a choice of
// another kind the nearest kind, or else words. What has no substitute stays as it is,
// and [Limits.Check] names it.
func Degrade(o Outbound, l Limits) Outbound {
	o = degradeFile(o, l)
	if o.Kind == Card && !slices.Contains(l.Kinds, Card) {
		o = degradeCards(o, l)
	}
	if o.Kind == Location && !slices.Contains(l.Kinds, Location) && o.Place != nil {
		o.Kind, o.Text, o.Place = Text, join(o.Text, o.Place.Label, mapOf(*o.Place)), nil
	}
	if o.Markup && !l.Markup {
		o.Markup, o.Text = false, Plain(o.Text)
	}
	choices, words := degradeChoices(o.Choices, l.ChoiceKinds)
	o.Choices, o.Text = choices, join(slices.Insert(words, 0, o.Text)...)
	o.Cards = slices.Clone(o.Cards)
	for i := range o.Cards {
		card, rest := degradeCard(o.Cards[i], l)
		o.Cards[i], o.Text = card, join(o.Text, rest)
	}
	return o
}

// degradeFile makes a link with its name of a file that the channel cannot show: in the
// text where there is markup, else one to tap, and the bare address only without either.
func degradeFile(o Outbound, l Limits) Outbound {
	if o.Kind != File || o.Media == nil || o.Media.URL == "" {
		return o
	}
	if slices.Contains(l.FileTypes, o.Media.Type) && o.Media.Size <= l.FileSize {
		return o
	}
	file := *o.Media
	name := cmp.Or(strings.TrimSpace(file.Name), strings.TrimSpace(file.Alt), paperclip)
	o.Kind, o.Media = Text, nil
	switch {
	case l.Markup && (o.Text == "" || o.Markup):
		o.Markup, o.Text = true, join(o.Text, "["+unmarked.Replace(name)+"]("+closed.Replace(file.Address())+")")
	case slices.Contains(l.ChoiceKinds, URLChoice) && len(o.Choices) < l.Choices && Length(file.Address()) <= l.URL:
		label, _ := Shorten(name, l.Label)
		link := ChoiceItem{Kind: URLChoice, Label: label, Postback: "file", URL: file.Address()}
		o.Text, o.Choices = join(o.Text, name), append([]ChoiceItem{link}, o.Choices...)
	default:
		o.Text = join(o.Text, file.Name, file.Address())
	}
	return o
}

// paperclip stands for the name of a file that has none, in every language.
const paperclip = "📎"

//nolint:gochecknoglobals // constant
var (
	// unmarked is a text whose signs mean nothing in the label of a link.
	unmarked = strings.NewReplacer("[", "(", "]", ")", "*", "", "\\", "/", "\n", " ")
	// closed is an address that ends a link only at its end.
	closed = strings.NewReplacer("(", "%28", ")", "%29")
)

// degradeCards makes a text of cards, with the choices on them below it. Those that are
// too many for one message become words.
func degradeCards(o Outbound, l Limits) Outbound {
	lines, choices := []string{o.Text}, slices.Clone(o.Choices)
	for _, c := range o.Cards {
		lines = append(lines, c.Title, c.Body)
		if c.Media != nil {
			lines = append(lines, c.Media.Address())
		}
		choices = append(choices, c.Choices...)
	}
	some, words := degradeChoices(choices, l.ChoiceKinds)
	most := min(len(some), max(l.Choices, len(o.Choices)))
	for _, c := range some[most:] {
		words = append(words, inWords(c))
	}
	o.Kind, o.Cards, o.Choices, o.Text = Text, nil, some[:most], join(append(lines, words...)...)
	return o
}

// degradeCard puts into a card's text what it cannot show. What the text has no room for
// is rest.
func degradeCard(c CardItem, l Limits) (card CardItem, rest string) {
	var words []string
	if m := c.Media; m != nil && m.Type != "" && m.URL != "" && !slices.Contains(l.CardFileTypes, m.Type) {
		words = append(words, join(m.Name, m.Address()))
		c.Media = nil
	}
	choices, more := degradeChoices(c.Choices, l.CardChoiceKinds)
	c.Choices = choices
	for _, line := range append(words, more...) {
		if body := join(c.Body, line); Length(body) <= l.CardBody {
			c.Body = body
		} else {
			rest = join(rest, line)
		}
	}
	return c, rest
}

// degradeChoices are choices of these kinds in place of those of others, and in words
// what has no such substitute.
func degradeChoices(choices []ChoiceItem, kinds []ChoiceKind) (some []ChoiceItem, words []string) {
	shown := func(c ChoiceItem) bool { return slices.Contains(kinds, cmp.Or(c.Kind, ReplyChoice)) }
	for _, c := range choices {
		if !shown(c) {
			if c.Kind == CalendarChoice && c.Appointment != nil {
				words = append(words, timeOf(*c.Appointment))
			}
			c = nearest(c)
		}
		if !shown(c) && (c.Kind == URLChoice && c.URL != "" || c.Kind == DialChoice && c.Phone != "") {
			words = append(words, inWords(c))
			continue
		}
		some = append(some, c)
	}
	return some, words
}

// nearest is the choice of a common kind that does most of what another one does.
func nearest(c ChoiceItem) ChoiceItem {
	link := func(address string) ChoiceItem {
		return ChoiceItem{Kind: URLChoice, Label: c.Label, Postback: c.Postback, URL: address}
	}
	switch {
	case c.Kind == PlaceChoice && c.Place != nil:
		return link(mapOf(*c.Place))
	case c.Kind == CalendarChoice && c.URL != "", c.Kind == DialChoice && c.URL != "":
		return link(c.URL)
	case c.Kind == CalendarChoice && c.Appointment != nil:
		return link(entryOf(*c.Appointment))
	case c.Kind == AskPlaceChoice, c.Kind == PersonChoice && c.Label != "":
		return ChoiceItem{Kind: ReplyChoice, Label: c.Label, Postback: c.Postback}
	}
	return c
}

// inWords is what a choice says and what is behind it.
func inWords(c ChoiceItem) string {
	behind := cmp.Or(c.URL, c.Phone)
	if behind == "" {
		return c.Label
	}
	return c.Label + ": " + behind
}

// mapOf is the address of a place on a map
// (https://developers.google.com/maps/documentation/urls/get-started).
func mapOf(p Place) string {
	return fmt.Sprintf("https://www.google.com/maps/search/?api=1&query=%.6f,%.6f", p.Latitude, p.Longitude)
}

// timeOf is an appointment in words of no language: the page of [entryOf] says the time
// in the customer's own zone, which is known to nobody else.
func timeOf(a Appointment) string {
	start, end := a.Start.UTC(), a.End.UTC()
	until := end.Format(time.DateOnly + " 15:04 UTC")
	if start.Format(time.DateOnly) == end.Format(time.DateOnly) {
		until = end.Format("15:04 UTC")
	}
	return a.Title + ": " + start.Format(time.DateOnly+" 15:04") + " – " + until
}

// maxEntry is how long the address of a page for an appointment gets at most: channels
// take about 2,000 characters.
const maxEntry = 2000

// entryOf is the address of a page that puts an appointment into a calendar, in the
// customer's own time zone. A body that is too long for an address is left out.
func entryOf(a Appointment) string {
	instant := func(t time.Time) string { return t.UTC().Format("20060102T150405Z") }
	query := url.Values{
		"action": {"TEMPLATE"}, "text": {a.Title}, "details": {a.Body}, "dates": {instant(a.Start) + "/" + instant(a.End)},
	}
	if len(query.Encode()) > maxEntry {
		query.Del("details")
	}
	return "https://calendar.google.com/calendar/render?" + query.Encode()
}

// join puts what there is on lines of their own.
func join(lines ...string) string {
	lines = slices.DeleteFunc(slices.Clone(lines), func(line string) bool { return line == "" })
	return strings.Join(lines, "\n")
}
