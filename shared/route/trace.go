package route

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/condition"
)

// Trace is how a decision was made: every rule that was looked at, and what made
// it true or false; overflow checks; the configuration.
type Trace struct {
	config     *Config
	facts      Facts
	brandAgent string
	zone       *time.Location
	// found is what classification had found, step by step.
	found []found
	steps []step
	size  int
}

// step is a line of a trace. A rule's line is written when it is read: that
// takes longer than the decision.
type step struct {
	text    string
	rule    *rule
	matched bool
	failed  error
	// found is how many of the trace's findings were known.
	found int
}

// size is how many rules there are to look at.
func (f *flow) size() int {
	n := len(f.routes)
	for i := range f.rulesets {
		n += len(f.rulesets[i].rules)
	}
	return n
}

func (t *Trace) say(format string, args ...any) {
	t.add(step{text: fmt.Sprintf(format, args...)})
}

func (t *Trace) look(r *rule, matched bool, err error) {
	t.add(step{rule: r, matched: matched, failed: err, found: len(t.found)})
}

func (t *Trace) skip(what string, n int) {
	if n > 0 {
		t.say("%s: %d more not looked at", what, n)
	}
}

func (t *Trace) add(s step) {
	if t.steps == nil {
		const others = 8
		t.steps = make([]step, 0, t.size+others)
	}
	t.steps = append(t.steps, s)
}

// Lines is the trace as text, a line a step. It is the only place where a
// decision is put into words: the events that agents see and the commands have
// its lines.
func (t *Trace) Lines() []string {
	run := t.config.run(t.facts, t.brandAgent, t.zone)
	defer run.Close()
	lines, known := []string{"configuration " + t.config.Version}, 0
	for _, s := range t.steps {
		if s.rule == nil {
			lines = append(lines, s.text)
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
	verdict := " does not match"
	if s.matched {
		verdict = " matches"
	}
	if s.failed != nil {
		return s.rule.label + " fails: " + s.failed.Error()
	}
	text := s.rule.label + verdict + ": it has no condition"
	if s.rule.when != nil {
		text = s.rule.label + verdict + ": " + run.Explain(s.rule.when)
	}
	if sets := s.rule.set.String(); s.matched && sets != "" {
		text += "; it sets " + sets
	}
	return text
}

// String lists what is set.
func (o Outputs) String() string {
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
