package terraform_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/pseudonym"
)

// gcloud stands in for the Google Cloud CLI: it knows the two commands that the
// script gives, keeps the versions in the file "versions", a line each, and what it
// was called with in the file "calls".
const gcloud = `#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")"
echo "$*" >>calls
case "$*" in
"secrets versions list projects/p/secrets/s --format=value(name.basename(), state)")
	[[ ! -e broken ]] || { echo "ERROR: PERMISSION_DENIED" >&2; exit 1; }
	cat versions
	;;
"secrets versions add projects/p/secrets/s --data-file=- --format=value(name)")
	cat >value
	echo "1	enabled" >>versions
	echo projects/1/secrets/s/versions/1
	;;
*)
	echo "ERROR: (gcloud) Invalid choice: $*" >&2
	exit 2
	;;
esac
`

// secretManager is a folder with the stand-in and the versions of the secret.
func secretManager(t *testing.T, versions string) string {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "gcloud"), []byte(gcloud))
	if err := os.Chmod(filepath.Join(dir, "gcloud"), 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "versions"), []byte(versions))
	return dir
}

// fill runs the script with the stand-in and returns what it prints.
func fill(t *testing.T, dir string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "./secrets.sh", args...)
	cmd.Env = append(os.Environ(), "PATH="+dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func TestASecretIsGivenItsKeyOnce(t *testing.T) {
	t.Parallel()
	dir := secretManager(t, "")
	out, err := fill(t, dir, "projects/p/secrets/s")
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	key := read(t, filepath.Join(dir, "value"))
	if _, err := pseudonym.ParseKey(key); err != nil {
		t.Errorf("the functions cannot use the key: %v", err)
	}
	if !regexp.MustCompile(`^[0-9a-f]{64}$`).Match(key) {
		t.Error("the key is not 32 bytes in hexadecimal digits")
	}
	calls := string(read(t, filepath.Join(dir, "calls")))
	if text := string(key); strings.Contains(out, text) || strings.Contains(calls, text) {
		t.Errorf("the key is shown:\n%s\n%s", out, calls)
	}

	out, err = fill(t, dir, "projects/p/secrets/s")
	if err != nil || !strings.Contains(out, "has its key, version 1. Nothing was changed.") {
		t.Errorf("the second time: %v: %s", err, out)
	}
	if again := read(t, filepath.Join(dir, "value")); string(again) != string(key) {
		t.Error("the second time there is another key")
	}

	other := secretManager(t, "")
	if out, err := fill(t, other, "projects/p/secrets/s"); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if string(read(t, filepath.Join(other, "value"))) == string(key) {
		t.Error("two projects have the same key")
	}
}

func TestAKeyIsNeverReplaced(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, versions, want string
		fails                bool
	}{
		{"one that is enabled", "1\tenabled\n", "has its key, version 1. Nothing was changed.", false},
		{"one behind another", "2\tdestroyed\n1\tENABLED\n", "has its key, version 1. Nothing was changed.", false},
		{"one that is disabled", "1\tdisabled\n", "no version of it is enabled: 1 disabled. Nothing was added", true},
		{"one that is destroyed", "1\tdestroyed\n", "no version of it is enabled: 1 destroyed. Nothing was added", true},
		{"two that are gone", "2\tdestroyed\n1\tdisabled\n", "no version of it is enabled: 2 destroyed, 1 disabled. Nothing", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := secretManager(t, tt.versions)
			out, err := fill(t, dir, "projects/p/secrets/s")
			if (err != nil) != tt.fails || !strings.Contains(out, tt.want) {
				t.Errorf("%v: %s, want %q", err, out, tt.want)
			}
			if _, err := os.Stat(filepath.Join(dir, "value")); err == nil {
				t.Error("another key was added")
			}
		})
	}
}

func TestNothingIsAddedWhereItCannotBeSeenWhatIsThere(t *testing.T) {
	t.Parallel()
	dir := secretManager(t, "")
	write(t, filepath.Join(dir, "broken"), nil)
	out, err := fill(t, dir, "projects/p/secrets/s")
	if err == nil || !strings.Contains(out, "PERMISSION_DENIED") || !strings.Contains(out, "nothing was added") {
		t.Errorf("%v: %s", err, out)
	}
	for _, args := range [][]string{{}, {""}, {"s"}, {"projects/p/secrets/s/versions/1"}} {
		if out, err := fill(t, dir, args...); err == nil || !strings.Contains(out, "projects/PROJECT/secrets/SECRET") {
			t.Errorf("with %q: %v: %s", args, err, out)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "value")); err == nil {
		t.Error("a key was added")
	}
}
