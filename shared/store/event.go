package store

import (
	"context"
	"fmt"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// Event returns an event of a conversation by its document's name. The error is
// [ErrNotFound] when there is no such event.
//
// It reads 1 document.
func (s *Store) Event(ctx context.Context, id conversation.ID, name string) (conversation.Event, error) {
	var e conversation.Event
	docs, err := s.db.GetAll(ctx, []*firestore.DocumentRef{s.conversation(id).Collection("events").Doc(name)})
	if err != nil {
		return e, fmt.Errorf("read event: %w", err)
	}
	if !docs[0].Exists() {
		return e, fmt.Errorf("read event: %w", ErrNotFound)
	}
	return e, load(docs[0], &e)
}
