package vocabulary

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/request"
	"github.com/frontdesk-gcp/frontdesk/shared/roster"
)

// set is a set of words: the constants of a type, or some of them.
type set struct {
	// name is what the set is called, in the rules and in the client; single is the name
	// of the client's type for one of its words, if it has one.
	name, single string
	// from is the package and the type, for example "shared/conversation.State".
	from string
	// only chooses words; nil takes all.
	only func(word string) bool
}

// sets are all sets, in the order of the client's file.
func sets() []set {
	return []set{
		{"states", "State", "shared/conversation.State", nil},
		{"causes", "Cause", "shared/conversation.Cause", nil},
		{"actionKinds", "ActionKind", "shared/conversation.ActionKind", nil},
		{"actionStatuses", "ActionStatus", "shared/conversation.ActionStatus", nil},
		{"startStatuses", "StartStatus", "shared/conversation.StartStatus", nil},
		{"startPurposes", "StartPurpose", "shared/channel.Purpose", func(w string) bool { return channel.Purpose(w).Starts() }},
		{"directions", "Direction", "shared/conversation.Direction", nil},
		{"mediaStatuses", "MediaStatus", "shared/conversation.MediaStatus", nil},
		{"statuses", "Status", "shared/channel.Status", nil},
		{"outgoing", "", "shared/channel.Status", func(w string) bool { return channel.Status(w).Outgoing() }},
		{"kinds", "Kind", "shared/channel.Kind", nil},
		{"signals", "", "shared/channel.Kind", func(w string) bool { return channel.Kind(w).Signal() }},
		{"choiceKinds", "ChoiceKind", "shared/channel.ChoiceKind", nil},
		{"presences", "Presence", "shared/agent.Presence", nil},
		{"roles", "Role", "shared/agent.Role", nil},
		{"rosterKinds", "RosterKind", "shared/roster.Kind", func(w string) bool { return roster.Kind(w) != roster.Seed }},
		{"requestKinds", "RequestKind", "shared/request.Kind", func(w string) bool { return request.Kind(w).Person() }},
		{"alertKinds", "AlertKind", "shared/alert.Kind", nil},
		{"settingKinds", "SettingKind", "shared/configuration.SettingKind", nil},
		{"workers", "", "shared/agent.Role", func(w string) bool { return agent.Role(w).Works() }},
		{"supervisors", "", "shared/agent.Role", func(w string) bool { return agent.Role(w).Supervises() }},
	}
}

// vocabulary is the words of every set, and of the names that functions mint.
type vocabulary struct {
	words  map[string][]string
	minted []string
}

func read(root string) (vocabulary, error) {
	v := vocabulary{words: map[string][]string{}}
	for _, s := range sets() {
		all, err := Constants(root, s.from)
		if err != nil {
			return v, err
		}
		if s.only != nil {
			all = slices.DeleteFunc(all, func(w string) bool { return !s.only(w) })
		}
		v.words[s.name] = all
	}
	minted, err := Constants(root, "shared/conversation.Minted")
	v.minted = minted
	return v, err
}

// Constants are the values of all constants of a string type, in the order of the
// source.
func Constants(root, from string) ([]string, error) {
	dir, name := from[:strings.LastIndex(from, ".")], from[strings.LastIndex(from, ".")+1:]
	_, files, err := parse(filepath.Join(root, filepath.FromSlash(dir)))
	if err != nil {
		return nil, err
	}
	var all []string
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if of, ok := spec.Type.(*ast.Ident); ok && of.Name == name {
				all = append(all, literals(spec.Values)...)
			}
			return false
		})
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s has no constants", from)
	}
	return all, nil
}

func literals(values []ast.Expr) []string {
	var all []string
	for _, v := range values {
		if lit, ok := v.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			word, _ := strconv.Unquote(lit.Value) // it was parsed
			all = append(all, word)
		}
	}
	return all
}

// parse parses a package's files, tests left out, in the order of their names.
func parse(dir string) (*token.FileSet, []*ast.File, error) {
	fset := token.NewFileSet()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", dir, err)
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		}
		files = append(files, file)
	}
	return fset, files, nil
}
