package mask_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/frontdesk-gcp/frontdesk/shared/mask"
)

// cases are rules with texts, which the client's tests read, too.
type cases []struct {
	Rules []mask.Rule `json:"rules"`
	Cases []struct {
		Name, Text, Want string
		Direction        mask.Direction
		By               []string
	} `json:"cases"`
}

func read(tb testing.TB) cases {
	tb.Helper()
	text, err := os.ReadFile("testdata/cases.json")
	if err != nil {
		tb.Fatal(err)
	}
	var all cases
	if err := json.Unmarshal(text, &all); err != nil {
		tb.Fatal(err)
	}
	return all
}

func set(tb testing.TB, rules ...mask.Rule) *mask.Set {
	tb.Helper()
	s, problems := mask.New(rules)
	if len(problems) > 0 {
		tb.Fatal(problems)
	}
	return s
}

func TestWhatIsMasked(t *testing.T) {
	t.Parallel()
	for _, group := range read(t) {
		s := set(t, group.Rules...)
		for _, c := range group.Cases {
			t.Run(c.Name, func(t *testing.T) {
				t.Parallel()
				got, by := s.Text(c.Direction, c.Text)
				if diff := cmp.Diff(c.Want, got); diff != "" {
					t.Errorf("%q (-want +got):\n%s", c.Text, diff)
				}
				if diff := cmp.Diff(c.By, by, cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("by (-want +got):\n%s", diff)
				}
				if again, by := s.Text(c.Direction, got); again != got || by != nil {
					t.Errorf("masked again it is %q", again)
				}
			})
		}
	}
}

func TestWithoutRulesNothingIsMasked(t *testing.T) {
	t.Parallel()
	const card = "4111 1111 1111 1111"
	var none *mask.Set
	for _, s := range []*mask.Set{none, set(t)} {
		if got, by := s.Text(mask.In, card); got != card || by != nil {
			t.Errorf("got %q by %v", got, by)
		}
		if got, by := s.JSON(mask.In, []byte(card)); string(got) != card || by != nil {
			t.Errorf("got %s by %v", got, by)
		}
	}
}

func TestPayloads(t *testing.T) {
	t.Parallel()
	s := set(t, mask.Default()...)
	for payload, want := range map[string]string{
		`{"a":"4111\u00201111 1111 1111","n":4111111111111111}`: `{"a":"••••","n":"••••"}`,
		`{"b":["x",{"4111111111111111":"<&>"}],"n":1.50}`:       `{"b":["x",{"••••":"<&>"}],"n":1.50}`,
		`{"untouched" : 1e3}`:                                   `{"untouched" : 1e3}`,
		`{"cut":"4111111111111111","x`:                          `{"cut":"••••","x`,
	} {
		got, _ := s.JSON(mask.In, []byte(payload))
		if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", payload, diff)
		}
	}
}

func TestWrongRulesSayWhatToDo(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		rule mask.Rule
		want string
	}{
		"neither":                 {mask.Rule{Name: "a"}, "write either built_in, one of card, iban"},
		"both":                    {mask.Rule{BuiltIn: "card", Pattern: "abc"}, "write either built_in"},
		"no such one":             {mask.Rule{BuiltIn: "cards"}, `built_in: "cards" is none of card, iban`},
		"a check too many":        {mask.Rule{BuiltIn: "card", Check: "luhn"}, "has its own check"},
		"no name":                 {mask.Rule{Pattern: "abc"}, "name: it is missing"},
		"no direction":            {mask.Rule{BuiltIn: "card", Direction: "up"}, `direction: "up" is none of in, out, both`},
		"no such check":           {mask.Rule{Name: "a", Pattern: "abc", Check: "crc"}, "check: \"crc\" is none of luhn, mod97"},
		"a long replacement":      {mask.Rule{BuiltIn: "card", Replacement: strings.Repeat("x", 25)}, "at most 24"},
		"a blank replacement":     {mask.Rule{BuiltIn: "card", Replacement: " "}, "it is blank"},
		"a flag":                  {mask.Rule{Name: "a", Pattern: "(?i)abc"}, `from "?i)abc" on`},
		"a look-ahead":            {mask.Rule{Name: "a", Pattern: "abc(?=d)"}, `from "?=d)" on`},
		"a class of RE2's":        {mask.Rule{Name: "a", Pattern: `[[:digit:]]{4}`}, "browsers may not understand it"},
		"a script":                {mask.Rule{Name: "a", Pattern: `\pN{4}`}, "browsers may not understand it"},
		"a brace":                 {mask.Rule{Name: "a", Pattern: `a{,3}bcd`}, "browsers may not understand it"},
		"an ambiguous hyphen":     {mask.Rule{Name: "a", Pattern: `[\d-x]{3}`}, "browsers may not understand it"},
		"a repeated edge":         {mask.Rule{Name: "a", Pattern: `\b*abc`}, "browsers may not understand it"},
		"no expression":           {mask.Rule{Name: "a", Pattern: `abc)`}, "unexpected )"},
		"next to nothing":         {mask.Rule{Name: "a", Pattern: `\d{2,4}`}, "as little as 2 characters"},
		"no end":                  {mask.Rule{Name: "a", Pattern: `abc\d+`}, "bound its repetitions"},
		"many ways":               {mask.Rule{Name: "a", Pattern: `(?:a|aa){10,20}b`}, "bound its repetitions"},
		"many ways in a row":      {mask.Rule{Name: "a", Pattern: `\d{3,99}\d{3,99}b`}, "bound its repetitions"},
		"its own replacement":     {mask.Rule{Name: "a", Pattern: `[a-z]{3}`, Replacement: "[abc]"}, `finds something in "[abc]"`},
		"an example that is not":  {mask.Rule{BuiltIn: "card", Masks: []string{"4111"}}, `masks[0]: nothing in "4111" is masked`},
		"an example that is kept": {mask.Rule{BuiltIn: "card", Keeps: []string{"x 4111111111111111"}}, `keeps[0]: "x 4111111111111111" would become "x ••••"`},
	} {
		_, problems := mask.New([]mask.Rule{tt.rule})
		var all []string
		for _, p := range problems {
			all = append(all, p.Field+": "+p.Message)
		}
		if got := strings.Join(all, "\n"); !strings.Contains(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
	if _, problems := mask.New([]mask.Rule{{BuiltIn: "card"}, {BuiltIn: "card"}}); len(problems) != 1 || problems[0].Rule != 1 {
		t.Errorf("twice the same name: %v", problems)
	}
	many := make([]mask.Rule, mask.MaxRules+1)
	for i := range many {
		many[i] = mask.Rule{Name: strings.Repeat("x", i+1), Pattern: "abc"}
	}
	if _, problems := mask.New(many); len(problems) != 1 {
		t.Errorf("too many rules: %v", problems)
	}
}

func TestRangesAreInOrderAndApart(t *testing.T) {
	t.Parallel()
	last := mask.Range{}
	for _, r := range mask.Ranges() {
		if r.From <= last.To || r.To < r.From || r.Of < 1 {
			t.Errorf("%x comes after %x", r, last)
		}
		last = r
	}
}

// TestAPatternThatFeedsOnWhatItLeavesEnds: what else it would find is not known, so
// nothing of the text is left.
func TestAPatternThatFeedsOnWhatItLeavesEnds(t *testing.T) {
	t.Parallel()
	s := set(t, mask.Rule{Name: "a", Pattern: "#?abc", Replacement: "ab"}, mask.Rule{Name: "b", Pattern: "#abab", Replacement: "#"})
	text := "#" + strings.Repeat("ab", 100)
	got, by := s.Text(mask.In, text)
	if again, _ := s.Text(mask.In, got); again != got || len(by) == 0 || strings.Contains(got, "abab") {
		t.Errorf("got %q by %v", got, by)
	}
}

// wide are rules of all kinds.
func wide(tb testing.TB) *mask.Set {
	tb.Helper()
	var rules []mask.Rule
	for _, name := range mask.BuiltIns() {
		rules = append(rules, mask.Rule{BuiltIn: name})
	}
	return set(tb, append(rules,
		mask.Rule{Name: "customer", Pattern: `\bCU-?\d{6}\b`, IgnoreCase: true, Replacement: "[customer]"},
		mask.Rule{Name: "short", Pattern: `x\d{2}`, Replacement: strings.Repeat("-", mask.MaxReplacement)},
		mask.Rule{Name: "edges", Pattern: `^\S{3}q|z.{2}$`, Replacement: "~"},
	)...)
}

// FuzzText: masking is idempotent, bounded, keeps valid UTF-8, and whatever the text is, a
// card in it that stands for itself is not there any more.
func FuzzText(f *testing.F) {
	for _, group := range read(f) {
		for _, c := range group.Cases {
			f.Add(c.Text)
		}
	}
	f.Add("4111 1111 4111 1111 1111 1111 x12x12 abcq zab")
	f.Add("\xff4111111111111111\xc3")
	s, card := wide(f), set(f, mask.Default()...)
	f.Fuzz(func(t *testing.T, text string) {
		once, _ := s.Text(mask.In, text)
		twice, by := s.Text(mask.In, once)
		if once != twice || by != nil {
			t.Errorf("%q becomes %q, and then %q by %v", text, once, twice, by)
		}
		if valid := strings.ToValidUTF8(text, "\uFFFD"); len(once) > max(mask.MaxGrowth*len(valid), mask.MaxReplacement) {
			t.Errorf("%d bytes become %d", len(valid), len(once))
		}
		if !utf8.ValidString(once) {
			t.Errorf("%q is not valid", once)
		}
		payload, _ := s.JSON(mask.In, []byte(text))
		if again, by := s.JSON(mask.In, payload); string(again) != string(payload) || by != nil {
			t.Errorf("payload %q becomes %q", payload, again)
		}
		const number = "4012888888881881"
		for _, around := range []string{" ; ", "é", "x"} {
			if got, _ := card.Text(mask.In, text+around+number+around+text); strings.Contains(got, number) {
				t.Errorf("%q keeps the card", got)
			}
		}
	})
}
