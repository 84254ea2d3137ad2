package businessmessages

import (
	"fmt"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
)

func (r *richCard) check(field string) error {
	switch {
	case (r.StandaloneCard == nil) == (r.CarouselCard == nil):
		return google.Invalid(field, "Exactly one of standaloneCard and carouselCard is required.")
	case r.CarouselCard != nil:
		return r.CarouselCard.check(field + ".carousel_card")
	case r.StandaloneCard.CardContent == nil:
		return google.Invalid(field+".standalone_card.card_content", "cardContent is required.")
	default:
		return r.StandaloneCard.CardContent.check(field + ".standalone_card.card_content")
	}
}

func (c *carouselCard) check(field string) error {
	if c.CardWidth != "SMALL" && c.CardWidth != "MEDIUM" {
		return google.Invalid(field+".card_width", "cardWidth is required: SMALL or MEDIUM.")
	}
	if n := len(c.CardContents); n < minCards || n > maxCards {
		return google.Invalid(field+".card_contents", "A carousel has %d to %d cards, got %d.", minCards, maxCards, n)
	}
	for i, card := range c.CardContents {
		at := fmt.Sprintf("%s.card_contents[%d]", field, i)
		if err := card.check(at); err != nil {
			return err
		}
		if c.CardWidth == "SMALL" && card.Media != nil && card.Media.Height == "TALL" {
			return google.Invalid(at+".media.height", "TALL media does not fit a SMALL card.")
		}
	}
	return nil
}

func (c *cardContent) check(field string) error {
	if c.Title == "" && c.Description == "" && c.Media == nil {
		return google.Invalid(field, "A card needs a title, a description or media.")
	}
	if err := atMost(c.Title, maxTitle, field+".title"); err != nil {
		return err
	}
	if err := atMost(c.Description, maxDescription, field+".description"); err != nil {
		return err
	}
	if c.Media != nil {
		if err := c.Media.check(field + ".media"); err != nil {
			return err
		}
	}
	if n := len(c.Suggestions); n > maxCardSuggestions {
		return google.Invalid(field+".suggestions", "At most %d suggestions in a card, got %d.", maxCardSuggestions, n)
	}
	return checkSuggestions(c.Suggestions, field+".suggestions", true)
}

// check requires a height: the documents do not call it required, but give no default either.
func (m *media) check(field string) error {
	if m.Height == "" || m.Height == "HEIGHT_UNSPECIFIED" {
		return google.Invalid(field+".height", "height is required: SHORT, MEDIUM or TALL.")
	}
	return m.ContentInfo.check(field + ".content_info")
}

func checkSuggestions(some []suggestion, field string, inCard bool) error {
	for i, s := range some {
		if err := s.check(fmt.Sprintf("%s[%d]", field, i), inCard); err != nil {
			return err
		}
	}
	return nil
}

func (s *suggestion) check(field string, inCard bool) error {
	n := 0
	for _, set := range []bool{s.Reply != nil, s.Action != nil, s.LiveAgentRequest != nil, s.AuthenticationRequest != nil} {
		if set {
			n++
		}
	}
	switch {
	case n != 1:
		return google.Invalid(field, "A suggestion is exactly one of reply, action, liveAgentRequest and "+
			"authenticationRequest, got %d.", n)
	case s.Reply != nil:
		return checkLabel(s.Reply.Text, s.Reply.PostbackData, field+".reply")
	case s.Action != nil:
		return s.Action.check(field + ".action")
	case inCard:
		return google.Invalid(field, "Only replies and actions are supported in cards.")
	case s.AuthenticationRequest != nil:
		return s.AuthenticationRequest.check(field + ".authentication_request")
	}
	return nil
}

func (a *suggestedAction) check(field string) error {
	if err := checkLabel(a.Text, a.PostbackData, field); err != nil {
		return err
	}
	switch {
	case (a.OpenURLAction == nil) == (a.DialAction == nil):
		return google.Invalid(field, "Exactly one of openUrlAction and dialAction is required.")
	case a.OpenURLAction != nil:
		return checkPageURL(a.OpenURLAction.URL, field+".open_url_action.url")
	case !phoneNumber.MatchString(a.DialAction.PhoneNumber):
		return google.Invalid(field+".dial_action.phone_number", "Not a phone number such as +1-201-555-0123: %q.",
			a.DialAction.PhoneNumber)
	}
	return nil
}

// checkLabel requires a text; the documents do not call postback data required.
func checkLabel(text, postback, field string) error {
	if text == "" {
		return google.Invalid(field+".text", "text is required.")
	}
	if err := atMost(text, maxSuggestionText, field+".text"); err != nil {
		return err
	}
	return atMost(postback, maxPostback, field+".postback_data")
}

func (a *authenticationRequest) check(field string) error {
	o := a.OAuth
	if o == nil || o.ClientID == "" || o.CodeChallenge == "" || len(o.Scopes) == 0 {
		return google.Invalid(field+".oauth", "oauth needs clientId, codeChallenge and scopes.")
	}
	switch o.CodeChallengeMethod {
	case "", "plain", "S256":
		return nil
	}
	return google.Invalid(field+".oauth.code_challenge_method", "codeChallengeMethod is S256 or plain.")
}
