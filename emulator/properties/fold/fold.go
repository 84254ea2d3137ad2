// Package fold says what figures must be, according to the closed sessions and
// the open ones that an agent has taken. It adds up from scratch what the product
// adds step by step.
package fold

import (
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// All maps names of documents to figures.
type All map[string]conversation.Figures

// in adds to the figures of a day and a queue.
func (all All) in(day, queue string, add func(*conversation.Figures)) {
	name := day + "_" + queue
	f, there := all[name]
	if !there {
		opened, err := time.Parse(time.DateOnly, day)
		if err != nil {
			panic(err) // a session that belongs in no figures
		}
		f = conversation.Figures{Date: day, Queue: queue, Hours: map[string]int64{}, ExpireAt: opened.Add(400 * 24 * time.Hour)}
	}
	add(&f)
	all[name] = f
}

// Session adds a closed session.
func (all All) Session(s conversation.Session) {
	all.in(s.Tally.Day, s.Tally.CountedIn, func(f *conversation.Figures) {
		f.Closed++
		f.Handled += s.Tally.Handled
		switch {
		case s.Tally.Started:
			f.Started++
		case s.Tally.AnsweredAt.IsZero():
			opened(f, s.Tally)
			f.Abandoned++
		default:
			opened(f, s.Tally)
			answered(f, s.Tally.FirstWait, s.Tally.Within)
		}
		if s.Tally.Rating > 0 {
			rated(f, s.Tally.Rating)
		}
	})
}

// Open adds the session that a conversation has open, if an agent has taken it.
func (all All) Open(c conversation.Conversation) {
	t := c.Tally
	if c.State == conversation.Closed || t.AnsweredAt.IsZero() {
		return
	}
	all.in(t.Day, t.CountedIn, func(f *conversation.Figures) {
		if t.Started {
			f.Started++
		} else {
			opened(f, t)
			answered(f, int64(max(0, t.AnsweredAt.Sub(c.OpenedAt).Round(time.Second))/time.Second), t.Within)
		}
		if c.Surveyed.Session == c.Session.Number && c.Surveyed.Rating > 0 {
			rated(f, c.Surveyed.Rating)
		}
	})
}

func opened(f *conversation.Figures, t conversation.Tally) {
	f.Opened++
	f.Hours[t.Hour]++
}

func answered(f *conversation.Figures, wait int64, within bool) {
	f.Answered++
	f.FirstWait += wait
	if within {
		f.Within++
	}
}

func rated(f *conversation.Figures, rating int64) {
	f.Rated++
	f.Ratings += rating
}

// Add adds what a step adds.
func (all All) Add(step conversation.Figures) {
	all.in(step.Date, step.Queue, func(f *conversation.Figures) {
		f.Opened += step.Opened
		f.Answered += step.Answered
		f.FirstWait += step.FirstWait
		f.Within += step.Within
		f.Abandoned += step.Abandoned
		f.Started += step.Started
		f.Closed += step.Closed
		f.Handled += step.Handled
		f.Rated += step.Rated
		f.Ratings += step.Ratings
		for hour, n := range step.Hours {
			f.Hours[hour] += n
		}
		if !f.ExpireAt.Equal(step.ExpireAt) {
			panic("one document with two ends")
		}
	})
}
