package vocabulary_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// cases is what the client does on its own and has to do as the functions do; the
// client's tests read the same file.
type cases struct {
	Durations []struct {
		Text    string
		Seconds float64
	}
	Texts []struct {
		Texts     map[string]string
		Languages []string
		Want      string
	}
	Names []struct{ Text, Customer, Agent, Queue, Want string }
	// Lease is in how many seconds the lease ends.
	Presences []struct {
		Presence       agent.Presence
		Used, Capacity int64
		Lease          time.Duration
		Want           agent.Presence
	}
	DisplayNames []struct{ DisplayName, Email, Want string }
}

func readCases(t *testing.T) cases {
	t.Helper()
	text, err := os.ReadFile("testdata/cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var all cases
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestDurationsLastAsLongAsTheClientTakesThemFor(t *testing.T) {
	t.Parallel()
	for _, c := range readCases(t).Durations {
		got, err := configuration.ParseDuration(c.Text)
		if err != nil || time.Duration(got).Seconds() != c.Seconds {
			t.Errorf("%s = %v, %v, want %v seconds", c.Text, time.Duration(got), err, c.Seconds)
		}
	}
}

// saying is a configuration with one message.
func saying(texts map[string]string, language, queue string) *configuration.Config {
	return &configuration.Config{Spec: configuration.Spec{
		AutomatedMessages: map[string]configuration.AutomatedMessage{"m": {Texts: texts}},
		Workstreams:       map[string]configuration.Workstream{"w": {Language: language}},
		Queues:            map[string]configuration.Queue{"q": {DisplayName: queue}},
	}}
}

func TestTextsAreInTheLanguageThatTheClientChooses(t *testing.T) {
	t.Parallel()
	for _, c := range readCases(t).Texts {
		config := saying(c.Texts, c.Languages[1], "")
		if got := config.Text("m", c.Languages[0], "w", configuration.Names{}); got != c.Want {
			t.Errorf("%v = %q, want %q", c.Languages, got, c.Want)
		}
	}
}

func TestNamesAreFilledInAsTheClientDoes(t *testing.T) {
	t.Parallel()
	for _, c := range readCases(t).Names {
		config := saying(map[string]string{"en": c.Text}, "en", c.Queue)
		got := config.Text("m", "en", "w", configuration.Names{Customer: c.Customer, Agent: c.Agent, Queue: "q"})
		if got != c.Want {
			t.Errorf("%q = %q, want %q", c.Text, got, c.Want)
		}
	}
}

func TestAgentsAreSeenAsTheClientShowsThem(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.March, 5, 12, 0, 0, 0, time.UTC)
	for _, c := range readCases(t).Presences {
		a := agent.Agent{Presence: c.Presence, Used: c.Used, Capacity: c.Capacity}
		if got := a.Effective(agent.Lease{Until: now.Add(c.Lease * time.Second)}, now); got != c.Want {
			t.Errorf("%+v = %s", c, got)
		}
	}
	for _, c := range readCases(t).DisplayNames {
		if got := (agent.Agent{DisplayName: c.DisplayName, Email: c.Email}).Name(); got != c.Want {
			t.Errorf("%+v = %s", c, got)
		}
	}
}

// TestTheRulesLookAtEveryCardAndChoice: they have no loops, so areCards and areChoices
// name each element.
func TestTheRulesLookAtEveryCardAndChoice(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../terraform/firestore.rules")
	if err != nil {
		t.Fatal(err)
	}
	for _, adapter := range channels.Adapters(nil, nil) {
		limits := adapter.Profile().Limits
		for call, most := range map[string]int{"].get('body', '')": limits.Cards, "isChoice(all[": limits.Choices} {
			if n := strings.Count(string(text), call); n < most {
				t.Errorf("%s has %s…]) %d times, %s takes %d", "firestore.rules", call, n, limits.Channel, most)
			}
		}
	}
}

// TestEveryChannelTakesTheTextsOfTheConfiguration: it is checked by one number.
func TestEveryChannelTakesTheTextsOfTheConfiguration(t *testing.T) {
	t.Parallel()
	for name, adapter := range channels.Adapters(nil, nil) {
		if most := adapter.Profile().Text; most < configuration.MaxText {
			t.Errorf("%s takes texts of %d characters, the configuration has up to %d", name, most, configuration.MaxText)
		}
	}
}
