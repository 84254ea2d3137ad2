package roster

import (
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// Why a change of the roster was refused.
const (
	Malformed        reason.Code = "roster.malformed"
	NotSupervisor    reason.Code = "roster.notSupervisor"
	OwnRole          reason.Code = "roster.ownRole"
	OwnEntry         reason.Code = "roster.ownEntry"
	OnlyAdminsChange reason.Code = "roster.onlyAdminsChange"
	OnlyAdminsGive   reason.Code = "roster.onlyAdminsGive"
	OnlyAdminsRemove reason.Code = "roster.onlyAdminsRemove"
	OnlyAdminsReturn reason.Code = "roster.onlyAdminsReturn"
	LastAdmin        reason.Code = "roster.lastAdmin"
	Known            reason.Code = "roster.known"
	NoEntry          reason.Code = "roster.noEntry"
	IsSuspended      reason.Code = "roster.suspended"
	WasThere         reason.Code = "roster.wasThere"
	NeedsWhy         reason.Code = "roster.needsWhy"
	LongWhy          reason.Code = "roster.longWhy"
	BadAddress       reason.Code = "roster.badAddress"
	OtherDomain      reason.Code = "roster.otherDomain"
	BadName          reason.Code = "roster.badName"
	HiddenInName     reason.Code = "roster.hiddenInName"
	MixedName        reason.Code = "roster.mixedName"
	DisguisedName    reason.Code = "roster.disguisedName"
	NoSuchRole       reason.Code = "roster.noRole"
	NoSuchQueue      reason.Code = "roster.noQueue"
	BadSkill         reason.Code = "roster.badSkill"
	BadLanguage      reason.Code = "roster.badLanguage"
	BadCapacity      reason.Code = "roster.badCapacity"
	TooMany          reason.Code = "roster.tooMany"
	OwnPresence      reason.Code = "roster.ownPresence"
	NotWorking       reason.Code = "roster.notWorking"
	NotToday         reason.Code = "roster.notToday"
)

// Codes defines the reasons of this package.
func Codes() reason.Definitions {
	const text, number = reason.Text, reason.Number
	return reason.Definitions{
		Malformed:        {},
		NotSupervisor:    {},
		OwnRole:          {},
		OwnEntry:         {},
		OnlyAdminsChange: {"agent": text},
		OnlyAdminsGive:   {},
		OnlyAdminsRemove: {},
		OnlyAdminsReturn: {"agent": text},
		LastAdmin:        {"agent": text},
		Known:            {"agent": text},
		NoEntry:          {"agent": text},
		IsSuspended:      {"agent": text},
		WasThere:         {"agent": text},
		NeedsWhy:         {},
		LongWhy:          {"most": reason.Bytes},
		BadAddress:       {"agent": text},
		OtherDomain:      {"domains": text},
		BadName:          {"most": reason.Bytes},
		HiddenInName:     {},
		MixedName:        {"word": text},
		DisguisedName:    {"word": text},
		NoSuchRole:       {"role": text},
		NoSuchQueue:      {"queue": text},
		BadSkill:         {"skill": text, "most": number},
		BadLanguage:      {"language": text},
		BadCapacity:      {"most": number},
		TooMany:          {},
		OwnPresence:      {},
		NotWorking:       {"agent": text},
		NotToday:         {"agent": text},
		agent.SetBy:      {"by": text},
	}
}
