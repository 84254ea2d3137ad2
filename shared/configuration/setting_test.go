package configuration_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// daily is a configuration with a queue that has hours, which another one shares, and one
// that is always open.
const daily = `{
	"accounts": {"acme": {"workstream": "support"}},
	"workstreams": {"support": {"fallback_queue": "front", "time_zone": "Europe/Paris", "messages": {"greeting": "hello"}},
		"sales": {"fallback_queue": "always"}},
	"automated_messages": {"hello": {"texts": {"en": "Hello!"}}},
	"tags": {"refund": {"labels": {"en": "Refund"}}},
	"hours": {"office": {"time_zone": "Europe/Paris", "week": {"monday": ["09:00-18:00"]}, "exceptions": {"2026-12-28": []}}},
	"queues": {"front": {"display_name": "Front", "hours": "office"}, "back": {"display_name": "Back", "hours": "office"},
		"always": {"display_name": "Always"}}}`

var (
	setAt  = time.Date(2026, 12, 21, 8, 0, 0, 0, time.UTC) // a Monday
	ending = setAt.Add(24 * time.Hour)
)

func with(t *testing.T, now time.Time, settings ...configuration.Setting) (*configuration.Config, map[string]error) {
	t.Helper()
	for i := range settings {
		settings[i].At = setAt.Add(time.Duration(i) * time.Second)
		if settings[i].Until.IsZero() {
			settings[i].Until = ending
		}
	}
	c, text, refused, err := configuration.LoadWith([]byte(daily), settings, now, channels.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	if again, err := configuration.Load(text, channels.Profiles()); err != nil || again.Version != c.Version {
		t.Errorf("the text that is archived is version %v: %v", again, err)
	}
	return c, refused
}

// open says whether a queue is open at an hour of Paris on the Monday, or a week later.
func isOpen(c *configuration.Config, queue string, hour, week int) bool {
	return c.PromiseRuns(queue, time.Date(2026, 12, 21+7*week, hour-1, 30, 0, 0, time.UTC))
}

func TestASettingChangesTheHoursOfOneQueueOnOneDay(t *testing.T) {
	t.Parallel()
	plain, _ := with(t, setAt)
	longer := configuration.Setting{Kind: configuration.SetHours, Of: "front", Date: "2026-12-21", Spans: []string{"12:00-20:00"}}
	closed := configuration.Setting{Kind: configuration.SetHours, Of: "always", Date: "2026-12-21", Zone: "Europe/Paris"}
	later := configuration.Setting{Kind: configuration.SetHours, Of: "front", Date: "2026-12-28", Spans: []string{"10:00-11:00"}}
	c, refused := with(t, setAt, longer, closed, later)
	if len(refused) > 0 || c.Version == plain.Version {
		t.Errorf("version %s, refused %v", c.Version, refused)
	}
	for _, tt := range []struct {
		queue      string
		hour, week int
		want       bool
	}{
		{"front", 9, 0, false},
		{"front", 19, 0, true},
		{"front", 10, 1, true},
		{"front", 12, 1, false},
		{"front", 10, 2, true},
		{"back", 9, 0, true},
		{"back", 19, 0, false},
		{"back", 10, 1, false},
		{"always", 10, 0, false},
		{"always", 10, 1, true},
	} {
		if got := isOpen(c, tt.queue, tt.hour, tt.week); got != tt.want {
			t.Errorf("%s at half past %d, %d weeks on: open is %t", tt.queue, tt.hour, tt.week, got)
		}
	}
}

func TestAnOutageGreetsUntilItEnds(t *testing.T) {
	t.Parallel()
	plain, _ := with(t, setAt)
	outage := configuration.Setting{Kind: configuration.SetOutage, Of: "support", Texts: map[string]string{"en": "We know of it."}}
	c, _ := with(t, ending.Add(-time.Second), outage)
	greeting := c.Workstreams["support"].Messages.Greeting
	if got := c.AutomatedMessages[greeting].Texts["en"]; got != "We know of it." {
		t.Errorf("customers are greeted with %q", got)
	}
	if over, _ := with(t, ending, outage); over.Version != plain.Version {
		t.Errorf("when it is over the version is %s, want the file's, %s", over.Version, plain.Version)
	}
}

func TestATagIsAddedAndTheFilesStay(t *testing.T) {
	t.Parallel()
	c, _ := with(t, setAt,
		configuration.Setting{Kind: configuration.SetTag, Of: "recall", Texts: map[string]string{"en": "Recall"}, Colour: "red"},
		configuration.Setting{Kind: configuration.SetTag, Of: "refund", Texts: map[string]string{"en": "Mine"}})
	if c.Tags["recall"].Labels["en"] != "Recall" || c.Tags["recall"].Colour != "red" || c.Tags["refund"].Labels["en"] != "Refund" {
		t.Errorf("the tags are %v", c.Tags)
	}
}

// TestASettingThatMakesNoSenseLeavesTheOthersInForce: supervisors cannot stop the product.
func TestASettingThatMakesNoSenseLeavesTheOthersInForce(t *testing.T) {
	t.Parallel()
	good := configuration.Setting{Kind: configuration.SetTag, Of: "recall", Texts: map[string]string{"en": "Recall"}}
	for name, bad := range map[string]configuration.Setting{
		"a day that is none":            {Kind: configuration.SetHours, Of: "front", Date: "2026-02-30"},
		"a span that is none":           {Kind: configuration.SetHours, Of: "front", Date: "2026-12-21", Spans: []string{"9-18"}},
		"a zone that is none":           {Kind: configuration.SetHours, Of: "always", Date: "2026-12-21", Zone: "Mars"},
		"an outage without a text":      {Kind: configuration.SetOutage, Of: "support"},
		"a text with a gap for nothing": {Kind: configuration.SetOutage, Of: "support", Texts: map[string]string{"en": "Dear {Custmer}"}},
		"a tag without a label":         {Kind: configuration.SetTag, Of: "empty"},
		"a name that is none":           {Kind: configuration.SetTag, Of: "Über", Texts: map[string]string{"en": "Over"}},
	} {
		c, refused := with(t, setAt, bad, good)
		if c.Tags["recall"].Labels["en"] != "Recall" || len(refused) != 1 || refused[bad.ID()] == nil {
			t.Errorf("%s: refused %v, tags %v", name, refused, c.Tags)
		}
	}
	plain, _ := with(t, setAt)
	for name, gone := range map[string]configuration.Setting{
		"a queue that is gone":      {Kind: configuration.SetHours, Of: "gone", Date: "2026-12-21"},
		"a workstream that is gone": {Kind: configuration.SetOutage, Of: "gone", Texts: map[string]string{"en": "x"}},
		"a kind that there is not":  {Kind: "rules", Of: "front"},
	} {
		if c, refused := with(t, setAt, gone); c.Version != plain.Version || len(refused) > 0 {
			t.Errorf("%s: version %s, refused %v", name, c.Version, refused)
		}
	}
}

// TestTheSameSettingsAreTheSameVersion, in whatever order they are read.
func TestTheSameSettingsAreTheSameVersion(t *testing.T) {
	t.Parallel()
	a := configuration.Setting{Kind: configuration.SetTag, Of: "a", Texts: map[string]string{"en": "A"}, At: setAt, Until: ending}
	b := configuration.Setting{Kind: configuration.SetTag, Of: "b", Texts: map[string]string{"en": "B"}, At: setAt, Until: ending}
	one, _, _, err := configuration.LoadWith([]byte(daily), []configuration.Setting{a, b}, setAt, channels.Profiles())
	two, _, _, other := configuration.LoadWith([]byte(daily), []configuration.Setting{b, a}, setAt, channels.Profiles())
	if err != nil || other != nil || one.Version != two.Version {
		t.Errorf("%v, %v", err, other)
	}
}

// TestAConfigurationSaysWhatWasSetOverIt, by whom and until when, also when it is loaded
// from the text that is archived.
func TestAConfigurationSaysWhatWasSetOverIt(t *testing.T) {
	t.Parallel()
	settings := []configuration.Setting{
		{Kind: configuration.SetOutage, Of: "support", Texts: map[string]string{"en": "We know of it."}, By: "sue@acme.example", Name: "Sue", At: setAt, Until: ending},
		{Kind: configuration.SetHours, Of: "front", Date: "2026-12-21", By: "max@acme.example", At: setAt.Add(time.Second), Until: ending},
		{Kind: configuration.SetHours, Of: "gone", Date: "2026-12-21", At: setAt, Until: ending},
		{Kind: configuration.SetTag, Of: "empty", At: setAt, Until: ending},
	}
	_, text, _, err := configuration.LoadWith([]byte(daily), settings, setAt, channels.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	c, err := configuration.Load(text, channels.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	want := []configuration.Applied{
		{Kind: configuration.SetOutage, Of: "support", By: "sue@acme.example", Name: "Sue", At: setAt, Until: ending},
		{Kind: configuration.SetHours, Of: "front", Date: "2026-12-21", By: "max@acme.example", At: setAt.Add(time.Second), Until: ending},
	}
	if diff := cmp.Diff(want, c.Settings); diff != "" {
		t.Errorf("what was set (-want +got):\n%s", diff)
	}
	if a, there := c.Outage("support"); !there || a.Author() != "Sue" || a.ID() != settings[0].ID() {
		t.Errorf("the outage is %+v", a)
	}
	if a, there := c.HoursSet("front", setAt); !there || a.Author() != "max@acme.example" {
		t.Errorf("the hours are %+v", a)
	}
	_, tomorrow := c.HoursSet("front", setAt.Add(24*time.Hour))
	_, back := c.HoursSet("back", setAt)
	if _, sales := c.Outage("sales"); sales || tomorrow || back {
		t.Error("something is said to be set that is not")
	}
}

// TestAFileThatDoesNotLoadIsLoadedOnce: what is wrong with the file is not looked for in the
// settings, and what is wrong with them is not said of it.
func TestAFileThatDoesNotLoadIsLoadedOnce(t *testing.T) {
	broken := []byte(strings.Replace(daily, `"fallback_queue": "front"`, `"fallback_queue": "frnot"`, 1))
	settings := []configuration.Setting{
		{Kind: configuration.SetHours, Of: "front", Date: "2026-02-30", At: setAt, Until: ending},
		{Kind: configuration.SetTag, Of: "empty", At: setAt, Until: ending},
	}
	_, plain := configuration.Load(broken, channels.Profiles())
	var err error
	loads := func() { _, _, _, err = configuration.LoadWith(broken, settings, setAt, channels.Profiles()) }
	alone := testing.AllocsPerRun(5, func() { _, _ = configuration.Load(broken, channels.Profiles()) })
	if with := testing.AllocsPerRun(5, loads); with > 1.7*alone {
		t.Errorf("it takes %.0f allocations, and to load the file once %.0f", with, alone)
	}
	if diff := cmp.Diff(plain, err); diff != "" {
		t.Errorf("what is wrong (-file +with settings):\n%s", diff)
	}
}
