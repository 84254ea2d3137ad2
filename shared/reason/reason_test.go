package reason_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// word is a text of its own type.
type word string

func codes() reason.Definitions {
	return reason.Definitions{
		"full": {"agent": reason.Text, "used": reason.Number, "for": reason.Duration, "at": reason.Time},
		"over": {"because": reason.One, "also": reason.Many},
	}
}

func full() *reason.Reason {
	return reason.New("full", reason.Args{
		"agent": word("Jo Doe"), "used": 3, "for": 90*time.Second + 400*time.Millisecond,
		"at": time.Date(2026, 3, 5, 13, 0, 0, 0, time.FixedZone("CET", 3600)),
	})
}

func TestArgumentsAreAsTheDatabaseGivesThemBack(t *testing.T) {
	t.Parallel()
	args := map[string]any{"agent": "Jo Doe", "used": int64(3), "for": int64(90), "at": "2026-03-05T12:00:00Z"}
	nested := map[string]any{"code": "full", "args": args}
	want := reason.Args{"because": nested, "also": []any{nested, map[string]any{"code": "x"}}}
	over := reason.New("over", reason.Args{"because": full(), "also": []reason.Reason{*full(), {Code: "x"}}})
	if diff := cmp.Diff(want, over.Args); diff != "" {
		t.Errorf("arguments (-want +got):\n%s", diff)
	}
	if again := reason.New(over.Code, over.Args); !cmp.Equal(over, again) {
		t.Errorf("made again it is %v", again)
	}
	text, err := json.Marshal(over)
	if err != nil || len(text) != over.Size() {
		t.Errorf("%d bytes, %v, want %d", len(text), err, over.Size())
	}
	var read reason.Reason
	if err := json.Unmarshal(text, &read); err != nil || !cmp.Equal(*over, read) {
		t.Errorf("read back it is %v, %v", read, err)
	}
}

func TestAReasonAsText(t *testing.T) {
	t.Parallel()
	over := reason.New("over", reason.Args{"because": full(), "also": []reason.Reason{{Code: "x"}}})
	want := `over also=[(x)] because=(full agent="Jo Doe" at=2026-03-05T12:00:00Z for=90 used=3)`
	if got := over.String(); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	var none *reason.Reason
	if got := none.String(); got != "" {
		t.Errorf("no reason is %q", got)
	}
}

func TestAReasonThatIsNotAsItIsDefinedIsFound(t *testing.T) {
	t.Parallel()
	with := func(name string, value any) reason.Reason {
		r := full()
		r.Args[name] = value
		return *r
	}
	without := *full()
	delete(without.Args, "used")
	for want, r := range map[string]reason.Reason{
		"":                         *full(),
		`"moon" is not defined`:    {Code: "moon"},
		`no argument "phase"`:      with("phase", "new"),
		"3 is not a text":          with("agent", int64(3)),
		"many is not a number":     with("used", "many"),
		"noon is not a time":       with("at", "noon"),
		"<nil> is not a number":    without,
		"is not a reasons":         *reason.New("over", reason.Args{"because": full(), "also": "x"}),
		"because: full has no":     *reason.New("over", reason.Args{"because": with("phase", "new"), "also": []reason.Reason{}}),
		`also: "x" is not defined`: *reason.New("over", reason.Args{"because": full(), "also": []reason.Reason{{Code: "x"}}}),
	} {
		err := codes().Check(r)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", r.String(), err, want)
		}
	}
}
