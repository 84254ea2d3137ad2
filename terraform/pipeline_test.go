package terraform_test

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	digest  = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	builder = "_BUILDER=europe-west1-docker.pkg.dev/my-frontdesk/frontdesk-builder/builder@" + digest
)

// newPipeline is a project, with the scripts and files that make its pipeline.
func newPipeline(t *testing.T) project {
	t.Helper()
	p := newProject(t)
	p.has("digest", digest+"\n")
	p.has("sources", "")
	for _, name := range []string{"pipeline", "builder"} {
		if err := os.Mkdir(filepath.Join(p.scripts, name), 0o750); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"pipeline.sh", "pipeline/apply.yaml", "builder/Dockerfile", "builder/image.yaml", "builder/providers.tf", "builder/terraformrc"} {
		copyFile(t, name, filepath.Join(p.scripts, name))
	}
	write(t, filepath.Join(p.scripts, ".terraform.lock.hcl"), nil)
	return p
}

func (p project) setup(env ...string) (string, error) {
	p.t.Helper()
	return p.run(env, "pipeline.sh", "setup", "my-frontdesk", "europe-west1", "acme/frontdesk")
}

// may is what an identity of the pipeline may do.
func (p project) may(name string) []string {
	p.t.Helper()
	var roles []string
	for grant := range strings.Lines(p.knows("grants")) {
		if rest, ok := strings.CutPrefix(grant, name+"@my-frontdesk.iam.gserviceaccount.com "); ok {
			roles = append(roles, strings.TrimSuffix(strings.TrimSpace(rest), " None"))
		}
	}
	slices.Sort(roles)
	return slices.Compact(roles)
}

func TestEachBuildMayDoWhatItHasTo(t *testing.T) {
	t.Parallel()
	p := newPipeline(t)
	if out, err := p.setup(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	both := []string{"roles/artifactregistry.reader", "roles/logging.logWriter"}
	if diff := cmp.Diff(both, p.may("frontdesk-check")); diff != "" {
		t.Errorf("tests run the code of every dependency, and may do something in the cloud:\n%s", diff)
	}
	if diff := cmp.Diff([]string{"roles/artifactregistry.writer", "roles/logging.logWriter"}, p.may("frontdesk-image")); diff != "" {
		t.Errorf("the build of the image may do something else than that:\n%s", diff)
	}
	want := slices.Concat([]string{
		"gs://my-frontdesk-terraform roles/storage.objectCreator --condition=title=plans,expression=" +
			`resource.name.startsWith("projects/_/buckets/my-frontdesk-terraform/objects/plans/")`,
		"gs://my-frontdesk-terraform roles/storage.objectViewer",
		"projects/my-frontdesk/roles/frontdeskPlan",
	}, both[:1], []string{"roles/compute.viewer"}, both[1:], []string{
		`roles/storage.objectViewer title=source,expression=resource.name.startsWith("projects/_/buckets/my-frontdesk-frontdesk-source/")`,
	})
	if diff := cmp.Diff(want, p.may("frontdesk-plan")); diff != "" {
		t.Errorf("a plan may do something else than read:\n%s", diff)
	}
	applies := p.may("frontdesk-apply")
	if len(applies) < 20 || slices.Contains(applies, "roles/owner") || slices.Contains(applies, "roles/editor") {
		t.Errorf("an apply may %q", applies)
	}
	for permission := range strings.Lines(string(read(t, "pipeline/plan_role.yaml"))) {
		name, ok := strings.CutPrefix(strings.TrimSpace(permission), "- ")
		if ok && !regexp.MustCompile(`\.(get|getIamPolicy|getKeyString|getMetadata|list|use)$`).MatchString(name) {
			t.Errorf("a plan has the permission %s", name)
		}
		for _, private := range []string{"entities.list", "versions.access", "objects.", "logEntries.", "users."} {
			if ok && strings.Contains(name, private) {
				t.Errorf("a plan reads customers' data or secrets: %s", name)
			}
		}
	}
}

// flags are those that a trigger was made with.
func (p project) flags(name string) []string {
	p.t.Helper()
	var found []string
	for call := range strings.Lines(p.knows("calls")) {
		if strings.Contains(call, "triggers create") && strings.Contains(call, " --name="+name+" ") {
			found = strings.Fields(call)[3:]
		}
	}
	return found
}

func TestAnApplyIsNotACommitsToChange(t *testing.T) {
	t.Parallel()
	p := newPipeline(t)
	if out, err := p.setup(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	apply := p.flags("frontdesk-apply")
	for _, flag := range []string{
		"manual", "--inline-config=.terraform/apply.yaml", "--require-approval", "--substitutions=_PLAN=none",
		"--service-account=projects/my-frontdesk/serviceAccounts/frontdesk-apply@my-frontdesk.iam.gserviceaccount.com",
	} {
		if !slices.Contains(apply, flag) {
			t.Errorf("the trigger that applies has %q, not %s", apply, flag)
		}
	}
	inline := p.knows("inline.yaml")
	for _, fixed := range []string{"name: " + strings.TrimPrefix(builder, "_BUILDER=") + "\n", "kept=gs://my-frontdesk-terraform/plans/$COMMIT_SHA\n", "bucket=my-frontdesk-terraform\""} {
		if !strings.Contains(inline, fixed) {
			t.Errorf("the trigger does not say %s", fixed)
		}
	}
	if open := regexp.MustCompile(`_BUILDER|_STATE_BUCKET`).FindString(inline); open != "" {
		t.Errorf("whoever runs the trigger may say what %s is", open)
	}
	for _, name := range []string{"frontdesk-check", "frontdesk-plan"} {
		own := "--service-account=projects/my-frontdesk/serviceAccounts/" + name + "@my-frontdesk.iam.gserviceaccount.com"
		if flags := p.flags(name); !slices.Contains(flags, own) || !strings.Contains(strings.Join(flags, " "), builder) {
			t.Errorf("%s has %q", name, flags)
		}
	}
	for name, no := range map[string]string{
		"../cloudbuild.yaml": "gcloud|terraform ", "pipeline/plan.yaml": "make (check|test)|terraform apply",
		"pipeline/apply.yaml": "make |npm|go run|terraform plan|_APPLY",
	} {
		if found := regexp.MustCompile(no).FindString(withoutComments(string(read(t, name)))); found != "" {
			t.Errorf("%s runs %q", name, found)
		}
	}
}

func withoutComments(text string) string {
	return regexp.MustCompile(`(?m)#.*$`).ReplaceAllString(text, "")
}

func TestThePipelineCanBeMadeAgain(t *testing.T) {
	t.Parallel()
	p := newPipeline(t)
	for range 2 {
		if out, err := p.setup(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	for name, want := range map[string]int{"identities": 4, "triggers": 3, "repositories": 1, "sources": 1} {
		if got := strings.Count(p.knows(name), "\n"); got != want {
			t.Errorf("there are %d %s, want %d", got, name, want)
		}
	}
	if diff := cmp.Diff(".terraform.lock.hcl\nDockerfile\nimage.yaml\nproviders.tf\nterraformrc\n", p.knows("submitted")); diff != "" {
		t.Errorf("the image is built from other files: %s", diff)
	}
	dry := newPipeline(t)
	out, err := dry.setup("DRY_RUN=1")
	if err != nil || dry.knows("identities")+dry.knows("grants")+dry.knows("triggers") != "" || !strings.Contains(out, "Would run: gcloud builds triggers create manual") {
		t.Errorf("a dry run: %v: %s", err, out)
	}
	p.has("refuse", "^builds submit")
	if out, err := p.setup(); err == nil || !strings.Contains(out, "take some minutes to work: run the same command again") {
		t.Errorf("an image that was not built: %v: %s", err, out)
	}
	p.has("refuse", "nothing")
	if err := os.WriteFile(filepath.Join(p.cloud, "digest"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := p.setup(); err == nil || !strings.Contains(out, "the image has no digest") {
		t.Errorf("an image without a digest: %v: %s", err, out)
	}
	if err := os.Remove(filepath.Join(p.scripts, ".terraform.lock.hcl")); err != nil {
		t.Fatal(err)
	}
	if out, err := p.setup(); err == nil || !strings.Contains(out, "there is no terraform/.terraform.lock.hcl") {
		t.Errorf("without the versions of the providers: %v: %s", err, out)
	}
}

// The image's Terraform has the providers of the configuration, and no others.
func TestTheImageHasTheProviders(t *testing.T) {
	t.Parallel()
	block := regexp.MustCompile(`(?s)  required_providers \{.*?\n  \}\n`)
	trailing := regexp.MustCompile(`(?m) +#.*$`)
	want := trailing.ReplaceAllString(block.FindString(string(read(t, "versions.tf"))), "")
	got := block.FindString(string(read(t, "builder/providers.tf")))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	google := regexp.MustCompile(`version = "[^"]*7[^"]*"`)
	if one, other := google.FindString(want), google.FindString(string(read(t, "modules/function/versions.tf"))); one == "" || one != other {
		t.Errorf("the module wants %s, the configuration %s", other, one)
	}
	if strings.Contains(string(read(t, "builder/terraformrc")), "direct") {
		t.Error("the image fetches other providers")
	}
}

// script is the script of a build's step.
func script(t *testing.T, name, step string) string {
	t.Helper()
	_, text, _ := strings.Cut(string(read(t, name)), "  - id: "+step+"\n")
	_, text, _ = strings.Cut(text, "    script: |\n")
	text, _, _ = strings.Cut(text, "\n  - id: ")
	return regexp.MustCompile(`(?m)^      `).ReplaceAllString(text, "")
}

// builds runs a step's script with stand-ins: gcloud copies from and to the folder bucket,
// terraform plans "a plan" of the archive "an archive", and notes what it applies.
func builds(t *testing.T, name, step string, bucket map[string]string, env ...string) (dir, out string, err error) {
	t.Helper()
	dir = t.TempDir()
	for _, folder := range []string{"bin", "terraform/.terraform", "bucket/plans/c0ffee"} {
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o750); err != nil {
			t.Fatal(err)
		}
	}
	for file, text := range bucket {
		write(t, filepath.Join(dir, "bucket/plans/c0ffee", file), []byte(text))
	}
	stand := map[string]string{
		"gcloud": `set -eu
[ "$1 $2" = "storage cp" ]
shift 2
if [ "$1" = --no-clobber ]; then shift; fi
eval "to=\${$#}"
for from; do
	[ "$from" = "$to" ] || cp "$(echo "$from" | sed "s#gs://state#$BUCKET#")" "$(echo "$to" | sed "s#gs://state#$BUCKET#")"
done
`,
		"terraform": `set -eu
case "$*" in
"init -input=false -lockfile=readonly -backend-config=bucket=state") ;;
"plan -input=false -lock=false -var-file=shop.tfvars -out=.terraform/frontdesk.tfplan")
	printf "a plan" >.terraform/frontdesk.tfplan
	printf "an archive" >.terraform/my-shop.zip
	;;
"show -json .terraform/frontdesk.tfplan")
	printf '{"prior_state":{"output_sha256":"%s"},"x":{"output_sha256":"%s"}}' "$ARCHIVE" "$ARCHIVE"
	;;
"apply -input=false .terraform/frontdesk.tfplan") cat .terraform/frontdesk.tfplan .terraform/my-shop.zip >applied ;;
*) echo "terraform $*" >&2; exit 1 ;;
esac
`,
	}
	for command, text := range stand {
		file := filepath.Join(dir, "bin", command)
		write(t, file, []byte("#!/bin/sh\n"+text))
		if err := os.Chmod(file, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), "bash", "-c", script(t, name, step))
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), append(env,
		"PATH="+filepath.Join(dir, "bin")+string(os.PathListSeparator)+os.Getenv("PATH"),
		"BUCKET="+filepath.Join(dir, "bucket"), "ARCHIVE="+hash("an archive"),
		"PROJECT_ID=my-shop", "_STATE_BUCKET=state", "_SETTINGS=shop.tfvars", "COMMIT_SHA=c0ffee")...)
	said, err := cmd.CombinedOutput()
	return dir, string(said), err
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func TestAPlanIsKeptUnderItsHash(t *testing.T) {
	t.Parallel()
	dir, out, err := builds(t, "pipeline/plan.yaml", "plan", nil)
	if err != nil || !strings.Contains(out, "The plan of c0ffee is "+hash("a plan")+".") {
		t.Fatalf("%v: %s", err, out)
	}
	for name, want := range map[string]string{hash("a plan") + ".tfplan": "a plan", "source-" + hash("an archive") + ".zip": "an archive"} {
		if got := string(read(t, filepath.Join(dir, "bucket/plans/c0ffee", name))); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
}

func TestOnlyThePlanThatWasReadIsApplied(t *testing.T) {
	t.Parallel()
	plan, archive := hash("a plan"), hash("an archive")
	good := map[string]string{plan + ".tfplan": "a plan", "source-" + archive + ".zip": "an archive"}
	tests := []struct {
		name   string
		bucket map[string]string
		plan   string
		ok     bool
	}{
		{"the one", good, plan, true},
		{"another plan under its name", map[string]string{plan + ".tfplan": "an evil plan", "source-" + archive + ".zip": "an archive"}, plan, false},
		{"another archive under its name", map[string]string{plan + ".tfplan": "a plan", "source-" + archive + ".zip": "an evil archive"}, plan, false},
		{"one that is not there", good, hash("another plan"), false},
		{"no hash", good, "", false},
		{"a path", good, "../x", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir, out, err := builds(t, "pipeline/apply.yaml", "apply", tt.bucket, "_PLAN="+tt.plan)
			applied, _ := os.ReadFile(filepath.Join(dir, "terraform", "applied"))
			if (err == nil) != tt.ok || (string(applied) == "a planan archive") != tt.ok || (len(applied) > 0) != tt.ok {
				t.Errorf("%v: applied %q: %s", err, applied, out)
			}
		})
	}
}
