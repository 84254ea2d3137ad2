package rcs

import (
	"slices"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

// Names of the settings that only this channel's phones have.
const (
	Device  = "device"  // what the device can do: one of the values below, or empty for everything
	Offline = "offline" // the device is off or has no network; [phone.Checked] or empty
	Lacks   = "lacks"   // further features that the device lacks, in Google's words, with spaces between them
	Carrier = "carrier" // of a number of the US, about which Google says more; empty for any other number
)

// Values of [Device]. A device of which [phone.Settings].Old is set shows text only.
const (
	NoCards = "noCards"
	NoRCS   = "noRcs"
)

// Features that Google names. The list is open.
const (
	revocation = "REVOCATION"
	oneCard    = "RICHCARD_STANDALONE"
	manyCards  = "RICHCARD_CAROUSEL"
	pdfInCards = "PDF_IN_RICH_CARDS"
	calendar   = "ACTION_CREATE_CALENDAR_EVENT"
	dial       = "ACTION_DIAL"
	openURL    = "ACTION_OPEN_URL"
	shareHere  = "ACTION_SHARE_LOCATION"
	viewThere  = "ACTION_VIEW_LOCATION"
	inWebview  = "ACTION_OPEN_URL_IN_WEBVIEW"
)

// deviceFields are the settings for the menu.
func deviceFields() []phone.Field {
	return []phone.Field{
		{
			Name: Device, Label: phone.Label{English: "Device", French: "Appareil"},
			Choices: []string{"", NoCards, NoRCS},
			Labels: []phone.Label{
				{English: "with all features", French: "avec toutes les fonctions"},
				{English: "without cards", French: "sans cartes"},
				{English: "without RCS", French: "sans RCS"},
			},
		},
		{Name: Offline, Label: phone.Label{English: "Offline", French: "Hors ligne"}, Check: true},
		{
			Name: Lacks, Max: 400,
			Label: phone.Label{
				English: "Features it lacks, such as ACTION_DIAL",
				French:  "Fonctions qui manquent, par exemple ACTION_DIAL",
			},
		},
		{
			Name: Carrier, Max: 40,
			Label: phone.Label{English: "Carrier, if the number is a US one", French: "Opérateur, si le numéro est américain"},
		},
	}
}

// features are what a device can do besides text, in Google's words.
func features(set phone.Settings) []string {
	if set.Old {
		return []string{}
	}
	lacks := strings.Fields(set.Fields[Lacks])
	if set.Fields[Device] == NoCards {
		lacks = append(lacks, oneCard, manyCards, pdfInCards)
	}
	all := []string{
		revocation, oneCard, manyCards, calendar, dial, openURL, shareHere, viewThere, inWebview, pdfInCards,
	}
	return slices.DeleteFunc(all, func(feature string) bool { return slices.Contains(lacks, feature) })
}

// reachable says whether a device has RCS, online or not.
func reachable(set phone.Settings) bool { return set.Fields[Device] != NoRCS }

func offline(set phone.Settings) bool { return set.Fields[Offline] == phone.Checked }

// fits refuses a message with a feature that the device lacks. An action with a page to fall back to needs none, and a
// device without web views opens the browser.
func (m *contentMessage) fits(has []string, file func(string) (upload, bool)) error {
	for _, feature := range m.needs(file) {
		if !slices.Contains(has, feature) {
			return google.Invalid("agent_message.content_message", "The user's device does not support %s.", feature)
		}
	}
	return nil
}

func (m *contentMessage) needs(file func(string) (upload, bool)) []string {
	var all []string
	if r := m.RichCard; r != nil && r.CarouselCard != nil {
		all = append(all, manyCards)
	} else if r != nil {
		all = append(all, oneCard)
	}
	chips := m.Suggestions
	for _, card := range m.cards() {
		chips = slices.Concat(chips, card.Suggestions)
		if card.Media != nil && card.Media.attachment(file).ContentType == "application/pdf" {
			all = append(all, pdfInCards)
		}
	}
	for _, s := range chips {
		if s.Action != nil && s.Action.FallbackURL == "" {
			all = append(all, s.Action.feature())
		}
	}
	return all
}

func (a *suggestedAction) feature() string {
	switch {
	case a.DialAction != nil:
		return dial
	case a.ViewLocationAction != nil:
		return viewThere
	case a.ShareLocationAction != nil:
		return shareHere
	case a.CreateCalendarEventAction != nil:
		return calendar
	}
	return openURL
}
