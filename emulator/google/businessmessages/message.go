package businessmessages

import (
	"slices"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
)

// message is a message of the business, as conversations.messages.create takes it.
type message struct {
	Name             string          `json:"name,omitempty"`      // set by Google: conversations/{c}/messages/{m}
	MessageID        string          `json:"messageId,omitempty"` // chosen by the sender
	Representative   *representative `json:"representative,omitempty"`
	ContainsRichText bool            `json:"containsRichText,omitempty"`
	Text             string          `json:"text,omitempty"`
	Fallback         string          `json:"fallback,omitempty"`
	Image            *image          `json:"image,omitempty"`
	RichCard         *richCard       `json:"richCard,omitempty"`
	Suggestions      []suggestion    `json:"suggestions,omitempty"`
}

// representative is who speaks for the business.
type representative struct {
	RepresentativeType representativeType `json:"representativeType,omitempty"`
	DisplayName        string             `json:"displayName,omitempty"`
	AvatarImage        string             `json:"avatarImage,omitempty"` // URL
}

// representativeType tells people and programs apart.
type representativeType string

// The kinds of representatives.
const (
	bot   representativeType = "BOT"
	human representativeType = "HUMAN"
)

// Values are all the values that the parser knows.
func (representativeType) Values() []string {
	return []string{"REPRESENTATIVE_TYPE_UNSPECIFIED", "BOT", "HUMAN"}
}

// image is a picture on its own.
type image struct {
	ContentInfo *contentInfo `json:"contentInfo,omitempty"`
}

// contentInfo says where a picture is.
type contentInfo struct {
	AltText      string            `json:"altText,omitempty"`
	FileURL      string            `json:"fileUrl,omitempty"`
	ThumbnailURL string            `json:"thumbnailUrl,omitempty"`
	ForceRefresh *google.LooseBool `json:"forceRefresh,omitempty"`
}

// richCard is exactly one of its members.
type richCard struct {
	StandaloneCard *standaloneCard `json:"standaloneCard,omitempty"`
	CarouselCard   *carouselCard   `json:"carouselCard,omitempty"`
}

// standaloneCard is a card alone.
type standaloneCard struct {
	CardContent *cardContent `json:"cardContent,omitempty"`
}

// carouselCard is a row of 2 to 10 cards.
type carouselCard struct {
	CardWidth    cardWidth     `json:"cardWidth,omitempty"`
	CardContents []cardContent `json:"cardContents,omitempty"`
}

// cardWidth is the width of a carousel's cards: SMALL (136 dp) or MEDIUM (280 dp).
type cardWidth string

// Values are all the values that the parser knows.
func (cardWidth) Values() []string { return []string{"CARD_WIDTH_UNSPECIFIED", "SMALL", "MEDIUM"} }

// cardContent is what one card shows.
type cardContent struct {
	Title       string       `json:"title,omitempty"`
	Description string       `json:"description,omitempty"`
	Media       *media       `json:"media,omitempty"`
	Suggestions []suggestion `json:"suggestions,omitempty"`
}

// media is the picture of a card.
type media struct {
	Height      mediaHeight  `json:"height,omitempty"`
	ContentInfo *contentInfo `json:"contentInfo,omitempty"`
}

// mediaHeight is the height of a card's picture: SHORT (112 dp), MEDIUM (168 dp) or TALL (264 dp).
type mediaHeight string

// Values are all the values that the parser knows.
func (mediaHeight) Values() []string {
	return []string{"HEIGHT_UNSPECIFIED", "SHORT", "MEDIUM", "TALL"}
}

// suggestion is a chip the customer can tap: exactly one of its members.
type suggestion struct {
	Reply                 *suggestedReply        `json:"reply,omitempty"`
	Action                *suggestedAction       `json:"action,omitempty"`
	LiveAgentRequest      *liveAgentRequest      `json:"liveAgentRequest,omitempty"`
	AuthenticationRequest *authenticationRequest `json:"authenticationRequest,omitempty"`
}

// suggestedReply is a ready answer.
type suggestedReply struct {
	Text         string `json:"text,omitempty"`
	PostbackData string `json:"postbackData,omitempty"`
}

// suggestedAction opens a page or dials a number.
type suggestedAction struct {
	Text          string         `json:"text,omitempty"`
	PostbackData  string         `json:"postbackData,omitempty"`
	OpenURLAction *openURLAction `json:"openUrlAction,omitempty"`
	DialAction    *dialAction    `json:"dialAction,omitempty"`
}

// openURLAction opens a page.
type openURLAction struct {
	URL string `json:"url,omitempty"`
}

// dialAction dials a number.
type dialAction struct {
	PhoneNumber string `json:"phoneNumber,omitempty"`
}

// liveAgentRequest asks for a person.
type liveAgentRequest struct{}

// authenticationRequest asks the customer to sign in with the business.
type authenticationRequest struct {
	OAuth *oauth `json:"oauth,omitempty"`
}

// oauth is what the sign-in asks for.
type oauth struct {
	ClientID            string   `json:"clientId,omitempty"`
	CodeChallenge       string   `json:"codeChallenge,omitempty"`
	CodeChallengeMethod string   `json:"codeChallengeMethod,omitempty"`
	Scopes              []string `json:"scopes,omitempty"`
}

// plain says whether a phone of the oldest kind can show the message as it is.
func (m *message) plain() bool {
	return m.Text != "" && !m.ContainsRichText && len(m.Suggestions) == 0
}

// cards returns the cards of a message, in order.
func (m *message) cards() []cardContent {
	switch {
	case m.RichCard == nil:
		return nil
	case m.RichCard.CarouselCard != nil:
		return slices.Clone(m.RichCard.CarouselCard.CardContents)
	default:
		return []cardContent{*m.RichCard.StandaloneCard.CardContent}
	}
}
