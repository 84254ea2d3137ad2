package profile_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/load/profile"
)

func TestAFunctionsProfileIsWrittenToAFile(t *testing.T) {
	folder, err := os.MkdirTemp("", "p") //nolint:usetesting // a socket's path is short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	t.Setenv(profile.Folder, folder)
	if err := profile.Serve("routing"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "routing.pprof")
	if err := profile.Take(t.Context(), folder, "routing", time.Second, path); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.HasPrefix(got, []byte{0x1f, 0x8b}) {
		t.Errorf("%v, the file begins %x, want a compressed profile", err, got[:min(len(got), 4)])
	}
	if err := profile.Take(t.Context(), folder, "reply", time.Second, path); err == nil {
		t.Error("a function that is not there has a profile")
	}
}

func TestWhoIsNotToldToServesNothing(t *testing.T) {
	t.Setenv(profile.Folder, "")
	if err := profile.Serve("routing"); err != nil {
		t.Error(err)
	}
}
