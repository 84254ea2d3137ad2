package lint_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/lint"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// analysed is a configuration of one workstream with parts to fill in.
func analysed(workstream, rest string) string {
	if rest != "" {
		rest = "," + rest
	}
	return `{"accounts": {"acme": {"workstream": "support"}},
		"workstreams": {"support": {"fallback_queue": "front"` + workstream + `}}` + rest + `}`
}

const twoQueues = `"queues": {"front": {"display_name": "Front"}, "back": {"display_name": "Back"}}`

func routes(list string) string { return analysed(`, "routes": [`+list+`]`, twoQueues) }

func TestWhatIsProbablyNotMeantIsFound(t *testing.T) {
	t.Parallel()
	const r = "workstreams.support.routes"
	tests := []struct {
		name, config string
		want         []string
	}{
		{
			"nothing",
			routes(`{"name": "a", "when": "locale == \"fr\"", "queue": "back"}, {"name": "b", "queue": "front"}`), nil,
		},
		{
			"an account with nobody to write as",
			`{"accounts": {"acme": {"workstream": "support", "channel": "rcs", "outbound": true}},
				"workstreams": {"support": {"fallback_queue": "front"}}, "queues": {"front": {"display_name": "Front"}}}`,
			[]string{"accounts.acme.outbound: there is nobody to write as: the account lists no brand_agents"},
		},
		{
			"a rule that can never match",
			routes(`{"name": "a", "when": "locale == \"fr\" && locale == \"de\"", "queue": "back"}`),
			[]string{r + "[0]: a can never match"},
		},
		{
			"a rule that always matches hides the others",
			routes(`{"name": "all", "queue": "back"}, {"name": "b", "when": "locale == \"fr\"", "queue": "front"}, {"name": "c", "queue": "front"}`),
			[]string{r + "[0]: all always matches, so what comes after it is never reached: b, c"},
		},
		{
			"a rule that another one hides",
			routes(`{"name": "a", "when": "locale.startsWith(\"fr\")", "queue": "back"},
				{"name": "b", "when": "locale == \"fr-CA\" && customer.returning", "queue": "front"}`),
			[]string{r + "[1]: b is never reached: where it matches, a matched before"},
		},
		{
			"rules that hide another one together",
			routes(`{"name": "a", "when": "customer.returning", "queue": "back"},
				{"name": "b", "when": "!customer.returning", "queue": "front"},
				{"name": "c", "when": "customer.returning || !customer.returning", "queue": "front"}`),
			[]string{r + "[2]: c is never reached: where it matches, a or b matched before"},
		},
		{
			"a route whose queue overflows hides nothing, and is not told of its overflow",
			analysed(`, "routes": [{"name": "a", "queue": "back"}, {"name": "b", "queue": "front"}]`,
				`"queues": {"front": {"display_name": "F"}, "back": {"display_name": "B",
				  "overflow": {"length": {"limit": 5, "action": "transfer", "queue": "front"}}}}`),
			[]string{"note " + r + "[0]: what overflows here is never told so: b always matches, and its queue takes it"},
		},
		{
			"classification rules hide each other whatever the queues are",
			analysed(`, "classification": [{"name": "c", "rules": [
				{"name": "a", "set": {"priority": 1}}, {"name": "b", "set": {"priority": 2}}]}]`, `"queues": {"front": {"display_name": "F"}}`),
			[]string{"workstreams.support.classification[0].rules[0]: a always matches, so what comes after it is never reached: b"},
		},
		{
			"a queue that nothing leads to", analysed("", twoQueues),
			[]string{"note queues.back: no rule and no overflow leads here; only agents can transfer to it"},
		},
		{
			"languages that have no text",
			analysed(`, "language": "fr", "classification": [{"name": "c", "rules": [
				{"name": "a", "when": "locale == \"de\"", "set": {"language": "de-AT"}}]}], "messages": {"greeting": "hello"}`,
				`"queues": {"front": {"display_name": "F"}},
				"automated_messages": {"hello": {"texts": {"fr-CA": "Bonjour", "en": "Hello"}}, "bye": {"texts": {"fr": "Au revoir", "de": "Tschüss"}}},
				"quick_replies": {"ok": {"texts": {"de": "Gut"}}}`),
			[]string{
				"note automated_messages.bye: nothing sends it",
				"automated_messages.hello.texts: there is no text in de",
				"quick_replies.ok.texts: there is no text in fr",
			},
		},
		{
			"skills that nobody has and queues that nobody serves",
			analysed(`, "classification": [{"name": "c", "rules": [
				{"name": "a", "when": "locale == \"de\"", "set": {"skills": {"german": 3, "wine": 1}}}]}],
				"routes": [{"name": "r", "when": "locale == \"de\"", "queue": "back"}]`,
				twoQueues+`, "agents": {"jo@acme.example": {"display_name": "Jo", "role": "admin", "queues": ["front"], "skills": {"german": 2}}}`),
			[]string{
				"queues.back: no agent serves it",
				"workstreams.support.classification[0].rules[0].set.skills.german: no agent has the skill german at level 3, the best has 2",
				"workstreams.support.classification[0].rules[0].set.skills.wine: no agent has the skill wine",
			},
		},
		{
			"hours in which a queue is open and nobody works",
			analysed("", `"queues": {"front": {"display_name": "F", "hours": "shop"}},
				"hours": {
				  "shop": {"time_zone": "Europe/Paris", "week": {"monday": ["09:00-12:00", "22:00-02:00"], "tuesday": ["09:00-18:00"]},
				    "exceptions": {"2026-01-06": []}},
				  "mornings": {"time_zone": "Europe/Paris", "week": {"monday": ["08:00-11:30"], "tuesday": ["08:00-13:00"]}},
				  "never": {"time_zone": "UTC", "week": {}}},
				"agents": {"jo@acme.example": {"display_name": "Jo", "role": "admin", "queues": ["front"], "hours": "mornings"}}`),
			[]string{
				"note hours.never: no queue and no agent keeps them",
				"queues.front: it is open and no agent works: monday 11:30 to 12:00, monday 22:00 to tuesday 02:00, " +
					"tuesday 13:00 to 18:00 (Europe/Paris)",
			},
		},
		{
			"agents without an admin among them",
			analysed("", `"queues": {"front": {"display_name": "F"}},
				"agents": {"jo@acme.example": {"display_name": "Jo", "role": "supervisor", "queues": ["front"]}}`),
			[]string{"agents: nobody is an admin: only an admin makes supervisors and removes agents"},
		},
		{
			"a queue that is always open needs somebody always",
			analysed("", `"queues": {"front": {"display_name": "F"}},
				"hours": {"most": {"time_zone": "UTC", "week": {"monday": ["24h"], "tuesday": ["24h"], "wednesday": ["24h"],
				  "thursday": ["24h"], "friday": ["24h"], "saturday": ["24h"], "sunday": ["00:00-23:30"]}}},
				"agents": {"jo@acme.example": {"display_name": "Jo", "role": "admin", "queues": ["front"], "hours": "most"}}`),
			[]string{"queues.front: it is open and no agent works: sunday 23:30 to monday 00:00 (UTC)"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			config, err := configuration.Load([]byte(tt.config), channels.Profiles())
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range lint.Findings(config) {
				text := f.String()
				if f.Note {
					text = "note " + text
				}
				got = append(got, text)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRulesThatARecordMayHaveNoRoomForAreTold(t *testing.T) {
	t.Parallel()
	rule := func(i, words int) string {
		when := fmt.Sprintf(`message.text.contains(\"%d\")`, i)
		for range words {
			when += fmt.Sprintf(` || message.text.contains(\"word-%d\")`, i)
		}
		return fmt.Sprintf(`{"name": "r%d", "when": "%s", "queue": "back"}`, i, when)
	}
	for rules, told := range map[int]bool{20: false, 200: true} {
		var list []string
		for i := range rules {
			list = append(list, rule(i, 2))
		}
		config, err := configuration.Load([]byte(routes(strings.Join(list, ", "))), channels.Profiles())
		if err != nil {
			t.Fatal(err)
		}
		got := slices.ContainsFunc(lint.Findings(config), func(f lint.Finding) bool {
			return f.Note && f.Path == "workstreams.support" && strings.Contains(f.Message, "KiB")
		})
		if got != told {
			t.Errorf("that %d rules may not fit is told: %v", rules, got)
		}
	}
}
