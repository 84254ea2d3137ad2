package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/console"
	"github.com/frontdesk-gcp/frontdesk/emulator/crew"
	"github.com/frontdesk-gcp/frontdesk/emulator/demo"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/emulator/tfvars"
)

// start starts the product, does what the command asks for, and stops it.
func start(ctx context.Context, o options, stdout, stderr io.Writer) error {
	log := console.New(stderr, level(o))
	began := time.Now()
	if err := removeEnv(o.envFile); err != nil {
		return err
	}
	w := watch(o.config)
	config, err := readConfig(o.config, stderr)
	if err != nil {
		return err
	}
	if o.command == "run" {
		_, _ = fmt.Fprintln(stdout, "Starting Google's emulators and the functions …")
	}
	s, err := stack.Start(ctx, stack.Options{
		Project: o.project, Port: o.port, Log: log, Config: config,
		FirestoreHost: os.Getenv("FIRESTORE_EMULATOR_HOST"), PubSubHost: os.Getenv("PUBSUB_EMULATOR_HOST"),
		AuthHost: os.Getenv("FIREBASE_AUTH_EMULATOR_HOST"), Traces: o.traces, Strangers: o.strangers,
		// Google's own window needs Google, which the emulators do without.
		Passwords: os.Getenv("FIREBASE_AUTH_EMULATOR_HOST") != "",
	})
	if err != nil {
		return explain(ctx, err, log, o)
	}
	defer s.Stop()
	mountPages(s)
	defer func() { _ = removeEnv(o.envFile) }()
	if err := writeEnv(o.envFile, s); err != nil {
		return err
	}
	if o.command == "demo" {
		_, _ = fmt.Fprintf(stdout, "ready in %d ms\n", time.Since(began).Milliseconds())
		return explain(ctx, play(ctx, s, o.channel, stdout), log, o)
	}
	printPages(stdout, s, config)
	runCrew(ctx, s, o.agents, config, stdout)
	return serve(ctx, s, w, stdout, stderr)
}

// play plays the demonstration on a channel.
func play(ctx context.Context, s *stack.Stack, channel string, stdout io.Writer) error {
	side, ok := s.SideOf(channel)
	if !ok {
		return fmt.Errorf("--channel %s: the configuration has no account of it", channel)
	}
	return demo.Run(ctx, s, side, stdout)
}

// runCrew runs the simulated agents, if there are any, until ctx ends.
func runCrew(ctx context.Context, s *stack.Stack, agents int, file *tfvars.File, stdout io.Writer) {
	config, err := file.Config()
	if agents == 0 || err != nil { // the product has loaded it already
		return
	}
	skills := map[string]int64{}
	for _, a := range config.Agents {
		for skill := range a.Skills {
			skills[skill] = 10
		}
	}
	go func() {
		err := crew.Run(ctx, s.Clients, crew.Options{
			Agents: agents, Queues: slices.Sorted(maps.Keys(config.Queues)), Skills: skills, Pace: 2 * time.Second,
			Decline: 15, Park: 10, Vanish: 2, Seed: uint64(time.Now().UnixNano()), Owner: s.Firestore, Now: s.Tasks.Now,
			Say: func(line string) { _, _ = fmt.Fprintln(stdout, line) },
		})
		if err != nil {
			_, _ = fmt.Fprintln(stdout, "the agents stopped working:", err)
		}
	}()
}

// mountPages serves the pages.
func mountPages(s *stack.Stack) {
	s.Pages.Handle("/phone/", http.StripPrefix("/phone", s.Phones.Pages()))
	s.Pages.Handle("/{$}", index(s))
	if s.Traces != nil {
		s.Pages.Handle("/traces", s.Traces.Page())
	}
}

func level(o options) console.Level {
	switch {
	case o.verbose:
		return console.Everything
	case o.command == "run":
		return console.Records
	}
	return console.Quiet
}

// explain adds to an error the last output of the functions and emulators, unless
// it was on the screen already.
func explain(ctx context.Context, err error, log *console.Writer, o options) error {
	if err == nil || o.verbose || ctx.Err() != nil || log.Last() == "" {
		return err
	}
	return fmt.Errorf("%w\n\nWhat was printed last:\n%s", err, log.Last())
}

// printPages prints where to look.
func printPages(stdout io.Writer, s *stack.Stack, config *tfvars.File) {
	_, _ = fmt.Fprintf(stdout, `
  A customer's phone   %s
  An agent's desk      %s
%s
%s  Firestore            %s
  Pub/Sub              %s
  Clock                %s
  Configuration        %s, version %s

Ready. Write on the phone, answer at the desk. Ctrl-C stops everything.

`, phoneURL(s), cmp.Or(s.DeskURL, noDesk), tracesLine(s), webhookLines(s), s.FirestoreHost, s.PubSubHost, s.ClockURL(), config.Name(), config.Version())
}

// webhookLines say where the demo accounts' webhooks are.
func webhookLines(s *stack.Stack) string {
	var lines strings.Builder
	for i, side := range s.Sides {
		what := "Webhooks"
		if i > 0 {
			what = ""
		}
		fmt.Fprintf(&lines, "  %-20s %s, of %s\n", what, side.WebhookURL, side.Channel)
	}
	return lines.String()
}

// tracesLine says where the traces are, if there are any.
func tracesLine(s *stack.Stack) string {
	if s.Traces == nil {
		return ""
	}
	return "  Traces               " + s.ConsoleURL + "/traces\n"
}

// serve waits for Ctrl-C or a failure, and applies the file of --config again
// whenever it changes.
func serve(ctx context.Context, s *stack.Stack, w *watched, stdout, stderr io.Writer) error {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case err := <-s.Failed():
			return err
		case <-ctx.Done():
			_, _ = fmt.Fprintln(stdout, "\nStopping …")
			return nil
		case <-tick.C:
			if w.changed() {
				reconfigure(ctx, s, w.path, stdout, stderr)
			}
		}
	}
}

func phoneURL(s *stack.Stack) string { return s.ConsoleURL + "/phone/" }
