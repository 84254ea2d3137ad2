package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/emulator/load/report"
)

// loaded runs a load to its end, in which all is well, and returns its report.
func loaded(t *testing.T, flags ...string) report.Report {
	t.Helper()
	file := filepath.Join(t.TempDir(), "load.json")
	var out, errs bytes.Buffer
	status := run(t.Context(), append([]string{"load", "--customers", "6", "--agents", "2", "--json", file}, flags...), &out, &errs)
	if status != exitOK {
		t.Fatalf("exit status %d\n%s\n%s", status, out.String(), errs.String())
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var r report.Report
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestALoadIsSentMeasuredAndBalanced(t *testing.T) {
	t.Parallel()
	page := filepath.Join(t.TempDir(), "load.html")
	r := loaded(t, "--rate", "10", "--for", "2s", "--max-cpu", "0", "--html", page)
	// 6 + 6 first ones, twice 20 of who waits and of who is taken, 10 first ones, 3 while agents talk.
	if l := r.Ledger; l.Stored != 105 || l.Duplicates == 0 || l.Refused != 0 || l.Conversations != 22 || l.Waiting != 16 || l.Used != 6 {
		t.Errorf("the ledger is %+v", l)
	}
	for _, p := range r.Phases {
		if p.Stored != p.Sent || len(p.Steps) < 1 || r.Measured && p.Sent >= 10 && p.Of("the Firestore emulator").CPU == 0 {
			t.Errorf("%s: %+v", p.Name, p)
		}
	}
	if !slices.ContainsFunc(r.Phases, func(p report.Phase) bool { return p.Name == "talking" && p.Step("at the agent's listener").Count > 0 }) {
		t.Errorf("agents heard nothing: %+v", r.Phases)
	}
	if html, err := os.ReadFile(page); err != nil || !strings.Contains(string(html), "<svg") {
		t.Errorf("%v, the page has no chart", err)
	}
}

func TestFaultsUnderLoadLoseDoubleAndHoldUpNothing(t *testing.T) {
	t.Parallel()
	r := loaded(t, "--faults", "killed,database-gone,lying,storm,erased,poison", "--for", "8s", "--rate", "24", "--among", "40")
	if len(r.Faults) != 6 {
		t.Fatalf("%d faults struck, want 6", len(r.Faults))
	}
	for _, f := range r.Faults {
		if f.Stored == 0 || f.Posted != f.Stored+f.Duplicates+f.Refused {
			t.Errorf("%+v", f)
		}
		if f.Name == "storm" && f.Duplicates != 19*f.Stored {
			t.Errorf("in a storm %d duplicates were refused of %d messages", f.Duplicates, f.Stored)
		}
	}
}
