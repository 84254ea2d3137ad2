package rcs

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

// entry is the message as a device with these features shows it.
func (m *agentMessage) entry(id string, has []string, file func(string) (upload, bool)) phone.Entry {
	c := m.ContentMessage
	e := phone.Entry{ID: id, From: phone.Business, Kind: phone.EntryMessage, State: phone.Arrived, Text: c.Text}
	if c.Text == "" && c.RichCard == nil {
		e.Picture, e.File = shown(c.attachment(file), "")
	}
	for _, card := range c.cards() {
		e.Cards = append(e.Cards, card.card(has, file))
	}
	if c.RichCard != nil {
		if row := c.RichCard.CarouselCard; row != nil {
			e.CardWidth = string(row.CardWidth)
		} else if flat := c.RichCard.StandaloneCard; flat.CardOrientation == horizontal {
			e.Cards[0].Side = string(flat.ThumbnailImageAlignment)
		}
	}
	e.Chips = chips(c.Suggestions, has)
	return e
}

// shown is a file as a picture, or as something else. What is not known is likely to be a picture.
func shown(a phone.Attachment, height mediaHeight) (*phone.Picture, *phone.Attachment) {
	if a.ContentType == "" || strings.HasPrefix(a.ContentType, "image/") {
		return &phone.Picture{URL: a.URL, Thumbnail: a.Thumbnail, Height: string(height)}, nil
	}
	return nil, &a
}

// attachment is the file of a message.
func (m *contentMessage) attachment(file func(string) (upload, bool)) phone.Attachment {
	return attachment(m.ContentInfo, m.UploadedRBMFile, m.FileName, file)
}

// attachment is the file of a card.
func (m *media) attachment(file func(string) (upload, bool)) phone.Attachment {
	return attachment(m.ContentInfo, m.UploadedRBMFile, m.FileName, file)
}

func attachment(c *contentInfo, u *uploadedFile, old string, file func(string) (upload, bool)) phone.Attachment {
	switch {
	case c != nil:
		f, _ := file(c.FileURL)
		return phone.Attachment{URL: c.FileURL, Name: f.name, Thumbnail: c.ThumbnailURL, ContentType: f.contentType, Size: f.size}
	case u != nil:
		a := attachment(nil, nil, u.FileName, file)
		if thumb, ok := file(u.ThumbnailName); ok {
			a.Thumbnail = thumb.url
		}
		return a
	}
	f, _ := file(old)
	return phone.Attachment{URL: f.url, Name: f.name, Thumbnail: f.thumbnail, ContentType: f.contentType, Size: f.size}
}

func (c *cardContent) card(has []string, file func(string) (upload, bool)) phone.Card {
	card := phone.Card{Title: c.Title, Description: c.Description, Chips: chips(c.Suggestions, has)}
	if c.Media != nil {
		card.Picture, card.File = shown(c.Media.attachment(file), c.Media.Height)
	}
	return card
}

func chips(suggestions []suggestion, has []string) []phone.Chip {
	var all []phone.Chip
	for _, s := range suggestions {
		if s.Reply != nil {
			all = append(all, phone.Chip{Kind: phone.Reply, Text: s.Reply.Text, Data: s.Reply.PostbackData})
		} else {
			all = append(all, s.Action.chip(has))
		}
	}
	return all
}

// chip is an action as a device shows it: one that it cannot do opens the page to fall back to.
func (a *suggestedAction) chip(has []string) phone.Chip {
	c := phone.Chip{Kind: phone.Open, Text: a.Text, Data: a.PostbackData}
	switch {
	case !slices.Contains(has, a.feature()):
		c.Target = a.FallbackURL
	case a.DialAction != nil:
		c.Kind, c.Target = phone.Dial, a.DialAction.PhoneNumber
	case a.ViewLocationAction != nil:
		c.Kind, c.Target = phone.ShowPlace, a.ViewLocationAction.page()
	case a.ShareLocationAction != nil:
		c.Kind = phone.AskPlace
	case a.CreateCalendarEventAction != nil:
		c.Kind, c.Appointment = phone.Calendar, a.CreateCalendarEventAction.appointment()
	default:
		c.Target = a.OpenURLAction.URL
		if a.OpenURLAction.Application == webview && slices.Contains(has, inWebview) {
			c.Kind = phone.WebView
		}
	}
	return c
}

// page is that of a map.
func (v *viewLocationAction) page() string {
	query := v.Query
	if p := v.LatLong; p != nil {
		query = fmt.Sprintf("%f,%f", p.Latitude, p.Longitude)
	}
	return "https://www.google.com/maps/search/?" + url.Values{"api": {"1"}, "query": {cmp.Or(query, v.Label)}}.Encode()
}

func (e *createCalendarEventAction) appointment() *phone.Appointment {
	start, _ := time.Parse(time.RFC3339Nano, e.StartTime) // both were checked
	end, _ := time.Parse(time.RFC3339Nano, e.EndTime)
	return &phone.Appointment{Title: e.Title, Description: e.Description, Start: start, End: end}
}
