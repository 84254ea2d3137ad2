package phone

// Span is a stretch of text in one style.
type Span struct {
	Text   string `json:"text"`
	Bold   bool   `json:"bold,omitempty"`
	Italic bool   `json:"italic,omitempty"`
	Href   string `json:"href,omitempty"` // http or https
}

// Speaker is who speaks for the business.
type Speaker struct {
	Name      string `json:"name,omitempty"`
	Avatar    string `json:"avatar,omitempty"` // URL
	Automated bool   `json:"automated,omitempty"`
}

// Picture is a picture of a message or a card.
type Picture struct {
	URL       string `json:"url"`
	Thumbnail string `json:"thumbnail,omitempty"` // URL of a smaller one
	Alt       string `json:"alt,omitempty"`       // what it shows, in words
	Height    string `json:"height,omitempty"`    // on a card: SHORT, MEDIUM or TALL
}

// Card is a card of a message.
type Card struct {
	Title       string   `json:"title,omitempty"`
	Description string   `json:"description,omitempty"`
	Picture     *Picture `json:"picture,omitempty"`
	Chips       []Chip   `json:"chips,omitempty"`
}

// Chip is something to tap.
type Chip struct {
	Kind   ChipKind `json:"kind"`
	Text   string   `json:"text,omitempty"`
	Data   string   `json:"-"`                // what is posted back
	Target string   `json:"target,omitempty"` // the URL to open or the number to dial
	Scopes []string `json:"scopes,omitempty"` // what signing in allows the business
}

// ChipKind says what a tap on a [Chip] does.
type ChipKind string

// The kinds of chips.
const (
	Reply  ChipKind = "reply"  // says Text
	Open   ChipKind = "open"   // opens a page
	Dial   ChipKind = "dial"   // dials a number
	Person ChipKind = "person" // asks for a person
	SignIn ChipKind = "signin" // asks the customer to sign in with the business
)
