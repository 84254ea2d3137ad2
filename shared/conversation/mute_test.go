package conversation_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// TestNothingOpensASessionThatNobodyMayAnswer: whatever an unsubscribed customer does, in
// whatever order it comes, it opens no session, puts none back into its queue, and makes
// nobody look for an agent. It is in the history all the same.
func TestNothingOpensASessionThatNobodyMayAnswer(t *testing.T) {
	t.Parallel()
	configs := shops(t)
	rapid.Check(t, func(t *rapid.T) {
		s := begin(t, configs[rapid.IntRange(0, len(configs)-1).Draw(t, "configuration")])
		w := &wild{T: t, scene: s, configs: configs}
		w.aim()
		for range rapid.IntRange(1, 25).Draw(t, "events") {
			s.later(time.Duration(rapid.IntRange(0, 15).Draw(t, "pause")) * time.Second)
			if rapid.IntRange(0, 4).Draw(t, "an agent acts") == 0 {
				w.action(t)
				continue
			}
			in := s.inbound(rapid.SampledFrom([]channel.Kind{
				channel.Text, channel.File, channel.Location, channel.Choice, channel.WantsPerson, channel.Consent, channel.Consent,
			}).Draw(t, "kind"))
			in.On = rapid.Bool().Draw(t, "on")
			if rapid.Bool().Draw(t, "as an event") && in.Kind == channel.Consent {
				in.Text = ""
			}
			in.SentAt = s.now.Add(-time.Duration(rapid.IntRange(0, 30).Draw(t, "late")) * time.Second)
			before := s.c
			ch := s.hears(in)
			if ch.Message == nil {
				t.Fatalf("%s is in no history", in.Kind)
			}
			if !s.c.Unsubscribed {
				continue
			}
			waits := s.c.State == conversation.Open && before.State != conversation.Open
			followed := ch.Dispatch && in.Kind != channel.Consent && before.State != conversation.Active
			if s.c.Session.Number != before.Session.Number || waits || followed || ch.Enqueue != nil {
				t.Errorf("%s to a session that is %s: session %d is %s", in.Kind, before.State, s.c.Session.Number, s.c.State)
			}
		}
	})
}

// TestAKeywordNeverOpensASession if it is known as one, whether it or its event is first.
func TestAKeywordNeverOpensASession(t *testing.T) {
	t.Parallel()
	config := shop(t)
	rapid.Check(t, func(t *rapid.T) {
		s := begin(t, config)
		for _, on := range []bool{false, true, false} {
			s.later(time.Minute)
			said := s.now
			texts := rapid.Permutation([]string{"KEYWORD", ""}).Draw(t, "order")
			for _, text := range texts {
				s.later(time.Duration(rapid.IntRange(0, 9).Draw(t, "pause")) * time.Second)
				in := s.inbound(channel.Consent)
				in.On, in.Text = on, text
				in.SentAt = said.Add(time.Duration(rapid.IntRange(0, 9).Draw(t, "apart")) * time.Second)
				s.hears(in)
			}
			if s.c.Session.Number != 0 || s.c.Unsubscribed == on {
				t.Errorf("on %v: session %d, unsubscribed %v", on, s.c.Session.Number, s.c.Unsubscribed)
			}
		}
	})
}
