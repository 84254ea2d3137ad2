package phone

import "time"

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

// Attachment is a file that is no picture, or not known to be one.
type Attachment struct {
	URL         string `json:"url"`
	Name        string `json:"name,omitempty"`
	ContentType string `json:"type,omitempty"`
	Size        int    `json:"size,omitempty"`      // bytes; 0 when unknown
	Thumbnail   string `json:"thumbnail,omitempty"` // URL of a picture of it
}

// Place is a point on the earth, in degrees.
type Place struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
	Label     string  `json:"label,omitempty"`
}

// Appointment is an entry of a calendar.
type Appointment struct {
	Title       string    `json:"title"`
	Description string    `json:"description,omitempty"`
	Start       time.Time `json:"start"`
	End         time.Time `json:"end"`
}

// Card is a card of a message.
type Card struct {
	Title       string      `json:"title,omitempty"`
	Description string      `json:"description,omitempty"`
	Picture     *Picture    `json:"picture,omitempty"`
	File        *Attachment `json:"file,omitempty"`
	Side        string      `json:"side,omitempty"` // where the picture is: LEFT or RIGHT; empty is above the words
	Chips       []Chip      `json:"chips,omitempty"`
}

// Chip is something to tap.
type Chip struct {
	Kind   ChipKind `json:"kind"`
	Text   string   `json:"text,omitempty"`
	Data   string   `json:"-"`                // what is posted back
	Target string   `json:"target,omitempty"` // the URL to open or the number to dial
	Scopes []string `json:"scopes,omitempty"` // what signing in allows the business

	Appointment *Appointment `json:"appointment,omitempty"` // to put into the calendar
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

	WebView   ChipKind = "webview"  // opens a page inside the messaging app
	ShowPlace ChipKind = "place"    // shows a place on a map, whose page is Target
	AskPlace  ChipKind = "askPlace" // lets the customer send where they are
	Calendar  ChipKind = "calendar" // puts an appointment into the calendar
)
