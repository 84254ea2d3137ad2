package eventarc

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"cloud.google.com/go/firestore"
)

// Watch makes the events itself, from a listener, for a Firestore emulator that
// somebody else started and that therefore posts its events to nobody or to
// others. It knows triggers on the creation of documents and on every write of
// them, and returns when it listens.
func (b *Bus) Watch(ctx context.Context, db *firestore.Client, project string) error {
	for _, t := range b.triggers {
		part := strings.Split(t.Document, "/")
		if t.Event != "created" && t.Event != "written" || len(part)%2 != 0 {
			return fmt.Errorf("trigger %s: a Firestore emulator that was started elsewhere cannot serve it", t.ID)
		}
		docs := db.CollectionGroup(part[len(part)-2]).Snapshots(b.ctx)
		if _, err := docs.Next(); err != nil { // what is there already wakes nobody
			docs.Stop()
			return fmt.Errorf("trigger %s: listen: %w", t.ID, err)
		}
		b.wg.Go(func() { b.follow(t, docs, project) })
	}
	return ctx.Err()
}

func (b *Bus) follow(t Trigger, docs *firestore.QuerySnapshotIterator, project string) {
	defer docs.Stop()
	for {
		snap, err := docs.Next()
		if err != nil {
			if b.ctx.Err() == nil {
				b.log.Error("no more events", "trigger", t.ID, "error", err)
			}
			return
		}
		for _, change := range snap.Changes {
			if change.Kind == firestore.DocumentAdded || t.Event == "written" {
				b.Deliver(t.ID, event(t, change.Doc, project), nil)
			}
		}
	}
}

// event is the header of the event that Eventarc sends for a document.
func event(t Trigger, doc *firestore.DocumentSnapshot, project string) http.Header {
	_, path, _ := strings.Cut(doc.Ref.Path, "/documents/")
	source := fmt.Sprintf("//firestore.googleapis.com/projects/%s/databases/(default)", project)
	header := http.Header{}
	for name, value := range map[string]string{
		"Ce-Specversion": "1.0", "Ce-Type": "google.cloud.firestore.document.v1." + t.Event,
		"Ce-Source": source, "Ce-Subject": "documents/" + path, "Ce-Document": path,
		"Ce-Id":   fmt.Sprintf("%s@%d", path, doc.UpdateTime.UnixNano()),
		"Ce-Time": doc.UpdateTime.UTC().Format(time.RFC3339Nano), "Content-Type": "application/protobuf",
	} {
		header.Set(name, value)
	}
	return header
}
