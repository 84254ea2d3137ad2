// Package channel describes messaging channels: who a conversation is with, what
// a customer can do, what can be sent back, and how far a sent message got. It
// knows no provider; a provider's package translates between its wire format and
// these types, and package channels lists them.
package channel

import (
	"encoding/json"
	"time"
)

// Peer names both ends of a conversation.
type Peer struct {
	// Channel is the channel's name, as package channels lists it.
	Channel string `firestore:"channel"`
	// Account is the messaging account, as the configuration names it.
	Account string `firestore:"account"`
	// BrandAgent is the business's face in the channel, in the provider's
	// spelling, for example "brands/B/agents/A".
	BrandAgent string `firestore:"brandAgent"`
	// Key identifies the customer to the provider. It is opaque here and may be
	// personal, such as a phone number, so it must not be logged.
	Key string `firestore:"key"`
	// Personal is whether Key tells who the customer is, see [Profile]: such a key is
	// stored apart from what every agent may read.
	Personal bool `firestore:"personal" json:"-"`
}

// Kind says what an event or a message is.
type Kind string

// What a customer, or the provider by itself, can send. Text and File can be sent
// to a customer, too.
const (
	Text        Kind = "text"
	Choice      Kind = "choice"
	File        Kind = "file"
	Location    Kind = "location"
	Typing      Kind = "typing"
	Receipt     Kind = "receipt"
	Consent     Kind = "consent"
	Expired     Kind = "expired"
	WantsPerson Kind = "wantsPerson"
	Survey      Kind = "survey"
	// Other is everything that Frontdesk has no word for. It is stored as it came, up to
	// [MaxRaw].
	Other Kind = "other"
)

// InboundKinds are the kinds of [Inbound].
func InboundKinds() []Kind {
	return []Kind{Text, Choice, File, Location, Typing, Receipt, Consent, Expired, WantsPerson, Survey, Other}
}

// NeedsAnswer reports whether an event of this kind is something that the
// customer says and that somebody has to answer.
func (k Kind) NeedsAnswer() bool {
	switch k {
	case Text, Choice, File, Location, WantsPerson:
		return true
	default:
		return false
	}
}

// NeedsOrder reports whether an event of this kind has its effect only after those
// that came before it. Receipts are merged, and typing lapses, so they need not wait
// behind messages, nor messages behind them.
func (k Kind) NeedsOrder() bool { return k != Typing && k != Receipt && k != Expired }

// Inbound is one event from the provider.
type Inbound struct {
	// ID is the same for every delivery of an event: the provider's message id,
	// or else its request id, or else a hash.
	ID string
	// Request is the provider's id of the request, if it differs from ID;
	// repeated deliveries have it, too.
	Request string
	Kind    Kind
	Peer    Peer
	// SentAt is the provider's time; it is never zero. A clock that is ahead makes it
	// later than ReceivedAt, see [Inbound.Written].
	SentAt time.Time
	// ReceivedAt is when the webhook received the event.
	ReceivedAt time.Time
	// Text is what was written, or a choice's visible label, or the keyword of a consent.
	Text string
	// Postback is the value behind a choice.
	Postback string
	// Of is the id of our message that a choice, a receipt or an expiry is about;
	// for a choice it may be empty. A provider that minted an id of its own and does
	// not tell ours is quoted in ProviderOf instead.
	Of         string
	ProviderOf string
	// URL is where a file can be fetched, for a limited time, and File what the
	// provider says about it.
	URL  string
	File FileInfo
	// Place is where the customer is, for a location.
	Place *Place
	// On is whether the customer is typing, or has subscribed, now.
	On bool
	// Status is how far the message Of got, for a receipt. For an expiry, [Unknown] says that
	// the provider could not take the message back, so that it may yet arrive.
	Status Status
	// Answered is what the provider's own bot has answered the message already, or nil.
	Answered *BotAnswer
	// Answer is one answer to a survey.
	Answer *Answer
	// Context is where the customer came from; nil when the provider did not say.
	Context *Context
	// Raw is the provider's payload, for kinds whose content has no field above. It is
	// not JSON any more if it was cut.
	Raw json.RawMessage
	// Cut are the parts that were too long and are kept in part only, and Masked the rules
	// by which something was masked, see [Decode].
	Cut    []string
	Masked []string
}

// Written is when the customer did what the event is about: at the provider's time,
// unless a clock is ahead, because nothing was written after it was received.
func (in Inbound) Written() time.Time {
	if in.SentAt.After(in.ReceivedAt) {
		return in.ReceivedAt
	}
	return in.SentAt
}

// FileInfo is what a provider says about a customer's file; nothing of it is proven.
type FileInfo struct {
	Name string
	// Type is the media type, for example "audio/mp4".
	Type string
	// Size is in bytes, or 0 when unknown.
	Size int64
}

// Place is a point on the earth, in degrees.
type Place struct {
	Latitude  float64 `firestore:"latitude"`
	Longitude float64 `firestore:"longitude"`
	// Label says what is there.
	Label string `firestore:"label,omitempty"`
}

// IsOnEarth reports whether there is such a place: the degrees are numbers, and within
// their ranges.
func (p Place) IsOnEarth() bool {
	return p.Latitude >= -90 && p.Latitude <= 90 && p.Longitude >= -180 && p.Longitude <= 180 // false for NaN
}

// Answer is a customer's answer to one question of a survey.
type Answer struct {
	// Survey and Question name what was asked, in the provider's ids.
	Survey   string `firestore:"survey"`
	Question string `firestore:"question"`
	// Success is whether it was asked if the customer could do what they came for.
	Success bool `firestore:"success,omitempty"`
	// Postback is the value behind the answer; its visible label is the text.
	Postback string `firestore:"postback"`
	// Rating is 1, very dissatisfied, to 5, very satisfied, or 0 when the provider
	// gave none.
	Rating int64 `firestore:"rating"`
	// Index and Total place the question among the survey's; 0 when unknown.
	Index int64 `firestore:"index"`
	Total int64 `firestore:"total"`
	// OwnSurvey is whether the survey was ours, rather than the provider's own.
	OwnSurvey bool `firestore:"ownSurvey"`
}

// BotAnswer is what a provider's own bot answered before the message came here.
type BotAnswer struct {
	// Text is empty if the provider does not say what the answer was. Cut is whether it
	// was too long and is kept in part only, see [Decode].
	Text string
	Cut  bool
	// HandsOver is whether the bot leaves the customer to a person.
	HandsOver bool
}

// Context is what a provider says about the customer and how they came.
type Context struct {
	// EntryPoint is what the customer tapped, in the provider's words. PlaceID is the place
	// whose page that was on, and NearPlaceID one near the customer.
	EntryPoint  string `firestore:"entryPoint,omitempty"`
	PlaceID     string `firestore:"placeId,omitempty"`
	NearPlaceID string `firestore:"nearPlaceId,omitempty"`
	// DisplayName is the customer's name.
	DisplayName string `firestore:"displayName,omitempty"`
	// DeviceLocale is the device's language tag, and Locale the one to answer in.
	DeviceLocale string `firestore:"deviceLocale,omitempty"`
	Locale       string `firestore:"locale,omitempty"`
	// CustomContext is the context in the link that the customer followed;
	// WidgetURL and WidgetContext are where the widget was and what it said.
	CustomContext string `firestore:"customContext,omitempty"`
	WidgetURL     string `firestore:"widgetUrl,omitempty"`
	WidgetContext string `firestore:"widgetContext,omitempty"`
}
