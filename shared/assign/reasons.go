package assign

import "github.com/frontdesk-gcp/frontdesk/shared/reason"

// Why an agent cannot have a session.
const (
	NotOnTheRoster reason.Code = "agent.notOnRoster"
	NotServing     reason.Code = "agent.notServing"
	IsAvailable    reason.Code = "agent.available"
	IsBusy         reason.Code = "agent.busy"
	IsAway         reason.Code = "agent.away"
	IsOffline      reason.Code = "agent.offline"
	NoRoom         reason.Code = "agent.noRoom"
	HasDeclined    reason.Code = "agent.hasDeclined"
	LacksSkill     reason.Code = "agent.lacksSkill"
)

// What agents are compared by.
const (
	DeclinedTimes reason.Code = "agent.declined"
	Distance      reason.Code = "agent.distance"
	SkillLevel    reason.Code = "agent.skillLevel"
	FreeUnits     reason.Code = "agent.freeUnits"
	LastReleased  reason.Code = "agent.lastReleased"
	NeverReleased reason.Code = "agent.neverReleased"
	LastAssigned  reason.Code = "agent.lastAssigned"
	NeverAssigned reason.Code = "agent.neverAssigned"
)

// The lines of a trace: an agent who cannot have the session, and one who can, with
// the place among those.
const (
	Cannot reason.Code = "agent.cannot"
	Ranks  reason.Code = "agent.ranks"
)

// Codes defines the reasons of this package.
func Codes() reason.Definitions {
	const text, number = reason.Text, reason.Number
	return reason.Definitions{
		NotOnTheRoster: {},
		NotServing:     {},
		IsAvailable:    {},
		IsBusy:         {},
		IsAway:         {},
		IsOffline:      {},
		NoRoom:         {"used": number, "capacity": number, "cost": number},
		HasDeclined:    {"until": reason.Time},
		LacksSkill:     {"skill": text, "level": number, "needed": number},
		DeclinedTimes:  {"times": number},
		Distance:       {"levels": number},
		SkillLevel:     {"skill": text, "level": number},
		FreeUnits:      {"units": number},
		LastReleased:   {"at": reason.Time},
		NeverReleased:  {},
		LastAssigned:   {"at": reason.Time},
		NeverAssigned:  {},
		Cannot:         {"agent": text, "used": number, "capacity": number, "because": reason.One},
		Ranks:          {"rank": number, "agent": text, "used": number, "capacity": number, "by": reason.Many},
	}
}
