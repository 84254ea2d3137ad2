package terraform_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// environment is a project whose settings are there.
func environment(t *testing.T, names ...string) project {
	t.Helper()
	p := newProject(t)
	for _, name := range names {
		write(t, filepath.Join(p.scripts, name+".tfvars"), []byte("project_id = \""+name+"\"\n"))
	}
	return p
}

// deploy runs a step of deploy.sh for an environment, with the answer to its question. What
// the step takes is in the same text.
func (p project) deploy(answer, step string, env ...string) (string, error) {
	p.t.Helper()
	out, err := p.command(answer, step, env...).CombinedOutput()
	return string(out), err
}

func (p project) command(answer, step string, env ...string) *exec.Cmd {
	p.t.Helper()
	bin, err := filepath.Abs("testdata")
	if err != nil {
		p.t.Fatal(err)
	}
	cmd := exec.CommandContext(p.t.Context(), filepath.Join(p.scripts, "deploy.sh"), strings.Fields(step)...)
	cmd.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "STAND_IN="+p.cloud)
	cmd.Env = append(cmd.Env, env...)
	cmd.Stdin = strings.NewReader(answer)
	return cmd
}

// steps are the first two words of what was called, of those that the test is about.
func (p project) steps() []string {
	var found []string
	for call := range strings.Lines(p.knows("calls")) {
		words := strings.Fields(call)
		switch words[0] {
		case "plan", "apply":
			found = append(found, words[0]+" "+words[len(words)-1])
		case "init", "secrets":
			found = append(found, strings.Join(words[:min(3, len(words))], " "))
		}
	}
	return found
}

const allowed = "-target=google_secret_manager_secret.credentials"

func TestADeploymentMakesSecretsPlansAsksAndApplies(t *testing.T) {
	t.Parallel()
	p := environment(t, "acme-shop")
	out, err := p.deploy("yes\n", "deploy", "PROJECT=acme-shop")
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	want := []string{
		"init -reconfigure -input=false", "apply " + allowed, "secrets versions list", "secrets versions add",
		"secrets versions list", "plan -detailed-exitcode", "apply .terraform/acme-shop.tfplan",
	}
	if diff := cmp.Diff(want, p.steps()); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(p.knows("calls"), "-backend-config=bucket=acme-shop-terraform") {
		t.Error("the state is in another bucket")
	}
	if !strings.Contains(out, "projects/p/secrets/acme-webhook-keys is empty. When you have its value: gcloud secrets versions add") {
		t.Errorf("it does not say which secret is empty: %s", out)
	}

	p.has("calls", "")
	p.has("changes", "0")
	out, err = p.deploy("", "deploy", "PROJECT=acme-shop")
	if err != nil || !strings.Contains(out, "There is nothing to apply") {
		t.Errorf("the second time: %v: %s", err, out)
	}
	if diff := cmp.Diff([]string{"init -reconfigure -input=false", "plan -detailed-exitcode"}, p.steps()); diff != "" {
		t.Error(diff)
	}
}

// The key is what webhook and routing start with: a deployment without it would wait for
// indexes, and fail then.
func TestSecretsThatWereLeftHalfWayAreMadeByTheNextDeployment(t *testing.T) {
	t.Parallel()
	p := environment(t, "acme-shop")
	p.has("refuse", "secrets versions add")
	if out, err := p.deploy("yes\n", "deploy", "PROJECT=acme-shop"); err == nil || strings.Contains(p.knows("calls"), "plan") {
		t.Fatalf("without a key: %v: %s", err, out)
	}
	p.has("refuse", "nothing")
	p.has("calls", "")
	if out, err := p.deploy("yes\n", "deploy", "PROJECT=acme-shop"); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if calls := p.knows("calls"); strings.Index(calls, "secrets versions add") > strings.Index(calls, "plan ") || p.knows("versions") == "" {
		t.Errorf("the functions get no key: %s", calls)
	}
}

func TestAnyCommandOfTerraformsIsRunInTheEnvironment(t *testing.T) {
	t.Parallel()
	p := environment(t, "acme-shop", "acme-test")
	if out, err := p.deploy("", "plan", "PROJECT=acme-test"); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	p.has("calls", "")
	out, err := p.deploy("", "terraform import google_apikeys_key.desk KEY", "PROJECT=acme-shop", "STATE_BUCKET=shops")
	if err != nil || out != "" {
		t.Errorf("%v: %s", err, out)
	}
	want := "init -reconfigure -input=false -backend-config=bucket=shops\n" +
		"output -raw conversation_key_secret\nimport google_apikeys_key.desk KEY\nimport -var-file='acme-shop.tfvars'\n"
	if diff := cmp.Diff(want, p.knows("calls")); diff != "" {
		t.Error(diff)
	}
}

func TestNothingIsAppliedWithoutYes(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{"", "y\n", "no\n", "YES\n"} {
		p := environment(t, "acme-shop")
		p.has("functions", "module.webhook.google_cloudfunctions2_function.function\n")
		out, err := p.deploy(answer, "deploy", "PROJECT=acme-shop")
		if err == nil || !strings.Contains(out, "Nothing was changed.") || strings.Contains(p.knows("calls"), "apply") {
			t.Errorf("%q: %v: %s", answer, err, out)
		}
		if out, err := p.deploy("", "apply", "PROJECT=acme-shop"); err == nil || !strings.Contains(out, "there is no plan of acme-shop") {
			t.Errorf("%q: what was refused is applied: %v: %s", answer, err, out)
		}
	}
}

func TestTheStateOfAnotherProjectIsLeftAlone(t *testing.T) {
	t.Parallel()
	for _, step := range []string{"secrets", "plan", "apply", "deploy", "terraform import google_apikeys_key.desk KEY"} {
		p := environment(t, "acme-test")
		p.has("others", "projects/acme-shop/secrets/s")
		out, err := p.deploy("yes\n", step, "PROJECT=acme-test", "STATE_BUCKET=shops")
		if err == nil || !strings.Contains(out, "the state in gs://shops is of another project") || strings.Count(p.knows("calls"), "\n") != 2 {
			t.Errorf("%s: %v: %s", step, err, out)
		}
	}
}

// Ctrl-C reaches all programs of a terminal. Terraform ends what it has begun, releases the
// state and says so, to whoever still listens.
func TestAnApplyThatIsInterruptedSaysHowToGoOn(t *testing.T) {
	t.Parallel()
	p := environment(t, "acme-shop")
	p.has("functions", "module.webhook.google_cloudfunctions2_function.function\n")
	p.has("slow", "")
	cmd := p.command("yes\n", "deploy", "PROJECT=acme-shop")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	go func() {
		for {
			if _, err := os.Stat(filepath.Join(p.cloud, "begun")); err == nil {
				_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGINT)
				return
			}
			time.Sleep(10 * time.Millisecond) // nobody tells of a file
		}
	}()
	out, err := cmd.CombinedOutput()
	if _, left := os.Stat(filepath.Join(p.cloud, "slow")); err == nil || left == nil ||
		!strings.Contains(string(out), "Interrupt received.") || !strings.Contains(string(out), "it goes on where it stopped") {
		t.Errorf("%v: %s", err, out)
	}
}

// Two environments of one checkout never meet: not their states, settings or plans.
func TestTwoEnvironmentsAreApart(t *testing.T) {
	t.Parallel()
	p := environment(t, "acme-shop", "acme-test")
	for _, env := range [][]string{{"PROJECT=acme-shop"}, {"PROJECT=acme-test", "STATE_BUCKET=tests"}} {
		if out, err := p.deploy("", "plan", env...); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	for name, want := range map[string]string{"acme-shop": "acme-shop.tfvars", "acme-test": "acme-test.tfvars"} {
		plan := string(read(t, filepath.Join(p.scripts, ".terraform", name+".tfplan")))
		if !strings.Contains(plan, "-var-file="+want) {
			t.Errorf("the plan of %s is %q", name, plan)
		}
	}
	if out, err := p.deploy("", "apply", "PROJECT=acme-shop"); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	calls := strings.Split(strings.TrimSpace(strings.ReplaceAll(p.knows("calls"), "output -raw conversation_key_secret\n", "")), "\n")
	want := []string{
		"init -reconfigure -input=false -backend-config=bucket=acme-shop-terraform",
		"plan -input=false -var-file=acme-shop.tfvars -out=.terraform/acme-shop.tfplan -detailed-exitcode",
		"init -reconfigure -input=false -backend-config=bucket=tests",
		"plan -input=false -var-file=acme-test.tfvars -out=.terraform/acme-test.tfplan -detailed-exitcode",
		"init -reconfigure -input=false -backend-config=bucket=acme-shop-terraform",
		"apply -input=false .terraform/acme-shop.tfplan",
	}
	if diff := cmp.Diff(want, calls); diff != "" {
		t.Error(diff)
	}
	if out, err := p.deploy("", "apply", "PROJECT=acme-shop"); err == nil || !strings.Contains(out, "there is no plan of acme-shop") {
		t.Errorf("a plan is applied twice: %v: %s", err, out)
	}
}

func TestAnEnvironmentIsNotPlannedWithAnothersSettings(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, extra string
		env         []string
		want        string
	}{
		{"no project", "", nil, "PROJECT is missing: say which environment"},
		{"no settings", "", []string{"PROJECT=acme-new"}, "there is no terraform/acme-new.tfvars: make bootstrap PROJECT=acme-new"},
		{"another's settings", "", []string{"PROJECT=acme-test", "SETTINGS=acme-shop.tfvars"}, `of the project "acme-shop", not of acme-test`},
		{"a file that is always read", "terraform.tfvars", []string{"PROJECT=acme-shop"}, "terraform/terraform.tfvars as well"},
		{"another one", "x.auto.tfvars", []string{"PROJECT=acme-shop"}, "terraform/x.auto.tfvars as well"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := environment(t, "acme-shop", "acme-test")
			if tt.extra != "" {
				write(t, filepath.Join(p.scripts, tt.extra), nil)
			}
			out, err := p.deploy("", "plan", tt.env...)
			if err == nil || !strings.Contains(out, tt.want) || p.knows("calls") != "" {
				t.Errorf("%v: %s, want %q", err, out, tt.want)
			}
		})
	}
}

func TestAnApplyThatStoppedHalfWaySaysHowToGoOn(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, said, want string }{
		{"a stale plan", "Error: Saved plan is stale", "The state has changed since the plan was made. Plan again."},
		{"broken lines and colours", "\x1b[31m│\x1b[0m Error: Saved\n\x1b[31m│\x1b[0m plan is stale", "Plan again."},
		{"a lock", "Error: Error acquiring the state lock", "force-unlock"},
		{"a region without builds", "due to quota restrictions, cannot run builds in this region", "Cloud Build does not let"},
		{
			"domain restricted sharing", "Error 400: One or more users named in the policy do not belong to a permitted customer.",
			"Exempt the project from domain restricted sharing",
		},
		{"a location", "Constraint constraints/gcp.resourceLocations violated", "does not allow the region or firestore_location"},
		{"Identity Platform", "Error 400: INVALID_PROJECT_ID : Identity Platform has already been enabled for this project.", "import it"},
		{"no key", "the user-provided container failed to start and listen on the port", "make secrets"},
		{"an agent", "Permission denied while using the Eventarc Service Agent.", "run make bootstrap again"},
		{"a grant", "Error 403: Access to bucket gcf-v2-sources-1 denied. You must grant Storage Object Viewer", "Wait for five minutes"},
		{"an index", "Error 409: too much contention on these datastore entities", "Run the same command again"},
		{"anything else", "Error: the moon is full", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := environment(t, "acme-shop")
			p.has("functions", "module.webhook.google_cloudfunctions2_function.function\n")
			p.has("broken", tt.said+"\n")
			out, err := p.deploy("yes\n", "deploy", "PROJECT=acme-shop", "STATE_BUCKET=shops")
			_, advice, stopped := strings.Cut(out, "It stopped half-way. What was made stays, and is in the state.\n")
			if err == nil || !stopped || !strings.Contains(advice, tt.want) {
				t.Errorf("%v: %s, want %q", err, out, tt.want)
			}
			if !strings.Contains(advice, "run make deploy PROJECT=acme-shop STATE_BUCKET=shops again: it goes on where it stopped") {
				t.Errorf("it does not say how to go on: %s", advice)
			}
			if tt.want == "" && strings.Count(advice, "\n") != 1 {
				t.Errorf("it says something about what it does not know: %s", advice)
			}
			if _, err := os.Stat(filepath.Join(p.scripts, ".terraform", "acme-shop.tfplan")); err == nil {
				t.Error("a stale plan is left")
			}
		})
	}
}
