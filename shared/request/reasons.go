package request

import "github.com/frontdesk-gcp/frontdesk/shared/reason"

// Why a request about customers' data was refused.
const (
	Malformed reason.Code = "request.malformed"
	NotAdmin  reason.Code = "request.notAdmin"
	NeedsWhy  reason.Code = "request.needsWhy"
	LongWhy   reason.Code = "request.longWhy"
	// Nobody says that nothing is stored of such a customer.
	Nobody reason.Code = "request.nobody"
	// OnHold says that the conversation may not be erased.
	OnHold reason.Code = "request.onHold"
	// TooMuch says that an archive takes longer to write than a function may take.
	TooMuch reason.Code = "request.tooMuch"
)

// Codes defines the reasons of this package.
func Codes() reason.Definitions {
	return reason.Definitions{
		Malformed: {},
		NotAdmin:  {},
		NeedsWhy:  {},
		LongWhy:   {"most": reason.Bytes},
		Nobody:    {},
		OnHold:    {},
		TooMuch:   {"most": reason.Duration},
	}
}
