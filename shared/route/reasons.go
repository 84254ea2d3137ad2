package route

import "github.com/frontdesk-gcp/frontdesk/shared/reason"

// The lines of a trace.
const (
	ByConfiguration      reason.Code = "route.configuration"
	OutageSet            reason.Code = "route.outageSet"
	HoursSet             reason.Code = "route.hoursSet"
	OfAccount            reason.Code = "route.ofAccount"
	OfBrandAgent         reason.Code = "route.ofBrandAgent"
	IsKept               reason.Code = "route.kept"
	Matches              reason.Code = "route.matches"
	DoesNotMatch         reason.Code = "route.doesNotMatch"
	Fails                reason.Code = "route.fails"
	RulesSkipped         reason.Code = "route.rulesSkipped"
	RoutesSkipped        reason.Code = "route.routesSkipped"
	IsSplit              reason.Code = "route.split"
	IsChosen             reason.Code = "route.chosen"
	ByRefusal            reason.Code = "route.byRefusal"
	ByNoAnswer           reason.Code = "route.byNoAnswer"
	FallbackAfterFailure reason.Code = "route.fallbackAfterFailure"
	FallbackWithoutMatch reason.Code = "route.fallbackWithoutMatch"
	IsClosed             reason.Code = "route.closed"
	ClosedAnyway         reason.Code = "route.closedAnyway"
	IsFull               reason.Code = "route.full"
	IsNotFull            reason.Code = "route.notFull"
	AllOverflow          reason.Code = "route.allOverflow"
	NoWaitLimit          reason.Code = "route.noWaitLimit"
	Waited               reason.Code = "route.waited"
	WaitedOpen           reason.Code = "route.waitedOpen"
	// OthersDoNotMatch and LinesLeftOut count what did not fit into the record.
	OthersDoNotMatch reason.Code = "route.othersDoNotMatch"
	LinesLeftOut     reason.Code = "route.linesLeftOut"
)

// Parts of lines: which rule, what made it true or false, what it sets, and what
// becomes of a session whose queue overflows.
const (
	IsRule        reason.Code = "route.rule"
	IsRoute       reason.Code = "route.route"
	Unconditional reason.Code = "route.unconditional"
	IsTrue        reason.Code = "route.true"
	IsFalse       reason.Code = "route.false"
	HasFailed     reason.Code = "route.failed"
	SetsPriority  reason.Code = "route.setsPriority"
	SetsLanguage  reason.Code = "route.setsLanguage"
	SetsSkill     reason.Code = "route.setsSkill"
	SetsAttribute reason.Code = "route.setsAttribute"
	SetsTag       reason.Code = "route.setsTag"
	Opens         reason.Code = "route.opens"
	NeverOpens    reason.Code = "route.neverOpens"
	TakesIt       reason.Code = "route.takesIt"
	Ends          reason.Code = "route.ends"
	WaitsAnyway   reason.Code = "route.waitsAnyway"
	StaysClosed   reason.Code = "route.staysClosed"
	StaysVisited  reason.Code = "route.staysVisited"
)

// Codes defines the reasons of this package.
func Codes() reason.Definitions {
	const text, number, one, many, span = reason.Text, reason.Number, reason.One, reason.Many, reason.Duration
	return reason.Definitions{
		ByConfiguration:      {"version": text},
		OutageSet:            {"workstream": text, "by": text, "until": reason.Time},
		HoursSet:             {"queue": text, "by": text},
		OfAccount:            {"workstream": text},
		OfBrandAgent:         {"workstream": text, "brandAgent": text},
		IsKept:               {"ago": span},
		Matches:              {"rule": one, "because": many, "sets": many},
		DoesNotMatch:         {"rule": one, "because": many},
		Fails:                {"rule": one, "because": many},
		RulesSkipped:         {"ruleset": text, "count": number},
		RoutesSkipped:        {"count": number},
		IsSplit:              {"rule": one, "share": text, "queue": text},
		IsChosen:             {"queue": text, "rule": one},
		ByRefusal:            {"queue": text},
		ByNoAnswer:           {"queue": text},
		FallbackAfterFailure: {"queue": text},
		FallbackWithoutMatch: {"queue": text},
		IsClosed:             {"queue": text, "until": one},
		ClosedAnyway:         {"queue": text, "until": one},
		IsFull:               {"queue": text, "waiting": number, "limit": number},
		IsNotFull:            {"queue": text, "waiting": number, "limit": number},
		AllOverflow:          {"rule": one, "queue": text, "then": one},
		NoWaitLimit:          {"queue": text},
		Waited:               {"queue": text, "waited": span, "limit": span, "then": many},
		WaitedOpen:           {"queue": text, "waited": span, "limit": span, "then": many},
		OthersDoNotMatch:     {"count": number},
		LinesLeftOut:         {"count": number},
		IsRule:               {"ruleset": text, "rule": text},
		IsRoute:              {"route": text},
		Unconditional:        {},
		IsTrue:               {"comparison": text, "values": text},
		IsFalse:              {"comparison": text, "values": text},
		HasFailed:            {"comparison": text, "values": text, "error": text},
		SetsPriority:         {"priority": number},
		SetsLanguage:         {"language": text},
		SetsSkill:            {"skill": text, "level": number},
		SetsAttribute:        {"attribute": text, "value": text},
		SetsTag:              {"tag": text},
		Opens:                {"at": reason.Time},
		NeverOpens:           {},
		TakesIt:              {"queue": text},
		Ends:                 {},
		WaitsAnyway:          {"queue": text},
		StaysClosed:          {},
		StaysVisited:         {"queue": text},
	}
}
