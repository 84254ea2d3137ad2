package rcs

import (
	"fmt"
	"math"
	"regexp"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
)

func (k *checker) richCard(r *richCard, field string) error {
	switch {
	case (r.StandaloneCard == nil) == (r.CarouselCard == nil):
		return google.Invalid(field, "Exactly one of standaloneCard and carouselCard is required.")
	case r.CarouselCard != nil:
		return k.carousel(r.CarouselCard, field+".carousel_card")
	}
	return k.standalone(r.StandaloneCard, field+".standalone_card")
}

func (k *checker) standalone(s *standaloneCard, field string) error {
	flat := s.CardOrientation == horizontal
	switch {
	case !flat && s.CardOrientation != vertical:
		return google.Invalid(field+".card_orientation", "cardOrientation is required: HORIZONTAL or VERTICAL.")
	case flat && s.ThumbnailImageAlignment != "LEFT" && s.ThumbnailImageAlignment != "RIGHT":
		return google.Invalid(field+".thumbnail_image_alignment",
			"thumbnailImageAlignment is required for a horizontal card: LEFT or RIGHT.")
	case s.CardContent == nil:
		return google.Invalid(field+".card_content", "cardContent is required.")
	}
	c := s.CardContent
	if flat && c.Media != nil && c.Title == "" && c.Description == "" && len(c.Suggestions) == 0 {
		return google.Invalid(field+".card_content",
			"A horizontal card with media needs a title, a description or suggestions.")
	}
	return k.card(c, field+".card_content", !flat)
}

func (k *checker) carousel(c *carouselCard, field string) error {
	if c.CardWidth != "SMALL" && c.CardWidth != "MEDIUM" {
		return google.Invalid(field+".card_width", "cardWidth is required: SMALL or MEDIUM.")
	}
	if n := len(c.CardContents); n < minCards || n > maxCards {
		return google.Invalid(field+".card_contents", "A carousel has %d to %d cards, got %d.", minCards, maxCards, n)
	}
	for i, card := range c.CardContents {
		at := fmt.Sprintf("%s.card_contents[%d]", field, i)
		if err := k.card(&card, at, true); err != nil {
			return err
		}
		if c.CardWidth == "SMALL" && card.Media != nil && card.Media.Height == "TALL" {
			return google.Invalid(at+".media.height", "TALL media does not fit a SMALL card.")
		}
	}
	return nil
}

// card checks a card; only an upright one needs a height.
func (k *checker) card(c *cardContent, field string, upright bool) error {
	if c.Title == "" && c.Description == "" && c.Media == nil {
		return google.Invalid(field, "A card needs a title, a description or media.")
	}
	if err := atMost(c.Title, maxTitle, field+".title"); err != nil {
		return err
	}
	if err := atMost(c.Description, maxDescription, field+".description"); err != nil {
		return err
	}
	if c.Media != nil {
		if err := k.media(c.Media, field+".media", upright); err != nil {
			return err
		}
	}
	if n := len(c.Suggestions); n > maxCardSuggestions {
		return google.Invalid(field+".suggestions", "At most %d suggestions in a card, got %d.", maxCardSuggestions, n)
	}
	return checkSuggestions(c.Suggestions, field+".suggestions")
}

func (k *checker) media(m *media, field string, upright bool) error {
	if n := count(m.ContentInfo != nil, m.UploadedRBMFile != nil, m.FileName != ""); n != 1 {
		return google.Invalid(field, "Exactly one of contentInfo, uploadedRbmFile and fileName is required, got %d.", n)
	}
	if upright && (m.Height == "" || m.Height == "HEIGHT_UNSPECIFIED") {
		return google.Invalid(field+".height", "height is required: SHORT, MEDIUM or TALL.")
	}
	return k.files(m.ContentInfo, m.UploadedRBMFile, m.FileName, field, true)
}

func checkSuggestions(some []suggestion, field string) error {
	for i, s := range some {
		if err := s.check(fmt.Sprintf("%s[%d]", field, i)); err != nil {
			return err
		}
	}
	return nil
}

func (s *suggestion) check(field string) error {
	switch {
	case (s.Reply == nil) == (s.Action == nil):
		return google.Invalid(field, "A suggestion is exactly one of reply and action.")
	case s.Reply != nil:
		return checkLabel(s.Reply.Text, s.Reply.PostbackData, field+".reply")
	}
	return s.Action.check(field + ".action")
}

// checkLabel requires a text; the documents do not call postback data required.
func checkLabel(text, postback, field string) error {
	if text == "" {
		return google.Invalid(field+".text", "text is required.")
	}
	if err := atMost(text, maxSuggestionText, field+".text"); err != nil {
		return err
	}
	return atMost(postback, maxPostback, field+".postback_data")
}

// phoneNumber may be a short code.
var phoneNumber = regexp.MustCompile(`^\+?[0-9*#]{1,32}$`)

func (a *suggestedAction) check(field string) error {
	if err := checkLabel(a.Text, a.PostbackData, field); err != nil {
		return err
	}
	if a.FallbackURL != "" {
		if err := checkPageURL(a.FallbackURL, field+".fallback_url"); err != nil {
			return err
		}
	}
	if n := count(a.DialAction != nil, a.OpenURLAction != nil, a.ViewLocationAction != nil, a.ShareLocationAction != nil,
		a.CreateCalendarEventAction != nil); n != 1 {
		return google.Invalid(field, "Exactly one action is required, got %d.", n)
	}
	switch {
	case a.DialAction != nil && !phoneNumber.MatchString(a.DialAction.PhoneNumber):
		return google.Invalid(field+".dial_action.phone_number", "Not a phone number: %q.", a.DialAction.PhoneNumber)
	case a.OpenURLAction != nil:
		return a.OpenURLAction.check(field + ".open_url_action")
	case a.ViewLocationAction != nil:
		return a.ViewLocationAction.check(field + ".view_location_action")
	case a.CreateCalendarEventAction != nil:
		return a.CreateCalendarEventAction.check(field + ".create_calendar_event_action")
	}
	return nil
}

func (o *openURLAction) check(field string) error {
	if o.WebviewViewMode != "" && o.Application != webview {
		return google.Invalid(field+".webview_view_mode", "webviewViewMode needs the application WEBVIEW.")
	}
	return checkPageURL(o.URL, field+".url")
}

func (v *viewLocationAction) check(field string) error {
	if (v.LatLong == nil) == (v.Query == "") {
		return google.Invalid(field, "Exactly one of latLong and query is required.")
	}
	if p := v.LatLong; p != nil && (math.Abs(p.Latitude) > 90 || math.Abs(p.Longitude) > 180) {
		return google.Invalid(field+".lat_long", "latitude is from -90 to 90 and longitude from -180 to 180.")
	}
	return nil
}

func (e *createCalendarEventAction) check(field string) error {
	start, err := time.Parse(time.RFC3339Nano, e.StartTime)
	if err != nil {
		return google.Invalid(field+".start_time", "Illegal timestamp format; want RFC 3339")
	}
	end, err := time.Parse(time.RFC3339Nano, e.EndTime)
	if err != nil {
		return google.Invalid(field+".end_time", "Illegal timestamp format; want RFC 3339")
	}
	switch {
	case end.Before(start):
		return google.Invalid(field+".end_time", "endTime is before startTime.")
	case e.Title == "":
		return google.Invalid(field+".title", "title is required.")
	}
	if err := atMost(e.Title, maxEventTitle, field+".title"); err != nil {
		return err
	}
	return atMost(e.Description, maxEventText, field+".description")
}
