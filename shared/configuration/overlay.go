package configuration

import (
	"cmp"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/hours"
)

// Applied is a [Setting] that a configuration was loaded with. The text of the
// configuration has it, so that whoever makes a decision again knows who set what.
type Applied struct {
	Kind  SettingKind `json:"kind"`
	Of    string      `json:"of"`
	Date  string      `json:"date,omitempty"`
	By    string      `json:"by"`
	Name  string      `json:"name"`
	At    time.Time   `json:"at"`
	Until time.Time   `json:"until"`
}

// Applied is what a configuration keeps of the setting.
func (s Setting) Applied() Applied {
	return Applied{Kind: s.Kind, Of: s.Of, Date: s.Date, By: s.By, Name: s.Name, At: s.At.UTC(), Until: s.Until.UTC()}
}

// ID is that of the setting.
func (a Applied) ID() string { return Setting{Kind: a.Kind, Of: a.Of, Date: a.Date}.ID() }

// Author is the name of who set it, or else the address.
func (a Applied) Author() string { return cmp.Or(a.Name, a.By) }

// String is a line for people.
func (a Applied) String() string {
	by, until := a.By, "until "+a.Until.Format(time.RFC3339)
	if a.Name != "" && a.Name != a.By {
		by = a.Name + " (" + a.By + ")"
	}
	if a.Until.Year() >= forGood {
		until = "for good"
	}
	return a.ID() + ": set by " + by + " at " + a.At.Format(time.RFC3339) + ", " + until
}

// forGood is the year in which a setting ends that never does.
const forGood = 9999

// Outage is the setting by which a workstream's customers are greeted with the words of an
// outage, if there is one.
func (c *Config) Outage(workstream string) (Applied, bool) {
	i := slices.IndexFunc(c.Settings, func(a Applied) bool { return a.Kind == SetOutage && a.Of == workstream })
	if i < 0 {
		return Applied{}, false
	}
	return c.Settings[i], true
}

// HoursSet is the setting by which a queue has other hours than the file says on the day of
// an instant, if there is one.
func (c *Config) HoursSet(queue string, now time.Time) (Applied, bool) {
	for _, a := range c.Settings {
		if s := c.Schedule(queue); a.Kind == SetHours && a.Of == queue && s != nil && a.Date == now.In(s.Location()).Format(time.DateOnly) {
			return a, true
		}
	}
	return Applied{}, false
}

// LoadWith loads a configuration with the settings that are in force at an instant, and
// returns the text that it was made of, too: the same configuration and settings make the
// same text, and so the same version; without settings it is the configuration's own. A
// setting with which it does not load is left out and returned by its ID, with what is wrong.
func LoadWith(
	routing []byte, settings []Setting, now time.Time, channels channel.Profiles,
) (c *Config, text []byte, refused map[string]error, err error) {
	settings = inForce(settings, now)
	text = overlaid(routing, settings)
	c, err = Load(text, channels)
	if err == nil || len(settings) == 0 || string(text) == string(routing) {
		return c, text, nil, err
	}
	all := err // what is wrong with all of them
	if err = ofFile(err, routing, settings); err != nil {
		return nil, routing, nil, err
	}
	if c, err = Load(routing, channels); err != nil {
		return nil, routing, nil, err
	}
	// One of them is wrong; the others count.
	text, refused = routing, map[string]error{}
	var good []Setting
	for i, s := range settings {
		if i == len(settings)-1 && len(refused) == 0 {
			refused[s.ID()] = all // the others are not to blame
			break
		}
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

// ofFile is what is wrong where no setting says anything, so that the file is to blame. It
// is nil if that is nothing.
func ofFile(err error, routing []byte, settings []Setting) error {
	found, ok := errors.AsType[*ProblemsError](err)
	if !ok {
		return err
	}
	left := slices.DeleteFunc(slices.Clone(found.Problems), func(p Problem) bool {
		return slices.ContainsFunc(settings, func(s Setting) bool { return s.says(p.Path) })
	})
	if len(left) == 0 {
		return nil
	}
	return &ProblemsError{Version: Version(routing), Problems: left}
}

// says reports whether a setting says what is at a path, or below it.
func (s Setting) says(path string) bool {
	var own []string
	switch s.Kind {
	case SetHours:
		own = []string{Under("hours", hoursName(s)), Under("queues", s.Of) + ".hours"}
	case SetOutage:
		own = []string{Under("automated_messages", outageName(s)), Under("workstreams", s.Of) + ".messages.greeting"}
	case SetTag:
		own = []string{Under("tags", s.Of)}
	}
	return slices.ContainsFunc(own, func(at string) bool {
		rest, below := strings.CutPrefix(path, at)
		return below && (rest == "" || rest[0] == '.' || rest[0] == '[')
	})
}

// hoursName and outageName are what settings make, which no file calls like that.
func hoursName(s Setting) string  { return "set-" + Version([]byte(s.Of)) }
func outageName(s Setting) string { return "outage-" + Version([]byte(s.Of)) }

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
	var applied []Applied
	for _, s := range settings {
		if tree.set(s) {
			applied = append(applied, s.Applied())
		}
	}
	if len(applied) == 0 {
		return routing
	}
	tree["settings"] = applied
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
		queue, name := o.within("queues", s.Of), hoursName(s)
		o.within("hours")[name] = o.hoursWith(s)
		queue["hours"] = name // others may share those that it had
	case s.Kind == SetOutage && o.has("workstreams", s.Of):
		name := outageName(s)
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

// applied takes the settings out of a configuration that was made with some. No file has
// any: they are not what an admin writes.
func (p *problems) applied(tree *any, text []byte) []Applied {
	o, ok := (*tree).(object)
	if _, there := o.fields["settings"]; !ok || !there {
		return nil
	}
	o.keys = slices.DeleteFunc(slices.Clone(o.keys), func(key string) bool { return key == "settings" })
	*tree = o
	var with struct {
		Settings []Applied `json:"settings"`
	}
	if err := json.Unmarshal(text, &with); err != nil {
		p.add("settings", "%v", err)
	}
	return with.Settings
}
