package configuration

import (
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/hours"
	"github.com/frontdesk-gcp/frontdesk/shared/mask"
)

// Spec is a routing configuration as an admin writes it. Its JSON form is what
// the field "routing" of the document config/current holds, without the agents
// and the tests. A field that is null counts as left out.
type Spec struct {
	// Accounts are the messaging accounts by name.
	Accounts map[string]Account `json:"accounts"`
	// Workstreams are the settings that sessions run under, by name.
	Workstreams map[string]Workstream `json:"workstreams"`
	// Queues are where sessions wait, by name.
	Queues map[string]Queue `json:"queues"`
	// Hours are opening hours by name; queues and agents share them.
	Hours map[string]hours.Definition `json:"hours,omitempty"`
	// AutomatedMessages are what the system says by itself, by name.
	AutomatedMessages map[string]AutomatedMessage `json:"automated_messages,omitempty"`
	// QuickReplies are texts that agents send with a few keys, by name.
	QuickReplies map[string]QuickReply `json:"quick_replies,omitempty"`
	// Macros are several steps at once, by name.
	Macros map[string]Macro `json:"macros,omitempty"`
	// Tags say what sessions are about, by name: agents and rules set them. Outcomes say how
	// sessions ended.
	Tags     map[string]Label `json:"tags,omitempty"`
	Outcomes map[string]Label `json:"outcomes,omitempty"`
	// Masking is what is replaced in texts before they are stored, in this order; payment
	// cards when left out, and nothing when it is empty.
	Masking []mask.Rule `json:"masking,omitempty"`
	// StopWords are what customers write who want no more messages, by language; ours where
	// a language of the configuration has none here.
	StopWords map[string][]string `json:"stop_words,omitempty"`
	// AgentDomains are the domains that agents' addresses may be in; any when left out.
	AgentDomains []string `json:"agent_domains,omitempty"`
	// Agents are the initial agents by e-mail address: the roster begins with
	// them, and `check` checks who serves which queue.
	Agents map[string]Agent `json:"agents,omitempty"`
	// Tests say what rules are expected to do; `check` runs them.
	Tests []Test `json:"tests,omitempty"`
}

// Account is a partner account with a channel.
type Account struct {
	// DisplayName is what people call the account.
	DisplayName string `json:"display_name,omitempty"`
	// Channel is one of package channels; the first of them when left out.
	Channel string `json:"channel,omitempty"`
	// PartnerID is the partner's id, from the channel's settings.
	PartnerID string `json:"partner_id,omitempty"`
	// Workstream takes the sessions of every brand agent without one of its own.
	Workstream string `json:"workstream"`
	// BrandAgents are the business's faces in the channel, by a name that rules use.
	BrandAgents map[string]BrandAgent `json:"brand_agents,omitempty"`

	// The settings below exist on some channels only, see [channel.Profile]: the first
	// two are then the first of the profile's when left out.

	// Region is where the provider keeps the account's brand agents.
	Region string `json:"region,omitempty"`
	// TrafficType is the purpose of messages that have none of their own.
	TrafficType channel.Purpose `json:"traffic_type,omitempty"`
	// TimeToLive is how long the provider may try to deliver a message, from 10s; as long
	// as it wants when left out.
	TimeToLive Duration `json:"time_to_live,omitempty"`
	// Outbound is whether agents may start conversations with customers who have not
	// written.
	Outbound bool `json:"outbound,omitempty"`
	// OutboundPerHour is how many conversations an agent may start in an hour, 1 to
	// [MaxOutboundPerHour]; [DefaultOutboundPerHour] when left out. It is nil without
	// Outbound.
	OutboundPerHour *int64 `json:"outbound_per_hour,omitempty"`
	// Country is where phone numbers are from that agents type without a country's code,
	// for Outbound: two letters of ISO 3166-1, such as FR. Left out, a number needs one.
	Country string `json:"country,omitempty"`

	// Closing names the automated message with which an account's open sessions end that is
	// about to be removed. Whoever writes is told the same, and no session opens any more.
	Closing string `json:"closing,omitempty"`
}

// BrandAgent is a business's face in the channel.
type BrandAgent struct {
	// BrandID and AgentID are as the channel shows them; some channels have no brands.
	BrandID string `json:"brand_id,omitempty"`
	AgentID string `json:"agent_id"`
	// Workstream is its own one; without it, the account's.
	Workstream string `json:"workstream,omitempty"`
}

// Workstream is the settings that a session runs under. It serves the channels of all
// accounts and brand agents that name it.
type Workstream struct {
	// Type is messaging, and that when left out.
	Type string `json:"type,omitempty"`
	// Language is the one of customers whose language has no text; en when left out.
	Language string `json:"language,omitempty"`
	// TimeZone is an IANA name, such as Europe/Paris: the one of `now` in conditions.
	// UTC when left out.
	TimeZone string `json:"time_zone,omitempty"`
	// Attachments switches files on, both ways.
	Attachments bool `json:"attachments,omitempty"`
	// Survey sends a survey when an agent ends a session: the channel's or, where it has
	// none, a message with choices.
	Survey bool `json:"survey,omitempty"`
	// SurveyComment asks for a comment after a rating, where the survey is a message with
	// choices.
	SurveyComment bool `json:"survey_comment,omitempty"`
	// FallbackQueue is for sessions that no rule places or a rule fails on. Its
	// overflow does not apply then.
	FallbackQueue string `json:"fallback_queue"`
	// Classification is rulesets that find out what a session is about. In each, the
	// first rule that matches sets its outputs; later rulesets see them.
	Classification []Ruleset `json:"classification,omitempty"`
	// Routes choose the queue: the first rule that matches and whose queue does not
	// overflow.
	Routes []Route `json:"routes,omitempty"`
	// CapacityCost is what a session takes of an agent's capacity, in units, 0 to
	// 1000; 1 when left out.
	CapacityCost *int64 `json:"capacity_cost,omitempty"`
	// Distribution says how sessions come to agents.
	Distribution Distribution `json:"distribution,omitzero"`
	// Offer says how an agent is asked.
	Offer Offer `json:"offer,omitzero"`
	// Affinity says when a customer comes back to the same agent.
	Affinity Affinity `json:"affinity,omitzero"`
	// ReopenWithin is how long after the end a customer who writes again finds the
	// classification of the session before; "24h" when left out, "0s" for never.
	ReopenWithin *Duration `json:"reopen_within,omitempty"`
	// RepeatAfter is how long a customer whom no agent has answered is not told the same
	// automated text again, and does not open another session that overflow ends, 1m to
	// 24h; "1h" when left out.
	RepeatAfter *Duration `json:"repeat_after,omitempty"`
	// WhenAnswered is open or keep: whether a message that the channel's own bot has
	// answered opens a session, or is kept until one opens; open when left out.
	WhenAnswered string `json:"when_answered,omitempty"`
	// History is session, queues or all: what an agent who may read a conversation reads
	// of its earlier sessions. Queues is those of the agent's own queues, and that when
	// left out.
	History string `json:"history,omitempty"`
	// ServiceLevel is how soon agents answer in queues that do not say it themselves.
	ServiceLevel Responses `json:"service_level,omitzero"`
	// Inactivity says what happens when nobody writes.
	Inactivity Inactivity `json:"inactivity,omitzero"`
	// WrapUp is the agent's time after the end.
	WrapUp WrapUp `json:"wrap_up,omitzero"`
	// Outcome is none, asked or required: whether an agent who closes a session says how
	// it ended; none when left out.
	Outcome string `json:"outcome,omitempty"`
	// Messages names the automated message of each occasion.
	Messages Occasions `json:"messages,omitzero"`
	// Notice is what a customer is told, or asked, before anything else.
	Notice *Notice `json:"notice,omitempty"`
	// Retention says for how long what is stored of its sessions is kept.
	Retention Retention `json:"retention,omitzero"`
}

// Retention is for how long what is stored is kept, 1d to 3650d each. It holds for what is
// written in sessions that open from then on.
type Retention struct {
	// Messages is for each message, and for the conversation from its last one on; "365d"
	// when left out. With the conversation goes everything of it.
	Messages *Duration `json:"messages,omitempty"`
	// Raw is for the provider's own payloads of messages; "30d" when left out.
	Raw *Duration `json:"raw,omitempty"`
	// Facts is for what a routing decision was made from, and its trace; "30d" when left
	// out.
	Facts *Duration `json:"facts,omitempty"`
	// Sessions is for closed sessions and for what happened in them; "730d" when left out.
	Sessions *Duration `json:"sessions,omitempty"`
	// Files is for customers' and agents' files; "365d" when left out.
	Files *Duration `json:"files,omitempty"`
	// Figures is for the counts of a day; "400d" when left out.
	Figures *Duration `json:"figures,omitempty"`
	// Orders is for replies and actions after their end; "30d" when left out.
	Orders *Duration `json:"orders,omitempty"`
}

// All are the spans by their names.
func (r *Retention) All() []Span {
	return []Span{
		{"messages", &r.Messages},
		{"raw", &r.Raw},
		{"facts", &r.Facts},
		{"sessions", &r.Sessions},
		{"files", &r.Files},
		{"figures", &r.Figures},
		{"orders", &r.Orders},
	}
}

// Span is one of [Retention] with its name.
type Span struct {
	Name string
	For  **Duration
}

// Distribution says how sessions come to agents.
type Distribution struct {
	// Mode is push, sessions are offered, or pick, agents choose; push when left
	// out. A queue may have its own.
	Mode string `json:"mode,omitempty"`
	// Presences are what an agent may have chosen to be given work: available and
	// busy when left out.
	Presences []string `json:"presences,omitempty"`
}

// Offer says how an agent is asked.
type Offer struct {
	// Timeout is how long an agent may think, 10s to 10m; "60s" when left out.
	Timeout *Duration `json:"timeout,omitempty"`
	// AutoAccept gives sessions without asking.
	AutoAccept bool `json:"auto_accept,omitempty"`
	// Pause is how long an agent who declined a session, missed its offer or passed it
	// on is not offered it again, 10s to 1h; "2m" when left out.
	Pause *Duration `json:"pause,omitempty"`
	// AwayAfter is how many offers in a row an agent may miss before being set to
	// away, 1 to 10; 2 when left out.
	AwayAfter *int64 `json:"away_after,omitempty"`
	// DeclineReasons are what an agent who declines can give as the reason, in this order.
	DeclineReasons []DeclineReason `json:"decline_reasons,omitempty"`
}

// Affinity says when a customer comes back to the same agent.
type Affinity struct {
	// Within is how long after they last wrote to each other; "7d" when left out,
	// "0s" for never.
	Within *Duration `json:"within,omitempty"`
	// Wait is how long a session waits for that agent before the others; "0s" when
	// left out: not at all.
	Wait Duration `json:"wait,omitempty"`
}

// Inactivity says what happens when nobody writes.
type Inactivity struct {
	// Close ends a parked session after so long, 1h to 30d; "7d" when left out.
	Close *Duration `json:"close,omitempty"`
	// NoAnswer is how long a customer may wait for the agent's answer before Action
	// is taken, 1m to 30d; never when left out.
	NoAnswer Duration `json:"no_answer,omitempty"`
	// Action is alert or requeue; alert when left out.
	Action string `json:"action,omitempty"`
}

// WrapUp is the agent's time after the end of a session.
type WrapUp struct {
	// Blocks is whether it uses capacity: always, never, or for, which is for the
	// time of For; "for" when left out.
	Blocks string `json:"blocks,omitempty"`
	// For is 30s to 60m; "2m" when left out.
	For *Duration `json:"for,omitempty"`
}

// Occasions names automated messages by the occasion on which they are sent.
type Occasions struct {
	// Greeting is sent when a session opens and no overflow has its own message.
	Greeting string `json:"greeting,omitempty"`
	// AgentJoined is sent when an agent takes the session.
	AgentJoined string `json:"agent_joined,omitempty"`
	// Transferred is sent when the session goes to another queue.
	Transferred string `json:"transferred,omitempty"`
	// Ended is sent when an agent ends the session.
	Ended string `json:"ended,omitempty"`
	// Inactive is sent when a parked session is closed.
	Inactive string `json:"inactive,omitempty"`
	// NoFiles answers a file where attachments are off.
	NoFiles string `json:"no_files,omitempty"`
	// Unsubscribed is the one message that a customer gets who wants no more.
	Unsubscribed string `json:"unsubscribed,omitempty"`
	// Survey is the question that is sent with the choices 1 to 5 when an agent ends the
	// session, where surveys are on and the channel has none of its own.
	Survey string `json:"survey,omitempty"`
	// SurveyComment asks for a comment after a rating.
	SurveyComment string `json:"survey_comment,omitempty"`
}

// Occasion is one of [Occasions] with the name of its message, "" for none.
type Occasion struct{ Name, Message string }

// All are the occasions by their names.
func (o Occasions) All() []Occasion {
	return []Occasion{
		{"greeting", o.Greeting},
		{"agent_joined", o.AgentJoined},
		{"transferred", o.Transferred},
		{"ended", o.Ended},
		{"inactive", o.Inactive},
		{"no_files", o.NoFiles},
		{"unsubscribed", o.Unsubscribed},
		{"survey", o.Survey},
		{"survey_comment", o.SurveyComment},
	}
}

// Ruleset is rules of which the first that matches counts.
type Ruleset struct {
	Name  string `json:"name"`
	Rules []Rule `json:"rules"`
}

// Rule is a classification rule.
type Rule struct {
	Name string `json:"name"`
	// When is a condition in CEL; left out it is true.
	When string `json:"when,omitempty"`
	// Set is what is known when it matches.
	Set Outputs `json:"set"`
}

// Outputs are what classification finds out.
type Outputs struct {
	// Priority of the session, -100 to 100: each unit is worth a minute of waiting.
	Priority *int64 `json:"priority,omitempty"`
	// Language is a language tag, such as fr.
	Language string `json:"language,omitempty"`
	// Skills are what an agent must have, with the least level, 1 to 10.
	Skills map[string]int64 `json:"skills,omitempty"`
	// Attributes are values for later rules and for agents to see.
	Attributes map[string]string `json:"attributes,omitempty"`
	// Tags are added to the session's.
	Tags []string `json:"tags,omitempty"`
}

// Route is a route-to-queue rule.
type Route struct {
	Name string `json:"name"`
	// When is a condition in CEL; left out it is true.
	When string `json:"when,omitempty"`
	// Queue or Split is where the session goes.
	Queue string  `json:"queue,omitempty"`
	Split []Share `json:"split,omitempty"`
	// Overflow is instead of the queue's, for the sessions of this rule.
	Overflow *PreQueue `json:"overflow,omitempty"`
}

// Share is a part of a percentage split.
type Share struct {
	Queue string `json:"queue"`
	// Percent is a whole number; those of a split add up to 100.
	Percent int64 `json:"percent"`
}

// AutomatedMessage is something that the system says by itself.
type AutomatedMessage struct {
	// Texts are by language tag. They may name {CustomerName}, {AgentName},
	// {QueueName}, {OverflowedQueueName}, which is the queue that rules chose and
	// that overflowed, and {OpensAt}, which is when that queue, or else the
	// session's, opens if it is closed, with its {TimeZone}. What is not known is
	// left out with the space before it.
	Texts map[string]string `json:"texts"`
}

// QuickReply is a text that agents send with a few keys.
type QuickReply struct {
	// Texts are by language tag. They may name {CustomerName}, {AgentName} and
	// {QueueName}.
	Texts map[string]string `json:"texts"`
	// Tags help to find it.
	Tags []string `json:"tags,omitempty"`
	// Queues are those it is for; every one when left out.
	Queues []string `json:"queues,omitempty"`
}

// Agent is an agent as the roster begins.
type Agent struct {
	DisplayName string `json:"display_name"`
	// Role is agent, supervisor or admin; agent when left out.
	Role string `json:"role,omitempty"`
	// Queues are those that the agent serves.
	Queues []string `json:"queues,omitempty"`
	// Skills with the agent's level, 1 to 10.
	Skills map[string]int64 `json:"skills,omitempty"`
	// Capacity is in units, 0 to 1000; 3 when left out.
	Capacity *int64 `json:"capacity,omitempty"`
	// Languages are language tags.
	Languages []string `json:"languages,omitempty"`
	// Hours names when the agent works, for `check`; always when left out.
	Hours string `json:"hours,omitempty"`
}
