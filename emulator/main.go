// Command emulator runs the whole of Frontdesk on one machine: Google's emulators
// of Firestore and Pub/Sub, stand-ins for the rest of Google, and every function
// of the product in a process of its own.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"github.com/GoogleCloudPlatform/functions-framework-go/funcframework"

	_ "github.com/frontdesk-gcp/frontdesk" // registers the functions
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
)

// The exit statuses.
const (
	exitOK = iota
	exitFailure
	exitUsage
)

func main() {
	if os.Getenv("FUNCTION_TARGET") != "" {
		// The processes of the functions are this program too.
		if err := funcframework.StartHostPort("127.0.0.1", os.Getenv("PORT")); err != nil {
			_, _ = fmt.Fprintln(os.Stderr, err)
			os.Exit(exitFailure)
		}
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	status := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

const usage = `Frontdesk on one machine: Google's emulators, stand-ins, and every function.

Usage:
  go run ./emulator [flags]        start, print where to look, run until Ctrl-C
  go run ./emulator demo [flags]   play one whole conversation and exit 0 if every
                                   step was seen
  go run ./emulator redrive [flags]
                                   send what is in the dead letter topic on its way
                                   again, once what stopped it has been mended; in
                                   the cloud too: --project, --topic, --subscription

FIRESTORE_EMULATOR_HOST and PUBSUB_EMULATOR_HOST name emulators that run already;
without them they are started, which takes Java and the Google Cloud CLI.

Flags:
`

// options are what the command line says.
type options struct {
	command string
	port    int
	project string
	config  string
	envFile string
	verbose bool
	// topic and subscription are those of a redrive.
	topic        string
	subscription string
	// began is when the command was given.
	began time.Time
}

// errUsage says that the command line makes no sense; what is wrong is printed.
var errUsage = errors.New("usage")

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parse(args, stdout, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitOK
	case err != nil:
		return exitUsage
	}
	do := start
	if o.command == "redrive" {
		do = redrive
	}
	if err := do(ctx, o, stdout, stderr); err != nil {
		_, _ = fmt.Fprintln(stderr, "emulator:", err)
		return exitFailure
	}
	return exitOK
}

func parse(args []string, stdout, stderr io.Writer) (options, error) {
	o := options{command: "run", began: time.Now()}
	if len(args) > 0 && slices.Contains([]string{"demo", "redrive"}, args[0]) {
		o.command, args = args[0], args[1:]
	}
	flags := flag.NewFlagSet("emulator", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.IntVar(&o.port, "port", 8700, "the first `port` of the ones in a row to use; 0 takes any free ones")
	flags.StringVar(&o.project, "project", "demo-frontdesk", "the Google Cloud project's `id`, in the emulators only")
	flags.StringVar(&o.config, "config", "", "the `file` with the configuration, a .tfvars file; the example without it")
	flags.StringVar(&o.envFile, "env-file", "", "write KEY=VALUE lines to `path` when everything is ready")
	flags.BoolVar(&o.verbose, "verbose", false, "print what the emulators print too")
	flags.StringVar(&o.topic, "topic", stack.InboundTopic, "redrive: the `id` of the topic to publish to")
	flags.StringVar(&o.subscription, "subscription", stack.DeadLetterSubscription,
		"redrive: the `id` of the dead letters' subscription")
	help := func(w io.Writer) {
		_, _ = io.WriteString(w, usage)
		flags.SetOutput(w)
		flags.PrintDefaults()
	}
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		help(stdout)
		return o, err
	case err == nil && flags.NArg() > 0:
		err = fmt.Errorf("there is no command %q", flags.Arg(0))
	case err == nil && (o.port < 0 || o.port > maxPort):
		err = fmt.Errorf("--port %d: a port is a number from 0 to %d", o.port, maxPort)
	}
	if err != nil {
		_, _ = fmt.Fprintf(stderr, "emulator: %v\n\n", err)
		help(stderr)
		return o, errUsage
	}
	return o, nil
}

// maxPort leaves room for the ports after the first.
const maxPort = 65000
