package dispatch

import "github.com/frontdesk-gcp/frontdesk/shared/reason"

// How a search for an agent went, or one for a session.
const (
	AskedFirst    reason.Code = "search.askedFirst"
	FirstThatFits reason.Code = "search.firstThatFits"
	Overtaken     reason.Code = "search.overtaken"
	MoreAgents    reason.Code = "search.moreAgents"
	NobodyElse    reason.Code = "search.nobodyElse"
)

// Codes defines the reasons of this package.
func Codes() reason.Definitions {
	return reason.Definitions{
		AskedFirst:    {},
		FirstThatFits: {"agent": reason.Text},
		Overtaken:     {"agent": reason.Text},
		MoreAgents:    {"count": reason.Number},
		NobodyElse:    {"queue": reason.Text},
	}
}
