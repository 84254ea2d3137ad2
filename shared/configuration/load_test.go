package configuration_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// problems are what is wrong with a configuration, a line each.
func problems(tb testing.TB, text []byte) []string {
	tb.Helper()
	config, err := configuration.Load(text, channels.Profiles())
	if err == nil {
		return nil
	}
	wrong, ok := errors.AsType[*configuration.ProblemsError](err)
	if !ok || config != nil || len(wrong.Problems) == 0 || wrong.Version != configuration.Version(text) {
		tb.Fatalf("loaded %v with %#v", config, err)
	}
	lines := make([]string, len(wrong.Problems))
	for i, p := range wrong.Problems {
		lines[i] = p.String()
	}
	if want := "routing configuration " + wrong.Version + ": " + strings.Join(lines, "\n"); err.Error() != want {
		tb.Errorf("the error is\n%s\nand its problems are\n%s", err, want)
	}
	return lines
}

// TestWhatIsWrongIsToldInFull has a golden file beside each configuration, with
// what an admin is told about it.
func TestWhatIsWrongIsToldInFull(t *testing.T) {
	t.Parallel()
	for name, text := range files(t, "bad/*.json") {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lines := problems(t, text)
			if len(lines) == 0 {
				t.Fatal("nothing is wrong")
			}
			golden(t, "bad/"+name+".txt", ofAnyGo.ReplaceAllString(strings.Join(lines, "\n"), "at byte …: ")+"\n")
		})
	}
}

func TestAFaultInJSONIsToldWhere(t *testing.T) {
	t.Parallel()
	before := `{"accounts": {"acme": {}}, "queues": `
	for _, fault := range []string{"'orders'", "]", "{,}", "[1 2]"} {
		lines := problems(t, []byte(before+fault+"}"))
		var at int
		if _, err := fmt.Sscanf(lines[0], "it is not JSON: at byte %d:", &at); err != nil {
			t.Fatalf("%s: %v", lines[0], err)
		}
		if at < len(before)-len(`: `) || at > len(before+fault) {
			t.Errorf("%s: of the fault in byte %d and after", lines[0], len(before))
		}
	}
}

// ofAnyGo is what encoding/json says of a fault, and where it sees it: both change with Go.
var ofAnyGo = regexp.MustCompile(`at byte \d+: (?:invalid character .*)?`)

func TestEveryListOfProblemsHasItsConfiguration(t *testing.T) {
	t.Parallel()
	for name := range files(t, "bad/*.txt") {
		if _, err := os.Stat(filepath.Join("testdata", "bad", name+".json")); err != nil {
			t.Errorf("bad/%s.txt belongs to no configuration", name)
		}
	}
}

func TestNothingIsWrongWithTheShop(t *testing.T) {
	t.Parallel()
	if lines := problems(t, read(t, "testdata/shop.json")); lines != nil {
		t.Errorf("problems:\n%s", strings.Join(lines, "\n"))
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(read(f, "testdata/shop.json"))
	for _, text := range files(f, "bad/*.json") {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		config, err := configuration.Load(text, channels.Profiles())
		if err != nil {
			problems(t, text)
			return
		}
		// What loads can be decided with.
		waiting := map[string]int64{}
		for queue := range config.Queues {
			waiting[queue] = 1
		}
		for account := range config.Accounts {
			d, trace, err := route.Decide(config, route.Facts{
				Conversation: "c", Account: account, BrandAgent: "brands/b/agents/a", Kind: channel.Text, Text: "Bonjour !",
				Context: channel.Context{EntryPoint: "PLACESHEET", DisplayName: "Zoé", Locale: "fr-FR", DeviceLocale: "fr-FR"},
				Now:     july(1, 10, 0), Waiting: waiting,
			})
			if _, ok := config.Queues[d.Queue]; err != nil || !ok || len(trace.Lines(route.MaxRecord)) == 0 {
				t.Errorf("decided %+v, %v", d, err)
			}
		}
	})
}

func TestVersionNamesTheText(t *testing.T) {
	t.Parallel()
	shop := read(t, "testdata/shop.json")
	a, b := configuration.Version(shop), configuration.Version(append(shop, ' '))
	if a == b || len(a) != 16 || strings.Trim(a, "0123456789abcdef") != "" {
		t.Errorf("versions %q and %q, want two of 16 digits", a, b)
	}
	if got := load(t, shop).Version; got != a {
		t.Errorf("the configuration is version %q, want %q", got, a)
	}
}

// TestBrandAgentsAreNamedAsTheirChannelNamesThem: the grammar is the channel's, and so
// is the default channel.
func TestBrandAgentsAreNamedAsTheirChannelNamesThem(t *testing.T) {
	t.Parallel()
	pigeons := channel.Profiles{{
		Limits:      channel.Limits{Channel: "pigeon"},
		BrandAgents: channel.BrandAgents{Brand: "^$", Agent: "^[a-z]+@loft$", Format: "to:{agent}"},
	}}
	text := func(brand, agent string) []byte {
		return fmt.Appendf(nil, `{"accounts":{"acme":{"workstream":"support",
			"brand_agents":{"main":{"brand_id":%q,"agent_id":%q}}}},
			"workstreams":{"support":{"fallback_queue":"front"}},"queues":{"front":{"display_name":"Front"}}}`, brand, agent)
	}
	config, err := configuration.Load(text("", "coo@loft"), pigeons)
	if err != nil {
		t.Fatal(err)
	}
	if got := config.ProviderName("acme", "main"); got != "to:coo@loft" || config.Accounts["acme"].Channel != "pigeon" {
		t.Errorf("the brand agent is %q on %s", got, config.Accounts["acme"].Channel)
	}
	if _, name, _ := config.WorkstreamOf("acme", "to:coo@loft"); name != "main" {
		t.Errorf("rules call it %q", name)
	}
	for _, wrong := range [][2]string{{"x", "coo@loft"}, {"", "nobody"}, {"", ""}} {
		if _, err := configuration.Load(text(wrong[0], wrong[1]), pigeons); err == nil {
			t.Errorf("brand %q and agent %q are taken", wrong[0], wrong[1])
		}
	}
}
