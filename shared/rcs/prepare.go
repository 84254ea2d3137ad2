package rcs

import (
	"cmp"
	"errors"
	"strconv"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// Prepare turns a message into messages that the channel accepts: it degrades what the
// channel cannot show, a long text is cut, a place becomes a text with a choice that
// shows it, and a text that belongs to a file or to cards follows them.
func (a *Adapter) Prepare(o channel.Outbound) ([]channel.Outbound, error) {
	return prepare(o, limits())
}

func prepare(o channel.Outbound, limits channel.Limits) ([]channel.Outbound, error) {
	if o.Kind == channel.Location {
		if err := limits.Check(o); err != nil {
			return []channel.Outbound{o}, err
		}
		o = shown(o, limits)
	}
	pieces := channel.Pieces(channel.Degrade(o, limits), limits)
	var broken []error
	for _, piece := range pieces {
		broken = append(broken, limits.Check(piece))
	}
	return pieces, errors.Join(broken...)
}

// shown is a place as a text with a choice that shows it on a map: there are no
// messages that are a place.
func shown(o channel.Outbound, limits channel.Limits) channel.Outbound {
	place := *o.Place
	label := place.Label
	if label == "" || channel.Length(label) > limits.Label {
		label = "📍"
	}
	o.Kind, o.Text, o.Place = channel.Text, cmp.Or(o.Text, place.Label, coordinates(place)), nil
	choice := channel.ChoiceItem{Kind: channel.PlaceChoice, Label: label, Postback: "place", Place: &place}
	o.Choices = append([]channel.ChoiceItem{choice}, o.Choices...)
	return o
}

func coordinates(p channel.Place) string {
	number := func(x float64) string { return strconv.FormatFloat(x, 'f', 6, 64) }
	return number(p.Latitude) + ", " + number(p.Longitude)
}
