package condition_test

import (
	"slices"
	"strings"
	"testing"

	"cel.dev/cel-go/cel"
	"pgregory.net/rapid"

	"github.com/frontdesk-gcp/frontdesk/shared/condition"
)

// text is a random condition. Some fail for some values.
func text(t *rapid.T, depth int) string {
	if depth == 0 || rapid.IntRange(0, 2).Draw(t, "leaf") == 0 {
		return rapid.SampledFrom([]string{
			`locale == "fr"`, `locale in ["fr", "de"]`, `locale != "de"`, `locale.startsWith("fr")`, `"en" == locale`,
			`locale in ["fr", "de", "en", "it", "es", "nl", "pt", "sv", "da"]`, `locale.size() > 2`, `!(locale < "e")`,
			`customer.returning`, `customer.returning == true`, `priority == 3`, `priority in [1, 3]`, `priority > 2`,
			`priority > 2 ? locale == "fr" : customer.returning`, `["fr", "x"].exists(l, l == locale)`,
			`int(entryPoint) > 1`, `10 / priority > 3`, `skills.french > 1`, `attributes.vip == "yes"`, `true`, `false`, `1 == 2`,
		}).Draw(t, "comparison")
	}
	switch left := text(t, depth-1); rapid.IntRange(0, 2).Draw(t, "form") {
	case 0:
		return "(" + left + " && " + text(t, depth-1) + ")"
	case 1:
		return "(" + left + " || " + text(t, depth-1) + ")"
	default:
		return "!(" + left + ")"
	}
}

// values are random values of variables.
func values(t *rapid.T) map[string]any {
	return map[string]any{
		"locale":             rapid.SampledFrom([]string{"", "fr", "fr-CA", "de", "en", "da", "xx"}).Draw(t, "locale"),
		"entryPoint":         rapid.SampledFrom([]string{"1", "2", "x"}).Draw(t, "entry point"),
		"customer.returning": rapid.Bool().Draw(t, "returning"),
		"priority":           rapid.Int64Range(0, 4).Draw(t, "priority"),
		"skills":             map[string]int64{"french": rapid.Int64Range(0, 3).Draw(t, "french")},
		"attributes":         map[string]string{"vip": rapid.SampledFrom([]string{"", "yes"}).Draw(t, "vip")},
	}
}

func set(r *condition.Run, values map[string]any) {
	for name, value := range values {
		r.Set(name, value)
	}
}

// plainCEL evaluates conditions as CEL alone does.
func plainCEL(tb testing.TB) func(text string, values map[string]any) (bool, error) {
	tb.Helper()
	env, err := cel.NewEnv(cel.Variable("locale", cel.StringType), cel.Variable("entryPoint", cel.StringType),
		cel.Variable("customer.returning", cel.BoolType), cel.Variable("priority", cel.IntType),
		cel.Variable("skills", cel.MapType(cel.StringType, cel.IntType)),
		cel.Variable("attributes", cel.MapType(cel.StringType, cel.StringType)))
	if err != nil {
		tb.Fatal(err)
	}
	programs := map[string]cel.Program{}
	return func(text string, values map[string]any) (bool, error) {
		if programs[text] == nil {
			checked, issues := env.Compile(text)
			if issues.Err() != nil {
				tb.Fatal(issues.Err())
			}
			if programs[text], err = env.Program(checked); err != nil {
				tb.Fatal(err)
			}
		}
		result, _, err := programs[text].Eval(values)
		if err != nil {
			return false, err
		}
		return result.Value() == true, nil
	}
}

func TestConditionsAreWhatCELSaysWhetherTheyHaveMuchInCommonOrNothing(t *testing.T) {
	t.Parallel()
	bare, newLanguage := plainCEL(t), func() *condition.Language { return language(t) }
	rapid.Check(t, func(t *rapid.T) {
		l := newLanguage()
		var conditions []*condition.Condition
		for range rapid.IntRange(1, 6).Draw(t, "conditions") {
			c, err := l.Compile(text(t, 3))
			if err != nil {
				t.Fatal(err)
			}
			conditions = append(conditions, c)
		}
		r := l.Run()
		for range 3 { // values change while a run remembers
			with := values(t)
			set(r, with)
			for _, c := range conditions {
				got, err := r.Eval(c)
				want, wantErr := bare(c.String(), with)
				if got != want || (err == nil) != (wantErr == nil) {
					t.Fatalf("%s with %v is %v (%v), CEL says %v (%v)", c, with, got, err, want, wantErr)
				}
				if why := explain(r, c); why == "" || strings.Contains(why, "fails") != (err != nil) {
					t.Fatalf("%s with %v is explained with %q (%v)", c, with, why, err)
				}
			}
		}
	})
}

func TestWhatIsToldWithoutValuesHoldsForAllOfThem(t *testing.T) {
	t.Parallel()
	newLanguage := func() *condition.Language { return language(t) }
	rapid.Check(t, func(t *rapid.T) {
		l := newLanguage()
		var conditions []*condition.Condition
		for range 3 {
			c, err := l.Compile(text(t, 2))
			if err != nil {
				t.Fatal(err)
			}
			conditions = append(conditions, c)
		}
		later, earlier := conditions[0], conditions[1:]
		by, implied := l.Implies(later, earlier)
		if slices.ContainsFunc(by, func(i int) bool { return i < 0 || i >= len(earlier) }) {
			t.Fatalf("implied by %v", by)
		}
		r := l.Run()
		for range 10 {
			set(r, values(t))
			got, err := r.Eval(later)
			if err == nil && (got && l.Never(later) || !got && l.Always(later)) {
				t.Fatalf("%s is %v: always %v, never %v", later, got, l.Always(later), l.Never(later))
			}
			if !implied || !got {
				continue
			}
			if !slices.ContainsFunc(by, func(i int) bool { first, err := r.Eval(earlier[i]); return first || err != nil }) {
				t.Fatalf("%s is true, and of %q, which it is to imply, nothing", later, earlier)
			}
		}
	})
}
