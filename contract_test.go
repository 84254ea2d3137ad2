package frontdesk

import (
	"bytes"
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/sethvargo/go-envconfig"

	"github.com/frontdesk-gcp/frontdesk/emulator/tfvars"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/config"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// What Terraform writes and what the functions read is compared here. Terraform's
// own tests hold that example.tfvars renders as the files of terraform/tests/contract.

// readFile returns a file's text without the line break at its end.
func readFile(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.TrimSpace(text)
}

// TestTerraformWritesARoutingConfigurationThatLoads, and the reader of settings
// files writes the same of the same file, to the byte.
func TestTerraformWritesARoutingConfigurationThatLoads(t *testing.T) {
	t.Parallel()
	written := readFile(t, "terraform/tests/contract/routing.json")
	loaded, err := configuration.Load(written, channels.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	tests := readFile(t, "terraform/tests/routing_config.tftest.hcl")
	version := regexp.MustCompile(`local\.routing_version == "([0-9a-f]+)"`).FindSubmatch(tests)
	if version == nil {
		t.Fatal("terraform/tests/routing_config.tftest.hcl does not say which version Terraform computes")
	}
	if want := string(version[1]); loaded.Version != want {
		t.Errorf("the version is %s, Terraform computes %s", loaded.Version, want)
	}
	const name = "terraform/example.tfvars"
	file, err := tfvars.Read(name, readFile(t, name))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(written), string(file.Routing())); diff != "" {
		t.Errorf("the configuration of %s (-Terraform +emulator):\n%s", name, diff)
	}
}

func TestTerraformWritesAccountsThatFunctionsRead(t *testing.T) {
	t.Parallel()
	const secret = "projects/my-frontdesk/secrets/frontdesk-acme-"
	environment := func(function string) envconfig.Lookuper {
		with := settings(function)
		with["ACCOUNTS"] = string(readFile(t, "terraform/tests/contract/"+function+"_accounts.json"))
		return envconfig.MapLookuper(with)
	}
	webhook, err := config.ReadFrom[config.Webhook](t.Context(), environment("webhook"))
	if err != nil {
		t.Error(err)
	}
	reply, err := config.ReadFrom[config.Reply](t.Context(), environment("reply"))
	if err != nil {
		t.Error(err)
	}
	want := map[string]config.Accounts{
		"webhook": {
			"acme":     {Channel: "business-messages", Keys: []string{secret + "webhook-keys/versions/latest"}},
			"acme-rcs": {Channel: "rcs", Keys: []string{secret + "rcs-webhook-keys/versions/latest"}},
		},
		"reply": {
			"acme":     {Channel: "business-messages", Credentials: secret + "credentials/versions/latest"},
			"acme-rcs": {Channel: "rcs", Credentials: secret + "rcs-credentials/versions/latest", Region: "europe", TrafficType: "service"},
		},
	}
	got := map[string]config.Accounts{"webhook": webhook.Accounts, "reply": reply.Accounts}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the accounts (-want +got):\n%s", diff)
	}
}

// read is what each function reads from its environment.
func read() map[string]reflect.Type {
	return map[string]reflect.Type{
		"action":   reflect.TypeFor[config.Action](),
		"desk":     reflect.TypeFor[config.Desk](),
		"export":   reflect.TypeFor[config.Export](),
		"media":    reflect.TypeFor[config.Media](),
		"presence": reflect.TypeFor[config.Presence](),
		"reply":    reflect.TypeFor[config.Reply](),
		"roster":   reflect.TypeFor[config.Roster](),
		"erase":    reflect.TypeFor[config.Erase](),
		"start":    reflect.TypeFor[config.Start](),
		"routing":  reflect.TypeFor[config.Routing](),
		"timer":    reflect.TypeFor[config.Timer](),
		"webhook":  reflect.TypeFor[config.Webhook](),
	}
}

// names are the settings of a type of package config, and whether each is needed.
func names(of reflect.Type) map[string]bool {
	all := map[string]bool{}
	for field := range of.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("env"), ",")
		switch {
		case name != "":
			all[name] = field.Tag.Get("need") != ""
		case field.Type.Kind() == reflect.Struct:
			maps.Copy(all, names(field.Type))
		}
	}
	return all
}

var (
	settingsBlock  = regexp.MustCompile(`(?ms)^  settings = \{$(.*?)^  \}$`)
	commonSettings = regexp.MustCompile(`(?ms)environment_variables = merge\(var\.deployment\.settings, var\.settings, \{$(.*?)^ +\}\)$`)
	tracedSettings = regexp.MustCompile(`(?ms)^  tracing_settings = local\.traced \? \{$(.*?)^  \} : \{\}$`)
	untraced       = "merge(local.deployment, { settings = {} })"
	settingName    = regexp.MustCompile(`(?m)^ +([A-Z][A-Z0-9_]*) += `)
)

// written are the settings that Terraform gives a function.
func written(t *testing.T, function string) []string {
	t.Helper()
	var all []string
	own := "terraform/function_" + function + ".tf"
	blocks := map[string]*regexp.Regexp{own: settingsBlock, "terraform/modules/function/main.tf": commonSettings}
	if !bytes.Contains(readFile(t, own), []byte(untraced)) {
		blocks["terraform/tracing.tf"] = tracedSettings
	}
	for file, block := range blocks {
		for _, found := range block.FindAllSubmatch(readFile(t, file), -1) {
			for _, name := range settingName.FindAllSubmatch(found[1], -1) {
				all = append(all, string(name[1]))
			}
		}
	}
	return all
}

// TestTerraformSetsWhatFunctionsRead: what a function needs is set, what is set is
// read, and what leads to a stand-in is not.
func TestTerraformSetsWhatFunctionsRead(t *testing.T) {
	t.Parallel()
	if got := slices.Sorted(maps.Keys(read())); !slices.Equal(got, entryPoints()) {
		t.Fatalf("settings are known of %v, entry points are %v", got, entryPoints())
	}
	for function, of := range read() {
		known, set := names(of), written(t, function)
		for name, needed := range known {
			if needed && !slices.Contains(set, name) {
				t.Errorf("%s needs %s, which Terraform does not set", function, name)
			}
		}
		for _, name := range set {
			if _, ok := known[name]; !ok || strings.HasSuffix(name, "_EMULATOR_HOST") {
				t.Errorf("%s is given %s, which it must not have or does not read", function, name)
			}
		}
	}
}

func TestEverySettingIsDocumented(t *testing.T) {
	t.Parallel()
	documented := string(readFile(t, "terraform/README.md"))
	for function, of := range read() {
		for name := range names(of) {
			if !strings.Contains(documented, "\n| `"+name+"` |") {
				t.Errorf("terraform/README.md does not say what %s is, which %s reads", name, function)
			}
		}
	}
}
