package configuration

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/hours"
)

// SettingKind is what a [Setting] is about.
type SettingKind string

// The kinds of settings.
const (
	// SetHours is when a queue is open on a date, instead of what the file says.
	SetHours SettingKind = "hours"
	// SetOutage is what greets a workstream's customers while something does not work.
	SetOutage SettingKind = "outage"
	// SetTag is a tag that the file has not.
	SetTag SettingKind = "tag"
)

const (
	// MaxSettings is how many settings are in force at a time; the oldest count.
	MaxSettings = 100
	// MaxSpans is how many spans a date can have.
	MaxSpans = 5
	// MaxOutage is the longest text of an outage, in characters.
	MaxOutage = 1000
	// SettingKept is how long a setting is kept once it is over.
	SettingKept = 30 * 24 * time.Hour
)

// Setting is the document settings/{id}: what a supervisor set at the desk over the
// configuration of the file, for what changes daily. What the file does not know, such as
// a queue that was removed, is left out.
type Setting struct {
	Kind SettingKind `firestore:"kind"`
	// Of is the queue of hours, the workstream of an outage, or the tag.
	Of string `firestore:"of"`
	// Date of hours is YYYY-MM-DD in the queue's time zone. Spans are as in the file; none
	// is closed. Zone is for a queue that has no hours, and is open on other days.
	Date  string   `firestore:"date,omitempty"`
	Spans []string `firestore:"spans,omitempty"`
	Zone  string   `firestore:"zone,omitempty"`
	// Texts are those of an outage, or a tag's labels, by language tag.
	Texts map[string]string `firestore:"texts,omitempty"`
	// Colour is a tag's.
	Colour string `firestore:"colour,omitempty"`
	// Until is when it ends, in the year 9999 if never.
	Until time.Time `firestore:"until"`
	// By and Name are the supervisor who set it, At.
	By   string    `firestore:"by"`
	Name string    `firestore:"name"`
	At   time.Time `firestore:"at"`

	ExpireAt time.Time `firestore:"expireAt,omitempty"`
}

// SettingError says why a setting is left out.
type SettingError struct {
	ID  string
	Err error
}

func (e *SettingError) Error() string { return "setting " + e.ID + ": " + e.Err.Error() }

func (e *SettingError) Unwrap() error { return e.Err }

// ID names the setting: what is set for the same thing replaces it.
func (s Setting) ID() string {
	if s.Kind == SetHours {
		return string(s.Kind) + "_" + s.Of + "_" + s.Date
	}
	return string(s.Kind) + "_" + s.Of
}

// LoadWith loads a configuration with the settings that are in force at an instant, and
// returns the text that it was made of, too: the same configuration and settings make the
// same text, and so the same version; without settings it is the configuration's own. A
// setting with which it does not load is left out and returned by its ID, with what is wrong.
func LoadWith(
	routing []byte, settings []Setting, now time.Time, channels channel.Profiles,
) (c *Config, text []byte, refused map[string]error, err error) {
	settings = inForce(settings, now)
	if text = overlaid(routing, settings); len(settings) > 0 {
		if c, err = Load(text, channels); err == nil {
			return c, text, nil, nil
		}
	}
	c, err = Load(routing, channels)
	if err != nil || len(settings) == 0 {
		return c, routing, nil, err
	}
	// One of them is wrong; the others count.
	text, refused = routing, map[string]error{}
	var good []Setting
	for _, s := range settings {
		tried := overlaid(routing, append(slices.Clone(good), s))
		with, err := Load(tried, channels)
		if err != nil {
			refused[s.ID()] = err
			continue
		}
		c, text, good = with, tried, append(good, s)
	}
	return c, text, refused, nil
}

// inForce are the settings that count at an instant, in a fixed order.
func inForce(settings []Setting, now time.Time) []Setting {
	settings = slices.DeleteFunc(slices.Clone(settings), func(s Setting) bool { return !now.Before(s.Until) })
	slices.SortFunc(settings, func(a, b Setting) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID(), b.ID())) })
	return settings[:min(len(settings), MaxSettings)]
}

// overlaid is the text of a configuration with settings.
func overlaid(routing []byte, settings []Setting) []byte {
	var tree overlay
	if len(settings) == 0 || json.Unmarshal(routing, &tree) != nil {
		return routing // what loads it says what is wrong
	}
	changed := false
	for _, s := range settings {
		changed = tree.set(s) || changed
	}
	if !changed {
		return routing
	}
	text, err := json.Marshal(tree)
	if err != nil {
		panic(err) // it was JSON before
	}
	return text
}

// overlay is a configuration as JSON.
type overlay map[string]any

// within returns the object at a path, which is made where something else is.
func (o overlay) within(path ...string) overlay {
	at := map[string]any(o)
	for _, name := range path {
		next, ok := at[name].(map[string]any)
		if !ok {
			next = map[string]any{}
			at[name] = next
		}
		at = next
	}
	return at
}

// has says whether there is an object at a path.
func (o overlay) has(path ...string) bool {
	at := any(map[string]any(o))
	for _, name := range path {
		object, _ := at.(map[string]any)
		at = object[name]
	}
	_, ok := at.(map[string]any)
	return ok
}

// set says whether the configuration knows what the setting is about.
func (o overlay) set(s Setting) bool {
	switch {
	case s.Kind == SetHours && o.has("queues", s.Of):
		queue, name := o.within("queues", s.Of), "set-"+Version([]byte(s.Of))
		o.within("hours")[name] = o.hoursWith(s)
		queue["hours"] = name // others may share those that it had
	case s.Kind == SetOutage && o.has("workstreams", s.Of):
		name := "outage-" + Version([]byte(s.Of))
		o.within("automated_messages")[name] = map[string]any{"texts": s.Texts}
		o.within("workstreams", s.Of, "messages")["greeting"] = name
	case s.Kind == SetTag && !o.has("tags", s.Of):
		o.within("tags")[s.Of] = map[string]any{"labels": s.Texts, "colour": cmp.Or(s.Colour, Colours()[0])}
	default:
		return false
	}
	return true
}

// hoursWith are the hours of the setting's queue with its date.
func (o overlay) hoursWith(s Setting) map[string]any {
	own := map[string]any{"time_zone": cmp.Or(s.Zone, "UTC"), "week": always()}
	if name, _ := o.within("queues", s.Of)["hours"].(string); o.has("hours", name) {
		own = maps.Clone(map[string]any(o.within("hours", name)))
	}
	exceptions := map[string]any{}
	if before, ok := own["exceptions"].(map[string]any); ok {
		maps.Copy(exceptions, before)
	}
	exceptions[s.Date] = append([]string{}, s.Spans...)
	own["exceptions"] = exceptions
	return own
}

// always is a week without an end.
func always() map[string]any {
	week := map[string]any{}
	for _, day := range hours.Weekdays() {
		week[day] = []string{"24h"}
	}
	return week
}
