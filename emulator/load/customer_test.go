package load

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

func TestWhatCustomersPostIsWhatTheirChannelTakes(t *testing.T) {
	t.Parallel()
	for name, adapter := range channels.Adapters(nil, nil) {
		side := &stack.Side{Channel: name, Account: "load", ClientToken: "a token", Google: &google.Service{}}
		seen := map[conversation.ID]bool{}
		for n := range 3 {
			c := newCustomer(side, waits, n)
			text, number := c.next()
			id := c.newID()
			for kind, p := range map[channel.Kind]post{
				channel.Text: c.message(id, text, time.Now()), channel.Typing: c.typing(time.Now()),
			} {
				admission, err := adapter.Admit(channel.Request{Method: http.MethodPost, Header: p.header.Values, Body: p.body}, []string{"a token"})
				if err != nil || len(admission.Parts) != 1 {
					t.Fatalf("%s, %s: %v, %d parts", name, kind, err, len(admission.Parts))
				}
				events, err := adapter.Decode(channel.Delivery{Account: "load", Body: admission.Parts[0].Body, ReceivedAt: time.Now()})
				if err != nil || len(events) != 1 || events[0].Kind != kind {
					t.Fatalf("%s, %s: %v, %+v", name, kind, err, events)
				}
				if got := keyring.IDs().Of(events[0].Peer); got != c.id {
					t.Errorf("%s, %s: it is of conversation %s, want %s", name, kind, got, c.id)
				}
				if e := events[0]; kind == channel.Text && (e.ID != id || e.Text != text) {
					t.Errorf("%s: message %q %q, want %q %q", name, e.ID, e.Text, id, text)
				}
			}
			if got, ok := numberOf(conversation.Preview(text)); !ok || got != number {
				t.Errorf("%s: the preview %q is number %d, want %d", name, conversation.Preview(text), got, number)
			}
			seen[c.id] = true
		}
		if len(seen) != 3 {
			t.Errorf("%s: 3 customers have %d conversations", name, len(seen))
		}
	}
}

func TestOtherPreviewsHaveNoNumber(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "Thank you", "#x", strings.Repeat("#", 9)} {
		if n, ok := numberOf(text); ok {
			t.Errorf("%q is number %d", text, n)
		}
	}
}

func TestWhatIsOneInSoManyIsSpreadEvenly(t *testing.T) {
	t.Parallel()
	for _, percent := range []int{0, 1, 10, 20, 50, 100} {
		n := 0
		for i := range int64(1000) {
			if oneIn(i, percent) {
				n++
			}
		}
		if n != 10*percent {
			t.Errorf("%d of 1000 are %d percent", n, percent)
		}
	}
}

func TestAListenerHearsAllUpToAMessageOnce(t *testing.T) {
	t.Parallel()
	b, c := newBook(), &customer{id: "c"}
	var all []*message
	for n := range int64(4) {
		m := &message{id: "m", from: c, number: n + 1}
		b.sends(m)
		all = append(all, m)
	}
	now := time.Now()
	if n := b.hears("c", 3, now); n != 3 {
		t.Errorf("%d were news, want 3", n)
	}
	if n := b.hears("c", 3, now.Add(time.Second)); n != 0 {
		t.Errorf("%d were news the second time", n)
	}
	if b.hears("another", 4, now) != 0 || !all[3].heard.IsZero() || all[2].heard != now || all[0].heard != now {
		t.Error("others were heard, or at another time")
	}
}

func TestGibberishIsTakenAndCannotBeRead(t *testing.T) {
	t.Parallel()
	for name, adapter := range channels.Adapters(nil, nil) {
		p := newCustomer(&stack.Side{Channel: name, Account: "load", ClientToken: "a token", Google: &google.Service{}}, waits, 1).gibberish()
		admission, err := adapter.Admit(channel.Request{Method: http.MethodPost, Header: p.header.Values, Body: p.body}, []string{"a token"})
		if err != nil || len(admission.Parts) != 1 {
			t.Fatalf("%s: %v, %d parts", name, err, len(admission.Parts))
		}
		delivery := channel.Delivery{Account: "load", Body: admission.Parts[0].Body, ReceivedAt: time.Now()}
		if events, err := adapter.Decode(delivery); err == nil {
			t.Errorf("%s: it is read as %+v", name, events)
		}
	}
}
