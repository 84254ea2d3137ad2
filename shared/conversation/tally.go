package conversation

import (
	"maps"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// Tally is what is measured of a session.
type Tally struct {
	// Day and Hour are when it opened in the workstream's time zone, "2026-03-05"
	// and "09". They stay as they are even if the workstream's zone changes.
	Day  string `firestore:"day"`
	Hour string `firestore:"hour"`
	// AnsweredAt is when an agent first took it, or zero if none did. CountedIn
	// is the queue in whose figures it counts: the one it was in at that time or,
	// if no agent took it, when it closed. Within is whether that kept the
	// queue's promise, counting only the queue's opening hours.
	AnsweredAt time.Time `firestore:"answeredAt"`
	CountedIn  string    `firestore:"countedIn"`
	Within     bool      `firestore:"within"`
	// Started is whether an agent began it. It is neither opened nor answered then, in the
	// figures: nobody waited.
	Started bool `firestore:"started"`
	// FirstWait is how many seconds the customer waited until an agent first took the
	// session, or until it closed.
	FirstWait int64 `firestore:"firstWait"`
	// Handled is for how many seconds agents worked on it, not counting the
	// wrap-up; HandlingSince is since when one has been working on it.
	Handled       int64     `firestore:"handled"`
	HandlingSince time.Time `firestore:"handlingSince"`
	// Owner worked on it last; Agents are all who did, in order.
	Owner     string   `firestore:"owner"`
	OwnerName string   `firestore:"ownerName"`
	Agents    []string `firestore:"agents"`
	// Rating is the customer's, 1 to 5, or 0. It may come after the session closed.
	Rating int64 `firestore:"rating"`
}

// Surveyed is the session whose survey was sent last, and what it will count for
// when the customer answers, which may be days later, in the middle of the next
// session.
type Surveyed struct {
	// ID is the survey's, and Day and Queue say in which figures the answer counts.
	ID      string `firestore:"id"`
	Session int64  `firestore:"session"`
	Day     string `firestore:"day"`
	Queue   string `firestore:"queue"`
	// Rating is the first rating that came, 1 to 5, or 0.
	Rating int64 `firestore:"rating"`
	// Owner is the agent who had the session when the customer was asked, AskedQueue the
	// queue that it was in then, and AskedAt when that was.
	Owner      string    `firestore:"owner"`
	OwnerName  string    `firestore:"ownerName"`
	AskedQueue string    `firestore:"askedQueue"`
	AskedAt    time.Time `firestore:"askedAt"`
	// RatedAt is when the customer answered, by the provider's clock, and Comment what they
	// added. CommentUntil is how long the next text counts as that.
	RatedAt      time.Time `firestore:"ratedAt"`
	Comment      string    `firestore:"comment"`
	CommentUntil time.Time `firestore:"commentUntil"`
	// Closed names the [ClosedSession] that gets the rating, once there is one.
	Closed string `firestore:"closed"`
	// Commented is whether the customer is asked for a comment after the rating.
	Commented bool `firestore:"commented"`
}

// newTally returns the tally of a session that opens.
func newTally(now time.Time, zone *time.Location) Tally {
	there := now.In(zone)
	return Tally{Day: there.Format(time.DateOnly), Hour: there.Format("15")}
}

// trackHandling records whether somebody works on the session from now on.
func (t *Tally) trackHandling(active bool, now time.Time) {
	switch since := t.HandlingSince; {
	case active && since.IsZero():
		t.HandlingSince = now
	case !active && !since.IsZero():
		t.Handled += seconds(now.Sub(since))
		t.HandlingSince = time.Time{}
	}
}

// tallyOwner records that an agent works on the session, and counts the first
// time.
func (ch *Change) tallyOwner(by agent.Agent, config *configuration.Config, now time.Time) {
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
	if t.Started {
		t.Within = true
		ch.figuresOf(t.Day, t.CountedIn).Started++
		return
	}
	t.Within = config.Waited(c.Queue, c.OpenedAt, now) <= config.Promise(c.Queue)
	t.FirstWait = seconds(now.Sub(c.OpenedAt))
	f := ch.countOpened()
	f.Answered++
	f.FirstWait += t.FirstWait
	if t.Within {
		f.Within++
	}
}

// archive keeps the session that was just closed, and counts it.
func (ch *Change) archive(cause Cause) {
	s := &ch.Conversation.Session
	s.ClosedBy, s.DueAt, s.FollowAt = cause, time.Time{}, time.Time{}
	if s.Tally.AnsweredAt.IsZero() {
		s.Tally.CountedIn = s.Queue
		s.Tally.FirstWait = seconds(s.ClosedAt.Sub(s.OpenedAt))
		ch.countOpened().Abandoned++
	}
	f := ch.figuresOf(s.Tally.Day, s.Tally.CountedIn)
	f.Closed++
	f.Handled += s.Tally.Handled
	past := ch.Conversation.closed()
	ch.Past = append(ch.Past, past)
	if surveyed := &ch.Conversation.Surveyed; surveyed.Session == s.Number {
		surveyed.Closed = past.Name()
	}
	ch.Closed = append(ch.Closed, *s)
	ch.Conversation.countEarlier()
}

// countEarlier counts the session that was just closed among the earlier ones.
func (c *Conversation) countEarlier() {
	earlier := make(map[string]int64, len(c.Earlier)+1)
	maps.Copy(earlier, c.Earlier)
	for _, passed := range c.Visited {
		earlier[passed] += 0
	}
	earlier[c.Queue]++
	c.Earlier = earlier
}

// seconds rounds to whole seconds. Clocks of two machines may differ, so a
// negative duration counts as zero.
func seconds(d time.Duration) int64 { return int64(max(0, d.Round(time.Second)) / time.Second) }
