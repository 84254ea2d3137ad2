package vocabulary_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var documented = regexp.MustCompile("(?m)^### `([^`]+)`$")

// TestEveryCollectionIsInTheTableOfPrivacy: whoever adds one says for how long it is kept,
// and what an erasure does there.
func TestEveryCollectionIsInTheTableOfPrivacy(t *testing.T) {
	t.Parallel()
	read := func(name string) string {
		text, err := os.ReadFile(filepath.Join(root, "docs", name))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	table := read("privacy.md")
	found := documented.FindAllStringSubmatch(read("firestore.md"), -1)
	if len(found) < 20 {
		t.Fatalf("only %d documents are found", len(found))
	}
	for _, doc := range found {
		var place []string
		for i, part := range strings.Split(doc[1], "/") {
			if i%2 == 0 {
				place = append(place, part)
			}
		}
		if name := "`" + strings.Join(place, "/") + "`"; !strings.Contains(table, name) {
			t.Errorf("docs/privacy.md does not say what of customers is in %s", name)
		}
	}
}
