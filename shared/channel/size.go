package channel

// itemSize is what an element of a list counts in addition to its texts, so that a
// long list of empty ones is not small.
const itemSize = 32

// Size is about how many bytes of a document a message takes.
func (o Outbound) Size() int {
	n := lengths(string(o.Kind), o.Text, o.Fallback, string(o.Purpose), o.Of) +
		o.Media.size() + o.Place.size() + sizeOf(o.Choices)
	for _, card := range o.Cards {
		n += itemSize + lengths(card.Title, card.Body, card.Side) + card.Media.size() + sizeOf(card.Choices)
	}
	return n
}

func (a *Attachment) size() int {
	if a == nil {
		return 0
	}
	return itemSize + lengths(a.Object, a.URL, a.Thumbnail, a.Type, a.Name, a.Alt, a.Height)
}

func (p *Place) size() int {
	if p == nil {
		return 0
	}
	return itemSize + lengths(p.Label)
}

func (a *Appointment) size() int {
	if a == nil {
		return 0
	}
	return itemSize + lengths(a.Title, a.Body)
}

func sizeOf(choices []ChoiceItem) int {
	n := 0
	for _, c := range choices {
		n += itemSize + lengths(string(c.Kind), c.Label, c.Postback, c.URL, c.View, c.Phone) + c.Place.size() + c.Appointment.size()
		if s := c.SignIn; s != nil {
			n += itemSize + lengths(s.ClientID, s.Challenge, s.ChallengeMethod) + lengths(s.Scopes...) + itemSize*len(s.Scopes)
		}
	}
	return n
}

func lengths(texts ...string) int {
	n := 0
	for _, text := range texts {
		n += len(text)
	}
	return n
}
