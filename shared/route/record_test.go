package route_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// bigShop is a configuration with 10 rulesets of 100 rules and 200 routes, as many as
// Dynamics 365 allows, with 8 comparisons each. The last rules match.
func bigShop(t *testing.T, last string) *configuration.Config {
	t.Helper()
	when := func(n int, otherwise string) string {
		if otherwise != "" {
			return otherwise
		}
		var words []string
		for k := range 8 {
			words = append(words, fmt.Sprintf("message.text.contains('keyword-%d-%d')", n, k))
		}
		return strings.Join(words, " || ")
	}
	rule := func(name string, n, of int) map[string]any {
		otherwise := ""
		if n%of == of-1 {
			otherwise = last
		}
		return map[string]any{"name": name, "when": when(n, otherwise)}
	}
	var sets, routes []any
	for a := range 10 {
		var rules []any
		for b := range 100 {
			r := rule(fmt.Sprintf("c%d-%d", a, b), b, 100)
			r["set"] = map[string]any{"attributes": map[string]any{"topic": "t"}}
			rules = append(rules, r)
		}
		sets = append(sets, map[string]any{"name": fmt.Sprintf("set%d", a), "rules": rules})
	}
	for b := range 200 {
		r := rule(fmt.Sprintf("r%d", b), b, 200)
		r["queue"] = "all"
		routes = append(routes, r)
	}
	written, err := json.Marshal(map[string]any{
		"accounts":    map[string]any{"acme": map[string]any{"channel": "business-messages", "workstream": "support"}},
		"workstreams": map[string]any{"support": map[string]any{"fallback_queue": "all", "classification": sets, "routes": routes}},
		"queues":      map[string]any{"all": map[string]any{"display_name": "All"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	config, err := configuration.Load(written, channels.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	return config
}

// TestARecordHasABound whatever the configuration and the customer: what matched is in
// it, and what did not is counted.
func TestARecordHasABound(t *testing.T) {
	t.Parallel()
	long := "true"
	for k := range 7 {
		long += fmt.Sprintf(" && message.text.contains('%s') == false", strings.Repeat("x", 150+k))
	}
	for name, tt := range map[string]struct {
		last, text string
	}{
		"short rules that match":     {"true", "hello"},
		"rules that never match":     {"", "hello"},
		"long rules that match":      {long, "hello"},
		"a customer who writes much": {"true", strings.Repeat("<é\u0001", 20_000)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			facts := route.Facts{Account: "acme", Conversation: "c", Text: tt.text, Postback: tt.text}.Bounded()
			decision, trace, err := route.Decide(bigShop(t, tt.last), facts)
			if err != nil {
				t.Fatal(err)
			}
			recorded, _ := route.Encode(facts)
			decided, _ := route.Encode(decision)
			lines := trace.Lines(route.Room(recorded, decided))
			size, matched, counted := len(recorded)+len(decided), 0, int64(0)
			for _, line := range lines {
				size += line.Size()
				switch line.Code {
				case route.Matches:
					matched++
				case route.DoesNotMatch:
					counted++
				case route.OthersDoNotMatch:
					n, _ := line.Args["count"].(int64)
					counted += n
				}
			}
			if size > route.MaxRecord || len(recorded) > route.MaxFacts {
				t.Errorf("the record has %d bytes, %d of them facts", size, len(recorded))
			}
			want, others := 11, int64(1189)
			if tt.last == "" {
				want, others = 0, 1200
			}
			if matched != want || counted != others {
				t.Errorf("%d rules match and %d do not, want %d and %d", matched, counted, want, others)
			}
			if end := lines[len(lines)-1]; end.Code != route.OthersDoNotMatch {
				t.Errorf("the trace ends with %s", end.String())
			}
			spelt := strings.Join(spelled(lines), "\n")
			if strings.Contains(spelt, "no argument") || strings.Contains(spelt, "lacks") {
				t.Errorf("a line is not as it is defined:\n%s", spelt)
			}
		})
	}
}

func TestLinesThatDoNotFitAreCounted(t *testing.T) {
	t.Parallel()
	_, trace, err := route.Decide(bigShop(t, "true"), route.Facts{Account: "acme"})
	if err != nil {
		t.Fatal(err)
	}
	var codes []reason.Code
	for _, line := range trace.Lines(600) {
		codes = append(codes, line.Code)
	}
	end := len(codes) - 3
	if codes[0] != route.ByConfiguration || codes[1] != route.OfAccount || codes[end] != route.IsChosen ||
		codes[end+1] != route.LinesLeftOut || codes[end+2] != route.OthersDoNotMatch {
		t.Errorf("the lines are %v", codes)
	}
}
