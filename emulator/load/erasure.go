package load

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/google/uuid"

	"github.com/frontdesk-gcp/frontdesk/emulator/load/ledger"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/request"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// erasure is a customer who is to be erased. The ledger leaves them out.
type erasure struct {
	*customer

	request string
	// before are the messages of before that was asked.
	before []string
}

// erases has a customer of each channel erased while they write on.
func (r *run) erases(ctx context.Context, d time.Duration) error {
	const before, after = 3, 10
	db := store.Of(r.stack.Firestore)
	for _, side := range r.sides {
		e := &erasure{customer: newCustomer(side, waits, erasedFrom+len(r.erased)), request: uuid.NewString()}
		r.erased = append(r.erased, e)
		r.auditor.ignored[e.id] = true
		for range before {
			id, err := r.says(ctx, e.customer)
			if err != nil {
				return err
			}
			e.before = append(e.before, id)
		}
		err := db.AskRequest(ctx, request.Request{
			ID: e.request, Kind: request.Erase, Conversation: e.id, Operator: "load", Why: "under load",
			Status: conversation.ActionPending, CreatedAt: time.Now(),
		})
		if err != nil {
			return err
		}
	}
	for range after {
		for _, e := range r.erased {
			if _, err := r.says(ctx, e.customer); err != nil {
				return err
			}
		}
		if err := pause(ctx, d/after); err != nil {
			return err
		}
	}
	return nil
}

// says has a customer write something that is in no book.
func (r *run) says(ctx context.Context, c *customer) (id string, err error) {
	text, _ := c.next()
	id, at := c.newID(), time.Now()
	return id, insists(ctx, func() bool { return r.post(ctx, c.message(id, text, at)) })
}

// forgotten looks whether the erased are, and whether anything from before is there.
func (r *run) forgotten(ctx context.Context) ([]ledger.Break, error) {
	var breaks []ledger.Break
	for _, e := range r.erased {
		doc, err := r.stack.Firestore.Collection("dataRequests").Doc(e.request).Get(ctx)
		if err != nil {
			return nil, fmt.Errorf("look for an erasure: %w", err)
		}
		if state, _ := doc.DataAt("status"); state != string(conversation.ActionDone) {
			breaks = append(breaks, ledger.Break{Kind: ledger.Stuck, What: fmt.Sprintf("the erasure of conversation %s is %v", e.id, state)})
		}
		messages := r.stack.Firestore.Collection("conversations").Doc(string(e.id)).Collection("messages")
		var before []*firestore.DocumentRef
		for _, id := range e.before {
			before = append(before, messages.Doc(conversation.ReceivedID(id)))
		}
		err = each(ctx, r.stack.Firestore, before, func(doc *firestore.DocumentSnapshot) {
			if doc.Exists() {
				breaks = append(breaks, ledger.Break{Kind: ledger.Kept, What: fmt.Sprintf("message %s of conversation %s was erased and is there", doc.Ref.ID, e.id)})
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return breaks, nil
}
