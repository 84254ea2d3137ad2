package businessmessages

import (
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

// Limits of a message. Lengths are in characters; whether Google counts code points or UTF-16 units is documented
// nowhere, the stand-in counts code points.
const (
	maxText            = 3072
	maxFallback        = 3072
	maxSuggestions     = 13
	maxSuggestionText  = 25
	maxPostback        = 2048
	maxTitle           = 200
	maxDescription     = 2000
	maxCardSuggestions = 4
	minCards           = 2
	maxCards           = 10
	maxURL             = 2048 // of a page to open; from the sister product's documents
)

// phoneNumber is a global number of RFC 3966 without "tel:", with or without visual separators; this covers E.164.
var phoneNumber = regexp.MustCompile(`^\+[0-9]([-.()]*[0-9]){2,14}$`)

// check applies every rule for a message that does not depend on the conversation.
func (m *message) check() error {
	if err := google.OutputOnly(m.Name, "message.name"); err != nil {
		return err
	}
	if m.MessageID == "" {
		return google.Invalid("message.message_id", "messageId is required.")
	}
	if strings.Contains(m.MessageID, "/") {
		return google.Invalid("message.message_id", "messageId must not contain a slash.")
	}
	if err := m.Representative.check("message.representative"); err != nil {
		return err
	}
	if err := m.checkContent(); err != nil {
		return err
	}
	if err := atMost(m.Fallback, maxFallback, "message.fallback"); err != nil {
		return err
	}
	if len(m.Suggestions) > maxSuggestions {
		return google.Invalid("message.suggestions", "At most %d suggestions, got %d.", maxSuggestions, len(m.Suggestions))
	}
	return checkSuggestions(m.Suggestions, "message.suggestions", false)
}

func (r *representative) check(field string) error {
	if r == nil {
		return google.Invalid(field, "representative is required.")
	}
	if r.RepresentativeType != bot && r.RepresentativeType != human {
		return google.Invalid(field+".representative_type", "representativeType is required: BOT or HUMAN.")
	}
	if r.AvatarImage != "" {
		return checkImageURL(r.AvatarImage, field+".avatar_image")
	}
	return nil
}

// checkContent requires exactly one of text, image and rich card, and checks it. As in all of Google's APIs, an empty
// string counts as absent.
func (m *message) checkContent() error {
	n := 0
	for _, set := range []bool{m.Text != "", m.Image != nil, m.RichCard != nil} {
		if set {
			n++
		}
	}
	if n != 1 {
		return google.Invalid("message", "Exactly one of text, image and richCard is required, got %d.", n)
	}
	switch {
	case m.Image != nil:
		return m.Image.ContentInfo.check("message.image.content_info")
	case m.RichCard != nil:
		return m.RichCard.check("message.rich_card")
	}
	if err := atMost(m.Text, maxText, "message.text"); err != nil {
		return err
	}
	if m.ContainsRichText {
		if _, err := parseRichText(m.Text); err != nil {
			return google.Invalid("message.text", "Invalid rich text: %v.", err)
		}
	}
	return nil
}

func (c *contentInfo) check(field string) error {
	if c == nil || c.FileURL == "" {
		return google.Invalid(field+".file_url", "contentInfo.fileUrl is required.")
	}
	if err := checkImageURL(c.FileURL, field+".file_url"); err != nil {
		return err
	}
	if c.ThumbnailURL != "" {
		return checkImageURL(c.ThumbnailURL, field+".thumbnail_url")
	}
	return nil
}

func atMost(s string, limit int, field string) error {
	if n := utf8.RuneCountInString(s); n > limit {
		return google.Invalid(field, "At most %d characters, got %d.", limit, n)
	}
	return nil
}

// checkImageURL requires a URL that Google could fetch: https, or http on this machine. It fetches nothing.
func checkImageURL(raw, field string) error {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || !phone.IsLoopback(u.Hostname())) {
		return google.Invalid(field, "Not a public https URL: %q.", raw)
	}
	return nil
}

func checkPageURL(raw, field string) error {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return google.Invalid(field, "Not an http or https URL: %q.", raw)
	}
	return atMost(raw, maxURL, field)
}
