package rules_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// minted are the beginnings of the names that functions give to replies, as package
// conversation's code has them.
func minted(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob("../../shared/conversation/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				all = append(all, beginning(t, call)...)
			}
			return true
		})
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// beginning is how the name of the reply begins that a call makes, if it makes one.
func beginning(t *testing.T, call *ast.CallExpr) []string {
	t.Helper()
	function := ""
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		function = f.Sel.Name
	case *ast.Ident:
		function = f.Name
	}
	if !slices.Contains([]string{"say", "signal", "relay", "replyID"}, function) || len(call.Args) == 0 {
		return nil
	}
	switch cause := call.Args[0].(type) {
	case *ast.BasicLit:
		word, _ := strconv.Unquote(cause.Value)
		return []string{word + "-"}
	case *ast.SelectorExpr:
		kinds := map[string]channel.Kind{"Joined": channel.Joined, "Left": channel.Left, "Survey": channel.Survey}
		if kind, ok := kinds[cause.Sel.Name]; ok {
			return []string{string(kind) + "-"}
		}
		t.Errorf("which name has the reply of the kind %s?", cause.Sel.Name)
	}
	return nil // the body of one of these functions, which passes on what it was called with
}

// TestNobodyTakesAFunctionsName: the reply that a function writes later under the
// name would not reach the customer.
func TestNobodyTakesAFunctionsName(t *testing.T) {
	t.Parallel()
	all := minted(t)
	for _, known := range []string{"joined-", "left-", "survey-", "occasion-", "opened-", "no-files-", "read-", "typing-"} {
		if !slices.Contains(all, known) {
			t.Errorf("%s was not found in the code", known)
		}
	}
	denied := variants{}
	for _, begins := range append(all, "note-", "nudge-") {
		denied["a reply named "+begins+"7"] = replies(ana, active).at(active + "/replies/" + begins + "7")
	}
	try(t, variants{"a reply named 7": replies(ana, active).at(active + "/replies/7")}, denied)
}
