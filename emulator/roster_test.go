package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/roster"
)

// TestTheRosterCommandSaysWhatIsWrong before it connects to anything.
func TestTheRosterCommandSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"roster":                                    "roster needs list|add|change|suspend|remove|history",
		"roster ad eve@acme.example":                `roster cannot "ad", did you mean add?`,
		"roster add":                                "roster add needs an address",
		"roster list eve@acme.example":              `roster list does not know what to do with "eve@acme.example"`,
		"roster add Eve@acme.example":               `"Eve@acme.example" cannot be an agent's address`,
		"roster add a%20b@acme.example":             `"a%20b@acme.example" cannot be an agent's address`,
		"roster suspend eve@acme.example --role x":  "--role is for add and change",
		"roster change eve@acme.example":            "roster change needs a flag",
		"roster add eve@acme.example --skills fr":   `"fr" is no skill with its level, such as french=5`,
		"roster add eve@acme.example --capacity x":  "it is a whole number",
		"roster suspend eve@acme.example and@other": `roster does not know what to do with "and@other"`,
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

// TestFlagsChangeOnlyWhatTheyName of an entry.
func TestFlagsChangeOnlyWhatTheyName(t *testing.T) {
	t.Parallel()
	was := roster.Entry{
		DisplayName: "Ben", Role: agent.Plain, Queues: []string{"front"}, Skills: map[string]int64{"french": 2}, Capacity: 3,
		Languages: []string{"fr"},
	}
	entry := func(flags string) *roster.Entry {
		t.Helper()
		_, o, err := parse(strings.Fields("roster change ben@acme.example "+flags), &bytes.Buffer{}, &bytes.Buffer{})
		if err != nil {
			t.Fatal(err)
		}
		return o.staff.applied(was)
	}
	want := was
	want.Capacity, want.Queues, want.Skills = 7, []string{"orders", "billing"}, map[string]int64{"german": 5, "french": 9}
	if diff := cmp.Diff(&want, entry("--capacity 7 --queues orders,billing --skills german=5,french=9")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	want = was
	want.Queues, want.Role, want.DisplayName, want.Languages = []string{}, agent.Admin, "Benno", []string{"en", "fr-CA"}
	if diff := cmp.Diff(&want, entry("--queues= --role admin --name Benno --languages en,fr-CA")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
