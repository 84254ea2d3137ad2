package phone

// Line is a channel as one phone has it. A second channel implements this, and adds its agents with [Phones.Add].
type Line interface {
	// Features says what a customer can do; it is always the same.
	Features() Features
	// Keep stores a file that the customer sends, one that Features allows, and returns its URL.
	Keep(contentType string, data []byte) (url string, err error)
	// Carry begins to deliver what the customer did, one act after the other. It reports how far the delivery got, until
	// it is over, and first gets the outcome of the first attempt. The phone is locked meanwhile: Carry must neither
	// block nor call the phone or report. An act that the channel has no event for is one that Features does not offer.
	Carry(s Settings, act Act, report func(State)) (first <-chan error)
}

// Observer is a [Line] that has something to do when the settings of its phone have changed, such as to show what waited
// for the device to come back. The phone is locked meanwhile, as in [Phone.Update].
type Observer interface {
	Configured(t *Transcript, s Settings)
}

// Numberer is a [Line] that makes the ids of what customers do, where the channel's look different from UUIDs.
type Numberer interface {
	NewID() string
}

// AnyFile among [Features].Files allows every media type.
const AnyFile = "*/*"

// Features are what a channel's phones can do beyond writing, reading and tapping.
type Features struct {
	Person   bool     `json:"person"`            // ask for a person at any time
	Typing   bool     `json:"typing"`            // tell the business that the customer is typing
	Files    []string `json:"files"`             // media types of the files that customers can send; none if they cannot
	MaxFile  int      `json:"-"`                 // bytes of such a file
	Places   bool     `json:"places"`            // send where the customer is
	Consent  bool     `json:"consent"`           // end the business's messages, and allow them again
	Verified bool     `json:"verified"`          // the phone shows that the business was verified
	Address  string   `json:"address,omitempty"` // of the customer in the channel, such as a phone number
	Fields   []Field  `json:"fields"`            // settings of the channel's own
}

// Field is a setting in the menu that only one channel has.
type Field struct {
	Name    string   `json:"name"`
	Label   Label    `json:"label"`
	Default string   `json:"-"`
	Choices []string `json:"choices,omitempty"` // of a list; without any the customer writes what they like
	Labels  []Label  `json:"labels,omitempty"`  // of the choices, for values that do not speak for themselves
	Check   bool     `json:"check,omitempty"`   // the value is [Checked] or empty
	Locale  bool     `json:"locale,omitempty"`  // the value is a locale
	Max     int      `json:"max,omitempty"`     // characters
}

// Checked is the value of a [Field] with Check that is on.
const Checked = "on"

// Label is a text of the page in each of its languages.
type Label struct {
	English string `json:"en"`
	French  string `json:"fr"`
}

// Act is one thing that a customer did: one of the types below.
type Act interface{ act() }

// Wrote is a message: a text or a file.
type Wrote struct {
	ID   string // of the message
	Text string
	File *File
}

// File is a file that a customer sent.
type File struct {
	URL         string // from [Line.Keep]
	Name        string // on the device; empty for one without
	ContentType string
	Size        int // bytes
}

// AskedForPerson asks for a human agent.
type AskedForPerson struct{ ID string }

// Typed says that the customer is writing, or no longer.
type Typed struct {
	ID string
	On bool
}

// SharedPlace is a message that says where the customer is, or any other place that they chose.
type SharedPlace struct {
	ID    string // of the message
	Place Place
}

// Consented ends the business's messages, or allows them again.
type Consented struct {
	ID string
	On bool
}

// Tapped is a tap on a chip of any kind but Person and SignIn.
type Tapped struct {
	ID      string
	Message string // whose chip it is
	Chip    Chip
}

// SignedIn answers a chip of kind SignIn.
type SignedIn struct {
	ID      string
	Message string
	Allowed bool
}

// AnsweredSurvey is the answer to one question of a survey.
type AnsweredSurvey struct {
	ID       string
	Survey   *Survey // with the answer
	Question int     // index
}

// Receipts say that messages of the business were delivered or read.
type Receipts struct {
	State    State // Delivered or Read
	Messages []string
}

func (Wrote) act()          {}
func (AskedForPerson) act() {}
func (Typed) act()          {}
func (SharedPlace) act()    {}
func (Consented) act()      {}
func (Tapped) act()         {}
func (SignedIn) act()       {}
func (AnsweredSurvey) act() {}
func (Receipts) act()       {}
