package reply

import "github.com/frontdesk-gcp/frontdesk/shared/reason"

// Why a reply failed or is late, in addition to the reasons of the channel and
// the conversation.
const (
	NoSuchChannel reason.Code = "reply.noChannel"
	NotTakenYet   reason.Code = "reply.notTakenYet"
	NoCredentials reason.Code = "reply.noCredentials"
	TooFast       reason.Code = "reply.tooFast"
	// FileGone is of a reply that was written when its file had been deleted, a day after
	// the upload.
	FileGone reason.Code = "reply.fileGone"
	// NeverTaken and NeverAllowed are of a reply that is given up. The last attempt says
	// which: the provider, or the account's credentials.
	NeverTaken   reason.Code = "reply.neverTaken"
	NeverAllowed reason.Code = "reply.neverAllowed"
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
		NoCredentials: {},
		TooFast:       {},
		FileGone:      {},
		NeverTaken:    {"waited": reason.Duration},
		NeverAllowed:  {"waited": reason.Duration},
		Interrupted:   {},
		Unanswered:    {},
	}
}
