package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/functions/timer"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// witness keeps what a running product prints, and the log records in it.
type witness struct {
	mu      sync.Mutex
	all     bytes.Buffer
	partial []byte
	records []map[string]any
	news    chan struct{} // closed when there is another record
}

func newWitness() *witness { return &witness{news: make(chan struct{})} }

func (w *witness) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.all.Write(p)
	w.partial = append(w.partial, p...)
	for {
		line, rest, found := bytes.Cut(w.partial, []byte("\n"))
		if !found {
			return len(p), nil
		}
		var record map[string]any
		if json.Unmarshal(line, &record) == nil {
			w.records = append(w.records, record)
			close(w.news)
			w.news = make(chan struct{})
		}
		w.partial = slices.Clone(rest)
	}
}

// with are the records in which a field has a value.
func (w *witness) with(field, value string) []map[string]any {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(w.records), func(r map[string]any) bool { return r[field] != value })
}

// saying are the records with a message, and about those about a conversation.
func (w *witness) saying(message string) []map[string]any { return w.with("message", message) }

func (w *witness) about(id conversation.ID) []map[string]any {
	return w.with("conversation", string(id))
}

// printed is everything.
func (w *witness) printed() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.all.String()
}

// await waits for a record with a message and some fields.
func (w *witness) await(ctx context.Context, t *testing.T, message string, fields map[string]any) map[string]any {
	t.Helper()
	for {
		w.mu.Lock()
		news := w.news
		w.mu.Unlock()
		for _, record := range w.saying(message) {
			if contains(record, fields) {
				return record
			}
		}
		select {
		case <-news:
		case <-ctx.Done():
			t.Fatalf("no line says %q with %v, but %v", message, fields, w.saying(message))
		}
	}
}

func contains(record, fields map[string]any) bool {
	for name, value := range fields {
		if record[name] != value {
			return false
		}
	}
	return true
}

// TestWhatIsWatchedIsSaid: the running product writes the lines that the metrics and
// the alarms of terraform/monitoring_metrics.tf go by, with their fields.
func TestWhatIsWatchedIsSaid(t *testing.T) {
	file, err := readConfig("testdata/traces.tfvars", os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	log := newWitness()
	s, err := stack.Start(t.Context(), stack.Options{Project: "demo-alarms", Log: log, Config: file})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	o := &office{T: t, Stack: s, on: s.Sides[0], staff: map[string]*desk.Agent{}}

	o.scheduled(timer.WaitingPath)
	if got := log.saying("customers wait"); len(got) != 0 {
		t.Errorf("nobody waits, and it says %v", got)
	}
	c := o.customer()
	c.writes("Is anybody there?")
	c.writes("Hello?") // the first one, which started the function, may have come twice
	log.await(o.context(), t, "received", map[string]any{"kind": "text"})
	c.is(conversation.Open, "")
	o.later(15 * time.Minute)
	o.scheduled(timer.WaitingPath)
	o.scheduled(timer.SweepPath)
	o.comes("ana")
	c.is(conversation.Offered, "ana")
	c.does("ana", conversation.Accept)
	o.must(o.agent("ana").Reply(o.context(), c.id, "r1", "Yes"))

	for message, fields := range map[string]map[string]any{
		"received":         {"function": "routing", "kind": "text"},
		"customers wait":   {"function": "timer", "queue": "front", "sessions": 1.0},
		"swept":            {"function": "timer", "severity": "INFO"},
		"session given":    {"queue": "front", "state": "offered"},
		"session answered": {"function": "action", "queue": "front", "within": false, "promised": 80.0},
		"reply sent":       {"function": "reply", "reply": "r1", "signal": false},
	} {
		record := log.await(o.context(), t, message, fields)
		for _, field := range measured()[message] {
			if value, there := record[field.name].(float64); !there || value < field.least {
				t.Errorf("%s: %s is %v, want %v at least", message, field.name, record[field.name], field.least)
			}
		}
	}

	// A function that starts has no good one of its own, and takes the last one that
	// any had.
	_, err = o.Firestore.Doc("config/current").Set(o.context(), map[string]any{"version": "x", "routing": "{}"})
	o.must(err)
	o.Functions["routing"].Kill()
	c.writes("Thanks")
	log.await(o.context(), t, "routing configuration refused, the last good one stays in force",
		map[string]any{"function": "routing", "severity": "ERROR"})
}

type least struct {
	name  string
	least float64
}

// measured are the fields that are numbers, after a quarter of an hour in a queue
// that promises five minutes.
func measured() map[string][]least {
	return map[string][]least{
		"received":         {{"delay", 1}},
		"customers wait":   {{"longest", 900}, {"share", 3}},
		"session answered": {{"waited", 900}},
	}
}

// scheduled has Cloud Scheduler call.
func (o *office) scheduled(path string) {
	o.Helper()
	status, err := o.Scheduled(o.context(), path)
	o.must(err)
	if status != http.StatusOK {
		o.Errorf("%s answered %d", path, status)
	}
}

// TestAFunctionThatCannotStartSaysSo and ends.
func TestAFunctionThatCannotStartSaysSo(t *testing.T) {
	t.Parallel()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = []string{"FUNCTION_TARGET=media", "GOOGLE_CLOUD_PROJECT=demo-alarms", "PATH=" + os.Getenv("PATH")}
	said, err := cmd.CombinedOutput()
	if err == nil {
		t.Error("it starts without a bucket")
	}
	log := newWitness()
	_, _ = log.Write(said)
	got := log.saying("cannot start")
	if len(got) != 1 || !contains(got[0], map[string]any{"severity": "ERROR", "function": "media"}) || !strings.Contains(string(said), "MEDIA_BUCKET") {
		t.Errorf("it says\n%s", said)
	}
}
