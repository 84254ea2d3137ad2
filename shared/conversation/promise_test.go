package conversation_test

import (
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// promised has promises of their own for the first answer, 3 minutes, and for each further
// one, 2 minutes.
func promised(queues ...string) []func(*configuration.Spec) {
	var all []func(*configuration.Spec)
	for _, name := range queues {
		all = append(all, queue(name, func(q *configuration.Queue) {
			q.ServiceLevel.FirstResponse, q.ServiceLevel.NextResponse = span(3*time.Minute), span(2*time.Minute)
		}))
	}
	return all
}

// inTime is how many first and further answers were in time, of how many.
func inTime(t conversation.Tally) [4]int64 {
	var all [4]int64
	if t.RespondedBy != "" {
		all[1] = 1
	}
	if t.FirstInTime {
		all[0] = 1
	}
	for _, w := range t.Work {
		all[2] += w.NextInTime
		for _, n := range w.NextResponses {
			all[3] += n
		}
	}
	return all
}

// TestAnAnswerKeepsThePromiseOrNot: what counts is when it was written, in opening time and
// without the time for which the session was parked.
func TestAnAnswerKeepsThePromiseOrNot(t *testing.T) {
	t.Parallel()
	// Every answer takes a second to write.
	const second = time.Second
	for name, tt := range map[string]struct {
		do   func(*scene)
		want [4]int64
	}{
		"the first just in time":         {func(s *scene) { s.later(2*time.Minute - second); s.answer() }, [4]int64{1, 1, 0, 0}},
		"the first a second late":        {func(s *scene) { s.later(2 * time.Minute); s.answer() }, [4]int64{0, 1, 0, 0}},
		"what is said more is no answer": {func(s *scene) { s.answer(); s.later(time.Hour); s.answer() }, [4]int64{1, 1, 0, 0}},
		"a further one just in time": {func(s *scene) {
			s.answer()
			s.writes()
			s.later(2*time.Minute - second)
			s.answer()
		}, [4]int64{1, 1, 1, 1}},
		"one late, one in time": {func(s *scene) {
			s.later(time.Hour)
			s.answer()
			for _, after := range []time.Duration{time.Hour, time.Minute} {
				s.writes()
				s.later(after)
				s.answer()
			}
		}, [4]int64{0, 1, 1, 2}},
		"what crossed it has the time from then on": {func(s *scene) {
			s.answer()
			s.writes()
			s.later(time.Minute)
			r := s.written()
			s.later(second)
			s.writes()
			s.later(time.Minute)
			s.records(r)
			s.later(time.Minute - 2*second)
			s.answer()
		}, [4]int64{1, 1, 2, 2}},
		"parked for an hour": {func(s *scene) {
			s.later(time.Minute)
			s.does("Jo", conversation.Park, until(s, time.Hour))
			s.expires(conversation.ParkEnds)
			s.does("Jo", conversation.Pick)
			s.later(time.Minute - second)
			s.answer()
		}, [4]int64{1, 1, 0, 0}},
		"parked for an hour, and late all the same": {func(s *scene) {
			s.later(time.Minute)
			s.does("Jo", conversation.Park, until(s, time.Hour))
			s.expires(conversation.ParkEnds)
			s.does("Jo", conversation.Pick)
			s.later(time.Minute)
			s.answer()
		}, [4]int64{0, 1, 0, 0}},
		"written in time and sent when it is parked": {func(s *scene) {
			s.later(time.Minute)
			r := s.written()
			s.later(second)
			s.does("Jo", conversation.Park)
			s.later(time.Hour)
			s.records(r)
		}, [4]int64{1, 1, 0, 0}},
		"written late and sent when it is parked": {func(s *scene) {
			s.later(10 * time.Minute)
			r := s.written()
			s.later(second)
			s.does("Jo", conversation.Park)
			s.records(r)
		}, [4]int64{0, 1, 0, 0}},
		"written in time and sent during the wrap-up": {func(s *scene) {
			s.later(time.Minute)
			r := s.written()
			s.later(second)
			s.does("Jo", conversation.End)
			s.later(5 * time.Minute)
			s.records(r)
		}, [4]int64{1, 1, 0, 0}},
		"written late and sent when nobody has it": {func(s *scene) {
			s.later(4 * time.Minute) // within the five in which somebody should take it
			r := s.written()
			s.later(second)
			s.does("Jo", conversation.Release)
			s.records(r)
		}, [4]int64{0, 1, 0, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := picked(t, append(promised("front"), wraps(configuration.BlocksFor, time.Hour))...) // after a minute
			tt.do(s)
			if got := inTime(s.c.Tally); got != tt.want {
				t.Errorf("first in time, of; next in time, of: %v, want %v", got, tt.want)
			}
		})
	}
}

// TestNoAnswerIsPromisedAtNight: the promise runs in the opening hours of the queue in which
// it is answered.
func TestNoAnswerIsPromisedAtNight(t *testing.T) {
	t.Parallel()
	for after, want := range map[time.Duration]bool{
		8*time.Hour + 3*time.Minute: true, 8*time.Hour + 3*time.Minute + time.Second: false,
	} {
		s := open(t, promised("front", "night")...)
		s.router.placement.Decision.Queue = "night" // opens at eight in the evening
		s.writes()
		s.does("Max", conversation.Pick)
		s.later(after - time.Second)
		s.answer()
		if s.c.Tally.FirstInTime != want || s.c.Tally.FirstResponse != int64(after/time.Second) {
			t.Errorf("after %s: in time %v, after %d s", after, s.c.Tally.FirstInTime, s.c.Tally.FirstResponse)
		}
	}
}

// TestKeptPromisesCountForWhoeverAnswered, when the session closes.
func TestKeptPromisesCountForWhoeverAnswered(t *testing.T) {
	t.Parallel()
	s := picked(t, append(promised("front"), wraps(configuration.BlocksNever, time.Minute))...)
	s.answer()
	s.writes()
	s.answer()
	s.writes()
	s.later(time.Hour)
	s.answer()
	s.does("Jo", conversation.End)
	f := s.last.Counts[0]
	for what, m := range map[string]conversation.Measures{
		"the queue": f.Measures, "Jo": f.ByAgent[address("Jo")], "the hour": f.ByHour["12"], "the workstream": f.ByWorkstream["support"],
		"the channel": f.ByChannel[s.c.Channel],
	} {
		if m.FirstInTime != 1 || m.NextInTime != 1 || m.FirstResponses == nil || m.NextResponse != 1+3601 {
			t.Errorf("%s has %+v", what, m)
		}
	}
	if !s.closed[1].Tally.AnswerBy.IsZero() {
		t.Error("a session that is over keeps a promise to come")
	}
}
