package route_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"cel.dev/cel-go/cel"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/hours"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// distinct is a condition that has no comparison in common with the others, calls
// one that has nothing but functions of CEL too, and shared one whose comparisons
// other rules have. The customer of [visitor] meets none of them.
func distinct(i int) string {
	return fmt.Sprintf(`locale.startsWith("x%d") && deviceLocale != "x%d" || entryPoint == "P%d"`, i, i, i)
}

func calls(i int) string {
	return fmt.Sprintf(`locale.startsWith("x%d") || deviceLocale.endsWith("x%d") || message.text.contains("x%d")`, i, i, i)
}

func shared(i int) string {
	return fmt.Sprintf(`entryPoint == "P%d" && locale.startsWith("x%d")`, i/20, i%20)
}

// conditions are the sorts of conditions that are measured.
func conditions() map[string]func(int) string {
	return map[string]func(int) string{"distinct": distinct, "calls": calls, "shared": shared}
}

// visitor meets no rule of [rulebook].
func visitor() route.Facts {
	return route.Facts{
		Conversation: "c", Account: "acme", BrandAgent: "brands/b/agents/a", Kind: channel.Text, Text: "Bonjour !",
		Context: channel.Context{EntryPoint: "PLACESHEET", DisplayName: "Zoé", Locale: "fr-FR", DeviceLocale: "fr-FR"},
		Now:     time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC),
	}
}

// rulebook is a configuration with so many classification rules in ten rulesets.
func rulebook(tb testing.TB, rules int, condition func(int) string) []byte {
	tb.Helper()
	w := configuration.Workstream{FallbackQueue: "front", Routes: []configuration.Route{{Name: "rest", Queue: "front"}}}
	const rulesets = 10
	for i := range rules {
		if i%(rules/rulesets) == 0 {
			w.Classification = append(w.Classification, configuration.Ruleset{Name: fmt.Sprint("set-", i)})
		}
		rs := &w.Classification[len(w.Classification)-1]
		rs.Rules = append(rs.Rules, configuration.Rule{
			Name: fmt.Sprint("rule-", i), When: condition(i),
			Set: configuration.Outputs{Attributes: map[string]string{"topic": fmt.Sprint(i)}},
		})
	}
	return text(tb, configuration.Spec{
		Accounts:    map[string]configuration.Account{"acme": {Workstream: "support"}},
		Workstreams: map[string]configuration.Workstream{"support": w},
		Queues:      map[string]configuration.Queue{"front": {DisplayName: "Front desk"}},
	})
}

func text(tb testing.TB, value any) []byte {
	tb.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		tb.Fatal(err)
	}
	return text
}

// deciding returns a function that decides about [visitor], who meets no rule.
func deciding(tb testing.TB, rules int, condition func(int) string) func() {
	tb.Helper()
	config, facts := load(tb, rulebook(tb, rules, condition)), visitor()
	return func() {
		if d, _, err := route.Decide(config, facts); err != nil || d.Attributes != nil {
			tb.Fatal(d, err)
		}
	}
}

func load(tb testing.TB, text []byte) *configuration.Config {
	tb.Helper()
	config, err := configuration.Load(text)
	if err != nil {
		tb.Fatal(err)
	}
	return config
}

// bare returns a function that evaluates the same conditions, as whole programs
// of CEL, for the same customer, and does nothing else.
func bare(tb testing.TB, rules int, condition func(int) string) func() {
	tb.Helper()
	var declared []cel.EnvOption
	for _, name := range []string{
		"account", "brandAgent", "entryPoint", "placeId", "locale", "deviceLocale", "customContext", "customer.name",
		"customer.lastQueue", "message.text", "message.kind", "message.postback", "now.weekday", "now.date", "language",
	} {
		declared = append(declared, cel.Variable(name, cel.StringType))
	}
	for _, name := range []string{
		"now.hour", "now.minute", "now.dayOfWeek", "now.day", "now.monthFromZero", "now.year", "now.dayFromZero",
		"now.dayOfYearFromZero", "priority",
	} {
		declared = append(declared, cel.Variable(name, cel.IntType))
	}
	env, err := cel.NewEnv(append(declared, cel.Variable("customer.returning", cel.BoolType), cel.Variable("now", cel.TimestampType),
		cel.Variable("skills", cel.MapType(cel.StringType, cel.IntType)),
		cel.Variable("attributes", cel.MapType(cel.StringType, cel.StringType)))...)
	if err != nil {
		tb.Fatal(err)
	}
	var programs []cel.Program
	for i := range rules {
		checked, issues := env.Compile(condition(i))
		if issues.Err() != nil {
			tb.Fatal(issues.Err())
		}
		program, err := env.Program(checked, cel.EvalOptions(cel.OptOptimize))
		if err != nil {
			tb.Fatal(err)
		}
		programs = append(programs, program)
	}
	facts := visitor()
	values := map[string]any{
		"account": facts.Account, "brandAgent": facts.BrandAgent, "entryPoint": facts.Context.EntryPoint, "placeId": "",
		"locale": facts.Context.Locale, "deviceLocale": facts.Context.DeviceLocale, "customContext": "",
		"customer.name": facts.Context.DisplayName, "customer.returning": false, "customer.lastQueue": "",
		"message.text": facts.Text, "message.kind": string(facts.Kind), "message.postback": "",
		"now": facts.Now, "now.weekday": "wednesday", "now.date": "2026-07-01", "now.hour": 10, "now.minute": 0,
		"now.dayOfWeek": 3, "now.day": 1, "now.monthFromZero": 6, "now.year": 2026, "now.dayFromZero": 0,
		"now.dayOfYearFromZero": 181, "priority": 0, "language": "fr",
		"skills": map[string]int64{}, "attributes": map[string]string{},
	}
	for name, value := range values { // as CEL itself has them, which is quickest
		values[name] = env.CELTypeAdapter().NativeToValue(value)
	}
	activation, err := cel.NewActivation(values)
	if err != nil {
		tb.Fatal(err)
	}
	return func() {
		for _, p := range programs {
			if result, _, err := p.Eval(activation); err != nil || result.Value() != false {
				tb.Fatal(result, err)
			}
		}
	}
}

// BenchmarkDecide200 is a decision for which 200 rules have to be looked at, and
// what CEL alone takes for their conditions.
func BenchmarkDecide200(b *testing.B) {
	for name, condition := range conditions() {
		for what, do := range map[string]func(){"decide": deciding(b, 200, condition), "bare": bare(b, 200, condition)} {
			b.Run(name+"/"+what, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					do()
				}
			})
		}
	}
}

// BenchmarkLines is what it takes to put such a decision into words.
func BenchmarkLines(b *testing.B) {
	for name, condition := range conditions() {
		b.Run(name, func(b *testing.B) {
			config := load(b, rulebook(b, 200, condition))
			_, trace, err := route.Decide(config, visitor())
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				trace.Lines()
			}
		})
	}
}

// BenchmarkLoad200 is reading and compiling such a configuration.
func BenchmarkLoad200(b *testing.B) {
	text := rulebook(b, 200, distinct)
	b.ReportAllocs()
	for b.Loop() {
		load(b, text)
	}
}

// fastest is the least time that each of some functions took in several rounds,
// in which they take turns: whatever else the machine does then disturbs them
// alike.
func fastest(rounds, times int, does ...func()) []time.Duration {
	least := make([]time.Duration, len(does))
	for range rounds {
		for i, do := range does {
			start := time.Now()
			for range times {
				do()
			}
			took := time.Since(start) / time.Duration(times)
			if least[i] == 0 || took < least[i] {
				least[i] = took
			}
		}
	}
	return least
}

// unlessBusy measures again, twice at most, while the result is bad: the machine
// may have other things to do.
func unlessBusy(t *testing.T, measure func() (bad string)) {
	t.Helper()
	bad := measure()
	for range 2 {
		if bad != "" {
			bad = measure()
		}
	}
	if bad != "" {
		t.Error(bad)
	}
}

func TestDecidingTakesLittleMoreThanItsConditions(t *testing.T) {
	onlyWhereTimesMeanSomething(t)
	const most = 1.2
	for name, condition := range conditions() {
		decide, alone := deciding(t, 200, condition), bare(t, 200, condition)
		unlessBusy(t, func() string {
			took := fastest(60, 20, decide, alone)
			ratio := float64(took[0]) / float64(took[1])
			result := fmt.Sprintf("200 rules, %s: a decision takes %s, its conditions alone %s: %.2f times as long", name, took[0], took[1], ratio)
			t.Log(result)
			if ratio > most {
				return fmt.Sprintf("%s, at most %.1f is wanted", result, most)
			}
			return ""
		})
	}
}

func TestLoadingTakesLessThanAnInstant(t *testing.T) {
	onlyWhereTimesMeanSomething(t)
	const most = 50 * time.Millisecond
	text := rulebook(t, 200, distinct)
	unlessBusy(t, func() string {
		took := fastest(7, 1, func() { load(t, text) })[0]
		t.Logf("200 rules, %d bytes, load in %s", len(text), took)
		if took > most {
			return fmt.Sprintf("loading takes %s, at most %s is wanted", took, most)
		}
		return ""
	})
}

// grows checks that the most takes no more than twice as long as it would if all
// grew alike. Of what is small there are more, each done once a round: so all are
// as much for the processor's caches and are disturbed alike.
func grows(t *testing.T, what string, rounds int, sizes []int, do func(size int) func()) {
	t.Helper()
	first, last := sizes[0], sizes[len(sizes)-1]
	does := make([]func(), len(sizes))
	for i, size := range sizes {
		each := make([]func(), last/size)
		for j := range each {
			each[j] = do(size)
		}
		does[i] = func() {
			for _, once := range each {
				once()
			}
		}
	}
	unlessBusy(t, func() string {
		took := fastest(rounds, 1, does...)
		for i, size := range sizes {
			took[i] /= time.Duration(last / size)
			t.Logf("%d %s: %s", size, what, took[i])
		}
		longer := float64(took[len(took)-1]) / float64(took[0])
		if larger := float64(last) / float64(first); longer > 2*larger {
			return fmt.Sprintf("%s: %.0f times as many take %.0f times as long", what, larger, longer)
		}
		return ""
	})
}

func TestDecidingGrowsWithTheRules(t *testing.T) {
	onlyWhereTimesMeanSomething(t)
	grows(t, "rules to decide with", 100, []int{100, 200, 400, 800}, func(size int) func() {
		return deciding(t, size, distinct)
	})
}

func TestLoadingGrowsWithTheRules(t *testing.T) {
	onlyWhereTimesMeanSomething(t)
	grows(t, "rules to load", 5, []int{100, 200, 400, 800}, func(size int) func() {
		text := rulebook(t, size, distinct)
		return func() { load(t, text) }
	})
}

func TestLoadingGrowsWithTheConfiguration(t *testing.T) {
	onlyWhereTimesMeanSomething(t)
	grows(t, "queues and hours to load", 5, []int{10, 100, 1000}, func(size int) func() {
		text := chain(t, size)
		return func() { load(t, text) }
	})
}

// chain is a configuration of queues that have hours of their own and lead from
// one to the next.
func chain(tb testing.TB, queues int) []byte {
	tb.Helper()
	spec := configuration.Spec{
		Accounts:    map[string]configuration.Account{"acme": {Workstream: "support"}},
		Workstreams: map[string]configuration.Workstream{"support": {FallbackQueue: "q0"}},
		Queues:      map[string]configuration.Queue{}, Hours: map[string]hours.Definition{},
	}
	week := map[string][]string{}
	for _, day := range []string{"monday", "tuesday", "wednesday", "thursday", "friday"} {
		week[day] = []string{"09:00-12:30", "14:00-18:00"}
	}
	for i := range queues {
		name, next := fmt.Sprint("q", i), &configuration.Remedy{Action: configuration.Transfer, Queue: fmt.Sprint("q", i+1)}
		if i == queues-1 {
			next = &configuration.Remedy{Action: configuration.End}
		}
		spec.Hours[name] = hours.Definition{TimeZone: "Europe/Paris", Week: week}
		spec.Queues[name] = configuration.Queue{
			DisplayName: name, Hours: name,
			Overflow: configuration.Overflow{PreQueue: configuration.PreQueue{Closed: next}},
		}
	}
	return text(tb, spec)
}

func onlyWhereTimesMeanSomething(t *testing.T) {
	t.Helper()
	if racing || testing.CoverMode() != "" {
		t.Skip("times mean nothing under the race detector or while coverage is counted")
	}
}
