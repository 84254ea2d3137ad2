package route

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/condition"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
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
	// texts are the lines of steps that are not rules.
	texts []string
}

// step is a line of a trace. A rule's line is written when it is read: that
// takes longer than the decision. There are as many as rules, so they are small.
type step struct {
	rule            *configuration.CompiledRule // nil is the next of the texts
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

func (t *Trace) say(format string, args ...any) {
	t.steps = append(t.steps, step{})
	t.texts = append(t.texts, fmt.Sprintf(format, args...))
}

func (t *Trace) look(r *configuration.CompiledRule, matched, failed bool) {
	known := int32(len(t.found)) //nolint:gosec // not more than rulesets
	t.steps = append(t.steps, step{rule: r, matched: matched, failed: failed, found: known})
}

func (t *Trace) skip(what string, n int) {
	if n > 0 {
		t.say("%s: %d more not looked at", what, n)
	}
}

// Lines is the trace as text, a line a step. It is the only place where a
// decision is put into words: the events that agents see and the commands have
// its lines.
func (t *Trace) Lines() []string {
	run := newRun(t.config, t.facts, t.brandAgent, t.zone)
	lines, texts, known := []string{"configuration " + t.config.Version}, t.texts, int32(0)
	for _, s := range t.steps {
		if s.rule == nil {
			lines, texts = append(lines, texts[0]), texts[1:]
			continue
		}
		if s.found != known {
			known = s.found
			t.found[known-1].show(run)
		}
		lines = append(lines, s.line(run))
	}
	return lines
}

func (s step) line(run *condition.Run) string {
	verdict, why, sets := " does not match: ", "it has no condition", ""
	if s.rule.When != nil {
		why = run.Explain(s.rule.When)
	}
	switch {
	case s.matched:
		verdict, sets = " matches: ", listed(s.rule.Set)
	case s.failed:
		verdict = " fails: "
	}
	if sets != "" {
		sets = "; it sets " + sets
	}
	return s.rule.Label + verdict + why + sets
}

// listed describes what a rule sets.
func listed(o configuration.Outputs) string {
	var parts []string
	if o.Priority != nil {
		parts = append(parts, "priority "+strconv.FormatInt(*o.Priority, 10))
	}
	if o.Language != "" {
		parts = append(parts, "language "+o.Language)
	}
	for _, name := range slices.Sorted(maps.Keys(o.Skills)) {
		parts = append(parts, "skill "+name+" "+strconv.FormatInt(o.Skills[name], 10))
	}
	for _, name := range slices.Sorted(maps.Keys(o.Attributes)) {
		parts = append(parts, "attribute "+name+" "+strconv.Quote(o.Attributes[name]))
	}
	return strings.Join(parts, ", ")
}
