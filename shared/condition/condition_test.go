package condition_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/condition"
)

func language(tb testing.TB) *condition.Language {
	tb.Helper()
	l, err := condition.New(
		condition.Variable{Name: "locale", Length: 35},
		condition.Variable{Name: "entryPoint", Length: 100},
		condition.Variable{Name: "customer.name", Length: 200},
		condition.Variable{Name: "customer.returning", Kind: condition.Bool},
		condition.Variable{Name: "message.text", Length: 4096},
		condition.Variable{Name: "priority", Kind: condition.Int},
		condition.Variable{Name: "skills", Kind: condition.Ints, Length: 32},
		condition.Variable{Name: "attributes", Kind: condition.Strings, Length: 32},
		condition.Variable{Name: "now", Kind: condition.Time},
		condition.Variable{Name: "now.hour", Kind: condition.Int},
	)
	if err != nil {
		tb.Fatal(err)
	}
	return l
}

func compile(tb testing.TB, l *condition.Language, text string) *condition.Condition {
	tb.Helper()
	c, err := l.Compile(text)
	if err != nil {
		tb.Fatalf("%s: %v", text, err)
	}
	return c
}

// customer sets what the tests' customer has.
func customer(r *condition.Run) {
	r.Set("locale", "fr-FR")
	r.Set("customer.name", "Zoé")
	r.Set("customer.returning", true)
	r.Set("priority", int64(7))
	r.Set("skills", map[string]int64{"french": 3})
	r.Set("attributes", map[string]string{"vip": "yes"})
	r.Set("now", time.Date(2026, 7, 1, 22, 30, 0, 0, time.UTC))
	r.Set("now.hour", int64(0)) // in Paris
}

func TestConditionsAreTrueOrFalseForAReason(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want bool
		why  string
	}{
		{`locale == "fr-FR"`, true, `locale == "fr-FR" is true (locale "fr-FR")`},
		{`locale.startsWith("de")`, false, `locale.startsWith("de") is false (locale "fr-FR")`},
		{`customer.returning`, true, `customer.returning is true`},
		{`!customer.returning`, false, `customer.returning is true`},
		{
			`locale == "fr-FR" && priority > 9 && entryPoint == "x"`, false,
			`priority > 9 is false (priority 7)`,
		},
		{
			`locale == "fr-FR" && priority > 5`, true,
			`locale == "fr-FR" is true (locale "fr-FR"); priority > 5 is true (priority 7)`,
		},
		{
			`locale == "de" || locale == "en"`, false,
			`locale == "de" is false (locale "fr-FR"); locale == "en" is false (locale "fr-FR")`,
		},
		{`locale == "de" || priority == 7`, true, `priority == 7 is true (priority 7)`},
		{
			`!(locale == "de" || priority == 8) && true`, true,
			`locale == "de" is false (locale "fr-FR"); priority == 8 is false (priority 7); true is true`,
		},
		{`skills.french >= 2`, true, `skills.french >= 2 is true (skills {french 3})`},
		{`skills.german >= 1`, false, `skills.german >= 1 is false (skills {french 3})`},
		{`attributes.vip == "yes"`, true, `attributes.vip == "yes" is true (attributes {vip "yes"})`},
		{`attributes["no such"] == ""`, true, `attributes["no such"] == "" is true (attributes {vip "yes"})`},
		{
			`"vip" in attributes && !("x" in attributes)`, true,
			`"vip" in attributes is true (attributes {vip "yes"}); "x" in attributes is false (attributes {vip "yes"})`,
		},
		{`entryPoint == ""`, true, `entryPoint == "" is true (entryPoint "")`},
		{`now.getHours() == 0`, true, `now.getHours() == 0 is true (now.hour 0)`},
		{
			`now > timestamp("2026-07-01T00:00:00Z")`, true,
			`now > timestamp("2026-07-01T00:00:00Z") is true (now 2026-07-01T22:30:00Z)`,
		},
		{`now.getHours("Asia/Tokyo") == 7`, true, `now.getHours("Asia/Tokyo") == 7 is true (now 2026-07-01T22:30:00Z)`},
		{`timestamp("2026-07-01T10:00:00Z").getHours() == 10`, true, `timestamp("2026-07-01T10:00:00Z").getHours() == 10 is true`},
		{`["a", "b"].exists(x, x == locale)`, false, `["a", "b"].exists(x, x == locale) is false (locale "fr-FR")`},
	}
	l := language(t)
	for _, tt := range tests {
		c := compile(t, l, tt.text)
		r := l.Run()
		customer(r)
		got, err := r.Eval(c)
		if err != nil || got != tt.want {
			t.Errorf("%s is %v (%v), want %v", tt.text, got, err, tt.want)
		}
		if why := explain(r, c); why != tt.why {
			t.Errorf("%s is explained with\n %s, want\n %s", tt.text, why, tt.why)
		}
	}
}

func TestASideThatFailsMattersOnlyWhereTheOtherDoesNotDecide(t *testing.T) {
	t.Parallel()
	const fails = `int(entryPoint) == 1`
	tests := []struct {
		text  string
		want  bool
		fails bool
	}{
		{fails, false, true},
		{fails + ` && false`, false, false},
		{`false && ` + fails, false, false},
		{fails + ` || true`, true, false},
		{fails + ` && true`, false, true},
		{`!(` + fails + `)`, false, true},
	}
	l := language(t)
	for _, tt := range tests {
		c := compile(t, l, tt.text)
		r := l.Run()
		got, err := r.Eval(c)
		if got != tt.want || (err != nil) != tt.fails {
			t.Errorf("%s is %v with error %v, want %v, %v", tt.text, got, err, tt.want, tt.fails)
		}
		if err != nil && !strings.Contains(explain(r, c), "fails") {
			t.Errorf("%s is explained with %q", tt.text, explain(r, c))
		}
	}
}

func TestAValueThatChangesChangesWhatAsksForIt(t *testing.T) {
	t.Parallel()
	l := language(t)
	urgent := compile(t, l, `priority > 5 && skills.french > 0`)
	r := l.Run()
	for _, step := range []struct {
		priority, french int64
		want             bool
	}{{0, 0, false}, {6, 0, false}, {6, 1, true}, {5, 1, false}} {
		r.Set("priority", step.priority)
		r.Set("skills", map[string]int64{"french": step.french})
		if got, err := r.Eval(urgent); err != nil || got != step.want {
			t.Errorf("%+v: %v (%v)", step, got, err)
		}
	}
}

func TestLongValuesAreCutAndQuotedShort(t *testing.T) {
	t.Parallel()
	l := language(t)
	fits, c := compile(t, l, `message.text.size() == 4000`), compile(t, l, `message.text.size() == 4096`)
	r := l.Run()
	r.Set("message.text", strings.Repeat("é", 4000))
	if got, err := r.Eval(fits); err != nil || !got {
		t.Errorf("a text that is not too long is cut (%v)", err)
	}
	r.Set("message.text", strings.Repeat("é", 5000))
	if got, err := r.Eval(c); err != nil || !got {
		t.Errorf("the text is not cut to its length (%v)", err)
	}
	if why := explain(r, c); len(why) > 250 || !strings.Contains(why, "é…") {
		t.Errorf("explained with %d bytes: %s", len(why), why)
	}
}

func TestExplanationsAreBounded(t *testing.T) {
	t.Parallel()
	l := language(t)
	attributes := map[string]string{}
	for i := range 32 {
		attributes[fmt.Sprintf("k%02d", i)] = strings.Repeat("é", 256)
	}
	long := strings.Repeat("é", 1000)
	for text, why := range map[string]string{
		`attributes.k01 == "x"`:    `attributes.k01 == "x" is false (attributes {k00 "` + strings.Repeat("é", 60) + `…", k01 "`,
		`locale == "` + long + `"`: `locale == "` + strings.Repeat("é", 189) + `… is false (locale "fr-FR")`,
		`timestamp(message.text) > now`: `timestamp(message.text) > now fails (message.text "` +
			strings.Repeat("é", 60) + `…", now 2026-07-01T22:30:00Z), invalid RFC 3339 timestamp "éé`,
	} {
		c := compile(t, l, text)
		r := l.Run()
		customer(r)
		r.Set("attributes", attributes)
		r.Set("message.text", long)
		if got := explain(r, c); !strings.HasPrefix(got, why) || len(got) > 800 {
			t.Errorf("explained with %d bytes:\n %s, want\n %s", len(got), got, why)
		}
	}
}

func TestLongMapsAreCut(t *testing.T) {
	t.Parallel()
	l := language(t)
	c := compile(t, l, `attributes.size() == 32 && attributes.all(k, k <= "k31") && skills.size() == 32`)
	attributes, skills := map[string]string{}, map[string]int64{}
	for i := range 40 {
		attributes[fmt.Sprintf("k%02d", i)], skills[fmt.Sprintf("k%02d", i)] = "x", 1
	}
	r := l.Run()
	r.Set("attributes", attributes)
	r.Set("skills", skills)
	if got, err := r.Eval(c); err != nil || !got {
		t.Errorf("a map is not cut to its length (%v): %s", err, explain(r, c))
	}
	if len(attributes) != 40 || len(skills) != 40 {
		t.Error("the map itself was cut")
	}
}

func TestTheClockIsTheOneOfTheVariables(t *testing.T) {
	t.Parallel()
	now := condition.Variable{Name: "now", Kind: condition.Time}
	fields := map[string]string{
		"getHours": "now.hour", "getMinutes": "now.minute", "getDayOfWeek": "now.dayOfWeek", "getDate": "now.day",
		"getDayOfMonth": "now.dayFromZero", "getDayOfYear": "now.dayOfYearFromZero",
		"getMonth": "now.monthFromZero", "getFullYear": "now.year",
	}
	variables := []condition.Variable{now}
	for _, name := range fields {
		variables = append(variables, condition.Variable{Name: name, Kind: condition.Int})
	}
	l, err := condition.New(variables...)
	if err != nil {
		t.Fatal(err)
	}
	for function, name := range fields {
		c := compile(t, l, "now."+function+"() == 99")
		r := l.Run()
		r.Set(name, int64(99))
		if got, err := r.Eval(c); err != nil || !got {
			t.Errorf("now.%s() is not %s (%v): %s", function, name, err, explain(r, c))
		}
	}
}

func TestWhatIsNotDeclaredIsNotSet(t *testing.T) {
	t.Parallel()
	l := language(t)
	r := l.Run()
	r.Set("nothing", "x")
	if got, err := r.Eval(compile(t, l, `locale == ""`)); err != nil || !got {
		t.Errorf("the locale is set (%v)", err)
	}
}

func TestWhatDoesNotCompileSaysWhy(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"a name with a typing error", `lcoale == "fr"`, "column 1: undeclared reference to 'lcoale' (did you mean 'locale'?)"},
		{"a name that is like no other", `zip == "75"`, "column 1: undeclared reference to 'zip'"},
		{"a field with a typing error", `customer.nmae == "x"`, "did you mean 'customer.name'?"},
		{"types that cannot be compared", `priority == "high"`, "column 10: there is no == between int and string"},
		{"not a condition", `locale`, "it is of type string, a condition is true or false"},
		{"a syntax error", `locale ==) "fr"`, "column 10: Syntax error: extraneous input ')'"},
		{"half a condition", `locale == `, "column 11: it ends too early"},
		{"a bracket that is missing", `(locale == "fr"`, "column 16: it ends too early"},
		{"a text that does not end", `locale == "fr`, "column 11: a text does not end"},
		{"another text that does not end", `locale == 'fr''`, "column 15: a text does not end"},
		{"one =", `locale = "fr"`, "column 8: there is no =, write == to compare"},
		{"one = without a space", `locale ="fr"`, "column 8: there is no =, write == to compare"},
		{"and", `locale == "fr" and priority > 3`, "column 16: there is no and, write &&"},
		{"or", `locale == "fr" or priority > 3`, "column 16: there is no or, write ||"},
		{"a value that is not in the list", `locale in [1, 2]`, "column 8: there is no in between string and list(int)"},
		{"the second line", "locale == \"fr\"\n  && lcoale == \"de\"", "line 2, column 6: undeclared reference to 'lcoale'"},
		{"what can only fail", `int("x") == priority`, `int("x") == priority: type conversion error from 'string' to 'int'`},
		{"a pattern that is none", `locale.matches("(")`, "locale.matches(\"(\"): error parsing regexp: missing closing )"},
		{"has()", `has(attributes.vip)`, `there is no has()`},
		{"nested loops over the text", `message.text.matches("(a+)+b") && message.text.split == 1`, "column"},
		{"empty", ``, "it ends too early"},
		{"too dear", `["` + strings.Repeat(`a","`, 200) + `"].all(x, [` + strings.Repeat(`1,`, 200) +
			`2].exists(y, message.text.contains(x)))`, "make it simpler"},
	}
	l := language(t)
	for _, tt := range tests {
		if _, err := l.Compile(tt.text); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
}

// explain is an explanation in one line.
func explain(r *condition.Run, c *condition.Condition) string {
	var parts []string
	for _, part := range r.Explain(c) {
		text := part.Text + map[condition.Result]string{
			condition.True: " is true", condition.False: " is false", condition.Failed: " fails",
		}[part.Result]
		if part.Values != "" {
			text += " (" + part.Values + ")"
		}
		if part.Err != "" {
			text += ", " + part.Err
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "; ")
}

func TestAListIsLookedInto(t *testing.T) {
	t.Parallel()
	l, err := condition.New(condition.Variable{Name: "session.tags", Kind: condition.List, Length: 2})
	if err != nil {
		t.Fatal(err)
	}
	has := compile(t, l, `"vip" in session.tags && session.tags.exists(t, t.startsWith("re"))`)
	late := compile(t, l, `"zz" in session.tags`)
	run := l.Run()
	for _, tt := range []struct {
		tags []string
		want bool
	}{{nil, false}, {[]string{"vip"}, false}, {[]string{"refund", "vip", "zz"}, true}} {
		if tt.tags != nil {
			run.Set("session.tags", tt.tags)
		}
		if got, err := run.Eval(has); got != tt.want || err != nil {
			t.Errorf("with %v: %v, %v", tt.tags, got, err)
		}
		if got, err := run.Eval(late); got || err != nil {
			t.Errorf("a tag beyond the bound is found: %v, %v", got, err)
		}
	}
	if got, want := explain(run, late), `"zz" in session.tags is false (session.tags [refund, vip])`; got != want {
		t.Errorf("explained as %s, want %s", got, want)
	}
}
