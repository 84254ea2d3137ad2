package configuration

import "time"

// SettingKind is what a [Setting] is about.
type SettingKind string

// The kinds of settings.
const (
	// SetHours is when a queue is open on a date, instead of what the file says.
	SetHours SettingKind = "hours"
	// SetOutage is what greets a workstream's customers while something does not work.
	SetOutage SettingKind = "outage"
	// SetTag is a tag that the file has not.
	SetTag SettingKind = "tag"
)

const (
	// MaxSettings is how many settings are in force at a time; the oldest count.
	MaxSettings = 100
	// MaxSpans is how many spans a date can have.
	MaxSpans = 5
	// MaxOutage is the longest text of an outage, in characters.
	MaxOutage = 1000
	// MaxSettingWhy is the longest reason of one that is set or removed, in bytes.
	MaxSettingWhy = 1000
	// SettingKept is how long a setting is kept once it is over.
	SettingKept = 30 * 24 * time.Hour
)

// Setting is the document settings/{id}: what a supervisor set at the desk over the
// configuration of the file, for what changes daily. What the file does not know, such as
// a queue that was removed, is left out.
type Setting struct {
	Kind SettingKind `firestore:"kind"`
	// Of is the queue of hours, the workstream of an outage, or the tag.
	Of string `firestore:"of"`
	// Date of hours is YYYY-MM-DD in the queue's time zone. Spans are as in the file; none
	// is closed. Zone is for a queue that has no hours, and is open on other days.
	Date  string   `firestore:"date,omitempty"`
	Spans []string `firestore:"spans,omitempty"`
	Zone  string   `firestore:"zone,omitempty"`
	// Texts are those of an outage, or a tag's labels, by language tag.
	Texts map[string]string `firestore:"texts,omitempty"`
	// Colour is a tag's.
	Colour string `firestore:"colour,omitempty"`
	// Until is when it ends, in the year 9999 if never.
	Until time.Time `firestore:"until"`
	// By and Name are the supervisor who set it, At, and Why is what they said of it.
	By   string    `firestore:"by"`
	Name string    `firestore:"name"`
	At   time.Time `firestore:"at"`
	Why  string    `firestore:"why,omitempty"`
	// RemovedBy and RemovedName are the supervisor who removed it, RemovedAt, which is its
	// end then, and RemovedWhy is what they said of that.
	RemovedBy   string    `firestore:"removedBy,omitempty"`
	RemovedName string    `firestore:"removedName,omitempty"`
	RemovedAt   time.Time `firestore:"removedAt,omitempty"`
	RemovedWhy  string    `firestore:"removedWhy,omitempty"`

	ExpireAt time.Time `firestore:"expireAt,omitempty"`
}

// SettingError says why a setting is left out.
type SettingError struct {
	ID  string
	Err error
}

func (e *SettingError) Error() string { return "setting " + e.ID + ": " + e.Err.Error() }

func (e *SettingError) Unwrap() error { return e.Err }

// ID names the setting: what is set for the same thing replaces it.
func (s Setting) ID() string {
	if s.Kind == SetHours {
		return string(s.Kind) + "_" + s.Of + "_" + s.Date
	}
	return string(s.Kind) + "_" + s.Of
}
