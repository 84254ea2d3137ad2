package check_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/check"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
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

// TestWhatSupervisorsSetIsSaidWithWhatBecomesOfIt, with the file as it is now.
func TestWhatSupervisorsSetIsSaidWithWhatBecomesOfIt(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 12, 21, 9, 0, 0, 0, time.UTC)
	file := good + "tags = { refund = { labels = { en = \"Refund\" } } }\n"
	set := func(kind configuration.SettingKind, of, date, zone string) configuration.Setting {
		return configuration.Setting{
			Kind: kind, Of: of, Date: date, Zone: zone, Texts: map[string]string{"en": "x"}, By: "sue@acme.example", Name: "Sue",
			At: now.Add(-time.Hour), Until: now.Add(time.Hour),
		}
	}
	const by = ": set by Sue (sue@acme.example) at 2026-12-21T08:00:00Z, until 2026-12-21T10:00:00Z"
	for name, tt := range map[string]struct {
		set  configuration.Setting
		want string
		ok   bool
	}{
		"what applies":              {set(configuration.SetOutage, "support", "", ""), "setting outage_support" + by + "\n", true},
		"a queue that is gone":      {set(configuration.SetHours, "lyon", "2026-12-21", ""), "setting hours_lyon_2026-12-21" + by + "; the file has no such queue, so it is left out\n", true},
		"a workstream that is gone": {set(configuration.SetOutage, "sales", "", ""), "; the file has no such workstream, so it is left out\n", true},
		"a tag that the file has":   {set(configuration.SetTag, "refund", "", ""), "; the file has this tag, so it is left out\n", true},
		"what does not load":        {set(configuration.SetHours, "paris", "2026-12-21", "Mars"), "; the file does not load with it, so it is left out: hours.set-", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, _ := report(t, file)
			if err := r.Lay([]byte(file), []configuration.Setting{tt.set}, now); err != nil {
				t.Fatal(err)
			}
			var b strings.Builder
			if err := r.Write(&b); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(b.String(), tt.want) || r.OK != tt.ok || !strings.Contains(b.String(), "1 test") {
				t.Errorf("ok is %t:\n%s", r.OK, &b)
			}
		})
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
