package channel

import "github.com/frontdesk-gcp/frontdesk/shared/reason"

// Why a channel does not take a message.
const (
	// BreaksLimits holds what is wrong with single fields, each by one of the codes
	// below it.
	BreaksLimits    reason.Code = "reply.limits"
	CannotSend      reason.Code = "limit.kind"
	CannotOffer     reason.Code = "limit.choiceKind"
	PlainTextOnly   reason.Code = "limit.markup"
	IsMissing       reason.Code = "limit.missing"
	IsTooLong       reason.Code = "limit.long"
	IsTooLarge      reason.Code = "limit.large"
	AreTooMany      reason.Code = "limit.many"
	IsEmptyCard     reason.Code = "limit.emptyCard"
	HasNoSuchHeight reason.Code = "limit.height"
	IsNoPlace       reason.Code = "limit.place"
	EndsBeforeStart reason.Code = "limit.appointment"
	IsNoAddress     reason.Code = "limit.address"
	HasNoSuchView   reason.Code = "limit.view"
	// IsNoNumber is of a number that has to begin with a plus, CannotDial of one that need
	// not.
	IsNoNumber reason.Code = "limit.number"
	CannotDial reason.Code = "limit.dial"
	// ProviderRefused is the provider's answer, in its own words.
	ProviderRefused reason.Code = "reply.refused"
	// Unreachable is of a customer to whom the provider can deliver nothing any more: a
	// number that was given up, a device without the channel. An adapter that can tell
	// says it instead of ProviderRefused.
	Unreachable reason.Code = "reply.unreachable"
	// HasExpired and NotDelivered are of messages that the provider had taken.
	HasExpired   reason.Code = "reply.expired"
	NotDelivered reason.Code = "reply.notDelivered"
	// MayArrive is of a message that expired and that the provider could not take back.
	MayArrive reason.Code = "reply.mayArrive"
	// TooLateToRevoke is the provider's answer when a message cannot be taken back any
	// more: it was delivered, or the provider has no such message.
	TooLateToRevoke reason.Code = "reply.tooLateToRevoke"
	// PartlyRevoked is of a message whose first pieces were delivered before the rest was
	// taken back.
	PartlyRevoked reason.Code = "reply.partlyRevoked"
	// NotAllowed is of a customer whom this brand agent may not write to yet: it is not
	// launched, and they are no tester.
	NotAllowed reason.Code = "reply.notAllowed"
	// NotSupported is of a device that lacks what the message uses.
	NotSupported reason.Code = "reply.notSupported"
)

// Codes defines the reasons of this package.
func Codes() reason.Definitions {
	const text, number, bytes = reason.Text, reason.Number, reason.Bytes
	return reason.Definitions{
		BreaksLimits:    {"limits": reason.Many},
		CannotSend:      {"field": text, "kind": text},
		CannotOffer:     {"field": text, "kind": text},
		PlainTextOnly:   {"field": text},
		IsMissing:       {"field": text},
		IsTooLong:       {"field": text, "length": number, "most": number},
		IsTooLarge:      {"field": text, "size": bytes, "most": bytes},
		AreTooMany:      {"field": text, "count": number, "most": number},
		IsEmptyCard:     {"field": text},
		HasNoSuchHeight: {"field": text},
		IsNoPlace:       {"field": text},
		EndsBeforeStart: {"field": text},
		IsNoAddress:     {"field": text},
		HasNoSuchView:   {"field": text, "view": text},
		IsNoNumber:      {"field": text},
		CannotDial:      {"field": text},
		NotAllowed:      {},
		NotSupported:    {},
		Unreachable:     {},
		HasExpired:      {},
		NotDelivered:    {},
		MayArrive:       {},
		TooLateToRevoke: {},
		PartlyRevoked:   {},
		ProviderRefused: {"status": text, "message": text},
	}
}
