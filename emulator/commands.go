package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// command is one of the emulator's commands.
type command struct {
	// name is the word for it; the default command needs none. args are its
	// arguments.
	name, args string
	does       string
	// needs is the smallest and the largest number of arguments.
	needs [2]int
	flags func(*flag.FlagSet, *options)
	run   func(ctx context.Context, o options, stdout, stderr io.Writer) error
}

func commands() []command {
	return append([]command{
		{
			name: "run", does: "start, print where to look, run until Ctrl-C",
			flags: both(runFlags, func(f *flag.FlagSet, o *options) {
				f.IntVar(&o.agents, "agents", 0, "let `n` agents work by themselves: they accept, answer, decline and vanish")
				f.BoolVar(&o.traces, "traces", false, "trace every message, and show the traces on a page")
			}), run: start,
		},
		{
			name: "demo", does: "play one whole conversation; exit 0 if every step was seen",
			flags: both(runFlags, func(f *flag.FlagSet, o *options) {
				f.StringVar(&o.channel, "channel", channels.Default, "the `channel` to play it on: "+list(channels.Profiles().Names()))
			}), run: start,
		},
		{
			name: "check", args: "FILE", needs: [2]int{1, 1},
			does: "look a configuration through: whether it loads, its tests, what is probably not meant, and what supervisors set over it",
			flags: both(formatted, func(f *flag.FlagSet, o *options) {
				f.BoolVar(&o.settings, "settings", false, "say what becomes of what supervisors set at the desk, with this file")
				f.StringVar(&o.project, "project", "", "for --settings: the Google Cloud project's `id`; without it, the emulator that runs here")
				port(f, o)
			}), run: checkFile,
		},
		{
			name: "replay", does: "make recorded routing decisions again, with their own configuration or another",
			flags: both(formatted, func(f *flag.FlagSet, o *options) {
				o.since = configuration.Duration(7 * 24 * time.Hour)
				f.StringVar(&o.project, "project", "", "the Google Cloud project's `id`; without it, the emulator that runs here")
				f.StringVar(&o.config, "config", "", "the .tfvars `file` to decide with; without it, each with its own")
				f.TextVar(&o.since, "since", o.since, "how far back to look, such as 12h or `7d`")
				f.IntVar(&o.examples, "examples", 2, "how many sessions to show of each change")
				port(f, o)
			}), run: replayDecisions,
		},
		{
			name: "clock", args: "[DURATION]", needs: [2]int{0, 1},
			does:  "tell the time of the emulator that runs here, or move it: clock 30d is thirty days later",
			flags: port, run: moveClock,
		},
		{
			name: "roster", args: "list|add|change|suspend|remove|history [ADDRESS]", needs: [2]int{1, 2},
			does:  "list who works here, or add, change, suspend or remove somebody, here or in the cloud",
			flags: rosterFlags, run: keepRoster,
		},
		{
			name:  "figures",
			does:  "make figures again from the sessions, and say where those that were counted differ, here or in the cloud",
			flags: figuresFlags, run: recountFigures,
		},
		{
			name:  "redrive",
			does:  "list dead letters, say why they are there, and send those on their way again that are chosen, here or in the cloud",
			flags: redriveFlags, run: redriveLetters,
		},
	}, slices.Concat(aboutCustomers(), aboutSpeed())...)
}

// aboutSpeed are the commands that measure.
func aboutSpeed() []command {
	return []command{
		{
			name: "load", does: "put the product under load beside its floor, and balance what went in against what came out",
			flags: loadFlags, run: loadProduct,
		},
		{
			name:  "scale",
			does:  "play a day of a million conversations without a database, and say which of Google's limits it would meet",
			flags: scaleFlags, run: playDay,
		},
		{
			name:  "cold",
			does:  "measure how long each function takes from its start to its first answer, and what memory it holds",
			flags: coldFlags, run: coldStarts,
		},
	}
}

// aboutCustomers are the commands about customers' data.
func aboutCustomers() []command {
	return []command{
		{
			name: "erase", args: "[replay]", needs: [2]int{0, 1},
			does:  "say what there is of a customer and erase it, here or in the cloud; replay does so again after a restore",
			flags: subjectFlags, run: eraseCustomer,
		},
		{
			name: "hold", does: "keep everything of a conversation from being deleted, here or in the cloud",
			flags: holdFlags, run: holdConversation,
		},
		{
			name: "release", does: "end the hold of a conversation, here or in the cloud",
			flags: holdFlags, run: holdConversation,
		},
		{
			name: "export", does: "write everything that is stored of a conversation into an archive, here or from the cloud",
			flags: exportFlags, run: exportConversation,
		},
	}
}

const defaultProject = "demo-frontdesk"

// runFlags defines the flags of the commands that start the product.
func runFlags(f *flag.FlagSet, o *options) {
	port(f, o)
	f.StringVar(&o.project, "project", defaultProject, "the Google Cloud project's `id`, in the emulators only")
	f.StringVar(&o.config, "config", "", "the .tfvars `file` with the configuration; the example without it")
	f.StringVar(&o.envFile, "env-file", "", "write KEY=VALUE lines to `path` when everything is ready, and beside it the service account's key for each channel: path.key.json, path.rcs.key.json")
	f.BoolVar(&o.strangers, "strangers", false, "take messages to conversations that nobody has heard of, which Google answers with 403")
	f.BoolVar(&o.verbose, "verbose", false, "print what the emulators print too")
}

func port(f *flag.FlagSet, o *options) {
	f.IntVar(&o.port, "port", 8700, "the first `port` of the ones in a row to use; 0 takes any free ones")
}

func formatted(f *flag.FlagSet, o *options) {
	f.StringVar(&o.format, "format", "text", "`text` for people or json for pipelines")
}

func both(a, b func(*flag.FlagSet, *options)) func(*flag.FlagSet, *options) {
	return func(f *flag.FlagSet, o *options) {
		a(f, o)
		b(f, o)
	}
}

// list joins names for a sentence.
func list(names []string) string { return strings.Join(names, " and ") }

// check says what is wrong with a command line that could be parsed.
func (c command) check(o options) error {
	switch n := len(o.args); {
	case c.name == "run" && n > 0:
		return fmt.Errorf("there is no command %q", o.args[0])
	case n < c.needs[0]:
		return fmt.Errorf("%s needs %s", c.name, c.args)
	case n > c.needs[1]:
		return fmt.Errorf("%s does not know what to do with %q", c.name, o.args[c.needs[1]])
	case o.port < 0 || o.port > maxPort:
		return fmt.Errorf("--port %d: a port is a number from 0 to %d", o.port, maxPort)
	case o.agents < 0 || o.agents > maxAgents:
		return fmt.Errorf("--agents %d: a number from 0 to %d", o.agents, maxAgents)
	case o.channel != "" && !slices.Contains(channels.Profiles().Names(), o.channel):
		return fmt.Errorf("--channel %s: there is %s", o.channel, list(channels.Profiles().Names()))
	case o.format != "" && !slices.Contains([]string{"text", "json"}, o.format):
		return fmt.Errorf("--format %s: it is text or json", o.format)
	case o.examples < 0:
		return errors.New("--examples: a number of 0 or more")
	case c.name == "load":
		return checkLoad(o)
	}
	return nil
}

const maxAgents = 50

// help prints what a command does, or, for the default command, what all of them
// do.
func (c command) help(w io.Writer, flags *flag.FlagSet) {
	if c.name == "run" {
		_, _ = io.WriteString(w, "Frontdesk on one machine: Google's emulators, stand-ins, and every function.\n\nUsage:\n")
		for _, other := range commands() {
			_, _ = fmt.Fprintf(w, "  %-42s %s\n", other.call(), other.does)
		}
		_, _ = io.WriteString(w, `
--help after a command's name tells its flags. FIRESTORE_EMULATOR_HOST and
PUBSUB_EMULATOR_HOST name emulators that run already; without them they are
started, which takes Java and the Google Cloud CLI. With an emulator of Firebase
Authentication, FIREBASE_AUTH_EMULATOR_HOST, agents sign in at the desk; without,
they only say who they are. Exit status: 0, 1 when something is wrong, 2 for a
command line that makes no sense.

Flags without a command:
`)
	} else {
		_, _ = fmt.Fprintf(w, "Usage:\n  %s\n\nTo %s.\n\nFlags:\n", c.call(), c.does)
	}
	flags.SetOutput(w)
	flags.PrintDefaults()
}

func (c command) call() string {
	name := c.name
	if name == "run" {
		name = ""
	}
	return strings.Join(strings.Fields("go run ./emulator "+name+" [flags] "+c.args), " ")
}
