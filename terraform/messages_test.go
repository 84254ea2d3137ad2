package terraform_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden file instead of comparing with it")

const golden = "tests/messages.txt"

var (
	// A run of a test file, up to the brace that closes it.
	runBlock = regexp.MustCompile(`(?ms)^run "([a-z0-9_]+)" \{\n.*?^\}\n`)
	expected = regexp.MustCompile(`(?m)^  expect_failures = \[var\.([a-z_]+)\]\n`)
	provider = regexp.MustCompile(`(?ms)^mock_provider .*?\}\n`)
	// What a message begins with, up to what differs.
	beginning = regexp.MustCompile(`(?m)^    error_message = "((?:[^"$\\]|\\.)*)`)
)

// TestWhatIsRefusedIsNamed holds what an admin is told about each value that the
// tests of Terraform expect to be refused: those can tell that a variable refuses
// it, but not with which words. So each such run is made here once more, without
// the expectation, and what Terraform says is compared with the golden file.
func TestWhatIsRefusedIsNamed(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("terraform"); err != nil {
		t.Skip("terraform is not installed")
	}
	dir := t.TempDir()
	names, _ := filepath.Glob("variables*.tf")
	for _, name := range append(names, "channels.tf", "channels.json") {
		write(t, filepath.Join(dir, name), read(t, name))
	}
	refused := map[string]string{} // run → the variable that refuses
	tests, _ := filepath.Glob("tests/*.tftest.hcl")
	for _, name := range tests {
		separate(t, string(read(t, name)), filepath.Join(dir, "tests"), refused)
	}

	said := messages(t, dir)
	var lines []string
	for run, variable := range refused {
		if len(said[run]) != 1 {
			t.Errorf("%s: Terraform says %q, want one message", run, said[run])
			continue
		}
		message := said[run][0]
		if !strings.HasPrefix(message, variable+": ") || !strings.HasSuffix(message, ".") || strings.Contains(message, "\n") {
			t.Errorf("%s: %q does not begin with the variable's name, or is not a sentence", run, message)
		}
		lines = append(lines, run+"\n\t"+message+"\n")
	}
	slices.Sort(lines)
	got := strings.Join(lines, "")
	if *update {
		write(t, golden, []byte(got))
	}
	for _, name := range names {
		for _, message := range beginning.FindAllSubmatch(read(t, name), -1) {
			if text := strings.ReplaceAll(string(message[1]), `\"`, `"`); !strings.Contains(got, "\n\t"+text) {
				t.Errorf("%s: no run is refused with %q", name, text)
			}
		}
	}
	if diff := cmp.Diff(string(read(t, golden)), got); diff != "" {
		t.Errorf("the messages (-want +got), rewritten with -update:\n%s", diff)
	}
}

// separate writes every run that expects a variable to refuse something into a file
// of its own, without the expectation: after the first failure Terraform skips what
// is left of a file.
func separate(t *testing.T, text, dir string, refused map[string]string) {
	t.Helper()
	before := provider.ReplaceAllString(text[:runBlock.FindStringIndex(text)[0]], "")
	for _, run := range runBlock.FindAllStringSubmatch(text, -1) {
		variable := expected.FindStringSubmatch(run[0])
		if variable == nil {
			continue
		}
		if refused[run[1]] != "" {
			t.Errorf("there are two runs named %s", run[1])
		}
		refused[run[1]] = variable[1]
		write(t, filepath.Join(dir, run[1]+".tftest.hcl"), []byte(before+expected.ReplaceAllString(run[0], "")))
	}
}

// messages runs the tests in a folder and returns what is said of each run.
func messages(t *testing.T, dir string) map[string][]string {
	t.Helper()
	terraform(t, dir, "init", "-backend=false", "-input=false")
	example, err := filepath.Abs("example.tfvars")
	if err != nil {
		t.Fatal(err)
	}
	said := map[string][]string{}
	for dec := json.NewDecoder(bytes.NewReader(terraform(t, dir, "test", "-json", "-var-file="+example))); dec.More(); {
		var line struct {
			Run        string `json:"@testrun"`
			Diagnostic struct{ Severity, Detail string }
		}
		if err := dec.Decode(&line); err != nil {
			t.Fatal(err)
		}
		if line.Diagnostic.Severity == "error" {
			message, _, _ := strings.Cut(line.Diagnostic.Detail, "\n\nThis was checked by")
			said[line.Run] = append(said[line.Run], message)
		}
	}
	return said
}

// terraform returns what a command prints. That tests fail is no error of it. An
// admin's own settings are kept out.
func terraform(t *testing.T, dir string, args ...string) []byte {
	t.Helper()
	config := filepath.Join(dir, "terraformrc")
	write(t, config, nil)
	cmd := exec.CommandContext(t.Context(), "terraform", args...)
	cmd.Dir = dir
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "TF_") {
			cmd.Env = append(cmd.Env, variable)
		}
	}
	cmd.Env = append(cmd.Env, "TF_CLI_CONFIG_FILE="+config, "CHECKPOINT_DISABLE=1")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil && args[0] != "test" {
		t.Fatalf("terraform %s: %v\n%s%s", args[0], err, &stdout, &stderr)
	}
	return stdout.Bytes()
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func write(t *testing.T, name string, text []byte) {
	t.Helper()
	err := os.MkdirAll(filepath.Dir(name), 0o750)
	if err == nil {
		err = os.WriteFile(name, text, 0o600)
	}
	if err != nil {
		t.Fatal(fmt.Errorf("write: %w", err))
	}
}
