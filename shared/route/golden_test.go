package route_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
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

// shop is the configuration that the tests decide with.
func shop(tb testing.TB) *configuration.Config {
	tb.Helper()
	return load(tb, read(tb, "../configuration/testdata/shop.json"))
}

// example is a session and what is to be decided about it.
type example struct {
	// About is what it shows.
	About string
	Facts route.Facts
	// Waiting is how many wait in the queues that are asked for.
	Waiting map[string]int64
}

func examples(tb testing.TB) map[string]example {
	tb.Helper()
	all := map[string]example{}
	for name, text := range files(tb, "decisions/*.json") {
		dec := json.NewDecoder(bytes.NewReader(text))
		dec.DisallowUnknownFields()
		var e example
		if err := dec.Decode(&e); err != nil {
			tb.Fatalf("%s: %v", name, err)
		}
		all[name] = e
	}
	return all
}

// counted decides as a caller does: it counts who waits where that is asked for.
// It changes the facts to those that decided.
func counted(c *configuration.Config, f *route.Facts, waiting map[string]int64) (d route.Decision, trace *route.Trace, asked []string, err error) {
	for {
		d, trace, err = route.Decide(c, *f)
		unknown, ok := errors.AsType[*route.LengthError](err)
		if !ok {
			return d, trace, asked, err
		}
		asked = append(asked, unknown.Queue)
		if f.Waiting == nil {
			f.Waiting = map[string]int64{}
		}
		f.Waiting[unknown.Queue] = waiting[unknown.Queue]
	}
}

// spelled is a trace as text. Its reasons are of codes that are defined.
func spelled(lines []reason.Reason) []string {
	var all []string
	for _, line := range lines {
		if err := route.Codes().Check(line); err != nil {
			all = append(all, err.Error())
		}
		all = append(all, line.String())
	}
	return all
}

func TestDecisions(t *testing.T) {
	t.Parallel()
	config := shop(t)
	for name, e := range examples(t) {
		t.Run(e.About, func(t *testing.T) {
			t.Parallel()
			d, trace, asked, err := counted(config, &e.Facts, e.Waiting)
			if err != nil {
				t.Fatal(err)
			}
			got, err := json.MarshalIndent(struct {
				Decision route.Decision `json:"decision"`
				// Asked is whose length had to be known.
				Asked []string `json:"asked,omitempty"`
				Trace []string `json:"trace"`
			}{d, asked, spelled(trace.Lines(route.MaxRecord))}, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			golden(t, "golden/"+name+".json", readable(string(got), config.Version)+"\n")
		})
	}
}

// readable leaves out what is the same in every golden file, and encoding/json's
// care for browsers.
func readable(text, version string) string {
	return strings.NewReplacer(version, "VERSION", `\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(text)
}

func TestEveryGoldenDecisionHasItsExample(t *testing.T) {
	t.Parallel()
	all := examples(t)
	var about []string
	for name := range files(t, "golden/*.json") {
		if _, ok := all[name]; !ok {
			t.Errorf("golden/%s.json belongs to no example", name)
		}
		about = append(about, all[name].About)
	}
	slices.Sort(about)
	if slices.Contains(about, "") || len(slices.Compact(about)) < len(all) {
		t.Error("two examples show the same, or one does not say what it shows")
	}
}
