package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// write writes an agent's reply as a client does.
func (w world) write(t *testing.T, reply, text string) {
	t.Helper()
	_, err := w.doc("/replies/"+reply).Create(t.Context(), map[string]any{
		"text": text, "author": conversation.Author{Email: "jo", Name: "Jo"},
		"status": channel.Pending, "createdAt": firestore.ServerTimestamp,
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (w world) status(t *testing.T, reply string) channel.Status {
	t.Helper()
	return get[conversation.Reply](t, w.doc("/replies/"+reply)).Status
}

// claim claims the next reply and checks which it is.
// heard is a report about a reply.
func heard(status channel.Status, why *reason.Reason) conversation.Report {
	return conversation.Report{Status: status, Reason: why}
}

func claim(t *testing.T, o *store.Outbox, now time.Time, want string) conversation.Reply {
	t.Helper()
	r, c, err := o.Claim(t.Context(), now, now.Add(20*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	if r.ID != want || c.Peer != peer {
		t.Fatalf("claimed %q to %+v, want %q to %+v", r.ID, c.Peer, want, peer)
	}
	return r
}

func claimFails(t *testing.T, o *store.Outbox, now time.Time, want error) {
	t.Helper()
	if r, _, err := o.Claim(t.Context(), now, now.Add(20*time.Second)); !errors.Is(err, want) {
		t.Fatalf("claimed %q, error %v, want %v", r.ID, err, want)
	}
}

// TestAReplyCosts is the promise of at most 4 reads and 4 writes.
func TestAReplyCosts(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	w.write(t, "r1", "hello")
	w.counter.Take()
	o := w.Outbox(id, "event-1")
	r := claim(t, o, noon, "r1")
	if err := o.Record(t.Context(), r, heard(channel.Sent, nil), noon); err != nil {
		t.Fatal(err)
	}
	claimFails(t, o, noon, store.ErrNothingToSend)
	w.costs(t, "a reply", 4, 4)

	written := get[conversation.Reply](t, w.doc("/replies/r1")).CreatedAt
	m := get[conversation.Message](t, w.doc("/messages/r1"))
	if m.Direction != conversation.Out || m.Status != channel.Sent || m.Text != "hello" || m.Author.Name != "Jo" || m.Session != 1 {
		t.Errorf("message = %+v", m)
	}
	if c := get[conversation.Conversation](t, w.doc("")); c.Preview != "hello" || !c.LastAgentAt.Equal(written) || c.Unread != 0 {
		t.Errorf("conversation = %+v", c)
	}
}

func TestRepliesAreClaimedInTheOrderTheyWereWritten(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	for _, name := range []string{"z", "a", "m"} {
		w.write(t, name, "text")
	}
	o := w.Outbox(id, "event-1")
	for _, name := range []string{"z", "a", "m"} {
		r := claim(t, o, noon, name)
		if err := o.Record(t.Context(), r, heard(channel.Sent, nil), noon); err != nil {
			t.Fatal(err)
		}
	}
}

func TestARunLeavesTheOutboxToTheRunThatHasTheLease(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	w.write(t, "r1", "one")
	w.write(t, "r2", "two")
	claim(t, w.Outbox(id, "event-1"), noon, "r1")
	claimFails(t, w.Outbox(id, "event-2"), noon, store.ErrNothingToSend)
}

func TestADeadRunsReplyIsClaimedAgainWhenItsLeaseEnds(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	w.write(t, "r1", "one")
	claim(t, w.Outbox(id, "event-1"), noon, "r1") // and the run dies

	redelivered := w.Outbox(id, "event-1")
	claimFails(t, redelivered, noon.Add(14*time.Second), store.ErrBusy)
	r := claim(t, redelivered, noon.Add(20*time.Second), "r1")
	if r.Attempts != 2 {
		t.Errorf("attempts = %d, want 2", r.Attempts)
	}
}

func TestAPostponedReplyKeepsItsPlace(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	w.write(t, "r1", "one")
	w.write(t, "r2", "two")
	o := w.Outbox(id, "event-1")
	delay := conversation.Delay{Reason: reason.New("busy", nil), Until: noon.Add(time.Minute), Holder: "event-1"}
	if err := o.Postpone(t.Context(), claim(t, o, noon, "r1"), delay); err != nil {
		t.Fatal(err)
	}
	if r := get[conversation.Reply](t, w.doc("/replies/r1")); r.Status != channel.Pending || r.Reason == nil || r.Reason.Code != "busy" {
		t.Errorf("reply = %+v", r)
	}
	claimFails(t, w.Outbox(id, "event-1"), noon.Add(59*time.Second), store.ErrNotDue)
	claimFails(t, w.Outbox(id, "event-2"), noon.Add(59*time.Second), store.ErrNothingToSend)
	claim(t, w.Outbox(id, "event-2"), noon.Add(time.Minute), "r1")
}

func TestAReceiptThatOvertakesTheRecordIsNotUndone(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	w.write(t, "r1", "one")
	o := w.Outbox(id, "event-1")
	r := claim(t, o, noon, "r1")
	if err := w.Receipt(t.Context(), id, "r1", heard(channel.Read, nil), noon); err != nil {
		t.Fatal(err)
	}
	if err := o.Record(t.Context(), r, heard(channel.Sent, nil), noon.Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	if err := w.Receipt(t.Context(), id, "r1", heard(channel.Delivered, nil), noon); err != nil {
		t.Fatal(err)
	}
	m := get[conversation.Message](t, w.doc("/messages/r1"))
	if got := w.status(t, "r1"); got != channel.Read || m.Status != channel.Read {
		t.Errorf("reply is %s and message is %s, want both read", got, m.Status)
	}
}

// TestAReceiptIsProofEvenWhenTheRunDied: nothing is sent a second time.
func TestAReceiptIsProofEvenWhenTheRunDied(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	w.write(t, "r1", "one")
	claim(t, w.Outbox(id, "event-1"), noon, "r1") // sent, and the run dies
	if err := w.Receipt(t.Context(), id, "r1", heard(channel.Delivered, nil), noon); err != nil {
		t.Fatal(err)
	}
	claimFails(t, w.Outbox(id, "event-1"), noon.Add(time.Minute), store.ErrNothingToSend)
	if m := get[conversation.Message](t, w.doc("/messages/r1")); m.Status != channel.Delivered || m.Text != "one" {
		t.Errorf("message = %+v", m)
	}
}

func TestAReceiptCostsTwoReadsAndTwoWritesAndARepetitionNone(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	w.write(t, "r1", "one")
	o := w.Outbox(id, "event-1")
	if err := o.Record(t.Context(), claim(t, o, noon, "r1"), heard(channel.Sent, nil), noon); err != nil {
		t.Fatal(err)
	}
	w.counter.Take()
	for _, writes := range []int{2, 0} {
		if err := w.Receipt(t.Context(), id, "r1", heard(channel.Delivered, nil), noon); err != nil {
			t.Fatal(err)
		}
		w.costs(t, "a receipt", 2, writes)
	}
}

func TestARefusedReplyShowsInTheHistoryWithItsReason(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	w.write(t, "r1", "one")
	o := w.Outbox(id, "event-1")
	if err := o.Record(t.Context(), claim(t, o, noon, "r1"), heard(channel.Failed, reason.New("long", reason.Args{"most": 5})), noon); err != nil {
		t.Fatal(err)
	}
	m := get[conversation.Message](t, w.doc("/messages/r1"))
	if m.Status != channel.Failed || m.Reason == nil || m.Reason.String() != "long most=5" || w.status(t, "r1") != channel.Failed {
		t.Errorf("message = %+v", m)
	}
}

func TestAReplyWithoutAConversationIsNotClaimed(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.write(t, "r1", "one")
	claimFails(t, w.Outbox(id, "event-1"), noon, store.ErrNotFound)
}

func TestMendCompletesWhatAnAuthorLeftOut(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		doc    map[string]any
		mended bool
		status channel.Status
	}{
		{"nothing but a text becomes pending", map[string]any{"text": "hi"}, true, channel.Pending},
		{
			"a made-up status fails",
			map[string]any{"text": "hi", "status": "queued", "createdAt": noon},
			true, channel.Failed,
		},
		{
			"a status that is no word fails",
			map[string]any{"text": "hi", "status": 7, "createdAt": noon},
			true, channel.Failed,
		},
		{
			"a complete reply is left alone",
			map[string]any{"text": "hi", "status": "sent", "createdAt": noon},
			false, channel.Sent,
		},
	}
	w := open(t)
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			name := fmt.Sprintf("r%d", i)
			if _, err := w.doc("/replies/"+name).Create(t.Context(), tt.doc); err != nil {
				t.Fatal(err)
			}
			mended, err := w.Mend(t.Context(), id, name)
			if err != nil || mended != tt.mended {
				t.Fatalf("mended = %v, error %v, want %v", mended, err, tt.mended)
			}
			if r := get[conversation.Reply](t, w.doc("/replies/"+name)); r.Status != tt.status || r.CreatedAt.IsZero() {
				t.Errorf("reply = %+v, want it %s", r, tt.status)
			}
		})
	}
}

func TestAMalformedReplyDoesNotStopTheOnesBehindIt(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	_, err := w.doc("/replies/bad").Create(t.Context(), map[string]any{
		"text": map[string]any{"not": "text"}, "status": "pending", "createdAt": noon,
	})
	if err != nil {
		t.Fatal(err)
	}
	w.write(t, "good", "hello")
	o := w.Outbox(id, "event-1")
	bad := claim(t, o, noon, "bad")
	if bad.Fault() == nil {
		t.Fatal("a malformed reply has no fault")
	}
	if err := o.Record(t.Context(), bad, heard(channel.Failed, bad.Fault()), noon); err != nil {
		t.Fatal(err)
	}
	claim(t, o, noon, "good")
}

func TestAReceiptThatOvertakesTheRecordDoesNotLoseThePace(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	w.write(t, "r1", "one")
	o := w.Outbox(id, "event-1")
	r := claim(t, o, noon, "r1")
	o.Paced(noon.Add(time.Minute))
	if err := w.Receipt(t.Context(), id, "r1", heard(channel.Delivered, nil), noon); err != nil {
		t.Fatal(err)
	}
	if err := o.Record(t.Context(), r, heard(channel.Sent, nil), noon); err != nil {
		t.Fatal(err)
	}
	if c := get[conversation.Conversation](t, w.doc("")); !c.Pace.Equal(noon.Add(time.Minute)) {
		t.Errorf("pace = %v, want what the run noted", c.Pace)
	}
}

// TestWhatIsUnreadIsReadByAPersonsAnswer that the provider took, and by nothing else.
func TestWhatIsUnreadIsReadByAPersonsAnswer(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		by     conversation.Author
		settle func(*store.Outbox, conversation.Reply) error
		want   int64
	}{
		"a person's answer": {
			conversation.Author{Email: "jo@x", Name: "Jo"},
			func(o *store.Outbox, r conversation.Reply) error {
				return o.Record(t.Context(), r, heard(channel.Sent, nil), noon)
			}, 0,
		},
		"one that failed": {
			conversation.Author{Email: "jo@x", Name: "Jo"},
			func(o *store.Outbox, r conversation.Reply) error {
				return o.Record(t.Context(), r, heard(channel.Failed, reason.New("old", nil)), noon)
			}, 1,
		},
		"an automated one": {
			conversation.Author{Bot: true},
			func(o *store.Outbox, r conversation.Reply) error {
				return o.Record(t.Context(), r, heard(channel.Sent, nil), noon)
			}, 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			w.mustReceive(t, said(1))
			r := conversation.Reply{
				Outbound: channel.Outbound{Text: "hello"}, Author: tt.by, Status: channel.Pending, CreatedAt: noon.Add(2 * time.Second),
			}
			if _, err := w.doc("/replies/r1").Create(t.Context(), r); err != nil {
				t.Fatal(err)
			}
			o := w.Outbox(id, "event-1")
			if err := tt.settle(o, claim(t, o, noon, "r1")); err != nil {
				t.Fatal(err)
			}
			if got := get[conversation.Conversation](t, w.doc("")).Unread; got != tt.want {
				t.Errorf("%d unread, want %d", got, tt.want)
			}
		})
	}
}

// TestWhatCrossesAReplyCostsNoMore: the customer wrote after the agent, and before
// the reply was sent.
func TestWhatCrossesAReplyCostsNoMore(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	r := conversation.Reply{
		Outbound: channel.Outbound{Text: "hello"}, Author: conversation.Author{Email: "jo@x", Name: "Jo"},
		Status: channel.Pending, CreatedAt: noon.Add(2 * time.Second),
	}
	if _, err := w.doc("/replies/r1").Create(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	w.counter.Take()
	o := w.Outbox(id, "event-1")
	o.Configuration = current{}
	claimed := claim(t, o, noon.Add(5*time.Second), "r1")
	reads, writes := w.counter.Take()
	w.mustReceive(t, said(4)) // it crosses
	w.counter.Take()
	if err := o.Record(t.Context(), claimed, heard(channel.Sent, nil), noon.Add(6*time.Second)); err != nil {
		t.Fatal(err)
	}
	claimFails(t, o, noon.Add(6*time.Second), store.ErrNothingToSend)
	moreReads, moreWrites := w.counter.Take()
	if reads+moreReads > 4 || writes+moreWrites > 4 {
		t.Errorf("a reply cost %d reads and %d writes, want 4 and 4 at most", reads+moreReads, writes+moreWrites)
	}
	c := get[conversation.Conversation](t, w.doc(""))
	if c.Unread != 1 || c.Preview != "message 4" || !c.UnansweredSince.Equal(said(4).ReceivedAt) || !c.LastAgentAt.Equal(r.CreatedAt) {
		t.Errorf("%d unread, preview %q, unanswered since %v, want 1 since the fourth second", c.Unread, c.Preview, c.UnansweredSince)
	}
	if first := get[conversation.Message](t, w.doc("/messages/r1")); first.Number != 3 {
		t.Errorf("the reply is number %d, want 3", first.Number)
	}
}

// current is a configuration in force.
type current struct{}

func (current) Current(context.Context) (*configuration.Config, error) { return front() }
