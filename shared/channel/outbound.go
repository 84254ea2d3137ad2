package channel

// What can be sent to a customer apart from [Text] and [File]. Those from Read on
// are signals: they appear in no history.
const (
	Card   Kind = "card"
	Seen   Kind = "read"
	Joined Kind = "joined"
	Left   Kind = "left"
)

// Signal reports whether an outbound message of this kind leaves nothing in the
// conversation's history.
func (k Kind) Signal() bool {
	switch k {
	case Typing, Seen, Joined, Left, Survey:
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
	// Of is the id of the customer's message that was read, for [Seen].
	Of string `firestore:"of,omitempty"`
	// On is whether typing begins or ends, for [Typing].
	On bool `firestore:"on,omitempty"`
}

// Attachment is a file that the provider fetches.
type Attachment struct {
	// Object names the file in our bucket. The sender signs a URL for it.
	Object string `firestore:"object,omitempty"`
	// URL is public, or signed for long enough; Thumbnail is the address of a small picture
	// of it.
	URL       string `firestore:"url"`
	Thumbnail string `firestore:"thumbnail,omitempty"`
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

// CardItem is one card; two or more make a carousel.
type CardItem struct {
	// Title and Body are texts; Media is shown above them and Choices are below.
	Title   string       `firestore:"title"`
	Body    string       `firestore:"body,omitempty"`
	Media   *Attachment  `firestore:"media,omitempty"`
	Choices []ChoiceItem `firestore:"choices,omitempty"`
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
)

// ChoiceItem is something to tap.
type ChoiceItem struct {
	// Kind is empty for a reply.
	Kind ChoiceKind `firestore:"kind,omitempty"`
	// Label is visible; Postback is what comes back, URL what opens and Phone what is
	// called.
	Label    string  `firestore:"label,omitempty"`
	Postback string  `firestore:"postback,omitempty"`
	URL      string  `firestore:"url,omitempty"`
	Phone    string  `firestore:"phone,omitempty"`
	SignIn   *SignIn `firestore:"signIn,omitempty"`
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
