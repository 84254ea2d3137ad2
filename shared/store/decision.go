package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/api/iterator"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// Decided is a routing decision as it was recorded.
type Decided struct {
	Conversation conversation.ID
	conversation.Event
}

// Decisions gives the routing decisions since an instant to f, the oldest first,
// until f returns an error.
//
// It reads 1 document for each.
func (s *Store) Decisions(ctx context.Context, since time.Time, f func(Decided) error) error {
	docs := s.db.CollectionGroup("events").Where("decidedAt", ">=", since).
		OrderBy("decidedAt", firestore.Asc).Documents(ctx)
	defer docs.Stop()
	for {
		doc, err := docs.Next()
		if errors.Is(err, iterator.Done) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read decisions: %w", err)
		}
		var d Decided
		if err := load(doc, &d.Event); err != nil {
			return err
		}
		d.Conversation = conversation.ID(doc.Ref.Parent.Parent.ID)
		if err := f(d); err != nil {
			return err
		}
	}
}
