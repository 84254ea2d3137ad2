package conversation

import (
	"github.com/frontdesk-gcp/frontdesk/shared/histogram"
)

// Measures are what is counted of sessions, see [Figures]. Two of them add up, whatever
// sessions they are of.
type Measures struct {
	// Opened counts a session once it is first taken, or closed without that.
	Opened int64 `firestore:"opened"`
	// Of these, Answered were taken, after FirstWait seconds in total, and Within
	// of them within their queue's promise; Abandoned were not taken. FirstWaits are the
	// same waits by length, see package histogram. By agent, it is who took it first.
	Answered   int64            `firestore:"answered"`
	FirstWait  int64            `firestore:"firstWait"`
	FirstWaits map[string]int64 `firestore:"firstWaits"`
	Within     int64            `firestore:"within"`
	Abandoned  int64            `firestore:"abandoned"`
	// Started were begun by an agent, and are not among those opened.
	Started int64 `firestore:"started"`
	// Reopened are those in which the customer came back soon after the session before. By
	// agent, it is who had that one.
	Reopened int64 `firestore:"reopened"`
	// Closed were worked on for Handled seconds in total, by length in Handles, which leaves
	// out what nobody took. By agent, they are the ones that the agent worked on, and the
	// agent's own time.
	Closed  int64            `firestore:"closed"`
	Handled int64            `firestore:"handled"`
	Handles map[string]int64 `firestore:"handles"`
	// FirstResponse is the total of the seconds until an agent first wrote to the customer,
	// and NextResponse of those that the customer waited for each answer after that;
	// FirstResponses and NextResponses are the same by length. By agent, it is who wrote.
	// They count when the session closes.
	FirstResponse  int64            `firestore:"firstResponse"`
	FirstResponses map[string]int64 `firestore:"firstResponses"`
	NextResponse   int64            `firestore:"nextResponse"`
	NextResponses  map[string]int64 `firestore:"nextResponses"`
	// FirstInTime and NextInTime are how many of these kept the promise, in the queue's
	// opening hours and without the time that the session was parked.
	FirstInTime int64 `firestore:"firstInTime"`
	NextInTime  int64 `firestore:"nextInTime"`
	// Transfers is how often sessions were passed on to a queue or an agent, Missed how many
	// offers passed, and Declined how many were declined, of those that are closed.
	Transfers int64 `firestore:"transfers"`
	Missed    int64 `firestore:"missed"`
	Declined  int64 `firestore:"declined"`
	// Rated have a rating of 1 to 5, and Ratings is their sum.
	Rated   int64 `firestore:"rated"`
	Ratings int64 `firestore:"ratings"`
	// Available, Busy and Away are for how many seconds the agent was that, by their own
	// choice. They are counted by agent only.
	Available int64 `firestore:"available"`
	Busy      int64 `firestore:"busy"`
	Away      int64 `firestore:"away"`
}

// numbers are the measures that are plain numbers, in the order in which a [Week] has them:
// a new one is the last, since weeks are kept.
func (m *Measures) numbers() []*int64 {
	return []*int64{
		&m.Opened, &m.Answered, &m.Within, &m.Abandoned, &m.Started, &m.Reopened, &m.Closed, &m.Transfers, &m.Missed,
		&m.Declined, &m.Rated, &m.Ratings, &m.FirstWait, &m.FirstResponse, &m.NextResponse, &m.Handled, &m.Available,
		&m.Busy, &m.Away, &m.FirstInTime, &m.NextInTime,
	}
}

// lengths are the measures that are histograms, in that order.
func (m *Measures) lengths() []*map[string]int64 {
	return []*map[string]int64{&m.FirstWaits, &m.FirstResponses, &m.NextResponses, &m.Handles}
}

// plus returns the sum.
func (m Measures) plus(other Measures) Measures {
	var sum Measures
	sum.gather(m)
	sum.gather(other)
	return sum
}

// gather adds other measures to a sum, in maps of the sum's own. A sum begins as the zero value.
func (m *Measures) gather(other Measures) {
	more := other.numbers()
	for i, n := range m.numbers() {
		*n += *more[i]
	}
	longer := other.lengths()
	for i, counts := range m.lengths() {
		if *counts == nil && len(*longer[i]) > 0 {
			*counts = make(map[string]int64, len(*longer[i]))
		}
		for bucket, n := range *longer[i] {
			(*counts)[bucket] += n
		}
	}
}

// negative takes away what the measures add.
func (m Measures) negative() Measures {
	for _, n := range m.numbers() {
		*n = -*n
	}
	for _, counts := range m.lengths() {
		less := make(map[string]int64, len(*counts))
		for bucket, n := range *counts {
			less[bucket] = -n
		}
		*counts = less
	}
	return m
}

// size is how many of the measures are not zero, with every bucket one of them.
func (m Measures) size() int {
	size := 0
	for _, n := range m.numbers() {
		if *n != 0 {
			size++
		}
	}
	for _, counts := range m.lengths() {
		size += len(*counts)
	}
	return size
}

func (m Measures) isZero() bool { return m.size() == 0 }

// taken is what counts when an agent has first taken the session, or nobody ever will.
func (t *Tally) taken() Measures {
	m := Measures{}
	switch {
	case t.Started:
		m.Started = 1
		return m
	case t.AnsweredAt.IsZero():
		m.Abandoned = 1
	default:
		m.Answered, m.FirstWait, m.FirstWaits = 1, t.FirstWait, histogram.Of(t.FirstWait)
		if t.Within {
			m.Within = 1
		}
	}
	m.Opened = 1
	if t.Reopened {
		m.Reopened = 1
	}
	return m
}

// ended is what counts when the session has closed.
func (t *Tally) ended() Measures {
	m := Measures{Closed: 1, Handled: t.Handled}
	if !t.AnsweredAt.IsZero() {
		m.Handles = histogram.Of(t.Handled)
	}
	m = m.plus(t.responded())
	for _, w := range t.Work {
		m = m.plus(w.measures())
	}
	return m
}

// responded is what counts of the first answer.
func (t *Tally) responded() Measures {
	if t.RespondedBy == "" {
		return Measures{}
	}
	m := Measures{FirstResponse: t.FirstResponse, FirstResponses: histogram.Of(t.FirstResponse)}
	if t.FirstInTime {
		m.FirstInTime = 1
	}
	return m
}

// measures are those of an agent's work but for its time, which the session has too.
func (w Work) measures() Measures {
	return Measures{
		NextResponse: w.NextResponse, NextResponses: w.NextResponses, NextInTime: w.NextInTime,
		Transfers: w.Transfers, Missed: w.Missed, Declined: w.Declined,
	}
}

// byAgent is what counts of each agent when the session has closed.
func (t *Tally) byAgent() map[string]Measures {
	all := map[string]Measures{}
	for email, w := range t.Work {
		all[email] = w.measures()
	}
	for _, email := range t.Agents {
		w, told := t.Work[email]
		if !told && len(t.Work) >= MaxTallied {
			continue // the work is among the others'
		}
		all[email] = all[email].plus(Measures{Closed: 1, Handled: w.Handled, Handles: histogram.Of(w.Handled)})
	}
	if t.RespondedBy != "" {
		all[t.RespondedBy] = all[t.RespondedBy].plus(t.responded())
	}
	return all
}

// ratedAs is what counts of a rating, and nothing of 0.
func ratedAs(rating int64) Measures {
	if rating == 0 {
		return Measures{}
	}
	return Measures{Rated: 1, Ratings: rating}
}
