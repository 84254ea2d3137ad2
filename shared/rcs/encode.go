package rcs

import (
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

type agentMessage struct {
	ContentMessage     contentMessage `json:"contentMessage"`
	MessageTrafficType string         `json:"messageTrafficType"`
	ExpireTime         string         `json:"expireTime,omitempty"`
}

// contentMessage holds one of the first four, and suggestions.
type contentMessage struct {
	Text            string        `json:"text,omitempty"`
	RichCard        *richCard     `json:"richCard,omitempty"`
	ContentInfo     *contentInfo  `json:"contentInfo,omitempty"`
	UploadedRbmFile *uploadedFile `json:"uploadedRbmFile,omitempty"`
	Suggestions     []suggestion  `json:"suggestions,omitempty"`
}

type contentInfo struct {
	FileURL      string `json:"fileUrl"`
	ThumbnailURL string `json:"thumbnailUrl,omitempty"`
	ForceRefresh bool   `json:"forceRefresh"`
}

type uploadedFile struct {
	FileName string `json:"fileName"`
}

type richCard struct {
	StandaloneCard *standaloneCard `json:"standaloneCard,omitempty"`
	CarouselCard   *carouselCard   `json:"carouselCard,omitempty"`
}

type standaloneCard struct {
	CardOrientation         string      `json:"cardOrientation"`
	ThumbnailImageAlignment string      `json:"thumbnailImageAlignment,omitempty"`
	CardContent             cardContent `json:"cardContent"`
}

type carouselCard struct {
	CardWidth    string        `json:"cardWidth"`
	CardContents []cardContent `json:"cardContents"`
}

type cardContent struct {
	Title       string       `json:"title,omitempty"`
	Description string       `json:"description,omitempty"`
	Media       *media       `json:"media,omitempty"`
	Suggestions []suggestion `json:"suggestions,omitempty"`
}

type media struct {
	Height          string        `json:"height,omitempty"`
	ContentInfo     *contentInfo  `json:"contentInfo,omitempty"`
	UploadedRbmFile *uploadedFile `json:"uploadedRbmFile,omitempty"`
}

type suggestion struct {
	Reply  *chip `json:"reply,omitempty"`
	Action *chip `json:"action,omitempty"`
}

type chip struct {
	Text         string         `json:"text"`
	PostbackData string         `json:"postbackData"`
	FallbackURL  string         `json:"fallbackUrl,omitempty"`
	Dial         *dial          `json:"dialAction,omitempty"`
	OpenURL      *openURL       `json:"openUrlAction,omitempty"`
	ViewLocation *viewLocation  `json:"viewLocationAction,omitempty"`
	ShareLoc     *struct{}      `json:"shareLocationAction,omitempty"`
	Calendar     *calendarEvent `json:"createCalendarEventAction,omitempty"`
}

type dial struct {
	PhoneNumber string `json:"phoneNumber"`
}

type openURL struct {
	URL             string `json:"url"`
	Application     string `json:"application,omitempty"`
	WebviewViewMode string `json:"webviewViewMode,omitempty"`
}

type viewLocation struct {
	LatLong latLong `json:"latLong"`
	Label   string  `json:"label,omitempty"`
}

type latLong struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

type calendarEvent struct {
	StartTime   string `json:"startTime"`
	EndTime     string `json:"endTime"`
	Title       string `json:"title"`
	Description string `json:"description,omitempty"`
}

// trafficType is Google's word for a purpose.
func trafficType(p channel.Purpose) string {
	switch p {
	case channel.Transaction:
		return "TRANSACTION"
	case channel.Promotion:
		return "PROMOTION"
	case channel.Authentication:
		return "AUTHENTICATION"
	case channel.Acknowledgement:
		return "ACKNOWLEDGEMENT"
	case channel.Service, "":
	}
	return "SERVICEREQUEST"
}

// encodeMessage translates a prepared message. uploaded returns the name of a file
// that Google keeps already, or nothing.
func encodeMessage(o channel.Outbound, uploaded func(channel.Attachment) string) agentMessage {
	m := agentMessage{MessageTrafficType: trafficType(o.Purpose)}
	if !o.ExpiresAt.IsZero() {
		m.ExpireTime = instant(o.ExpiresAt)
	}
	content := &m.ContentMessage
	content.Suggestions = encodeChoices(o.Choices)
	switch {
	case o.Kind == channel.File && o.Media != nil:
		content.ContentInfo, content.UploadedRbmFile = encodeFile(*o.Media, uploaded)
	case o.Kind == channel.Card && len(o.Cards) == 1:
		content.RichCard = &richCard{StandaloneCard: encodeStandalone(o.Cards[0], uploaded)}
	case o.Kind == channel.Card:
		carousel := &carouselCard{CardWidth: "MEDIUM"}
		for _, card := range o.Cards {
			carousel.CardContents = append(carousel.CardContents, encodeCard(card, uploaded))
		}
		content.RichCard = &richCard{CarouselCard: carousel}
	default:
		content.Text = o.Text
	}
	return m
}

func encodeFile(a channel.Attachment, uploaded func(channel.Attachment) string) (*contentInfo, *uploadedFile) {
	if name := uploaded(a); name != "" {
		return nil, &uploadedFile{FileName: name}
	}
	return &contentInfo{FileURL: a.URL, ThumbnailURL: a.Thumbnail}, nil
}

// encodeStandalone encodes a single card. One on which media is beside nothing has to have
// it above.
func encodeStandalone(c channel.CardItem, uploaded func(channel.Attachment) string) *standaloneCard {
	card := &standaloneCard{CardOrientation: "VERTICAL", CardContent: encodeCard(c, uploaded)}
	content := &card.CardContent
	beside := content.Title != "" || content.Description != "" || len(content.Suggestions) > 0
	if (c.Side == "left" || c.Side == "right") && content.Media != nil && beside {
		card.CardOrientation, card.ThumbnailImageAlignment = "HORIZONTAL", strings.ToUpper(c.Side)
		content.Media.Height = ""
	}
	return card
}

func encodeCard(c channel.CardItem, uploaded func(channel.Attachment) string) cardContent {
	content := cardContent{Title: c.Title, Description: c.Body, Suggestions: encodeChoices(c.Choices)}
	if c.Media != nil {
		content.Media = &media{Height: "MEDIUM"}
		if c.Media.Height != "" {
			content.Media.Height = strings.ToUpper(c.Media.Height)
		}
		content.Media.ContentInfo, content.Media.UploadedRbmFile = encodeFile(*c.Media, uploaded)
	}
	return content
}

func encodeChoices(choices []channel.ChoiceItem) []suggestion {
	var all []suggestion
	for _, c := range choices {
		all = append(all, encodeChoice(c))
	}
	return all
}

func encodeChoice(c channel.ChoiceItem) suggestion {
	tap := &chip{Text: c.Label, PostbackData: c.Postback}
	switch c.Kind {
	case channel.URLChoice:
		tap.OpenURL = &openURL{URL: c.URL}
		if c.View != "" {
			tap.OpenURL.Application, tap.OpenURL.WebviewViewMode = "WEBVIEW", strings.ToUpper(c.View)
		}
	case channel.DialChoice:
		tap.Dial, tap.FallbackURL = &dial{c.Phone}, c.URL
	case channel.PlaceChoice:
		tap.FallbackURL = c.URL
		tap.ViewLocation = &viewLocation{latLong{c.Place.Latitude, c.Place.Longitude}, c.Place.Label}
	case channel.AskPlaceChoice:
		tap.ShareLoc = &struct{}{}
	case channel.CalendarChoice:
		a := c.Appointment
		tap.FallbackURL = c.URL
		tap.Calendar = &calendarEvent{instant(a.Start), instant(a.End), a.Title, a.Body}
	case channel.ReplyChoice, channel.PersonChoice, channel.SignInChoice, "":
		return suggestion{Reply: tap}
	}
	return suggestion{Action: tap}
}

// instant writes a time as Google's samples do.
func instant(t time.Time) string { return t.UTC().Format(time.RFC3339) }
