package route

import (
	"maps"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/condition"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// Trace is how a decision was made: every rule that was checked, and what made it
// true or false; overflow checks; the configuration.
type Trace struct {
	config     *configuration.Config
	facts      Facts
	brandAgent string
	zone       *time.Location
	// found is what classification had found, step by step.
	found []found
	steps []step
	// said are the lines of the steps that are not rules.
	said []reason.Reason
}

// step is a line of a trace. A rule's line is written when it is read: that
// takes longer than the decision. There are as many as rules, so they are small.
type step struct {
	rule            *configuration.CompiledRule // nil is the next of what was said
	matched, failed bool
	// found is how many of the trace's findings were known.
	found int32
}

// rulesOf is how many rules of a workstream there are to look at.
func rulesOf(f *configuration.Flow) int {
	n := len(f.Rules)
	for i := range f.Rulesets {
		n += len(f.Rulesets[i].Rules)
	}
	return n
}

func newTrace(c *configuration.Config, f Facts, brandAgent string, flow *configuration.Flow) *Trace {
	const others = 8 // steps that are no rules
	return &Trace{
		config: c, facts: f, brandAgent: brandAgent, zone: flow.Zone,
		steps: make([]step, 0, rulesOf(flow)+others),
	}
}

func (t *Trace) say(code reason.Code, args reason.Args) {
	t.steps = append(t.steps, step{})
	t.said = append(t.said, *reason.New(code, args))
}

func (t *Trace) look(r *configuration.CompiledRule, matched, failed bool) {
	known := int32(len(t.found)) //nolint:gosec // not more than rulesets
	t.steps = append(t.steps, step{rule: r, matched: matched, failed: failed, found: known})
}

func (t *Trace) skip(code reason.Code, args reason.Args, n int) {
	if n > 0 {
		args["count"] = n
		t.say(code, args)
	}
}

// labelled names a rule.
func labelled(r *configuration.CompiledRule) *reason.Reason {
	if r.Ruleset == "" {
		return reason.New(IsRoute, reason.Args{"route": r.Name})
	}
	return reason.New(IsRule, reason.Args{"ruleset": r.Ruleset, "rule": r.Name})
}

func (s step) line(run *condition.Run) reason.Reason {
	args := reason.Args{"rule": labelled(s.rule), "because": because(run, s.rule.When)}
	switch {
	case s.matched:
		args["sets"] = sets(s.rule.Set)
		return *reason.New(Matches, args)
	case s.failed:
		return *reason.New(Fails, args)
	}
	return *reason.New(DoesNotMatch, args)
}

// because is what made a condition true or false.
func because(run *condition.Run, when *condition.Condition) []reason.Reason {
	if when == nil {
		return []reason.Reason{*reason.New(Unconditional, nil)}
	}
	var all []reason.Reason
	for _, c := range run.Explain(when) {
		args := reason.Args{"comparison": c.Text, "values": c.Values}
		switch c.Result {
		case condition.True:
			all = append(all, *reason.New(IsTrue, args))
		case condition.False:
			all = append(all, *reason.New(IsFalse, args))
		case condition.Failed:
			args["error"] = c.Err
			all = append(all, *reason.New(HasFailed, args))
		}
	}
	return all
}

// sets is what a rule sets.
func sets(o configuration.Outputs) []reason.Reason {
	var all []reason.Reason
	add := func(code reason.Code, args reason.Args) { all = append(all, *reason.New(code, args)) }
	if o.Priority != nil {
		add(SetsPriority, reason.Args{"priority": *o.Priority})
	}
	if o.Language != "" {
		add(SetsLanguage, reason.Args{"language": o.Language})
	}
	for _, name := range slices.Sorted(maps.Keys(o.Skills)) {
		add(SetsSkill, reason.Args{"skill": name, "level": o.Skills[name]})
	}
	for _, name := range slices.Sorted(maps.Keys(o.Attributes)) {
		add(SetsAttribute, reason.Args{"attribute": name, "value": o.Attributes[name]})
	}
	for _, tag := range o.Tags {
		add(SetsTag, reason.Args{"tag": tag})
	}
	return all
}
