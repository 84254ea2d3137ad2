package configuration_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

func read(tb testing.TB, path string) []byte {
	tb.Helper()
	text, err := os.ReadFile(filepath.FromSlash(path))
	if err != nil {
		tb.Fatal(err)
	}
	return text
}

// files are the files that match a pattern in testdata, by their names without
// the ending.
func files(tb testing.TB, pattern string) map[string][]byte {
	tb.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", filepath.FromSlash(pattern)))
	if err != nil || len(paths) == 0 {
		tb.Fatalf("there is no %s in testdata (%v)", pattern, err)
	}
	found := map[string][]byte{}
	for _, path := range paths {
		name := filepath.Base(path)
		found[strings.TrimSuffix(name, filepath.Ext(name))] = read(tb, path)
	}
	return found
}

// golden compares with a golden file in testdata.
func golden(t *testing.T, path, got string) {
	t.Helper()
	path = filepath.Join("testdata", filepath.FromSlash(path))
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(string(read(t, path)), got); diff != "" {
		t.Errorf("%s (-want +got); run with -update if it is meant to change:\n%s", path, diff)
	}
}

// shop is the configuration that most tests look at.
func shop(tb testing.TB) *configuration.Config {
	tb.Helper()
	return load(tb, read(tb, "testdata/shop.json"))
}

func load(tb testing.TB, text []byte) *configuration.Config {
	tb.Helper()
	config, err := configuration.Load(text, channels.Profiles())
	if err != nil {
		tb.Fatal(err)
	}
	return config
}
