package eventarc

import (
	"bytes"
	"io"
	"time"

	"cloud.google.com/go/firestore"
)

// lapse is what the Firestore emulator prints when it loses an event: it cannot
// notify a listener that has just come or gone, so the commit takes effect but is
// answered with an error, and no function hears of it. Eventarc loses nothing.
const lapse = "util.StreamTransportClosedException"

// recent is how old a commit may be for which the emulator still fails to send an
// event.
const recent = 10 * time.Second

// Output returns a writer that passes on the Firestore emulator's output and
// notes the lapses in it, which [Bus.MakeUp] makes up for.
func (b *Bus) Output(out io.Writer) io.Writer { return lapseWriter{b.lapses, out} }

type lapseWriter struct {
	lapses chan<- struct{}
	out    io.Writer
}

func (w lapseWriter) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte(lapse)) {
		select {
		case w.lapses <- struct{}{}:
		default: // a lapse is waiting already
		}
	}
	return w.out.Write(p)
}

// MakeUp delivers, after each lapse, an event for each recently created or
// written document, until the bus is closed. Nearly all of these events are
// duplicates, as Eventarc's sometimes are.
func (b *Bus) MakeUp(db *firestore.Client, project string) {
	b.wg.Go(func() {
		for {
			select {
			case <-b.lapses:
				b.log.Warn("the Firestore emulator lost an event, so recent ones are delivered again")
				since := time.Now().Add(-recent)
				for _, t := range b.triggers {
					b.repeat(t, db, project, since)
				}
			case <-b.ctx.Done():
				return
			}
		}
	})
}

func (b *Bus) repeat(t Trigger, db *firestore.Client, project string, since time.Time) {
	docs, err := t.documents(db).Select().Documents(b.ctx).GetAll()
	if err != nil {
		b.log.Error("the search for lost events failed", "trigger", t.ID, "error", err)
		return
	}
	for _, doc := range docs {
		if at := doc.UpdateTime; at.After(since) && (t.Event == "written" || doc.CreateTime.After(since)) {
			b.Deliver(t.ID, event(t, doc, project), nil)
		}
	}
}
