package configuration_test

import (
	"cmp"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// july is a moment of July 2026.
func july(day, hour, minute int) time.Time {
	return time.Date(2026, 7, day, hour, minute, 0, 0, time.UTC)
}

func TestAClosedQueueSaysInTheCustomersWordsWhenItOpens(t *testing.T) {
	t.Parallel()
	const hours = `{"time_zone": "Europe/Paris", "week": {"monday": ["09:00-17:00"]}}`
	const shared = `"accounts": {"acme": {"workstream": "w"}}, "queues": {"q": {"display_name": "Q", "hours": "h"}}, "hours": {"h": ` + hours + `},
		"automated_messages": {"m": {"texts": {
			"en": "At: {OpensAt} ({TimeZone})", "fr": "À : {OpensAt}", "de": "Um: {OpensAt}", "ja": "{OpensAt}", "ar": "{OpensAt}",
			"zh-TW": "{OpensAt}", "tlh": "{OpensAt}"}}}`
	tests := []struct {
		zone, language string
		now            time.Time
		want           string
	}{
		{"", "en", july(4, 12, 0), "At: Monday, 6 July 2026, 09:00 (UTC+2)"},
		{"", "en-US", july(4, 12, 0), "At: Monday, July 6, 2026, 9:00 am (UTC+2)"},
		{"America/New_York", "en-US", july(4, 12, 0), "At: Monday, July 6, 2026, 3:00 am (UTC-4)"},
		{"Europe/London", "en-GB", july(5, 12, 0), "At: 08:00 (UTC+1)"},
		{"", "fr", july(4, 12, 0), "À : lundi 6 juillet 2026, 09:00"},
		{"", "fr-CA", july(4, 12, 0), "À : lundi 6 juillet 2026, 09 h 00"},
		{"", "de-AT", july(4, 12, 0), "Um: Montag, 6. Juli 2026, 09:00"},
		{"Asia/Tokyo", "ja-JP", july(4, 12, 0), "2026年7月6日月曜日 16:00"},
		{"", "ar", july(4, 12, 0), "الاثنين، 6 يوليو 2026، 9:00 ص"},
		{"", "zh-HK", july(4, 12, 0), "2026年7月6日 星期一 上午9:00"},
		{"", "tlh", july(4, 12, 0), "Monday, 6 July 2026, 09:00"},
		{"", "sv", july(4, 12, 0), "At: Monday, 6 July 2026, 09:00 (UTC+2)"},
		{"", "en", july(6, 12, 0), "At: ()"},
	}
	for _, tt := range tests {
		t.Run(tt.language+" "+tt.zone, func(t *testing.T) {
			t.Parallel()
			config, err := configuration.Load([]byte(`{"workstreams": {"w": {"fallback_queue": "q", "time_zone": "`+
				cmp.Or(tt.zone, "UTC")+`"}}, `+shared+`}`), channels.Profiles())
			if err != nil {
				t.Fatal(err)
			}
			if got := config.Text("m", tt.language, "w", configuration.Names{Queue: "q", Now: tt.now}); got != tt.want {
				t.Errorf("%s: %q, want %q", tt.language, got, tt.want)
			}
		})
	}
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
			"We are closed and open again at Monday, 6 July 2026, 09:00.",
		},
		{
			"a queue that opens in a day", "closed", "en", "support",
			configuration.Names{Queue: "night", Now: july(2, 16, 0)},
			"We are closed and open again at Friday, 3 July 2026, 18:00.",
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
