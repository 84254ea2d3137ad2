package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// Update changes the conversation of that id by f, which gets the zero value
// when there is none. When the change creates a message that is there already,
// nothing is written and the error is [ErrDuplicate].
//
// It reads 1 document and writes those of the change.
func (s *Store) Update(
	ctx context.Context, id conversation.ID, f func(conversation.Conversation) (conversation.Change, error),
) error {
	err := s.transact(ctx, "update conversation", func(tx *firestore.Transaction) error {
		c, _, err := s.load(tx, id)
		if err != nil {
			return err
		}
		ch, err := f(c)
		if err != nil {
			return err
		}
		return s.write(tx, id, ch)
	})
	if status.Code(err) == codes.AlreadyExists {
		return ErrDuplicate
	}
	return err
}

func (s *Store) load(tx *firestore.Transaction, id conversation.ID) (conversation.Conversation, bool, error) {
	var c conversation.Conversation
	found, err := load(tx, s.conversation(id), &c)
	if found {
		c.ID = id
	}
	return c, found, err
}

// Receipt moves the reply of that id, and its message, as far as status says. A
// receipt may overtake the record of its own sending; it is proof enough, and
// makes the message. The error is [ErrNotFound] when nobody here wrote the reply.
//
// It reads 2 documents and writes 2, or 3 when it overtook.
func (s *Store) Receipt(ctx context.Context, id conversation.ID, reply string, st channel.Status, now time.Time) error {
	return s.transact(ctx, "receipt", func(tx *firestore.Transaction) error {
		docs, err := tx.GetAll([]*firestore.DocumentRef{s.reply(id, reply), s.message(id, reply)})
		if err != nil {
			return fmt.Errorf("read reply and message: %w", err)
		}
		if !docs[0].Exists() {
			return ErrNotFound
		}
		r := decodeReply(docs[0])
		if !docs[1].Exists() {
			return s.record(tx, id, r.Settle(st, "", now))
		}
		settled := r.Settle(st, "", now)
		if settled.Status == r.Status {
			return nil
		}
		return errors.Join(
			tx.Update(docs[0].Ref, outcome(settled)),
			tx.Update(docs[1].Ref, []firestore.Update{
				{Path: "status", Value: settled.Status}, {Path: "reason", Value: settled.Reason},
			}))
	})
}

// Act carries out the action of that id by f and writes the outcome into it. An
// action that has an outcome is left alone.
//
// It reads 2 documents and writes those of the change and the action.
func (s *Store) Act(
	ctx context.Context, id conversation.ID, action string, now time.Time,
	f func(conversation.Conversation, conversation.Action) (conversation.Change, error),
) error {
	return s.transact(ctx, "act", func(tx *firestore.Transaction) error {
		a := conversation.Action{ID: action}
		found, err := load(tx, s.action(id, action), &a)
		if err != nil {
			return err
		}
		if !found {
			return ErrNotFound
		}
		if a.Ended() {
			return nil
		}
		c, _, err := s.load(tx, id)
		if err != nil {
			return err
		}
		ch, err := f(c, a)
		refused, no := errors.AsType[conversation.Refused](err)
		switch {
		case err != nil && !no:
			return err
		case !no:
			err = s.write(tx, id, ch)
		default:
			err = nil
		}
		return errors.Join(err, tx.Set(s.action(id, action), a.Outcome(refused, now)))
	})
}
