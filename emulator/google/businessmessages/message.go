package businessmessages

import (
	"slices"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
)

// Message is a message of the business, as conversations.messages.create takes it.
type Message struct {
	Name             string          `json:"name,omitempty"`      // set by Google: conversations/{c}/messages/{m}
	MessageID        string          `json:"messageId,omitempty"` // chosen by the sender
	Representative   *Representative `json:"representative,omitempty"`
	ContainsRichText bool            `json:"containsRichText,omitempty"`
	Text             string          `json:"text,omitempty"`
	Fallback         string          `json:"fallback,omitempty"`
	Image            *Image          `json:"image,omitempty"`
	RichCard         *RichCard       `json:"richCard,omitempty"`
	Suggestions      []Suggestion    `json:"suggestions,omitempty"`
}

// Representative is who speaks for the business.
type Representative struct {
	RepresentativeType RepresentativeType `json:"representativeType,omitempty"`
	DisplayName        string             `json:"displayName,omitempty"`
	AvatarImage        string             `json:"avatarImage,omitempty"` // URL
}

// RepresentativeType tells people and programs apart.
type RepresentativeType string

// The kinds of representatives.
const (
	Bot   RepresentativeType = "BOT"
	Human RepresentativeType = "HUMAN"
)

// Values are all the values that the parser knows.
func (RepresentativeType) Values() []string {
	return []string{"REPRESENTATIVE_TYPE_UNSPECIFIED", "BOT", "HUMAN"}
}

// Image is a picture on its own.
type Image struct {
	ContentInfo *ContentInfo `json:"contentInfo,omitempty"`
}

// ContentInfo says where a picture is.
type ContentInfo struct {
	AltText      string            `json:"altText,omitempty"`
	FileURL      string            `json:"fileUrl,omitempty"`
	ThumbnailURL string            `json:"thumbnailUrl,omitempty"`
	ForceRefresh *google.LooseBool `json:"forceRefresh,omitempty"`
}

// RichCard is exactly one of its members.
type RichCard struct {
	StandaloneCard *StandaloneCard `json:"standaloneCard,omitempty"`
	CarouselCard   *CarouselCard   `json:"carouselCard,omitempty"`
}

// StandaloneCard is a card alone.
type StandaloneCard struct {
	CardContent *CardContent `json:"cardContent,omitempty"`
}

// CarouselCard is a row of 2 to 10 cards.
type CarouselCard struct {
	CardWidth    CardWidth     `json:"cardWidth,omitempty"`
	CardContents []CardContent `json:"cardContents,omitempty"`
}

// CardWidth is the width of a carousel's cards: SMALL (136 dp) or MEDIUM (280 dp).
type CardWidth string

// Values are all the values that the parser knows.
func (CardWidth) Values() []string { return []string{"CARD_WIDTH_UNSPECIFIED", "SMALL", "MEDIUM"} }

// CardContent is what one card shows.
type CardContent struct {
	Title       string       `json:"title,omitempty"`
	Description string       `json:"description,omitempty"`
	Media       *Media       `json:"media,omitempty"`
	Suggestions []Suggestion `json:"suggestions,omitempty"`
}

// Media is the picture of a card.
type Media struct {
	Height      MediaHeight  `json:"height,omitempty"`
	ContentInfo *ContentInfo `json:"contentInfo,omitempty"`
}

// MediaHeight is the height of a card's picture: SHORT (112 dp), MEDIUM (168 dp) or TALL (264 dp).
type MediaHeight string

// Values are all the values that the parser knows.
func (MediaHeight) Values() []string {
	return []string{"HEIGHT_UNSPECIFIED", "SHORT", "MEDIUM", "TALL"}
}

// Suggestion is a chip the customer can tap: exactly one of its members.
type Suggestion struct {
	Reply                 *SuggestedReply        `json:"reply,omitempty"`
	Action                *SuggestedAction       `json:"action,omitempty"`
	LiveAgentRequest      *LiveAgentRequest      `json:"liveAgentRequest,omitempty"`
	AuthenticationRequest *AuthenticationRequest `json:"authenticationRequest,omitempty"`
}

// SuggestedReply is a ready answer.
type SuggestedReply struct {
	Text         string `json:"text,omitempty"`
	PostbackData string `json:"postbackData,omitempty"`
}

// SuggestedAction opens a page or dials a number.
type SuggestedAction struct {
	Text          string         `json:"text,omitempty"`
	PostbackData  string         `json:"postbackData,omitempty"`
	OpenURLAction *OpenURLAction `json:"openUrlAction,omitempty"`
	DialAction    *DialAction    `json:"dialAction,omitempty"`
}

// OpenURLAction opens a page.
type OpenURLAction struct {
	URL string `json:"url,omitempty"`
}

// DialAction dials a number.
type DialAction struct {
	PhoneNumber string `json:"phoneNumber,omitempty"`
}

// LiveAgentRequest asks for a person.
type LiveAgentRequest struct{}

// AuthenticationRequest asks the customer to sign in with the business.
type AuthenticationRequest struct {
	OAuth *OAuth `json:"oauth,omitempty"`
}

// OAuth is what the sign-in asks for.
type OAuth struct {
	ClientID            string   `json:"clientId,omitempty"`
	CodeChallenge       string   `json:"codeChallenge,omitempty"`
	CodeChallengeMethod string   `json:"codeChallengeMethod,omitempty"`
	Scopes              []string `json:"scopes,omitempty"`
}

// plain says whether a phone of the oldest kind can show the message as it is.
func (m *Message) plain() bool {
	return m.Text != "" && !m.ContainsRichText && len(m.Suggestions) == 0
}

// cards returns the cards of a message, in order.
func (m *Message) cards() []CardContent {
	switch {
	case m.RichCard == nil:
		return nil
	case m.RichCard.CarouselCard != nil:
		return slices.Clone(m.RichCard.CarouselCard.CardContents)
	default:
		return []CardContent{*m.RichCard.StandaloneCard.CardContent}
	}
}
