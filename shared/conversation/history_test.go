package conversation_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// belongs is the session and the queue of what was said or happened last.
type belongs struct {
	session int64
	queue   string
}

func (s *scene) said() belongs { return belongs{s.last.Message.Session, s.last.Message.Queue} }

func (s *scene) want(what string, got, want belongs) {
	s.Helper()
	if got != want {
		s.Errorf("%s belongs to %+v, want %+v", what, got, want)
	}
}

// TestAMessageBelongsToTheQueueThatItWasWrittenIn: what comes after the session moved is
// the other queue's, and so is the event of the move.
func TestAMessageBelongsToTheQueueThatItWasWrittenIn(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.does("Jo", conversation.WriteNote, noting())
	s.want("a note", s.said(), belongs{1, "front"})
	s.does("Jo", conversation.Transfer, to("back"))
	e := s.last.Events[0]
	s.want("the move", belongs{e.Session, e.Queue}, belongs{1, "back"})
	s.writes()
	s.want("what the customer writes then", s.said(), belongs{1, "back"})
	s.does("Max", conversation.Close)
	s.later(time.Minute)
	s.does("Max", conversation.WriteNote, noting())
	s.want("a note about what is closed", s.said(), belongs{1, "back"})
	s.writes()
	s.want("what opens the next session", s.said(), belongs{2, "front"})
}

// TestWhatComesWithoutASessionBelongsToNoQueue, as long as only the channel's bot talks.
func TestWhatComesWithoutASessionBelongsToNoQueue(t *testing.T) {
	t.Parallel()
	s := open(t, terms(keeping))
	ch := s.hears(s.answered(channel.BotAnswer{Text: "Nine to five."}))
	for _, m := range []*conversation.Message{ch.Message, ch.BotAnswer} {
		s.want(string(m.Direction), belongs{m.Session, m.Queue}, belongs{0, ""})
	}
	s.writes()
	s.want("what opens a session", s.said(), belongs{1, "front"})
	s.does("Max", conversation.Close)
	ch = s.hears(s.answered(channel.BotAnswer{Text: "Nine to five."}))
	for _, m := range []*conversation.Message{ch.Message, ch.BotAnswer} {
		s.want(string(m.Direction)+", after a session", belongs{m.Session, m.Queue}, belongs{1, ""})
	}
}

// TestEarlierSessionsAreCountedByTheQueueThatTheyEndedIn; one that a session only passed
// through is there with none.
func TestEarlierSessionsAreCountedByTheQueueThatTheyEndedIn(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.does("Jo", conversation.Transfer, to("back"))
	before := s.c
	s.does("Max", conversation.Close)
	if len(before.Earlier) > 0 {
		t.Errorf("before it closed, the earlier ones were %v", before.Earlier)
	}
	s.later(time.Minute)
	s.writes()
	s.does("Max", conversation.Close)
	if diff := cmp.Diff(map[string]int64{"front": 1, "back": 1}, s.c.Earlier); diff != "" {
		t.Errorf("earlier (-want +got):\n%s", diff)
	}
}

// TestASessionHoldsWhatMayBeReadOfEarlierOnes, as the workstream says with each step.
func TestASessionHoldsWhatMayBeReadOfEarlierOnes(t *testing.T) {
	t.Parallel()
	for _, history := range []string{configuration.HistorySession, configuration.HistoryQueues, configuration.HistoryAll} {
		s := open(t, terms(func(w *configuration.Workstream) { w.History = history }))
		s.writes()
		if s.c.History != history {
			t.Errorf("history = %q, want %q", s.c.History, history)
		}
		s.config = shop(t)
		s.does("Jo", conversation.Pick)
		if s.c.History != configuration.HistoryQueues {
			t.Errorf("after a step by another configuration, history = %q", s.c.History)
		}
	}
}
