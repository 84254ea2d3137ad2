package configuration

import "slices"

// Label is a tag or an outcome, as people see it.
type Label struct {
	// Labels are by language tag, at most [MaxLabel] characters each.
	Labels map[string]string `json:"labels"`
	// Colour is one of [Colours], which look well on light and dark; grey when left out.
	// It is never shown without the label.
	Colour string `json:"colour,omitempty"`
}

// DeclineReason is a reason for declining an offer.
type DeclineReason struct {
	// Name is what is stored.
	Name string `json:"name"`
	// Labels are by language tag, at most [MaxLabel] characters each.
	Labels map[string]string `json:"labels"`
}

// DeclinesFor reports whether a workstream has a reason for declining of that name.
func (c *Config) DeclinesFor(workstream, name string) bool {
	return slices.ContainsFunc(c.Terms(workstream).Offer.DeclineReasons, func(r DeclineReason) bool { return r.Name == name })
}

// The bounds of tags and outcomes.
const (
	// MaxDeclineReasons is how many reasons for declining there may be: an agent has
	// seconds to choose.
	MaxDeclineReasons = 10
	// MaxLabel is the longest label, in characters: more does not fit into a list.
	MaxLabel = 40
	// MaxLabels is how many tags there may be, and how many outcomes: nobody finds
	// anything in a longer list.
	MaxLabels = 200
	// MaxTags is how many tags a session may have.
	MaxTags = 12
)

// Colours are those of tags and outcomes.
func Colours() []string {
	return []string{"grey", "red", "orange", "green", "teal", "blue", "violet", "pink"}
}

// Whether an agent who closes a session is asked for its outcome.
const (
	OutcomeNone     = "none"
	OutcomeAsked    = "asked"
	OutcomeRequired = "required"
)

func (l *Label) fillIn() { orElse(&l.Colour, Colours()[0]) }

// RequiresOutcome reports whether an agent may only close a session of the workstream
// with an outcome. There is none to choose if the outcomes were removed.
func (c *Config) RequiresOutcome(workstream string) bool {
	return c.Terms(workstream).Outcome == OutcomeRequired && len(c.Outcomes) > 0
}
