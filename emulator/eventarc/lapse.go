package eventarc

import (
	"bytes"
	"io"
	"time"

	"cloud.google.com/go/firestore"
)

// lapse is what the Firestore emulator prints when it loses an event: it fails to tell
// a listener of a commit, because that has just come or gone, and so the commit is
// done but answered with an error, and no function hears of it. Eventarc loses nothing.
const lapse = "util.StreamTransportClosedException"

// recent is how far back a commit may be of which the emulator fails to tell.
const recent = 10 * time.Second

// Output returns what passes on the Firestore emulator's output and notes the lapses
// in it, which [Bus.MakeUp] then makes up for.
func (b *Bus) Output(out io.Writer) io.Writer { return lapseWriter{b.lapses, out} }

type lapseWriter struct {
	lapses chan<- struct{}
	out    io.Writer
}

func (w lapseWriter) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte(lapse)) {
		select {
		case w.lapses <- struct{}{}:
		default: // one is to be made up for anyhow
		}
	}
	return w.out.Write(p)
}

// MakeUp delivers, after each lapse, an event for each document that was created or
// written of late, until the bus is closed. Nearly all of them are delivered twice,
// as by Eventarc now and then.
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
		b.log.Error("events that may be lost were not looked for", "trigger", t.ID, "error", err)
		return
	}
	for _, doc := range docs {
		if at := doc.UpdateTime; at.After(since) && (t.Event == "written" || doc.CreateTime.After(since)) {
			b.Deliver(t.ID, event(t, doc, project), nil)
		}
	}
}
