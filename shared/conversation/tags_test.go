package conversation_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// labelled adds tags and outcomes to the shop.
func labelled(s *configuration.Spec) {
	label := func(text string) configuration.Label {
		return configuration.Label{Labels: map[string]string{"en": text}}
	}
	s.Tags = map[string]configuration.Label{"refund": label("Refund"), "vip": label("VIP")}
	for i := range configuration.MaxTags {
		s.Tags[fmt.Sprintf("t%d", i)] = label("more")
	}
	s.Outcomes = map[string]configuration.Label{"solved": label("Solved"), "spam": label("Spam")}
}

// needsOutcome lets no session be closed without an outcome, after a wrap-up or without.
func needsOutcome(blocks string) func(*configuration.Spec) {
	return func(s *configuration.Spec) {
		labelled(s)
		for name, w := range s.Workstreams {
			w.Outcome, w.WrapUp.Blocks = configuration.OutcomeRequired, blocks
			s.Workstreams[name] = w
		}
	}
}

func of(name string) conversation.Action { return conversation.Action{Of: name} }

func setting(name string) conversation.Action { return conversation.Action{Of: name, On: true} }

// TestTagsAreSetAndRemovedOneByOne: in any order, and twice, the same comes out.
func TestTagsAreSetAndRemovedOneByOne(t *testing.T) {
	t.Parallel()
	s := picked(t, labelled)
	s.does("Jo", conversation.SetTag, setting("vip"))
	s.does("Max", conversation.SetTag, setting("refund"))
	s.does("Jo", conversation.SetTag, setting("vip"))
	if diff := cmp.Diff([]string{"refund", "vip"}, s.c.Tags); diff != "" {
		t.Error(diff)
	}
	if len(s.last.Events) > 0 {
		t.Errorf("setting a tag again made events %v", s.last.Events)
	}
	s.does("Jo", conversation.SetTag, of("vip"))
	s.does("Jo", conversation.SetTag, of("vip"))
	if diff := cmp.Diff([]string{"refund"}, s.c.Tags); diff != "" {
		t.Error(diff)
	}
	s.refused("action.noTag tag=refnd", "Jo", conversation.SetTag, setting("refnd"))
}

// TestATagThatTheConfigurationHasNoLongerCanBeRemoved, and a session has so many at most.
func TestATagThatTheConfigurationHasNoLongerCanBeRemoved(t *testing.T) {
	t.Parallel()
	s := picked(t, labelled)
	for i := range configuration.MaxTags {
		s.does("Jo", conversation.SetTag, setting(fmt.Sprintf("t%d", i)))
	}
	s.refused("action.tooManyTags most=12", "Jo", conversation.SetTag, setting("vip"))
	s.adopt(shop(t))
	s.does("Jo", conversation.SetTag, of("t3"))
	if len(s.c.Tags) != configuration.MaxTags-1 {
		t.Errorf("the tags are %v", s.c.Tags)
	}
}

// TestOnlyWhoHoldsTheSessionTagsIt: others read it, or could pick it.
func TestOnlyWhoHoldsTheSessionTagsIt(t *testing.T) {
	t.Parallel()
	s := open(t, labelled)
	s.writes()
	s.refused("action.inQueue queue=\"Front desk\"", "Jo", conversation.SetTag, setting("vip"))
	s.does("Max", conversation.SetTag, setting("vip"))
	if diff := cmp.Diff([]string{"vip"}, s.last.Enqueue.Tags); diff != "" {
		t.Errorf("in the queue's list: %s", diff)
	}
	s.does("Jo", conversation.Pick)
	s.refused("action.taken agent=Jo", "Kim", conversation.SetTag, of("vip"))
	s.answer()
	s.does("Jo", conversation.Park)
	s.does("Jo", conversation.SetTag, setting("refund"))
	s.does("Jo", conversation.Revive)
	s.does("Jo", conversation.End)
	s.does("Jo", conversation.SetOutcome, of("solved"))
	s.does("Jo", conversation.Close)
	s.refused("action.closed", "Max", conversation.SetTag, of("vip"))
	if got := s.last.Closed; len(got) != 1 || got[0].Outcome != "solved" || len(got[0].Tags) != 2 {
		t.Errorf("the session's record is %+v", got)
	}
	if got := s.last.Past; len(got) != 1 || got[0].Outcome != "solved" || len(got[0].Tags) != 2 {
		t.Errorf("the session as it is listed is %+v", got)
	}
}

// TestTheNextSessionBeginsWithoutTheTagsOfTheOneBefore: rules can read those.
func TestTheNextSessionBeginsWithoutTheTagsOfTheOneBefore(t *testing.T) {
	t.Parallel()
	s := picked(t, labelled)
	s.does("Jo", conversation.SetTag, setting("vip"))
	s.does("Jo", conversation.SetOutcome, of("spam"))
	s.does("Max", conversation.Close)
	s.later(time.Minute)
	s.writes()
	if len(s.c.Tags) > 0 || s.c.Outcome != "" {
		t.Errorf("it has the tags %v and the outcome %q", s.c.Tags, s.c.Outcome)
	}
}

// TestAnOutcomeIsNeededWhereTheWorkstreamSaysSo, of agents, and of nobody else.
func TestAnOutcomeIsNeededWhereTheWorkstreamSaysSo(t *testing.T) {
	t.Parallel()
	s := picked(t, needsOutcome(configuration.BlocksFor))
	s.answer()
	s.does("Jo", conversation.End)
	s.refused("action.outcomeMissing", "Jo", conversation.Close)
	s.refused("action.noOutcome outcome=sovled", "Jo", conversation.Close, of("sovled"))
	s.does("Jo", conversation.Close, of("solved"))
	if got := s.last.Closed[0].Outcome; got != "solved" {
		t.Errorf("the outcome is %q", got)
	}
	if got := spelled(s.last.Events[0].Trace); len(got) != 1 || got[0] != "session.outcome outcome=solved" {
		t.Errorf("the event says %v", got)
	}

	s = picked(t, needsOutcome(configuration.BlocksNever))
	s.answer()
	s.refused("action.outcomeMissing", "Jo", conversation.End)
	s.does("Jo", conversation.End, of("solved"))
	if s.c.State != conversation.Closed || s.c.Outcome != "solved" {
		t.Errorf("it is %s with the outcome %q", s.c.State, s.c.Outcome)
	}

	s = picked(t, needsOutcome(configuration.BlocksFor))
	s.answer()
	s.does("Jo", conversation.End)
	s.expires(conversation.WrapUpEnds)
	if s.c.State != conversation.Closed {
		t.Errorf("the wrap-up is over, and the session is %s", s.c.State)
	}
}

// TestAnOutcomeCanBeTakenAway while the session is not closed.
func TestAnOutcomeCanBeTakenAway(t *testing.T) {
	t.Parallel()
	s := picked(t, labelled)
	s.does("Jo", conversation.SetOutcome, of("spam"))
	s.does("Jo", conversation.SetOutcome)
	if s.c.Outcome != "" {
		t.Errorf("the outcome is %q", s.c.Outcome)
	}
	if e := s.last.Events[0]; e.Cause != conversation.OutcomeSet || len(e.Trace) != 0 {
		t.Errorf("the event is %+v", e)
	}
}

// TestASupervisorTagsASessionThatIsOver: what is kept and found of it, and its figures by tag,
// are as if it had closed with the tag; its rating, which may come later, counts by it too.
func TestASupervisorTagsASessionThatIsOver(t *testing.T) {
	t.Parallel()
	s := picked(t, labelled, terms(func(w *configuration.Workstream) { w.Survey = true }))
	s.answer()
	s.does("Jo", conversation.SetTag, setting("vip"))
	s.does("Jo", conversation.End)
	s.does("Jo", conversation.Close)
	over := func(tag string, on bool) conversation.Action {
		past, closed := s.past[1], s.closed[1]
		return conversation.Action{Of: tag, On: on, Session: 1, Past: &past, Over: &closed}
	}
	s.refused("action.closed", "Jo", conversation.SetTag, over("refund", true))
	s.refused("action.noTag tag=refnd", "Max", conversation.SetTag, over("refnd", true))
	s.refused("action.noSession", "Max", conversation.SetTag, conversation.Action{Of: "refund", On: true, Session: 1})
	s.does("Max", conversation.SetTag, over("refund", true))
	if f := s.last.Counts[0].ByTag["refund"]; f.Closed != 1 || f.Answered != 1 || len(f.FirstResponses) != 1 || len(s.last.Counts[0].ByAgent) > 0 {
		t.Errorf("it counts %+v", s.last.Counts)
	}
	if past := s.past[1]; !slices.Equal(past.Tags, []string{"refund", "vip"}) || !slices.Contains(past.Keys, "tag:refund") {
		t.Errorf("it is found as %+v", past)
	}
	if e := s.last.Events[0]; e.Cause != conversation.Tagged || e.Session != 1 {
		t.Errorf("the event is %+v", e)
	}
	s.does("Max", conversation.SetTag, over("refund", true))
	if len(s.last.Counts)+len(s.last.Events)+len(s.last.Past) > 0 {
		t.Errorf("again, it changes %+v", s.last)
	}
	s.does("Max", conversation.SetTag, over("vip", false))
	if past := s.past[1]; slices.Contains(past.Keys, "tag:vip") || len(s.figures["2026-03-05_front"].ByTag) != 1 {
		t.Errorf("found by %v, figures by tag %+v", past.Keys, s.figures["2026-03-05_front"].ByTag)
	}
	rated := s.inbound(channel.Survey)
	rated.Answer = &channel.Answer{Rating: 4}
	s.hears(rated)
	s.writes() // a session more, which keeps its own
	s.does("Max", conversation.SetTag, over("vip", true))
	s.does("Max", conversation.SetTag, over("refund", false))
	if got := s.figures["2026-03-05_front"].ByTag["vip"]; got.Ratings != 4 || got.Closed != 1 || len(s.c.Tags) > 0 {
		t.Errorf("the figures by tag are %+v, the tags of the next session %v", got, s.c.Tags)
	}
}
