package vocabulary_test

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// TestWhatIsComparedIsStoredThoughItIsEmpty: a rule that names a field which is not there refuses,
// and a list in the order of a field leaves out what does not have it.
func TestWhatIsComparedIsStoredThoughItIsEmpty(t *testing.T) {
	t.Parallel()
	seen := 0
	for file, names := range map[string]string{
		"terraform/firestore.rules":                    `\.((?:customer|thread|session|outbox)(?:\.\w+)+)`,
		"functions/desk/web/src/data/queries.ts":       `orderBy\('((?:customer|thread|session|outbox)(?:\.\w+)+)'`,
		"functions/desk/web/src/data/searchqueries.ts": `orderBy\('((?:customer|thread|session|outbox)(?:\.\w+)+)'`,
	} {
		text, err := os.ReadFile(filepath.Join(root, file))
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range regexp.MustCompile(names).FindAllStringSubmatch(string(text), -1) {
			seen++
			path := strings.Split(found[1], ".")
			options, ok := optionsOf(reflect.TypeFor[conversation.Conversation](), path)
			if !ok {
				t.Errorf("%s compares %s, which no conversation has", file, found[1])
			} else if strings.Contains(options, "omit") {
				t.Errorf("%s compares %s, which is left out where it is empty", file, found[1])
			}
		}
	}
	if seen < 10 {
		t.Errorf("found %d fields that are compared, of many more", seen)
	}
}

// optionsOf finds what the tags of a stored field, and of those that it is in, say beside their
// names.
func optionsOf(of reflect.Type, path []string) (options string, ok bool) {
	for f := range of.Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("firestore"), ",")
		switch {
		case f.Anonymous && name == "":
			if options, ok := optionsOf(f.Type, path); ok {
				return options, true
			}
		case name == path[0] && len(path) > 1 && f.Type.Kind() == reflect.Struct:
			inner, ok := optionsOf(f.Type, path[1:])
			return options + inner, ok
		case name == path[0]:
			return options, true
		}
	}
	return "", false
}
