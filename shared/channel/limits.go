package channel

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"time"
	"unicode/utf16"

	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// Limits is what a channel can do, as data, so that a client offers no more than
// that. Lengths are in UTF-16 code units, as in a browser; a provider that counts
// characters allows as much or more.
type Limits struct {
	Channel string `json:"channel"`
	// Kinds can be sent; ChoiceKinds can be offered, CardChoiceKinds on a card.
	Kinds           []Kind       `json:"kinds"`
	ChoiceKinds     []ChoiceKind `json:"choiceKinds"`
	CardChoiceKinds []ChoiceKind `json:"cardChoiceKinds"`
	Markup          bool         `json:"markup"`

	Text     int `json:"text"`
	Fallback int `json:"fallback"`
	Label    int `json:"label"`
	Postback int `json:"postback"`
	// URL is the longest address of a page.
	URL int `json:"url"`
	// ShortNumbers are such as 112 and *100#, which a choice can dial beside numbers that
	// begin with a plus.
	ShortNumbers bool `json:"shortNumbers"`

	Choices     int `json:"choices"`
	Cards       int `json:"cards"`
	CardChoices int `json:"cardChoices"`
	CardTitle   int `json:"cardTitle"`
	CardBody    int `json:"cardBody"`

	// Views are the words of [ChoiceItem].View; there are none where addresses only open
	// in the browser.
	Views []string `json:"views"`

	AppointmentTitle int `json:"appointmentTitle"`
	AppointmentBody  int `json:"appointmentBody"`

	// FileTypes are the media types that are shown directly, CardFileTypes on a card;
	// other files are sent as a link. FileSize is in bytes.
	FileTypes     []string `json:"fileTypes"`
	CardFileTypes []string `json:"cardFileTypes"`
	FileSize      int64    `json:"fileSize"`

	// Lifetime is the longest time after which an undelivered message can be dropped; 0
	// means that messages of this channel do not expire.
	Lifetime time.Duration `json:"lifetime"`

	// Window is how long after the customer's last message one may write.
	Window time.Duration `json:"window"`
	// PerMinute is how many messages a conversation may get in a minute.
	PerMinute int `json:"perMinute"`
}

// LimitError names a field of a message that breaks a limit of the channel.
type LimitError struct {
	// Field is a path, for example "cards[1].title".
	Field string
	// Reason says what is wrong with it. The field is one of its arguments.
	Reason reason.Reason
}

// NewLimitError is a [*LimitError] about a field.
func NewLimitError(field string, code reason.Code, args reason.Args) *LimitError {
	all := reason.Args{"field": field}
	maps.Copy(all, args)
	return &LimitError{Field: field, Reason: *reason.New(code, all)}
}

// Error is the code with the arguments.
func (e *LimitError) Error() string { return e.Reason.String() }

// maxProblems is how many broken limits a reason names. Whoever mends those sees the
// next.
const maxProblems = 10

// Broken is the reason why a message cannot be sent that [Limits.Check] found errors
// in: the first ten limits that it breaks.
func Broken(err error) *reason.Reason {
	var limits []reason.Reason
	var collect func(error)
	collect = func(err error) {
		switch e := err.(type) { //nolint:errorlint // it takes the whole apart
		case *LimitError:
			limits = append(limits, e.Reason)
		case interface{ Unwrap() []error }:
			for _, one := range e.Unwrap() {
				collect(one)
			}
		}
	}
	collect(err)
	limits = limits[:min(len(limits), maxProblems)]
	return reason.New(BreaksLimits, reason.Args{"limits": limits})
}

// Check names every field of a message that breaks a limit; each is a
// [*LimitError].
func (l Limits) Check(o Outbound) error {
	c := checker{limits: l}
	kind := o.Kind
	if kind == "" {
		kind = Text
	}
	if !slices.Contains(l.Kinds, kind) {
		return NewLimitError("kind", CannotSend, reason.Args{"kind": word(string(kind))})
	}
	c.length("fallback", o.Fallback, l.Fallback)
	switch kind {
	case Text:
		c.required("text", o.Text)
		c.length("text", o.Text, l.Text)
		if o.Markup && !l.Markup {
			c.add("markup", PlainTextOnly, nil)
		}
	case File:
		c.attachment("media", o.Media)
	case Card:
		c.cards(o.Cards)
	case Seen, Revoke:
		c.required("of", o.Of)
	case Location:
		c.place("place", o.Place)
	default:
	}
	c.count("choices", len(o.Choices), l.Choices)
	c.choices("choices", o.Choices, l.ChoiceKinds)
	return errors.Join(c.problems...)
}

// word is the beginning of what stands in the place of a word.
func word(text string) string {
	const most = 40
	short, _ := Shorten(text, most)
	return short
}

// checker collects problems.
type checker struct {
	limits   Limits
	problems []error
}

func (c *checker) add(field string, code reason.Code, args reason.Args) {
	c.problems = append(c.problems, NewLimitError(field, code, args))
}

func (c *checker) required(field, value string) {
	if value == "" {
		c.add(field, IsMissing, nil)
	}
}

func (c *checker) length(field, value string, most int) {
	if n := Length(value); n > most {
		c.add(field, IsTooLong, reason.Args{"length": n, "most": most})
	}
}

func (c *checker) count(field string, n, most int) {
	if n > most {
		c.add(field, AreTooMany, reason.Args{"count": n, "most": most})
	}
}

func (c *checker) cards(cards []CardItem) {
	if len(cards) == 0 {
		c.add("cards", IsMissing, nil)
	}
	c.count("cards", len(cards), c.limits.Cards)
	for i, card := range cards {
		path := "cards[" + strconv.Itoa(i) + "]"
		if card.Title == "" && card.Body == "" && card.Media == nil {
			c.add(path, IsEmptyCard, nil)
		}
		c.length(path+".title", card.Title, c.limits.CardTitle)
		c.length(path+".body", card.Body, c.limits.CardBody)
		if card.Media != nil {
			c.attachment(path+".media", card.Media)
		}
		c.count(path+".choices", len(card.Choices), c.limits.CardChoices)
		c.choices(path+".choices", card.Choices, c.limits.CardChoiceKinds)
	}
}

func (c *checker) attachment(path string, a *Attachment) {
	if a == nil {
		c.add(path, IsMissing, nil)
		return
	}
	c.required(path+".url", a.URL)
	c.address(path+".url", a.URL)
	if a.Size > c.limits.FileSize && slices.Contains(c.limits.FileTypes, a.Type) {
		c.add(path, IsTooLarge, reason.Args{"size": a.Size, "most": c.limits.FileSize})
	}
	if !slices.Contains([]string{"", "short", "medium", "tall"}, a.Height) {
		c.add(path+".height", HasNoSuchHeight, nil)
	}
}

func (c *checker) place(at string, p *Place) {
	if p == nil {
		c.add(at, IsMissing, nil)
		return
	}
	if !p.IsOnEarth() {
		c.add(at, IsNoPlace, nil)
	}
}

func (c *checker) appointment(at string, a *Appointment) {
	if a == nil {
		c.add(at, IsMissing, nil)
		return
	}
	c.required(at+".title", a.Title)
	c.length(at+".title", a.Title, c.limits.AppointmentTitle)
	c.length(at+".body", a.Body, c.limits.AppointmentBody)
	// Providers count whole seconds.
	if a.Start.IsZero() || !a.End.Truncate(time.Second).After(a.Start.Truncate(time.Second)) {
		c.add(at, EndsBeforeStart, nil)
	}
}

// Length is a text's length as [Limits] counts it.
func Length(text string) int { return len(utf16.Encode([]rune(text))) }
