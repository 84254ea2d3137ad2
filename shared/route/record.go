package route

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/condition"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// MaxRecord bounds what is kept of a decision, in bytes: its facts, the decision itself
// and its trace. Firestore takes 1 MiB, but people have to read the trace, and each of
// their clients loads it with the conversation.
const MaxRecord = 32 << 10

const (
	// leastTrace is what a trace may take in any case: the lines without any rules.
	leastTrace = 8 << 10
	// counted is enough for the lines that count what was left out.
	counted = 256
)

// MaxFacts bounds the facts, as JSON. A message of Business Messages has 3,072
// characters at most, which fit in every script.
const MaxFacts = 12 << 10

// Bounded is the facts with what the customer wrote, and where the customer came from,
// cut so that they fit into a record. A decision is made from what is recorded of it,
// so it can be made again.
func (f Facts) Bounded() Facts {
	const longest, shortest = 8 << 10, 64
	for most := longest; ; most /= 2 {
		cut := f.cut(most)
		if text, err := Encode(cut); err == nil && len(text) <= MaxFacts || most <= shortest {
			return cut
		}
	}
}

// Encode is a part of a decision's record as JSON text. It leaves <, > and & as they
// are: for a page that JSON is written into, they would take six bytes each.
func Encode(part any) (string, error) {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(part); err != nil {
		return "", fmt.Errorf("record: %w", err)
	}
	return strings.TrimSuffix(text.String(), "\n"), nil
}

func (f Facts) cut(most int) Facts {
	c := &f.Context
	for _, text := range []*string{
		&f.Text, &f.Postback, &c.EntryPoint, &c.PlaceID, &c.NearPlaceID, &c.DisplayName, &c.DeviceLocale, &c.Locale,
		&c.CustomContext, &c.WidgetURL, &c.WidgetContext,
	} {
		*text, _ = channel.Shorten(*text, most)
	}
	return f
}

// Room is how many bytes of the record there are for the trace of a decision, of which
// the rest of the record is known.
func Room(facts, decision string) int {
	return max(leastTrace, MaxRecord-len(facts)-len(decision))
}

// Lines is the trace, a line for each step, in so many bytes at most. Rules that
// matched or failed are always in it, as are the lines that are not about rules;
// others are there as far as they fit, the first ones first, and else are counted.
func (t *Trace) Lines(most int) []reason.Reason {
	most -= counted
	lines := make([]*reason.Reason, len(t.steps))
	most -= t.essential(lines)
	for i := range lines {
		if most < 0 {
			most += shorten(lines, i)
		}
	}
	left := 0
	if most < 0 {
		left = t.leaveOut(lines, -most)
		most = 0
	}
	others := t.fill(lines, most)
	all := []reason.Reason{*reason.New(ByConfiguration, reason.Args{"version": t.config.Version})}
	for _, line := range lines {
		if line != nil {
			all = append(all, *line)
		}
	}
	if left > 0 {
		all = append(all, *reason.New(LinesLeftOut, reason.Args{"count": left}))
	}
	if others > 0 {
		all = append(all, *reason.New(OthersDoNotMatch, reason.Args{"count": others}))
	}
	return all
}

// each gives the steps to f with what was known at each of them.
func (t *Trace) each(f func(i int, s step, run *condition.Run)) {
	run := newRun(t.config, t.facts, t.brandAgent, t.zone)
	known := int32(0)
	for i, s := range t.steps {
		if s.rule != nil && s.found != known {
			known = s.found
			t.found[known-1].show(run)
		}
		f(i, s, run)
	}
}

func (s step) isEssential() bool { return s.rule == nil || s.matched || s.failed }

// essential fills in the lines that are always there, and returns their size.
func (t *Trace) essential(lines []*reason.Reason) (size int) {
	said := t.said
	t.each(func(i int, s step, run *condition.Run) {
		switch {
		case s.rule == nil:
			lines[i], said = &said[0], said[1:]
		case s.isEssential():
			line := s.line(run)
			lines[i] = &line
		default:
			return
		}
		size += lines[i].Size()
	})
	return size
}

// shorten takes the comparisons out of the line of a rule, and returns by how much it
// is shorter.
func shorten(lines []*reason.Reason, i int) int {
	line := lines[i]
	if line == nil || line.Code != Matches && line.Code != Fails {
		return 0
	}
	args := reason.Args{"rule": line.Args["rule"], "because": []reason.Reason{}}
	if line.Code == Matches {
		args["sets"] = []reason.Reason{}
	}
	lines[i] = reason.New(line.Code, args)
	return line.Size() - lines[i].Size()
}

// leaveOut takes lines away that are too much, and counts them: not the first one,
// which is the workstream's, and not the last one, which is the queue's.
func (t *Trace) leaveOut(lines []*reason.Reason, tooMuch int) (left int) {
	for i := 1; i < len(lines)-1 && tooMuch > 0; i++ {
		if lines[i] != nil && t.steps[i].isEssential() {
			tooMuch -= lines[i].Size()
			lines[i] = nil
			left++
		}
	}
	return left
}

// fill fills in the rules that did not match, as far as there is room, and counts the
// others.
func (t *Trace) fill(lines []*reason.Reason, room int) (others int) {
	full := false
	t.each(func(i int, s step, run *condition.Run) {
		if s.isEssential() {
			return
		}
		if !full {
			line := s.line(run)
			room -= line.Size()
			full = room < 0
			if !full {
				lines[i] = &line
				return
			}
		}
		others++
	})
	return others
}
