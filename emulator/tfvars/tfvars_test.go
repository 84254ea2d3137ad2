package tfvars_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/tfvars"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/terraform"
)

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func parse(t *testing.T, name, text string) *tfvars.File {
	t.Helper()
	f, err := tfvars.Read(name, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestTheExampleRendersAsTerraformRendersIt: Terraform's own tests hold that it
// renders the example as the contract says.
func TestTheExampleRendersAsTerraformRendersIt(t *testing.T) {
	t.Parallel()
	f := parse(t, "example.tfvars", string(terraform.Example()))
	want := bytes.TrimSpace(readFile(t, "../../terraform/tests/contract/routing.json"))
	if diff := cmp.Diff(string(want), string(f.Routing())); diff != "" {
		t.Errorf("the text (-Terraform's +this one's):\n%s", diff)
	}
	c, err := f.Config()
	if err != nil {
		t.Fatal(err)
	}
	if c.Version != configuration.Version(want) || len(c.Agents) == 0 || len(c.Tests) == 0 {
		t.Errorf("version %s, %d agents, %d tests, want %s and some", c.Version, len(c.Agents), len(c.Tests), configuration.Version(want))
	}
}

func TestNumbersAndLettersAreWrittenAsTerraformWritesThem(t *testing.T) {
	t.Parallel()
	f := parse(t, "letters.tfvars", string(readFile(t, "testdata/letters.tfvars")))
	want := `{"queues":` + strings.TrimSuffix(string(readFile(t, "testdata/letters.json")), "\n") + `}`
	if diff := cmp.Diff(want, string(f.Routing())); diff != "" {
		t.Errorf("the text (-Terraform's +this one's):\n%s", diff)
	}
}

func TestOnlyWhatRoutingNeedsIsRendered(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, routing, whole string }{
		{"nothing", "# soon\n", `{}`, `{}`},
		{
			"the deployment's settings are left out",
			`
			project_id = "p"
			client_tokens = { acme = ["t"] }
			accounts = { acme = {
				display_name = "Acme", channel = "business-messages", partner_id = "p", workstream = "support"
				brand_agents = { shop = { brand_id = "b", agent_id = "a" } }
				impersonate = "sender@p.iam.gserviceaccount.com", webhook_key_versions = ["latest"]
				client_tokens_version = 1, service_account_key_version = 2
			} }`,
			`{"accounts":{"acme":{"brand_agents":{"shop":{"agent_id":"a","brand_id":"b"}},"channel":"business-messages",` +
				`"display_name":"Acme","partner_id":"p","workstream":"support"}}}`, "",
		},
		{
			"agents and tests are for the check", `
			agents = { "jo@acme.example" = { display_name = "Jo" } }
			queues = {}
			tests = [{ name = "one", given = {}, expect = { queue = "q" } }]`,
			`{"queues":{}}`,
			`{"agents":{"jo@acme.example":{"display_name":"Jo"}},"queues":{},` +
				`"tests":[{"expect":{"queue":"q"},"given":{},"name":"one"}]}`,
		},
		{
			// As Terraform's test says: what was left out leaves no trace.
			"null is left out at every depth, and what is empty stays", `
			accounts = { acme = { workstream = "support" } }
			workstreams = {
				support = { fallback_queue = "front-desk", attachments = null, offer = null, wrap_up = {}, messages = { greeting = null } }
				billing = { fallback_queue = "billing", attachments = false, reopen_within = "0s", routes = [] }
			}
			queues = {
				front-desk = { display_name = "Front desk", priority = null }
				billing    = { display_name = "Billing", priority = 0 }
			}
			hours = null`,
			`{"accounts":{"acme":{"workstream":"support"}},` +
				`"queues":{"billing":{"display_name":"Billing","priority":0},"front-desk":{"display_name":"Front desk"}},` +
				`"workstreams":{"billing":{"attachments":false,"fallback_queue":"billing","reopen_within":"0s","routes":[]},` +
				`"support":{"fallback_queue":"front-desk","messages":{},"wrap_up":{}}}}`, "",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := parse(t, "shop.tfvars", tt.text)
			if tt.whole == "" {
				tt.whole = tt.routing
			}
			if diff := cmp.Diff([]string{tt.routing, tt.whole}, []string{string(f.Routing()), string(f.Whole())}); diff != "" {
				t.Errorf("routing and whole (-want +got):\n%s", diff)
			}
			if want := configuration.Version([]byte(tt.routing)); f.Version() != want || f.Name() != "shop.tfvars" {
				t.Errorf("version %s of %s, want %s", f.Version(), f.Name(), want)
			}
		})
	}
}

func TestJSONIsReadToo(t *testing.T) {
	t.Parallel()
	const text = `{
		"//": "a remark",
		"queues": {"q": {"display_name": "${not a reference} \u00fc", "priority": 1e1, "hours": null}},
		"tests": [{"name": "t", "given": {}, "expect": {}}]
	}`
	f := parse(t, "shop.tfvars.json", text)
	if got, want := string(f.Routing()), `{"queues":{"q":{"display_name":"${not a reference} ü","priority":10}}}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if line, ok := f.Locate("tests[0].given"); line != 4 || !ok {
		t.Errorf("the test is on line %d, want 4", line)
	}
	_, err := tfvars.Read("shop.tfvars.json", []byte("{\n\"queues\": {\"q\": 1,\n\"q\": 2}, \"quues\": [null]}"))
	want := `shop.tfvars.json:3:1: queues.q is there twice, the first time on line 2
shop.tfvars.json:3:10: there is no variable "quues", did you mean queues?
shop.tfvars.json:3:20: quues[0] is null, leave it out`
	if err == nil || err.Error() != want {
		t.Errorf("error:\n%v\nwant:\n%s", err, want)
	}
}

func TestWhatIsWrongIsToldWithItsPlaceAndAllAtOnce(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{
			"syntax", "queues = {\n  a = {}}\n}\nhours = 'x'", `
shop.tfvars:3:1: Argument or block definition required: An argument or block definition is required here.
shop.tfvars:4:9: Invalid character: Single quotes are not valid. Use double quotes (") to enclose strings.`,
		},
		{
			"a text without quotes", `accounts = { acme = { channel = business-messages } }`,
			`shop.tfvars:1:33: accounts.acme.channel: business-messages is not in quotes: write "business-messages"`,
		},
		{
			"a name without quotes", `agents = { jo.acme = {} }`,
			`shop.tfvars:1:12: agents: the name jo.acme is not in quotes: write "jo.acme"`,
		},
		{
			"a reference", "queues = {\n  q = { display_name = \"${local.name} queue\" }\n}",
			`shop.tfvars:2:27: queues.q.display_name: local.name is a reference, and a .tfvars file has values only: write out what it stands for`,
		},
		{
			"a function", `tests = [{ given = { text = "a ${upper("b")}" } }]`,
			`shop.tfvars:1:34: tests[0].given.text: upper(…) calls a function, and a .tfvars file has values only: write out what it gives`,
		},
		{
			"a list that is not written out", `tests = [for n in ["a"] : { name = n }]`,
			`shop.tfvars:1:9: tests: a list or an object has to be written out here, item by item`,
		},
		{
			"a name that is none", `queues = { (null) = 1, ("a${x}") = 2 }`, `
shop.tfvars:1:12: queues: a name has to be written out here
shop.tfvars:1:29: queues: x is a reference, and a .tfvars file has values only: write out what it stands for`,
		},
		{"an item that is null", `tests = [null]`, `shop.tfvars:1:10: tests[0] is null, leave it out`},
		{"infinity", `limits = 1 / 0`, `shop.tfvars:1:10: limits: the number is too large`},
		{"a huge number", `limits = { a = -1e999999 }`, `shop.tfvars:1:16: limits.a: the number is too large`},
		{"a sum that is none", `limits = 1 + "x"`, `shop.tfvars:1:14: Invalid operand: Unsuitable value for right operand: a number is required.`},
		{
			"the same name twice, at any depth", `
queues = {
  a   = { display_name = "A", priority = 1,
          priority = 2 }
  "a" = {}
}
agents = {
  "jo@acme.example" = {}
  "jo@acme.example" = {}
}
`, `
shop.tfvars:4:11: queues.a.priority is there twice, the first time on line 3
shop.tfvars:5:3: queues.a is there twice, the first time on line 3
shop.tfvars:9:3: agents["jo@acme.example"] is there twice, the first time on line 8`,
		},
		{
			"the same variable twice", "queues = {}\nqueues = {}",
			`shop.tfvars:2:1: Attribute redefined: The argument "queues" was already set at shop.tfvars:1,1-7. Each argument may be set only once.`,
		},
		{
			"variables that do not exist", "acounts = {}\ncolour = 1", `
shop.tfvars:1:1: there is no variable "acounts", did you mean accounts?
shop.tfvars:2:1: there is no variable "colour"`,
		},
		{"a block", "queues {\n}\n", `shop.tfvars:1:1: queues is written as a block, write queues = { … }`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f, err := tfvars.Read("shop.tfvars", []byte(tt.text))
			if err == nil {
				t.Fatalf("no error, and %s", f.Whole())
			}
			if diff := cmp.Diff(strings.TrimPrefix(tt.want, "\n"), err.Error()); diff != "" {
				t.Errorf("the error (-want +got):\n%s", diff)
			}
		})
	}
}

const shop = `# the settings
accounts = {
  acme = {
    workstream = "support"
  }
}
workstreams = {
  support = {
    fallback_queue = "front-desk"
    classification = [
      {
        name  = "topic"
        rules = [{ name = "a", set = { priority = 1 } }, {
          name = "b"
          set  = { attributes = { "Ü.1" = "x" } }
        }]
      },
    ]
    routes = [
      { name = "one", queue = "front-desk" },
      {
        name  = "two"
        queue = "front-desc"
        when  = <<-EOT
          attributes.topic ==
          'x' &&
        EOT
      }
    ]
  }
}
queues = { front-desk = { display_name = "Front desk" } }
agents = {
  "jo@acme.example" = { display_name = "Jo", capacity = 1001 }
}
`

func TestLocateFindsTheLine(t *testing.T) {
	t.Parallel()
	f := parse(t, "shop.tfvars", shop)
	for path, want := range map[string]int{
		"accounts":      2,
		"accounts.acme": 3,
		"accounts.acme.brand_agents.shop.brand_id":                                3, // not there: what it would be in
		"workstreams.support.routes[1].queue":                                     23,
		"workstreams.support.routes[1].overflow.closed":                           21,
		"workstreams.support.routes[2].queue":                                     19,
		"workstreams.support.routes[-1]":                                          19,
		"workstreams.support.routes.name":                                         19,
		"workstreams.support.classification[0].rules[0].set":                      13,
		`workstreams.support.classification[0].rules[1].set.attributes["Ü.1"]`:    15,
		`workstreams.support.classification[0].rules[1].set.attributes["Ü.1"].no`: 15,
		`agents["jo@acme.example"].capacity`:                                      34,
		`agents["`:                                                                33,
		"hours":                                                                   0,
		"":                                                                        0,
	} {
		if got, ok := f.Locate(path); got != want || ok != (want > 0) {
			t.Errorf("%s is on line %d, %t, want %d", path, got, ok, want)
		}
	}
}

func TestProblemsOfRoutingAreToldWithTheirLines(t *testing.T) {
	t.Parallel()
	_, err := parse(t, "shop.tfvars", shop).Config()
	problems, ok := errors.AsType[*configuration.ProblemsError](err)
	if !ok || len(problems.Problems) != 4 {
		t.Fatalf("got %v, want four problems of routing", err)
	}
	lines := strings.Split(err.Error(), "\n")
	for i, want := range []string{
		`shop.tfvars:15: workstreams.support.classification[0].rules[1].set.attributes["Ü.1"]: a name is `,
		`shop.tfvars:23: workstreams.support.routes[1].queue: there is no queue "front-desc", did you mean front-desk?`,
		`shop.tfvars:24: workstreams.support.routes[1].when: `,
		`shop.tfvars:34: agents["jo@acme.example"].capacity: 1001 is not from 0 to 1000`,
	} {
		if len(lines) <= i || !strings.HasPrefix(lines[i], want) {
			t.Errorf("line %d of\n%v\nis not %s", i+1, err, want)
		}
	}
}

func TestAProblemOfNoLineIsOfTheFile(t *testing.T) {
	t.Parallel()
	_, err := parse(t, "shop.tfvars", "").Config()
	if want := "shop.tfvars: accounts: there is none"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
