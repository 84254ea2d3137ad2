package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/frontdesk-gcp/frontdesk/emulator/scale"
)

func scaleFlags(f *flag.FlagSet, o *options) {
	o.size = scale.Large()
	f.IntVar(&o.size.Conversations, "conversations", o.size.Conversations, "how many `conversations` begin in the day")
	f.IntVar(&o.size.Agents, "agents", o.size.Agents, "how many `agents` work for a shift")
	f.IntVar(&o.size.Queues, "queues", o.size.Queues, "how many `queues` there are")
	f.IntVar(&o.size.Capacity, "capacity", o.size.Capacity, "how many conversations an `agent` has at once")
	f.IntVar(&o.size.Turns, "turns", o.size.Turns, "how many `answers` a conversation gets")
	formatted(f, o)
}

// playDay says which limit of Google's a day would meet first.
func playDay(_ context.Context, o options, stdout, stderr io.Writer) error {
	if min(o.size.Conversations, o.size.Agents, o.size.Queues, o.size.Capacity, o.size.Turns) < 1 {
		return errors.New("--conversations, --agents, --queues, --capacity and --turns have to be above zero")
	}
	count, err := scale.Play(o.size, scale.Watch{Begun: func(begun int) {
		_, _ = fmt.Fprintf(stderr, "%d of %d conversations\n", begun, o.size.Conversations)
	}})
	if err != nil {
		return fmt.Errorf("play the day: %w", err)
	}
	return show(stdout, o, count.Report())
}
