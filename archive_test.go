package frontdesk

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// entryPoints are the functions that this package registers.
func entryPoints() []string {
	return []string{"action", "desk", "erase", "export", "media", "presence", "reply", "roster", "routing", "start", "timer", "webhook"}
}

// archive copies what is deployed, by the list that Terraform deploys by, into a
// folder.
func archive(t *testing.T, dir string) {
	t.Helper()
	if _, err := os.Stat("functions/desk/dist/index.html"); err != nil {
		t.Fatal("the agents' client, which is deployed too, is not built: run `make client`")
	}
	text, err := os.ReadFile("terraform/archive.json")
	if err != nil {
		t.Fatal(err)
	}
	var list struct{ Include, Exclude []string }
	if err := json.Unmarshal(text, &list); err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && d.Name() == "node_modules" {
			return filepath.SkipDir // excluded, and long to look through
		}
		if err != nil || d.IsDir() || !matches(t, name, list.Include, list.Exclude) {
			return err
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if !utf8.Valid(content) {
			t.Errorf("%s is no text, and Terraform's function file() reads nothing else", name)
		}
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, name), content, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// matches reads the patterns as Terraform's fileset and regexall do.
func matches(t *testing.T, name string, include, exclude []string) bool {
	t.Helper()
	name = filepath.ToSlash(name)
	for _, pattern := range exclude {
		if regexp.MustCompile(pattern).MatchString(name) {
			return false
		}
	}
	return slices.ContainsFunc(include, func(glob string) bool {
		pattern := regexp.QuoteMeta(glob)
		pattern = strings.ReplaceAll(pattern, `\*\*/`, `(.*/)?`)
		pattern = strings.ReplaceAll(pattern, `\*`, `[^/]*`)
		return regexp.MustCompile("^" + pattern + "$").MatchString(name)
	})
}

// files lists the files below a folder.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(dir, name)
			names = append(names, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// command runs a program in a folder and returns what it prints.
func command(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// TestTheArchiveHoldsWhatDeploysAndNothingElse: the module's files, and every file
// that the compiler takes for the cloud.
func TestTheArchiveHoldsWhatDeploysAndNothingElse(t *testing.T) {
	t.Parallel()
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"go.mod", "go.sum"}
	list := command(t, ".", "env", "GOOS=linux", "GOARCH=amd64", "go", "list", "-mod=readonly", "-deps", "-json=Dir,Module,GoFiles,EmbedFiles", ".")
	for dec := json.NewDecoder(strings.NewReader(list)); dec.More(); {
		var compiled struct {
			Dir                 string
			Module              struct{ Main bool }
			GoFiles, EmbedFiles []string
		}
		if err := dec.Decode(&compiled); err != nil {
			t.Fatal(err)
		}
		dir, err := filepath.Rel(root, compiled.Dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range append(compiled.GoFiles, compiled.EmbedFiles...) {
			if compiled.Module.Main {
				want = append(want, filepath.ToSlash(filepath.Join(dir, name)))
			}
		}
	}
	dir := t.TempDir()
	archive(t, dir)
	got := files(t, dir)
	for _, name := range got {
		if !slices.Contains(want, name) {
			t.Errorf("%s is in the archive and not compiled", name)
		}
	}
	for _, name := range want {
		if !slices.Contains(got, name) {
			t.Errorf("%s is compiled and not in the archive", name)
		}
	}
}

// TestTheRootFolderIsOnePackage: the buildpack parses the folder, tests included,
// and takes the one package that it finds.
func TestTheRootFolderIsOnePackage(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		if file.Name.Name != "frontdesk" {
			t.Errorf("%s is of package %s", name, file.Name.Name)
		}
		for _, group := range file.Comments {
			if strings.HasPrefix(group.List[0].Text, "//go:build") {
				t.Errorf("%s has a build constraint", name)
			}
		}
	}
	for _, name := range []string{"go.work", "vendor", "tools.go", "frontdesk"} {
		if _, err := os.Stat(name); err == nil {
			t.Errorf("%s must not be in the root folder", name)
		}
	}
}

func TestTheGoVersionIsOneThatTheRuntimeHas(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`(?m)^go 1\.26(\.0)?$`).Match(text) || bytes.Contains(text, []byte("toolchain")) {
		t.Error("go.mod asks for a newer Go than the runtime go126")
	}
}

// TestFoldersAreEntryPoints: one word names a function everywhere.
func TestFoldersAreEntryPoints(t *testing.T) {
	t.Parallel()
	dirs, err := filepath.Glob("functions/*")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, dir := range dirs {
		got = append(got, filepath.Base(dir))
	}
	if !slices.Equal(got, entryPoints()) {
		t.Errorf("folders are %v, entry points %v", got, entryPoints())
	}
	for _, name := range entryPoints() {
		text, err := os.ReadFile("terraform/function_" + name + ".tf")
		if err != nil {
			t.Error(err)
			continue
		}
		if !bytes.Contains(text, fmt.Appendf(nil, "%q", name)) {
			t.Errorf("terraform/function_%s.tf does not name its entry point", name)
		}
	}
}
