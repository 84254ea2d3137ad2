package conversation

import (
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// Figures is the document figures/{date}_{queue}: what happened to the sessions that
// opened on a day. All of a session counts on the day on which it opened, and in the
// queue in which it was first taken or, if it never was, closed. So the figures are
// what the documents of sessions say, and the tallies of those that were taken and
// are open. In a [Change] they are what it adds.
type Figures struct {
	Date  string `firestore:"date"`
	Queue string `firestore:"queue"`
	// Opened counts a session when it is first taken or is closed without: until then
	// it waits in its queue, where everybody sees it. Hours are the same by the hour.
	Opened int64            `firestore:"opened"`
	Hours  map[string]int64 `firestore:"hours"`
	// Of those, Answered were taken, after FirstWait seconds in all, Within so many of
	// them their queue's promise; Abandoned were not.
	Answered  int64 `firestore:"answered"`
	FirstWait int64 `firestore:"firstWait"`
	Within    int64 `firestore:"within"`
	Abandoned int64 `firestore:"abandoned"`
	// Closed were worked on for Handled seconds in all.
	Closed  int64 `firestore:"closed"`
	Handled int64 `firestore:"handled"`
	// Rated have a rating, of 1 to 5, and Ratings are their sum.
	Rated   int64 `firestore:"rated"`
	Ratings int64 `firestore:"ratings"`

	ExpireAt time.Time `firestore:"expireAt"`
}

// remembrance is for how many days figures are kept: a year back, and the weeks in
// which one compares it.
const remembrance = 400

// figures are those of a day and a queue; the pointer is good until the next call.
func (ch *Change) figures(date, queue string) *Figures {
	i := slices.IndexFunc(ch.Counts, func(f Figures) bool { return f.Date == date && f.Queue == queue })
	if i < 0 {
		day, _ := time.Parse(time.DateOnly, date) // made by began
		ch.Counts = append(ch.Counts, Figures{Date: date, Queue: queue, ExpireAt: day.AddDate(0, 0, remembrance)})
		i = len(ch.Counts) - 1
	}
	return &ch.Counts[i]
}

// opened counts the session, where it is known now which figures it counts in.
func (ch *Change) opened() *Figures {
	t := ch.Conversation.Tally
	f := ch.figures(t.Day, t.CountedIn)
	f.Opened++
	if f.Hours == nil {
		f.Hours = map[string]int64{}
	}
	f.Hours[t.Hour]++
	return f
}

// survey asks the customer how it was, and keeps what the answer will count for.
func (ch *Change) survey(now time.Time) {
	c := &ch.Conversation
	if !c.signals(channel.Survey) {
		return
	}
	ch.signal(channel.Survey, bot(), now)
	c.Surveyed = Surveyed{
		ID: ch.Replies[len(ch.Replies)-1].ID, Session: c.Session.Number, Day: c.Tally.Day, Queue: c.Tally.CountedIn,
	}
}

// rated counts a customer's rating, once for a session: the first that comes. What
// answers an older survey, or one that the provider sent of its own accord, is kept
// as a message only, for nobody knows what it is about.
func (ch *Change) rated(a *channel.Answer) {
	c := &ch.Conversation
	const best = 5
	if a == nil || a.Rating < 1 || a.Rating > best || c.Surveyed.Session == 0 || c.Surveyed.Rating != 0 ||
		a.Survey != "" && a.Survey != c.Surveyed.ID {
		return
	}
	c.Surveyed.Rating = a.Rating
	if c.Surveyed.Session == c.Session.Number {
		c.Tally.Rating = a.Rating
	}
	f := ch.figures(c.Surveyed.Day, c.Surveyed.Queue)
	f.Rated++
	f.Ratings += a.Rating
	if c.Surveyed.Session < c.Session.Number || c.State == Closed {
		ch.Rated = &c.Surveyed
	}
}
