package route_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/hours"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// queues are those of random configurations. One hands over only to later ones,
// so that there is no circle.
var queues = []string{"q0", "q1", "q2", "q3", "q4"}

// condition is a random condition, which is empty, or fails, now and then.
func condition(t *rapid.T) string {
	comparison := func() string {
		return rapid.SampledFrom([]string{
			`entryPoint == "A"`, `entryPoint in ["A", "B"]`, `locale.startsWith("fr")`, `locale != "de"`,
			`customer.returning`, `!customer.returning`, `customer.subscribed`, `message.text.contains("x")`, `language == "fr"`,
			`priority > 3`, `skills.french >= 2`, `attributes.topic == "a"`, `now.hour < 12`, `now.weekday == "sunday"`,
			`int(customContext) > 1`, `customer.name == ""`, `"topic" in attributes && true`, `account == "acme"`,
		}).Draw(t, "comparison")
	}
	switch rapid.IntRange(0, 4).Draw(t, "form") {
	case 0:
		return ""
	case 1:
		return comparison()
	case 2:
		return comparison() + " && " + comparison()
	case 3:
		return comparison() + " || " + comparison() + " && " + comparison()
	default:
		return "!(" + comparison() + " || " + comparison() + ")"
	}
}

func outputs(t *rapid.T) configuration.Outputs {
	priority := rapid.Int64Range(-9, 9).Draw(t, "priority")
	o := configuration.Outputs{Priority: &priority}
	if rapid.Bool().Draw(t, "more") {
		o.Language = rapid.SampledFrom([]string{"fr", "de", "pt-BR"}).Draw(t, "language")
		o.Skills = map[string]int64{"french": rapid.Int64Range(1, 10).Draw(t, "level")}
		o.Attributes = map[string]string{"topic": rapid.SampledFrom([]string{"a", "b"}).Draw(t, "topic")}
	}
	return o
}

// remedy hands over to a queue after the given one, or does something else.
func remedy(t *rapid.T, from int, others ...string) configuration.Remedy {
	action := rapid.SampledFrom(append(others, configuration.Transfer)).Draw(t, "action")
	switch {
	case action != configuration.Transfer:
		return configuration.Remedy{Action: action, Message: "sorry"}
	case from+1 < len(queues):
		return configuration.Remedy{Action: action, Queue: rapid.SampledFrom(queues[from+1:]).Draw(t, "target")}
	}
	return configuration.Remedy{Action: configuration.End}
}

func preQueue(t *rapid.T, queue int, closes bool) configuration.PreQueue {
	var o configuration.PreQueue
	if closes && rapid.Bool().Draw(t, "closed") {
		r := remedy(t, queue, configuration.End, configuration.Answer, configuration.QueueAnyway)
		o.Closed = &r
	}
	if rapid.Bool().Draw(t, "length") {
		o.Length = &configuration.LengthRemedy{
			Limit: rapid.Int64Range(1, 3).Draw(t, "limit"), Remedy: remedy(t, queue, configuration.End, configuration.Answer),
		}
	}
	return o
}

// spec is a random configuration.
func spec(t *rapid.T) configuration.Spec {
	s := configuration.Spec{
		Accounts: map[string]configuration.Account{"acme": {Workstream: "support", BrandAgents: map[string]configuration.BrandAgent{
			"own": {BrandID: "b", AgentID: "own", Workstream: "other"},
		}}},
		Workstreams: map[string]configuration.Workstream{"support": workstream(t), "other": workstream(t)},
		Queues:      map[string]configuration.Queue{},
		Hours: map[string]hours.Definition{
			"office": {TimeZone: "Europe/Paris", Week: map[string][]string{"monday": {"09:00-12:30"}, "sunday": {"22:00-03:00"}}},
			"never":  {TimeZone: "Asia/Kathmandu", Week: map[string][]string{}},
		},
		AutomatedMessages: map[string]configuration.AutomatedMessage{"sorry": {Texts: map[string]string{"en": "Sorry"}}},
	}
	for i, name := range queues {
		q := configuration.Queue{DisplayName: name, Hours: rapid.SampledFrom([]string{"", "office", "never"}).Draw(t, "hours")}
		q.Overflow.PreQueue = preQueue(t, i, q.Hours != "")
		s.Queues[name] = q
	}
	return s
}

func workstream(t *rapid.T) configuration.Workstream {
	w := configuration.Workstream{FallbackQueue: rapid.SampledFrom(queues).Draw(t, "fallback")}
	for i := range rapid.IntRange(0, 3).Draw(t, "rulesets") {
		rs := configuration.Ruleset{Name: fmt.Sprint("set-", i)}
		for j := range rapid.IntRange(1, 4).Draw(t, "rules") {
			rs.Rules = append(rs.Rules, configuration.Rule{Name: fmt.Sprint("rule-", j), When: condition(t), Set: outputs(t)})
		}
		w.Classification = append(w.Classification, rs)
	}
	for i := range rapid.IntRange(0, 5).Draw(t, "routes") {
		r := configuration.Route{Name: fmt.Sprint("route-", i), When: condition(t)}
		if rapid.IntRange(0, 3).Draw(t, "splits") == 0 {
			r.Split = []configuration.Share{{Queue: "q1", Percent: 40}, {Queue: "q3", Percent: 60}}
		} else {
			r.Queue = rapid.SampledFrom(queues[:4]).Draw(t, "queue")
		}
		if rapid.IntRange(0, 3).Draw(t, "overrides") == 0 {
			own := preQueue(t, 3, false) // to the last queue, where no rule leads
			r.Overflow = &own
		}
		w.Routes = append(w.Routes, r)
	}
	return w
}

// facts are of a random session.
func facts(t *rapid.T) route.Facts {
	some := func(name string, values ...string) string { return rapid.SampledFrom(values).Draw(t, name) }
	f := route.Facts{
		Conversation: fmt.Sprint(rapid.IntRange(0, 99).Draw(t, "conversation")),
		Account:      "acme", BrandAgent: some("brand agent", "brands/b/agents/own", "brands/b/agents/x"),
		Context: channel.Context{
			EntryPoint: some("entry point", "", "A", "B", "C"), Locale: some("locale", "", "fr", "fr-FR", "de"),
			DeviceLocale: some("device", "", "de-AT"), CustomContext: some("custom context", "1", "2", "x"),
			DisplayName: rapid.String().Draw(t, "name"),
		},
		Kind: channel.Text, Text: rapid.String().Draw(t, "text"), Returning: rapid.Bool().Draw(t, "returning"),
		Unsubscribed: rapid.Bool().Draw(t, "unsubscribed"),
		Now:          moment(t, "now"),
	}
	if f.Returning {
		f.EndedAt, f.Before = f.Now.Add(-time.Duration(rapid.Int64Range(-1, 48).Draw(t, "ago"))*time.Hour), outputs(t)
	}
	return f
}

func moment(t *rapid.T, name string) time.Time {
	week := time.Date(2026, 10, 19, 0, 0, 0, 0, time.UTC) // it ends with a change of the clocks
	zone := time.FixedZone("", rapid.IntRange(-12, 14).Draw(t, "offset")*3600)
	return week.Add(time.Duration(rapid.Int64Range(0, int64(7*24*time.Hour)).Draw(t, name))).In(zone)
}

func waiting(t *rapid.T) map[string]int64 {
	w := map[string]int64{}
	for _, queue := range queues {
		w[queue] = rapid.Int64Range(0, 4).Draw(t, "waiting")
	}
	return w
}

// outcome is what a configuration decides. The configuration's version is left
// out, which may differ.
func outcome(t *rapid.T, s configuration.Spec, f route.Facts, waiting map[string]int64) (route.Decision, []string) {
	t.Helper()
	written, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	config, err := configuration.Load(written, channels.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	f.Waiting = nil
	d, trace, _, err := counted(config, &f, waiting)
	if err != nil {
		t.Fatal(err)
	}
	d.Version = ""
	return d, spelled(trace.Lines(route.MaxRecord))[1:]
}

func same(t *rapid.T, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("%s makes a difference (-want +got):\n%s", what, diff)
	}
}

func TestTheSameInputGivesTheSameDecisionAndTrace(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, f, w := spec(t), facts(t), waiting(t)
		first, why := outcome(t, s, f, w)
		again, whyAgain := outcome(t, s, f, w)
		same(t, "deciding again", first, again)
		same(t, "deciding again", why, whyAgain)
	})
}

func TestADecisionNamesOnlyWhatTheConfigurationHas(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, f := spec(t), facts(t)
		d, why := outcome(t, s, f, waiting(t))
		_, queue := s.Queues[d.Queue]
		_, workstream := s.Workstreams[d.Workstream]
		_, message := s.AutomatedMessages[d.Message]
		if !queue || !workstream || !message && d.Message != "" || d.Action != configuration.QueueAnyway && d.Action != configuration.End {
			t.Fatalf("decided %+v", d)
		}
		if len(why) < 2 || d.Language == "" {
			t.Fatalf("the trace is %q, the language %q", why, d.Language)
		}
	})
}

func TestADecisionCanBeMadeAgainFromItsRecord(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, f, w := spec(t), facts(t), waiting(t)
		want, why := outcome(t, s, f, w)
		record, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		var read route.Facts
		if err := json.Unmarshal(record, &read); err != nil {
			t.Fatal(err)
		}
		got, whyGot := outcome(t, s, read, w)
		same(t, "the record", want, got)
		same(t, "the record", why, whyGot)
		recorded, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var decided route.Decision
		if err := json.Unmarshal(recorded, &decided); err != nil {
			t.Fatal(err)
		}
		same(t, "the decision's record", want, decided)
	})
}

func TestAConfigurationWithItsDefaultsLoadsAgain(t *testing.T) {
	t.Parallel()
	config := shop(t)
	if diff := cmp.Diff(config.Spec, load(t, text(t, config.Spec)).Spec); diff != "" {
		t.Errorf("the configuration changed (-want +got):\n%s", diff)
	}
	rapid.Check(t, func(t *rapid.T) {
		written, _ := json.Marshal(spec(t))
		first, err := configuration.Load(written, channels.Profiles())
		if err != nil {
			t.Fatal(err)
		}
		written, _ = json.Marshal(first.Spec)
		second, err := configuration.Load(written, channels.Profiles())
		if err != nil {
			t.Fatal(err)
		}
		same(t, "writing the defaults out", first.Spec, second.Spec)
	})
}

// shuffled is a list in a random order.
func shuffled[E any](t *rapid.T, list []E) []E {
	return rapid.Permutation(list).Draw(t, "order")
}

func TestTheOrderOfRulesThatExcludeEachOtherMakesNoDifference(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, f, wait := spec(t), facts(t), waiting(t)
		w := s.Workstreams["support"]
		var rules []configuration.Rule
		w.Routes = nil
		for i, entryPoint := range []string{"A", "B", "C", "D"} {
			when := fmt.Sprintf("entryPoint == %q", entryPoint)
			rules = append(rules, configuration.Rule{Name: fmt.Sprint("rule-", i), When: when, Set: outputs(t)})
			w.Routes = append(w.Routes, configuration.Route{
				Name: fmt.Sprint("route-", i), When: when, Queue: rapid.SampledFrom(queues).Draw(t, "queue"),
			})
		}
		decide := func(rules []configuration.Rule, routes []configuration.Route) route.Decision {
			w := w
			w.Classification, w.Routes = []configuration.Ruleset{{Name: "only", Rules: rules}}, routes
			s.Workstreams["support"] = w
			d, _ := outcome(t, s, f, wait)
			return d
		}
		want := decide(rules, w.Routes)
		same(t, "the order", want, decide(shuffled(t, rules), shuffled(t, w.Routes)))
	})
}

func TestTheOrderOfRulesetsThatDoNotReadEachOtherMakesNoDifference(t *testing.T) {
	t.Parallel()
	sets := func(t *rapid.T) []configuration.Outputs {
		priority := rapid.Int64Range(-9, 9).Draw(t, "priority")
		return []configuration.Outputs{
			{Priority: &priority},
			{Language: "pt-BR"},
			{Skills: map[string]int64{"dutch": 3}},
			{Skills: map[string]int64{"german": 4}},
			{Attributes: map[string]string{"size": "42"}},
			{Attributes: map[string]string{"colour": "red"}},
		}
	}
	// Routes and rulesets may read attributes that none of them sets.
	reads := []string{`entryPoint == "A"`, `locale.startsWith("fr")`, `customer.returning`, `now.hour < 12`, `attributes.topic == "a"`, ""}
	rapid.Check(t, func(t *rapid.T) {
		s, f, wait := spec(t), facts(t), waiting(t)
		var rulesets []configuration.Ruleset
		for i, set := range sets(t) {
			rulesets = append(rulesets, configuration.Ruleset{Name: fmt.Sprint("set-", i), Rules: []configuration.Rule{
				{Name: "first", When: rapid.SampledFrom(reads).Draw(t, "when"), Set: set},
				{Name: "second", When: rapid.SampledFrom(reads).Draw(t, "when"), Set: set},
			}})
		}
		decide := func(rulesets []configuration.Ruleset) route.Decision {
			w := s.Workstreams["support"]
			w.Classification = rulesets
			s.Workstreams["support"] = w
			d, _ := outcome(t, s, f, wait)
			return d
		}
		same(t, "the order", decide(rulesets), decide(shuffled(t, rulesets)))
	})
}

// never are conditions that no session meets and that never fail.
var never = []string{
	`false`, `customer.returning && !customer.returning`, `locale == "fr" && locale == "de"`, `entryPoint == "NOWHERE"`,
	`false && int(customContext) > 1`, `now < timestamp("1970-01-01T00:00:00Z")`, `attributes.nothing == "x"`,
}

func TestARuleThatNeverMatchesChangesNothingButTheTrace(t *testing.T) {
	t.Parallel()
	// without are lines without those of the rule, and without counts of rules.
	without := func(lines []string) []string {
		lines = slices.DeleteFunc(lines, func(line string) bool {
			return strings.Contains(line, "=dud)") || strings.Contains(line, "=dud ") || strings.HasPrefix(line, "route.rulesSkipped") || strings.HasPrefix(line, "route.routesSkipped")
		})
		return lines
	}
	rapid.Check(t, func(t *rapid.T) {
		s, f, wait := spec(t), facts(t), waiting(t)
		want, why := outcome(t, s, f, wait)
		for name, w := range s.Workstreams {
			when := rapid.SampledFrom(never).Draw(t, "never")
			i := rapid.IntRange(0, len(w.Routes)).Draw(t, "place")
			w.Routes = slices.Insert(slices.Clone(w.Routes), i, configuration.Route{Name: "dud", When: when, Queue: "q0"})
			for j, rs := range w.Classification {
				i := rapid.IntRange(0, len(rs.Rules)).Draw(t, "place")
				dud := configuration.Rule{Name: "dud", When: when, Set: outputs(t)}
				w.Classification[j].Rules = slices.Insert(slices.Clone(rs.Rules), i, dud)
			}
			s.Workstreams[name] = w
		}
		got, whyGot := outcome(t, s, f, wait)
		same(t, "a rule that never matches", want, got)
		same(t, "a rule that never matches", without(why), without(whyGot))
	})
}

func TestOnlyLengthsThatAreNotKnownAreAskedFor(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, f, wait := spec(t), facts(t), waiting(t)
		written, _ := json.Marshal(s)
		config, err := configuration.Load(written, channels.Profiles())
		if err != nil {
			t.Fatal(err)
		}
		_, _, asked, err := counted(config, &f, wait)
		if err != nil {
			t.Fatal(err)
		}
		for i, queue := range asked {
			if slices.Contains(asked[:i], queue) {
				t.Fatalf("asked %q", asked)
			}
		}
		// What was asked for is needed: without any one of it there is no decision.
		for _, queue := range asked {
			less := f
			less.Waiting = map[string]int64{}
			for _, other := range asked {
				if other != queue {
					less.Waiting[other] = f.Waiting[other]
				}
			}
			_, _, err := route.Decide(config, less)
			if unknown, ok := errors.AsType[*route.LengthError](err); !ok || unknown.Queue != queue {
				t.Fatalf("without the length of %s: %v", queue, err)
			}
		}
	})
}
