package load

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/emulator/load/ledger"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// auditor looks at everything at rest. Of messages it reads those that are new since it looked
// the last time, so that a long run does not take longer and longer.
type auditor struct {
	stack *stack.Stack
	book  *book

	// ignored are the conversations that the book knows nothing of, and poisons is how many messages
	// have to be in the dead letter topic.
	ignored map[conversation.ID]bool
	poisons int

	since                        time.Time
	documents, inbound, expected map[conversation.ID]int64
}

func newAuditor(s *stack.Stack, b *book) *auditor {
	return &auditor{
		stack: s, book: b, ignored: map[conversation.ID]bool{},
		documents: map[conversation.ID]int64{}, inbound: map[conversation.ID]int64{}, expected: map[conversation.ID]int64{},
	}
}

// audit balances everything that was sent since the audit before.
func (a *auditor) audit(ctx context.Context) (ledger.Ledger, error) {
	began := a.stack.Tasks.Now() // by the clock that messages are received by
	var f ledger.Facts
	f.Messages, f.Replies = a.book.facts()
	f.Earlier = map[conversation.ID]int64{}
	for id, n := range a.expected {
		f.Earlier[id] = n
	}
	stored, err := a.messages(ctx)
	if err == nil {
		err = a.replies(ctx, f.Replies)
	}
	if err == nil {
		f.Conversations, err = a.conversations(ctx)
	}
	if err == nil {
		f.Used, err = a.used(ctx)
	}
	if err == nil {
		f.Buried, err = a.buried(ctx)
		f.Poisons, a.poisons = a.poisons, 0
	}
	if err != nil {
		return ledger.Ledger{}, fmt.Errorf("audit: %w", err)
	}
	for i := range f.Messages {
		m := &f.Messages[i]
		if m.Stored = stored[string(m.Conversation)+"/"+conversation.ReceivedID(m.ID)]; m.Stored {
			a.expected[m.Conversation]++
		}
	}
	a.since = began
	return ledger.Balance(f), nil
}

// messages counts the new messages and returns the names of those that customers sent.
func (a *auditor) messages(ctx context.Context) (map[string]bool, error) {
	names := map[string]bool{}
	fresh := a.stack.Firestore.CollectionGroup("messages").Where("receivedAt", ">=", a.since).Select("direction")
	err := store.EachDocument(fresh.Documents(ctx), "audit", func(doc *firestore.DocumentSnapshot) error {
		of := conversation.ID(doc.Ref.Parent.Parent.ID)
		if a.ignored[of] {
			return nil
		}
		a.documents[of]++
		if direction, _ := doc.DataAt("direction"); direction == string(conversation.In) {
			a.inbound[of]++
			names[string(of)+"/"+doc.Ref.ID] = true
		}
		return nil
	})
	return names, err
}

// replies completes what agents wrote.
func (a *auditor) replies(ctx context.Context, all []ledger.Reply) error {
	for i := range all {
		r := &all[i]
		doc, err := a.stack.Firestore.Collection("conversations").Doc(string(r.Conversation)).Collection("replies").Doc(r.ID).Get(ctx)
		if err != nil && (doc == nil || doc.Exists()) {
			return err
		}
		if r.Stored = doc.Exists(); !r.Stored {
			continue
		}
		var stored conversation.Reply
		if err := doc.DataTo(&stored); err != nil {
			return err
		}
		r.Status, r.Reasoned = stored.Status, stored.Reason != nil
	}
	return nil
}

func (a *auditor) conversations(ctx context.Context) ([]ledger.Conversation, error) {
	waits := map[string][]string{}
	err := store.EachDocument(a.stack.Firestore.CollectionGroup("items").Query.Documents(ctx), "audit", func(doc *firestore.DocumentSnapshot) error {
		waits[doc.Ref.ID] = append(waits[doc.Ref.ID], doc.Ref.Parent.Parent.ID)
		return nil
	})
	if err != nil {
		return nil, err
	}
	var all []ledger.Conversation
	err = store.EachDocument(a.stack.Firestore.Collection("conversations").Query.Documents(ctx), "audit", func(doc *firestore.DocumentSnapshot) error {
		var c conversation.Conversation
		if err := doc.DataTo(&c); err != nil {
			return err
		}
		id := conversation.ID(doc.Ref.ID)
		if a.ignored[id] {
			return nil
		}
		all = append(all, ledger.Conversation{
			ID: id, State: c.State, Owner: c.Owner, Cost: c.Cost, Queue: c.Queue, Waits: waits[doc.Ref.ID],
			Counted: c.Messages, Documents: a.documents[id], Inbound: a.inbound[id],
		})
		return nil
	})
	return all, err
}

// used is what agents' documents say is in use.
func (a *auditor) used(ctx context.Context) (map[string]int64, error) {
	all := map[string]int64{}
	err := store.EachDocument(a.stack.Firestore.Collection("agents").Query.Documents(ctx), "audit", func(doc *firestore.DocumentSnapshot) error {
		n, _ := doc.DataAt("used") // there is none before the first session
		all[doc.Ref.ID], _ = n.(int64)
		return nil
	})
	return all, err
}

// buried counts what is in the dead letter topic, up to a hundred. The emulator waits where there
// is nothing.
func (a *auditor) buried(ctx context.Context) (int, error) {
	letters, err := stack.Pull(ctx, a.stack.PubSub,
		fmt.Sprintf("projects/%s/subscriptions/%s", a.stack.Project, stack.DeadLetterSubscription), time.Second)
	return len(letters), err
}
