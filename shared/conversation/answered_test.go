package conversation_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// answered is a message of Dana's that the channel's own bot has answered.
func (s *scene) answered(answer channel.BotAnswer) channel.Inbound {
	in := s.inbound(channel.Text)
	in.Answered = &answer
	return in
}

// keeping is a workstream in which a message that was answered opens nothing.
func keeping(w *configuration.Workstream) { w.WhenAnswered = configuration.Keep }

// TestWhatTheChannelsBotAnsweredStandsBehindTheQuestion, whether its words are known or
// not.
func TestWhatTheChannelsBotAnsweredStandsBehindTheQuestion(t *testing.T) {
	t.Parallel()
	for _, answer := range []channel.BotAnswer{{Text: "Nine to five."}, {}, {Text: "Nine…", Cut: true}} {
		s := open(t)
		in := s.answered(answer)
		ch := s.hears(in)
		want := &conversation.Message{
			ID: "bot-answer-m1", Number: 2, Direction: conversation.Out, Kind: channel.Text, Session: 1, Queue: "front", Text: answer.Text, Of: "m1",
			Author: conversation.Author{Bot: true}, ByChannel: true, Status: channel.Sent, SentAt: in.SentAt, ReceivedAt: in.ReceivedAt,
		}
		if answer.Cut {
			want.Cut = []string{channel.CutText}
		}
		if diff := cmp.Diff(want, ch.BotAnswer); diff != "" {
			t.Errorf("the answer (-want +got):\n%s", diff)
		}
		if c := ch.Conversation; ch.Message.Number != 1 || c.Messages != 2 || c.Unread != 1 || c.Preview != "text" || !c.LastAgentAt.IsZero() || len(ch.Replies) > 0 {
			t.Errorf("the question is number %d of %d, %d unread, preview %q, an agent wrote at %v, replies %v",
				ch.Message.Number, c.Messages, c.Unread, c.Preview, c.LastAgentAt, ch.Replies)
		}
		if ch := s.writes(); ch.BotAnswer != nil || ch.Message.Number != 3 {
			t.Errorf("the next message is number %d, with the answer %v", ch.Message.Number, ch.BotAnswer)
		}
	}
}

// TestTheChannelsBotStopsNoClock: only an agent answers what an agent has.
func TestTheChannelsBotStopsNoClock(t *testing.T) {
	t.Parallel()
	s := open(t, terms(func(w *configuration.Workstream) { w.Inactivity.NoAnswer = configuration.Duration(time.Hour) }))
	s.writes()
	s.does("Jo", conversation.Pick)
	s.answer()
	s.later(time.Minute)
	ch := s.hears(s.answered(channel.BotAnswer{Text: "Nine to five."}))
	if !s.c.OwedSince.Equal(s.now) || !s.c.UnansweredSince.Equal(s.now) || s.c.LateAt.IsZero() || s.c.DueAt.IsZero() || !ch.Dispatch {
		t.Errorf("owed since %v, unanswered since %v, late at %v, due at %v, want all since %v",
			s.c.OwedSince, s.c.UnansweredSince, s.c.LateAt, s.c.DueAt, s.now)
	}
}

// TestTheWorkstreamSaysWhetherAnAnsweredMessageOpensASession, and no more than that: a
// session that there is gets every message.
func TestTheWorkstreamSaysWhetherAnAnsweredMessageOpensASession(t *testing.T) {
	t.Parallel()
	said := channel.BotAnswer{Text: "Nine to five."}
	tests := map[string]struct {
		terms  func(*configuration.Workstream)
		before func(*scene)
		edit   func(*channel.Inbound)
		want   conversation.State
		number int64
	}{
		"by default it does":               {func(*configuration.Workstream) {}, func(*scene) {}, nil, conversation.Open, 1},
		"kept, of a new customer":          {keeping, func(*scene) {}, nil, conversation.Closed, 0},
		"kept, not answered":               {keeping, func(*scene) {}, func(in *channel.Inbound) { in.Answered = nil }, conversation.Open, 1},
		"kept, handed over":                {keeping, func(*scene) {}, func(in *channel.Inbound) { in.Answered.HandsOver = true }, conversation.Open, 1},
		"kept, a picture":                  {keeping, func(*scene) {}, func(in *channel.Inbound) { in.Kind = channel.File }, conversation.Open, 1},
		"kept, wants a person":             {keeping, func(*scene) {}, func(in *channel.Inbound) { in.Kind = channel.WantsPerson }, conversation.Open, 1},
		"kept, to who waits":               {keeping, func(s *scene) { s.writes() }, nil, conversation.Open, 1},
		"kept, to an agent":                {keeping, func(s *scene) { s.writes(); s.does("Jo", conversation.Pick) }, nil, conversation.Active, 1},
		"kept, to an agent who has parked": {keeping, func(s *scene) { s.writes(); s.does("Jo", conversation.Pick); s.does("Jo", conversation.Park) }, nil, conversation.Open, 1},
		"kept, after the end":              {keeping, func(s *scene) { s.writes(); s.does("Jo", conversation.Pick); s.does("Jo", conversation.End) }, nil, conversation.WrapUp, 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t, terms(tt.terms))
			tt.before(s)
			s.later(time.Second)
			unread := s.c.Unread
			in := s.answered(said)
			if tt.edit != nil {
				tt.edit(&in)
			}
			ch := s.hears(in)
			if s.c.State != tt.want || s.c.Session.Number != tt.number || ch.Message.Session != tt.number || s.c.Unread != unread+1 {
				t.Errorf("%q, session %d, the message is of session %d, %d more unread; want %q, %d",
					s.c.State, s.c.Session.Number, ch.Message.Session, s.c.Unread-unread, tt.want, tt.number)
			}
			if kept := s.c.State == conversation.Closed || s.c.State == conversation.WrapUp; kept && (ch.Dispatch || len(ch.Events) > 0) {
				t.Errorf("a message that is only kept is followed up: %v, events %+v", ch.Dispatch, ch.Events)
			}
			if answered := in.Answered != nil; (ch.BotAnswer != nil) != answered || answered && ch.BotAnswer.Session != tt.number {
				t.Errorf("the answer is %+v", ch.BotAnswer)
			}
		})
	}
}

// TestWhoSaysMoreThanTheBotAnswersGetsASession with what was said before.
func TestWhoSaysMoreThanTheBotAnswersGetsASession(t *testing.T) {
	t.Parallel()
	s := open(t, terms(keeping))
	s.hears(s.answered(channel.BotAnswer{Text: "Nine to five."}))
	s.later(time.Minute)
	ch := s.writes()
	if s.c.State != conversation.Open || s.c.Session.Number != 1 || s.c.Unread != 2 || ch.Message.Number != 3 || !s.c.WaitingSince.Equal(s.now) {
		t.Errorf("%q, session %d, %d unread, message %d, waits since %v", s.c.State, s.c.Session.Number, s.c.Unread, ch.Message.Number, s.c.WaitingSince)
	}
}
