package route

import "time"

func (c *checker) workstream(path, name string, w Workstream) {
	c.name(path, name)
	c.oneOf(path+".type", w.Type, "messaging")
	c.oneOf(path+".channel", w.Channel, defaultChannel)
	c.tag(path+".language", w.Language)
	if _, err := time.LoadLocation(w.TimeZone); err != nil || w.TimeZone == "Local" {
		c.add(path+".time_zone", "there is no time zone %q, write one such as Europe/Paris", w.TimeZone)
	}
	refer(c, path+".fallback_queue", "queue", w.FallbackQueue, c.Queues)
	c.within(path+".capacity_cost", *w.CapacityCost, 0, maxCapacity)
	c.rulesets(path+".classification", w.Classification)
	c.routes(path+".routes", w.Routes)
	c.distribution(path, w)
	c.times(path, w)
	c.occasions(path+".messages", w.Messages)
}

func (c *checker) distribution(path string, w Workstream) {
	c.oneOf(path+".distribution.mode", w.Distribution.Mode, Push, Pick)
	for i, p := range w.Distribution.Presences {
		c.oneOf(at(path+".distribution.presences", i), p, "available", "busy", "away")
	}
	if len(w.Distribution.Presences) == 0 {
		c.add(path+".distribution.presences", "it is empty, nobody would get work")
	}
	c.within(path+".offer.declines", *w.Offer.Declines, 1, 5)     //nolint:mnd // as documented at the field
	c.within(path+".offer.away_after", *w.Offer.AwayAfter, 1, 10) //nolint:mnd // as documented at the field
}

func (c *checker) times(path string, w Workstream) {
	const month = 30 * day // Cloud Tasks plans no further ahead
	c.lasts(path+".offer.timeout", *w.Offer.Timeout, 10*time.Second, 10*time.Minute)
	c.lasts(path+".affinity.within", *w.Affinity.Within, 0, 365*day)
	c.lasts(path+".affinity.wait", w.Affinity.Wait, 0, day)
	c.lasts(path+".reopen_within", *w.ReopenWithin, 0, 365*day)
	c.lasts(path+".inactivity.close", *w.Inactivity.Close, time.Hour, month)
	if w.Inactivity.NoAnswer != 0 {
		c.lasts(path+".inactivity.no_answer", w.Inactivity.NoAnswer, time.Minute, month)
	}
	c.oneOf(path+".inactivity.action", w.Inactivity.Action, Alert, Requeue)
	c.oneOf(path+".wrap_up.blocks", w.WrapUp.Blocks, BlocksAlways, BlocksNever, BlocksFor)
	c.lasts(path+".wrap_up.for", *w.WrapUp.For, 30*time.Second, time.Hour)
}

func (c *checker) occasions(path string, o Occasions) {
	for _, named := range o.all() {
		if named.message != "" {
			refer(c, under(path, named.occasion), "automated message", named.message, c.AutomatedMessages)
		}
	}
}

type occasion struct{ occasion, message string }

func (o Occasions) all() []occasion {
	return []occasion{
		{"greeting", o.Greeting},
		{"agent_joined", o.AgentJoined},
		{"transferred", o.Transferred},
		{"ended", o.Ended},
		{"inactive", o.Inactive},
		{"no_files", o.NoFiles},
	}
}

func (c *checker) rulesets(path string, rulesets []Ruleset) {
	var names []string
	for i, rs := range rulesets {
		c.name(at(path, i)+".name", rs.Name)
		names = append(names, rs.Name)
		if len(rs.Rules) == 0 {
			c.add(at(path, i)+".rules", "there is none")
		}
		var rules []string
		for j, r := range rs.Rules {
			rules = append(rules, r.Name)
			c.outputs(at(at(path, i)+".rules", j), r)
		}
		c.unique(at(path, i)+".rules", rules)
	}
	c.unique(path, names)
}

func (c *checker) unique(path string, names []string) {
	first := map[string]int{}
	for i, name := range names {
		if j, ok := first[name]; ok {
			c.add(at(path, i)+".name", "%q is the name of %s too", name, at(path, j))
			continue
		}
		first[name] = i
	}
}

func (c *checker) outputs(path string, r Rule) {
	c.name(path+".name", r.Name)
	set := path + ".set"
	if r.Set.Priority == nil && r.Set.Language == "" && len(r.Set.Skills) == 0 && len(r.Set.Attributes) == 0 {
		c.add(set, "it is empty, the rule would do nothing")
	}
	if r.Set.Priority != nil {
		c.within(set+".priority", *r.Set.Priority, -maxPriority, maxPriority)
	}
	if r.Set.Language != "" {
		c.tag(set+".language", r.Set.Language)
	}
	c.skills(set+".skills", r.Set.Skills)
	each(r.Set.Attributes, func(name, value string) {
		if !plainKey.MatchString(name) {
			c.add(under(set+".attributes", name), "a name is letters, digits, hyphens and underscores")
		}
		if len([]rune(value)) > maxAttribute {
			c.add(under(set+".attributes", name), "it is longer than %d characters", maxAttribute)
		}
	})
}

const (
	maxPriority  = 100
	maxAttribute = 256
)

func (c *checker) routes(path string, routes []Route) {
	var names []string
	for i, r := range routes {
		names = append(names, r.Name)
		path := at(path, i)
		c.name(path+".name", r.Name)
		switch {
		case r.Queue != "" && len(r.Split) > 0:
			c.add(path, "it has a queue and a split, and must have one of them")
		case len(r.Split) > 0:
			c.split(path+".split", r.Split)
		default:
			refer(c, path+".queue", "queue", r.Queue, c.Queues)
		}
		if r.Overflow != nil {
			c.preQueue(path+".overflow", *r.Overflow)
		}
	}
	c.unique(path, names)
}

func (c *checker) split(path string, split []Share) {
	var sum int64
	var queues []string
	for i, s := range split {
		refer(c, at(path, i)+".queue", "queue", s.Queue, c.Queues)
		c.within(at(path, i)+".percent", s.Percent, 1, 100) //nolint:mnd // per cent
		sum += s.Percent
		queues = append(queues, s.Queue)
	}
	c.twice(path, queues)
	if sum != 100 { //nolint:mnd // per cent
		c.add(path, "its percentages add up to %d and not to 100", sum)
	}
}
