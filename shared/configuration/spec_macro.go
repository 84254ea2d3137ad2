package configuration

import "time"

// Macro is several steps that an agent starts together: an answer, tags, an outcome, and
// what becomes of the session.
type Macro struct {
	// Labels are by language tag, at most [MaxLabel] characters each.
	Labels map[string]string `json:"labels"`
	// Texts are what is sent to the customer, as of a [QuickReply]; nothing when left out.
	Texts map[string]string `json:"texts,omitempty"`
	// Tags are set.
	Tags []string `json:"tags,omitempty"`
	// Outcome is set.
	Outcome string `json:"outcome,omitempty"`
	// Then is park, end or transfer.
	Then string `json:"then"`
	// For is how long park puts the session aside, 1m to 30d; until the customer writes
	// when left out.
	For *Duration `json:"for,omitempty"`
	// To is the queue that transfer moves it to.
	To string `json:"to,omitempty"`
	// Queues are those that it is for; every one when left out.
	Queues []string `json:"queues,omitempty"`
}

// ParkSession is what a [Macro] does with a session, beside [End] and [Transfer].
const ParkSession = "park"

// maxMacros is how many macros there may be.
const maxMacros = 200

// macro checks a macro.
func (c *checker) macro(path, name string, m Macro) {
	c.name(path, name)
	c.shownLabels(path+".labels", m.Labels)
	if len(m.Texts) > 0 {
		c.texts(path, name, m.Texts, placeholders()[:3]) //nolint:mnd // as of quick replies
	}
	for i, tag := range m.Tags {
		refer(c, At(path+".tags", i), "tag", tag, c.Tags)
	}
	c.twice(path+".tags", m.Tags)
	c.most(path+".tags", len(m.Tags), MaxTags)
	if m.Outcome != "" {
		refer(c, path+".outcome", "outcome", m.Outcome, c.Outcomes)
	}
	c.macroEnd(path, m)
	for i, queue := range m.Queues {
		refer(c, At(path+".queues", i), "queue", queue, c.Queues)
	}
	c.twice(path+".queues", m.Queues)
}

// macroEnd checks what becomes of the session.
func (c *checker) macroEnd(path string, m Macro) {
	c.oneOf(path+".then", m.Then, ParkSession, End, Transfer)
	switch {
	case m.For == nil:
	case m.Then != ParkSession:
		c.add(path+".for", "only park has a time")
	default:
		c.lasts(path+".for", *m.For, time.Minute, 30*day) //nolint:mnd // conversation.MaxPark
	}
	switch {
	case m.Then == Transfer:
		refer(c, path+".to", "queue", m.To, c.Queues)
	case m.To != "":
		c.add(path+".to", "only transfer has a queue")
	}
}
