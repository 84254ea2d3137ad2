package conversation_test

import (
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// TestAChannelWithoutSignalsIsToldNothing: each would come back as a failed reply.
func TestAChannelWithoutSignalsIsToldNothing(t *testing.T) {
	t.Parallel()
	asks := terms(func(w *configuration.Workstream) { w.Survey = true })
	silent := func() *scene {
		s := picked(t, asks)
		s.c.Signals = nil
		return s
	}
	for name, does := range map[string]func(*scene){
		"reads":  func(s *scene) { s.does("Jo", conversation.MarkRead, about("m1")) },
		"types":  func(s *scene) { s.does("Jo", conversation.Type, conversation.Action{On: true}) },
		"ends":   func(s *scene) { s.does("Jo", conversation.End) },
		"begins": func(s *scene) { s.does("Jo", conversation.Park); s.does("Jo", conversation.Revive) },
	} {
		s := silent()
		does(s)
		for _, r := range s.last.Replies {
			if r.Kind.Signal() {
				t.Errorf("%s: the channel is told %q", name, r.Kind)
			}
		}
		if name == "reads" && s.c.Unread != 0 {
			t.Errorf("%d messages are unread", s.c.Unread)
		}
		if s.c.Surveyed.Session != 0 {
			t.Errorf("%s: an answer to a survey is waited for that was not sent", name)
		}
	}
}

func TestWhatAChannelCanBeToldIsKnownFromItsProfile(t *testing.T) {
	t.Parallel()
	place := toFront(shop(t))
	place.placement.Signals = nil
	ch, err := receive(known(conversation.Conversation{}), said("m1", "hello", 0), at(2), place)
	if err != nil || len(ch.Conversation.Signals) > 0 {
		t.Errorf("signals %v, %v", ch.Conversation.Signals, err)
	}
	if got := begun(t).Signals; len(got) != 5 {
		t.Errorf("signals %v, want five", got)
	}
}
