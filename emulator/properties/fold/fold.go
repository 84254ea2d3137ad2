// Package fold says what figures must be, according to the closed sessions and
// the open ones that an agent has taken. It adds up from scratch, by rules of its own, what
// the product adds step by step.
package fold

import (
	"fmt"
	"reflect"
	"strconv"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// All maps names of days and queues to figures.
type All map[string]conversation.Figures

// in adds to the figures of a day and a queue.
func (all All) in(day, queue string, end time.Time, add func(*conversation.Figures)) {
	name := day + "_" + queue
	f, there := all[name]
	if !there {
		f = conversation.Figures{Date: day, Queue: queue, ExpireAt: end}
	}
	add(&f)
	all[name] = f
}

// one is a session, and where its conversation is.
type one struct {
	conversation.Session
	channel string
	over    bool
	rating  int64
}

// Session adds a closed session of a conversation on a channel.
func (all All) Session(channel string, s conversation.Session) {
	all.add(one{s, channel, true, s.Tally.Rating})
}

// Open adds the session that a conversation has open, if an agent has taken it.
func (all All) Open(c conversation.Conversation) {
	if c.State == conversation.Closed || c.Tally.AnsweredAt.IsZero() {
		return
	}
	s := one{Session: c.Session, channel: c.Channel}
	if c.Surveyed.Session == c.Session.Number {
		s.rating = c.Surveyed.Rating
	}
	all.add(s)
}

func (all All) add(s one) {
	kept := int64(400)
	if s.Keep.Figures > 0 {
		kept = s.Keep.Figures
	}
	opened, err := time.Parse(time.DateOnly, s.Tally.Day)
	if err != nil {
		panic(err) // a session that belongs in no figures
	}
	all.in(s.Tally.Day, s.Tally.CountedIn, opened.Add(time.Duration(kept)*24*time.Hour), func(f *conversation.Figures) {
		whole := s.whole()
		sum(&f.Measures, whole)
		into(&f.ByHour, s.Tally.Hour, whole)
		into(&f.ByChannel, s.channel, whole)
		into(&f.ByWorkstream, s.Workstream, whole)
		if s.over {
			for _, tag := range s.Tags {
				into(&f.ByTag, tag, whole)
			}
		}
		s.agents(f)
	})
}

// whole is what the session counts for.
func (s one) whole() conversation.Measures {
	t := s.Tally
	var m conversation.Measures
	switch {
	case t.Started:
		m.Started = 1
	case t.AnsweredAt.IsZero():
		m.Opened, m.Abandoned = 1, 1
	default:
		m.Opened, m.Answered = 1, 1
		m.FirstWait = int64(max(0, t.AnsweredAt.Sub(s.OpenedAt).Round(time.Second)) / time.Second)
		m.FirstWaits = lengths(m.FirstWait)
		m.Within = truth(t.Within)
	}
	m.Reopened = truth(t.Reopened)
	if s.rating > 0 {
		m.Rated, m.Ratings = 1, s.rating
	}
	if !s.over {
		return m
	}
	m.Closed = 1
	if !t.AnsweredAt.IsZero() {
		for _, w := range t.Work {
			m.Handled += w.Handled
		}
		m.Handles = lengths(t.Handled)
	}
	if t.RespondedBy != "" {
		m.FirstResponse, m.FirstResponses, m.FirstInTime = t.FirstResponse, lengths(t.FirstResponse), truth(t.FirstInTime)
	}
	for _, w := range t.Work {
		sum(&m, did(w))
	}
	return m
}

func did(w conversation.Work) conversation.Measures {
	return conversation.Measures{
		NextResponse: w.NextResponse, NextResponses: w.NextResponses, NextInTime: w.NextInTime, Transfers: w.Transfers, Missed: w.Missed, Declined: w.Declined,
	}
}

// agents adds what each agent did.
func (s one) agents(f *conversation.Figures) {
	t := s.Tally
	if t.Reopened {
		into(&f.ByAgent, t.ReopenedOf, conversation.Measures{Reopened: 1})
	}
	if len(t.Agents) > 0 {
		took := s.whole()
		into(&f.ByAgent, t.Agents[0], conversation.Measures{
			Answered: took.Answered, FirstWait: took.FirstWait, FirstWaits: took.FirstWaits, Within: took.Within, Started: took.Started,
		})
	}
	if s.rating > 0 {
		into(&f.ByAgent, t.SurveyedOf, conversation.Measures{Rated: 1, Ratings: s.rating})
	}
	if !s.over {
		return
	}
	for email, w := range t.Work {
		into(&f.ByAgent, email, did(w))
	}
	for _, email := range t.Agents {
		spent := t.Work[email].Handled
		into(&f.ByAgent, email, conversation.Measures{Closed: 1, Handled: spent, Handles: lengths(spent)})
	}
	if t.RespondedBy != "" {
		into(&f.ByAgent, t.RespondedBy, conversation.Measures{
			FirstResponse: t.FirstResponse, FirstResponses: lengths(t.FirstResponse), FirstInTime: truth(t.FirstInTime),
		})
	}
}

func truth(is bool) int64 {
	if is {
		return 1
	}
	return 0
}

// lengths counts one length. Its bucket is found by walking through all of them: sixteen of
// one second, and then eight of each width, which doubles.
func lengths(seconds int64) map[string]int64 {
	bucket, width, end := 0, int64(1), int64(1)
	for end <= min(seconds, 30*24*60*60) {
		bucket++
		if bucket >= 16 && bucket%8 == 0 {
			width *= 2
		}
		end += width
	}
	return map[string]int64{strconv.Itoa(bucket): 1}
}

// into adds to what a value has, if it is one and there is something to add.
func into(by *map[string]conversation.Measures, value string, m conversation.Measures) {
	if value == "" || reflect.ValueOf(m).IsZero() {
		return
	}
	if *by == nil {
		*by = map[string]conversation.Measures{}
	}
	of := (*by)[value]
	sum(&of, m)
	(*by)[value] = of
	if isNothing(of) {
		delete(*by, value)
	}
	if len(*by) == 0 {
		*by = nil
	}
}

// isNothing reports whether nothing is left of what was added and taken away.
func isNothing(m conversation.Measures) bool {
	for _, field := range reflect.ValueOf(m).Fields() {
		if field.Kind() == reflect.Map && field.Len() > 0 || field.Kind() == reflect.Int64 && field.Int() != 0 {
			return false
		}
	}
	return true
}

// sum adds every field: numbers, and maps key by key.
func sum(to *conversation.Measures, m conversation.Measures) {
	into, from := reflect.ValueOf(to).Elem(), reflect.ValueOf(m)
	for i := range from.NumField() {
		switch field := into.Field(i); field.Kind() {
		case reflect.Int64:
			field.SetInt(field.Int() + from.Field(i).Int())
		case reflect.Map:
			if from.Field(i).Len() == 0 {
				continue
			}
			if field.IsNil() {
				field.Set(reflect.MakeMap(field.Type())) // its own, which nobody else adds to
			}
			for key, n := range from.Field(i).Seq2() {
				was := int64(0)
				if old := field.MapIndex(key); old.IsValid() {
					was = old.Int()
				}
				if is := was + n.Int(); is != 0 {
					field.SetMapIndex(key, reflect.ValueOf(is))
				} else {
					field.SetMapIndex(key, reflect.Value{}) // what was taken away is not there
				}
			}
		default:
			panic(fmt.Sprintf("a measure that is a %s", field.Kind()))
		}
	}
}

// Add adds what a step adds.
func (all All) Add(step conversation.Figures) {
	all.in(step.Date, step.Queue, step.ExpireAt, func(f *conversation.Figures) {
		sum(&f.Measures, step.Measures)
		for _, d := range []struct {
			to, from *map[string]conversation.Measures
		}{
			{&f.ByHour, &step.ByHour},
			{&f.ByChannel, &step.ByChannel},
			{&f.ByWorkstream, &step.ByWorkstream},
			{&f.ByTag, &step.ByTag},
			{&f.ByAgent, &step.ByAgent},
		} {
			for value, m := range *d.from {
				into(d.to, value, m)
			}
		}
		if !f.ExpireAt.Equal(step.ExpireAt) {
			panic("one document with two ends")
		}
	})
}
