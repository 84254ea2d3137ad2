package check_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/check"
)

const good = `
accounts    = { acme = { workstream = "support" } }
workstreams = {
  support = {
    fallback_queue = "front"
    routes = [
      { name = "french", when = "locale.startsWith(\"fr\")", queue = "paris" },
    ]
  }
}
queues = {
  front = { display_name = "Front" }
  paris = { display_name = "Paris" }
}
agents = { "ana@acme.example" = { display_name = "Ana", role = "admin", queues = ["front", "paris"] } }
tests  = [
  { name = "French", given = { locale = "fr-FR" }, expect = { queue = "paris" } },
]
`

func report(t *testing.T, text string) (*check.Report, string) {
	t.Helper()
	r := check.File("shop.tfvars", []byte(text))
	var b strings.Builder
	if err := r.Write(&b); err != nil {
		t.Fatal(err)
	}
	return r, b.String()
}

func TestReports(t *testing.T) {
	t.Parallel()
	change := func(from, to string) string {
		if !strings.Contains(good, from) {
			t.Fatalf("there is no %q", from)
		}
		return strings.Replace(good, from, to, 1)
	}
	tests := []struct {
		name, text string
		ok         bool
		want       []string
	}{
		{"a configuration that is all well", good, true, []string{
			": 1 workstream, 2 queues, 1 rule, 1 agent; 1 test, all well\n",
		}},
		{"what is no HCL", `accounts = {`, false, []string{"shop.tfvars:1", "shop.tfvars cannot be used: "}},
		{"a problem", change(`"front"`, `"frnot"`), false, []string{
			`shop.tfvars:5: workstreams.support.fallback_queue: there is no queue "frnot", did you mean front?` + "\n" +
				"shop.tfvars cannot be used: 1 problem\n",
		}},
		{"something that is not meant", change(`when = "locale.startsWith(\"fr\")"`, `when = "false"`), false, []string{
			"shop.tfvars:7: workstreams.support.routes[0]: french can never match\n", "1 thing probably not meant",
		}},
		{"a test that fails", change(`expect = { queue = "paris"`, `expect = { queue = "front"`), false, []string{
			`shop.tfvars:17: test "French" fails: queue is "paris", expected "front"` + "\n    configuration ",
			"1 test, 1 of which fail\n",
		}},
		{"nobody in the file", change(`agents = { "ana@acme.example" = { display_name = "Ana", role = "admin", queues = ["front", "paris"] } }`, ``), true, []string{
			"shop.tfvars: note: there are no agents in the file", "all well",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, text := report(t, tt.text)
			if r.OK != tt.ok {
				t.Errorf("ok is %v", r.OK)
			}
			for _, want := range tt.want {
				if !strings.Contains(text, want) {
					t.Errorf("the report lacks %q:\n%s", want, text)
				}
			}
		})
	}
}

func TestAReportForPipelinesHasEveryListEvenIfItIsEmpty(t *testing.T) {
	t.Parallel()
	r, _ := report(t, good)
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	for _, list := range []string{"problems", "findings", "notes", "tests"} {
		if _, ok := got[list].([]any); !ok {
			t.Errorf("%s is %v, want a list", list, got[list])
		}
	}
	if diff := cmp.Diff(true, got["ok"]); diff != "" {
		t.Error(diff)
	}
}

// TestTheExampleIsAllWell: what new users read first.
func TestTheExampleIsAllWell(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../terraform/example.tfvars")
	if err != nil {
		t.Fatal(err)
	}
	r := check.File("example.tfvars", text)
	if !r.OK || len(r.Notes) > 0 || len(r.Tests) < 10 {
		var b strings.Builder
		_ = r.Write(&b)
		t.Errorf("%d tests and this:\n%s", len(r.Tests), &b)
	}
}
