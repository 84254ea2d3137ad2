package configuration_test

import (
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// july is a moment of July 2026.
func july(day, hour, minute int) time.Time {
	return time.Date(2026, 7, day, hour, minute, 0, 0, time.UTC)
}

func TestTextsAreInTheCustomersLanguageAndNameWhatIsKnown(t *testing.T) {
	t.Parallel()
	noon, night := july(1, 10, 0), july(1, 21, 0) // in Paris it is two hours later
	everything := configuration.Names{Customer: "Zoé", Agent: "Max", Queue: "front", Now: noon}
	tests := []struct {
		name, message, language, workstream string
		names                               configuration.Names
		want                                string
	}{
		{"the language itself", "hello", "fr", "support", everything, "Bonjour Zoé, ici Front desk."},
		{"the language without its region", "hello", "fr-CH", "support", everything, "Bonjour Zoé, ici Front desk."},
		{"a locale in capitals and with an underscore", "hello", "FR_ch", "support", everything, "Bonjour Zoé, ici Front desk."},
		{"the very region", "regional", "fr-CA", "support", everything, "Bye Max"},
		{"another region of the language", "regional", "pt-PT", "support", everything, "Tchau Max"},
		{"a region of a language that is told without one", "regional", "pt", "support", everything, "Tchau Max"},
		{"the workstream's language", "hello", "sv", "support", everything, "Hello Zoé, welcome to Front desk."},
		{"another workstream's language", "hello", "sv", "plain", everything, "Bonjour Zoé, ici Front desk."},
		{"a region of the workstream's language", "regional", "sv", "support", everything, "Cheerio Max"},
		{"any where neither is there", "regional", "sv", "gone", everything, "Cheerio Max"},
		{"the workstream's language where none is known", "hello", "", "support", everything, "Hello Zoé, welcome to Front desk."},
		{"what is not known is left out", "hello", "de", "support", configuration.Names{}, "Guten Tag, hier ist."},
		{"what is left out at the end leaves no space", "regional", "pt", "support", configuration.Names{}, "Tchau"},
		{"names are not looked into", "hello", "fr", "support", configuration.Names{Customer: "{AgentName}", Agent: "Max"}, "Bonjour {AgentName}, ici."},
		{"a queue that opens within a day", "closed", "en", "support", configuration.Names{Queue: "front", Now: night}, "We are closed and open again at 09:00."},
		{
			"a queue that opens later", "closed", "en", "support",
			configuration.Names{Queue: "front", Now: july(3, 21, 0)},
			"We are closed and open again at 2026-07-06 09:00.",
		},
		{
			"a queue that opens in a day", "closed", "en", "support",
			configuration.Names{Queue: "night", Now: july(2, 16, 0)},
			"We are closed and open again at 2026-07-03 18:00.",
		},
		{
			"a queue that opens in just less than a day", "closed", "en", "support",
			configuration.Names{Queue: "night", Now: july(2, 16, 0).Add(1)},
			"We are closed and open again at 18:00.",
		},
		{"a queue that never opens", "closed", "en", "support", configuration.Names{Queue: "trial-b", Now: noon}, "We are closed and open again at."},
		{"a queue without hours", "closed", "en", "support", configuration.Names{Queue: "default", Now: noon}, "We are closed and open again at."},
		{"no message", "", "en", "support", everything, ""},
		{"a message that is gone", "gone", "en", "support", everything, ""},
	}
	config := shop(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := config.Text(tt.message, tt.language, tt.workstream, tt.names); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
