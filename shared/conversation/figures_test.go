package conversation_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// surveyed is a scene in which Jo has ended Dana's session, and Dana was asked.
func surveyed(t *testing.T, edits ...func(*configuration.Spec)) *scene {
	t.Helper()
	s := picked(t, append(edits, terms(func(w *configuration.Workstream) { w.Survey = true }))...)
	s.later(time.Minute)
	s.does("Jo", conversation.End)
	s.later(time.Minute)
	return s
}

// rates is Dana's answer to a survey.
func (s *scene) rates(survey string, rating int64) conversation.Change {
	s.Helper()
	in := s.inbound(channel.Survey)
	in.Answer = &channel.Answer{Survey: survey, Rating: rating}
	return s.hears(in)
}

// TestARatingCountsForTheSessionThatEnded, whatever has become of it meanwhile.
func TestARatingCountsForTheSessionThatEnded(t *testing.T) {
	t.Parallel()
	for name, meanwhile := range map[string]func(*scene){
		"nothing happened":             func(*scene) {},
		"the wrap-up is over":          func(s *scene) { s.expires(conversation.WrapUpEnds) },
		"days went by":                 func(s *scene) { s.expires(conversation.WrapUpEnds); s.later(50 * time.Hour) },
		"the customer wrote again":     func(s *scene) { s.writes() },
		"another agent has a new one":  func(s *scene) { s.writes(); s.later(25 * time.Hour); s.does("Sam", conversation.Pick) },
		"the next one is over as well": func(s *scene) { s.writes(); s.does("Max", conversation.Close) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := surveyed(t)
			meanwhile(s)
			ch := s.rates(s.c.Surveyed.ID, 4)
			if f := ch.Counts; len(f) != 1 || f[0].Date != "2026-03-05" || f[0].Queue != "front" || f[0].Rated != 1 || f[0].Ratings != 4 {
				t.Errorf("counted %+v", ch.Counts)
			}
			if s.c.State == conversation.WrapUp {
				s.does("Jo", conversation.Close)
			}
			if got := s.closed[1]; got.Tally.Rating != 4 || s.closed[2].Tally.Rating != 0 {
				t.Errorf("the sessions are rated %d and %d", got.Tally.Rating, s.closed[2].Tally.Rating)
			}
		})
	}
}

func TestTheFirstRatingCounts(t *testing.T) {
	t.Parallel()
	s := surveyed(t)
	s.rates("", 2)
	if ch := s.rates("", 5); len(ch.Counts) != 0 || ch.Message == nil {
		t.Errorf("the second one counted: %+v", ch)
	}
	s.does("Jo", conversation.Close)
	if ch := s.rates("", 5); len(ch.Counts) != 0 || ch.Rated != nil {
		t.Errorf("the third one counted: %+v", ch)
	}
	if got := s.closed[1].Tally.Rating; got != 2 {
		t.Errorf("rated %d, want the first, 2", got)
	}
}

func TestEachSessionHasARatingOfItsOwn(t *testing.T) {
	t.Parallel()
	s := surveyed(t)
	first := s.c.Surveyed.ID
	s.rates(first, 1)
	s.writes()
	s.does("Sam", conversation.Pick)
	s.does("Sam", conversation.End)
	if ch := s.rates(first, 3); len(ch.Counts) != 0 {
		t.Errorf("an answer to the survey before counted: %+v", ch.Counts)
	}
	s.rates(s.c.Surveyed.ID, 5)
	s.does("Sam", conversation.Close)
	if s.closed[1].Tally.Rating != 1 || s.closed[2].Tally.Rating != 5 {
		t.Errorf("rated %d and %d, want 1 and 5", s.closed[1].Tally.Rating, s.closed[2].Tally.Rating)
	}
}

func TestWhatIsNoRatingIsKeptAsAMessageOnly(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*channel.Inbound){
		"an answer in words":         func(in *channel.Inbound) { in.Answer.Rating = 0 },
		"less than the worst":        func(in *channel.Inbound) { in.Answer.Rating = -1 },
		"more than the best":         func(in *channel.Inbound) { in.Answer.Rating = 6 },
		"of a survey of the channel": func(in *channel.Inbound) { in.Answer.Survey = "of-its-own" },
		"without an answer":          func(in *channel.Inbound) { in.Answer = nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := surveyed(t)
			in := s.inbound(channel.Survey)
			in.Answer = &channel.Answer{Survey: s.c.Surveyed.ID, Rating: 3}
			change(&in)
			if ch := s.hears(in); len(ch.Counts) != 0 || ch.Message == nil || s.c.Surveyed.Rating != 0 {
				t.Errorf("change %+v", ch)
			}
		})
	}
	t.Run("and nobody was asked", func(t *testing.T) {
		t.Parallel()
		s := picked(t)
		s.does("Jo", conversation.End)
		if ch := s.rates("", 3); len(ch.Counts) != 0 {
			t.Errorf("counted %+v", ch.Counts)
		}
	})
}

// TestABurstIsCountedInManyDocuments: sessions that close at the same moment do not
// wait for one document.
func TestABurstIsCountedInManyDocuments(t *testing.T) {
	t.Parallel()
	const burst = 800
	counted := map[string]int64{}
	for n := range burst {
		s := open(t)
		s.c.ID = keyring.IDs().Of(channel.Peer{Key: strconv.Itoa(n)})
		ch, err := receive(s.c, s.inbound(channel.Text), s.now, s.router)
		if err != nil {
			t.Fatal(err)
		}
		s.c = ch.Conversation
		if ch, err = s.carry("Max", conversation.Action{Kind: conversation.Close}); err != nil {
			t.Fatal(err)
		}
		for _, f := range ch.Counts {
			counted[f.Date+"_"+f.Queue+"_"+f.Shard] += f.Closed
		}
	}
	if len(counted) != conversation.FigureShards {
		t.Errorf("counted in %d documents, want %d", len(counted), conversation.FigureShards)
	}
	all := int64(0)
	for name, n := range counted {
		if all += n; n > burst/5 { // with one document it is all of them
			t.Errorf("%d of %d sessions are counted in %s", n, burst, name)
		}
	}
	if all != burst {
		t.Errorf("%d sessions are counted, want %d", all, burst)
	}
}
