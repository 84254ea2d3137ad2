package eventarc

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"cloud.google.com/go/firestore"
)

// pollInterval is how often documents are read in addition to listening: the
// emulator's listeners miss a commit if it fails to notify another one, see lapse.
const pollInterval = 2 * time.Second

// Watch makes the events itself, from a listener, for a Firestore emulator that
// somebody else started, which posts its events to somebody else or nobody. It
// supports triggers on creating and on writing documents, and returns once it
// listens.
func (b *Bus) Watch(ctx context.Context, db *firestore.Client, project string) error {
	for _, t := range b.triggers {
		if t.Event != "created" && t.Event != "written" {
			return fmt.Errorf("trigger %s: a Firestore emulator that was started elsewhere cannot serve it", t.ID)
		}
		w := &watcher{bus: b, trigger: t, project: project, seen: map[string]time.Time{}}
		changes := t.documents(db).Snapshots(b.ctx)
		there, err := changes.Next()
		if err != nil {
			changes.Stop()
			return fmt.Errorf("trigger %s: listen: %w", t.ID, err)
		}
		for _, change := range there.Changes {
			w.isNew(change.Doc) // documents that exist already cause no events
		}
		b.wg.Go(func() { w.listen(changes) })
		b.wg.Go(func() { w.poll(t.documents(db).Select()) })
	}
	return ctx.Err()
}

// documents returns the query for the documents that match the trigger's pattern.
func (t Trigger) documents(db *firestore.Client) firestore.Query {
	parts := strings.Split(t.Document, "/")
	return db.CollectionGroup(parts[len(parts)-2]).Query
}

// watcher makes the events of a trigger.
type watcher struct {
	bus     *Bus
	trigger Trigger
	project string

	mu   sync.Mutex
	seen map[string]time.Time // of each document, what isNew compares
}

// isNew says whether a document needs an event.
func (w *watcher) isNew(doc *firestore.DocumentSnapshot) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	at := doc.UpdateTime
	if w.trigger.Event == "created" {
		at = doc.CreateTime // one that was deleted and created again is new
	}
	if last, known := w.seen[doc.Ref.Path]; known && !at.After(last) {
		return false
	}
	w.seen[doc.Ref.Path] = at
	return true
}

func (w *watcher) listen(changes *firestore.QuerySnapshotIterator) {
	defer changes.Stop()
	for {
		next, err := changes.Next()
		if err != nil {
			if w.bus.ctx.Err() == nil {
				w.bus.log.Error("the listener failed; only polling continues", "trigger", w.trigger.ID, "error", err)
			}
			return
		}
		for _, change := range next.Changes {
			if change.Kind != firestore.DocumentRemoved {
				w.deliver(change.Doc)
			}
		}
	}
}

func (w *watcher) poll(all firestore.Query) {
	tick := time.NewTicker(pollInterval)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-w.bus.ctx.Done():
			return
		}
		docs, err := all.Documents(w.bus.ctx).GetAll()
		if err != nil {
			continue // the next poll sees the same
		}
		for _, doc := range docs {
			w.deliver(doc)
		}
	}
}

func (w *watcher) deliver(doc *firestore.DocumentSnapshot) {
	if w.isNew(doc) {
		w.bus.Deliver(w.trigger.ID, event(w.trigger, doc, w.project), nil)
	}
}

// event returns the header of the event that Eventarc would send for a document.
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
