package conversation

import (
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// Tally is what is measured of the open session, or of the last one.
type Tally struct {
	// Day and Hour are when it opened by the workstream's clock, "2026-03-05" and "09".
	// They are kept as they were: a workstream may move to another zone.
	Day  string `firestore:"day"`
	Hour string `firestore:"hour"`
	// AnsweredAt is when an agent first took it, CountedIn the queue it was in then,
	// and Within whether that kept the queue's promise, for which only the time counts
	// in which the queue is open.
	AnsweredAt time.Time `firestore:"answeredAt"`
	CountedIn  string    `firestore:"countedIn"`
	Within     bool      `firestore:"within"`
	// Handled is for how many seconds agents worked on it, and HandlingSince since when
	// one does now.
	Handled       int64     `firestore:"handled"`
	HandlingSince time.Time `firestore:"handlingSince"`
	// Owner worked on it last; Agents are all who did, the first one first.
	Owner     string   `firestore:"owner"`
	OwnerName string   `firestore:"ownerName"`
	Agents    []string `firestore:"agents"`
}

// Session is the document conversations/{c}/sessions/{n}: a session that is closed.
type Session struct {
	Session    int64  `firestore:"session"`
	Workstream string `firestore:"workstream"`
	// Queue is the last one; CountedIn is the one in whose figures it counts.
	Queue         string            `firestore:"queue"`
	CountedIn     string            `firestore:"countedIn"`
	ConfigVersion string            `firestore:"configVersion"`
	Language      string            `firestore:"language"`
	Priority      int64             `firestore:"priority"`
	Attributes    map[string]string `firestore:"attributes"`
	// Owner worked on it last, and Agents are all who did. AnsweredAt is zero if nobody
	// ever did, EndedAt if no agent ended it.
	Owner      string    `firestore:"owner"`
	OwnerName  string    `firestore:"ownerName"`
	Agents     []string  `firestore:"agents"`
	OpenedAt   time.Time `firestore:"openedAt"`
	AnsweredAt time.Time `firestore:"answeredAt"`
	EndedAt    time.Time `firestore:"endedAt"`
	ClosedAt   time.Time `firestore:"closedAt"`
	// FirstWait is until an agent first took it, or until it closed, and Handled how
	// long agents worked on it, in seconds. The wrap-up is in neither.
	FirstWait int64  `firestore:"firstWait"`
	Handled   int64  `firestore:"handled"`
	Within    bool   `firestore:"within"`
	Day       string `firestore:"day"`
	Hour      string `firestore:"hour"`
	// Cause is of the event that closed it.
	Cause Cause `firestore:"cause"`
	// Rating is the customer's, 1 to 5, or 0. It may come when the session is closed.
	Rating int64 `firestore:"rating"`
}

// Surveyed is the session whose survey was sent last, and what it will count for
// when the customer answers: days later, maybe in the middle of the next session.
type Surveyed struct {
	// ID is the survey's.
	ID      string `firestore:"id"`
	Session int64  `firestore:"session"`
	Day     string `firestore:"day"`
	Queue   string `firestore:"queue"`
	// Rating is the first that came, 1 to 5, or 0.
	Rating int64 `firestore:"rating"`
}

// began is the tally of a session that opens.
func began(now time.Time, zone *time.Location) Tally {
	there := now.In(zone)
	return Tally{Day: there.Format(time.DateOnly), Hour: there.Format("15")}
}

// handle notes whether somebody works on the session from now on.
func (t *Tally) handle(active bool, now time.Time) {
	switch since := t.HandlingSince; {
	case active && since.IsZero():
		t.HandlingSince = now
	case !active && !since.IsZero():
		t.Handled += seconds(now.Sub(since))
		t.HandlingSince = time.Time{}
	}
}

// took notes that an agent works on the session. The first time it counts.
func (ch *Change) took(by agent.Agent, config *route.Config, now time.Time) {
	c := &ch.Conversation
	t := &c.Tally
	t.Owner, t.OwnerName = by.Email, by.Name()
	if !slices.Contains(t.Agents, by.Email) {
		t.Agents = append(slices.Clone(t.Agents), by.Email)
	}
	if !t.AnsweredAt.IsZero() {
		return
	}
	t.AnsweredAt, t.CountedIn = now, c.Queue
	t.Within = config.Waited(c.Queue, c.OpenedAt, now) <= config.Promise(c.Queue)
	f := ch.opened()
	f.Answered++
	f.FirstWait += seconds(now.Sub(c.OpenedAt))
	if t.Within {
		f.Within++
	}
}

// shut keeps the session that was closed a moment ago, and counts it.
func (ch *Change) shut(cause Cause) {
	c := &ch.Conversation
	t := &c.Tally
	s := Session{
		Session: c.Session, Workstream: c.Workstream, Queue: c.Queue, ConfigVersion: c.ConfigVersion,
		Language: c.Language, Priority: c.Priority, Attributes: c.Attributes,
		Owner: t.Owner, OwnerName: t.OwnerName, Agents: t.Agents,
		OpenedAt: c.OpenedAt, AnsweredAt: t.AnsweredAt, EndedAt: c.EndedAt, ClosedAt: c.ClosedAt,
		FirstWait: seconds(t.AnsweredAt.Sub(c.OpenedAt)), Handled: t.Handled, Within: t.Within,
		Day: t.Day, Hour: t.Hour, Cause: cause,
	}
	if t.AnsweredAt.IsZero() {
		t.CountedIn = c.Queue
		s.FirstWait = seconds(c.ClosedAt.Sub(c.OpenedAt))
		ch.opened().Abandoned++
	}
	if c.Surveyed.Session == c.Session {
		s.Rating = c.Surveyed.Rating
	}
	s.CountedIn = t.CountedIn
	f := ch.figures(t.Day, t.CountedIn)
	f.Closed++
	f.Handled += t.Handled
	ch.Closed = append(ch.Closed, s)
}

// seconds are whole ones. Clocks of two machines may differ, and nobody waits for
// less than nothing.
func seconds(d time.Duration) int64 { return int64(max(0, d.Round(time.Second)) / time.Second) }
