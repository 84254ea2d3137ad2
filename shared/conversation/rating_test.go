package conversation_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

const why = "Thank you. Would you like to tell us why? Your next message is added to your answer, and nobody replies to it."

// rated is a scene in which Dana has tapped a rating and is asked why.
func rated(t *testing.T) *scene {
	t.Helper()
	s := plainly(t, terms(func(w *configuration.Workstream) { w.SurveyComment = true }))
	s.does("Jo", conversation.End)
	q := s.question()
	s.later(time.Minute)
	s.taps(q.Choices[1])
	s.saidToCustomer(why)
	return s
}

// TestARatingIsOfWhoHadTheSessionThen: whatever happens before the customer answers.
func TestARatingIsOfWhoHadTheSessionThen(t *testing.T) {
	t.Parallel()
	s := plainly(t)
	s.does("Jo", conversation.End)
	asked, q := s.now, s.question()
	s.later(time.Hour)
	s.writes()
	s.does("Sam", conversation.Pick)
	s.does("Sam", conversation.Transfer, conversation.Action{Queue: "back"})
	ch := s.taps(q.Choices[3])
	want := &conversation.Rating{
		Conversation: known(s.c).ID, Session: 1, Rating: 4, Owner: "jo@example.com", OwnerName: "Jo", Queue: "front",
		AskedAt: asked, RatedAt: s.now,
	}
	if diff := cmp.Diff(want, ch.Rating); diff != "" {
		t.Errorf("the rating (-want +got):\n%s", diff)
	}
	if again := s.taps(q.Choices[0]); again.Rating != nil {
		t.Errorf("a second answer makes it %+v", again.Rating)
	}
}

func TestTheNextTextIsTheComment(t *testing.T) {
	t.Parallel()
	s := rated(t)
	s.does("Jo", conversation.Close)
	s.later(time.Minute)
	ch := s.says("It took three weeks. ")
	if ch.Rating == nil || ch.Rating.Comment != "It took three weeks." || ch.Rating.Rating != 2 || ch.Rating.Owner != "jo@example.com" {
		t.Errorf("the rating is %+v", ch.Rating)
	}
	if s.c.State != conversation.Closed || s.c.Session.Number != 1 || ch.Dispatch || len(ch.Replies) > 0 || ch.Message == nil {
		t.Errorf("%s, session %d, told %v", s.c.State, s.c.Session.Number, s.told())
	}
	s.later(time.Second)
	s.says("And where is it now?")
	s.is(conversation.Open, "front", "")
}

func TestTheWaitForACommentEnds(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		do    func(*scene)
		opens bool
	}{
		"by itself":           {func(s *scene) { s.later(15 * time.Minute); s.says("Where is it now?") }, true},
		"by a file":           {func(s *scene) { s.hears(s.inbound(channel.File)) }, true},
		"by a wish":           {func(s *scene) { s.hears(s.inbound(channel.WantsPerson)) }, true},
		"by no comment":       {func(s *scene) { s.taps(s.question().Choices[0]) }, false},
		"and then by a text":  {func(s *scene) { s.taps(s.question().Choices[0]); s.says("Where is it now?") }, true},
		"by an agent's start": {func(s *scene) { s.does("Jo", conversation.Close); s.hears(s.inbound(channel.Location)) }, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := rated(t)
			tt.do(s)
			if opened := s.c.Session.Number == 2; opened != tt.opens || s.last.Rating != nil {
				t.Errorf("session %d is %s, and the rating %+v", s.c.Session.Number, s.c.State, s.last.Rating)
			}
			if s.c.Surveyed.CommentUntil.After(s.now) {
				t.Errorf("it waits for a comment until %s", s.c.Surveyed.CommentUntil)
			}
		})
	}
}

// TestTheWordsInAChannelsOwnSurveyAreTheComment: beside the rating, or in a question of
// their own.
func TestTheWordsInAChannelsOwnSurveyAreTheComment(t *testing.T) {
	t.Parallel()
	s := surveyed(t)
	in := s.inbound(channel.Survey)
	in.Text, in.Answer = "Too slow", &channel.Answer{Survey: s.c.Surveyed.ID, Rating: 2}
	ch := s.hears(in)
	if ch.Rating == nil || ch.Rating.Comment != "Too slow" {
		t.Errorf("the rating is %+v", ch.Rating)
	}
	in = s.inbound(channel.Survey)
	in.Text, in.Answer = strings.Repeat("x", 3_000), &channel.Answer{Survey: s.c.Surveyed.ID, Question: "why"}
	if ch = s.hears(in); ch.Rating == nil || len(ch.Rating.Comment) > 2_000 || !strings.HasPrefix(ch.Rating.Comment, "Too slow\nx") {
		t.Errorf("the rating is %+v", ch.Rating)
	}
	if len(ch.Replies) > 0 {
		t.Errorf("the customer is told %v", s.told())
	}
}
