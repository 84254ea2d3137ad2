package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os/user"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/google/uuid"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/emulator/texts"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/mask"
	"github.com/frontdesk-gcp/frontdesk/shared/roster"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// answerTime is how long the command waits for the function to carry a change out.
const answerTime = time.Minute

// keepRoster lists the roster, or asks for a change of it and waits for the outcome. It
// writes no entry itself: so a change by the command has an author, a reason and a place
// in the history, and is refused for the same reasons as any other.
func keepRoster(ctx context.Context, o options, stdout, stderr io.Writer) error {
	if err := o.staff.check(o.args); err != nil {
		return err
	}
	db, err := database(ctx, o)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	switch o.args[0] {
	case "list":
		return listRoster(ctx, db, stdout)
	case "history":
		return listHistory(ctx, db, o.args[1], stdout)
	}
	c, err := o.staff.change(ctx, db, o.args)
	if err != nil {
		return err
	}
	rules, _ := mask.New(mask.Default()) // the function masks again, by the settings
	if err := store.Of(db).AskRoster(ctx, c.Clean(rules)); err != nil {
		return fmt.Errorf("ask for the change: %w", err)
	}
	_, _ = fmt.Fprintf(stderr, "asked for change %s, waiting for the function roster …\n", c.ID)
	return awaitChange(ctx, db, c, stdout)
}

// change is what the command line asks for. An entry that is changed is read first: what
// no flag names stays.
func (s staff) change(ctx context.Context, db *firestore.Client, args []string) (roster.Change, error) {
	c := roster.Change{
		ID: "cli-" + uuid.NewString(), Kind: map[string]roster.Kind{"change": roster.Edit}[args[0]], Agent: args[1], Why: s.reason,
		Operator: s.as, Status: conversation.ActionPending, CreatedAt: time.Now(),
	}
	if c.Operator == "" {
		c.Operator = "unknown"
		if who, err := user.Current(); err == nil {
			c.Operator = who.Username
		}
	}
	switch c.Kind = cmp.Or(c.Kind, roster.Kind(args[0])); c.Kind {
	case roster.Add:
		c.Entry = s.applied(roster.Entry{DisplayName: args[1], Role: agent.Plain, Capacity: defaultUnits})
	case roster.Edit:
		p, err := store.Of(db).Person(ctx, args[1])
		if err != nil {
			return c, fmt.Errorf("read the entry of %s: %w", args[1], err)
		}
		before := roster.EntryOf(p.Agent)
		if before == nil {
			return c, fmt.Errorf("%s is not on the roster: roster list shows who is", args[1])
		}
		c.Entry = s.applied(*before)
	default:
	}
	return c, nil
}

// awaitChange waits until a change has its outcome, and prints that.
func awaitChange(ctx context.Context, db *firestore.Client, c roster.Change, stdout io.Writer) error {
	waiting, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	changes := db.Collection("rosterChanges").Doc(c.ID).Snapshots(waiting)
	defer changes.Stop()
	for {
		doc, err := changes.Next()
		if errors.Is(waiting.Err(), context.DeadlineExceeded) || status.Code(err) == codes.DeadlineExceeded {
			return fmt.Errorf("no answer within %s: the function roster carries the change out when it runs; roster history %s shows it",
				answerTime, c.Agent)
		}
		if err != nil {
			return fmt.Errorf("wait for the outcome: %w", err)
		}
		after := roster.Change{ID: c.ID}
		if err := doc.DataTo(&after); err != nil {
			return fmt.Errorf("read the outcome: %w", err)
		}
		switch after.Status {
		case conversation.ActionDone:
			_, _ = fmt.Fprintf(stdout, "done: %s %s\n", after.Kind, after.Agent)
			return nil
		case conversation.ActionRefused:
			if after.Reason == nil {
				return errors.New("refused")
			}
			return fmt.Errorf("refused: %s", texts.English().Say(*after.Reason))
		default:
		}
	}
}

// listRoster prints everybody, those who are suspended, too.
func listRoster(ctx context.Context, db *firestore.Client, stdout io.Writer) error {
	docs, err := db.Collection("agents").Documents(ctx).GetAll()
	if err != nil {
		return fmt.Errorf("read the roster: %w", err)
	}
	table := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0) //nolint:mnd // two blanks between columns
	_, _ = fmt.Fprintln(table, "ADDRESS\tNAME\tROLE\tQUEUES\tSKILLS\tCAPACITY\tLANGUAGES")
	people := 0
	for _, doc := range docs {
		var a agent.Agent
		if err := doc.DataTo(&a); err != nil {
			_, _ = fmt.Fprintf(table, "%s\t(cannot be read: %v)\n", doc.Ref.ID, err)
			continue
		}
		if a.Role == "" { // only what functions left
			continue
		}
		people++
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%d\t%s\n", doc.Ref.ID, a.DisplayName, a.Role,
			orDash(strings.Join(a.Queues, ",")), orDash(levels(a.Skills)), a.Capacity, orDash(strings.Join(a.Languages, ",")))
	}
	if people == 0 {
		_, _ = fmt.Fprintln(stdout, "nobody is on the roster: roster add ADDRESS --role admin --reason … adds the first")
		return nil
	}
	return table.Flush()
}

// listHistory prints the changes of an entry, the oldest first.
func listHistory(ctx context.Context, db *firestore.Client, email string, stdout io.Writer) error {
	docs, err := db.Collection("rosterChanges").Where("agent", "==", email).Documents(ctx).GetAll()
	if err != nil {
		return fmt.Errorf("read the history: %w", err)
	}
	var all []roster.Change
	for _, doc := range docs {
		c := roster.Change{ID: doc.Ref.ID}
		if err := doc.DataTo(&c); err != nil {
			return fmt.Errorf("read change %s: %w", doc.Ref.ID, err)
		}
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b roster.Change) int { return a.CreatedAt.Compare(b.CreatedAt) })
	if len(all) == 0 {
		_, _ = fmt.Fprintf(stdout, "no change of %s was asked for\n", email)
	}
	for _, c := range all {
		_, _ = fmt.Fprintln(stdout, historyLine(c))
	}
	return nil
}

// historyLine is a change on one line: when, what, by whom, what came of it and why.
func historyLine(c roster.Change) string {
	by := c.Author.Email
	if c.Operator != "" {
		by = "command: " + c.Operator
	}
	if c.First {
		by = "first roster: " + c.Operator
	}
	line := fmt.Sprintf("%s  %-7s %s (%s)", c.CreatedAt.UTC().Format("2006-01-02 15:04:05Z"), c.Kind, c.Status, by)
	if c.Reason != nil {
		line += ": " + texts.English().Say(*c.Reason)
	}
	if c.Before != nil && c.After != nil {
		line += " " + strings.Join(roster.Differs(c.Before, c.After), ", ")
		if c.Before.Role != c.After.Role {
			line += fmt.Sprintf(" (%s to %s)", c.Before.Role, c.After.Role)
		}
	}
	if c.Why != "" {
		line += fmt.Sprintf(", because %q", c.Why)
	}
	return line
}

func orDash(text string) string { return cmp.Or(text, "-") }
