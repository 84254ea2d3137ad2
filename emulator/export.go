package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/dossier"
	"github.com/frontdesk-gcp/frontdesk/shared/request"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

func exportFlags(f *flag.FlagSet, o *options) {
	holdFlags(f, o)
	f.StringVar(&o.subject.out, "out", "", "the `file` to write, a zip archive that is not there yet")
	f.StringVar(&o.subject.files, "files", "", "the `name` of the bucket with the files; PROJECT-frontdesk-media without it")
}

// exportConversation writes everything of a conversation into an archive. That somebody
// did is on record before anything is read.
func exportConversation(ctx context.Context, o options, stdout, stderr io.Writer) (err error) {
	if o.subject.conversation == "" || o.subject.out == "" || o.subject.reason == "" {
		return errors.New("export needs --conversation, --out and --reason")
	}
	db, err := database(ctx, o)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	files, err := openBucket(ctx, o, o.subject.files, stack.MediaBucket, "media")
	if err != nil {
		return err
	}
	defer func() { _ = files.Close() }()
	// Only its owner may read it, and nothing is overwritten.
	out, err := os.OpenFile(o.subject.out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("the archive: %w", err)
	}
	defer func() {
		err = errors.Join(err, out.Close())
		if err != nil {
			_ = os.Remove(o.subject.out)
		}
	}()
	if _, err := askFor(ctx, db, o.subject.request(request.Export, o.began), stderr); err != nil {
		return err
	}
	if err := dossier.Write(ctx, store.Of(db), files, conversation.ID(o.subject.conversation), time.Now(), out); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	_, _ = fmt.Fprintf(stdout, "wrote %s\n", o.subject.out)
	return nil
}

// openBucket opens a bucket of a project, or of the emulator that runs here. It honours
// STORAGE_EMULATOR_HOST.
func openBucket(ctx context.Context, o options, name, here, suffix string) (*bucket.Bucket, error) {
	host := os.Getenv("STORAGE_EMULATOR_HOST")
	if o.project == "" && host == "" {
		host = stack.BucketAt(o.port)
	}
	switch {
	case name == "" && host != "":
		name = here
	case name == "":
		name = o.project + "-frontdesk-" + suffix
	}
	b, err := bucket.New(ctx, name, host)
	if err != nil {
		return nil, fmt.Errorf("open the bucket: %w", err)
	}
	return b, nil
}
