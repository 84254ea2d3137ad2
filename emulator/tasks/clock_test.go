package tasks_test

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/tasks"
)

// ask calls the clock and returns the answer.
func ask(t *testing.T, server *tasks.Server, method, path, body string, header ...string) (int, string) {
	t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for _, line := range header {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	server.Clock().ServeHTTP(w, r)
	text, err := io.ReadAll(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return w.Code, string(text)
}

func TestTheClockIsMovedByHTTP(t *testing.T) {
	t.Parallel()
	tests := []struct {
		advance string
		want    time.Duration
	}{
		{"90s", 90 * time.Second},
		{"720h", 720 * time.Hour},
		{"30d", 720 * time.Hour},
		{"1d12h30m", 36*time.Hour + 30*time.Minute},
		{"1.5h", 90 * time.Minute},
		{"0d1s", time.Second},
		{"1ns", time.Millisecond},
		{"3660d", 3660 * 24 * time.Hour},
	}
	for _, tt := range tests {
		t.Run(tt.advance, func(t *testing.T) {
			t.Parallel()
			w := open(t, 0)
			w.create(t, "a", min(tt.want, 700*time.Hour)) // no task is further ahead than 30 days
			for _, method := range []string{http.MethodPost, http.MethodGet} {
				code, body := ask(t, w.server, method, "/clock", `{"advance": "`+tt.advance+`"}`)
				var state struct {
					Offset int64     `json:"offset_ms"`
					Now    time.Time `json:"now"`
				}
				if err := json.Unmarshal([]byte(body), &state); err != nil || code != http.StatusOK {
					t.Fatalf("answered %d %s: %v", code, body, err)
				}
				ahead := w.server.Now().Sub(state.Now)
				if state.Offset != tt.want.Milliseconds() || w.server.Offset() != tt.want || ahead < 0 || ahead > time.Minute {
					t.Errorf("the clock is %s, want %v ahead of the real one", body, tt.want)
				}
			}
			w.idle(t)
			if got := w.called(); got != "a" {
				t.Errorf("called by %q, want the task that fell due", got)
			}
		})
	}
}

func TestTheClockIsNotMovedByWhatIsNoDuration(t *testing.T) {
	t.Parallel()
	w := open(t, 0)
	for name, body := range map[string]string{
		"nothing": "", "no JSON": "30d", "a number": `{"advance": 30}`, "null": "null", "no duration": `{}`,
		"an empty one": `{"advance": ""}`, "another field": `{"advance": "1h", "back": true}`,
		"a word": `{"advance": "tomorrow"}`, "no unit": `{"advance": "30"}`, "no time": `{"advance": "0s"}`,
		"no days": `{"advance": "d"}`, "a part of a day": `{"advance": "1.5d"}`, "days twice": `{"advance": "1d1d"}`,
		"back": `{"advance": "-1h"}`, "days back": `{"advance": "-1d"}`, "a day and back": `{"advance": "1d-1h"}`,
		"ten years and a day": `{"advance": "3661d"}`, "more days than there are": `{"advance": "99999999999999999999d"}`,
		"more hours than there are": `{"advance": "3660d2562047h"}`, "a long body": `{"advance": "` + strings.Repeat(" ", 5000) + `"}`,
	} {
		code, answer := ask(t, w.server, http.MethodPost, "/clock", body)
		if code != http.StatusBadRequest || !strings.Contains(answer, "30d") {
			t.Errorf("%s: answered %d %s, want 400 and an example", name, code, answer)
		}
	}
	if got := w.server.Offset(); got != 0 {
		t.Errorf("the clock was moved by %v", got)
	}
}

func TestTheClockHasNothingElse(t *testing.T) {
	t.Parallel()
	w := open(t, 0)
	hour := `{"advance": "1h"}`
	if code, _ := ask(t, w.server, http.MethodPut, "/clock", hour); code != http.StatusMethodNotAllowed {
		t.Errorf("PUT answered %d", code)
	}
	if code, _ := ask(t, w.server, http.MethodGet, "/", ""); code != http.StatusNotFound {
		t.Errorf("/ answered %d", code)
	}
	code, _ := ask(t, w.server, http.MethodPost, "/clock", hour, "Sec-Fetch-Site: cross-site", "Origin: https://evil.example")
	if code != http.StatusForbidden || w.server.Offset() != 0 {
		t.Errorf("a page of another site got %d and moved the clock by %v", code, w.server.Offset())
	}
}

func TestTheClockNeverGoesBack(t *testing.T) {
	t.Parallel()
	w := open(t, 0)
	w.server.Advance(time.Hour)
	for _, d := range []time.Duration{0, -time.Minute, -1 << 63} {
		w.server.Advance(d)
		if got := w.server.Offset(); got != time.Hour {
			t.Errorf("moved by %v it is %v ahead, want an hour", d, got)
		}
	}
	for range 3 {
		w.server.Advance(1<<63 - 1)
		if got, years := w.server.Offset(), 100*366*24*time.Hour; got != years || w.server.Now().Before(time.Now()) {
			t.Errorf("moved for ever it is %v ahead, want %v", got, years)
		}
	}
}

func TestSomebodyIsToldThatTheClockWasMoved(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var server *tasks.Server
	var ahead time.Duration
	server = tasks.Serve(l, tasks.Config{Moved: func() { ahead = server.Offset() }})
	t.Cleanup(server.Close)
	if code, _ := ask(t, server, http.MethodPost, "/clock", `{"advance": "1h"}`); code != http.StatusOK || ahead != time.Hour {
		t.Errorf("answered %d, and the clock is said to be %v ahead", code, ahead)
	}
}
