package google_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/google"
)

func TestALooseStringTakesWhateverThereIs(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]google.Loose{
		`"a"`: "a", `12`: "12", `-1.5e3`: "-1.5e3", `null`: "", `true`: "", `{"a":1}`: "", `["a"]`: "",
	} {
		got := google.Loose("as it was")
		if err := json.Unmarshal([]byte(text), &got); err != nil || got != want && text != "null" {
			t.Errorf("%s is %q, error %v, want %q", text, got, err, want)
		}
	}
}

func TestWhatALooseStringMeans(t *testing.T) {
	t.Parallel()
	latest := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	for text, want := range map[google.Loose]time.Time{
		"2026-11-22T09:30:00Z":                latest.Add(-30 * time.Minute),
		"2026-11-22T10:30:00.123456789+01:00": latest.Add(-30*time.Minute + 123456789),
		"2026-11-22T10:00:01Z":                latest, // a clock that is ahead
		"1970-01-01T00:00:00Z":                latest, // a placeholder
		"yesterday":                           latest,
		"":                                    latest,
	} {
		if got := text.NotAfter(latest); !got.Equal(want) || got.Location() != time.UTC {
			t.Errorf("%q is %v, want %v", text, got, want)
		}
	}
	for text, want := range map[google.Loose]int64{"12": 12, "-1": -1, "1.5": 0, "": 0, "a": 0} {
		if got := text.Number(); got != want {
			t.Errorf("the number in %q is %d, want %d", text, got, want)
		}
	}
	for text, want := range map[google.Loose]string{"conversations/c/messages/m": "m", "m": "m", "": "", "m/": ""} {
		if got := text.LastSegment(); got != want {
			t.Errorf("the last segment of %q is %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]bool{"": false, "null": false, "0": true, "{}": true} {
		if got := google.Present(json.RawMessage(text)); got != want {
			t.Errorf("%q is present: %v", text, got)
		}
	}
}
