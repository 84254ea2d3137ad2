// Package replay repeats recorded routing decisions: with the configuration that
// each was made with, which must give the same result, or with another one, to
// see what it would change.
package replay

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/texts"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// Source is where decisions are recorded, see package store.
type Source interface {
	Decisions(ctx context.Context, since time.Time, f func(store.Decided) error) error
	Archived(ctx context.Context, version string, known channel.Profiles) (*configuration.Config, error)
}

// Options say what to replay.
type Options struct {
	Since time.Time
	// Config is the configuration to use; nil is the one each decision was made
	// with.
	Config *configuration.Config
	// Examples is how many sessions to show per change.
	Examples int
	// Progress is told from time to time how many decisions were repeated.
	Progress func(done int)
}

// Report is the result of a replay.
type Report struct {
	Since time.Time `json:"since"`
	// Config is the version that was used; "" is each decision's own.
	Config string `json:"config,omitempty"`
	// Decisions counts the recorded decisions; Same counts those with the same
	// result.
	Decisions int `json:"decisions"`
	Same      int `json:"same"`
	// Versions counts the decisions by their configuration.
	Versions map[string]int `json:"versions"`
	// Overlays are the versions that supervisors had set something over, most frequent first.
	Overlays []Overlay `json:"overlays,omitempty"`
	// Changes are the different results, most frequent first.
	Changes []*Change `json:"changes"`
	// Unknown lists queues whose length a new rule asks for but nobody recorded;
	// they count as empty.
	Unknown []string `json:"unknown_lengths,omitempty"`
}

// Overlay is a version of the configuration that was not the file's alone.
type Overlay struct {
	Version   string                  `json:"version"`
	Decisions int                     `json:"decisions"`
	Settings  []configuration.Applied `json:"settings"`
}

// Change is a set of sessions that would go to another queue or differ in another
// way.
type Change struct {
	// From and To are where the sessions went and where they would go.
	From  string `json:"from"`
	To    string `json:"to"`
	Count int    `json:"count"`
	// What else differs: "priority", "language", …; for "trace" only the reasons.
	What     []string  `json:"what,omitempty"`
	Examples []Example `json:"examples"`
}

// Example is one session with both decisions.
type Example struct {
	Conversation conversation.ID `json:"conversation"`
	Session      int64           `json:"session"`
	At           time.Time       `json:"at"`
	Before       []string        `json:"before"`
	After        []string        `json:"after"`
}

// Run repeats the decisions of a source.
func Run(ctx context.Context, source Source, o Options) (*Report, error) {
	r := &run{
		source: source, options: o, configs: map[string]*configuration.Config{}, changes: map[string]*Change{}, unknown: map[string]bool{},
		report: &Report{Since: o.Since, Versions: map[string]int{}, Changes: []*Change{}},
	}
	if o.Config != nil {
		r.report.Config = o.Config.Version
	}
	err := source.Decisions(ctx, o.Since, func(d store.Decided) error { return r.repeat(ctx, d) })
	if err != nil {
		return nil, fmt.Errorf("after %d decisions: %w", r.report.Decisions, err)
	}
	r.report.Changes = slices.SortedFunc(maps.Values(r.changes), func(a, b *Change) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To),
			slices.Compare(a.What, b.What))
	})
	r.report.Overlays = r.overlays()
	r.report.Unknown = slices.Sorted(maps.Keys(r.unknown))
	return r.report, nil
}

type run struct {
	source  Source
	options Options
	configs map[string]*configuration.Config
	changes map[string]*Change
	unknown map[string]bool
	report  *Report
}

func (r *run) repeat(ctx context.Context, d store.Decided) error {
	var facts route.Facts
	var before route.Decision
	if err := errors.Join(json.Unmarshal([]byte(d.Facts), &facts), json.Unmarshal([]byte(d.Decision), &before)); err != nil {
		return fmt.Errorf("conversation %s, event %d: %w", d.Conversation, d.Seq, err)
	}
	config, err := r.config(ctx, before.Version)
	if r.options.Config != nil { // its own says only what was set over it
		config, err = r.options.Config, nil
	}
	if err != nil {
		return err
	}
	after, trace, err := r.decide(config, facts)
	if err != nil {
		return fmt.Errorf("conversation %s, event %d: %w", d.Conversation, d.Seq, err)
	}
	r.report.Decisions++
	r.report.Versions[before.Version]++
	if r.options.Progress != nil {
		r.options.Progress(r.report.Decisions)
	}
	lines := trace.Lines(route.Room(d.Facts, d.Decision))
	what := differences(before, after)
	if r.options.Config == nil && !reflect.DeepEqual(lines, d.Trace) {
		what = append(what, "trace")
	}
	if len(what) == 0 {
		r.report.Same++
		return nil
	}
	r.addChange(d, before, after, what, lines)
	return nil
}

func (r *run) config(ctx context.Context, version string) (*configuration.Config, error) {
	if config, ok := r.configs[version]; ok {
		return config, nil
	}
	config, err := r.source.Archived(ctx, version, channels.Profiles())
	if err == nil || r.options.Config != nil {
		r.configs[version] = config // nil is not asked for again
	}
	return config, err
}

// overlays are what supervisors had set, by the versions that it made.
func (r *run) overlays() []Overlay {
	var all []Overlay
	for version, n := range r.report.Versions {
		if config := r.configs[version]; config != nil && len(config.Settings) > 0 {
			all = append(all, Overlay{Version: version, Decisions: n, Settings: config.Settings})
		}
	}
	slices.SortFunc(all, func(a, b Overlay) int {
		return cmp.Or(cmp.Compare(b.Decisions, a.Decisions), cmp.Compare(a.Version, b.Version))
	})
	return all
}

// decide makes a decision; a length that nobody recorded counts as zero.
func (r *run) decide(config *configuration.Config, facts route.Facts) (route.Decision, *route.Trace, error) {
	waiting := map[string]int64{}
	maps.Copy(waiting, facts.Waiting)
	facts.Waiting = waiting
	for {
		decision, trace, err := route.Decide(config, facts)
		length, ok := errors.AsType[*route.LengthError](err)
		if !ok {
			return decision, trace, err
		}
		r.unknown[length.Queue], waiting[length.Queue] = true, 0
	}
}

// differences names what differs, the destination first.
func differences(before, after route.Decision) []string {
	var what []string
	for _, d := range []struct {
		name string
		same bool
	}{
		{"queue", place(before) == place(after)},
		{"workstream", before.Workstream == after.Workstream},
		{"priority", before.Priority == after.Priority},
		{"language", before.Language == after.Language},
		{"skills", maps.Equal(before.Skills, after.Skills)},
		{"attributes", maps.Equal(before.Attributes, after.Attributes)},
		{"tags", slices.Equal(before.Tags, after.Tags)},
		{"message", before.Message == after.Message},
	} {
		if !d.same {
			what = append(what, d.name)
		}
	}
	return what
}

// place describes where a session goes.
func place(d route.Decision) string {
	if d.Action == configuration.End {
		return "ended"
	}
	return d.Queue
}

func (r *run) addChange(d store.Decided, before, after route.Decision, what []string, lines []reason.Reason) {
	c := &Change{From: place(before), To: place(after)}
	if c.From == c.To {
		c.What = what
	}
	key := fmt.Sprint(c.From, "\x00", c.To, "\x00", c.What)
	if known, ok := r.changes[key]; ok {
		c = known
	}
	r.changes[key] = c
	c.Count++
	if len(c.Examples) < r.options.Examples {
		c.Examples = append(c.Examples, Example{
			Conversation: d.Conversation, Session: d.Session, At: d.At, Before: texts.English().Lines(d.Trace), After: texts.English().Lines(lines),
		})
	}
}
