package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os/user"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/google/uuid"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/emulator/texts"
	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/request"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// eraseTime is how long the command waits for the function to carry a request out. An
// erasure of many conversations goes on without it.
const eraseTime = 10 * time.Minute

// subject is what the commands about customers' data are told.
type subject struct {
	conversation, customer, account string
	reason, as                      string
	// yes is whether to erase, and ledger the name of the bucket with the ledger.
	yes    bool
	ledger string
	// out is the archive of an export, and files the name of the bucket with the files.
	out, files string
}

func subjectFlags(f *flag.FlagSet, o *options) {
	s := &o.subject
	f.StringVar(&s.conversation, "conversation", "", "the conversation's `id`")
	f.StringVar(&s.customer, "customer", "", "the customer's `key` in the channel, or phone number with the country's code")
	f.StringVar(&s.account, "account", "", "the `account`: everybody who ever wrote to it")
	f.BoolVar(&s.yes, "yes", false, "erase; without it, only say what would go")
	f.StringVar(&s.reason, "reason", "", "why, for the record; it names nobody")
	f.StringVar(&s.as, "as", "", "who asks, for the record; without it, the `name` that you are logged in by")
	f.StringVar(&s.ledger, "ledger", "", "for replay: the `name` of the bucket with the ledger; PROJECT-frontdesk-ledger without it")
	f.StringVar(&o.project, "project", "", "the Google Cloud project's `id`, with your application default credentials; without it, the emulator that runs here")
	port(f, o)
}

// holdFlags are those of the commands hold and release.
func holdFlags(f *flag.FlagSet, o *options) {
	s := &o.subject
	f.StringVar(&s.conversation, "conversation", "", "the conversation's `id`")
	f.StringVar(&s.reason, "reason", "", "why, for the record")
	f.StringVar(&s.as, "as", "", "who asks, for the record; without it, the `name` that you are logged in by")
	f.StringVar(&o.project, "project", "", "the Google Cloud project's `id`, with your application default credentials; without it, the emulator that runs here")
	port(f, o)
}

// holdConversation asks for the hold of a conversation, or for its end.
func holdConversation(ctx context.Context, o options, stdout, stderr io.Writer) error {
	if o.subject.conversation == "" || strings.TrimSpace(o.subject.reason) == "" {
		return fmt.Errorf("%s needs --conversation and --reason", o.command)
	}
	db, err := database(ctx, o)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	done, err := askFor(ctx, db, o.subject.request(request.Kind(o.command), o.began), stderr)
	if err == nil {
		_, _ = fmt.Fprintf(stdout, "done: %s, %d documents\n", o.command, done.Counts["documents"])
	}
	return err
}

// check says what is wrong with the flags of the command.
func (s subject) check(args []string) error {
	named := 0
	for _, name := range []string{s.conversation, s.customer, s.account} {
		if name != "" {
			named++
		}
	}
	switch replay := len(args) == 1; {
	case replay && args[0] != "replay":
		return fmt.Errorf("erase does not know what to do with %q; it can replay", args[0])
	case replay && named > 0:
		return errors.New("erase replay is about everybody in the ledger: leave --conversation, --customer and --account out")
	case replay:
		return nil
	case named != 1:
		return errors.New("erase needs one of --conversation, --customer and --account")
	case s.yes && strings.TrimSpace(s.reason) == "":
		return errors.New("erase --yes needs a --reason, which is kept with the record")
	}
	return nil
}

// request is what the command asks for.
func (s subject) request(kind request.Kind, now time.Time) request.Request {
	r := request.Request{
		ID: "cli-" + uuid.NewString(), Kind: kind, Operator: s.as, Why: s.reason,
		Conversation: conversation.ID(s.conversation), Customer: s.customer, Account: s.account,
		Status: conversation.ActionPending, CreatedAt: now,
	}
	if r.Operator == "" {
		r.Operator = "unknown"
		if who, err := user.Current(); err == nil {
			r.Operator = who.Username
		}
	}
	return r
}

// eraseCustomer says what there is of a customer, and erases it if it is told to. It
// deletes nothing itself: it asks the function erase, as the desk does.
func eraseCustomer(ctx context.Context, o options, stdout, stderr io.Writer) error {
	if err := o.subject.check(o.args); err != nil {
		return err
	}
	db, err := database(ctx, o)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if len(o.args) == 1 {
		return replayLedger(ctx, o, db, stdout, stderr)
	}
	counted, err := askFor(ctx, db, o.subject.request(request.Count, o.began), stderr)
	if err != nil {
		return err
	}
	printCounts(stdout, counted)
	if !o.subject.yes {
		_, _ = fmt.Fprintln(stdout, "nothing was erased: --yes does it")
		return nil
	}
	asked, err := askFor(ctx, db, o.subject.request(request.Erase, time.Now()), stderr)
	if err != nil {
		return err
	}
	if asked.Conversation != "" {
		printErased(stdout, asked)
		return nil
	}
	return awaitParts(ctx, db, asked, stdout)
}

// askFor asks for something and waits for the outcome.
func askFor(ctx context.Context, db *firestore.Client, r request.Request, stderr io.Writer) (request.Request, error) {
	if err := store.Of(db).AskRequest(ctx, r); err != nil {
		return r, fmt.Errorf("ask for it: %w", err)
	}
	_, _ = fmt.Fprintf(stderr, "asked for %s, request %s, waiting for the function erase …\n", r.Kind, r.ID)
	waiting, cancel := context.WithTimeout(ctx, eraseTime)
	defer cancel()
	requests := db.Collection("dataRequests").Doc(r.ID).Snapshots(waiting)
	defer requests.Stop()
	for {
		doc, err := requests.Next()
		if err != nil {
			return r, lateAnswer(waiting, err)
		}
		after := request.Request{ID: r.ID}
		if err := doc.DataTo(&after); err != nil {
			return r, fmt.Errorf("read the outcome: %w", err)
		}
		switch {
		case after.Status == conversation.ActionDone:
			return after, nil
		case after.Status == conversation.ActionRefused && after.Reason != nil:
			return after, fmt.Errorf("refused: %s", texts.English().Say(*after.Reason))
		case after.Status == conversation.ActionRefused:
			return after, errors.New("refused")
		}
	}
}

// lateAnswer explains why there is no outcome.
func lateAnswer(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) || status.Code(err) == codes.DeadlineExceeded {
		return fmt.Errorf("no answer within %s: the function erase goes on when it runs; the collection dataRequests has the outcome", eraseTime)
	}
	return fmt.Errorf("wait for the outcome: %w", err)
}

// awaitParts waits until every conversation of a customer or an account is erased.
func awaitParts(ctx context.Context, db *firestore.Client, of request.Request, stdout io.Writer) error {
	waiting, cancel := context.WithTimeout(ctx, eraseTime)
	defer cancel()
	parts := db.Collection("dataRequests").Where("parent", "==", of.ID).Snapshots(waiting)
	defer parts.Stop()
	for printed := map[string]bool{}; int64(len(printed)) < of.Found; {
		snapshot, err := parts.Next()
		if err != nil {
			return lateAnswer(waiting, err)
		}
		docs, err := snapshot.Documents.GetAll()
		if err != nil {
			return lateAnswer(waiting, err)
		}
		for _, doc := range docs {
			part := request.Request{ID: doc.Ref.ID}
			if err := doc.DataTo(&part); err != nil {
				return fmt.Errorf("read the outcome: %w", err)
			}
			if part.Ended() && !printed[part.ID] {
				printed[part.ID] = true
				printErased(stdout, part)
			}
		}
	}
	return nil
}

// printCounts prints how much there is, by place.
func printCounts(w io.Writer, r request.Request) {
	_, _ = fmt.Fprintf(w, "%d conversations\n", r.Found)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0) //nolint:mnd // two blanks between columns
	for _, place := range slices.Sorted(maps.Keys(r.Counts)) {
		_, _ = fmt.Fprintf(table, "  %s\t%d\n", place, r.Counts[place])
	}
	_ = table.Flush()
}

// printErased prints what an erasure has done.
func printErased(w io.Writer, r request.Request) {
	var sum int64
	for _, n := range r.Counts {
		sum += n
	}
	_, _ = fmt.Fprintf(w, "erased %s: %d documents and files, %d of them found at the second look; copies run out by %s\n",
		r.Conversation, sum, r.Again, r.GoneAt.UTC().Format(time.DateOnly))
}

// replayLedger carries out again, after a restore of the database, whatever the ledger
// says was erased.
func replayLedger(ctx context.Context, o options, db *firestore.Client, stdout, stderr io.Writer) error {
	b, err := openBucket(ctx, o, o.subject.ledger, stack.LedgerBucket, "ledger")
	if err != nil {
		return err
	}
	defer func() { _ = b.Close() }()
	// Of several erasures of a customer the last one counts.
	last := map[conversation.ID]request.Entry{}
	err = bucket.NewLedger(b).Each(ctx, func(text []byte) error {
		var entry request.Entry
		if err := json.Unmarshal(text, &entry); err != nil {
			return fmt.Errorf("an entry of the ledger: %w", err)
		}
		if entry.ErasedAt.After(last[entry.Conversation].ErasedAt) {
			last[entry.Conversation] = entry
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("read the ledger: %w", err)
	}
	for _, id := range slices.Sorted(maps.Keys(last)) {
		again := o.subject
		again.conversation, again.reason = string(id), "Replayed after a restore: "+last[id].Request
		r := again.request(request.Erase, time.Now())
		r.ErasedAt = last[id].ErasedAt
		after, err := askFor(ctx, db, r, stderr)
		if err != nil {
			return err
		}
		printErased(stdout, after)
	}
	_, _ = fmt.Fprintf(stdout, "%d customers of the ledger are erased\n", len(last))
	return nil
}
