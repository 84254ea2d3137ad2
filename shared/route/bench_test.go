package route_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"cel.dev/cel-go/cel"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
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
	config, err := configuration.Load(text, channels.Profiles())
	if err != nil {
		tb.Fatal(err)
	}
	return config
}

// declared is CEL with the variables of conditions, and nothing else.
func declared(tb testing.TB) *cel.Env {
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
	return env
}

// compiled is conditions compiled by CEL alone.
func compiled(tb testing.TB, env *cel.Env, rules int, condition func(int) string) []cel.Program {
	tb.Helper()
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
	return programs
}

// bare returns a function that evaluates the same conditions, as whole programs
// of CEL, for the same customer, and does nothing else.
func bare(tb testing.TB, rules int, condition func(int) string) func() {
	tb.Helper()
	env := declared(tb)
	programs := compiled(tb, env, rules, condition)
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

// besideFloor measures what is done, and the least that it can take.
func besideFloor(b *testing.B, do, floor func()) {
	b.Helper()
	for of, f := range map[string]func(){"product": do, "floor": floor} {
		b.Run("of="+of, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f()
			}
		})
	}
}

// BenchmarkDecide200 is a decision for which 200 rules have to be looked at. Its
// floor is what CEL alone takes for their conditions.
func BenchmarkDecide200(b *testing.B) {
	for name, condition := range conditions() {
		b.Run(name, func(b *testing.B) { besideFloor(b, deciding(b, 200, condition), bare(b, 200, condition)) })
	}
}

// BenchmarkDecide shows that a decision grows with the rules: the time for each
// stays the same.
func BenchmarkDecide(b *testing.B) {
	for _, rules := range sizes() {
		perItem(b, rules, "rule", deciding(b, rules, distinct))
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
			besideFloor(b, func() { trace.Lines(route.MaxRecord) }, bare(b, 200, condition))
		})
	}
}

// BenchmarkLoad200 is reading and compiling such a configuration. Its floor is
// what CEL alone takes to compile the conditions.
func BenchmarkLoad200(b *testing.B) {
	text := rulebook(b, 200, distinct)
	besideFloor(b, func() { load(b, text) }, func() { compiled(b, declared(b), 200, distinct) })
}

// BenchmarkLoad shows that loading grows with the rules, and with the queues and
// their hours.
func BenchmarkLoad(b *testing.B) {
	for _, rules := range sizes() {
		text := rulebook(b, rules, distinct)
		perItem(b, rules, "rule", func() { load(b, text) })
	}
	for _, queues := range []int{10, 100, 1000} {
		text := chain(b, queues)
		perItem(b, queues, "queue", func() { load(b, text) })
	}
}

func sizes() []int { return []int{100, 200, 400, 800} }

// perItem measures what is done with so many items, and the time for each.
func perItem(b *testing.B, items int, item string, do func()) {
	b.Helper()
	b.Run(fmt.Sprint(items, " ", item, "s"), func(b *testing.B) {
		for b.Loop() {
			do()
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*items), "ns/"+item)
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
