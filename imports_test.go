package frontdesk

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/frontdesk-gcp/frontdesk/"

// mayImport is the arrows of the product: which of the project's packages each
// package may import. A new package is a row here. Tests and the emulator may
// import what they like, and nothing of the product imports the emulator.
func mayImport() map[string][]string {
	return map[string][]string{
		// pure: no I/O, no clock, no cloud
		"shared/reason":    {},
		"shared/agent":     {"shared/reason"},
		"shared/alert":     {"shared/conversation"},
		"shared/assign":    {"shared/agent", "shared/configuration", "shared/reason"},
		"shared/channel":   {"shared/mask", "shared/reason", "shared/spelling"},
		"shared/condition": {},
		"shared/configuration": {
			"shared/agent", "shared/channel", "shared/condition", "shared/hours", "shared/locale", "shared/mask",
			"shared/phone", "shared/spelling",
		},
		"shared/conversation": {
			"shared/agent", "shared/channel", "shared/configuration", "shared/histogram", "shared/hours", "shared/locale",
			"shared/mask", "shared/phone", "shared/pseudonym", "shared/reason", "shared/route", "shared/words",
		},
		"shared/histogram": {},
		"shared/hours":     {},
		"shared/locale":    {},
		"shared/mask":      {},
		"shared/phone":     {},
		"shared/pseudonym": {},
		"shared/request":   {"shared/agent", "shared/conversation", "shared/mask", "shared/reason"},
		"shared/roster": {
			"shared/agent", "shared/configuration", "shared/conversation", "shared/mask", "shared/reason", "shared/spelling",
		},
		"shared/route":    {"shared/channel", "shared/condition", "shared/configuration", "shared/locale", "shared/reason"},
		"shared/spelling": {},
		"shared/words":    {},
		// whether a file is a picture that is safe to show, or sound, film or a PDF
		"shared/picture":  {},
		"shared/filetype": {},
		// what a failure means, what belongs together, settings, log lines
		"shared/fault":   {},
		"shared/trace":   {"shared/fault"},
		"shared/logging": {"shared/trace"},
		"shared/config":  {"shared/channel", "shared/channels", "shared/configuration"},
		// one package per outside system
		"shared/access":           {"shared/agent", "shared/fault"},
		"shared/bucket":           {"shared/fault", "shared/filetype", "shared/picture"},
		"shared/businessmessages": {"shared/channel", "shared/google"},
		"shared/google":           {"shared/channel", "shared/reason"},
		"shared/rcs":              {"shared/channel", "shared/google", "shared/reason"},
		"shared/channels":         {"shared/businessmessages", "shared/channel", "shared/rcs"},
		"shared/credential":       {"shared/config"},
		"shared/dossier":          {"shared/bucket", "shared/conversation"},
		"shared/secret":           {},
		"shared/store": {
			"shared/agent", "shared/alert", "shared/channel", "shared/configuration", "shared/conversation", "shared/fault", "shared/mask",
			"shared/reason", "shared/request", "shared/roster", "shared/trace",
		},
		"shared/task":      {"shared/fault", "shared/trace"},
		"shared/topic":     {"shared/fault", "shared/reason", "shared/trace"},
		"shared/warehouse": {"shared/fault"},
		// where a session goes that opens
		"shared/placement": {"shared/channel", "shared/configuration", "shared/conversation", "shared/fault", "shared/route"},
		// whoever came first, sessions and agents: what has to follow a commit
		"shared/clock": {},
		"shared/dispatch": {
			"shared/agent", "shared/assign", "shared/configuration", "shared/conversation", "shared/fault", "shared/reason",
			"shared/store", "shared/task", "shared/trace",
		},
		// the functions never import each other
		"functions/action": {
			"shared/configuration", "shared/conversation", "shared/fault", "shared/mask", "shared/store", "shared/trace",
		},
		"functions/desk": {
			"shared/access", "shared/agent", "shared/bucket", "shared/channel", "shared/config", "shared/fault", "shared/filetype",
			"shared/mask", "shared/picture",
		},
		"functions/erase": {
			"shared/agent", "shared/bucket", "shared/channel", "shared/configuration", "shared/conversation", "shared/dossier",
			"shared/fault", "shared/phone", "shared/reason", "shared/request", "shared/store", "shared/trace", "shared/warehouse",
		},
		"functions/export":   {"shared/conversation", "shared/fault", "shared/store", "shared/topic", "shared/trace"},
		"functions/presence": {"shared/fault", "shared/store", "shared/trace"},
		"functions/timer": {
			"shared/alert",
			"shared/agent", "shared/configuration", "shared/conversation", "shared/dispatch", "shared/fault", "shared/mask", "shared/placement",
			"shared/reason", "shared/request", "shared/store", "shared/task", "shared/trace",
		},
		"functions/media": {
			"shared/bucket", "shared/channel", "shared/config", "shared/conversation", "shared/fault", "shared/filetype", "shared/picture",
			"shared/reason", "shared/topic", "shared/trace",
		},
		"functions/reply": {
			"shared/bucket", "shared/channel", "shared/conversation", "shared/fault", "shared/reason", "shared/store",
			"shared/trace",
		},
		"functions/roster": {
			"shared/configuration", "shared/conversation", "shared/fault", "shared/mask", "shared/reason", "shared/roster",
			"shared/store", "shared/trace",
		},
		"functions/start": {
			"shared/channel", "shared/configuration", "shared/conversation", "shared/fault", "shared/reason", "shared/store",
			"shared/trace",
		},
		"functions/routing": {
			"shared/bucket", "shared/channel", "shared/configuration", "shared/conversation", "shared/fault", "shared/mask",
			"shared/placement", "shared/reason", "shared/store", "shared/topic", "shared/trace",
		},
		"functions/webhook": {"shared/channel", "shared/config", "shared/fault", "shared/pseudonym", "shared/topic", "shared/trace"},
	}
}

// home is the only place that may import a package whose path begins so.
func home() map[string][]string {
	return map[string][]string{
		"github.com/GoogleCloudPlatform/functions-framework-go": {"."},
		"cel.dev/cel-go":                       {"shared/condition"},
		"cel.dev/cel-go/interpreter":           {}, // it is internal, by another name
		"cloud.google.com/go/pubsub":           {"shared/topic"},
		"cloud.google.com/go/firestore":        {"shared/store"},
		"cloud.google.com/go/cloudtasks":       {"shared/task"},
		"cloud.google.com/go/secretmanager":    {"shared/secret"},
		"cloud.google.com/go/storage":          {"shared/bucket"},
		"cloud.google.com/go/compute/metadata": {"shared/bucket"},
		"google.golang.org/api/iamcredentials": {"shared/bucket"},
		"google.golang.org/api/bigquery":       {"shared/warehouse"},
		"github.com/nyaruka/phonenumbers":      {"shared/phone"},
		"golang.org/x/image":                   {"shared/picture"},
		"github.com/gabriel-vasile/mimetype":   {"shared/filetype"},
		"golang.org/x/text":                    {"shared/locale", "shared/spelling", "shared/words"},
		"github.com/go-playground/locales":     {"shared/locale"},
		"github.com/sethvargo/go-envconfig":    {"shared/config"},
		"golang.org/x/oauth2":                  {"shared/credential", "shared/google", "shared/trace"},
		"github.com/jellydator/ttlcache":       {"shared/rcs"},
		"go.opentelemetry.io":                  {"shared/trace"},
	}
}

// pure is the packages that do no I/O and have no clock. Of others' modules they use at
// most the tables of Unicode.
func pure() []string {
	return []string{
		"shared/agent", "shared/assign", "shared/channel", "shared/configuration", "shared/conversation", "shared/histogram",
		"shared/hours", "shared/mask", "shared/pseudonym", "shared/request", "shared/roster", "shared/route", "shared/spelling",
	}
}

// product parses the files of the product, tests left out, by folder.
func product(t *testing.T) map[string][]*ast.File {
	t.Helper()
	folders := map[string][]*ast.File{}
	for _, root := range []string{".", "functions", "shared"} {
		err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && root == "." && name != ".":
				return filepath.SkipDir
			case d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
				return nil
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
			dir := filepath.ToSlash(filepath.Dir(name))
			folders[dir] = append(folders[dir], file)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return folders
}

func imports(files []*ast.File) []string {
	var all []string
	for _, file := range files {
		for _, spec := range file.Imports {
			p, _ := strconv.Unquote(spec.Path.Value)
			all = append(all, p)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func TestPackagesImportOnlyWhatTheArrowsAllow(t *testing.T) {
	t.Parallel()
	allowed := mayImport()
	for dir, files := range product(t) {
		if dir == "." {
			continue
		}
		may, known := allowed[dir]
		if !known {
			t.Errorf("%s has no row in the table of arrows", dir)
		}
		for _, p := range imports(files) {
			if own, ok := strings.CutPrefix(p, module); ok && !slices.Contains(may, own) {
				t.Errorf("%s imports %s, which the table of arrows does not allow", dir, own)
			}
		}
	}
}

func TestEveryOutsideSystemHasOneHome(t *testing.T) {
	t.Parallel()
	for dir, files := range product(t) {
		for _, p := range imports(files) {
			for prefix, homes := range home() {
				if strings.HasPrefix(p, prefix) && !slices.Contains(homes, dir) {
					t.Errorf("%s imports %s, whose home is %s", dir, p, strings.Join(homes, " and "))
				}
			}
		}
	}
}

func TestTheCoreIsPure(t *testing.T) {
	t.Parallel()
	folders := product(t)
	for _, dir := range pure() {
		for _, p := range imports(folders[dir]) {
			host, _, _ := strings.Cut(p, "/")
			if strings.Contains(host, ".") && !strings.HasPrefix(p, module) && !strings.HasPrefix(p, "golang.org/x/text/") ||
				slices.Contains([]string{"net/http", "os", "log/slog"}, p) {
				t.Errorf("%s imports %s", dir, p)
			}
		}
	}
}

// speaksAChannel is the packages that may name a channel: what they are for is one, or
// all of them. Everything else asks the profile.
func speaksAChannel() []string {
	return []string{"shared/businessmessages", "shared/rcs", "shared/google", "shared/channels"}
}

// channelName finds the name of a channel in a name of Go or of TypeScript, or in a
// text: a word of its own, in whatever way words are put together there.
var channelName = regexp.MustCompile(
	`(?i:business[-_ ]?messag(es|ing))|\bRCS([A-Z]|\b)|\bRcs([A-Z]|\b)|\brcs([A-Z_-]|\b)|[a-z_]R(CS|cs)([A-Z_]|\b)|_rcs([_A-Z]|\b)`)

// namesChannel reports whether a name or a text names a channel, or a provider's bot as
// only one channel knows it.
func namesChannel(text string) bool { return channelName.MatchString(text) }

func TestAChannelIsNamedByItsPackageAndTheListAlone(t *testing.T) {
	t.Parallel()
	for dir, files := range product(t) {
		if slices.Contains(speaksAChannel(), dir) {
			continue
		}
		for _, file := range files {
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.Ident:
					if namesChannel(n.Name) {
						t.Errorf("%s has the name %s, which is a channel's", dir, n.Name)
					}
				case *ast.BasicLit:
					if n.Kind == token.STRING && namesChannel(n.Value) {
						t.Errorf("%s has the text %s, which names a channel", dir, n.Value)
					}
				}
				return true
			})
		}
	}
}

func TestTheClientNamesNoChannel(t *testing.T) {
	t.Parallel()
	err := filepath.WalkDir("functions/desk/web/src", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		for i, line := range strings.Split(string(text), "\n") {
			if namesChannel(line) {
				t.Errorf("%s:%d names a channel: %s", name, i+1, strings.TrimSpace(line))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestNamesOfChannelsAreFound(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"rcs": true, `"rcs"`: true, "RCS for Business": true, "newRCS": true, "rcsLimits": true, "isRcs": true, "RCSWebhook": true,
		"FRONTDESK_RCS_URL": true, "RcsAgent": true, "rcs-icon": true,
		"business-messages": true, "businessMessages": true, "BusinessMessages": true, "businessmessages.Name": true,
		"sources": false, "arcs": false, "Marcs": false, "business": false, "messages": false, "the business's messages": false,
		"forces": false, "SRCS": false,
	} {
		if got := namesChannel(text); got != want {
			t.Errorf("%q names a channel: %v, want %v", text, got, want)
		}
	}
}

// TestConventions: only wire.go knows what time it is, only config reads the
// environment, and no product code imports testing.
func TestConventions(t *testing.T) {
	t.Parallel()
	banned := map[string][]string{ // call → where it may be
		"time.Now": {"wire.go"}, "os.Getenv": {}, "os.LookupEnv": {}, "fmt.Print": {}, "fmt.Println": {}, "fmt.Printf": {},
	}
	for dir, files := range product(t) {
		if slices.Contains(imports(files), "testing") {
			t.Errorf("%s imports testing", dir)
		}
		for _, file := range files {
			name := path.Join(dir, file.Name.Name)
			ast.Inspect(file, func(n ast.Node) bool {
				s, ok := n.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				pkg, ok := s.X.(*ast.Ident)
				if !ok {
					return true
				}
				call := pkg.Name + "." + s.Sel.Name
				if homes, is := banned[call]; is && (dir != "." || len(homes) == 0) {
					t.Errorf("%s: %s does not belong here", name, call)
				}
				return true
			})
		}
	}
}

func TestEverythingExportedIsDocumented(t *testing.T) {
	t.Parallel()
	for dir, files := range product(t) {
		hasDoc := false
		for _, file := range files {
			hasDoc = hasDoc || file.Doc != nil
			for _, decl := range file.Decls {
				if name := undocumented(decl); name != "" {
					t.Errorf("%s: %s has no doc comment", dir, name)
				}
			}
		}
		if !hasDoc {
			t.Errorf("%s has no package comment", dir)
		}
	}
}

// undocumented names an exported declaration without a comment.
func undocumented(decl ast.Decl) string {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if ofHidden(d) {
			return ""
		}
		wellKnown := []string{"Error", "Unwrap", "String", "UnmarshalJSON", "Handle", "WithAttrs", "WithGroup"}
		if d.Name.IsExported() && d.Doc == nil && (d.Recv == nil || !slices.Contains(wellKnown, d.Name.Name)) {
			return d.Name.Name
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() && d.Doc == nil && s.Doc == nil {
					return s.Name.Name
				}
			case *ast.ValueSpec:
				if s.Names[0].IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
					return s.Names[0].Name
				}
			}
		}
	}
	return ""
}

// ofHidden reports whether a method belongs to a type that is not exported, and so
// is not either.
func ofHidden(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return false
	}
	of := d.Recv.List[0].Type
	if star, ok := of.(*ast.StarExpr); ok {
		of = star.X
	}
	name, ok := of.(*ast.Ident)
	return ok && !name.IsExported()
}
