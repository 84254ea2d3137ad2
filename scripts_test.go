package frontdesk

import (
	"os"
	"regexp"
	"testing"
)

// TestTheFirstRunCompilesNoPackageTwice: a package that two scripts compile with different
// flags, Go compiles twice.
func TestTheFirstRunCompilesNoPackageTwice(t *testing.T) {
	t.Parallel()
	flags := regexp.MustCompile(`'-gcflags=[^']*'`)
	var all []string
	for _, name := range []string{"scripts/setup", "scripts/compile"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		found := flags.FindAllString(string(text), -1)
		if len(found) != 1 {
			t.Fatalf("%s compiles with %q, want one set of flags", name, found)
		}
		all = append(all, found[0])
	}
	if all[0] != all[1] {
		t.Errorf("scripts/setup compiles with %s, scripts/compile with %s", all[0], all[1])
	}
}
