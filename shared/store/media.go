package store

import (
	"context"
	"fmt"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// Message returns a message. The error is [ErrNotFound] when there is none.
//
// It reads 1 document.
func (s *Store) Message(ctx context.Context, id conversation.ID, message string) (conversation.Message, error) {
	m := conversation.Message{ID: message}
	docs, err := s.db.GetAll(ctx, []*firestore.DocumentRef{s.message(id, message)})
	if err != nil {
		return m, fmt.Errorf("read message: %w", err)
	}
	if !docs[0].Exists() {
		return m, fmt.Errorf("read message: %w", ErrNotFound)
	}
	return m, load(docs[0], &m)
}

// SetMedia records what became of the copy of a message's file, whose name stays. An
// outcome is final: if there is one already, nothing is written and the error is
// [ErrDuplicate]. It is [ErrNotFound] when there is no such message.
//
// It reads 1 document and writes 1.
func (s *Store) SetMedia(ctx context.Context, id conversation.ID, message string, media conversation.Media) error {
	return s.commit(ctx, "set media", func(st *step) error {
		docs, err := st.get(s.message(id, message))
		if err != nil {
			return err
		}
		if !docs[0].Exists() {
			return ErrNotFound
		}
		var m conversation.Message
		if err := load(docs[0], &m); err != nil {
			return err
		}
		if m.Media != nil && m.Media.Status != conversation.MediaCopying {
			return ErrDuplicate
		}
		if m.Media != nil {
			media.Name = m.Media.Name
		}
		st.update(docs[0].Ref, []firestore.Update{{Path: "media", Value: media}})
		return nil
	})
}
