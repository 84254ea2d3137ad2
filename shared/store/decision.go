package store

import (
	"context"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// Decided is a recorded routing decision.
type Decided struct {
	Conversation conversation.ID
	conversation.Event
}

// Decisions calls f with the routing decisions since an instant, oldest first,
// until f returns an error.
//
// It reads 1 document for each.
func (s *Store) Decisions(ctx context.Context, since time.Time, f func(Decided) error) error {
	docs := s.db.CollectionGroup("events").Where("decidedAt", ">=", since).
		OrderBy("decidedAt", firestore.Asc).Documents(ctx)
	return EachDocument(docs, "read decisions", func(doc *firestore.DocumentSnapshot) error {
		var d Decided
		if err := load(doc, &d.Event); err != nil {
			return err
		}
		d.Conversation = conversation.ID(doc.Ref.Parent.Parent.ID)
		return f(d)
	})
}
