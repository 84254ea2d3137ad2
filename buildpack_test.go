package frontdesk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/cold"
	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/emulator/secrets"
)

// generated is the main package that the buildpack writes.
const generated = `package main

import (
	"log"
	"os"

	_ "github.com/frontdesk-gcp/frontdesk"
	"github.com/GoogleCloudPlatform/functions-framework-go/funcframework"
)

func main() {
	if err := funcframework.Start(os.Getenv("PORT")); err != nil {
		log.Fatal(err)
	}
}
`

// buildFlags are what Terraform has the buildpack build with.
func buildFlags(t *testing.T) []string {
	t.Helper()
	module, err := os.ReadFile("terraform/modules/function/main.tf")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`GOFLAGS = "([^"]+)"`).FindSubmatch(module)
	if found == nil {
		t.Fatal("terraform/modules/function sets no GOFLAGS")
	}
	if flags := string(found[1]); flags != cold.BuildFlags {
		t.Errorf("cold starts are measured with %s, and functions built with %s", cold.BuildFlags, flags)
	}
	return strings.Fields(string(found[1]))
}

// TestTheArchiveBuildsAsTheBuildpackDoes replays what the Go buildpack does with
// the archive: generate a main package, tidy, build, start.
func TestTheArchiveBuildsAsTheBuildpackDoes(t *testing.T) {
	t.Parallel()
	dir := sameFolder(t)
	archive(t, dir)
	main := filepath.Join(dir, "serverless_function_app")
	if err := os.Mkdir(main, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(main, "main.go"), []byte(generated), 0o600); err != nil {
		t.Fatal(err)
	}
	before := requirements(t, dir)
	sums, err := os.ReadFile(filepath.Join(dir, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	command(t, dir, "go", "mod", "tidy")
	after := requirements(t, dir)
	for name, version := range after {
		if before[name] != version {
			t.Errorf("go mod tidy requires %s %s, go.mod %q", name, version, before[name])
		}
	}
	tidied, err := os.ReadFile(filepath.Join(dir, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(tidied)) {
		if !bytes.Contains(sums, []byte(line)) {
			t.Errorf("go mod tidy adds to go.sum: %s", line)
		}
	}
	binary := filepath.Join(dir, "app")
	command(t, dir, "go", slices.Concat([]string{"build"}, buildFlags(t), []string{"-o", binary, "./serverless_function_app"})...)
	for _, target := range entryPoints() {
		t.Run(target, func(t *testing.T) { serves(t, binary, target) })
	}
	for _, target := range []string{"webhook", "routing", "start", "erase"} {
		t.Run(target+" without a key", func(t *testing.T) { needsItsKey(t, binary, target) })
	}
}

// nextRuntime is what go_runtime becomes when Google removes the runtime of go.mod.
const nextRuntime = "go1.27.0"

// TestTheArchiveBuildsWithTheNextRuntime: where the toolchain is on this machine.
func TestTheArchiveBuildsWithTheNextRuntime(t *testing.T) {
	t.Parallel()
	version := exec.CommandContext(t.Context(), "go", "version")
	version.Env = append(os.Environ(), "GOTOOLCHAIN="+nextRuntime, "GOPROXY=off")
	if out, err := version.CombinedOutput(); err != nil {
		t.Skipf("%s is not on this machine, `GOTOOLCHAIN=%s go version` fetches it: %s", nextRuntime, nextRuntime, out)
	}
	binary := filepath.Join(t.TempDir(), "app")
	build := exec.CommandContext(t.Context(), "go", slices.Concat([]string{"build"}, buildFlags(t), []string{"-o", binary, "./emulator/cold/program"})...)
	build.Env = append(os.Environ(), "GOTOOLCHAIN="+nextRuntime)
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	serves(t, binary, "webhook")
}

// sameFolder is an empty folder that has the same path each time, so that the compiler knows what it compiled last time,
// unless somebody else is at it.
func sameFolder(t *testing.T) string {
	t.Helper()
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("frontdesk-archive-%.8x", sha256.Sum256([]byte(root))))
	if err := os.Mkdir(dir, 0o700); err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// requirements are the modules that a go.mod requires. What only tests and the
// emulator need is not in the archive's after it was tidied.
func requirements(t *testing.T, dir string) map[string]string {
	t.Helper()
	var mod struct {
		Require []struct{ Path, Version string }
	}
	if err := json.Unmarshal([]byte(command(t, dir, "go", "mod", "edit", "-json")), &mod); err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, r := range mod.Require {
		all[r.Path] = r.Version
	}
	return all
}

// settings are what a function needs to start; the emulators need not be there.
func settings(target string) map[string]string {
	const secret = "projects/p/secrets/s/versions/latest"
	all := map[string]map[string]string{
		"desk": {
			"GOOGLE_CLOUD_PROJECT": "demo", "MEDIA_BUCKET": "demo-media",
			"FIREBASE_API_KEY": "key", "FIREBASE_AUTH_DOMAIN": "demo.firebaseapp.com",
		},
		"webhook": {
			"GOOGLE_CLOUD_PROJECT": "demo", "INBOUND_TOPIC": "inbound", "CONVERSATION_KEY": secret,
			"ACCOUNTS": `{"acme": {"channel": "business-messages", "keys": ["` + secret + `"]}}`,
		},
		"routing": timed("DEAD_LETTER_TOPIC", "dead", "MEDIA_TOPIC", "media", "CONVERSATION_KEY", secret),
		"reply": {
			"GOOGLE_CLOUD_PROJECT": "demo", "MEDIA_BUCKET": "demo-media",
			"ACCOUNTS": `{"acme": {"channel": "business-messages", "credentials": "` + secret + `"}}`,
		},
		"start": {
			"GOOGLE_CLOUD_PROJECT": "demo", "CONVERSATION_KEY": secret,
			"ACCOUNTS": `{"acme": {"channel": "business-messages", "credentials": "` + secret + `"}}`,
		},
		"action":   timed(),
		"presence": timed(),
		"roster":   {"GOOGLE_CLOUD_PROJECT": "demo"},
		"erase": {
			"GOOGLE_CLOUD_PROJECT": "demo", "MEDIA_BUCKET": "b", "LEDGER_BUCKET": "l", "COPIES_DAYS": "30",
			"CONVERSATION_KEY": secret,
		},
		"timer":  timed(),
		"media":  {"GOOGLE_CLOUD_PROJECT": "demo", "MEDIA_BUCKET": "demo-media", "MEDIA_RESULTS_TOPIC": "results"},
		"export": {"GOOGLE_CLOUD_PROJECT": "demo", "EVENTS_TOPIC": "events"},
	}
	return all[target]
}

// timed are what a function needs that sets timers, and more names with values.
func timed(more ...string) map[string]string {
	all := map[string]string{
		"GOOGLE_CLOUD_PROJECT": "demo", "TIMER_QUEUE": "projects/demo/locations/europe-west1/queues/timers",
		"TIMER_URL": "https://timer.example", "TIMER_ACCOUNT": "timer@demo.example",
	}
	for i := 0; i < len(more); i += 2 {
		all[more[i]] = more[i+1]
	}
	return all
}

// serves checks that a function serves with its settings, and that without any one
// of them it exits before it does, naming what is missing.
func serves(t *testing.T, binary, target string) {
	t.Helper()
	complete := settings(target)
	for missing := range maps.Keys(complete) {
		with := maps.Clone(complete)
		delete(with, missing)
		cmd, out := function(t, binary, target, "0", with)
		if err := cmd.Run(); err == nil {
			t.Errorf("without %s it serves", missing)
		}
		if want := "setting " + missing + " is missing"; !strings.Contains(out.String(), want) {
			t.Errorf("without %s it prints %q, want %q", missing, out, want)
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	_ = l.Close()
	complete["SECRET_MANAGER_EMULATOR_HOST"] = secretManager(t, keyring.Text)
	cmd, out := function(t, binary, target, port, complete)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		conn, err := net.Dial("tcp", "127.0.0.1:"+port)
		if err == nil {
			_ = conn.Close()
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("it does not serve: %v\n%s", err, out)
		}
	}
}

// secretManager starts a stand-in in which the secret of the settings has versions,
// and returns where it is.
func secretManager(t *testing.T, versions ...string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := secrets.Serve(l)
	t.Cleanup(server.Close)
	for _, text := range versions {
		server.Add("projects/p/secrets/s", []byte(text))
	}
	return l.Addr().String()
}

// needsItsKey checks that a function whose key is missing, or cannot be used, exits
// before it serves and says what to do.
func needsItsKey(t *testing.T, binary, target string) {
	t.Helper()
	tests := []struct {
		name     string
		versions []string
		want     string
	}{
		{"a secret without a version", nil, "cannot be read"},
		{"a key that is too short", []string{keyring.Text[2:]}, "the key has 31 bytes and needs 32 at least"},
		{"a key with a line break", []string{keyring.Text + "\n"}, "without blanks or a line break"},
	}
	for _, tt := range tests {
		with := settings(target)
		with["SECRET_MANAGER_EMULATOR_HOST"] = secretManager(t, tt.versions...)
		cmd, out := function(t, binary, target, "0", with)
		if err := cmd.Run(); err == nil {
			t.Errorf("with %s it serves", tt.name)
		}
		for _, want := range []string{"cannot start", tt.want, "make secrets", "docs/deploy.md"} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("with %s it prints %q, want %q", tt.name, out, want)
			}
		}
	}
}

func function(t *testing.T, binary, target, port string, settings map[string]string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	out := &bytes.Buffer{}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, binary)
	// The hosts keep the libraries from looking for credentials.
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "FUNCTION_TARGET=" + target, "PORT=" + port,
		"FIRESTORE_EMULATOR_HOST=127.0.0.1:1", "PUBSUB_EMULATOR_HOST=127.0.0.1:1", "SECRET_MANAGER_EMULATOR_HOST=127.0.0.1:1",
		"STORAGE_EMULATOR_HOST=127.0.0.1:1", "CLOUD_TASKS_EMULATOR_HOST=127.0.0.1:1",
	}
	if target == "desk" { // which needs Firebase where Firestore is Google's, and calls neither before it is asked
		cmd.Env = append(cmd.Env, "FIRESTORE_EMULATOR_HOST=")
	}
	for key, value := range settings {
		cmd.Env = append(cmd.Env, key+"="+value)
	}
	cmd.Stdout, cmd.Stderr = out, out
	return cmd, out
}
