package configuration

import (
	"maps"
	"regexp"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
)

func (c *checker) workstream(path, name string, w Workstream) {
	c.name(path, name)
	c.oneOf(path+".type", w.Type, "messaging")
	c.tag(path+".language", w.Language)
	if !isZone(w.TimeZone) {
		c.add(path+".time_zone", "there is no time zone %q, write one such as Europe/Paris", w.TimeZone)
	}
	refer(c, path+".fallback_queue", "queue", w.FallbackQueue, c.Queues)
	c.within(path+".capacity_cost", *w.CapacityCost, 0, agent.MaxCapacity)
	c.rulesets(path+".classification", w.Classification)
	c.routes(path+".routes", w.Routes)
	c.distribution(path, w)
	c.times(path, w)
	c.asksOutcome(path, w)
	c.declineReasons(path+".offer.decline_reasons", w.Offer.DeclineReasons)
	c.occasions(path+".messages", w.Messages)
	if w.Notice != nil {
		c.notice(path+".notice", *w.Notice)
	}
}

// isZone rejects what a machine's zone database holds apart from the zones of the
// world, whose names begin with a capital: its own as "Local" or "localtime",
// "right/", which counts leap seconds, and other files.
func isZone(name string) bool {
	_, err := time.LoadLocation(name)
	return err == nil && name != "Local" && name[0] >= 'A' && name[0] <= 'Z'
}

func (c *checker) distribution(path string, w Workstream) {
	c.oneOf(path+".distribution.mode", w.Distribution.Mode, Push, Pick)
	for i, p := range w.Distribution.Presences {
		c.oneOf(At(path+".distribution.presences", i), p, "available", "busy", "away")
	}
	if len(w.Distribution.Presences) == 0 {
		c.add(path+".distribution.presences", "it is empty, nobody would get work")
	}
	c.within(path+".offer.away_after", *w.Offer.AwayAfter, 1, 10) //nolint:mnd // as documented at the field
}

func (c *checker) times(path string, w Workstream) {
	const month = 30 * day // Cloud Tasks schedules no further ahead
	c.lasts(path+".offer.timeout", *w.Offer.Timeout, 10*time.Second, 10*time.Minute)
	c.lasts(path+".offer.pause", *w.Offer.Pause, 10*time.Second, time.Hour)
	c.lasts(path+".affinity.within", *w.Affinity.Within, 0, 365*day)
	c.lasts(path+".affinity.wait", w.Affinity.Wait, 0, day)
	c.lasts(path+".reopen_within", *w.ReopenWithin, 0, 365*day)
	c.responses(path+".service_level", w.ServiceLevel)
	c.lasts(path+".repeat_after", *w.RepeatAfter, time.Minute, day)
	c.lasts(path+".inactivity.close", *w.Inactivity.Close, time.Hour, month)
	if w.Inactivity.NoAnswer != 0 {
		c.lasts(path+".inactivity.no_answer", w.Inactivity.NoAnswer, time.Minute, month)
	}
	c.oneOf(path+".when_answered", w.WhenAnswered, Open, Keep)
	c.oneOf(path+".history", w.History, HistorySession, HistoryQueues, HistoryAll)
	c.oneOf(path+".inactivity.action", w.Inactivity.Action, Alert, Requeue)
	c.oneOf(path+".wrap_up.blocks", w.WrapUp.Blocks, BlocksAlways, BlocksNever, BlocksFor)
	c.lasts(path+".wrap_up.for", *w.WrapUp.For, 30*time.Second, time.Hour)
	for _, span := range w.Retention.All() {
		c.lasts(path+".retention."+span.Name, **span.For, day, 3650*day)
	}
}

func (c *checker) occasions(path string, o Occasions) {
	for _, named := range o.All() {
		if named.Message != "" {
			refer(c, Under(path, named.Name), "automated message", named.Message, c.AutomatedMessages)
		}
	}
}

func (c *checker) rulesets(path string, rulesets []Ruleset) {
	var names []string
	skills, attributes := map[string]int64{}, map[string]string{}
	for i, rs := range rulesets {
		c.name(At(path, i)+".name", rs.Name)
		names = append(names, rs.Name)
		if len(rs.Rules) == 0 {
			c.add(At(path, i)+".rules", "there is none")
		}
		var rules []string
		for j, r := range rs.Rules {
			rules = append(rules, r.Name)
			c.outputs(At(At(path, i)+".rules", j), r)
			maps.Copy(skills, r.Set.Skills)
			maps.Copy(attributes, r.Set.Attributes)
		}
		c.unique(At(path, i)+".rules", rules)
	}
	c.unique(path, names)
	if n := max(len(skills), len(attributes)); n > mapLength {
		c.add(path, "its rules set %d different skills or attributes, at most %d of either are allowed", n, mapLength)
	}
}

func (c *checker) unique(path string, names []string) {
	first := map[string]int{}
	for i, name := range names {
		if name == "" {
			continue // that is a problem already
		}
		if j, ok := first[name]; ok {
			c.add(At(path, i)+".name", "%q is the name of %s too", name, At(path, j))
			continue
		}
		first[name] = i
	}
}

func (c *checker) outputs(path string, r Rule) {
	c.name(path+".name", r.Name)
	set := path + ".set"
	if r.Set.Priority == nil && r.Set.Language == "" && len(r.Set.Skills)+len(r.Set.Attributes)+len(r.Set.Tags) == 0 {
		c.add(set, "it is empty, the rule would do nothing")
	}
	if r.Set.Priority != nil {
		c.within(set+".priority", *r.Set.Priority, -MaxPriority, MaxPriority)
	}
	if r.Set.Language != "" {
		c.tag(set+".language", r.Set.Language)
	}
	c.skills(set+".skills", r.Set.Skills)
	for i, tag := range r.Set.Tags {
		refer(c, At(set+".tags", i), "tag", tag, c.Tags)
	}
	c.twice(set+".tags", r.Set.Tags)
	c.most(set+".tags", len(r.Set.Tags), MaxTags)
	Each(r.Set.Attributes, func(name, value string) {
		if !attributeForm.MatchString(name) {
			c.add(Under(set+".attributes", name), "a name is at most 39 letters, digits, hyphens and underscores, and begins with a letter")
		}
		if len([]rune(value)) > maxAttribute {
			c.add(Under(set+".attributes", name), "it is longer than %d characters", maxAttribute)
		}
	})
}

var attributeForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]{0,38}$`)

// MaxPriority is the highest priority of a queue or a session; the lowest is as far
// below zero.
const MaxPriority = 100

const maxAttribute = 256

func (c *checker) routes(path string, routes []Route) {
	var names []string
	for i, r := range routes {
		names = append(names, r.Name)
		path := At(path, i)
		c.name(path+".name", r.Name)
		switch {
		case r.Queue != "" && len(r.Split) > 0:
			c.add(path, "it has a queue and a split, and must have one of them")
		case len(r.Split) > 0:
			c.split(path+".split", r.Split)
			c.twice(path+".split", r.Targets())
		default:
			refer(c, path+".queue", "queue", r.Queue, c.Queues)
		}
		if r.Overflow != nil {
			c.ownOverflow(path+".overflow", r)
		}
	}
	c.unique(path, names)
}

// ownOverflow checks a rule's overflow, and whether it has any effect.
func (c *checker) ownOverflow(path string, r Route) {
	c.preQueue(path, *r.Overflow)
	if r.Overflow.Closed != nil {
		c.notItself(path+".closed.queue", r, *r.Overflow.Closed)
		if !slices.ContainsFunc(r.Targets(), c.mayClose) {
			c.add(path+".closed", "the rule's queue has no hours and is always open")
		}
	}
	if r.Overflow.Length != nil {
		c.notItself(path+".length.queue", r, r.Overflow.Length.Remedy)
	}
}

func (c *checker) notItself(path string, r Route, o Remedy) {
	if o.Action == Transfer && o.Queue != "" && o.Queue == r.Queue {
		c.add(path, "it is the queue of the rule itself")
	}
}

// mayClose is also true for a queue that does not exist, which is a problem
// already.
func (c *checker) mayClose(queue string) bool {
	q, ok := c.Queues[queue]
	return !ok || q.Hours != ""
}

// Targets are the queues that a rule may choose.
func (r Route) Targets() []string {
	if len(r.Split) == 0 {
		return []string{r.Queue}
	}
	queues := make([]string, len(r.Split))
	for i, s := range r.Split {
		queues[i] = s.Queue
	}
	return queues
}

func (c *checker) split(path string, split []Share) {
	var sum int64
	for i, s := range split {
		refer(c, At(path, i)+".queue", "queue", s.Queue, c.Queues)
		c.within(At(path, i)+".percent", s.Percent, 1, 100) //nolint:mnd // per cent
		sum += s.Percent
	}
	if sum != 100 { //nolint:mnd // per cent
		c.add(path, "its percentages add up to %d and not to 100", sum)
	}
}
