package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/emulator/check"
	"github.com/frontdesk-gcp/frontdesk/emulator/replay"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// checkFile checks a configuration, and what supervisors set over it.
func checkFile(ctx context.Context, o options, stdout, _ io.Writer) error {
	text, err := os.ReadFile(o.args[0])
	if err != nil {
		return fmt.Errorf("check: %w", err)
	}
	report := check.File(o.args[0], text)
	if o.settings && len(report.Problems) == 0 {
		if err := laySettings(ctx, o, report, text); err != nil {
			return err
		}
	}
	if err := show(stdout, o, report); err != nil {
		return err
	}
	if !report.OK {
		return errReported
	}
	return nil
}

// laySettings looks what becomes of what supervisors set in a project, with the file.
func laySettings(ctx context.Context, o options, report *check.Report, text []byte) error {
	db, err := database(ctx, o)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	settings, err := store.Of(db).Settings(ctx, o.began)
	if err == nil {
		err = report.Lay(text, settings, o.began)
	}
	if err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	return nil
}

// writer writes a report for people.
type writer interface {
	Write(w io.Writer) error
}

func show(stdout io.Writer, o options, report writer) error {
	if o.format == "json" {
		enc := json.NewEncoder(stdout)
		enc.SetIndent("", "  ")
		return enc.Encode(report)
	}
	return report.Write(stdout)
}

// replayDecisions repeats recorded decisions. With their own configurations the
// results must be the same.
func replayDecisions(ctx context.Context, o options, stdout, stderr io.Writer) error {
	options := replay.Options{Since: o.began.Add(-time.Duration(o.since)), Examples: o.examples, Progress: progress(stderr)}
	if o.config != "" {
		file, err := readConfig(o.config, stderr)
		if err != nil {
			return err
		}
		if options.Config, err = file.Config(); err != nil {
			return err
		}
	}
	db, err := database(ctx, o)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	report, err := replay.Run(ctx, store.Of(db), options)
	if err != nil {
		return fmt.Errorf("replay: %w", err)
	}
	if err := show(stdout, o, report); err != nil {
		return err
	}
	if o.config == "" && report.Same < report.Decisions {
		return errReported
	}
	return nil
}

// progress prints how far a long task has got.
func progress(stderr io.Writer) func(int) {
	const each = 10_000
	return func(done int) {
		if done%each == 0 {
			_, _ = fmt.Fprintf(stderr, "%d decisions …\n", done)
		}
	}
}

// database is a project's database or, if no project is named, that of the
// emulator on this machine.
func database(ctx context.Context, o options) (*firestore.Client, error) {
	if host := os.Getenv("FIRESTORE_EMULATOR_HOST"); host != "" || o.project == "" {
		project := o.project
		if project == "" {
			project = defaultProject
		}
		if host == "" {
			host = stack.FirestoreAt(o.port)
			if err := listening(ctx, host); err != nil {
				return nil, err
			}
		}
		return stack.Firestore(ctx, host, project)
	}
	db, err := firestore.NewClient(ctx, o.project)
	if err != nil {
		return nil, fmt.Errorf("Firestore: %w", err)
	}
	return db, nil
}

// listening explains it when nothing runs on this machine.
func listening(ctx context.Context, host string) error {
	conn, err := (&net.Dialer{Timeout: time.Second}).DialContext(ctx, "tcp", host)
	if err != nil {
		return fmt.Errorf("no emulator runs at %s: start one with \"go run ./emulator\", or name a --port or a --project", host)
	}
	return conn.Close()
}
