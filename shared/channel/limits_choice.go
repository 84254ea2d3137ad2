package channel

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"

	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

func (c *checker) choices(path string, choices []ChoiceItem, kinds []ChoiceKind) {
	for i, choice := range choices {
		at := path + "[" + strconv.Itoa(i) + "]"
		kind := choice.Kind
		if kind == "" {
			kind = ReplyChoice
		}
		if !slices.Contains(kinds, kind) {
			c.add(at+".kind", CannotOffer, reason.Args{"kind": word(string(kind))})
			continue
		}
		c.length(at+".label", choice.Label, c.limits.Label)
		c.length(at+".postback", choice.Postback, c.limits.Postback)
		c.length(at+".url", choice.URL, c.limits.URL)
		c.address(at+".url", choice.URL)
		c.choice(at, kind, choice)
	}
}

// address refuses what leads to no page, and what a page could run.
func (c *checker) address(at, address string) {
	u, err := url.Parse(address)
	if address != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		c.add(at, IsNoAddress, nil)
	}
}

var (
	// fullNumber is with or without visual separators (RFC 3966), and dialled is what a
	// phone can dial.
	fullNumber = regexp.MustCompile(`^\+[0-9]([-.()]*[0-9]){2,14}$`)
	dialled    = regexp.MustCompile(`^\+?[0-9*#]{1,32}$`)
)

func (c *checker) number(at, number string) {
	c.required(at, number)
	wanted, code := fullNumber, IsNoNumber
	if c.limits.ShortNumbers {
		wanted, code = dialled, CannotDial
	}
	if number != "" && !wanted.MatchString(number) {
		c.add(at, code, nil)
	}
}

func (c *checker) choice(at string, kind ChoiceKind, choice ChoiceItem) {
	if kind != PersonChoice && kind != SignInChoice {
		c.required(at+".label", choice.Label)
	}
	switch kind {
	case URLChoice:
		c.required(at+".url", choice.URL)
		if views := c.limits.Views; choice.View != "" && len(views) > 0 && !slices.Contains(views, choice.View) {
			c.add(at+".view", HasNoSuchView, reason.Args{"view": word(choice.View)})
		}
	case DialChoice:
		c.number(at+".phone", choice.Phone)
	case SignInChoice:
		if choice.SignIn == nil {
			c.add(at+".signIn", IsMissing, nil)
		}
	case PlaceChoice:
		c.place(at+".place", choice.Place)
	case CalendarChoice:
		c.appointment(at+".appointment", choice.Appointment)
	case ReplyChoice, PersonChoice, AskPlaceChoice:
	}
}
