package vocabulary_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/emulator/vocabulary"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

const root = "../.."

func constants(t *testing.T, from string) []string {
	t.Helper()
	all, err := vocabulary.Constants(root, from)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestFunctionsMintOnlyReservedNames: a name that begins with a literal would be no
// constant of the type Minted, and an agent could take it.
func TestFunctionsMintOnlyReservedNames(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob(filepath.Join(root, "shared/conversation/*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 || !slices.Contains([]string{"say", "relay", "replyID"}, called(call)) {
				return true
			}
			if lit, ok := call.Args[0].(*ast.BasicLit); ok {
				t.Errorf("%s: %s(%s, …): declare a constant of the type Minted", name, called(call), lit.Value)
			}
			return true
		})
	}
	minted := constants(t, "shared/conversation.Minted")
	if all := conversation.AllMinted(); len(all) != len(minted) {
		t.Errorf("AllMinted has %d names, and there are %d", len(all), len(minted))
	}
	for _, kind := range constants(t, "shared/channel.Kind") {
		if channel.Kind(kind).Signal() && !slices.Contains(minted, kind) {
			t.Errorf("a signal of the kind %s is not among the names that functions mint", kind)
		}
	}
}

func called(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name
	case *ast.Ident:
		return f.Name
	}
	return ""
}

// TestTheRulesCompareWithWordsThatExist: what the rules compare a field with is one of
// its words.
func TestTheRulesCompareWithWordsThatExist(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(root, vocabulary.Rules))
	if err != nil {
		t.Fatal(err)
	}
	words := map[string][]string{
		"state":    constants(t, "shared/conversation.State"),
		"status":   slices.Concat(constants(t, "shared/conversation.ActionStatus"), constants(t, "shared/channel.Status")),
		"kind":     append(slices.Concat(constants(t, "shared/alert.Kind"), constants(t, "shared/configuration.SettingKind"), constants(t, "shared/channel.Kind"), constants(t, "shared/roster.Kind"), constants(t, "shared/request.Kind"), constants(t, "shared/conversation.ActionKind")), ""),
		"role":     constants(t, "shared/agent.Role"),
		"presence": constants(t, "shared/agent.Presence"),
	}
	compared := regexp.MustCompile(`\b(state|status|kind|role|presence|before) (?:==|!=|in) ('[^']*'|\[[^\]]*\])`)
	seen := map[string]bool{}
	for _, found := range compared.FindAllStringSubmatch(string(text), -1) {
		field := found[1]
		if field == "before" { // the role that somebody had
			field = "role"
		}
		if strings.Contains(found[2], "'accept'") { // generated
			continue
		}
		for _, word := range strings.Split(strings.Trim(found[2], "[]"), ",") {
			word = strings.Trim(strings.TrimSpace(word), "'")
			seen[field] = true
			if !slices.Contains(words[field], word) {
				t.Errorf("%s: there is no %s %q", found[0], field, word)
			}
		}
	}
	for field := range words {
		if !seen[field] {
			t.Errorf("the rules compare no %s: does this test still read them?", field)
		}
	}
}

// TestTheRulesLookAtAsManyAddressesAsThereMayBe: they have no loops, so areAddresses
// names each element.
func TestTheRulesLookAtAsManyAddressesAsThereMayBe(t *testing.T) {
	t.Parallel()
	const looks = 3
	if conversation.MaxMentions != looks || conversation.MaxPreferred != looks {
		t.Errorf("areAddresses in %s looks at %d", vocabulary.Rules, looks)
	}
}
