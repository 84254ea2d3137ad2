package conversation_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// declined is how often each agent declined or missed a session.
func declined(c conversation.Conversation) map[string]int64 {
	all := map[string]int64{}
	for _, d := range c.Declined {
		all[d.Agent] += d.Times
	}
	return all
}

// pause is the default of offer.pause.
const pause = 2 * time.Minute

// TestASessionThatEverybodyDeclinedIsOfferedAgain: it has a deadline, however it
// came back into its queue.
func TestASessionThatEverybodyDeclinedIsOfferedAgain(t *testing.T) {
	t.Parallel()
	for name, lose := range map[string]func(*scene){
		"declined": func(s *scene) { s.does("Jo", conversation.Decline) },
		"missed":   func(s *scene) { s.expires(conversation.OfferEnds) },
		"released": func(s *scene) { s.does("Jo", conversation.Accept); s.does("Jo", conversation.Release) },
		"transferred to a queue": func(s *scene) {
			s.does("Jo", conversation.Accept)
			s.does("Jo", conversation.Transfer, to("back"))
		},
	} {
		s := offered(t)
		lose(s)
		if d := s.deadline(conversation.MatchesAgain); !d.At.Equal(s.now.Add(pause)) || !s.c.DueAt.Equal(d.At) {
			t.Errorf("%s: offered again at %v, due at %v, want the end of the pause", name, d.At, s.c.DueAt)
		}
		s.expires(conversation.MatchesAgain)
		if s.is(conversation.Open, s.c.Queue, ""); !s.c.DueAt.IsZero() {
			t.Errorf("%s: due at %v when the pause is over", name, s.c.DueAt)
		}
	}
}

// TestOnePauseAfterTheOther: there is one deadline at a time, the earliest that
// nobody has looked at.
func TestOnePauseAfterTheOther(t *testing.T) {
	t.Parallel()
	s := offered(t)
	s.does("Jo", conversation.Decline)
	first := s.now.Add(pause)
	s.later(30 * time.Second)
	s.gives("Sam")
	s.later(30 * time.Second)
	s.does("Sam", conversation.Decline)
	second := s.now.Add(pause)
	for _, want := range []time.Time{first, second} {
		if d := s.deadline(conversation.MatchesAgain); !d.At.Equal(want) {
			t.Errorf("offered again at %v, want %v", d.At, want)
		}
		s.expires(conversation.MatchesAgain)
	}
	if all := s.c.Deadlines(s.config); len(all) > 0 {
		t.Errorf("deadlines %v, want none when nobody pauses", all)
	}
}

// TestOnlySoManyDeclinesAreRemembered, and the latest are.
func TestOnlySoManyDeclinesAreRemembered(t *testing.T) {
	t.Parallel()
	s := offered(t)
	s.does("Jo", conversation.Decline)
	for i := range conversation.MaxDecliners - 1 {
		s.gives("Sam")
		s.does("Sam", conversation.Decline)
		s.c.Declined[len(s.c.Declined)-1].Agent = fmt.Sprintf("agent%d@example.com", i)
	}
	if n := declined(s.c)[address("Jo")]; n != 1 || len(s.c.Declined) != conversation.MaxDecliners {
		t.Errorf("%d are remembered, Jo %d times", len(s.c.Declined), n)
	}
	before := s.c
	s.gives("Sam")
	s.does("Sam", conversation.Decline)
	if n := declined(s.c)[address("Jo")]; n != 0 || len(s.c.Declined) != conversation.MaxDecliners {
		t.Errorf("%d are remembered, Jo %d times", len(s.c.Declined), n)
	}
	if declined(before)[address("Jo")] != 1 {
		t.Error("a step changed the conversation that it began with")
	}
}
