package main

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/documents"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/functions/timer"
	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/request"
)

// staysWhileHeld puts a conversation that is over on legal hold until long after its time:
// nothing of it ages and nobody can erase it. When the hold is lifted, its time is over.
func (c *client) staysWhileHeld() {
	c.Helper()
	c.Setenv("FIRESTORE_EMULATOR_HOST", c.FirestoreHost)
	if free := c.kept(); len(free.aging) < 10 || len(free.files) != 1 {
		c.Errorf("before the hold: %d files, and these documents have an end: %v", len(free.files), free.aging)
	}
	c.commands("hold", exitOK)
	held := c.kept()
	if len(held.aging) > 0 {
		c.Errorf("it is held, and these documents have an end: %v", held.aging)
	}
	c.later(40 * 24 * time.Hour)
	c.retains()
	if diff := cmp.Diff(held.all, c.kept().all); diff != "" {
		c.Errorf("the day's run changed what is held (-before +after):\n%s", diff)
	}
	if said := c.commands("erase", exitFailure, "--yes"); !strings.Contains(said, "on hold") {
		c.Errorf("the erasure of what is held: %s", said)
	}

	c.commands("release", exitOK)
	if free := c.kept(); len(free.aging) < 10 {
		c.Errorf("it is held no more, and only these documents have an end: %v", free.aging)
	}
	c.later(25 * time.Hour)
	c.retains()
	if left := c.kept(); len(left.all) > 0 {
		c.Errorf("its time is over, and there is still %v", left.all)
	}
}

// commands has an admin do something with the conversation by command, and returns what is
// printed.
func (c *client) commands(command string, want int, more ...string) string {
	c.Helper()
	line := append([]string{command, "--project", c.Project, "--conversation", string(c.id), "--reason", "Case 4711"}, more...)
	status, stdout, stderr := runCommand(c.T, line...)
	if status != want {
		c.Fatalf("%s: exit status %d, printed %q and %q", command, status, stdout, stderr)
	}
	return stdout + stderr
}

// retains has the day's run done that deletes what has been kept for long enough.
func (o *office) retains() {
	o.Helper()
	status, err := o.Scheduled(o.context(), timer.SweepPath)
	if err != nil || status != http.StatusOK {
		o.Fatalf("the sweep answers %d, %v", status, err)
	}
	daily := request.Daily(o.Tasks.Now()).ID
	o.awaits("dataRequests", func(doc *firestore.DocumentSnapshot) bool {
		return doc.Ref.ID == daily && doc.Data()["status"] == string(conversation.ActionDone)
	})
}

var (
	// ends is what a document has that is deleted by itself, as a whole or in part.
	ends = regexp.MustCompile(`\b(expireAt|stripAt|deleteAt):2`)
	// passing is what tells the customer that an agent came or went, and nothing of the customer:
	// it goes after a day in any case.
	passing = regexp.MustCompile(`\bkind:(joined|left)\b`)
)

// kept is what there is of a conversation.
type kept struct {
	// all is every document and every file, as text, by its path.
	all map[string]string
	// aging are the documents that are deleted by themselves, signals apart.
	aging, files []string
}

func (c *client) kept() kept {
	c.Helper()
	found := kept{all: map[string]string{}}
	docs, err := c.Firestore.GetAll(c.context(), []*firestore.DocumentRef{c.Firestore.Doc(c.name())})
	c.must(err)
	if docs[0].Exists() {
		found.all[c.name()] = fmt.Sprint(docs[0].Data())
	}
	below, err := documents.Below(c.context(), c.FirestoreHost, c.Firestore, c.name())
	c.must(err)
	for _, doc := range below {
		found.all[documents.Path(doc)] = fmt.Sprint(doc.Data())
	}
	for path, text := range found.all {
		if ends.MatchString(text) && !passing.MatchString(text) {
			found.aging = append(found.aging, path)
		}
	}
	files, err := bucket.New(c.context(), stack.MediaBucket, c.BucketHost())
	c.must(err)
	defer func() { _ = files.Close() }()
	objects, err := files.OfConversation(c.context(), string(c.id))
	c.must(err)
	for _, file := range objects {
		found.files = append(found.files, file.Object)
		found.all["files/"+file.Object] = file.At.String()
	}
	return found
}
