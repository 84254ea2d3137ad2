package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/emulator/cold"
	"github.com/frontdesk-gcp/frontdesk/emulator/console"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
)

// starts is what the command cold is told.
type starts struct {
	cold.Bounds

	times int
}

func coldFlags(f *flag.FlagSet, o *options) {
	f.IntVar(&o.starts.times, "times", 9, "how many `times` to start each function")
	f.Float64Var(&o.starts.Ratio, "ratio", 1.5, "fail if a function takes more than `so many` times as long as one that does nothing; 0 is no bound")
	f.Float64Var(&o.starts.Memory, "memory", 40, "fail if a function holds more than so many `MiB` when it is idle; 0 is no bound")
	formatted(f, o)
}

// coldStarts measures how the functions start.
func coldStarts(ctx context.Context, o options, stdout, stderr io.Writer) error {
	if o.starts.times < 1 {
		return errors.New("--times has to be above zero")
	}
	log := console.New(stderr, level(o))
	s, err := stack.Start(ctx, stack.Options{
		Project: defaultProject, Log: log,
		FirestoreHost: os.Getenv("FIRESTORE_EMULATOR_HOST"), PubSubHost: os.Getenv("PUBSUB_EMULATOR_HOST"),
	})
	if err != nil {
		return explain(ctx, err, log, o)
	}
	defer s.Stop()
	report, err := cold.Measure(ctx, s, o.starts.times, func(round int) {
		_, _ = fmt.Fprintf(stderr, "round %d of %d\n", round+1, o.starts.times)
	})
	if err != nil {
		return err
	}
	if err := show(stdout, o, report); err != nil {
		return err
	}
	if over := report.Over(o.starts.Bounds); over != nil {
		return errors.New(strings.Join(over, "\n"))
	}
	return nil
}
