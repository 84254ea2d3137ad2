package e2e

import (
	"context"
	"fmt"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// What a busy minute is like, and how late a key may be noticed, in floors: what 2,000 plain
// lines take on this machine.
const (
	busyTalks  = 50 // of one agent
	busyRate   = 50 // messages a second
	busyFor    = 10 * time.Second
	noticeable = 10
)

// pours writes messages into conversations at a constant rate until the context ends, and
// says how many. Each is one commit, as the functions make it.
func (o *office) pours(ctx context.Context, into []conversation.Conversation) int {
	began := time.Now()
	for n := 0; ; n++ {
		select {
		case <-ctx.Done():
			return n
		case <-time.After(time.Until(began.Add(time.Duration(n) * time.Second / busyRate))):
		}
		c, now := into[n%len(into)], time.Now()
		batch := o.Firestore.Batch() //nolint:staticcheck // the only atomic commit without locks
		ref := o.Firestore.Doc("conversations/" + string(c.ID))
		batch.Update(ref, []firestore.Update{
			{Path: "thread.preview", Value: fmt.Sprintf("Message %d of a flood", n)},
			{Path: "thread.lastCustomerAt", Value: now}, {Path: "thread.lastHeardAt", Value: now},
			{Path: "thread.unread", Value: firestore.Increment(1)},
		})
		batch.Set(ref.Collection("messages").Doc(fmt.Sprintf("flood%06d", n)), conversation.Message{
			Direction: conversation.In, Kind: channel.Text, Session: 1, Text: fmt.Sprintf("Message %d of a flood", n),
			Queue: c.Queue, SentAt: now, ReceivedAt: now,
		})
		if _, err := batch.Commit(ctx); err != nil && ctx.Err() == nil {
			o.Errorf("message %d: %v", n, err)
			return n
		}
	}
}

func TestFiftyMessagesASecondLeaveThePageToItsAgent(t *testing.T) {
	o := newOffice(t, "wines")
	o.stocked() // five hundred wait in the lists
	abe := o.hires("Abel", func(a *agent.Agent) { a.Queues = shelves })
	first := o.has(abe, busyTalks)
	talks := make([]conversation.Conversation, busyTalks)
	for i := range talks {
		talks[i] = o.session("of "+abe.name, i)
	}
	desk := o.sits(abe, "/", wide)
	desk.lists().sees("heading", fmt.Sprint("Mine ", busyTalks))
	desk.lists().presses("link", "/^"+first.Context.DisplayName+"/")
	desk.presses("textbox", "Reply to "+first.Context.DisplayName)
	desk.await(`(ui.keys.length = 0, true)`)

	flood, stop := context.WithTimeout(o.context(), busyFor)
	defer stop()
	poured := make(chan int, 1)
	go func() { poured <- o.pours(flood, talks) }()
	desk.smooth("fifty messages a second", func() {
		for flood.Err() == nil {
			desk.types("I have it before me. ")
		}
	})
	n := <-poured
	late := value[[]float64](desk, `ui.keys.toSorted((a, b) => a - b)`)
	floor := value[float64](desk, `ui.floor()`)
	if len(late) < 20 || n < busyTalks {
		t.Fatalf("%d keys were noticed beside %d messages", len(late), n)
	}
	half, most := late[len(late)/2], late[len(late)*99/100]
	t.Logf("%d messages in %v: of %d keys half were noticed within %.0f ms, 99 of 100 within %.0f ms; 2,000 plain lines take %.0f ms",
		n, busyFor, len(late), half, most, floor)
	if half > noticeable*floor {
		t.Errorf("half of the keys are noticed after more than %.0f ms, want %d times the %.0f ms of 2,000 plain lines at most", half, noticeable, floor)
	}
	desk.await(fmt.Sprintf(`document.querySelector('.history').textContent.includes('Message %d of a flood')`, (n-2)/busyTalks*busyTalks))
}
