package conversation_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

const number = "+33612345612"

// calls is a message of a customer whose key is a phone number.
func calls(id, text string) channel.Inbound {
	in := said(id, text, 0)
	in.Peer.Key, in.Peer.Personal, in.Context = number, true, nil
	return in
}

func TestAPersonalKeyIsPartedFromTheConversation(t *testing.T) {
	t.Parallel()
	ch, err := receive(conversation.Conversation{}, calls("m1", "hello"), at(2), toFront(shop(t)))
	if err != nil {
		t.Fatal(err)
	}
	public, private := ch.Conversation.Part()
	want := &conversation.Private{Key: number, Written: "+33 6 12 34 56 12"}
	if diff := cmp.Diff(want, private); diff != "" {
		t.Errorf("private (-want +got):\n%s", diff)
	}
	if public.Key != "" || !public.Personal || public.Shown != "+33 6 •• •• •• 12" {
		t.Errorf("the conversation has %+v", public.Customer)
	}
	if ch.Enqueue.Customer != public.Shown {
		t.Errorf("the queue shows %q, want the masked number", ch.Enqueue.Customer)
	}
	ch.Conversation = public
	if all := fmt.Sprintf("%+v %+v %+v", ch, ch.Message, ch.Enqueue); strings.Contains(all, "612345612") {
		t.Errorf("the number is in the change: %s", all)
	}
	if again, nothing := public.Part(); nothing != nil || again.Shown != public.Shown {
		t.Errorf("parted twice it is %+v and %+v", again.Customer, nothing)
	}
}

func TestAKeyThatTellsNothingStays(t *testing.T) {
	t.Parallel()
	c := begun(t)
	if public, private := c.Part(); private != nil || public.Key != dana().Key || public.Shown != "" {
		t.Errorf("parted it is %+v and %+v", public.Customer, private)
	}
}

func TestTheQueueSaysWhetherItsSessionsAreMasked(t *testing.T) {
	t.Parallel()
	s := picked(t, queue("back", func(q *configuration.Queue) { q.MaskNumbers = true }))
	if s.c.Masked {
		t.Error("it is masked in a queue that masks nothing")
	}
	s.does("Jo", conversation.Transfer, to("back"))
	if !s.c.Masked {
		t.Error("it is not masked in a queue that masks")
	}
	s.does("Max", conversation.Assign, toAgent("Jo"))
	s.does("Jo", conversation.Transfer, to("front"))
	if s.c.Masked {
		t.Error("back in the first queue it is masked")
	}
}
