package channel

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"
	"unicode/utf16"
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

	Choices     int `json:"choices"`
	Cards       int `json:"cards"`
	CardChoices int `json:"cardChoices"`
	CardTitle   int `json:"cardTitle"`
	CardBody    int `json:"cardBody"`

	// FileTypes are the media types that are shown directly; other files are sent
	// as a link. FileSize is in bytes.
	FileTypes []string `json:"fileTypes"`
	FileSize  int64    `json:"fileSize"`

	// Window is how long after the customer's last message one may write.
	Window time.Duration `json:"window"`
	// PerMinute is how many messages a conversation may get in a minute.
	PerMinute int `json:"perMinute"`
}

// LimitError names a field of a message that breaks a limit of the channel.
type LimitError struct {
	// Field is a path, for example "cards[1].title".
	Field string
	// Problem says what is wrong with it.
	Problem string
}

func (e *LimitError) Error() string { return e.Field + ": " + e.Problem }

// Check names every field of a message that breaks a limit; each is a
// [*LimitError].
func (l Limits) Check(o Outbound) error {
	c := checker{limits: l}
	kind := o.Kind
	if kind == "" {
		kind = Text
	}
	if !slices.Contains(l.Kinds, kind) {
		return &LimitError{"kind", fmt.Sprintf("the channel cannot send %q", o.Kind)}
	}
	c.length("fallback", o.Fallback, l.Fallback)
	switch kind {
	case Text:
		c.required("text", o.Text)
		c.length("text", o.Text, l.Text)
		if o.Markup && !l.Markup {
			c.add("markup", "the channel shows plain text only")
		}
	case File:
		c.attachment("media", o.Media)
	case Card:
		c.cards(o.Cards)
	case Seen:
		c.required("of", o.Of)
	default:
	}
	c.count("choices", len(o.Choices), l.Choices)
	c.choices("choices", o.Choices, l.ChoiceKinds)
	return errors.Join(c.problems...)
}

// checker collects problems.
type checker struct {
	limits   Limits
	problems []error
}

func (c *checker) add(field, problem string) {
	c.problems = append(c.problems, &LimitError{field, problem})
}

func (c *checker) required(field, value string) {
	if value == "" {
		c.add(field, "is missing")
	}
}

func (c *checker) length(field, value string, most int) {
	if n := Length(value); n > most {
		c.add(field, fmt.Sprintf("is %d characters long, at most %d", n, most))
	}
}

func (c *checker) count(field string, n, most int) {
	if n > most {
		c.add(field, fmt.Sprintf("there are %d, at most %d", n, most))
	}
}

func (c *checker) cards(cards []CardItem) {
	if len(cards) == 0 {
		c.add("cards", "there is none")
	}
	c.count("cards", len(cards), c.limits.Cards)
	for i, card := range cards {
		path := "cards[" + strconv.Itoa(i) + "]"
		if card.Title == "" && card.Body == "" && card.Media == nil {
			c.add(path, "has neither title nor body nor media")
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
		c.add(path, "is missing")
		return
	}
	c.required(path+".url", a.URL)
	if a.Size > c.limits.FileSize && slices.Contains(c.limits.FileTypes, a.Type) {
		c.add(path, fmt.Sprintf("is %d bytes long, at most %d", a.Size, c.limits.FileSize))
	}
	if !slices.Contains([]string{"", "short", "medium", "tall"}, a.Height) {
		c.add(path+".height", `is short, medium or tall`)
	}
}

func (c *checker) choices(path string, choices []ChoiceItem, kinds []ChoiceKind) {
	for i, choice := range choices {
		at := path + "[" + strconv.Itoa(i) + "]"
		kind := choice.Kind
		if kind == "" {
			kind = ReplyChoice
		}
		if !slices.Contains(kinds, kind) {
			c.add(at+".kind", fmt.Sprintf("the channel cannot offer %q here", kind))
			continue
		}
		c.length(at+".label", choice.Label, c.limits.Label)
		c.length(at+".postback", choice.Postback, c.limits.Postback)
		c.choice(at, kind, choice)
	}
}

func (c *checker) choice(at string, kind ChoiceKind, choice ChoiceItem) {
	if kind != PersonChoice && kind != SignInChoice {
		c.required(at+".label", choice.Label)
	}
	switch kind {
	case URLChoice:
		c.required(at+".url", choice.URL)
	case DialChoice:
		c.required(at+".phone", choice.Phone)
	case SignInChoice:
		if choice.SignIn == nil {
			c.add(at+".signIn", "is missing")
		}
	case ReplyChoice, PersonChoice:
	}
}

// Length is a text's length as [Limits] counts it.
func Length(text string) int { return len(utf16.Encode([]rune(text))) }
