package main

import (
	"bytes"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// runCommand runs a command and returns its exit status and what it printed.
func runCommand(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(t.Context(), args, &out, &errs)
	return status, out.String(), errs.String()
}

func TestCheckLooksAConfigurationThrough(t *testing.T) {
	t.Parallel()
	broken := filepath.Join(t.TempDir(), "broken.tfvars")
	text, err := os.ReadFile("testdata/plain.tfvars")
	if err != nil {
		t.Fatal(err)
	}
	text = bytes.Replace(text, []byte(`fallback_queue = "front-desk"`), []byte(`fallback_queue = "front-dsek"`), 1)
	if err := os.WriteFile(broken, text, 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name           string
		args           []string
		status         int
		stdout, stderr string
	}{
		{"the example", []string{"check", "../terraform/example.tfvars"}, exitOK, "all well", ""},
		{"a problem", []string{"check", broken}, exitFailure, `there is no queue "front-dsek", did you mean front-desk?`, ""},
		{"for pipelines", []string{"check", broken, "--format", "json"}, exitFailure, `"ok": false`, ""},
		{"no file", []string{"check"}, exitUsage, "", "check needs FILE"},
		{"two files", []string{"check", "a", "b"}, exitUsage, "", `check does not know what to do with "b"`},
		{"a format that there is not", []string{"check", broken, "--format", "xml"}, exitUsage, "", "--format xml: it is text or json"},
		{"a file that is not there", []string{"check", "nowhere.tfvars"}, exitFailure, "", "open nowhere.tfvars"},
		{"help", []string{"check", "--help"}, exitOK, "go run ./emulator check [flags] FILE", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			status, stdout, stderr := runCommand(t, tt.args...)
			if status != tt.status || !strings.Contains(stdout, tt.stdout) || !strings.Contains(stderr, tt.stderr) {
				t.Errorf("exit status %d, printed %q and %q, want %d, %q and %q", status, stdout, stderr, tt.status, tt.stdout, tt.stderr)
			}
		})
	}
}

// TestReplayMakesDecisionsAgain: those of the running product come out the same,
// and another configuration shows what it would change.
func TestReplayMakesDecisionsAgain(t *testing.T) {
	s := product(t)
	t.Setenv("FIRESTORE_EMULATOR_HOST", s.FirestoreHost)
	c := newCustomer(t, s)
	c.deliver(c.payload(0))
	c.sees("the session", func(v desk.View) bool { return v.Conversation.Session.Number == 1 })

	status, stdout, stderr := runCommand(t, "replay", "--project", s.Project)
	if status != exitOK || !strings.Contains(stdout, "every one comes out the same") {
		t.Errorf("exit status %d, printed %q and %q", status, stdout, stderr)
	}
	db, err := stack.Firestore(t.Context(), s.FirestoreHost, s.Project)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	now := time.Now()
	tag := configuration.Setting{
		Kind: configuration.SetTag, Of: "recall", Texts: map[string]string{"en": "Recall"}, By: "sue@acme.example", At: now, Until: now.Add(time.Hour),
	}
	if _, err := db.Doc("settings/"+tag.ID()).Set(t.Context(), tag); err != nil {
		t.Fatal(err)
	}
	status, stdout, stderr = runCommand(t, "check", "--settings", "--project", s.Project, "testdata/plain.tfvars")
	if !strings.Contains(stdout, "testdata/plain.tfvars: setting tag_recall: set by sue@acme.example at ") {
		t.Errorf("exit status %d, printed %q and %q", status, stdout, stderr)
	}
	text, err := os.ReadFile("testdata/plain.tfvars")
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(t.TempDir(), "other.tfvars")
	text = bytes.Replace(text, []byte(`fallback_queue = "front-desk"`), []byte(`fallback_queue = "orders"`), 1)
	if err := os.WriteFile(other, text, 0o600); err != nil {
		t.Fatal(err)
	}
	status, stdout, stderr = runCommand(t, "replay", "--project", s.Project, "--config", other, "--format", "json", "--examples", "1")
	var report struct {
		Decisions, Same int
		Changes         []struct {
			From, To string
			Count    int
			Examples []struct{ Before, After []string }
		}
	}
	if err := json.Unmarshal([]byte(stdout), &report); err != nil || status != exitOK {
		t.Fatalf("exit status %d, %v: %q %q", status, err, stdout, stderr)
	}
	if len(report.Changes) == 0 || report.Changes[0].From != "front-desk" || report.Changes[0].To != "orders" {
		t.Fatalf("changes %+v, want sessions to move from front-desk to orders", report.Changes)
	}
	if e := report.Changes[0].Examples; len(e) != 1 || len(e[0].Before) == 0 || len(e[0].After) == 0 {
		t.Errorf("examples %+v, want one with both traces", e)
	}
}

func TestTheClockIsTold(t *testing.T) {
	t.Parallel()
	pages, err := url.Parse(product(t).ConsoleURL)
	if err != nil {
		t.Fatal(err)
	}
	status, stdout, stderr := runCommand(t, "clock", "--port", pages.Port())
	if status != exitOK || !strings.Contains(stdout, "0s ahead of this machine") {
		t.Errorf("exit status %d, printed %q and %q", status, stdout, stderr)
	}
	status, _, stderr = runCommand(t, "clock", "soon", "--port", pages.Port())
	if status != exitFailure || !strings.Contains(stderr, "emulator: clock: ") {
		t.Errorf("exit status %d, printed %q, want what is wrong with the duration", status, stderr)
	}
	status, _, stderr = runCommand(t, "clock", "--port", "1")
	if status != exitFailure || !strings.Contains(stderr, "no emulator runs at 127.0.0.1:") {
		t.Errorf("exit status %d, printed %q, want that nothing runs there", status, stderr)
	}
}

// TestTheClockOfTheEnvironmentFileIsTold wherever it is, as the other commands find the
// database by that file.
func TestTheClockOfTheEnvironmentFileIsTold(t *testing.T) {
	t.Setenv("FRONTDESK_CLOCK_URL", product(t).ClockURL())
	status, stdout, stderr := runCommand(t, "clock", "--port", "1")
	if status != exitOK || !strings.Contains(stdout, "0s ahead of this machine") {
		t.Errorf("exit status %d, printed %q and %q", status, stdout, stderr)
	}
	t.Setenv("FRONTDESK_CLOCK_URL", "here")
	if status, _, stderr := runCommand(t, "clock"); status != exitFailure || !strings.Contains(stderr, "FRONTDESK_CLOCK_URL is no address") {
		t.Errorf("exit status %d, printed %q", status, stderr)
	}
}
