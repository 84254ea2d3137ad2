package task_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/task"
)

var noon = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

// offer is a timer with all that one for a conversation has.
func offer() task.Timer {
	return task.Timer{Conversation: "2591451f1683b404642db4c0238806a3", Cause: "offer", Number: 7, At: noon}
}

func TestNameNeverChanges(t *testing.T) {
	t.Parallel()
	// A function's new revision has to find the timers of the old one.
	tests := []struct {
		name  string
		timer task.Timer
		want  string
	}{
		{"of a conversation", offer(), "2591451f1683b404642db4c0238806a3_offer_7_1772712000"},
		{
			"of an agent",
			task.Timer{Agent: "dana@example.com", Cause: "presence", At: noon},
			"527413845ca20f74ea4cbf9b00d4e017_presence_0_1772712000",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tt.timer.Name(); got != tt.want {
				t.Errorf("Name = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestNameIsForTheSecondThatIsNotBeforeTheTime(t *testing.T) {
	t.Parallel()
	for after, want := range map[time.Duration]bool{
		-time.Second: false, -time.Second + 1: true, -time.Millisecond: true, 0: true, 1: false, time.Second: false,
	} {
		other := offer()
		other.At = noon.Add(after).In(time.FixedZone("", 3600))
		if same := other.Name() == offer().Name(); same != want {
			t.Errorf("%v from a timer: the same name is %v, want %v", after, same, want)
		}
	}
}

func TestNameTellsTimersApart(t *testing.T) {
	t.Parallel()
	timers := []task.Timer{
		offer(),
		{Conversation: "a", Cause: "b", At: noon},
		{Conversation: "a_b", Cause: "b", At: noon},
		{Conversation: "a", Cause: "b", Number: 1, At: noon},
		{Conversation: "a", Cause: "b-b", At: noon},
		{Conversation: "a-b", Cause: "b", At: noon},
		{Conversation: "a_b_0", Cause: "b", At: noon},
		{Conversation: "a", Cause: "b", Number: 1, At: noon.Add(time.Second)},
		{Agent: "a", Cause: "b", At: noon},
		{Agent: "b", Cause: "b", At: noon},
		{Conversation: strings.Repeat("c", 128), Cause: strings.Repeat("c", 64), Number: 1<<63 - 1, At: noon},
		{Agent: strings.Repeat("ü", 320) + "@example.com", Cause: "presence", At: noon},
	}
	allowed := regexp.MustCompile(`^[A-Za-z0-9_-]{1,500}$`)
	seen := map[string]task.Timer{}
	for _, timer := range timers {
		name := timer.Name()
		if other, taken := seen[name]; taken {
			t.Errorf("%+v and %+v share the name %s", timer, other, name)
		}
		if !allowed.MatchString(name) {
			t.Errorf("Cloud Tasks does not allow the name %q", name)
		}
		seen[name] = timer
	}
}

// wrong is timers that are none.
func wrong() map[string]task.Timer {
	all := map[string]task.Timer{}
	for name, change := range map[string]func(*task.Timer){
		"for nobody":                  func(t *task.Timer) { t.Conversation = "" },
		"for two":                     func(t *task.Timer) { t.Agent = "dana@example.com" },
		"for a path":                  func(t *task.Timer) { t.Conversation = "c/replies/r" },
		"for a long name":             func(t *task.Timer) { t.Conversation = strings.Repeat("c", 129) },
		"without a cause":             func(t *task.Timer) { t.Cause = "" },
		"with a cause of two words":   func(t *task.Timer) { t.Cause = "no answer" },
		"with a cause in capitals":    func(t *task.Timer) { t.Cause = "Offer" },
		"with an underscore":          func(t *task.Timer) { t.Cause = "no_answer" },
		"with a long cause":           func(t *task.Timer) { t.Cause = strings.Repeat("c", 65) },
		"with a number below zero":    func(t *task.Timer) { t.Number = -1 },
		"without a time":              func(t *task.Timer) { t.At = time.Time{} },
		"in a year that JSON has not": func(t *task.Timer) { t.At = noon.AddDate(8000, 0, 0) },
	} {
		timer := offer()
		change(&timer)
		all[name] = timer
	}
	return all
}

func post(body string) *http.Request {
	return httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
}

func TestDecodeReadsATimer(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body string
		want       task.Timer
	}{
		{
			"of a conversation",
			`{"conversation":"2591451f1683b404642db4c0238806a3","cause":"offer","number":7,"at":"2026-03-05T12:00:00Z"}`,
			offer(),
		},
		{
			"of an agent",
			`{"agent":"dana@example.com","cause":"presence","number":0,"at":"2026-03-05T13:00:00.5+01:00"}`,
			task.Timer{Agent: "dana@example.com", Cause: "presence", At: noon.Add(time.Second / 2)},
		},
		{
			"with a field that a later revision may add",
			`{"conversation":"c","cause":"offer","number":1,"at":"2026-03-05T12:00:00Z","attempt":3}`,
			task.Timer{Conversation: "c", Cause: "offer", Number: 1, At: noon},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := task.Decode(post(tt.body))
			if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
				t.Errorf("error %v, timer (-want +got):\n%s", err, diff)
			}
		})
	}
}

// bad is requests that have no timer, and what that means.
func bad() map[string]struct {
	request func() *http.Request
	want    fault.Kind
} {
	type request = struct {
		request func() *http.Request
		want    fault.Kind
	}
	all := map[string]request{
		"another method": {
			func() *http.Request { return httptest.NewRequest(http.MethodGet, "/", http.NoBody) }, fault.MethodNotAllowed,
		},
		"a body that breaks off may come whole the next time": {func() *http.Request {
			return httptest.NewRequest(http.MethodPost, "/", iotest.ErrReader(errors.New("cut")))
		}, fault.Unavailable},
	}
	for name, body := range map[string]string{
		"nothing": "", "no JSON": "hello", "a list": "[]", "null": "null", "an empty object": "{}",
		"a number that is a word": `{"conversation":"c","cause":"offer","number":"one","at":"2026-03-05T12:00:00Z"}`,
		"a time that is none":     `{"conversation":"c","cause":"offer","number":1,"at":"noon"}`,
		"a body that is longer than a timer": `{"conversation":"c","cause":"offer","number":1,"at":"2026-03-05T12:00:00Z","x":"` +
			strings.Repeat("x", 64<<10) + `"}`,
	} {
		all[name] = request{func() *http.Request { return post(body) }, fault.Invalid}
	}
	for name, timer := range wrong() {
		if body, err := json.Marshal(timer); err == nil {
			all["a timer "+name] = request{func() *http.Request { return post(string(body)) }, fault.Invalid}
		}
	}
	return all
}

func TestDecodeRefuses(t *testing.T) {
	t.Parallel()
	for name, tt := range bad() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := task.Decode(tt.request())
			if err == nil || fault.KindOf(err) != tt.want {
				t.Errorf("Decode = %v, want an error of kind %d", err, tt.want)
			}
			if diff := cmp.Diff(task.Timer{}, got); diff != "" {
				t.Errorf("a timer came with the error:\n%s", diff)
			}
		})
	}
}

// serve serves a request and returns the answer and the levels that were logged.
func serve(r *http.Request, handle func(context.Context, task.Timer) error) (w *httptest.ResponseRecorder, levels string) {
	var out bytes.Buffer
	w = httptest.NewRecorder()
	task.Serve(slog.New(slog.NewTextHandler(&out, nil)), w, r, handle)
	for _, m := range regexp.MustCompile(`level=(\w+)`).FindAllStringSubmatch(out.String(), -1) {
		levels += m[1]
	}
	return w, levels
}

func TestServeAnswersWhatMakesCloudTasksCallAgainOrNot(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	tests := []struct {
		name   string
		err    error
		code   int
		levels string
	}{
		{"a timer that is handled", nil, 200, ""},
		{"a failure of ours", broken, 500, "ERROR"},
		{"a failure that will pass", fault.New(fault.Unavailable, "%w", broken), 503, "WARN"},
		{"a timer that nobody understands is given up", fault.New(fault.Invalid, "%w", broken), 200, "ERROR"},
		{"a timer for what is gone is given up", fault.New(fault.NotFound, "%w", broken), 200, "ERROR"},
		{"a timer that is not allowed is given up", fault.New(fault.Unauthorized, "%w", broken), 200, "ERROR"},
		{"a timer that is too large is given up", fault.New(fault.TooLarge, "%w", broken), 200, "ERROR"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			body, err := json.Marshal(offer())
			if err != nil {
				t.Fatal(err)
			}
			var got []task.Timer
			w, levels := serve(post(string(body)), func(_ context.Context, timer task.Timer) error {
				got = append(got, timer)
				return tt.err
			})
			if w.Code != tt.code || levels != tt.levels || strings.Contains(w.Body.String(), "broken") {
				t.Errorf("answered %d %q, logged %q, want %d and %q", w.Code, w.Body, levels, tt.code, tt.levels)
			}
			if diff := cmp.Diff([]task.Timer{offer()}, got); diff != "" {
				t.Errorf("handled (-want +got):\n%s", diff)
			}
		})
	}
}

func TestServeGivesUpWhatIsNoTimer(t *testing.T) {
	t.Parallel()
	want := map[fault.Kind]struct {
		code   int
		levels string
	}{
		fault.Invalid: {200, "ERROR"}, fault.MethodNotAllowed: {405, "INFO"}, fault.Unavailable: {503, "WARN"},
	}
	for name, tt := range bad() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, levels := serve(tt.request(), func(context.Context, task.Timer) error {
				t.Error("it was handled")
				return nil
			})
			if w.Code != want[tt.want].code || levels != want[tt.want].levels {
				t.Errorf("answered %d, logged %q, want %+v", w.Code, levels, want[tt.want])
			}
		})
	}
}
