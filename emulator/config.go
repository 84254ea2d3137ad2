package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/emulator/tfvars"
)

// readConfig reads the configuration in a file, or the example if no file is
// named. It prints what is wrong, one problem per line.
func readConfig(path string, stderr io.Writer) (*tfvars.File, error) {
	if path == "" {
		return stack.Example()
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("--config: %w", err)
	}
	file, err := tfvars.Read(path, text)
	if err == nil {
		_, err = file.Config()
	}
	if err != nil {
		_, _ = fmt.Fprintln(stderr, err)
		return nil, fmt.Errorf("%s cannot be used, see above", path)
	}
	return file, nil
}

// reconfigure puts the configuration in a file in force. If that fails, the
// previous one stays in force.
func reconfigure(ctx context.Context, s *stack.Stack, path string, stdout, stderr io.Writer) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	config, err := readConfig(path, stderr)
	same := true
	if err == nil {
		same, err = s.Configure(ctx, config)
	}
	if err != nil {
		_, _ = fmt.Fprintf(stderr, "%v: the version before stays in force\n", err)
		return
	}
	_, _ = fmt.Fprintf(stdout, "%s has changed: version %s is in force in ten seconds at most\n", path, config.Version())
	if !same {
		_, _ = fmt.Fprintln(stdout, "Accounts, their brand agents and their region, traffic_type and time_to_live are not in force: they stay as they were until the next start.")
	}
}

// watched is the file of --config.
type watched struct {
	path string
	// used is the file's state when it was last read, seen its state when it was
	// last checked.
	used, seen state
}

// state tells whether a file has changed.
type state struct{ modified, size int64 }

func watch(path string) *watched {
	w := &watched{path: path}
	w.used = w.check()
	return w
}

func (w *watched) check() state {
	info, err := os.Stat(w.path)
	if err != nil {
		return state{} // it is being replaced, or does not exist
	}
	return state{info.ModTime().UnixNano(), info.Size()}
}

// changed reports whether there is a new version to read. A file that changed
// between two checks is still being written.
func (w *watched) changed() bool {
	before := w.seen
	w.seen = w.check()
	if w.seen != before || w.seen == w.used || w.seen == (state{}) {
		return false
	}
	w.used = w.seen
	return true
}
