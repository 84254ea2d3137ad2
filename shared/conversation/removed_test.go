package conversation_test

import (
	"errors"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// TestASessionOfARemovedAccountEnds in every state, and what the agent had is given back.
func TestASessionOfARemovedAccountEnds(t *testing.T) {
	t.Parallel()
	for _, state := range []conversation.State{
		conversation.Open, conversation.Offered, conversation.Active, conversation.Parked, conversation.WrapUp,
	} {
		s := situation(t, state)
		if _, err := s.c.EndRemoved(s.config, s.now); !errors.Is(err, conversation.ErrOver) {
			t.Errorf("%s: of an account that is there: %v", state, err)
		}
		s.config = shop(t, func(c *configuration.Spec) {
			c.Accounts["other"] = c.Accounts["acme"]
			delete(c.Accounts, "acme")
		})
		ch, err := s.c.EndRemoved(s.config, s.now)
		s.takes("the end", ch, err)
		if s.c.State != conversation.Closed || s.c.ClosedBy != conversation.AccountRemoved || len(ch.Replies) > 0 {
			t.Errorf("%s: it is %s by %s, told %v", state, s.c.State, s.c.ClosedBy, s.told())
		}
		if _, err := s.c.EndRemoved(s.config, s.now); !errors.Is(err, conversation.ErrOver) {
			t.Errorf("%s: a second time: %v", state, err)
		}
	}
}

// closing has the account close, with a message.
func closing(s *configuration.Spec) {
	a := s.Accounts["acme"]
	a.Closing = "bye"
	s.Accounts["acme"] = a
	s.AutomatedMessages["bye"] = configuration.AutomatedMessage{Texts: map[string]string{"en": "Write to our shop instead."}}
}

// TestAClosingAccountSaysGoodbye in every state, and as long as it is there.
func TestAClosingAccountSaysGoodbye(t *testing.T) {
	t.Parallel()
	for _, state := range []conversation.State{
		conversation.Open, conversation.Offered, conversation.Active, conversation.Parked, conversation.WrapUp,
	} {
		s := situation(t, state)
		s.config = shop(t, closing)
		ch, err := s.c.EndRemoved(s.config, s.now)
		s.takes("the end", ch, err)
		s.saidToCustomer("Write to our shop instead.")
		if s.c.State != conversation.Closed || s.c.ClosedBy != conversation.AccountRemoved {
			t.Errorf("%s: it is %s by %s", state, s.c.State, s.c.ClosedBy)
		}
	}
}

// TestAClosingAccountOpensNoSession: whoever writes is told so once, and what waited for an
// answer to the notice waits no more.
func TestAClosingAccountOpensNoSession(t *testing.T) {
	t.Parallel()
	s := open(t, closing)
	s.writes()
	s.saidToCustomer("Write to our shop instead.")
	if s.c.State != conversation.Closed || s.c.Session.Number != 0 || s.last.Enqueue != nil {
		t.Errorf("%s, session %d, queued %v", s.c.State, s.c.Session.Number, s.last.Enqueue)
	}
	s.later(time.Minute)
	s.writes()
	s.saidToCustomer()
	s.later(2 * time.Hour)
	s.writes()
	s.saidToCustomer("Write to our shop instead.")

	s = open(t, asking())
	s.writes()
	s.adopt(shop(t, asking(), closing))
	if _, opens := s.c.Lapse(s.config); opens {
		t.Error("a session opens when the notice is not answered")
	}
	s.later(time.Minute)
	s.writes()
	s.saidToCustomer("Write to our shop instead.")
	if !s.c.DueAt.IsZero() || s.c.Notice.Opening != nil {
		t.Errorf("due at %v, %+v", s.c.DueAt, s.c.Notice)
	}
}
