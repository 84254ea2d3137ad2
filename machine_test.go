package frontdesk

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// machine is a computer with a checkout. Its PATH has stand-ins, and tools that every system has.
type machine struct {
	t   *testing.T
	dir string
}

const (
	// A system is given as its name, the processor, the user's number, and the programs that only it has.
	debian = "Linux x86_64 0 apt-get apt-cache chromium"
	mac    = "Darwin arm64 501 brew"

	systemTools = "bash cat chmod cut dirname env grep gzip ln mkdir mktemp mv rm sed sort tar touch tr"
	everything  = "git make node npm java cc ps pkill chromium"
)

// sold are the packages of a system, each with its programs.
func sold(system string) map[string]string {
	if strings.HasPrefix(system, "Darwin") {
		return map[string]string{"gcc": "cc -\n", "git": "git 2.39.5\n", "make": "make 4.3\n", "node": "node 25.1.0\nnpm 11.6.0\n", "openjdk": "java 25\n"}
	}
	return map[string]string{
		"chromium": "chromium -\n", "chromium-headless-shell": "chromium-headless-shell -\n", "default-jre-headless": "java 11.0.2\n",
		"gcc": "cc -\n", "git": "git 2.39.5\n", "libc6-dev": "", "make": "make 4.3\n", "nodejs": "node 20.19.2\n", "npm": "npm 9.2.0\n",
		"openjdk-17-jre-headless": "java 17.0.15\n", "procps": "ps -\npkill -\n",
	}
}

// newMachine makes one with everything. It lacks some paths, relative to its programs, and has programs in other versions.
func newMachine(t *testing.T, system, lacks string, has ...string) machine {
	t.Helper()
	m := machine{t: t, dir: t.TempDir()}
	for _, name := range []string{"bin", "tools", "tmp", "packages", "checkout/scripts", "checkout/.cache/emulators"} {
		if err := os.MkdirAll(filepath.Join(m.dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range strings.Fields(systemTools) {
		tool, err := exec.LookPath(name)
		if err != nil || os.Symlink(tool, filepath.Join(m.dir, "tools", name)) != nil {
			t.Fatalf("%s is needed: %v", name, err)
		}
	}
	for _, name := range []string{"scripts/setup", "Makefile", "go.mod"} {
		m.writes("checkout/"+name, string(readFile(t, name)))
	}
	m.writes("stand-in", string(readFile(t, "scripts/testdata/stand-in")))
	m.writes("system", system+"\n")
	m.writes("lists", "")
	for name, programs := range sold(system) {
		m.writes("packages/"+name, programs)
	}
	programs := []string{"cc", "git 2.39.5", "go 1.26.8", "id", "java 21.0.4", "make 4.3", "node 22.1.0", "npm 10.9.0", "pkill", "ps", "uname"}
	for _, program := range append(append(programs, strings.Fields(system)[3:]...), has...) {
		name, version, _ := strings.Cut(program, " ")
		m.writes("bin/"+name, "#!/usr/bin/env bash\nversion="+version+"\n. \"$MACHINE/stand-in\"\n")
	}
	for _, path := range strings.Fields(lacks) {
		if err := os.RemoveAll(filepath.Join(m.dir, "bin", path)); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

func (m machine) writes(name, text string) {
	m.t.Helper()
	if err := os.WriteFile(filepath.Join(m.dir, name), []byte(text), 0o700); err != nil {
		m.t.Fatal(err)
	}
}

// setup runs scripts/setup, and returns what it said and what was changed.
func (m machine) setup(purpose string) (out, changes string, err error) {
	m.t.Helper()
	m.writes("changes", "")
	cmd := exec.CommandContext(m.t.Context(), "bash", "setup", purpose)
	cmd.Dir = filepath.Join(m.dir, "checkout/scripts")
	cmd.Env = []string{"PATH=" + m.dir + "/bin:" + m.dir + "/tools", "MACHINE=" + m.dir, "HOME=" + m.dir, "TMPDIR=" + m.dir + "/tmp"}
	said, err := cmd.CombinedOutput()
	return string(said), string(readFile(m.t, filepath.Join(m.dir, "changes"))), err
}

// changes fails the test unless a run ends well and changes what is wanted.
func (m machine) changes(purpose, want string) (out string) {
	m.t.Helper()
	out, changes, err := m.setup(purpose)
	if diff := cmp.Diff(want, changes); diff != "" || err != nil {
		m.t.Errorf("%v: %s\n%s", err, diff, out)
	}
	return out
}

// files are all files of the machine, with their contents, except the record of changes.
func (m machine) files() map[string]string {
	m.t.Helper()
	all := map[string]string{}
	err := fs.WalkDir(os.DirFS(m.dir), ".", func(path string, d fs.DirEntry, err error) error {
		all[path] = ""
		if err == nil && d.Type().IsRegular() {
			all[path] = string(readFile(m.t, filepath.Join(m.dir, path)))
		}
		return err
	})
	if err != nil {
		m.t.Fatal(err)
	}
	delete(all, "changes")
	return all
}
