package conversation_test

import (
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

func TestACustomerWhoUnsubscribedIsNotWrittenTo(t *testing.T) {
	t.Parallel()
	c := begun(t)
	for i, step := range []struct {
		kind    channel.Kind
		on      bool
		second  int
		refused bool
	}{
		{channel.Consent, false, 10, true},
		{channel.Text, false, 11, true},  // a stop word comes as a text, too
		{channel.Consent, true, 5, true}, // it was before
		{channel.Consent, true, 20, false},
	} {
		in := said("c"+string(rune('0'+i)), "STOP", step.second)
		in.Kind, in.On = step.kind, step.on
		ch, err := receive(c, in, at(step.second), toFront(shop(t)))
		if err != nil {
			t.Fatal(err)
		}
		c = ch.Conversation
		wrong := written().Objection(c, 0, at(30))
		if (wrong != nil) != step.refused {
			t.Errorf("step %d: the reply is refused for %v, want refused: %v", i, wrong, step.refused)
		}
		if step.kind == channel.Consent && (ch.Message.Kind != channel.Consent || ch.Message.On != step.on) {
			t.Errorf("step %d: the history shows %+v", i, ch.Message)
		}
	}
	if c.State != conversation.Open || len(c.Guests) > 0 {
		t.Errorf("the session is %s", c.State)
	}
}
