package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

func shop(queue string) string {
	return `{"accounts":{"acme":{"workstream":"support"}},"workstreams":{"support":{"fallback_queue":"` + queue + `"}},
		"queues":{"` + queue + `":{"display_name":"Front"}}}`
}

// apply writes the current configuration, as Terraform does.
func (w world) apply(t *testing.T, text string) string {
	t.Helper()
	version := configuration.Version([]byte(text))
	_, err := w.db.Collection("config").Doc("current").Set(t.Context(), map[string]any{"version": version, "routing": text})
	if err != nil {
		t.Fatal(err)
	}
	return version
}

// instance is one instance of a function with its clock.
type instance struct {
	*store.Routing
	now     time.Time
	refused []error
}

func (w world) instance() *instance {
	i := &instance{now: time.Date(2026, 1, 5, 12, 0, 0, 0, time.UTC)}
	i.Routing = w.Store.Routing(channels.Profiles(), func() time.Time { return i.now }, func(err error) { i.refused = append(i.refused, err) })
	return i
}

func (i *instance) version(t *testing.T) string {
	t.Helper()
	config, err := i.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return config.Version
}

func TestANewRoutingConfigurationIsInForceWithinSecondsAndArchived(t *testing.T) {
	t.Parallel()
	w := open(t)
	first := w.apply(t, shop("front"))
	i := w.instance()
	w.counter.Take()
	if got := i.version(t); got != first {
		t.Errorf("version %s, want %s", got, first)
	}
	if reads, writes := w.counter.Take(); reads != 2 || writes != 1 {
		t.Errorf("the first use took %d reads and %d writes, want 2 and 1", reads, writes)
	}
	second := w.apply(t, shop("back"))
	w.counter.Take()
	if got := i.version(t); got != first {
		t.Errorf("version %s is in force at once, want the cached %s", got, first)
	}
	if reads, _ := w.counter.Take(); reads != 0 {
		t.Errorf("a cached version took %d reads", reads)
	}
	i.now = i.now.Add(10 * time.Second)
	if got := i.version(t); got != second {
		t.Errorf("version %s after 10 seconds, want %s", got, second)
	}
	for _, version := range []string{first, second} {
		if config, err := w.Archived(t.Context(), version, channels.Profiles()); err != nil || config.Version != version {
			t.Errorf("archived %s: %v", version, err)
		}
	}
}

// TestWhatASupervisorSetsIsInForceWithinSecondsUntilItEnds, and is in the version that
// decisions refer to.
func TestWhatASupervisorSetsIsInForceWithinSecondsUntilItEnds(t *testing.T) {
	t.Parallel()
	w := open(t)
	base := w.apply(t, shop("front"))
	i := w.instance()
	i.version(t)
	set := func(s configuration.Setting, lasts time.Duration) {
		t.Helper()
		s.At, s.Until = i.now, i.now.Add(lasts)
		if _, err := w.db.Collection("settings").Doc(s.ID()).Set(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		i.now = i.now.Add(10 * time.Second)
	}
	set(configuration.Setting{Kind: configuration.SetTag, Of: "recall", Texts: map[string]string{"en": "Recall"}}, time.Hour)
	w.counter.Take()
	version := i.version(t)
	if reads, writes := w.counter.Take(); reads != 2 || writes != 1 {
		t.Errorf("it took %d reads and %d writes, want 2 and 1", reads, writes)
	}
	config, err := w.Archived(t.Context(), version, channels.Profiles())
	if err != nil || version == base || config.Version != version || config.Tags["recall"].Labels["en"] != "Recall" {
		t.Errorf("version %s, archived: %v", version, err)
	}
	set(configuration.Setting{Kind: configuration.SetTag, Of: "nameless"}, time.Minute)
	i.version(t)
	i.now = i.now.Add(20 * time.Second)
	var refused *configuration.SettingError
	if got := i.version(t); got != version || len(i.refused) != 1 || !errors.As(i.refused[0], &refused) || refused.ID != "tag_nameless" {
		t.Errorf("version %s, refused %v; want the version before, and the setting once", got, i.refused)
	}
	i.now = i.now.Add(time.Hour)
	if got := i.version(t); got != base {
		t.Errorf("version %s after the end, want the file's", got)
	}
}

func TestARoutingConfigurationThatDoesNotLoadIsRefusedOnce(t *testing.T) {
	t.Parallel()
	w := open(t)
	good := w.apply(t, shop("front"))
	old := w.instance()
	old.version(t)
	w.apply(t, `{"accounts":{}}`)
	fresh := w.instance() // an instance that never had a good one
	for range 3 {
		for name, i := range map[string]*instance{"an instance that runs": old, "a new instance": fresh} {
			i.now = i.now.Add(time.Minute)
			if got := i.version(t); got != good {
				t.Errorf("%s uses %s, want the last good %s", name, got, good)
			}
		}
	}
	for name, i := range map[string]*instance{"an instance that runs": old, "a new instance": fresh} {
		var problems *configuration.ProblemsError
		if len(i.refused) != 1 || !errors.As(i.refused[0], &problems) {
			t.Errorf("%s reported %v, want the problems once", name, i.refused)
		}
	}
	mended := w.apply(t, shop("mended"))
	fresh.now = fresh.now.Add(time.Minute)
	if got := fresh.version(t); got != mended {
		t.Errorf("version %s after the repair, want %s", got, mended)
	}
}

func TestWithoutAnyGoodRoutingConfigurationItSaysWhyEachTime(t *testing.T) {
	t.Parallel()
	w := open(t)
	i := w.instance()
	if _, err := i.Current(t.Context()); err == nil || !strings.Contains(err.Error(), "config/current") {
		t.Errorf("error %v, want one that names the document", err)
	}
	w.apply(t, `{`)
	for range 2 {
		if _, err := i.Current(t.Context()); err == nil || !strings.Contains(err.Error(), "not JSON") {
			t.Errorf("error %v, want what is wrong with the text", err)
		}
	}
	version := w.apply(t, shop("front"))
	if got := i.version(t); got != version {
		t.Errorf("version %s, want %s", got, version)
	}
}

func TestWhoWaitsIsCounted(t *testing.T) {
	t.Parallel()
	w := open(t)
	for _, id := range []string{"a", "b", "c"} {
		if _, err := w.db.Doc("queues/front/items/"+id).Set(t.Context(), map[string]any{"queue": "front"}); err != nil {
			t.Fatal(err)
		}
	}
	for queue, want := range map[string]int64{"front": 3, "empty": 0} {
		if got, err := w.CountOpen(t.Context(), queue); err != nil || got != want {
			t.Errorf("%d wait in %s (%v), want %d", got, queue, err, want)
		}
	}
}

// TestAConfigurationThatCannotBeReadIsAsLoudAsOneThatDoesNotLoad: it is gone, of the
// wrong type, or empty. It is said again while it lasts, but not with each message.
func TestAConfigurationThatCannotBeReadIsAsLoudAsOneThatDoesNotLoad(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]map[string]any{"gone": nil, "of the wrong type": {"routing": 5}, "empty": {"version": "v"}} {
		w := open(t)
		good := w.apply(t, shop("front"))
		old := w.instance()
		old.version(t)
		current := w.db.Doc("config/current")
		if _, err := current.Delete(t.Context()); err != nil {
			t.Fatal(err)
		}
		if spoil != nil {
			if _, err := current.Set(t.Context(), spoil); err != nil {
				t.Fatal(err)
			}
		}
		for who, i := range map[string]*instance{"an instance that runs": old, "a new instance": w.instance()} {
			for range 12 { // a minute apart
				i.now = i.now.Add(time.Minute)
				if got := i.version(t); got != good {
					t.Errorf("%s: %s uses %s, want the last good %s", name, who, got, good)
				}
			}
			if len(i.refused) != 2 || !strings.Contains(i.refused[0].Error(), "config/current") {
				t.Errorf("%s: %s reported %v, want why, and again after ten minutes", name, who, i.refused)
			}
		}
	}
}
