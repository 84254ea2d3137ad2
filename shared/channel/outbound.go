package channel

import (
	"cmp"
	"time"
)

// What can be sent to a customer apart from [Text] and [File]. Those from Read on
// are signals: they appear in no history.
const (
	Card   Kind = "card"
	Revoke Kind = "revoke"
	Seen   Kind = "read"
	Joined Kind = "joined"
	Left   Kind = "left"
)

// Signal reports whether an outbound message of this kind leaves nothing in the
// conversation's history.
func (k Kind) Signal() bool {
	switch k {
	case Typing, Seen, Joined, Left, Survey, Revoke:
		return true
	default:
		return false
	}
}

// Speaker is the author of a message as the customer sees it.
type Speaker struct {
	// Name is shown to the customer; it may be empty.
	Name string
	// Bot is true for an automated message.
	Bot bool
	// Avatar is the address of a picture; it may be empty.
	Avatar string
}

// Outbound is one message or signal to a customer.
type Outbound struct {
	// ID is created by the message's author and stays the same over every
	// attempt, so that the provider can recognise a repetition.
	ID string `firestore:"-"`
	// Conversation is what ID and Of are unique in, for a provider that knows no
	// conversations.
	Conversation string `firestore:"-"`
	// Kind is empty for text.
	Kind    Kind    `firestore:"kind"`
	Speaker Speaker `firestore:"-"`
	// Text is the body. With Markup it has **bold**, *italic* and [label](URL).
	Text   string `firestore:"text"`
	Markup bool   `firestore:"markup,omitempty"`
	// Fallback is shown by devices that cannot show the rest; if it is empty, the
	// adapter makes one.
	Fallback string       `firestore:"fallback,omitempty"`
	Media    *Attachment  `firestore:"media,omitempty"`
	Cards    []CardItem   `firestore:"cards,omitempty"`
	Choices  []ChoiceItem `firestore:"choices,omitempty"`
	// Place is where something is, for [Location].
	Place *Place `firestore:"place,omitempty"`
	// ExpiresAt is from when on the message must not be delivered any more; zero is never.
	// A channel without [Limits].Lifetime ignores it.
	ExpiresAt time.Time `firestore:"expiresAt,omitempty"`
	// Purpose is why the message is sent, which some channels have to be told; empty is
	// [Service].
	Purpose Purpose `firestore:"purpose,omitempty"`
	// Back is the message to take back, as it was sent, for [Revoke].
	Back *Outbound `firestore:"-"`
	// Of is the id of the customer's message that was read, for [Seen], or of ours that
	// is taken back, for [Revoke].
	Of string `firestore:"of,omitempty"`
	// On is whether typing begins or ends, for [Typing].
	On bool `firestore:"on,omitempty"`
}

// Expired reports whether the message must not be delivered any more.
func (o Outbound) Expired(now time.Time) bool {
	return !o.ExpiresAt.IsZero() && !now.Before(o.ExpiresAt)
}

// Purpose is why a message is sent.
type Purpose string

// The purposes.
const (
	// Service answers what a customer asked.
	Service Purpose = "service"
	// Transaction, Promotion and Authentication begin with the business: about an order or
	// a booking, an offer, a code to sign in with.
	Transaction    Purpose = "transaction"
	Promotion      Purpose = "promotion"
	Authentication Purpose = "authentication"
	// Acknowledgement is the one message that a customer gets who wants no more.
	Acknowledgement Purpose = "acknowledgement"
)

// Starts reports whether an agent may write first for that: it is not an answer, and no
// person writes codes and acknowledgements.
func (p Purpose) Starts() bool { return p == Transaction || p == Promotion }

// Attachment is a file that the provider fetches.
type Attachment struct {
	// Object names the file in our bucket. The sender signs a URL for it.
	Object string `firestore:"object,omitempty"`
	// URL is public, or signed for long enough; Thumbnail is the address of a small picture
	// of it.
	URL       string `firestore:"url"`
	Thumbnail string `firestore:"thumbnail,omitempty"`
	// Link is the address by which a customer opens the file, where that is not URL, which
	// may be for the provider alone and not last.
	Link string `firestore:"-"`
	// Type is the media type, for example "image/png".
	Type string `firestore:"type"`
	// Name is what a link to the file says; Alt describes a picture.
	Name string `firestore:"name,omitempty"`
	Alt  string `firestore:"alt,omitempty"`
	// Size is in bytes, or 0 when unknown.
	Size int64 `firestore:"size,omitempty"`
	// Height is "short", "medium" or "tall" on a card; empty is medium.
	Height string `firestore:"height,omitempty"`
}

// Address is where a customer opens the file.
func (a Attachment) Address() string { return cmp.Or(a.Link, a.URL) }

// CardItem is one card; two or more make a carousel.
type CardItem struct {
	// Title and Body are texts; Media is shown above them and Choices are below. Media
	// without an address is a file that the author uploaded under the reply's id, a hyphen
	// and the card's number, from 0.
	Title   string       `firestore:"title"`
	Body    string       `firestore:"body,omitempty"`
	Media   *Attachment  `firestore:"media,omitempty"`
	Choices []ChoiceItem `firestore:"choices,omitempty"`
	// Side is where the media of a single card is, "left" or "right" of its texts. Empty
	// is above them, and so is any on a channel without such cards.
	Side string `firestore:"side,omitempty"`
}

// ChoiceKind says what tapping a choice does.
type ChoiceKind string

// The kinds of choices.
const (
	ReplyChoice  ChoiceKind = "reply"
	URLChoice    ChoiceKind = "url"
	DialChoice   ChoiceKind = "dial"
	PersonChoice ChoiceKind = "person"
	SignInChoice ChoiceKind = "signIn"
	// PlaceChoice shows where something is, AskPlaceChoice lets the customer send where
	// they are, and CalendarChoice puts an appointment into their calendar.
	PlaceChoice    ChoiceKind = "place"
	AskPlaceChoice ChoiceKind = "askPlace"
	CalendarChoice ChoiceKind = "calendar"
)

// ChoiceItem is something to tap.
type ChoiceItem struct {
	// Kind is empty for a reply.
	Kind ChoiceKind `firestore:"kind,omitempty"`
	// Label is visible; Postback is what comes back and URL what opens.
	Label    string `firestore:"label,omitempty"`
	Postback string `firestore:"postback,omitempty"`
	URL      string `firestore:"url,omitempty"`
	// View is how much of the screen a URL takes inside the messaging app: "full",
	// "half" or "tall". Empty opens the browser, and so do channels without such views.
	View string `firestore:"view,omitempty"`
	// Phone is called, in the form of E.164; SignIn is what a sign-in asks for.
	Phone  string  `firestore:"phone,omitempty"`
	SignIn *SignIn `firestore:"signIn,omitempty"`
	// Place and Appointment are what the choices of these kinds are about.
	Place       *Place       `firestore:"place,omitempty"`
	Appointment *Appointment `firestore:"appointment,omitempty"`
}

// Appointment is an entry of a calendar.
type Appointment struct {
	// Title and Body are what the customer's calendar says.
	Title string `firestore:"title"`
	Body  string `firestore:"body,omitempty"`
	// Start and End are when it is; End is later.
	Start time.Time `firestore:"start"`
	End   time.Time `firestore:"end"`
}

// SignIn asks the customer to sign in by OAuth with PKCE (RFC 7636).
type SignIn struct {
	// ClientID and Scopes are those of the sign-in service; Challenge and ChallengeMethod
	// are PKCE's.
	ClientID        string   `firestore:"clientId"`
	Challenge       string   `firestore:"challenge"`
	ChallengeMethod string   `firestore:"challengeMethod,omitempty"`
	Scopes          []string `firestore:"scopes"`
}
