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

// files are the names of all files of the configuration.
func files(t *testing.T) []string {
	t.Helper()
	names, _ := filepath.Glob("*.tf")
	modules, _ := filepath.Glob("modules/*/*.tf")
	if len(names) == 0 || len(modules) == 0 {
		t.Fatal("the configuration is not there")
	}
	return append(names, modules...)
}

// kinds are the types of the configuration's resources, after "google_", each with a file that has it.
func kinds(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, name := range files(t) {
		for _, found := range resourceType.FindAllStringSubmatch(string(read(t, name)), -1) {
			all[found[1]] = name
		}
	}
	return all
}

func TestNothingIsMadeByAnAPIThatIsNotSwitchedOn(t *testing.T) {
	t.Parallel()
	on := string(read(t, "services.tf"))
	used := map[string]bool{}
	for kind, name := range kinds(t) {
		begins := longest(kind)
		if begins == "" {
			t.Errorf("%s: which API makes google_%s? Add it to this test and to services.tf", name, kind)
			continue
		}
		used[begins] = true
		if api := apis()[begins]; !strings.Contains(on, `"`+api+`.googleapis.com"`) {
			t.Errorf("%s: google_%s needs %s.googleapis.com, which services.tf does not switch on", name, kind, api)
		}
	}
	if len(used) < 18 {
		t.Errorf("only %d kinds of resources were found", len(used))
	}
	// What functions are built and woken with, what tokens are signed and read with.
	for _, api := range []string{"cloudbuild", "eventarc", "eventarcpublishing", "iamcredentials", "securetoken"} {
		if !strings.Contains(on, `"`+api+`.googleapis.com"`) {
			t.Errorf("functions need %s.googleapis.com, which services.tf does not switch on", api)
		}
	}
}

// readings are the permissions with which a plan reads a resource, by its type after "google_";
// those of grants are the policy's of what they are on. The reader of the source's bucket and
// the viewer of networks are roles of Google's: pipeline.sh.
func readings() map[string]string {
	return map[string]string{
		"apikeys_key":                              "apikeys.keys.get",
		"artifact_registry_repository":             "artifactregistry.repositories.get",
		"artifact_registry_repository_iam_binding": "artifactregistry.repositories.getIamPolicy",
		"bigquery_dataset":                         "bigquery.datasets.get",
		"bigquery_table":                           "bigquery.tables.get",
		"bigquery_table_iam_binding":               "bigquery.tables.getIamPolicy",
		"cloud_run_v2_service_iam_binding":         "run.services.getIamPolicy",
		"cloud_scheduler_job":                      "cloudscheduler.jobs.get",
		"cloud_tasks_queue":                        "cloudtasks.queues.get",
		"cloud_tasks_queue_iam_binding":            "cloudtasks.queues.getIamPolicy",
		"cloudfunctions2_function":                 "cloudfunctions.functions.get",
		"firebaserules_release":                    "firebaserules.releases.get",
		"firebaserules_ruleset":                    "firebaserules.rulesets.get",
		"firestore_backup_schedule":                "datastore.backupSchedules.get",
		"firestore_database":                       "datastore.databases.getMetadata",
		"firestore_document":                       "datastore.entities.get",
		"firestore_field":                          "datastore.indexes.get",
		"firestore_index":                          "datastore.indexes.get",
		"identity_platform_config":                 "firebaseauth.configs.get",
		"logging_metric":                           "logging.logMetrics.get",
		"logging_project_exclusion":                "logging.exclusions.get",
		"monitoring_alert_policy":                  "monitoring.alertPolicies.get",
		"monitoring_dashboard":                     "monitoring.dashboards.get",
		"monitoring_notification_channel":          "monitoring.notificationChannels.get",
		"project":                                  "resourcemanager.projects.get",
		"project_iam_audit_config":                 "resourcemanager.projects.getIamPolicy",
		"project_iam_member":                       "resourcemanager.projects.getIamPolicy",
		"project_service":                          "serviceusage.services.list",
		"pubsub_subscription":                      "pubsub.subscriptions.get",
		"pubsub_subscription_iam_binding":          "pubsub.subscriptions.getIamPolicy",
		"pubsub_topic":                             "pubsub.topics.get",
		"pubsub_topic_iam_binding":                 "pubsub.topics.getIamPolicy",
		"secret_manager_secret":                    "secretmanager.secrets.get",
		"secret_manager_secret_iam_binding":        "secretmanager.secrets.getIamPolicy",
		"secret_manager_secret_version":            "secretmanager.versions.get",
		"service_account":                          "iam.serviceAccounts.get",
		"service_account_iam_binding":              "iam.serviceAccounts.getIamPolicy",
		"service_account_iam_member":               "iam.serviceAccounts.getIamPolicy",
		"storage_bucket":                           "storage.buckets.get",
		"storage_bucket_iam_binding":               "storage.buckets.getIamPolicy",
		"storage_bucket_object":                    "",
	}
}

func TestThePlanOfThePipelineMayReadEveryResource(t *testing.T) {
	t.Parallel()
	role := string(read(t, "pipeline/plan_role.yaml"))
	for kind, name := range kinds(t) {
		permission, known := readings()[kind]
		switch {
		case strings.HasPrefix(kind, "compute_"):
		case !known:
			t.Errorf("%s: what does a plan need to read google_%s? Add it to this test and to pipeline/plan_role.yaml", name, kind)
		case permission != "" && !strings.Contains(role, "  - "+permission+"\n"):
			t.Errorf("%s: a plan may not read google_%s: pipeline/plan_role.yaml lacks %s", name, kind, permission)
		}
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
	for _, name := range files(t) {
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
