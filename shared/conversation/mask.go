package conversation

import (
	"slices"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/mask"
)

// Clean returns the reply as it may be kept and sent. What an agent wrote is masked, if
// the client has not done it: it has the same rules, which may have changed. Automated
// messages are the admin's own words. The document is written again then, masked, and not
// deleted: it is what receipts are joined to, and a client that got no answer creates a
// reply of the same id again.
func (r Reply) Clean(rules *mask.Set) Reply {
	if r.Author.Bot || r.Malformed {
		return r
	}
	r.Choices = copied(r.Choices)
	r.Cards = slices.Clone(r.Cards)
	texts := []*string{&r.Text, &r.Fallback}
	texts = append(texts, choiceTexts(r.Choices)...)
	r.Media = clone(r.Media)
	texts = append(texts, fileTexts(r.Media)...)
	if r.Place = clone(r.Place); r.Place != nil {
		texts = append(texts, &r.Place.Label)
	}
	for i := range r.Cards {
		c := &r.Cards[i]
		c.Choices, c.Media = copied(c.Choices), clone(c.Media)
		texts = append(texts, &c.Title, &c.Body)
		texts = append(texts, choiceTexts(c.Choices)...)
		texts = append(texts, fileTexts(c.Media)...)
	}
	if by := rules.Texts(mask.Out, texts...); len(by) > 0 {
		r.Rewritten, r.Masked = true, mask.Join(slices.Clone(r.Masked), by)
	}
	return r
}

func clone[T any](p *T) *T {
	if p == nil {
		return nil
	}
	c := *p
	return &c
}

// copied are choices that share nothing with the given ones that is masked.
func copied(all []channel.ChoiceItem) []channel.ChoiceItem {
	all = slices.Clone(all)
	for i, c := range all {
		all[i].Place, all[i].Appointment = clone(c.Place), clone(c.Appointment)
	}
	return all
}

// choiceTexts are the texts of choices. An address stays as it is: it would lead nowhere.
func choiceTexts(all []channel.ChoiceItem) (texts []*string) {
	for i := range all {
		c := &all[i]
		texts = append(texts, &c.Label, &c.Postback)
		if c.Place != nil {
			texts = append(texts, &c.Place.Label)
		}
		if c.Appointment != nil {
			texts = append(texts, &c.Appointment.Title, &c.Appointment.Body)
		}
	}
	return texts
}

func fileTexts(a *channel.Attachment) []*string {
	if a == nil {
		return nil
	}
	return []*string{&a.Name, &a.Alt}
}

// Clean returns the action as it may be kept, with everything masked that its author
// wrote. Reasons may repeat any of it.
func (a Action) Clean(rules *mask.Set) Action {
	a.Agents = slices.Clone(a.Agents)
	texts := []*string{&a.Text, &a.Queue, &a.Agent, &a.Of}
	for i := range a.Agents {
		texts = append(texts, &a.Agents[i])
	}
	if by := rules.Texts(mask.Out, texts...); len(by) > 0 {
		a.Rewritten, a.Masked = true, mask.Join(slices.Clone(a.Masked), by)
	}
	return a
}

// Clean returns the start as it may be kept. The customer's number is not masked by rules.
func (s Start) Clean(rules *mask.Set) Start {
	if by := rules.Texts(mask.Out, &s.Text); len(by) > 0 {
		s.Masked = mask.Join(slices.Clone(s.Masked), by)
	}
	return s
}
