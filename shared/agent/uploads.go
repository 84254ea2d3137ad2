package agent

import "time"

// MaxUploads and MaxUploadBytes bound the files that an agent sends in a day, which begins
// at midnight UTC: some 20 MB every five minutes of a long day's work.
const (
	MaxUploads     = 500
	MaxUploadBytes = 2 << 30
)

// Uploads is the document uploads/{email}: the files that an agent sent today. The desk
// counts them with the agent's own rights, and the rules let nobody count less.
type Uploads struct {
	// Day is the number of the day since 1970.
	Day int64 `firestore:"day"`
	// Files and Bytes are what was sent on it.
	Files int64 `firestore:"files"`
	Bytes int64 `firestore:"bytes"`
}

// Day is the number of the day since 1970, in UTC.
func Day(now time.Time) int64 { return now.Unix() / int64((24*time.Hour)/time.Second) }

// And counts one more file. It reports whether there is room for it today.
func (u Uploads) And(size int64, now time.Time) (Uploads, bool) {
	if today := Day(now); u.Day != today {
		u = Uploads{Day: today}
	}
	u.Files++
	u.Bytes += size
	return u, u.Files <= MaxUploads && u.Bytes <= MaxUploadBytes
}
