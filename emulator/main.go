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
	"github.com/frontdesk-gcp/frontdesk/emulator/load"
	"github.com/frontdesk-gcp/frontdesk/emulator/load/floor"
	"github.com/frontdesk-gcp/frontdesk/emulator/load/profile"
	"github.com/frontdesk-gcp/frontdesk/emulator/scale"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// The exit statuses.
const (
	exitOK = iota
	exitFailure
	exitUsage
)

func main() {
	if os.Getenv("FUNCTION_TARGET") != "" {
		// The functions' processes run this program, too.
		err := errors.Join(floor.Register(context.Background()), profile.Serve(os.Getenv("FUNCTION_TARGET")))
		if err == nil {
			err = funcframework.StartHostPort("127.0.0.1", os.Getenv("PORT"))
		}
		if err != nil {
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

// options are the command line's options.
type options struct {
	command string
	args    []string
	port    int
	project string
	config  string
	envFile string
	// strangers is whether Google's side takes messages to unknown conversations.
	strangers bool
	verbose   bool
	// agents is the number of simulated agents.
	agents int
	// traces is whether messages are traced.
	traces bool
	// channel is the one that the demonstration is played on.
	channel string
	// format is text or json, for check and replay.
	format string
	// settings is whether a check looks at what supervisors set.
	settings bool
	// since and examples select what a replay shows.
	since    configuration.Duration
	examples int
	// topic and subscription are for a redrive.
	topic        string
	subscription string
	letters      letters
	// starts is what the command cold is told.
	starts starts
	// size is the day that the command scale plays.
	size scale.Size
	// staff is what the command roster is told.
	staff staff
	// subject is what the commands about customers' data are told.
	subject subject
	// days are what the command figures looks through.
	days days
	// load is what the command load runs, and reports where its report goes.
	load    load.Options
	reports reports
	// began is when the command was started, line its arguments.
	began time.Time
	line  []string
}

// Errors of a command that has already printed what is wrong.
var (
	errUsage    = errors.New("usage")
	errReported = errors.New("reported")
)

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	c, o, err := parse(args, stdout, stderr)
	if err == nil {
		err = c.run(ctx, o, stdout, stderr)
	}
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return exitOK
	case errors.Is(err, errUsage):
		return exitUsage
	case !errors.Is(err, errReported):
		_, _ = fmt.Fprintln(stderr, "emulator:", err)
	}
	return exitFailure
}

// parse reads the command line. It prints what is wrong with it.
func parse(args []string, stdout, stderr io.Writer) (command, options, error) {
	all := commands()
	c, o := all[0], options{began: time.Now(), line: args}
	if len(args) > 0 {
		if i := slices.IndexFunc(all, func(c command) bool { return c.name == args[0] }); i >= 0 {
			c, args = all[i], args[1:]
		}
	}
	o.command = c.name
	flags := flag.NewFlagSet("emulator", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	c.flags(flags, &o)
	err := flags.Parse(args)
	for err == nil && flags.NArg() > 0 { // flags may follow arguments
		o.args = append(o.args, flags.Arg(0))
		err = flags.Parse(flags.Args()[1:])
	}
	if errors.Is(err, flag.ErrHelp) {
		c.help(stdout, flags)
		return c, o, err
	}
	if err == nil {
		err = c.check(o)
	}
	if err != nil {
		_, _ = fmt.Fprintf(stderr, "emulator: %v\n\n", err)
		c.help(stderr, flags)
		return c, o, errUsage
	}
	return c, o, nil
}

// maxPort leaves room for the ports after the first.
const maxPort = 65000
