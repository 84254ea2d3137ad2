package channel

import (
	"slices"
	"strings"
)

// MaxUnsigned is the longest body of a webhook request without a proof, in bytes. Such
// a request can only be one that tries the URL out, or a stranger's.
const MaxUnsigned = 4 << 10

// Profile is what the core and the functions may ask about a channel without
// talking to its provider. It is data, so that nothing else has to know which
// channel it is.
type Profile struct {
	// Limits say what can be sent; Limits.Channel is the channel's name.
	Limits
	// Idempotent is whether the provider recognises a message by our id, so that
	// it arrives once even if it is sent twice.
	Idempotent bool
	// Methods are the HTTP methods of webhook requests.
	Methods []string
	// ProofHeader is the header of a webhook request that proves who sent it. Without
	// it, no more than [MaxUnsigned] of a body is read.
	ProofHeader string
	// BrandAgents is how the provider names brand agents.
	BrandAgents BrandAgents
	// Settings are what can be set of the channel's accounts.
	Settings AccountSettings
	// PersonalKeys is whether a customer's key tells who that is, as a phone number does.
	// It is then shown and stored for those only who may know it, see [Peer].
	PersonalKeys bool
}

// AccountSettings are the settings that accounts have on some channels only. One that
// is empty does not exist on the channel. Whether there is a time to live is said by
// [Limits].Lifetime.
type AccountSettings struct {
	// Regions are where the provider keeps brand agents, in its words. The first is
	// meant where none is named.
	Regions []string
	// TrafficTypes are the purposes that messages can have by default. The first is
	// meant where none is named.
	TrafficTypes []Purpose
	// Outbound is whether a business may write first.
	Outbound bool
}

// BrandAgents is how a provider names brand agents, the businesses' faces, as data
// that can be used in another language, too.
type BrandAgents struct {
	// Brand and Agent are regular expressions of the ids that an admin writes; where
	// there are no brands, Brand is "^$".
	Brand string `json:"brand_id"`
	Agent string `json:"agent_id"`
	// Format is the provider's name, with {brand} and {agent} in place of the ids.
	Format string `json:"-"`
	// Listed is whether an account that lists brand agents serves no others: the proof of
	// a request says nothing of them, and one that is not the business's cannot answer.
	Listed bool `json:"-"`
}

// Name is the provider's name for a brand agent.
func (b BrandAgents) Name(brand, agent string) string {
	return strings.NewReplacer("{brand}", brand, "{agent}", agent).Replace(b.Format)
}

// Sends reports whether messages or signals of a kind can be sent.
func (p Profile) Sends(kind Kind) bool {
	if kind == "" {
		kind = Text
	}
	return slices.Contains(p.Kinds, kind)
}

// Signals are the signals that can be sent.
func (p Profile) Signals() []Kind {
	var signals []Kind
	for _, kind := range p.Kinds {
		if kind.Signal() {
			signals = append(signals, kind)
		}
	}
	return signals
}

// ReplyChoices is how many choices a message can have that the customer taps to reply.
func (p Profile) ReplyChoices() int64 {
	if !slices.Contains(p.ChoiceKinds, ReplyChoice) {
		return 0
	}
	return int64(p.Choices)
}

// Profiles are the profiles of all channels. The first is the default.
type Profiles []Profile

// Names are the channels' names, in the order of the list.
func (p Profiles) Names() []string {
	var names []string
	for _, profile := range p {
		names = append(names, profile.Channel)
	}
	return names
}

// Default is the channel that is meant if none is named.
func (p Profiles) Default() string {
	if len(p) == 0 {
		return ""
	}
	return p[0].Channel
}

// Of returns the profile of the named channel, or the zero value, which sends
// nothing, if there is no such channel.
func (p Profiles) Of(name string) Profile {
	for _, profile := range p {
		if profile.Channel == name {
			return profile
		}
	}
	return Profile{}
}
