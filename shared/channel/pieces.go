package channel

import "strconv"

// Pieces cuts a message into those that a channel takes: a text into texts of its
// length, and the text of a file or of cards off, to follow them. The choices are below
// the last piece. That has the message's own id, and the others have ids derived from it,
// so that a receipt for the message is one for its last piece.
func Pieces(o Outbound, l Limits) []Outbound {
	var pieces []Outbound
	switch o.Kind {
	case Text, "":
		pieces = texts(o, l)
	case File, Card:
		if o.Text == "" {
			return []Outbound{o}
		}
		first, rest := o, o
		first.Text, first.Fallback, first.Choices = "", "", nil
		rest.Kind, rest.Media, rest.Cards = Text, nil, nil
		pieces = append([]Outbound{first}, texts(rest, l)...)
	default:
		return []Outbound{o}
	}
	for i := range pieces[:len(pieces)-1] {
		pieces[i].ID = o.ID + "." + strconv.Itoa(i+1)
	}
	return pieces
}

// texts cuts a text. One with markup stays whole: a cut might go through it.
func texts(o Outbound, l Limits) []Outbound {
	if o.Markup {
		return []Outbound{o}
	}
	var pieces []Outbound
	for _, text := range Split(o.Text, l.Text) {
		piece := o
		piece.Text, piece.Fallback, piece.Choices = text, "", nil
		pieces = append(pieces, piece)
	}
	last := &pieces[len(pieces)-1]
	last.Fallback, last.Choices = o.Fallback, o.Choices
	return pieces
}
