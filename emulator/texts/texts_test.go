package texts_test

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/texts"
	"github.com/frontdesk-gcp/frontdesk/functions/media"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

func table(t *testing.T, file string) texts.Table {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	table, err := texts.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// placeholder is {name}, {name:kind} or {name|one|other}.
var placeholder = regexp.MustCompile(`\{(\w+)(:\w+|\|[^|}]+\|[^|}]+)?\}`)

func TestEveryCodeHasATextInEachLanguage(t *testing.T) {
	t.Parallel()
	defined := texts.Definitions()
	for _, file := range []string{"en.json", "fr.json"} {
		table := table(t, file)
		for code, params := range defined {
			text, ok := table[string(code)]
			if !ok || text == "" {
				t.Errorf("%s has no text for %s", file, code)
			}
			for _, problem := range misused(text, params) {
				t.Errorf("%s, %s: %s", file, code, problem)
			}
		}
		for code := range table {
			if _, ok := defined[reason.Code(code)]; !ok && code != "unknown" && code != "separator" {
				t.Errorf("%s has a text for %s, which no package defines", file, code)
			}
		}
	}
}

// misused is what a text does with arguments that they do not allow.
func misused(text string, params reason.Params) []string {
	var problems []string
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		kind, ok := params[m[1]]
		shown := reason.Kind(strings.TrimPrefix(m[2], ":"))
		special := slices.Contains([]reason.Kind{reason.Duration, reason.Time, reason.Bytes}, kind)
		switch {
		case !ok:
			problems = append(problems, "it has no argument "+m[1])
		case strings.HasPrefix(m[2], "|") && kind != reason.Number:
			problems = append(problems, m[1]+" is not a number")
		case special && shown != kind, !special && m[2] != "" && m[2][0] == ':':
			problems = append(problems, m[1]+" is a "+string(kind))
		}
	}
	if strings.ContainsAny(placeholder.ReplaceAllString(text, ""), "{}") {
		problems = append(problems, "a brace is wrong")
	}
	return problems
}

func TestMisusedArgumentsAreFound(t *testing.T) {
	t.Parallel()
	params := reason.Params{"queue": reason.Text, "n": reason.Number, "at": reason.Time}
	for text, want := range map[string]int{
		"{queue} {n} {n|one|many} {at:time}": 0,
		"{agent}":                            1,
		"{queue|one|many}":                   1,
		"{at}":                               1,
		"{n:time}":                           1,
		"{queue":                             1,
	} {
		if got := misused(text, params); len(got) != want {
			t.Errorf("%s: %q, want %d", text, got, want)
		}
	}
}

// TestEveryConstantIsDefined looks for constants of the type in the product's sources:
// a package cannot have reasons that [texts.Definitions] does not know, and no two
// packages have one of the same code.
func TestEveryConstantIsDefined(t *testing.T) {
	t.Parallel()
	declared := map[reason.Code]string{}
	for _, root := range []string{"../../shared", "../../functions"} {
		for path, file := range sources(t, root) {
			for _, code := range codes(file) {
				if other, ok := declared[code]; ok {
					t.Errorf("%s and %s declare %s", other, path, code)
				}
				declared[code] = path
			}
		}
	}
	defined := texts.Definitions()
	for code := range media.Codes() { // they are constants of a type of their own
		declared[code] = "functions/media"
	}
	want, got := slices.Sorted(maps.Keys(declared)), slices.Sorted(maps.Keys(defined))
	if diff := gocmp.Diff(want, got); diff != "" || len(want) < 50 {
		t.Errorf("declared and defined (-declared +defined):\n%s", diff)
	}
}

func sources(t *testing.T, root string) map[string]*ast.File {
	t.Helper()
	files := map[string]*ast.File{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && d.Name() == "node_modules" {
			return cmp.Or(err, filepath.SkipDir)
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		files[name], err = parser.ParseFile(token.NewFileSet(), name, nil, 0)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// codes are the values of a file's constants of the type reason.Code.
func codes(file *ast.File) []reason.Code {
	var all []reason.Code
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		of, ok := spec.Type.(*ast.SelectorExpr)
		if !ok || of.Sel.Name != "Code" {
			return true
		}
		for _, value := range spec.Values {
			if literal, ok := value.(*ast.BasicLit); ok {
				text, _ := strconv.Unquote(literal.Value)
				all = append(all, reason.Code(text))
			}
		}
		return true
	})
	return all
}

func TestAReasonInWords(t *testing.T) {
	t.Parallel()
	table := texts.Table{
		"unknown": "no text ({code})", "separator": "; ",
		"units": "{n} {n|unit|units}", "late": "{ago:duration} ago, at {at:time}[ ({why})]", "large": "{size:bytes}",
		"because": "over: {because}", "all": "{some}",
	}
	units := func(n int) *reason.Reason { return reason.New("units", reason.Args{"n": n}) }
	late := func(why string) *reason.Reason {
		return reason.New("late", reason.Args{"ago": int64(3725), "at": "2026-03-05T10:00:00+01:00", "why": why})
	}
	for want, r := range map[string]*reason.Reason{
		"1 unit":                                 units(1),
		"0 units":                                units(0),
		"1 h 2 min ago, at 2026-03-05 09:00:00Z": late(""),
		"1 h 2 min ago, at 2026-03-05 09:00:00Z (x{n})": late("x{n}"),
		"10.4 MB":          reason.New("large", reason.Args{"size": 10 << 20}),
		"over: 2 units":    reason.New("because", reason.Args{"because": units(2)}),
		"1 unit; 3 units":  reason.New("all", reason.Args{"some": []reason.Reason{*units(1), *units(3)}}),
		"no text (nobody)": reason.New("nobody", nil),
	} {
		if got := table.Say(*r); got != want {
			t.Errorf("%s: %q, want %q", r, got, want)
		}
	}
}
