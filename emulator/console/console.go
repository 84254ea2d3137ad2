// Package console formats the output of functions and emulators for a person at a
// terminal: one line per log record, and the emulators' own output only on request or
// after a failure.
package console

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// keptLines is how many lines of the emulators' output are kept for after a failure.
const keptLines = 40

// Level is how much is shown.
type Level int

// The levels.
const (
	// Quiet shows nothing.
	Quiet Level = iota
	// Records shows the functions' log records.
	Records
	// Everything shows the emulators' output too.
	Everything
)

// Writer formats lines for a terminal. It is safe for concurrent use.
type Writer struct {
	out   io.Writer
	level Level

	mu      sync.Mutex
	partial []byte
	records []string
	chatter []string
}

// New returns a writer to out.
func New(out io.Writer, level Level) *Writer { return &Writer{out: out, level: level} }

// Write takes output as it comes, whole lines or not.
func (w *Writer) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.partial = append(w.partial, p...)
	for {
		line, rest, found := bytes.Cut(w.partial, []byte("\n"))
		if !found {
			return len(p), nil
		}
		w.line(string(line))
		w.partial = slices.Clone(rest)
	}
}

func (w *Writer) line(line string) {
	formatted, record := format(line)
	if strings.TrimSpace(formatted) == "" {
		return
	}
	if record {
		w.records = keep(w.records, formatted)
	} else {
		w.chatter = keep(w.chatter, formatted)
	}
	if w.level == Everything || w.level == Records && record {
		_, _ = fmt.Fprintln(w.out, formatted)
	}
}

func keep(lines []string, line string) []string {
	if len(lines) == keptLines {
		lines = lines[1:]
	}
	return append(lines, line)
}

// Last returns the newest lines, shown or not: the functions' records or, if there are
// none, the other output.
func (w *Writer) Last() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.records) > 0 {
		return strings.Join(w.records, "\n")
	}
	return strings.Join(w.chatter, "\n")
}

// format turns a log record into "time function message key=value …". Anything
// else stays as it is.
func format(line string) (text string, record bool) {
	var fields map[string]any
	if !strings.HasPrefix(line, "{") || json.Unmarshal([]byte(line), &fields) != nil {
		return line, false
	}
	take := func(names ...string) string {
		for _, name := range names {
			if v, ok := fields[name]; ok {
				delete(fields, name)
				return fmt.Sprint(v)
			}
		}
		return ""
	}
	at, _ := time.Parse(time.RFC3339Nano, take("time"))
	severity := take("severity", "level")
	var b strings.Builder
	fmt.Fprintf(&b, "%s %-8s ", at.Format("15:04:05.000"), take("function"))
	if severity != "INFO" {
		b.WriteString(severity + ": ")
	}
	b.WriteString(take("message", "msg"))
	// Traces have a page of their own.
	take("logging.googleapis.com/spanId")
	take("logging.googleapis.com/trace_sampled")
	if _, id, ok := strings.Cut(take("logging.googleapis.com/trace"), "/traces/"); ok {
		fields["trace"] = id
	}
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		if value := fields[key]; key == "delay" || key == "pause" {
			ns, _ := value.(float64)
			fmt.Fprintf(&b, " %s=%s", key, time.Duration(ns).Round(time.Millisecond))
		} else {
			fmt.Fprintf(&b, " %s=%v", key, value)
		}
	}
	return b.String(), true
}
