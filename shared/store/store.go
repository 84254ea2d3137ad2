// Package store keeps conversations in Firestore. It is the only package that
// knows the database. The documents:
//
//	config/current                  {version, routing}: the routing configuration
//	conversations/{id}              conversation.Conversation
//	  messages/{id}                 conversation.Message
//	  replies/{id}                  conversation.Reply, the outbox
//	  actions/{id}                  conversation.Action
//	  events/{seq}                  conversation.Event
//	queues/{queue}/items/{id}       conversation.Item, the waiting sessions
//
// Every method that changes something does so in one transaction. The
// transactions take the decision as a function, which may run several times.
package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"cloud.google.com/go/firestore"
	"google.golang.org/api/option"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// ErrDuplicate says that the step was done before: nothing was written.
var ErrDuplicate = errors.New("done before")

// ErrNotFound says that there is no such document.
var ErrNotFound = errors.New("no such document")

// Store is a Firestore database. It is safe for concurrent use.
type Store struct {
	db *firestore.Client
}

// New connects to the default database of the project. It honours
// FIRESTORE_EMULATOR_HOST, as the library does.
func New(ctx context.Context, project string, opts ...option.ClientOption) (*Store, error) {
	db, err := firestore.NewClient(ctx, project, opts...)
	if err != nil {
		return nil, fmt.Errorf("Firestore: %w", err)
	}
	return &Store{db: db}, nil
}

// Of returns the store that keeps its documents in db, which stays the caller's
// to close.
func Of(db *firestore.Client) *Store { return &Store{db: db} }

// Close releases the connection.
func (s *Store) Close() error {
	if err := s.db.Close(); err != nil {
		return fmt.Errorf("Firestore: %w", err)
	}
	return nil
}

func (s *Store) conversation(id conversation.ID) *firestore.DocumentRef {
	return s.db.Collection("conversations").Doc(string(id))
}

func (s *Store) message(id conversation.ID, message string) *firestore.DocumentRef {
	return s.conversation(id).Collection("messages").Doc(message)
}

func (s *Store) reply(id conversation.ID, reply string) *firestore.DocumentRef {
	return s.conversation(id).Collection("replies").Doc(reply)
}

func (s *Store) action(id conversation.ID, action string) *firestore.DocumentRef {
	return s.conversation(id).Collection("actions").Doc(action)
}

func (s *Store) event(id conversation.ID, seq int64) *firestore.DocumentRef {
	return s.conversation(id).Collection("events").Doc(fmt.Sprintf("%012d", seq))
}

func (s *Store) item(queue string, id conversation.ID) *firestore.DocumentRef {
	return s.db.Collection("queues").Doc(queue).Collection("items").Doc(string(id))
}

// ParseSubject reads the subject of a Firestore event about a document of one of
// a conversation's collections, "documents/conversations/{c}/{collection}/{id}".
func ParseSubject(subject, collection string) (conversation.ID, string, error) {
	part := strings.Split(subject, "/")
	if len(part) != 5 || part[0] != "documents" || part[1] != "conversations" || part[3] != collection {
		return "", "", fmt.Errorf("the event's subject %q is none of %s", subject, collection)
	}
	return conversation.ID(part[2]), part[4], nil
}

// transact runs f in a transaction and says in the error what was being done.
func (s *Store) transact(ctx context.Context, doing string, f func(tx *firestore.Transaction) error) error {
	err := s.db.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error { return f(tx) })
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

// load reads a document into v; a document that is not there leaves v as it is.
func load(tx *firestore.Transaction, ref *firestore.DocumentRef, v any) (found bool, err error) {
	doc, err := tx.Get(ref)
	switch {
	case status.Code(err) == codes.NotFound:
		return false, nil
	case err != nil:
		return false, fmt.Errorf("read %s: %w", ref.Parent.ID, err)
	}
	if err := doc.DataTo(v); err != nil {
		return false, fmt.Errorf("decode %s/%s: %w", ref.Parent.ID, ref.ID, err)
	}
	return true, nil
}

// write puts a whole change into the transaction.
func (s *Store) write(tx *firestore.Transaction, id conversation.ID, ch conversation.Change) error {
	errs := []error{tx.Set(s.conversation(id), ch.Conversation)}
	if ch.Message != nil {
		errs = append(errs, tx.Create(s.message(id, ch.Message.ID), ch.Message))
	}
	for _, e := range ch.Events {
		errs = append(errs, tx.Set(s.event(id, e.Seq), e))
	}
	if ch.Enqueue != nil {
		errs = append(errs, tx.Set(s.item(ch.Enqueue.Queue, id), ch.Enqueue))
	}
	if ch.Dequeue != "" {
		errs = append(errs, tx.Delete(s.item(ch.Dequeue, id)))
	}
	return errors.Join(errs...)
}
