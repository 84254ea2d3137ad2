package conversation

import (
	"slices"
	"strconv"
	"time"
)

// Figures is the document figures/{date}_{queue}_{shard}: what happened to the sessions
// that opened on a day, of a part of the conversations. Whoever reads them adds the
// parts up. A session counts entirely on the day on which it opened,
// in the queue in which an agent first took it or, if none ever did, in which it
// was closed. So the figures are the sum of the session documents and of the
// tallies of open sessions that were taken. In a [Change] they are what it adds.
type Figures struct {
	Date  string `firestore:"date"`
	Queue string `firestore:"queue"`
	// Shard is the part, see [ID.Shard].
	Shard string `firestore:"shard"`
	// Opened counts a session once it is first taken, or closed without that.
	// Until then it is visible in its queue. Hours are the same by hour.
	Opened int64            `firestore:"opened"`
	Hours  map[string]int64 `firestore:"hours"`
	// Of these, Answered were taken, after FirstWait seconds in total, and Within
	// of them within their queue's promise; Abandoned were not taken.
	Answered  int64 `firestore:"answered"`
	FirstWait int64 `firestore:"firstWait"`
	Within    int64 `firestore:"within"`
	Abandoned int64 `firestore:"abandoned"`
	// Started were begun by an agent, and are not among those opened.
	Started int64 `firestore:"started"`
	// Closed were worked on for Handled seconds in total.
	Closed  int64 `firestore:"closed"`
	Handled int64 `firestore:"handled"`
	// Rated have a rating of 1 to 5, and Ratings is their sum.
	Rated   int64 `firestore:"rated"`
	Ratings int64 `firestore:"ratings"`

	ExpireAt time.Time `firestore:"expireAt"`
}

// FigureShards is how many parts there are. A document takes about one write a second
// for long, and they are written with sessions, which must not wait for it.
const FigureShards = 8

// Shard is the part of the figures in which the conversation counts, "0" to "7". It
// never changes, so that what happens to a session is counted in one place.
func (id ID) Shard() string {
	if id == "" {
		return "0"
	}
	last, _ := strconv.ParseUint(string(id[len(id)-1:]), 16, 8) // an id is hexadecimal digits
	return strconv.FormatUint(last%FigureShards, 10)
}

// figuresOf returns the figures of a day and a queue; the pointer is valid until
// the next call.
func (ch *Change) figuresOf(date, queue string) *Figures {
	i := slices.IndexFunc(ch.Counts, func(f Figures) bool { return f.Date == date && f.Queue == queue })
	if i < 0 {
		day, _ := time.Parse(time.DateOnly, date) // made by began
		ch.Counts = append(ch.Counts, Figures{
			Date: date, Queue: queue, Shard: ch.Conversation.ID.Shard(), ExpireAt: day.AddDate(0, 0, int(ch.Conversation.Kept().Figures)),
		})
		i = len(ch.Counts) - 1
	}
	return &ch.Counts[i]
}

// countOpened counts the session, once it is known which figures it belongs to.
func (ch *Change) countOpened() *Figures {
	t := ch.Conversation.Tally
	f := ch.figuresOf(t.Day, t.CountedIn)
	f.Opened++
	if f.Hours == nil {
		f.Hours = map[string]int64{}
	}
	f.Hours[t.Hour]++
	return f
}
