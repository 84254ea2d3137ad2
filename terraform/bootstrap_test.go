package terraform_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// project is an empty project for the stand-in of gcloud, and a folder with the scripts.
type project struct {
	t *testing.T
	// cloud has what the stand-ins know, scripts is where terraform/ would be.
	cloud, scripts string
}

// newProject is a project with billing in which nothing is switched on.
func newProject(t *testing.T) project {
	t.Helper()
	p := project{t: t, cloud: t.TempDir(), scripts: t.TempDir()}
	p.has("account", "ada@acme.example\n")
	p.has("state", "ACTIVE\n")
	p.has("billing", "True\n")
	p.has("apis", "bigquery.googleapis.com\nstorage.googleapis.com\n")
	for _, empty := range []string{"agents", "buckets", "calls", "functions", "viewers", "versions", "identities", "grants", "repositories", "triggers"} {
		p.has(empty, "")
	}
	p.has("changes", "2")
	for _, name := range []string{"bootstrap.sh", "deploy.sh", "secrets.sh", "example.tfvars", "state_lifecycle.json"} {
		copyFile(t, name, filepath.Join(p.scripts, name))
	}
	return p
}

// has writes a file of what the stand-ins know.
func (p project) has(name, text string) {
	p.t.Helper()
	write(p.t, filepath.Join(p.cloud, name), []byte(text))
}

func (p project) knows(name string) string {
	p.t.Helper()
	return string(read(p.t, filepath.Join(p.cloud, name)))
}

// run runs a script with the stand-ins.
func (p project) run(env []string, script string, args ...string) (string, error) {
	p.t.Helper()
	bin, err := filepath.Abs("testdata")
	if err != nil {
		p.t.Fatal(err)
	}
	cmd := exec.CommandContext(p.t.Context(), filepath.Join(p.scripts, script), args...)
	cmd.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "STAND_IN="+p.cloud)
	cmd.Env = append(cmd.Env, env...)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	info, err := os.Stat(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, read(t, from), info.Mode()); err != nil {
		t.Fatal(err)
	}
}

const changing = "services enable|services identity create|buckets create|buckets update|buckets remove"

// changes are the calls that change something.
func changes(calls string) []string {
	var found []string
	for call := range strings.Lines(calls) {
		for _, verb := range strings.Split(changing, "|") {
			if strings.Contains(call, verb) {
				found = append(found, strings.TrimSpace(call))
			}
		}
	}
	return found
}

func TestAnEmptyProjectGetsWhatTerraformNeeds(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	out, err := p.run(nil, "bootstrap.sh", "my-frontdesk", "europe-west1")
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	want := []string{
		"services enable cloudresourcemanager.googleapis.com cloudscheduler.googleapis.com cloudtasks.googleapis.com " +
			"eventarc.googleapis.com iam.googleapis.com pubsub.googleapis.com serviceusage.googleapis.com --project=my-frontdesk",
		"beta services identity create --service=cloudscheduler.googleapis.com --project=my-frontdesk",
		"beta services identity create --service=cloudtasks.googleapis.com --project=my-frontdesk",
		"beta services identity create --service=eventarc.googleapis.com --project=my-frontdesk",
		"beta services identity create --service=pubsub.googleapis.com --project=my-frontdesk",
		"storage buckets create gs://my-frontdesk-terraform --project=my-frontdesk --location=europe-west1 " +
			"--uniform-bucket-level-access --public-access-prevention",
		"storage buckets update gs://my-frontdesk-terraform --versioning --uniform-bucket-level-access " +
			"--public-access-prevention --lifecycle-file=state_lifecycle.json",
		"storage buckets remove-iam-policy-binding gs://my-frontdesk-terraform --member=projectViewer:my-frontdesk --role=roles/storage.legacyBucketReader",
		"storage buckets remove-iam-policy-binding gs://my-frontdesk-terraform --member=projectViewer:my-frontdesk --role=roles/storage.legacyObjectReader",
	}
	if diff := cmp.Diff(want, changes(p.knows("calls"))); diff != "" {
		t.Error(diff)
	}
	settings := string(read(t, filepath.Join(p.scripts, "my-frontdesk.tfvars")))
	for _, line := range []string{`project_id         = "my-frontdesk"`, `region             = "europe-west1"`, `firestore_location = "europe-west1"`} {
		if !strings.Contains(settings, line) {
			t.Errorf("the settings do not say %s", line)
		}
	}
	for _, next := range []string{"gcloud auth application-default login", "make configuration PROJECT=my-frontdesk\n", "make deploy PROJECT=my-frontdesk\n"} {
		if !strings.Contains(out, next) {
			t.Errorf("it does not say %q: %s", next, out)
		}
	}
}

// Nothing is made twice, and settings that somebody has edited stay.
func TestABootstrapCanBeRepeated(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	if out, err := p.run(nil, "bootstrap.sh", "my-frontdesk", "europe-west1"); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	write(t, filepath.Join(p.scripts, "my-frontdesk.tfvars"), []byte("edited"))
	p.has("calls", "")
	p.has("credentials", "")
	out, err := p.run(nil, "bootstrap.sh", "my-frontdesk", "europe-west1")
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, call := range changes(p.knows("calls")) {
		if strings.Contains(call, "services enable") || strings.Contains(call, "buckets create") || strings.Contains(call, "buckets remove") {
			t.Errorf("again: %s", call)
		}
	}
	if agents := strings.Count(p.knows("agents"), "\n"); agents != 4 {
		t.Errorf("there are %d accounts of services, want 4", agents)
	}
	if settings := read(t, filepath.Join(p.scripts, "my-frontdesk.tfvars")); string(settings) != "edited" {
		t.Error("the settings were overwritten")
	}
	if strings.Contains(out, "application-default login") {
		t.Error("it asks for credentials that are there")
	}
}

// One that stopped half-way goes on where it stopped.
func TestABootstrapGoesOnWhereItStopped(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	p.has("refuse", "identity create --service=eventarc")
	out, err := p.run(nil, "bootstrap.sh", "my-frontdesk", "europe-west1")
	if err == nil || !strings.Contains(out, "the account of eventarc could not be made") {
		t.Fatalf("%v: %s", err, out)
	}
	if err := os.Remove(filepath.Join(p.cloud, "refuse")); err != nil {
		t.Fatal(err)
	}
	if out, err := p.run(nil, "bootstrap.sh", "my-frontdesk", "europe-west1"); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if p.knows("buckets") == "" || strings.Count(p.knows("agents"), "\n") != 4 {
		t.Error("something is missing")
	}
}

func TestADryRunOnlyLooks(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	out, err := p.run([]string{"DRY_RUN=1"}, "bootstrap.sh", "my-frontdesk", "europe-west1")
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if made := changes(p.knows("calls")); len(made) > 0 {
		t.Errorf("it changed something: %q", made)
	}
	if _, err := os.Stat(filepath.Join(p.scripts, "my-frontdesk.tfvars")); err == nil {
		t.Error("it wrote settings")
	}
	if would := strings.Count(out, "Would run: gcloud "); would != 9 || !strings.Contains(out, "Would write: terraform/my-frontdesk.tfvars") {
		t.Errorf("it says %d of 9 commands: %s", would, out)
	}
}

func TestABootstrapSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	const region = "europe-west1"
	tests := []struct {
		name, file, text string
		args             []string
		want             string
	}{
		{"no project named", "", "", nil, "make bootstrap PROJECT=my-frontdesk REGION=europe-west1"},
		{"a project's name for its id", "", "", []string{"My Frontdesk", region}, `PROJECT is "My Frontdesk", not a project's id`},
		{"no region", "", "", []string{"my-frontdesk"}, "REGION is \"\", not a region"},
		{"a zone for a region", "", "", []string{"my-frontdesk", "europe-west1-b"}, "not a region"},
		{"nobody signed in", "account", "", []string{"my-frontdesk", region}, "nobody is signed in: run gcloud auth login"},
		{"a project that is not seen", "refuse", "projects describe my", []string{"my-frontdesk", region}, "ada@acme.example sees no project my-frontdesk"},
		{"a project being deleted", "state", "DELETE_REQUESTED\n", []string{"my-frontdesk", region}, "is DELETE_REQUESTED, it has to be ACTIVE"},
		{"no billing account", "billing", "False\n", []string{"my-frontdesk", region}, "gcloud billing projects link my-frontdesk"},
		{"a role that is missing", "refuse", "services list", []string{"my-frontdesk", region}, "needs the role Service Usage Admin, or Owner"},
		{"APIs that are refused", "refuse", "services enable", []string{"my-frontdesk", region}, "the APIs cannot be switched on"},
		{"buckets that are not seen", "refuse", "buckets list", []string{"my-frontdesk", region}, "needs the role Storage Admin, or Owner"},
		{"readers that stay", "refuse", "buckets remove", []string{"my-frontdesk", region}, "the viewers of my-frontdesk can still read gs://my-frontdesk-terraform"},
		{"a name that somebody else has", "taken", "", []string{"my-frontdesk", region}, "name another one: STATE_BUCKET=NAME"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t)
			if tt.file != "" {
				p.has(tt.file, tt.text)
			}
			if out, err := p.run(nil, "bootstrap.sh", tt.args...); err == nil || !strings.Contains(out, tt.want) {
				t.Errorf("%v: %s, want %q", err, out, tt.want)
			}
		})
	}
}

// Who may see the project and not its billing goes on.
func TestBillingThatIsNotSeenIsNoObstacle(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	p.has("refuse", "^billing")
	if out, err := p.run(nil, "bootstrap.sh", "my-frontdesk", "europe-west1"); err != nil || !strings.Contains(out, "it needs one") {
		t.Errorf("%v: %s", err, out)
	}
}
