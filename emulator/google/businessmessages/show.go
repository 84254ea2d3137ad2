package businessmessages

import "github.com/frontdesk-gcp/frontdesk/emulator/phone"

// entry is the message as the phone shows it, or its fallback.
func (m *message) entry(fallback bool) phone.Entry {
	e := phone.Entry{
		ID: m.MessageID, From: phone.Business, Kind: phone.EntryMessage, State: phone.Arrived,
		Text: m.Text, Speaker: m.Representative.speaker(),
	}
	if fallback {
		e.Text, e.Fallback = m.Fallback, true
		return e
	}
	if m.ContainsRichText {
		e.Spans, _ = parseRichText(m.Text) // was checked
	}
	if m.Image != nil {
		e.Picture = m.Image.ContentInfo.picture("")
	}
	for _, c := range m.cards() {
		e.Cards = append(e.Cards, c.card())
	}
	if m.RichCard != nil && m.RichCard.CarouselCard != nil {
		e.CardWidth = string(m.RichCard.CarouselCard.CardWidth)
	}
	e.Chips = chips(m.Suggestions)
	return e
}

func (r *representative) speaker() *phone.Speaker {
	return &phone.Speaker{Name: r.DisplayName, Avatar: r.AvatarImage, Automated: r.RepresentativeType == bot}
}

func (c *contentInfo) picture(height mediaHeight) *phone.Picture {
	return &phone.Picture{URL: c.FileURL, Thumbnail: c.ThumbnailURL, Alt: c.AltText, Height: string(height)}
}

func (c *cardContent) card() phone.Card {
	shown := phone.Card{Title: c.Title, Description: c.Description, Chips: chips(c.Suggestions)}
	if c.Media != nil {
		shown.Picture = c.Media.ContentInfo.picture(c.Media.Height)
	}
	return shown
}

func chips(suggestions []suggestion) []phone.Chip {
	var all []phone.Chip
	for _, s := range suggestions {
		all = append(all, s.chip())
	}
	return all
}

func (s *suggestion) chip() phone.Chip {
	switch {
	case s.Reply != nil:
		return phone.Chip{Kind: phone.Reply, Text: s.Reply.Text, Data: s.Reply.PostbackData}
	case s.LiveAgentRequest != nil:
		return phone.Chip{Kind: phone.Person}
	case s.AuthenticationRequest != nil:
		return phone.Chip{Kind: phone.SignIn, Scopes: s.AuthenticationRequest.OAuth.Scopes}
	}
	c := phone.Chip{Kind: phone.Open, Text: s.Action.Text, Data: s.Action.PostbackData}
	if dial := s.Action.DialAction; dial != nil {
		c.Kind, c.Target = phone.Dial, dial.PhoneNumber
	} else {
		c.Target = s.Action.OpenURLAction.URL
	}
	return c
}
