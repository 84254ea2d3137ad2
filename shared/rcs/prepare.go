package rcs

import (
	"errors"
	"strconv"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// Prepare turns a message into messages that the channel accepts: a long text is cut,
// a place becomes a text with a choice that shows it, and a text that belongs to a file
// or to cards follows them. The pieces before the last have ids derived from the
// message's, so that a receipt for the message is one for its last piece.
func (a *Adapter) Prepare(o channel.Outbound) ([]channel.Outbound, error) {
	limits := limits()
	o = channel.Degrade(o, limits)
	var pieces []channel.Outbound
	switch o.Kind {
	case channel.Text, "":
		pieces = texts(o, limits.Text)
	case channel.Location:
		pieces = []channel.Outbound{o}
		if o.Place != nil {
			pieces[0] = shown(o)
		}
	case channel.File, channel.Card:
		first := o
		first.Text, first.Fallback = "", ""
		pieces = []channel.Outbound{first}
		if o.Text != "" {
			o.Kind, o.Media, o.Cards = channel.Text, nil, nil
			pieces[0].Choices = nil
			pieces = append(pieces, texts(o, limits.Text)...)
		}
	default:
		pieces = []channel.Outbound{o}
	}
	var broken []error
	for i := range pieces {
		if i < len(pieces)-1 {
			pieces[i].ID = o.ID + "." + strconv.Itoa(i+1)
		}
		broken = append(broken, limits.Check(pieces[i]))
	}
	return pieces, errors.Join(broken...)
}

// texts cuts a text; the choices are below the last piece.
func texts(o channel.Outbound, most int) []channel.Outbound {
	var pieces []channel.Outbound
	cut := channel.Split(o.Text, most)
	for i, text := range cut {
		piece := o
		piece.Text, piece.Fallback = text, ""
		if i < len(cut)-1 {
			piece.Choices = nil
		}
		pieces = append(pieces, piece)
	}
	return pieces
}

// shown is a place as a text with a choice that shows it on a map: there are no
// messages that are a place.
func shown(o channel.Outbound) channel.Outbound {
	place := *o.Place
	text := o.Text
	if text == "" {
		text = place.Label
	}
	if text == "" {
		text = coordinates(place)
	}
	label := place.Label
	if label == "" || channel.Length(label) > limits().Label {
		label = "📍"
	}
	o.Kind, o.Text, o.Place = channel.Text, text, nil
	o.Choices = append([]channel.ChoiceItem{{Kind: channel.PlaceChoice, Label: label, Postback: "place", Place: &place}}, o.Choices...)
	return o
}

func coordinates(p channel.Place) string {
	number := func(x float64) string { return strconv.FormatFloat(x, 'f', 6, 64) }
	return number(p.Latitude) + ", " + number(p.Longitude)
}
