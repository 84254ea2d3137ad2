package reply

import "github.com/frontdesk-gcp/frontdesk/shared/reason"

// Why a reply failed or is late, in addition to the reasons of the channel and
// the conversation.
const (
	NoSuchChannel reason.Code = "reply.noChannel"
	NotTakenYet   reason.Code = "reply.notTakenYet"
)

// Why it is unknown whether the customer has a reply.
const (
	Interrupted reason.Code = "reply.interrupted"
	Unanswered  reason.Code = "reply.unanswered"
)

// Codes defines the reasons of this package.
func Codes() reason.Definitions {
	return reason.Definitions{
		NoSuchChannel: {"channel": reason.Text},
		NotTakenYet:   {},
		Interrupted:   {},
		Unanswered:    {},
	}
}
