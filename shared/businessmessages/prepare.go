package businessmessages

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// Prepare turns a message into messages that the channel accepts: it degrades what the
// channel cannot show, what an old device cannot show gets a fallback, and a long text is
// cut.
func (a *Adapter) Prepare(o channel.Outbound) ([]channel.Outbound, error) {
	limits := limits()
	pieces := channel.Pieces(channel.Degrade(o, limits), limits)
	var broken []error
	for i := range pieces {
		piece := &pieces[i]
		if !piece.Kind.Signal() && piece.Fallback == "" {
			piece.Fallback = fallback(*piece, limits.Fallback)
		}
		broken = append(broken, limits.Check(*piece))
	}
	return pieces, errors.Join(broken...)
}

// fallback is what a device shows that cannot show the message. Plain text needs
// none.
func fallback(o channel.Outbound, most int) string {
	var lines []string
	switch {
	case o.Kind == channel.File && o.Media != nil:
		lines = append(lines, o.Media.Alt, o.Media.Address())
	case o.Kind == channel.Card && len(o.Cards) == 1:
		lines = append(lines, o.Cards[0].Title, o.Cards[0].Body)
	case o.Kind == channel.Card:
		for _, card := range o.Cards {
			lines = append(lines, card.Title)
		}
	case o.Markup:
		lines = append(lines, channel.Plain(o.Text))
	case len(o.Choices) > 0:
		lines = append(lines, o.Text)
	default:
		return ""
	}
	for i, choice := range o.Choices {
		if choice.Label != "" {
			lines = append(lines, strings.TrimSpace(fmt.Sprintf("%d. %s %s%s", i+1, choice.Label, choice.URL, choice.Phone)))
		}
	}
	lines = slices.DeleteFunc(lines, func(line string) bool { return line == "" })
	return channel.Split(strings.Join(lines, "\n"), most)[0]
}
