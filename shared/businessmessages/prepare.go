package businessmessages

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// Prepare turns a message into messages that the channel accepts: a file that is
// not a picture becomes a link, what an old device cannot show gets a fallback,
// and a long text is cut. The pieces before the last have ids derived from the
// message's, so that a receipt for the message is one for its last piece.
func (a *Adapter) Prepare(o channel.Outbound) ([]channel.Outbound, error) {
	limits := limits()
	o = link(o, limits)
	var pieces []channel.Outbound
	if (o.Kind == "" || o.Kind == channel.Text) && !o.Markup {
		texts := channel.Split(o.Text, limits.Text)
		for i, text := range texts[:len(texts)-1] {
			pieces = append(pieces, channel.Outbound{ID: o.ID + "." + strconv.Itoa(i+1), Speaker: o.Speaker, Text: text})
		}
		o.Text = texts[len(texts)-1]
	}
	if !o.Kind.Signal() && o.Fallback == "" {
		o.Fallback = fallback(o, limits.Fallback)
	}
	pieces = append(pieces, o)
	return pieces, errors.Join(limits.Check(o), checkCards(o))
}

// checkCards rejects what the limits cannot express: cards of this channel show
// only pictures.
func checkCards(o channel.Outbound) error {
	if o.Kind != channel.Card {
		return nil
	}
	for i, card := range o.Cards {
		if m := card.Media; m != nil && m.Type != "" && !strings.HasPrefix(m.Type, "image/") {
			return channel.NewLimitError("cards["+strconv.Itoa(i)+"].media.type", channel.PicturesOnly, nil)
		}
	}
	return nil
}

// link turns a file that the channel cannot show into a text with its address.
func link(o channel.Outbound, limits channel.Limits) channel.Outbound {
	if o.Kind != channel.File || o.Media == nil {
		return o
	}
	shown := slices.Contains(limits.FileTypes, o.Media.Type) && o.Media.Size <= limits.FileSize
	if shown || o.Media.URL == "" {
		return o
	}
	o.Kind, o.Text, o.Media = channel.Text, strings.TrimSpace(o.Media.Name+"\n"+o.Media.URL), nil
	return o
}

// fallback is what a device shows that cannot show the message. Plain text needs
// none.
func fallback(o channel.Outbound, most int) string {
	var lines []string
	switch {
	case o.Kind == channel.File && o.Media != nil:
		lines = append(lines, o.Media.Alt, o.Media.URL)
	case o.Kind == channel.Card && len(o.Cards) == 1:
		lines = append(lines, o.Cards[0].Title, o.Cards[0].Body)
	case o.Kind == channel.Card:
		for _, card := range o.Cards {
			lines = append(lines, card.Title)
		}
	case o.Markup || len(o.Choices) > 0:
		lines = append(lines, Plain(o.Text, o.Markup))
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

var (
	labelled = regexp.MustCompile(`\[([^\]]*)\]\(([^)\s]*)\)`)
	emphasis = regexp.MustCompile(`\*\*([^*]+)\*\*|\*([^*]+)\*`)
	escaped  = regexp.MustCompile(`\\([*\[\]()\\])`)
)

// Plain returns a text without its markup: **bold**, *italic*, [label](URL) and
// backslashes before markup characters.
func Plain(text string, markup bool) string {
	if !markup {
		return text
	}
	text = labelled.ReplaceAllString(text, "$1 $2")
	text = emphasis.ReplaceAllString(text, "$1$2")
	return escaped.ReplaceAllString(text, "$1")
}
