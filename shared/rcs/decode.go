package rcs

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/google"
)

// ErrNoCustomer says that a payload names no phone number that it could belong to.
var ErrNoCustomer = errors.New("the payload has no phone number")

// ErrNoAgent says that a payload names no agent: nobody could answer it.
var ErrNoAgent = errors.New("the payload has no agent")

// ErrNoNumber says that nobody can write to the phone number in a payload. It does not
// repeat the number.
var ErrNoNumber = errors.New("the payload's phone number is not of the form of E.164")

// fullNumber is of the form of E.164.
var fullNumber = regexp.MustCompile(`^\+[1-9][0-9]{1,14}$`)

// AgentName is an agent's id without the suffix that Google adds to it in webhooks
// and leaves out in calls.
func AgentName(id string) string { return strings.TrimSuffix(id, "@rbm.goog") }

// Decode translates the signed part of a delivery into neutral events. Unknown content
// becomes [channel.Other] with the whole payload. A change of the agent's launch belongs
// to no customer and yields no events. It fails only if the payload is not a JSON
// object, or names no customer who can be answered, or no agent to answer as.
func (a *Adapter) Decode(d channel.Delivery) ([]channel.Inbound, error) {
	var p payload
	if err := json.Unmarshal(d.Body, &p); err != nil {
		return nil, fmt.Errorf("payload: %w", err)
	}
	if p.NewLaunchState != "" {
		return nil, nil
	}
	in := p.base(d)
	if in.Peer.Key == "" {
		return nil, ErrNoCustomer
	}
	if !fullNumber.MatchString(in.Peer.Key) {
		return nil, ErrNoNumber
	}
	if in.Peer.BrandAgent == "" {
		return nil, ErrNoAgent
	}
	if !p.event(&in) && !p.message(&in) {
		in.Kind, in.Status, in.Raw = channel.Other, "", d.Body
	}
	return []channel.Inbound{in}, nil
}

// customer is the phone number of whoever a payload is about, in the form of E.164, or
// whatever stands in its place.
func (p payload) customer() string {
	number := string(cmp.Or(p.SenderPhoneNumber, p.PhoneNumber))
	if number != "" && strings.Trim(number, "0123456789") == "" {
		return "+" + number
	}
	return number
}

// base is what all events have.
func (p payload) base(d channel.Delivery) channel.Inbound {
	return channel.Inbound{
		ID: p.id(d.Body),
		Peer: channel.Peer{
			Channel: Name, Account: d.Account, BrandAgent: AgentName(string(p.AgentID)), Key: p.customer(),
		},
		SentAt: p.SendTime.NotAfter(d.ReceivedAt), ReceivedAt: d.ReceivedAt,
	}
}

// id is Google's, or else a hash. The message that an event is about is not the event:
// there are several about one.
func (p payload) id(body []byte) string {
	switch {
	case p.EventID != "":
		return string(p.EventID)
	case p.MessageID != "" && p.EventType != "":
		return string(p.MessageID) + "-" + strings.ToLower(string(p.EventType))
	case p.MessageID != "":
		return string(p.MessageID)
	}
	sum := sha256.Sum256(body)
	return "sha256-" + hex.EncodeToString(sum[:])
}

// event decodes an event of the user or of the server; it reports whether it was one
// that has a meaning.
func (p payload) event(in *channel.Inbound) bool {
	switch p.EventType {
	case "DELIVERED":
		in.Kind, in.Status = channel.Receipt, channel.Delivered
	case "READ":
		in.Kind, in.Status = channel.Receipt, channel.Read
	case "IS_TYPING":
		in.Kind, in.On = channel.Typing, true
	case "SUBSCRIBE":
		in.Kind, in.On = channel.Consent, true
	case "UNSUBSCRIBE":
		in.Kind = channel.Consent
	case "TTL_EXPIRATION_REVOKED":
		in.Kind = channel.Expired
	case "TTL_EXPIRATION_REVOKE_FAILED":
		in.Kind, in.Status = channel.Expired, channel.Unknown
	default:
		return false
	}
	if in.Kind == channel.Receipt || in.Kind == channel.Expired {
		in.ProviderOf = string(p.MessageID)
		return in.ProviderOf != ""
	}
	return true
}

// message decodes what the user wrote, attached or tapped.
func (p payload) message(in *channel.Inbound) bool {
	switch {
	case p.EventType != "":
		return false
	case google.Present(p.Text):
		in.Kind = channel.Text
		if json.Unmarshal(p.Text, &in.Text) != nil || in.Text == "" {
			return false
		}
		if on, ok := keyword(in.Text, in.Peer.Key); ok {
			in.Kind, in.On = channel.Consent, on
		}
		return true
	case google.Present(p.UserFile):
		return decodeFile(p.UserFile, in)
	case google.Present(p.Location):
		return decodeLocation(p.Location, in)
	case google.Present(p.SuggestionResponse):
		return decodeSuggestion(p.SuggestionResponse, in)
	}
	return false
}

func decodeFile(raw json.RawMessage, in *channel.Inbound) bool {
	var f wireFile
	if json.Unmarshal(raw, &f) != nil || f.Payload.FileURI == "" {
		return false
	}
	in.Kind, in.URL = channel.File, string(f.Payload.FileURI)
	in.File = channel.FileInfo{
		Name: string(f.Payload.FileName), Type: string(f.Payload.MimeType),
		Size: max(0, f.Payload.FileSizeBytes.Number()),
	}
	return true
}

func decodeLocation(raw json.RawMessage, in *channel.Inbound) bool {
	var l wireLocation
	if json.Unmarshal(raw, &l) != nil || l.Latitude == nil || l.Longitude == nil {
		return false
	}
	place := channel.Place{Latitude: *l.Latitude, Longitude: *l.Longitude}
	if !place.IsOnEarth() {
		return false
	}
	in.Kind, in.Place = channel.Location, &place
	return true
}

func decodeSuggestion(raw json.RawMessage, in *channel.Inbound) bool {
	var s wireSuggestion
	if json.Unmarshal(raw, &s) != nil || s.PostbackData == "" && s.Text == "" {
		return false
	}
	in.Kind, in.Text, in.Postback = channel.Choice, string(s.Text), string(s.PostbackData)
	return true
}
