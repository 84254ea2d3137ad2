package businessmessages

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/google"
)

type representative struct {
	RepresentativeType string `json:"representativeType"`
	DisplayName        string `json:"displayName,omitempty"`
	AvatarImage        string `json:"avatarImage,omitempty"`
}

type outboundMessage struct {
	MessageID        string         `json:"messageId"`
	Representative   representative `json:"representative"`
	ContainsRichText bool           `json:"containsRichText,omitempty"`
	Text             string         `json:"text,omitempty"`
	Image            *image         `json:"image,omitempty"`
	RichCard         *richCard      `json:"richCard,omitempty"`
	Fallback         string         `json:"fallback,omitempty"`
	Suggestions      []suggestion   `json:"suggestions,omitempty"`
}

type image struct {
	ContentInfo contentInfo `json:"contentInfo"`
}

type contentInfo struct {
	AltText      string `json:"altText,omitempty"`
	FileURL      string `json:"fileUrl"`
	ThumbnailURL string `json:"thumbnailUrl,omitempty"`
	ForceRefresh bool   `json:"forceRefresh"`
}

type richCard struct {
	StandaloneCard *standaloneCard `json:"standaloneCard,omitempty"`
	CarouselCard   *carouselCard   `json:"carouselCard,omitempty"`
}

type standaloneCard struct {
	CardContent cardContent `json:"cardContent"`
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
	Height      string      `json:"height"`
	ContentInfo contentInfo `json:"contentInfo"`
}

type suggestion struct {
	Reply                 *chip      `json:"reply,omitempty"`
	Action                *chip      `json:"action,omitempty"`
	LiveAgentRequest      *struct{}  `json:"liveAgentRequest,omitempty"`
	AuthenticationRequest *signInAsk `json:"authenticationRequest,omitempty"`
}

type chip struct {
	Text          string   `json:"text"`
	PostbackData  string   `json:"postbackData,omitempty"`
	OpenURLAction *openURL `json:"openUrlAction,omitempty"`
	DialAction    *dial    `json:"dialAction,omitempty"`
}

type openURL struct {
	URL string `json:"url"`
}

type dial struct {
	PhoneNumber string `json:"phoneNumber"`
}

type signInAsk struct {
	OAuth oauth `json:"oauth"`
}

type oauth struct {
	ClientID            string   `json:"clientId"`
	CodeChallenge       string   `json:"codeChallenge"`
	CodeChallengeMethod string   `json:"codeChallengeMethod,omitempty"`
	Scopes              []string `json:"scopes"`
}

// encode translates a prepared message or signal into a call.
func encode(to channel.Peer, o channel.Outbound) google.Call {
	conversation := "/v1/conversations/" + url.PathEscape(to.Key)
	switch o.Kind {
	case channel.Typing:
		return encodeEvent(conversation, o, map[bool]string{true: "TYPING_STARTED", false: "TYPING_STOPPED"}[o.On])
	case channel.Joined:
		return encodeEvent(conversation, o, "REPRESENTATIVE_JOINED")
	case channel.Left:
		return encodeEvent(conversation, o, "REPRESENTATIVE_LEFT")
	case channel.Survey:
		query := url.Values{"surveyId": {o.ID}}
		return google.Call{Method: http.MethodPost, Path: conversation + "/surveys", Query: query, Body: struct{}{}}
	case channel.Seen:
		path := conversation + "/messages/" + url.PathEscape(o.Of) + "/receipt"
		return google.Call{Method: http.MethodPatch, Path: path, Body: map[string]string{"receiptType": "READ"}}
	default:
		return google.Call{Method: http.MethodPost, Path: conversation + "/messages", Body: encodeMessage(o)}
	}
}

func encodeEvent(conversation string, o channel.Outbound, eventType string) google.Call {
	query := url.Values{"eventId": {o.ID}}
	return google.Call{Method: http.MethodPost, Path: conversation + "/events", Query: query, Body: map[string]any{
		"eventType": eventType, "representative": encodeSpeaker(o.Speaker),
	}}
}

func encodeSpeaker(s channel.Speaker) representative {
	r := representative{RepresentativeType: "HUMAN", DisplayName: s.Name, AvatarImage: s.Avatar}
	if s.Bot {
		r.RepresentativeType = "BOT"
	}
	return r
}

func encodeMessage(o channel.Outbound) outboundMessage {
	m := outboundMessage{
		MessageID: o.ID, Representative: encodeSpeaker(o.Speaker), Fallback: o.Fallback,
		Suggestions: encodeChoices(o.Choices),
	}
	switch {
	case o.Kind == channel.File && o.Media != nil:
		m.Image = &image{encodeMedia(*o.Media)}
	case o.Kind == channel.Card && len(o.Cards) == 1:
		m.RichCard = &richCard{StandaloneCard: &standaloneCard{encodeCard(o.Cards[0])}}
	case o.Kind == channel.Card:
		carousel := &carouselCard{CardWidth: "MEDIUM"}
		for _, card := range o.Cards {
			carousel.CardContents = append(carousel.CardContents, encodeCard(card))
		}
		m.RichCard = &richCard{CarouselCard: carousel}
	default:
		m.Text, m.ContainsRichText = o.Text, o.Markup
	}
	return m
}

func encodeCard(c channel.CardItem) cardContent {
	content := cardContent{Title: c.Title, Description: c.Body, Suggestions: encodeChoices(c.Choices)}
	if c.Media != nil {
		height := "MEDIUM"
		if c.Media.Height != "" {
			height = strings.ToUpper(c.Media.Height)
		}
		content.Media = &media{height, encodeMedia(*c.Media)}
	}
	return content
}

func encodeMedia(a channel.Attachment) contentInfo {
	return contentInfo{AltText: a.Alt, FileURL: a.URL, ThumbnailURL: a.Thumbnail}
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
		tap.OpenURLAction = &openURL{c.URL}
	case channel.DialChoice:
		tap.DialAction = &dial{c.Phone}
	case channel.PersonChoice:
		return suggestion{LiveAgentRequest: &struct{}{}}
	case channel.SignInChoice:
		return suggestion{AuthenticationRequest: &signInAsk{oauth{
			c.SignIn.ClientID, c.SignIn.Challenge, c.SignIn.ChallengeMethod, c.SignIn.Scopes,
		}}}
	case channel.ReplyChoice, channel.PlaceChoice, channel.AskPlaceChoice, channel.CalendarChoice, "":
		return suggestion{Reply: tap} // those of the other kinds were degraded
	}
	return suggestion{Action: tap}
}
