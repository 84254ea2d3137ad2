package condition_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/condition"
)

// many is more alternatives than are looked at.
func many(form, operator string) string {
	var parts []string
	for i := range 30 {
		parts = append(parts, "("+fmt.Sprintf(form, i, i, i)+")")
	}
	return strings.Join(parts, operator)
}

func TestWhatIsAlwaysOrNeverTrue(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text          string
		always, never bool
	}{
		{`true`, true, false},
		{`1 == 1 || locale == "fr"`, true, false},
		{`!(1 == 2)`, true, false},
		{`false`, false, true},
		{`locale == "fr" && false`, false, true},
		{`locale == "fr" && locale == "de"`, false, true},
		{`locale == "fr" && locale != "fr"`, false, true},
		{`locale == "fr" && !locale.startsWith("f")`, false, true},
		{`locale in ["fr", "de"] && locale == "en"`, false, true},
		{`customer.returning && !customer.returning`, false, true},
		{`locale != "fr" && locale in ["fr"]`, false, true},
		{`!(locale in ["fr", "de"]) && locale == "fr"`, false, true},
		{`!(locale in ["fr", "de"]) && !(locale == "fr")`, false, false},
		{`!(locale == "fr") && locale in ["fr", "de"]`, false, false},
		{`locale in ["fr", message.text] && locale == "en"`, false, false},
		{
			`(locale == "a" || priority == 1) && (locale == "b" || priority == 2) && (locale == "c" || priority == 3)`,
			false, true,
		},
		{many("priority == %d || entryPoint == \"%d\" || skills.french == %d", " && "), false, false},
		{many("priority == %d || entryPoint == \"%d\" || skills.french == %d", " || "), false, false},
		{`locale == "fr" || locale == "de"`, false, false},
		{`locale in ["fr", "de"] && locale.startsWith("d")`, false, false},
		{`skills.french > 1 && locale == "fr"`, false, false},
	}
	l := language(t)
	for _, tt := range tests {
		c := compile(t, l, tt.text)
		if l.Always(c) != tt.always || l.Never(c) != tt.never {
			t.Errorf("%s: always %v, never %v", tt.text, l.Always(c), l.Never(c))
		}
	}
}

func TestWhatEarlierConditionsLeaveNothingOf(t *testing.T) {
	t.Parallel()
	tests := []struct {
		later   string
		earlier []string
		by      []int
	}{
		{`locale == "fr"`, []string{`locale == "fr"`}, []int{0}},
		{`locale == "fr" && customer.returning`, []string{`entryPoint == "x"`, `locale == "fr"`}, []int{1}},
		{`locale == "fr-FR"`, []string{`locale.startsWith("fr")`}, []int{0}},
		{`locale == "fr"`, []string{`locale in ["de", "fr"]`}, []int{0}},
		{`locale in ["de", "fr"]`, []string{`locale == "fr"`, `locale == "de"`}, nil}, // one cube, not two
		{`locale == "de" || locale == "fr"`, []string{`locale == "fr"`, `locale == "de"`}, []int{0, 1}},
		{`customer.returning`, []string{`true`}, []int{0}},
		{`locale == "fr"`, []string{`locale == "fr" && customer.returning`}, nil},
		{`locale.startsWith("fr")`, []string{`locale == "fr"`}, nil},
		{`false`, []string{`true`}, nil}, // unreachable for another reason
	}
	l := language(t)
	for _, tt := range tests {
		var earlier []*condition.Condition
		for _, text := range tt.earlier {
			earlier = append(earlier, compile(t, l, text))
		}
		by, ok := l.Implies(compile(t, l, tt.later), earlier)
		if ok != (tt.by != nil) || !slices.Equal(by, tt.by) {
			t.Errorf("%s after %q: %v, %v, want %v", tt.later, tt.earlier, by, ok, tt.by)
		}
	}
}
