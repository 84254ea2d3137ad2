package channel

import (
	"errors"
	"fmt"

	"github.com/frontdesk-gcp/frontdesk/shared/mask"
)

// ErrNoRules says that it is not known what has to be masked, so that nothing can be
// stored yet.
var ErrNoRules = errors.New("it is not known what has to be masked")

// Rules are what has to be masked. They are asked for only where there are words.
type Rules func() (*mask.Set, error)

// masked returns the event with everything masked that the customer wrote, or that came
// with it. Ids stay as they are, because later events and calls name them, and so does the
// address of a file, which is a secret and no text.
func (in Inbound) masked(rules Rules) (Inbound, error) {
	switch in.Kind {
	case Receipt, Expired:
		return in, nil // only how far a message got is stored
	case Typing:
		in.Context = nil // nothing is stored but that
		return in, nil
	default:
	}
	set, err := rules()
	if err != nil {
		return in, fmt.Errorf("%w: %w", ErrNoRules, err)
	}
	in.Masked = set.Texts(mask.In, in.words()...)
	raw, by := set.JSON(mask.In, in.Raw)
	in.Raw, in.Masked = raw, mask.Join(in.Masked, by)
	return in, nil
}

// words are the event's texts. What they are part of is copied, because an adapter may
// give it to several events.
func (in *Inbound) words() []*string {
	all := []*string{&in.Text, &in.Postback, &in.File.Name, &in.File.Type}
	if in.Place != nil {
		p := *in.Place
		in.Place = &p
		all = append(all, &p.Label)
	}
	if in.Answer != nil {
		a := *in.Answer
		in.Answer = &a
		all = append(all, &a.Question, &a.Postback)
	}
	if in.Answered != nil {
		a := *in.Answered
		in.Answered = &a
		all = append(all, &a.Text)
	}
	if in.Context != nil {
		c := *in.Context
		in.Context = &c
		all = append(all, &c.EntryPoint, &c.PlaceID, &c.NearPlaceID, &c.DisplayName, &c.DeviceLocale, &c.Locale,
			&c.CustomContext, &c.WidgetURL, &c.WidgetContext)
	}
	return all
}
