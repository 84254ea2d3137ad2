package official

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// checkout makes an empty checkout, with a Java and an emulator beside it, and works there.
func checkout(t *testing.T) (java, jar string) {
	t.Helper()
	dir := t.TempDir()
	t.Chdir(dir)
	java, jar = filepath.Join(dir, "java/bin/java"), filepath.Join(dir, "emulator.jar")
	for _, path := range []string{filepath.Join(dir, "go.mod"), java, jar, filepath.Join(dir, "java/lib/server/classes.jsa")} {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return java, jar
}

func cached(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob(".cache/emulators/*")
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// option is the value of one of Java's flags.
func option(flags []string, name string) string {
	i := slices.IndexFunc(flags, func(flag string) bool { return strings.HasPrefix(flag, name) })
	if i < 0 {
		return ""
	}
	return strings.TrimPrefix(flags[i], name)
}

const (
	writes = "-XX:ArchiveClassesAtExit="
	takes  = "-XX:SharedArchiveFile="
)

func TestAnEmulatorLeavesItsClassesToTheNext(t *testing.T) {
	jar, err := FindPubSub()
	if err != nil {
		t.Fatal(err)
	}
	java, err := exec.LookPath("java")
	if err != nil {
		t.Fatal(err)
	}
	checkout(t)
	for range 2 {
		_, stop, err := PubSub(t.Context(), io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		stop()
		flags, _ := archived(java, jar, true)
		path := option(flags, takes)
		if info, err := os.Stat(path); err != nil || info.Size() < 1<<20 {
			t.Fatalf("the next gets %v: %v", flags, err)
		}
		if all := cached(t); len(all) != 1 {
			t.Fatalf("in .cache are %v", all)
		}
	}
}

func TestOneEmulatorWritesAndOthersStartWithout(t *testing.T) {
	java, jar := checkout(t)
	if flags, _ := archived(java, jar, false); flags != nil {
		t.Errorf("one that is not to write gets %v", flags)
	}
	flags, ended := archived(java, jar, true)
	if err := os.WriteFile(option(flags, writes), []byte("whole"), 0o600); err != nil {
		t.Fatal(err)
	}
	if flags, _ := archived(java, jar, true); flags != nil {
		t.Errorf("a second one gets %v", flags)
	}
	ended(true)
	flags, _ = archived(java, jar, false)
	if text, err := os.ReadFile(option(flags, takes)); string(text) != "whole" {
		t.Errorf("the next gets %v: %v", flags, err)
	}
}

func TestWhatWasKilledWhileItWroteLeavesNothing(t *testing.T) {
	java, jar := checkout(t)
	flags, ended := archived(java, jar, true)
	if err := os.WriteFile(option(flags, writes), []byte("ha"), 0o600); err != nil {
		t.Fatal(err)
	}
	ended(false)
	if all := cached(t); len(all) != 0 {
		t.Errorf("in .cache are %v", all)
	}
	if flags, _ := archived(java, jar, true); option(flags, writes) == "" {
		t.Errorf("the next gets %v", flags)
	}
}

func TestAJavaWithoutClassesOfItsOwnWritesNone(t *testing.T) {
	java, jar := checkout(t)
	t.Setenv("JAVA_TOOL_OPTIONS", "-Xshare:off")
	if flags, _ := archived(java, jar, true); flags != nil {
		t.Errorf("one that is not to share gets %v", flags)
	}
	t.Setenv("JAVA_TOOL_OPTIONS", "-Xmx1g")
	if err := os.Remove("java/lib/server/classes.jsa"); err != nil {
		t.Fatal(err)
	}
	if flags, _ := archived(java, jar, true); flags != nil || len(cached(t)) > 0 {
		t.Errorf("one without an archive of its own gets %v", flags)
	}
}

// TestADamagedArchiveIsWrittenAnew: Java crashes with it, once.
func TestADamagedArchiveIsWrittenAnew(t *testing.T) {
	java, jar := checkout(t)
	flags, ended := archived(java, jar, true)
	if err := os.WriteFile(option(flags, writes), []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	ended(true)
	flags, ended = archived(java, jar, true)
	if option(flags, takes) == "" {
		t.Fatalf("it gets %v", flags)
	}
	ended(false)
	if flags, _ := archived(java, jar, true); option(flags, writes) == "" {
		t.Errorf("the next gets %v", flags)
	}
}

// TestWhoWasToWriteAnArchiveIsNotWaitedForForEver: with the process, its end may be lost.
func TestWhoWasToWriteAnArchiveIsNotWaitedForForEver(t *testing.T) {
	java, jar := checkout(t)
	flags, _ := archived(java, jar, true)
	long := time.Now().Add(-2 * abandoned)
	if err := os.Chtimes(filepath.Dir(option(flags, writes)), long, long); err != nil {
		t.Fatal(err)
	}
	if flags, _ := archived(java, jar, true); option(flags, writes) == "" {
		t.Errorf("the next gets %v", flags)
	}
}

func TestAnotherVersionHasAnArchiveOfItsOwn(t *testing.T) {
	java, jar := checkout(t)
	seen := map[string]bool{}
	for i, path := range []string{java, jar, java} {
		if err := os.WriteFile(path, make([]byte, 7+i), 0o600); err != nil {
			t.Fatal(err)
		}
		flags, ended := archived(java, jar, true)
		seen[option(flags, writes)] = true
		ended(false)
	}
	if len(seen) != 3 || seen[""] {
		t.Errorf("three versions have %v", seen)
	}
}
