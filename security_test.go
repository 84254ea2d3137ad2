package frontdesk

import (
	"go/ast"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// named is a test as docs/security.md names it: its folder, or the file of Terraform's
// tests, and its own name.
var named = regexp.MustCompile("`([a-z0-9/]*)\\.((?:Test|Fuzz)[A-Za-z0-9_]+)`|`(terraform/tests/[a-z_]+)\\.([a-z0-9_]+)`")

// TestEveryRowOfTheThreatModelHasItsTests, and each of them exists.
func TestEveryRowOfTheThreatModelHasItsTests(t *testing.T) {
	t.Parallel()
	text := string(readFile(t, "docs/security.md"))
	_, model, _ := strings.Cut(text, "\n## The threat model\n")
	model, _, _ = strings.Cut(model, "\n## ")
	rows := 0
	for line := range strings.Lines(model) {
		if !strings.HasPrefix(line, "|") || strings.HasPrefix(line, "| enters by |") || strings.HasPrefix(line, "|---") {
			continue
		}
		rows++
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) != 4 || !named.MatchString(cells[3]) {
			t.Errorf("no test beside %s", line)
		}
	}
	const least = 40
	if rows < least {
		t.Errorf("%d rows, want %d or more: is the table still where it was?", rows, least)
	}
	for _, test := range named.FindAllStringSubmatch(text, -1) {
		if !testExists(t, test[1]+test[3], test[2]+test[4]) {
			t.Errorf("there is no test %s", test[0])
		}
	}
}

// testExists reports whether a folder has a test of Go's, or a file a run of Terraform's.
func testExists(t *testing.T, where, name string) bool {
	t.Helper()
	files, declared := []string{where + ".tftest.hcl"}, `run "`+name+`" {`
	if strings.HasPrefix(name, "Test") || strings.HasPrefix(name, "Fuzz") {
		var err error
		if files, err = filepath.Glob(filepath.Join(where, "*_test.go")); err != nil {
			t.Fatal(err)
		}
		declared = "func " + name + "(t *testing." // or f, of a fuzz test
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Error(err)
		}
		if strings.Contains(string(text), declared) || strings.Contains(string(text), "func "+name+"(f *testing.") {
			return true
		}
	}
	return false
}

// TestNoDependencyRunsAScriptWhileItIsInstalled: such a script runs with all the rights of
// whoever installs, on their machine and in the pipeline.
func TestNoDependencyRunsAScriptWhileItIsInstalled(t *testing.T) {
	t.Parallel()
	folders := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git"):
			return fs.SkipDir
		case d.Name() != "package-lock.json":
			return nil
		}
		folders++
		settings := filepath.Join(filepath.Dir(path), ".npmrc")
		if !strings.Contains("\n"+string(readFile(t, settings))+"\n", "\nignore-scripts=true\n") {
			t.Errorf("%s lets dependencies run scripts", settings)
		}
		return nil
	})
	if err != nil || folders == 0 {
		t.Errorf("%d folders of npm's, error %v", folders, err)
	}
}

// TestOnlyTheRulesAcceptPeople: a person's token is read where Firestore is asked with it,
// and nowhere else, so that there is one place that says who may come in and how they have
// to have signed in.
func TestOnlyTheRulesAcceptPeople(t *testing.T) {
	t.Parallel()
	asks := map[string]bool{"functions/desk": true, "shared/access": true}
	for folder, files := range product(t) {
		for _, file := range files {
			ast.Inspect(file, func(n ast.Node) bool {
				header, ok := n.(*ast.BasicLit)
				if ok && strings.EqualFold(header.Value, `"authorization"`) && !asks[folder] {
					t.Errorf("%s looks at a token by itself", folder)
				}
				return true
			})
		}
	}
}
