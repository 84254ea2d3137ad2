package route_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

const shop = `{
  "accounts": {"acme": {"workstream": "support", "brandAgents": {"brands/b/agents/vip": {"workstream": "vip"}}}},
  "workstreams": {"support": {"fallbackQueue": "front"}, "vip": {"fallbackQueue": "gold"}},
  "queues": {"front": {"displayName": "Front desk"}, "gold": {"displayName": "Gold", "priority": 10}}
}`

func TestDecide(t *testing.T) {
	t.Parallel()
	config, err := route.Load([]byte(shop))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name  string
		facts route.Facts
		want  route.Decision
	}{
		{
			"a brand agent without a workstream of its own uses the account's",
			route.Facts{Account: "acme", BrandAgent: "brands/b/agents/any"},
			route.Decision{
				Workstream: "support", Queue: "front", Version: config.Version,
				Trace: []string{
					`workstream "support": the account's workstream`,
					`queue "front": the workstream's fallback queue, no rule matched`,
				},
			},
		},
		{
			"a brand agent's own workstream wins and the queue's priority counts",
			route.Facts{Account: "acme", BrandAgent: "brands/b/agents/vip"},
			route.Decision{
				Workstream: "vip", Queue: "gold", Priority: 10, Version: config.Version,
				Trace: []string{
					`workstream "vip": the brand agent's workstream`,
					`queue "gold": the workstream's fallback queue, no rule matched`,
				},
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := config.Decide(tt.facts)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("decision (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDecideNamesTheAccountThatIsMissing(t *testing.T) {
	t.Parallel()
	config, err := route.Load([]byte(shop))
	if err != nil {
		t.Fatal(err)
	}
	_, err = config.Decide(route.Facts{Account: "acmee"})
	if err == nil || !strings.Contains(err.Error(), `no account "acmee"`) {
		t.Errorf("error = %v, want one that names the account", err)
	}
}

func TestLoadReportsEveryProblem(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []string
	}{
		{"not JSON", `{`, []string{"unexpected EOF"}},
		{"an unknown field", `{"acounts": {}}`, []string{`unknown field "acounts"`}},
		{"something after the end", shop + `{}`, []string{"something follows"}},
		{"no account", `{"queues": {}}`, []string{"accounts: there is none"}},
		{
			"dangling references, all at once",
			`{"accounts": {"a": {"workstream": "w", "brandAgents": {"brands/b/agents/x": {"workstream": "v"}}}},
			  "workstreams": {"s": {"fallbackQueue": "q"}}, "queues": {"front": {"displayName": "F"}}}`,
			[]string{
				`accounts.a.workstream: there is no workstream "w", only s`,
				`accounts.a.brandAgents.brands/b/agents/x.workstream: there is no workstream "v", only s`,
				`workstreams.s.fallbackQueue: there is no queue "q", only front`,
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := route.Load([]byte(tt.text))
			if err == nil {
				t.Fatal("loaded")
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error lacks %q:\n%v", want, err)
				}
			}
		})
	}
}

func TestVersionNamesTheText(t *testing.T) {
	t.Parallel()
	a, b := route.Version([]byte(shop)), route.Version([]byte(shop+" "))
	if a == b || len(a) != 16 {
		t.Errorf("versions %q and %q, want two of 16 digits", a, b)
	}
}
