package conversation

import "time"

// Reading is the document conversations/{c}/readings/{email}: that somebody opened a
// conversation that was not their work. Its reader writes it, and the rules let nobody
// read such a conversation without. Entries are only ever added.
type Reading struct {
	// Name is the reader's, as on the roster at the last time.
	Name string `firestore:"name"`
	// At is when the conversation was opened last, and Times are all the times when it
	// was, under keys that mean nothing.
	At    time.Time            `firestore:"at"`
	Times map[string]time.Time `firestore:"times"`
}

const (
	// ReadingPause is how long after an entry there can be no other of the same reader: so
	// an hour is recorded once, however often somebody goes back and forth.
	ReadingPause = time.Hour
	// ReadingLasts is how long an entry lets its reader go on reading: a working day, so
	// that a page of the history that is asked for later needs none of its own.
	ReadingLasts = 12 * time.Hour
)
