// The command fetch gets Google's emulators of Firestore and Pub/Sub into the
// project's .cache, unless the Google Cloud CLI has them.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/frontdesk-gcp/frontdesk/emulator/cache"
	"github.com/frontdesk-gcp/frontdesk/emulator/official"
)

const usage = `fetch gets Google's emulators of Firestore and Pub/Sub into .cache/emulators, unless
the Google Cloud CLI has them. Where they are, and their checksums, it reads in the
npm package firebase-tools, of which nothing is run.

  fetch [--dry-run] --firebase-tools SPEC

`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("fetch", flag.ContinueOnError)
	flags.SetOutput(stdout)
	flags.Usage = func() {
		_, _ = fmt.Fprint(stdout, usage)
		flags.PrintDefaults()
	}
	spec := flags.String("firebase-tools", "", "the npm package with its version, such as firebase-tools@15.34.2, or a file")
	dryRun := flags.Bool("dry-run", false, "say what is there and what would be fetched")
	if err := flags.Parse(args); err != nil {
		return err
	}
	dir, err := cache.Dir()
	if err != nil {
		return err
	}
	missing := describe(stdout)
	switch {
	case !missing:
		return nil
	case *dryRun:
		_, _ = fmt.Fprintf(stdout, "  would be fetched into %s, as %s says\n", filepath.Join(dir, "emulators"), *spec)
		return nil
	case *spec == "":
		return errors.New("--firebase-tools is missing: name the npm package and its version")
	}
	const otherWay = "The other way: install the Google Cloud CLI with its emulators, " +
		"https://cloud.google.com/sdk/docs/install, `gcloud components install cloud-firestore-emulator pubsub-emulator`"
	record, err := readRecord(ctx, *spec)
	if err != nil {
		return fmt.Errorf("find out where Google's emulators are: %w\n%s", err, otherWay)
	}
	for _, d := range []download{record.Firestore, record.PubSub} {
		if err := get(ctx, d, filepath.Join(dir, "emulators"), stdout); err != nil {
			return fmt.Errorf("%w\n%s", err, otherWay)
		}
	}
	return nil
}

// describe says which emulators are there, and whether one is missing.
func describe(stdout io.Writer) (missing bool) {
	for _, e := range []struct {
		name string
		find func() (string, error)
	}{{"Firestore", official.FindFirestore}, {"Pub/Sub", official.FindPubSub}} {
		path, err := e.find()
		if err != nil {
			missing = true
			path = "missing"
		}
		_, _ = fmt.Fprintf(stdout, "  emulator of %-9s  %s\n", e.name, path)
	}
	return missing
}
