package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/console"
	"github.com/frontdesk-gcp/frontdesk/emulator/load"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
)

// reports is where a report goes beside the terminal.
type reports struct{ json, html string }

func loadFlags(f *flag.FlagSet, o *options) {
	l := &o.load
	o.agents, l.Bounds = 20, load.Defaults()
	f.Float64Var(&l.Rate, "rate", 40, "how many messages a second to send in each phase; half as many where each is a customer's first, and an eighth where agents' desks are open")
	f.DurationVar(&l.For, "for", 30*time.Second, "how `long` each phase is")
	f.Float64Var(&l.Step, "step", 0, "also look for the highest rate with p99 under a second, by so many a second more every 15 s; 0 does not")
	f.BoolVar(&l.Short, "short", false, "look for the floor's highest rate only, and whether the product holds its share of it")
	f.IntVar(&l.Customers, "customers", 200, "how many customers wait, and as many are taken")
	f.IntVar(&o.agents, "agents", o.agents, "how many agents take them")
	f.BoolVar(&l.Waiting, "waiting", false, "only customers who wait for an agent")
	f.BoolVar(&l.Taken, "taken", false, "only customers whom an agent has taken")
	f.DurationVar(&l.Soak, "soak", 0, "run for so `long` instead, such as 8h, and audit everything every five minutes")
	f.Func("faults", "have something go wrong instead while customers write and agents answer: all, or some `names` of "+faults(), func(text string) error {
		l.Faults = strings.Split(text, ",")
		if text == "all" {
			l.Faults = load.Faults()
		}
		return nil
	})
	f.IntVar(&l.Among, "among", 10_000, "how many messages the poison message of the faults is among")
	f.StringVar(&o.channel, "channel", "", "the only `channel` that customers write through: "+list(channels.Profiles().Names()))
	f.Float64Var(&l.Bounds.CPU, "max-cpu", l.Bounds.CPU, "how often the floor's processor time a further message, typing or a receipt may take, of the function and of the database; 0 is any")
	f.Float64Var(&l.Bounds.Sustained, "min-sustained", l.Bounds.Sustained, "the least share of the floor's rate that further messages have to hold; 0 is any")
	f.Float64Var(&l.Bounds.First, "min-first", l.Bounds.First, "the least share of the floor's rate that first messages have to hold; 0 is any")
	f.StringVar(&o.reports.json, "json", "", "also write the report to a `file` as JSON")
	f.StringVar(&o.reports.html, "html", "", "also write it to a `file` as a page with charts")
	f.StringVar(&l.Profiles, "profiles", "", "also write a profile of the function that each phase is about into a `folder`, for go tool pprof")
	f.BoolVar(&o.verbose, "verbose", false, "print what the functions and the emulators print too")
}

// faults are their names as they are written after the flag.
func faults() string { return strings.Join(load.Faults(), ",") }

const maxCustomers = 4000 // the agents have room for so many

// checkLoad says what is wrong with the options of a load.
func checkLoad(o options) error {
	l := o.load
	switch {
	case l.Rate < 1 || l.Rate > 10_000:
		return fmt.Errorf("--rate %g: a number from 1 to 10000", l.Rate)
	case l.For < time.Second:
		return fmt.Errorf("--for %s: a second at least", l.For)
	case l.Step < 0:
		return fmt.Errorf("--step %g: a number of 0 or more", l.Step)
	case l.Soak < 0:
		return fmt.Errorf("--soak %s: a time of 0 or more", l.Soak)
	case load.UnknownFault(l.Faults) != "":
		return fmt.Errorf("--faults %s: all, or some of %s", load.UnknownFault(l.Faults), faults())
	case len(l.Faults) > 0 && l.Soak > 0:
		return errors.New("--faults and --soak are two different runs")
	case len(l.Faults) > 0 && o.agents < 2: //nolint:mnd // one is suspended
		return errors.New("--agents: two at least for --faults, as one is suspended")
	case l.Among < 1:
		return errors.New("--among: one message at least")
	case l.Customers < 1 || l.Customers > maxCustomers:
		return fmt.Errorf("--customers %d: a number from 1 to %d", l.Customers, maxCustomers)
	case o.agents < 1:
		return errors.New("--agents: one at least")
	case l.Customers > o.agents*mostEach:
		return fmt.Errorf("--customers %d: %d agents can have %d", l.Customers, o.agents, o.agents*mostEach)
	}
	return nil
}

// mostEach is how many conversations an agent's desk lists.
const mostEach = 200

// loadProduct runs a load. Whatever is out of its bound is a failure.
func loadProduct(ctx context.Context, o options, stdout, stderr io.Writer) error {
	log := console.New(stderr, level(o))
	l := o.load
	l.Agents, l.Channel, l.Progress, l.Log = o.agents, o.channel, stdout, log
	l.Command = "go run ./emulator " + strings.Join(o.line, " ")
	r, err := load.Run(ctx, l)
	if err != nil {
		return explain(ctx, err, log, o)
	}
	_, _ = fmt.Fprintln(stdout)
	if err := r.Text(stdout); err != nil {
		return err
	}
	if err := errors.Join(keep(o.reports.json, r.JSON), keep(o.reports.html, r.HTML)); err != nil {
		return err
	}
	if len(r.Problems) > 0 {
		return errReported
	}
	return nil
}

// keep writes a report to a file, if one is named.
func keep(path string, write func(io.Writer) error) error {
	if path == "" {
		return nil
	}
	file, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("the report: %w", err)
	}
	return errors.Join(write(file), file.Close())
}
