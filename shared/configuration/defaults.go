package configuration

import (
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/mask"
)

// The defaults, where nothing is written.
const (
	defaultLanguage   = "en"
	defaultCost       = 1
	defaultOfferPause = 2 * time.Minute
	defaultAwayAfter  = 2
	defaultAffinity   = 7 * day
	defaultReopen     = day
	defaultRepeat     = time.Hour
	defaultInactivity = 7 * day
	defaultWrapUp     = 2 * time.Minute
	defaultNotice     = 10 * time.Minute
	DefaultCapacity   = 3

	// DefaultOfferTimeout is for how long a session is offered to an agent.
	DefaultOfferTimeout = time.Minute

	// DefaultPromise and DefaultPercent are a queue's service level.
	DefaultPromise = 5 * time.Minute
	DefaultPercent = 80

	// DefaultOutboundPerHour and MaxOutboundPerHour are of the conversations that an
	// agent may start in an hour. Nobody types a first word to more people than that;
	// a campaign does, and is not what the desk is for.
	DefaultOutboundPerHour = 20
	MaxOutboundPerHour     = 200

	// minNotice is the shortest time that a customer has to answer a notice.
	minNotice = time.Minute
)

// The words of the configuration.
const (
	Push = "push"
	Pick = "pick"

	HighestCapacity = "highest-capacity"
	RoundRobin      = "round-robin"
	LeastActive     = "least-active"
	Custom          = "custom"

	// What the method custom compares agents by; or SkillCriterion with a skill's
	// name behind it.
	FreeCapacity   = "free-capacity"
	LastAssigned   = "last-assigned"
	LastReleased   = "last-released"
	SkillCriterion = "skill:"

	Exact   = "exact"
	Closest = "closest"

	Transfer    = "transfer"
	QueueAnyway = "queue"
	Answer      = "message"
	End         = "end"

	Continue = "continue"

	Open = "open"
	Keep = "keep"

	HistorySession = "session"
	HistoryQueues  = "queues"
	HistoryAll     = "all"

	Alert   = "alert"
	Requeue = "requeue"

	BlocksAlways = "always"
	BlocksNever  = "never"
	BlocksFor    = "for"
)

// fillIn gives every field that was left out its default.
func (s *Spec) fillIn(channels channel.Profiles) {
	for name, a := range s.Accounts {
		orElse(&a.Channel, channels.Default())
		a.fillIn(channels.Of(a.Channel).Settings)
		s.Accounts[name] = a
	}
	for name, w := range s.Workstreams {
		w.fillIn()
		s.Workstreams[name] = w
	}
	for name, q := range s.Queues {
		orElse(&q.Assignment.Method, RoundRobin)
		orElse(&q.Assignment.Skills, Exact)
		orElseNew(&q.ServiceLevel.Within, Duration(DefaultPromise))
		orElseNew(&q.ServiceLevel.Percent, DefaultPercent)
		s.Queues[name] = q
	}
	for _, labels := range []map[string]Label{s.Tags, s.Outcomes} {
		for name, l := range labels {
			l.fillIn()
			labels[name] = l
		}
	}
	if s.Masking == nil {
		s.Masking = mask.Default()
	}
	for i, r := range s.Masking {
		s.Masking[i] = r.FillIn()
	}
	for email, a := range s.Agents {
		orElse(&a.Role, "agent")
		orElseNew(&a.Capacity, DefaultCapacity)
		s.Agents[email] = a
	}
}

func (a *Account) fillIn(has channel.AccountSettings) {
	if len(has.Regions) > 0 {
		orElse(&a.Region, has.Regions[0])
	}
	if len(has.TrafficTypes) > 0 {
		orElse(&a.TrafficType, has.TrafficTypes[0])
	}
	if a.Outbound {
		orElseNew(&a.OutboundPerHour, DefaultOutboundPerHour)
	}
}

func (w *Workstream) fillIn() {
	orElse(&w.Type, "messaging")
	orElse(&w.Language, defaultLanguage)
	orElse(&w.TimeZone, "UTC")
	orElseNew(&w.CapacityCost, defaultCost)
	orElse(&w.Distribution.Mode, Push)
	if w.Distribution.Presences == nil {
		w.Distribution.Presences = []string{"available", "busy"}
	}
	orElseNew(&w.Offer.Timeout, Duration(DefaultOfferTimeout))
	orElseNew(&w.Offer.Pause, Duration(defaultOfferPause))
	orElseNew(&w.Offer.AwayAfter, defaultAwayAfter)
	orElseNew(&w.Affinity.Within, Duration(defaultAffinity))
	orElseNew(&w.ReopenWithin, Duration(defaultReopen))
	orElseNew(&w.RepeatAfter, Duration(defaultRepeat))
	orElse(&w.WhenAnswered, Open)
	orElse(&w.History, HistoryQueues)
	orElseNew(&w.Inactivity.Close, Duration(defaultInactivity))
	orElse(&w.Inactivity.Action, Alert)
	orElse(&w.WrapUp.Blocks, BlocksFor)
	orElseNew(&w.WrapUp.For, Duration(defaultWrapUp))
	orElse(&w.Outcome, OutcomeNone)
	if w.Notice != nil {
		w.Notice.fillIn()
	}
	for _, span := range w.Retention.All() {
		orElseNew(span.For, Duration(defaultRetention(span.Name)))
	}
}

// defaultRetention is for how long is kept what nobody says anything else of. Figures are
// for a year, and some weeks for comparison.
func defaultRetention(name string) time.Duration {
	days := map[string]time.Duration{
		"messages": 365, "raw": 30, "facts": 30, "sessions": 730, "files": 365, "figures": 400, "orders": 30,
	}
	return days[name] * day
}

func orElse[T ~string](text *T, value T) {
	if *text == "" {
		*text = value
	}
}

func orElseNew[T any](p **T, value T) {
	if *p == nil {
		*p = &value
	}
}
