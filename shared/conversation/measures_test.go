package conversation_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/histogram"
)

// TestResponsesAreMeasuredFromTheFirstQuestionThatNobodyAnswered.
func TestResponsesAreMeasuredFromTheFirstQuestionThatNobodyAnswered(t *testing.T) {
	t.Parallel()
	s := picked(t) // after a minute
	s.later(29 * time.Second)
	s.answer() // a second later, as always here
	s.answer() // says more, and answers nothing
	s.later(time.Minute)
	s.writes()
	s.later(10 * time.Second)
	s.writes()
	s.later(20 * time.Second)
	s.answer()
	got := s.c.Tally
	if got.RespondedBy != address("Jo") || got.FirstResponse != 60+29+1 {
		t.Errorf("first answered by %q after %d s", got.RespondedBy, got.FirstResponse)
	}
	w := got.Work[address("Jo")]
	if w.NextResponse != 31 || !cmp.Equal(w.NextResponses, map[string]int64(histogram.Of(31))) {
		t.Errorf("Jo's further answers took %d s: %v", w.NextResponse, w.NextResponses)
	}
}

// TestAnAnswerThatIsSentAfterTheEndCountsIfItWasOwed, as long as the session is not closed.
func TestAnAnswerThatIsSentAfterTheEndCountsIfItWasOwed(t *testing.T) {
	t.Parallel()
	s := picked(t, wraps(configuration.BlocksFor, time.Minute))
	s.later(9 * time.Second)
	r := s.written()
	r.Session = 1
	s.later(time.Second)
	s.does("Jo", conversation.End)
	s.later(time.Second)
	s.records(r)
	if got := s.c.Tally.FirstResponse; got != 69 {
		t.Errorf("the first answer took %d s", got)
	}
	s.does("Jo", conversation.Close)
	late := s.written()
	late.Session = 1
	s.records(late)
	if s.c.Tally.Work[address("Jo")].NextResponse != 0 {
		t.Error("an answer counts in a session that is closed")
	}
}

// TestACustomerWhoIsBackWithinADayCountsForWhoeverHadThem.
func TestACustomerWhoIsBackWithinADayCountsForWhoeverHadThem(t *testing.T) {
	t.Parallel()
	for after, back := range map[time.Duration]int64{time.Hour: 1, 24 * time.Hour: 1, 24*time.Hour + time.Second: 0} {
		s := picked(t)
		s.does("Jo", conversation.End)
		s.later(after)
		s.writes()
		s.does("Sam", conversation.Pick)
		f := s.last.Counts[0]
		if f.Reopened != back || f.ByAgent[address("Jo")].Reopened != back || f.ByAgent[address("Sam")].Reopened != 0 {
			t.Errorf("after %s: %+v", after, f)
		}
		if f.ByAgent[address("Sam")].Answered != 1 || f.ByAgent[address("Jo")].Answered != 0 {
			t.Errorf("Sam has taken it: %+v", f.ByAgent)
		}
	}
}

// TestWhatOneDocumentCannotTakeGoesIntoTheNext: nothing is lost, and no document gets more
// increments than the database takes.
func TestWhatOneDocumentCannotTakeGoesIntoTheNext(t *testing.T) {
	t.Parallel()
	lengths := histogram.Counts{}
	for b := range 60 {
		lengths[fmt.Sprint(b)] = 1
	}
	m := conversation.Measures{Closed: 1, NextResponse: 9, NextResponses: lengths}
	f := conversation.Figures{
		Date: "2026-03-05", Queue: "front", Shard: "7", Measures: m, ByTag: map[string]conversation.Measures{},
		ByAgent: map[string]conversation.Measures{}, ByHour: map[string]conversation.Measures{"09": m},
	}
	for n := range 12 {
		f.ByTag[fmt.Sprint("tag", n)], f.ByAgent[fmt.Sprint("agent", n)] = m, m
	}
	parts := f.Parts()
	if len(parts) < 2 || parts[0].Shard != "7" || parts[1].Shard != "0" {
		t.Fatalf("%d parts, the first in %s", len(parts), parts[0].Shard)
	}
	again := conversation.Figures{ByTag: map[string]conversation.Measures{}, ByAgent: map[string]conversation.Measures{}}
	closed := int64(0)
	for _, part := range parts {
		increments := 0
		closed += part.Closed
		for _, values := range []map[string]conversation.Measures{part.ByTag, part.ByAgent, part.ByHour, {"": part.Measures}} {
			for _, m := range values {
				increments += 2 + len(m.NextResponses)
			}
		}
		if increments > 500 {
			t.Errorf("%d increments in one document", increments)
		}
		for tag, m := range part.ByTag {
			again.ByTag[tag] = m
		}
		for email, m := range part.ByAgent {
			again.ByAgent[email] = m
		}
	}
	if closed != 1 || !cmp.Equal(again.ByTag, f.ByTag) || !cmp.Equal(again.ByAgent, f.ByAgent) {
		t.Errorf("%d tags, %d agents and %d in all are left", len(again.ByTag), len(again.ByAgent), closed)
	}
}

// TestAWeekIsWrittenAsTheDeskReadsIt: the desk's test reads the same text.
func TestAWeekIsWrittenAsTheDeskReadsIt(t *testing.T) {
	t.Parallel()
	m := conversation.Measures{
		Opened: 5, Answered: 4, Within: 3, Abandoned: 1, Closed: 4, FirstWait: 130,
		FirstWaits: map[string]int64{"9": 2, "33": 2}, Handles: map[string]int64{"7": 4},
		FirstInTime: 2, NextInTime: 3,
	}
	weeks, err := conversation.RollUp("2026-03-08", []conversation.Figures{
		{Date: "2026-03-08", Queue: "front", Measures: m, ByAgent: map[string]conversation.Measures{"jo@x": m}},
	})
	if err != nil || len(weeks) != 7 {
		t.Fatalf("%d weeks, error %v", len(weeks), err)
	}
	for _, w := range weeks {
		all, err := w.Measures("2026-03-08")
		if err != nil || w.Week != "2026-03-02" {
			t.Errorf("%s: week of %s, error %v", w.Name(), w.Week, err)
		}
		switch w.Name() {
		case "queue_2026-03-02":
			const want = `{"front":[[5,4,3,1,0,0,4,0,0,0,0,0,130,0,0,0,0,0,0,2,3],[33,2,9,2],[],[],[7,4]]}`
			if got := w.Days["2026-03-08"]; got != want {
				t.Errorf("written as\n%s, want\n%s", got, want)
			}
			if diff := cmp.Diff(map[string]conversation.Measures{"front": m}, all); diff != "" {
				t.Errorf("read again (-want +got):\n%s", diff)
			}
		case "agent_2026-03-02", "own_jo@x_2026-03-02":
			if !cmp.Equal(all["jo@x"], m) {
				t.Errorf("%s has %+v", w.Name(), all)
			}
		default:
			if len(all) != 0 {
				t.Errorf("%s has %+v", w.Name(), all)
			}
		}
	}
}

// TestAWeekFitsIntoItsDocument, however many agents there are: the others are together.
func TestAWeekFitsIntoItsDocument(t *testing.T) {
	t.Parallel()
	f := conversation.Figures{Date: "2026-03-05", ByAgent: map[string]conversation.Measures{}}
	for n := range 5000 {
		m := conversation.Measures{Closed: int64(n), Handled: 100_000, Handles: map[string]int64{}}
		for b := range 20 {
			m.Handles[fmt.Sprint(100+b)] = int64(n)
		}
		f.ByAgent[fmt.Sprintf("agent%04d@acme.example", n)] = m
	}
	weeks, err := conversation.RollUp("2026-03-05", []conversation.Figures{f})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range weeks {
		if w.Dimension != conversation.ByAgent {
			continue
		}
		const document = 1 << 20
		if size := len(w.Days["2026-03-05"]); 7*size > document-20_000 {
			t.Errorf("a day takes %d bytes", size)
		}
		all, err := w.Measures("2026-03-05")
		var closed int64
		for _, m := range all {
			closed += m.Closed
		}
		if err != nil || all["agent4999@acme.example"].Closed != 4999 || closed != 5000*4999/2 || all[""].Closed == 0 {
			t.Errorf("%d values, %d closed, %d of others, error %v", len(all), closed, all[""].Closed, err)
		}
	}
}
