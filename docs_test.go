package frontdesk

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/assign"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// paths are those of a part of the routing configuration, as docs/configuration.md
// writes them: ".*" is a name that an admin chooses, "[]" an item of a list. It
// reports of each whether it is a field with a value of its own; a list of texts
// is one value.
func paths(of reflect.Type, path string) map[string]bool {
	all := map[string]bool{}
	add := func(of reflect.Type, path string) {
		for path, value := range paths(of, path) {
			all[path] = value
		}
	}
	switch of.Kind() {
	case reflect.Pointer:
		return paths(of.Elem(), path)
	case reflect.Map:
		add(of.Elem(), path+".*")
	case reflect.Slice:
		if of.Elem().Kind() != reflect.Struct {
			return map[string]bool{path: true}
		}
		add(of.Elem(), path+"[]")
	case reflect.Struct:
		for field := range of.Fields() {
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			add(field.Type, strings.Trim(path+"."+name, "."))
		}
	default:
		return map[string]bool{path: true}
	}
	all[path] = false
	return all
}

var (
	fenced = regexp.MustCompile("(?ms)^```.*?^```$")
	inline = regexp.MustCompile("`([^`\n]+)`")
	pathed = regexp.MustCompile(`^[a-z_]+(\.\*|\.[a-z_]+|\[\])+$`)
)

// TestEveryFieldOfTheRoutingConfigurationIsDocumented, and none that is not there.
func TestEveryFieldOfTheRoutingConfigurationIsDocumented(t *testing.T) {
	t.Parallel()
	known := paths(reflect.TypeFor[configuration.Spec](), "")
	named := map[string]bool{}
	for _, code := range inline.FindAllStringSubmatch(fenced.ReplaceAllString(string(readFile(t, "docs/configuration.md")), ""), -1) {
		path := code[1]
		named[path] = true
		first, _, _ := strings.Cut(path, ".")
		// `customer.name` is a variable of conditions.
		_, top := known[first]
		if _, ok := known[path]; !ok && pathed.MatchString(path) && (top || strings.ContainsAny(path, "*[")) {
			t.Errorf("docs/configuration.md names `%s`, which the routing configuration does not have", path)
		}
	}
	for path, value := range known {
		if value && !named[path] {
			t.Errorf("docs/configuration.md does not say what `%s` is", path)
		}
	}
	if !known["workstreams.*.routes[].split[].percent"] || !known["hours.*.week.*"] || known["queues.*.overflow"] {
		t.Errorf("the paths are not what they should be: %v", known)
	}
}

// TestTheDocsSayTheBoundsOfTheRoster, and of how many agents are compared.
func TestTheDocsSayTheBoundsOfTheRoster(t *testing.T) {
	t.Parallel()
	for file, texts := range map[string][]string{
		"docs/configuration.md": {
			fmt.Sprintf("compared one by one: %d of those", assign.MaxCompared), fmt.Sprintf("each once, %d at most", agent.MaxQueues),
			fmt.Sprintf("%d skills at most", agent.MaxSkills), fmt.Sprintf("| %d at most | those", agent.MaxLanguages),
		},
		"docs/costs.md": {
			fmt.Sprintf("hardest skill, %d at most", assign.MaxCompared), fmt.Sprintf("a session: %d. Queues", assign.MaxCompared),
			fmt.Sprintf("of an agent: %d each", min(agent.MaxQueues, agent.MaxSkills)), fmt.Sprintf("at most %d words", agent.MaxSearches),
			fmt.Sprintf("2,%d for %d queues", agent.MaxLanes-2000, agent.MaxQueues),
		},
	} {
		page := string(readFile(t, file))
		for _, text := range texts {
			if !strings.Contains(page, text) {
				t.Errorf("%s does not say %q", file, text)
			}
		}
	}
}
