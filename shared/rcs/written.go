package rcs

import (
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// written puts into words what is behind choices that a device cannot show and that have
// no nearer kind: Google refuses the whole message otherwise. A file has no words to put
// them into, so there they are left out.
func written(o channel.Outbound, l channel.Limits) channel.Outbound {
	var rest []string
	o.Choices, rest = showable(o.Choices, l.ChoiceKinds)
	if o.Kind == channel.Text || o.Kind == "" {
		o.Text = appended(o.Text, rest, l.Text)
	}
	o.Cards = slices.Clone(o.Cards)
	for i := range o.Cards {
		card := &o.Cards[i]
		card.Choices, rest = showable(card.Choices, l.CardChoiceKinds)
		card.Body = appended(card.Body, rest, l.CardBody)
	}
	return o
}

// showable are the choices of these kinds, and what is behind the others.
func showable(choices []channel.ChoiceItem, kinds []channel.ChoiceKind) (some []channel.ChoiceItem, rest []string) {
	for _, c := range choices {
		if c.Kind == "" || slices.Contains(kinds, c.Kind) {
			some = append(some, c)
			continue
		}
		rest = append(rest, inWords(c))
	}
	return some, rest
}

func inWords(c channel.ChoiceItem) string {
	behind := c.URL
	switch {
	case c.Kind == channel.DialChoice:
		behind = c.Phone
	case behind == "" && c.Appointment != nil:
		behind = c.Appointment.Title + ", " + c.Appointment.Start.UTC().Format(time.RFC1123)
	}
	return c.Label + ": " + behind
}

// appended adds lines to a text, as many as there is room for.
func appended(text string, lines []string, most int) string {
	for _, line := range lines {
		longer := strings.TrimPrefix(text+"\n"+line, "\n")
		if channel.Length(longer) > most {
			break
		}
		text = longer
	}
	return text
}
