package vocabulary_test

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
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
		"the conversations that an agent may start in an hour": {
			`account\.outbound_per_hour <= (\d+)`, strconv.Itoa(configuration.MaxOutboundPerHour),
		},
		"the level of a skill": {`level <= (\d+)`, strconv.Itoa(agent.MaxLevel)},
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

// TestWhatIsNotIndexedIsAField: an exemption of a field that no document has, because
// the field was moved into a group, exempts nothing.
func TestWhatIsNotIndexedIsAField(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(root, "terraform", "firestore.tf"))
	if err != nil {
		t.Fatal(err)
	}
	documents := map[string]reflect.Type{
		"actions": reflect.TypeFor[conversation.Action](), "agents": reflect.TypeFor[agent.Agent](),
		"conversations": reflect.TypeFor[conversation.Conversation](), "events": reflect.TypeFor[conversation.Event](),
		"figures": reflect.TypeFor[conversation.Figures](), "figureWeeks": reflect.TypeFor[conversation.Week](), "items": reflect.TypeFor[conversation.Item](),
		"messages": reflect.TypeFor[conversation.Message](), "replies": reflect.TypeFor[conversation.Reply](),
		"sessions": reflect.TypeFor[conversation.Session](),
	}
	_, block, _ := strings.Cut(string(text), `"not_indexed" {`)
	found := regexp.MustCompile(`collection = "(\w+)", field = "([\w.]+)"`).FindAllStringSubmatch(block, -1)
	for _, m := range found {
		if document, ok := documents[m[1]]; ok && !hasField(document, m[2]) {
			t.Errorf("no document of %s has the field %s", m[1], m[2])
		}
	}
	if len(found) < len(documents) {
		t.Errorf("only %d fields were found", len(found))
	}
}

// hasField reports whether a struct is stored with a field of that path.
func hasField(of reflect.Type, path string) bool {
	first, rest, _ := strings.Cut(path, ".")
	for field := range of.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("firestore"), ",")
		switch {
		case field.Anonymous && name == "":
			if hasField(field.Type, path) {
				return true
			}
		case name == first:
			return rest == "" || field.Type.Kind() == reflect.Struct && hasField(field.Type, rest)
		}
	}
	return false
}
