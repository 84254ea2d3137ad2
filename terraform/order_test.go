package terraform_test

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// apis are the APIs that make resources, by what the name of the resource's type begins
// with after "google_": the longest that fits. order.sh has everything wait for all of
// services.tf; here each has to be in it.
func apis() map[string]string {
	return map[string]string{
		"apikeys":           "apikeys",
		"artifact_registry": "artifactregistry",
		"bigquery":          "bigquery",
		"cloud_run_v2":      "run",
		"cloud_scheduler":   "cloudscheduler",
		"cloud_tasks":       "cloudtasks",
		"cloudfunctions2":   "cloudfunctions",
		"compute":           "compute",
		"firebaserules":     "firebaserules",
		"firestore":         "firestore",
		"identity_platform": "identitytoolkit",
		"logging":           "logging",
		"monitoring":        "monitoring",
		"project":           "cloudresourcemanager",
		"project_iam":       "cloudresourcemanager",
		"project_service":   "serviceusage",
		"pubsub":            "pubsub",
		"secret_manager":    "secretmanager",
		"service_account":   "iam",
		"storage":           "storage",
	}
}

var resourceType = regexp.MustCompile(`(?m)^(?:resource|data) "google_([a-z0-9_]+)"`)

func TestNothingIsMadeByAnAPIThatIsNotSwitchedOn(t *testing.T) {
	t.Parallel()
	on := string(read(t, "services.tf"))
	names, _ := filepath.Glob("*.tf")
	modules, _ := filepath.Glob("modules/*/*.tf")
	used := map[string]bool{}
	for _, name := range append(names, modules...) {
		for _, found := range resourceType.FindAllStringSubmatch(string(read(t, name)), -1) {
			begins := longest(found[1])
			if begins == "" {
				t.Errorf("%s: which API makes google_%s? Add it to this test and to services.tf", name, found[1])
				continue
			}
			used[begins] = true
			if api := apis()[begins]; !strings.Contains(on, `"`+api+`.googleapis.com"`) {
				t.Errorf("%s: google_%s needs %s.googleapis.com, which services.tf does not switch on", name, found[1], api)
			}
		}
	}
	if len(used) < 18 {
		t.Errorf("only %d kinds of resources were found", len(used))
	}
}

// longest is the longest key of apis that the type begins with.
func longest(kind string) string {
	var begins []string
	for key := range apis() {
		if kind == key || strings.HasPrefix(kind, key+"_") {
			begins = append(begins, key)
		}
	}
	if len(begins) == 0 {
		return ""
	}
	return slices.MaxFunc(begins, func(a, b string) int { return len(a) - len(b) })
}

var secretOutput = regexp.MustCompile(`(?m)^output "([a-z_]+)" \{\n(?:  .*\n|\n)*?  sensitive +=`)

// Terraform refuses to print what a provider has marked as a secret, unless the output or
// the expression says that it may.
func TestNoOutputIsASecret(t *testing.T) {
	t.Parallel()
	names, _ := filepath.Glob("*.tf")
	modules, _ := filepath.Glob("modules/*/*.tf")
	for _, name := range append(names, modules...) {
		text := string(read(t, name))
		if found := secretOutput.FindStringSubmatch(text); found != nil {
			t.Errorf("%s: the output %s is a secret", name, found[1])
		}
		allowed := 0
		if name == "function_desk.tf" {
			allowed = 1 // the key of browsers, which each of them is given
		}
		if strings.Count(text, "nonsensitive(") != allowed {
			t.Errorf("%s: nonsensitive() lets out a secret", name)
		}
	}
}
