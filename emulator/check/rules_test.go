package check_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/check"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

func TestTheTestsOfAConfigurationSayWhatCameOutDifferently(t *testing.T) {
	t.Parallel()
	config, err := configuration.Load([]byte(`{"accounts": {"acme": {"workstream": "support"}},
		"workstreams": {"support": {"fallback_queue": "front",
		  "classification": [{"name": "c", "rules": [{"name": "french", "when": "locale.startsWith(\"fr\")",
		     "set": {"language": "fr", "skills": {"french": 2}, "priority": 5, "attributes": {"tone": "vous"}}}]}],
		  "routes": [{"name": "r", "when": "skills.french > 1", "queue": "back", "overflow":
		     {"length": {"limit": 3, "action": "message", "message": "busy"}}}]}},
		"queues": {"front": {"display_name": "Front"}, "back": {"display_name": "Back"}},
		"automated_messages": {"busy": {"texts": {"en": "Busy"}}},
		"tests": [
		  {"name": "right", "given": {"locale": "fr-FR"}, "expect": {"queue": "back", "language": "fr", "skills": {"french": 2},
		    "priority": 5, "attributes": {"tone": "vous"}, "workstream": "support", "action": "queue"}},
		  {"name": "many wait", "given": {"locale": "fr-FR", "waiting": {"back": 3}}, "expect": {"queue": "back", "message": "busy"}},
		  {"name": "wrong", "given": {"locale": "de"}, "expect": {"queue": "back", "language": "fr", "skills": {"french": 2},
		    "priority": 5, "attributes": {"tone": "vous"}, "action": "end", "message": "busy"}}]}`), channels.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	results := check.RunTests(config)
	for i, want := range [][]string{nil, nil, {
		`queue is "front", expected "back"`, `action is "queue", expected "end"`, `language is "de", expected "fr"`,
		`message is "", expected "busy"`, `priority is 0, expected 5`, `skills are map[], expected map[french:2]`,
		`attribute tone is "", expected "vous"`,
	}} {
		if diff := cmp.Diff(want, results[i].Differences); diff != "" {
			t.Errorf("%s (-want +got):\n%s", results[i].Name, diff)
		}
	}
	if trace := strings.Join(results[2].Trace, "\n"); !strings.Contains(trace, `locale.startsWith("fr") is false (locale "de")`) {
		t.Errorf("the trace does not say why:\n%s", trace)
	}
}
