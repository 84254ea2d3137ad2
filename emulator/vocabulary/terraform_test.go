package vocabulary_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// TestTerraformRefusesByTheBoundsOfTheFunctions: its validations cannot read Go, and a
// plan should fail for what a function would refuse, and for nothing else.
func TestTerraformRefusesByTheBoundsOfTheFunctions(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	for _, name := range []string{"variables.tf", "variables_routing.tf"} {
		part, err := os.ReadFile(filepath.Join(root, "terraform", name))
		if err != nil {
			t.Fatal(err)
		}
		text.Write(part)
	}
	for name, tt := range map[string]struct{ form, want string }{
		"the priority of a queue": {
			`abs\(queue\.priority\) <= (\d+)`, strconv.Itoa(configuration.MaxPriority),
		},
		"the capacity of an agent": {`agent\.capacity <= (\d+)`, strconv.Itoa(agent.MaxCapacity)},
		"the level of a skill":     {`level <= (\d+)`, strconv.Itoa(agent.MaxLevel)},
		"the form of a name": {
			`regexall\("\^([^"]*)\$", (?:name|skill)\)`, configuration.NameForm,
		},
		"the form of an address": {
			`regexall\("\^([^"]*)\$", email\)\) == 1 && lower`, strings.ReplaceAll(agent.AddressForm, `\`, `\\`),
		},
	} {
		found := regexp.MustCompile(tt.form).FindAllStringSubmatch(text.String(), -1)
		if len(found) == 0 {
			t.Errorf("Terraform says nothing of %s", name)
		}
		for _, m := range found {
			if m[1] != tt.want {
				t.Errorf("%s is %s for Terraform and %s for the functions", name, m[1], tt.want)
			}
		}
	}
}
