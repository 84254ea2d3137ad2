package conversation

import (
	"maps"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/histogram"
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
	AnsweredAt time.Time `firestore:"answeredAt,omitempty"`
	CountedIn  string    `firestore:"countedIn,omitempty"`
	Within     bool      `firestore:"within,omitempty"`
	// Started is whether an agent began it. It is neither opened nor answered then, in the
	// figures: nobody waited.
	Started bool `firestore:"started,omitempty"`
	// FirstWait is how many seconds the customer waited until an agent first took the
	// session, or until it closed.
	FirstWait int64 `firestore:"firstWait,omitempty"`
	// Handled is for how many seconds agents worked on it, not counting the
	// wrap-up; HandlingSince is since when one has been working on it.
	Handled       int64     `firestore:"handled,omitempty"`
	HandlingSince time.Time `firestore:"handlingSince,omitempty"`
	// Owner worked on it last; Agents are all who did, in order.
	Owner     string   `firestore:"owner,omitempty"`
	OwnerName string   `firestore:"ownerName,omitempty"`
	Agents    []string `firestore:"agents"`
	// Rating is the customer's, 1 to 5, or 0. It may come after the session closed.
	// SurveyedOf is the agent whom it is about: who had the session when the customer was asked.
	Rating     int64  `firestore:"rating,omitempty"`
	SurveyedOf string `firestore:"surveyedOf,omitempty"`
	// Reopened is whether the customer came back within [ReopenedWithin] of the end of the
	// session before, and ReopenedOf who had worked on that last.
	Reopened   bool   `firestore:"reopened,omitempty"`
	ReopenedOf string `firestore:"reopenedOf,omitempty"`
	// RespondedBy is who first wrote to the customer, after FirstResponse seconds, and
	// FirstInTime is whether that kept the promise.
	RespondedBy   string `firestore:"respondedBy,omitempty"`
	FirstResponse int64  `firestore:"firstResponse,omitempty"`
	FirstInTime   bool   `firestore:"firstInTime,omitempty"`
	// AnswerBy is until when the answer was promised for which the customer waits, as long as
	// an agent has the session, and after that as it was last: an answer may be recorded when
	// it is parked, passed on or ended. It is zero if nothing is unanswered or, in a queue
	// that does not open any more, nothing is promised.
	AnswerBy time.Time `firestore:"answerBy,omitempty"`
	// AskedSince is since when the customer has had no answer, of a session that an agent
	// has ended: an answer from before may still be on its way.
	AskedSince time.Time `firestore:"askedSince,omitempty"`
	// Work is what each agent did, by address, also those who only let an offer pass. From
	// [MaxTallied] agents on, the others are together under "".
	Work map[string]Work `firestore:"work,omitempty"`
}

// Work is what an agent did for a session.
type Work struct {
	// Handled is for how many seconds they worked on it.
	Handled int64 `firestore:"handled,omitempty"`
	// NextResponse is how many seconds the customer waited in all for the answers that they
	// wrote, but for the session's first, and NextResponses counts these by length, see
	// package histogram.
	NextResponse  int64            `firestore:"nextResponse,omitempty"`
	NextResponses map[string]int64 `firestore:"nextResponses,omitempty"`
	// NextInTime is how many of these kept the promise.
	NextInTime int64 `firestore:"nextInTime,omitempty"`
	// Transfers is how often they passed it on, and Missed and Declined are how often they
	// let an offer pass or declined one.
	Transfers int64 `firestore:"transfers,omitempty"`
	Missed    int64 `firestore:"missed,omitempty"`
	Declined  int64 `firestore:"declined,omitempty"`
}

const (
	// ReopenedWithin is how soon after the end of a session a new one counts as the same
	// matter.
	ReopenedWithin = 24 * time.Hour
	// MaxTallied is of how many agents a session tells their work apart.
	MaxTallied = 20
	// maxLengths is by how many lengths a session counts the answers of an agent.
	maxLengths = 30
)

// work changes what an agent did. The map is a new one: an attempt that fails must leave
// no trace.
func (t *Tally) work(email string, change func(*Work)) {
	if _, there := t.Work[email]; !there && len(t.Work) >= MaxTallied {
		email = ""
	}
	all := make(map[string]Work, len(t.Work)+1)
	maps.Copy(all, t.Work)
	w := all[email]
	change(&w)
	all[email] = w
	t.Work = all
}

// trackOffers counts what became of an offer, and whether the session was passed on.
func (t *Tally) trackOffers(cause Cause, owner, actor string) {
	switch cause {
	case Declined:
		t.work(actor, func(w *Work) { w.Declined++ })
	case OfferExpired:
		t.work(owner, func(w *Work) { w.Missed++ })
	case TransferredQueue, TransferredAgent:
		t.work(actor, func(w *Work) { w.Transfers++ })
	default: // no offer, and nothing passed on
	}
}

// trackResponse counts an answer of an agent that was written at an instant, to a customer
// who had none since another.
func (t *Tally) trackResponse(by string, opened, since, at time.Time) {
	if since.IsZero() || at.Before(since) {
		return
	}
	inTime := t.AnswerBy.IsZero() || !at.After(t.AnswerBy)
	if t.RespondedBy == "" && !t.Started {
		t.RespondedBy, t.FirstResponse, t.FirstInTime = by, seconds(at.Sub(opened)), inTime
		return
	}
	waited := seconds(at.Sub(since))
	t.work(by, func(w *Work) {
		w.NextResponse += waited
		w.NextResponses = histogram.Counts(w.NextResponses).Bounded(waited, maxLengths)
		if inTime {
			w.NextInTime++
		}
	})
}

// Surveyed is the session whose survey was sent last, and what it will count for
// when the customer answers, which may be days later, in the middle of the next
// session.
type Surveyed struct {
	// ID is the survey's, and Day, Queue, Hour and Workstream say in which figures the answer
	// counts. Tags are the session's, once it is closed.
	ID         string   `firestore:"id,omitempty"`
	Session    int64    `firestore:"session,omitempty"`
	Day        string   `firestore:"day"`
	Queue      string   `firestore:"queue,omitempty"`
	Hour       string   `firestore:"hour"`
	Workstream string   `firestore:"workstream,omitempty"`
	Tags       []string `firestore:"tags,omitempty"`
	// Rating is the first rating that came, 1 to 5, or 0.
	Rating int64 `firestore:"rating,omitempty"`
	// Owner is the agent who had the session when the customer was asked, AskedQueue the
	// queue that it was in then, and AskedAt when that was.
	Owner      string    `firestore:"owner,omitempty"`
	OwnerName  string    `firestore:"ownerName,omitempty"`
	AskedQueue string    `firestore:"askedQueue,omitempty"`
	AskedAt    time.Time `firestore:"askedAt,omitempty"`
	// RatedAt is when the customer answered, by the provider's clock, and Comment what they
	// added. CommentUntil is how long the next text counts as that.
	RatedAt      time.Time `firestore:"ratedAt,omitempty"`
	Comment      string    `firestore:"comment,omitempty"`
	CommentUntil time.Time `firestore:"commentUntil,omitempty"`
	// Closed names the [ClosedSession] that gets the rating, once there is one.
	Closed string `firestore:"closed,omitempty"`
	// Commented is whether the customer is asked for a comment after the rating.
	Commented bool `firestore:"commented,omitempty"`
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
		t.handled(now)
		t.HandlingSince = time.Time{}
	}
}

// handled counts the time until now as work of whoever has done it.
func (t *Tally) handled(now time.Time) {
	spent := seconds(now.Sub(t.HandlingSince))
	t.Handled += spent
	t.work(t.Owner, func(w *Work) { w.Handled += spent })
	t.HandlingSince = now
}

// tallyOwner records that an agent works on the session, and counts the first
// time.
func (ch *Change) tallyOwner(by agent.Agent, config *configuration.Config, now time.Time) {
	c := &ch.Conversation
	t := &c.Tally
	if t.Owner != "" && t.Owner != by.Email && !t.HandlingSince.IsZero() && !t.HandlingSince.Equal(now) {
		t.handled(now) // it was taken from somebody at work
	}
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
	} else {
		t.Within = config.Waited(c.Queue, c.OpenedAt, now) <= config.Promise(c.Queue)
		t.FirstWait = seconds(now.Sub(c.OpenedAt))
	}
	ch.countTaken()
}

// archive keeps the session that was just closed, and counts it.
func (ch *Change) archive(cause Cause) {
	s := &ch.Conversation.Session
	s.ClosedBy, s.DueAt, s.FollowAt = cause, time.Time{}, time.Time{}
	if s.Tally.AnsweredAt.IsZero() {
		s.Tally.CountedIn = s.Queue
		s.Tally.FirstWait = seconds(s.ClosedAt.Sub(s.OpenedAt))
	}
	s.Tally.AskedSince, s.Tally.AnswerBy = time.Time{}, time.Time{}
	ch.countClosed()
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
