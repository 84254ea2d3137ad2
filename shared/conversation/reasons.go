package conversation

import (
	"maps"

	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// Why an action was refused.
const (
	ActionWithoutAuthor   reason.Code = "action.noAuthor"
	ActionUnknown         reason.Code = "action.unknown"
	ActionMalformed       reason.Code = "action.malformed"
	NoSuchConversation    reason.Code = "action.noConversation"
	NotOnTheRoster        reason.Code = "action.notOnRoster"
	NotServing            reason.Code = "action.notServing"
	IsInQueue             reason.Code = "action.inQueue"
	IsOfferedToYou        reason.Code = "action.offeredToYou"
	IsOffered             reason.Code = "action.offered"
	IsYours               reason.Code = "action.yours"
	IsTaken               reason.Code = "action.taken"
	IsParked              reason.Code = "action.parked"
	HasEnded              reason.Code = "action.ended"
	IsClosed              reason.Code = "action.closed"
	AgentHasNoRoom        reason.Code = "action.noRoom"
	AgentNotConnected     reason.Code = "action.notConnected"
	AgentIsAway           reason.Code = "action.away"
	AgentIsOffline        reason.Code = "action.offline"
	NoSuchAgent           reason.Code = "action.noAgent"
	NoSuchQueue           reason.Code = "action.noQueue"
	QueueIsClosed         reason.Code = "action.queueClosed"
	NoDestination         reason.Code = "action.noDestination"
	OfferHasEnded         reason.Code = "action.offerEnded"
	OfferIsOver           reason.Code = "action.offerOver"
	IsBeingWrappedUp      reason.Code = "action.beingWrappedUp"
	OnlySupervisorCloses  reason.Code = "action.onlySupervisorCloses"
	OnlySupervisorAssigns reason.Code = "action.onlySupervisorAssigns"
	OnlyParkerRevives     reason.Code = "action.onlyParkerRevives"
	TooManyGuests         reason.Code = "action.tooManyGuests"
	NotAGuest             reason.Code = "action.notAGuest"
	NoSuchGuest           reason.Code = "action.noGuest"
	OnlyOwnerInvites      reason.Code = "action.onlyOwnerInvites"
	TooManyPreferred      reason.Code = "action.tooManyPreferred"
	NoSuchDetail          reason.Code = "action.noSuchDetail"
	DetailIsLong          reason.Code = "action.longDetail"
	NotAnAddress          reason.Code = "action.notAnAddress"
	NoMessageRead         reason.Code = "action.noMessageRead"
	NoSuchReply           reason.Code = "action.noReply"
	ReplyIsBeingSent      reason.Code = "action.replySending"
	ReplyHasEnded         reason.Code = "action.replyEnded"
	ReplyIsUnsent         reason.Code = "action.replyUnsent"
	ReplyIsDelivered      reason.Code = "action.replyDelivered"
	ReplyIsOver           reason.Code = "action.replyOver"
	ReplyIsBeingRevoked   reason.Code = "action.replyRevoking"
	CannotRevoke          reason.Code = "action.cannotRevoke"
	NoteIsEmpty           reason.Code = "action.noteEmpty"
	NoteIsLong            reason.Code = "action.noteLong"
	NoSuchNote            reason.Code = "action.noNote"
	NotYourNote           reason.Code = "action.notYourNote"
	NoteIsOld             reason.Code = "action.noteOld"
	NoteIsHeld            reason.Code = "action.noteHeld"
	TooManyMentions       reason.Code = "action.tooManyMentions"
	PriorityOutOfRange    reason.Code = "action.priorityRange"
	TooManyEvents         reason.Code = "action.tooManyEvents"
	NoSuchTag             reason.Code = "action.noTag"
	NoSuchSession         reason.Code = "action.noSession"
	NoSuchDeclineReason   reason.Code = "action.noDeclineReason"
	ParkIsPast            reason.Code = "action.parkPast"
	ParkIsTooLong         reason.Code = "action.parkTooLong"
	TooManyTags           reason.Code = "action.tooManyTags"
	NoSuchOutcome         reason.Code = "action.noOutcome"
	OutcomeIsMissing      reason.Code = "action.outcomeMissing"
	ActionNotStorable     reason.Code = "action.notStorable"
	ActionTooLate         reason.Code = "action.tooLate"
)

// What an event says in addition to its cause.
const (
	// AgentSaid is what an agent typed with an action.
	AgentSaid   reason.Code = "session.said"
	GuestIs     reason.Code = "session.guest"
	PriorityIs  reason.Code = "session.priority"
	TagIs       reason.Code = "session.tag"
	DeclinedFor reason.Code = "session.declinedFor"
	ParkedTill  reason.Code = "session.parkedUntil"
	OutcomeIs   reason.Code = "session.outcome"
	QueueIsGone reason.Code = "session.queueGone"
)

// Why a conversation does less by itself than the configuration says.
const (
	// WroteAgain is for a customer whom overflow ended a moment ago.
	WroteAgain       reason.Code = "silence.wroteAgain"
	NobodyInPerson   reason.Code = "silence.nobodyInPerson"
	TooManyAutomated reason.Code = "silence.tooManyAutomated"
	TooManySessions  reason.Code = "silence.tooManySessions"
)

// Why a reply failed or was postponed, a file was not taken, and an agent is away.
const (
	ReplyIsEmpty   reason.Code = "reply.empty"
	ReplyIsLong    reason.Code = "reply.long"
	ReplyIsLarge   reason.Code = "reply.large"
	ReplyHasBadID  reason.Code = "reply.badID"
	ReplyMalformed reason.Code = "reply.malformed"
	// ReplyPosesAsSurvey is of an agent's reply with a choice that only surveys have.
	ReplyPosesAsSurvey reason.Code = "reply.posesAsSurvey"
	ReplyHasStatus     reason.Code = "reply.badStatus"
	WasDiscarded       reason.Code = "reply.discarded"
	ReplyNotStorable   reason.Code = "reply.notStorable"
	CustomerIsSilent   reason.Code = "reply.window"
	HasUnsubscribed    reason.Code = "reply.unsubscribed"
	FilesAreOff        reason.Code = "file.off"
	FileWithoutConsent reason.Code = "file.noConsent"
	FileHasNoAddress   reason.Code = "file.noAddress"
	MissedOffers       reason.Code = "agent.missedOffers"
)

// WaitedTooLong is of a reply that nobody sends any more: it would have to be delivered
// by now. The others are of a message that was to be taken back.
const (
	WaitedTooLong reason.Code = "reply.waitedTooLong"
	NotRevoked    reason.Code = "reply.notRevoked"
	MaybeRevoked  reason.Code = "reply.maybeRevoked"
)

// Codes defines the reasons of this package.
func Codes() reason.Definitions {
	all := reason.Definitions{}
	for _, codes := range []reason.Definitions{actionCodes(), detailCodes(), noteCodes(), sessionCodes(), replyCodes(), startCodes()} {
		maps.Copy(all, codes)
	}
	return all
}

// detailCodes are of details of a customer that were not written down.
func detailCodes() reason.Definitions {
	return reason.Definitions{NoSuchDetail: {"detail": reason.Text}, DetailIsLong: {"most": reason.Number}}
}

// actionCodes are of actions that were refused.
func actionCodes() reason.Definitions {
	const text, number = reason.Text, reason.Number
	return reason.Definitions{
		ActionWithoutAuthor:   {},
		ActionUnknown:         {"action": text},
		ActionMalformed:       {},
		NoSuchConversation:    {},
		NotOnTheRoster:        {"agent": text},
		NotServing:            {"queue": text},
		IsInQueue:             {"queue": text},
		IsOfferedToYou:        {},
		IsOffered:             {"agent": text},
		IsYours:               {},
		IsTaken:               {"agent": text},
		IsParked:              {},
		HasEnded:              {},
		IsClosed:              {},
		AgentHasNoRoom:        {"agent": text, "used": number, "capacity": number, "cost": number},
		AgentNotConnected:     {"agent": text},
		AgentIsAway:           {"agent": text},
		AgentIsOffline:        {"agent": text},
		NoSuchAgent:           {"agent": text},
		NoSuchQueue:           {"queue": text},
		QueueIsClosed:         {"queue": text},
		NoDestination:         {},
		OfferHasEnded:         {"ago": reason.Duration},
		OfferIsOver:           {"because": reason.One},
		IsBeingWrappedUp:      {"agent": text},
		OnlySupervisorCloses:  {},
		OnlySupervisorAssigns: {},
		OnlyParkerRevives:     {},
		TooManyGuests:         {"most": number},
		NotAGuest:             {},
		NoSuchGuest:           {"agent": text},
		OnlyOwnerInvites:      {"agent": text},
		TooManyPreferred:      {"most": number},
		NotAnAddress:          {"address": text},
		NoMessageRead:         {},
		NoSuchReply:           {},
		ReplyIsBeingSent:      {},
		ReplyHasEnded:         {},
		ReplyIsUnsent:         {},
		ReplyIsDelivered:      {},
		ReplyIsOver:           {},
		ReplyIsBeingRevoked:   {},
		CannotRevoke:          {},
		PriorityOutOfRange:    {"least": number, "most": number},
		TooManyEvents:         {"most": number},
		NoSuchTag:             {"tag": text},
		NoSuchSession:         {},
		NoSuchDeclineReason:   {"reason": text},
		ParkIsPast:            {},
		ParkIsTooLong:         {"most": reason.Duration},
		TooManyTags:           {"most": number},
		NoSuchOutcome:         {"outcome": text},
		OutcomeIsMissing:      {},
		ActionNotStorable:     {},
		ActionTooLate:         {"within": reason.Duration},
	}
}

// sessionCodes are of what became of sessions and agents by themselves, and what was said of it.
func sessionCodes() reason.Definitions {
	const text, number = reason.Text, reason.Number
	return reason.Definitions{
		WroteAgain:       {"ago": reason.Duration},
		NobodyInPerson:   {"most": number},
		TooManyAutomated: {"most": number},
		TooManySessions:  {"most": number},
		AgentSaid:        {"text": text},
		GuestIs:          {"agent": text},
		PriorityIs:       {"priority": number},
		TagIs:            {"tag": text},
		DeclinedFor:      {"reason": text},
		ParkedTill:       {"until": reason.Time},
		OutcomeIs:        {"outcome": text},
		QueueIsGone:      {"queue": text, "gone": text},
		MissedOffers:     {"missed": number},
	}
}

// noteCodes are of notes that were refused.
func noteCodes() reason.Definitions {
	const number = reason.Number
	return reason.Definitions{
		NoteIsEmpty:     {},
		NoteIsLong:      {"most": number},
		NoSuchNote:      {},
		NotYourNote:     {},
		NoteIsOld:       {"within": reason.Duration},
		NoteIsHeld:      {},
		TooManyMentions: {"most": number},
	}
}

// replyCodes are of replies and files.
func replyCodes() reason.Definitions {
	const text, number = reason.Text, reason.Number
	return reason.Definitions{
		NotRevoked:         {},
		MaybeRevoked:       {},
		WaitedTooLong:      {"waited": reason.Duration},
		ReplyIsEmpty:       {},
		ReplyIsLong:        {"most": reason.Bytes},
		ReplyIsLarge:       {"most": reason.Bytes},
		ReplyHasBadID:      {"most": number},
		ReplyMalformed:     {},
		ReplyPosesAsSurvey: {},
		ReplyHasStatus:     {},
		WasDiscarded:       {"agent": text},
		ReplyNotStorable:   {},
		CustomerIsSilent:   {"days": number},
		HasUnsubscribed:    {},
		FilesAreOff:        {},
		FileWithoutConsent: {},
		FileHasNoAddress:   {},
	}
}

// startCodes are of agents who write first.
func startCodes() reason.Definitions {
	const text, number = reason.Text, reason.Number
	return reason.Definitions{
		StartMalformed:      {},
		StartNotAllowed:     {"account": text},
		StartWithoutPurpose: {},
		StartTooLate:        {"within": reason.Duration},
		StartIsYours:        {},
		StartInProgress:     {},
		StartNotStorable:    {},
		NoSuchBrandAgent:    {"agent": text},
		NobodyThere:         {},
		NotAPhoneNumber:     {},
		TooManyStarts:       {"most": number, "again": reason.Duration},
		AboutTransaction:    {},
		AboutPromotion:      {},
	}
}
