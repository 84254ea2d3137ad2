package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/console"
	"github.com/frontdesk-gcp/frontdesk/emulator/recount"
)

// days are from when to when figures are looked through.
type days struct{ from, to string }

func figuresFlags(f *flag.FlagSet, o *options) {
	f.StringVar(&o.days.from, "from", "", "the first `day`, such as 2026-03-01; a week ago without it")
	f.StringVar(&o.days.to, "to", "", "the last `day`; today without it")
	f.StringVar(&o.project, "project", "", "the Google Cloud project's `id`, with your application default credentials; without it, the emulator that runs here")
	port(f, o)
}

// recountFigures says where figures are not what the sessions say.
func recountFigures(ctx context.Context, o options, stdout, _ io.Writer) error {
	from, to := o.days.from, o.days.to
	if to == "" {
		to = o.began.AddDate(0, 0, 1).Format(time.DateOnly) // it is tomorrow somewhere
	}
	if from == "" {
		from = o.began.AddDate(0, 0, -7).Format(time.DateOnly)
	}
	for _, day := range []string{from, to} {
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return fmt.Errorf("%q is no day, such as 2026-03-01", day)
		}
	}
	db, err := database(ctx, o)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	r, err := recount.Compare(ctx, db, from, to)
	if err != nil {
		return fmt.Errorf("figures: %w", err)
	}
	for _, d := range r.Differences {
		_, _ = fmt.Fprintln(stdout, d)
	}
	for _, week := range r.Stale {
		_, _ = fmt.Fprintf(stdout, "%s is out of date, which the next hourly sweep mends\n", week)
	}
	_, _ = fmt.Fprintf(stdout, "%s of figures, %s, %s\n", console.Count(r.Days, "day"), console.Count(r.Sessions, "session"),
		console.Count(len(r.Differences), "difference"))
	if len(r.Differences) > 0 {
		return errReported
	}
	return nil
}
