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
// says how many were stored. The emulator asks the rules about every listener at each commit,
// so a commit has the messages of half a second.
func (o *office) pours(ctx context.Context, into []conversation.Conversation) (stored int) {
	for began := time.Now(); ; {
		select {
		case <-ctx.Done():
			return stored
		case <-time.After(time.Until(began.Add(time.Duration(stored) * time.Second / busyRate))):
		}
		batch := o.Firestore.Batch() //nolint:staticcheck // the only atomic commit without locks
		for n := range busyRate / 2 {
			o.says(batch, into[(stored+n)%len(into)], stored+n)
		}
		switch _, err := batch.Commit(ctx); {
		case err == nil:
			stored += busyRate / 2
		case ctx.Err() == nil:
			o.Errorf("message %d: %v", stored, err)
			return stored
		}
	}
}

// says is one message, as the functions store it.
func (o *office) says(batch *firestore.WriteBatch, c conversation.Conversation, n int) { //nolint:staticcheck // see pours
	now, text := time.Now(), fmt.Sprintf("Message %d of a flood", n)
	ref := o.Firestore.Doc("conversations/" + string(c.ID))
	batch.Update(ref, []firestore.Update{
		{Path: "thread.preview", Value: text},
		{Path: "thread.lastCustomerAt", Value: now},
		{Path: "thread.lastHeardAt", Value: now},
		{Path: "thread.unread", Value: firestore.Increment(1)},
	})
	batch.Set(ref.Collection("messages").Doc(fmt.Sprintf("flood%06d", n)), conversation.Message{
		Direction: conversation.In, Kind: channel.Text, Session: 1, Text: text, Queue: c.Queue, SentAt: now, ReceivedAt: now,
	})
}

func TestFiftyMessagesASecondLeaveThePageToItsAgent(t *testing.T) {
	o := newOffice(t, "wines")
	abe := o.hires("Abel", func(a *agent.Agent) { a.Queues = []string{"vases"} })
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
	if len(late) < 20 || n < busyRate*int(busyFor/time.Second)/2 {
		t.Fatalf("%d keys were noticed beside %d messages", len(late), n)
	}
	half, most := late[len(late)/2], late[len(late)*99/100]
	t.Logf("%d messages in %v: of %d keys half were noticed within %.0f ms, 99 of 100 within %.0f ms; 2,000 plain lines take %.0f ms",
		n, busyFor, len(late), half, most, floor)
	if half > noticeable*floor {
		t.Errorf("half of the keys are noticed after more than %.0f ms, want %d times the %.0f ms of 2,000 plain lines at most", half, noticeable, floor)
	}
	desk.message("Message 0 of a flood").reads("Message 0")
}
