package replay

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/console"
)

// Write writes a report for people.
func (r *Report) Write(w io.Writer) error {
	var b strings.Builder
	since := r.Since.Format("2006-01-02 15:04 MST")
	switch {
	case r.Decisions == 0:
		fmt.Fprintf(&b, "No session was routed since %s.\n", since)
	case r.Config == "" && r.Same == r.Decisions:
		fmt.Fprintf(&b, "%d decisions since %s, made with %s: every one comes out the same.\n",
			r.Decisions, since, console.Count(len(r.Versions), "version"))
	case r.Config == "":
		fmt.Fprintf(&b, "%d of %d decisions since %s come out differently with the very configuration they were made with.\n",
			r.Decisions-r.Same, r.Decisions, since)
	case r.Same == r.Decisions:
		fmt.Fprintf(&b, "%d decisions since %s: configuration %s changes none of them.\n", r.Decisions, since, r.Config)
	default:
		fmt.Fprintf(&b, "%d of %d sessions since %s would change with configuration %s.\n",
			r.Decisions-r.Same, r.Decisions, since, r.Config)
	}
	for _, o := range r.Overlays {
		o.write(&b)
	}
	for _, c := range r.Changes {
		fmt.Fprintf(&b, "%8d  %s\n", c.Count, c.what())
	}
	if len(r.Unknown) > 0 {
		fmt.Fprintf(&b, "\nHow many waited was not recorded of %s: it counts as nobody.\n", strings.Join(r.Unknown, ", "))
	}
	for _, c := range r.Changes {
		for _, e := range c.Examples {
			e.write(&b, c)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (o Overlay) write(b *strings.Builder) {
	fmt.Fprintf(b, "%s made with version %s, which is not the file’s alone:\n", console.Count(o.Decisions, "decision"), o.Version)
	for _, s := range o.Settings {
		fmt.Fprintf(b, "  %s\n", s)
	}
}

func (c *Change) what() string {
	if len(c.What) > 0 {
		return c.From + ", with another " + strings.Join(c.What, ", ")
	}
	return c.From + " → " + c.To
}

func (e Example) write(b *strings.Builder, c *Change) {
	fmt.Fprintf(b, "\n%s: conversation %s, session %d, %s\n  it was\n", c.what(), e.Conversation, e.Session, e.At.Format(time.RFC3339))
	for _, line := range e.Before {
		b.WriteString("    " + line + "\n")
	}
	b.WriteString("  it would be\n")
	for _, line := range e.After {
		b.WriteString("    " + line + "\n")
	}
}
