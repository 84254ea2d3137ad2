package conversation_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/rcs"
)

// plainly is a scene with surveys in which Jo has a session of a channel that has no
// survey of its own.
func plainly(t *testing.T, edits ...func(*configuration.Spec)) *scene {
	t.Helper()
	s := picked(t, append(edits, terms(func(w *configuration.Workstream) { w.Survey = true }))...)
	profile := channels.Profiles().Of(rcs.Name)
	s.router.placement.Signals, s.router.placement.Choices = profile.Signals(), profile.ReplyChoices()
	s.c.Signals, s.c.Choices = profile.Signals(), profile.ReplyChoices()
	s.later(time.Minute)
	return s
}

// question is the survey that the last step sent, if it did.
func (s *scene) question() *channel.Outbound {
	for _, r := range s.last.Replies {
		if len(r.Choices) > 0 {
			return &r.Outbound
		}
	}
	return nil
}

// taps is Dana's tap on a choice of a survey.
func (s *scene) taps(c channel.ChoiceItem) conversation.Change {
	s.Helper()
	in := s.inbound(channel.Choice)
	in.Text, in.Postback = c.Label, c.Postback
	return s.hears(in)
}

func TestAChannelWithoutASurveyAsksByChoices(t *testing.T) {
	t.Parallel()
	s := plainly(t)
	s.does("Jo", conversation.End)
	q := s.question()
	if q == nil || q.Kind.Signal() || q.Text != "How satisfied are you with this conversation? 1 means not at all, 5 means very much." {
		t.Fatalf("asked %+v", q)
	}
	for i, c := range q.Choices {
		if c.Label != fmt.Sprint(i+1) {
			t.Errorf("choice %d is %q", i+1, c.Label)
		}
	}
	if len(q.Choices) != 5 || s.c.Surveyed.ID != q.ID || s.c.Surveyed.Session != 1 {
		t.Errorf("%d choices, surveyed %+v", len(q.Choices), s.c.Surveyed)
	}
}

func TestATapIsTheSameRatingAsASurveys(t *testing.T) {
	t.Parallel()
	s := plainly(t)
	s.does("Jo", conversation.End)
	q := s.question()
	unread, heard := s.c.Unread, s.c.LastHeardAt
	ch := s.taps(q.Choices[3])
	if f := ch.Counts; len(f) != 1 || f[0].Queue != "front" || f[0].Rated != 1 || f[0].Ratings != 4 {
		t.Errorf("counted %+v", ch.Counts)
	}
	m := ch.Message
	if m.Kind != channel.Survey || m.Text != "4" || m.Answer == nil || m.Answer.Rating != 4 || m.Answer.Survey != q.ID || !m.Answer.OwnSurvey {
		t.Errorf("the history has %+v with %+v", m, m.Answer)
	}
	if s.c.State != conversation.WrapUp || s.c.Unread != unread || !s.c.LastHeardAt.Equal(heard) || ch.Dispatch || ch.Enqueue != nil {
		t.Errorf("the answer is treated as something to answer: %s, %d unread", s.c.State, s.c.Unread)
	}
	if again := s.taps(q.Choices[0]); len(again.Counts) != 0 || again.Message == nil {
		t.Errorf("a second answer counted: %+v", again.Counts)
	}
	s.does("Jo", conversation.Close)
	if got := s.closed[1].Tally.Rating; got != 4 {
		t.Errorf("the session is rated %d, want 4", got)
	}
}

func TestATapOpensNoSession(t *testing.T) {
	t.Parallel()
	s := plainly(t)
	s.does("Jo", conversation.End)
	q := s.question()
	s.does("Jo", conversation.Close)
	s.later(50 * time.Hour)
	in := s.inbound(channel.Choice)
	in.Text, in.Postback = "", q.Choices[1].Postback // without a label, as some devices answer
	ch := s.hears(in)
	if s.c.State != conversation.Closed || s.c.Session.Number != 1 || ch.Rated == nil || ch.Rated.Rating != 2 || ch.Message.Text != "2" {
		t.Errorf("%s, session %d, rated %+v, message %+v", s.c.State, s.c.Session.Number, ch.Rated, ch.Message)
	}
}

func TestATapCountsForItsOwnSessionOnly(t *testing.T) {
	t.Parallel()
	s := plainly(t)
	s.does("Jo", conversation.End)
	first := s.question()
	s.writes()
	s.does("Sam", conversation.Pick)
	s.does("Sam", conversation.End)
	second := s.question()
	if second == nil || second.Choices[0].Postback == first.Choices[0].Postback {
		t.Fatalf("the second session asks %+v, the first %+v", second, first)
	}
	if ch := s.taps(first.Choices[0]); len(ch.Counts) != 0 || s.c.Session.Number != 2 || s.c.State != conversation.WrapUp {
		t.Errorf("an answer about the session before counted: %+v", ch.Counts)
	}
	if ch := s.taps(second.Choices[4]); len(ch.Counts) != 1 {
		t.Errorf("counted %+v", ch.Counts)
	}
}

func TestNobodyIsAskedWhoDoesNotWantTo(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*scene){
		"the customer has unsubscribed":   func(s *scene) { s.c.Unsubscribed = true },
		"the channel has too few choices": func(s *scene) { s.c.Choices = 4 },
		"surveys are off":                 func(s *scene) { s.c.Survey = false },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := plainly(t)
			change(s)
			s.does("Jo", conversation.End)
			if q := s.question(); q != nil || s.c.Surveyed.Session != 0 {
				t.Errorf("asked %+v", q)
			}
		})
	}
}

func TestTheQuestionIsInTheCustomersLanguageOrTheWorkstreamsOwn(t *testing.T) {
	t.Parallel()
	own := func(s *configuration.Spec) {
		s.AutomatedMessages["survey"] = configuration.AutomatedMessage{Texts: map[string]string{"en": "How was {AgentName}?"}}
	}
	for name, tt := range map[string]struct {
		edit           func(*configuration.Spec)
		language, want string
	}{
		"ours": {
			func(*configuration.Spec) {}, "fr-CA",
			"Êtes-vous satisfait de cette conversation ? 1 signifie pas du tout, 5 signifie tout à fait.",
		},
		"theirs": {
			func(s *configuration.Spec) {
				own(s)
				terms(func(w *configuration.Workstream) { w.Messages.Survey = "survey" })(s)
			},
			"fr", "How was Jo?",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := plainly(t, tt.edit)
			s.c.Language = tt.language
			s.does("Jo", conversation.End)
			if q := s.question(); q == nil || q.Text != tt.want {
				t.Errorf("asked %+v, want %q", q, tt.want)
			}
		})
	}
}

func TestAnAgentCannotPoseAsASurvey(t *testing.T) {
	t.Parallel()
	s := plainly(t)
	s.does("Jo", conversation.End)
	choices := s.question().Choices
	if wrong := (conversation.Reply{Outbound: *s.question(), Author: conversation.Author{Bot: true}}).Fault(); wrong != nil {
		t.Errorf("the survey itself is refused: %v", wrong)
	}
	by := conversation.Author{Email: address("Jo"), Name: "Jo"}
	for name, out := range map[string]channel.Outbound{
		"below a text": {ID: "r1", Text: "Cake?", Choices: choices[4:]},
		"on a card":    {ID: "r1", Kind: channel.Card, Cards: []channel.CardItem{{Title: "Cake?", Choices: choices[4:]}}},
	} {
		wrong := conversation.Reply{Outbound: out, Author: by}.Fault()
		if wrong == nil || wrong.Code != conversation.ReplyPosesAsSurvey {
			t.Errorf("%s: refused because of %v", name, wrong)
		}
	}
}
