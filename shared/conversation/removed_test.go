package conversation_test

import (
	"errors"
	"testing"

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
