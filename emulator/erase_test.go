package main

import (
	"bytes"
	"strings"
	"testing"
)

// TestTheEraseCommandSaysWhatIsWrong before it connects to anything.
func TestTheEraseCommandSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"erase":                                    "erase needs one of --conversation, --customer and --account",
		"erase --conversation c --customer x":      "erase needs one of",
		"erase --conversation c --yes":             "erase --yes needs a --reason",
		"erase everything":                         `erase does not know what to do with "everything"`,
		"erase replay --account acme":              "erase replay is about everybody",
		"erase replay more":                        `erase does not know what to do with "more"`,
		"hold --conversation c":                    "hold needs --conversation and --reason",
		"release --reason x":                       "release needs --conversation and --reason",
		"export --conversation c --reason x":       "export needs --conversation, --out and --reason",
		"erase --customer c --port 70000":          "a port is a number",
		"erase --customer c --conversation=c --as": "flag needs an argument",
	} {
		var out, errs bytes.Buffer
		if status := run(t.Context(), strings.Fields(line), &out, &errs); status == exitOK {
			t.Errorf("%s is done", line)
		}
		if !strings.Contains(errs.String(), want) {
			t.Errorf("%s says %q, want %q", line, errs.String(), want)
		}
	}
}
